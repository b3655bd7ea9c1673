import rule from '../../../src/rules/apiserver/etcd-quorum-read-off.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'quorum reads are switched on': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.8.15',
        '--etcd-servers=https://e1:2379,https://e2:2379,https://e3:2379',
        '--etcd-quorum-read=true',
      ),
    },
    'the default of 1.9': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.9.6',
        '--etcd-servers=https://e1:2379,https://e2:2379,https://e3:2379',
      ),
    },
    'from 1.13 on the flag itself stops the process': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.13.0',
        '--etcd-servers=https://e1:2379,https://e2:2379,https://e3:2379',
        '--etcd-quorum-read=false',
      ),
    },
    'a single etcd member': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: test.example.com}
        spec:
          kubernetesVersion: 1.8.4
          etcdClusters:
          - name: main
            version: 3.0.17
            etcdMembers:
            - {name: a, instanceGroup: master-a}
      `,
    },
  },
  cannotTell: {
    'one address may be one member or a name for several': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.8.15', '--etcd-servers=http://127.0.0.1:2379'),
    },
    'the value comes from a template': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.12.1',
        '--etcd-servers=https://e1:2379,https://e2:2379,https://e3:2379',
        '--etcd-quorum-read={{ .quorum }}',
      ),
    },
  },
  reports: {
    'the default of 1.8': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.8.15',
        '--etcd-servers=https://e1:2379,https://e2:2379,https://e3:2379',
      ),
      expect: text`
        kube-apiserver.yaml
              - name: kube-apiserver
                      ~~~~~~~~~~~~~~ default
      `,
    },
    'switched off for an etcd in view': {
      'kube-apiserver.service': text`
        [Service]
        ExecStart=/usr/bin/kube-apiserver --etcd-servers=http://127.0.0.1:2379 --etcd-quorum-read=false
      `,
      'etcd.service': text`
        [Service]
        ExecStart=/usr/bin/etcd --name m1 --initial-cluster m1=http://10.0.0.1:2380,m2=http://10.0.0.2:2380,m3=http://10.0.0.3:2380
      `,
      kubernetesVersion: '1.10.3',
      expect: text`
        kube-apiserver.service
          ExecStart=/usr/bin/kube-apiserver --etcd-servers=http://127.0.0.1:2379 --etcd-quorum-read=false
                                                                                 ~~~~~~~~~~~~~~~~~~~~~~~~ off
      `,
    },
    'a kops cluster of three masters': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: prod.example.com}
        spec:
          kubernetesVersion: 1.12.10
          kubeAPIServer:
            etcdQuorumRead: false
          etcdClusters:
          - name: main
            version: 3.2.24
            etcdMembers:
            - {name: a, instanceGroup: master-a}
            - {name: b, instanceGroup: master-b}
            - {name: c, instanceGroup: master-c}
      `,
      expect: text`
        cluster.yaml
              etcdQuorumRead: false
              ~~~~~~~~~~~~~~~~~~~~~ off
      `,
    },
    'what kops writes for an etcd 2 is reported where its apiserver is': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: prod.example.com}
        spec:
          kubernetesVersion: 1.10.11
          kubeAPIServer:
            logLevel: 2
          etcdClusters:
          - name: main
            version: 2.2.1
            etcdMembers:
            - {name: a, instanceGroup: master-a}
            - {name: b, instanceGroup: master-b}
            - {name: c, instanceGroup: master-c}
      `,
      expect: text`
        cluster.yaml
            kubeAPIServer:
            ~~~~~~~~~~~~~ off
      `,
    },
  },
})
