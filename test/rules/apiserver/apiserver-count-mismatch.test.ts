import rule from '../../../src/rules/apiserver/apiserver-count-mismatch.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const master = (address: string, more = ''): string =>
  `[Service]\nExecStart=/usr/bin/kube-apiserver --etcd-servers=https://etcd.example.com:2379 --advertise-address=${address}${more}\n`

ruleTest(rule, {
  silent: {
    'every apiserver knows how many they are': {
      'a/kube-apiserver.service': master('10.0.1.11', ' --apiserver-count=2'),
      'b/kube-apiserver.service': master('10.0.1.12', ' --apiserver-count=2'),
      kubernetesVersion: '1.8.4',
    },
    'leases need no count': {
      'a/kube-apiserver.service': master('10.0.1.11', ' --endpoint-reconciler-type=lease'),
      'b/kube-apiserver.service': master('10.0.1.12', ' --endpoint-reconciler-type=lease'),
      kubernetesVersion: '1.10.4',
    },
    'the default of 1.11': {
      'a/kube-apiserver.service': master('10.0.1.11'),
      'b/kube-apiserver.service': master('10.0.1.12'),
      kubernetesVersion: '1.11',
    },
    'one file for all masters': {
      'kube-apiserver.service': master('10.0.1.11', ' --apiserver-count=3'),
      kubernetesVersion: '1.8.4',
    },
    'two clusters of one repository': {
      'blue/kube-apiserver.service': text`
        [Service]
        ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://blue.example.com:2379 --advertise-address=10.0.1.11
      `,
      'green/kube-apiserver.service': text`
        [Service]
        ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://green.example.com:2379 --advertise-address=10.0.2.11
      `,
      kubernetesVersion: '1.8.4',
    },
    'kops counts the masters itself': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: prod.example.com}
        spec:
          kubernetesVersion: 1.8.4
          etcdClusters:
          - name: main
            etcdMembers:
            - {name: a, instanceGroup: master-a}
            - {name: b, instanceGroup: master-b}
            - {name: c, instanceGroup: master-c}
        ---
        apiVersion: kops.k8s.io/v1alpha2
        kind: InstanceGroup
        metadata:
          name: master-a
          labels: {kops.k8s.io/cluster: prod.example.com}
        spec: {role: Master, minSize: 1, maxSize: 1}
      `,
    },
  },
  cannotTell: {
    'the count comes from a template': {
      'a/kube-apiserver.service': master('10.0.1.11', ' --apiserver-count={{ masters }}'),
      'b/kube-apiserver.service': master('10.0.1.12', ' --apiserver-count={{ masters }}'),
      kubernetesVersion: '1.8.4',
    },
    'the version is not known': {
      'a/kube-apiserver.service': master('10.0.1.11', ' --apiserver-count=1'),
      'b/kube-apiserver.service': master(
        '10.0.1.12',
        ' --apiserver-count={{ x }} --endpoint-reconciler-type=master-count',
      ),
    },
  },
  reports: {
    'nobody counted, and there are two': {
      'a/kube-apiserver.service': master('10.0.1.11'),
      'b/kube-apiserver.service': master('10.0.1.12'),
      kubernetesVersion: '1.8.4',
      expect: text`
        a/kube-apiserver.service
          ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://etcd.example.com:2379 --advertise-address=10.0.1.11
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ mismatch
      `,
    },
    'too few written': {
      'a/kube-apiserver.service': master('10.0.1.11', ' --apiserver-count=3'),
      'b/kube-apiserver.service': master('10.0.1.12', ' --apiserver-count=1'),
      'c/kube-apiserver.service': master('10.0.1.13', ' --apiserver-count=3'),
      kubernetesVersion: '1.10.3',
      expect: text`
        b/kube-apiserver.service
          ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://etcd.example.com:2379 --advertise-address=10.0.1.12 --apiserver-count=1
                                                                                                                       ~~~~~~~~~~~~~~~~~~~ mismatch
      `,
    },
    'they do not agree': {
      'a/kube-apiserver.service': master('10.0.1.11', ' --apiserver-count=5'),
      'b/kube-apiserver.service': master('10.0.1.12', ' --apiserver-count=3'),
      kubernetesVersion: '1.10.3',
      expect: text`
        b/kube-apiserver.service
          ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://etcd.example.com:2379 --advertise-address=10.0.1.12 --apiserver-count=3
                                                                                                                       ~~~~~~~~~~~~~~~~~~~ differs
      `,
    },
    'one template, and the user says how many masters there are': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.8.4', '--apiserver-count=5'),
      options: { expectedControlPlanes: 3 },
      expect: text`
        kube-apiserver.yaml
                  - --apiserver-count=5
                    ~~~~~~~~~~~~~~~~~~~ mismatch
      `,
    },
    'more than the replicas of a hosted control plane': {
      'deployment.yaml': text`
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: kube-apiserver}
        spec:
          replicas: 2
          template:
            spec:
              containers:
              - name: kube-apiserver
                image: registry.k8s.io/kube-apiserver:v1.10.13
                command: [kube-apiserver, --apiserver-count=3]
      `,
      expect: text`
        deployment.yaml
                  command: [kube-apiserver, --apiserver-count=3]
                                            ~~~~~~~~~~~~~~~~~~~ mismatch
      `,
    },
  },
})
