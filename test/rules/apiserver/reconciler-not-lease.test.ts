import rule from '../../../src/rules/apiserver/reconciler-not-lease.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'leases on 1.10': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.10.13',
        '--apiserver-count=3',
        '--endpoint-reconciler-type=lease',
      ),
    },
    'leases are the default from 1.11 on': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.11.0', '--apiserver-count=3'),
    },
    'nobody writes endpoints': {
      'kube-apiserver.service': text`
        [Service]
        ExecStart=/usr/bin/kube-apiserver --apiserver-count=3 --endpoint-reconciler-type=none
      `,
    },
    'one apiserver': {
      'deployment.yaml': text`
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: kube-apiserver}
        spec:
          replicas: 1
          template:
            spec:
              containers:
              - name: kube-apiserver
                image: registry.k8s.io/kube-apiserver:v1.10.13
                command: [kube-apiserver, --secure-port=6443]
      `,
    },
  },
  cannotTell: {
    'a template for nobody knows how many': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.10.13', '--secure-port=6443'),
    },
    'the count comes from a template': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.8.15', '--apiserver-count={{ .masters }}'),
    },
    'the type comes from a template': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.0',
        '--apiserver-count=3',
        '--endpoint-reconciler-type={{ .type }}',
      ),
    },
  },
  reports: {
    'the default of 1.10': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.10.13', '--apiserver-count=3'),
      expect: text`
        kube-apiserver.yaml
                  - --apiserver-count=3
                    ~~~~~~~~~~~~~~~~~~~ default
      `,
    },
    'written, whatever the version': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            command:
            - kube-apiserver
            - --apiserver-count=3
            - --endpoint-reconciler-type=master-count # as it has always been
      `,
      expect: text`
        kube-apiserver.yaml
              - --endpoint-reconciler-type=master-count # as it has always been
                ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ masterCount
      `,
    },
    'two apiservers of one etcd are two, whatever the flag says': {
      'a/kube-apiserver.service': text`
        [Service]
        ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://etcd.example.com:2379 --advertise-address=10.0.1.11
      `,
      'b/kube-apiserver.service': text`
        [Service]
        ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://etcd.example.com:2379 --advertise-address=10.0.1.12
      `,
      kubernetesVersion: '1.9.6',
      expect: text`
        a/kube-apiserver.service
          ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://etcd.example.com:2379 --advertise-address=10.0.1.11
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ default
        b/kube-apiserver.service
          ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://etcd.example.com:2379 --advertise-address=10.0.1.12
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ default
      `,
    },
    'three masters of kops': {
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
      `,
      expect: text`
        cluster.yaml
          metadata: {name: prod.example.com}
                           ~~~~~~~~~~~~~~~~ default
      `,
    },
  },
})
