import rule from '../../../src/rules/etcd/timers-differ.js'
import { ruleTest, text } from '../../support/rule-test.js'

const THREE = 'm1=https://10.0.0.1:2380,m2=https://10.0.0.2:2380,m3=https://10.0.0.3:2380'
const member = (name: string, more: string): string =>
  `[Service]\nExecStart=/usr/bin/etcd --name=${name} --initial-cluster=${THREE} ${more}\n`

ruleTest(rule, {
  silent: {
    'all members agree': {
      'm1/etcd.service': member('m1', '--heartbeat-interval=500 --election-timeout=5000'),
      'm2/etcd.service': member('m2', '--heartbeat-interval=500 --election-timeout=5000'),
      'm3/etcd.service': member('m3', '--heartbeat-interval=500 --election-timeout=5000'),
    },
    'one writes what is the default': {
      'm1/etcd.service': member('m1', '--election-timeout=1000'),
      'm2/etcd.service': member('m2', '--data-dir=/var/lib/etcd'),
    },
    'one member in view': {
      'm1/etcd.service': member('m1', '--heartbeat-interval=500 --election-timeout=5000'),
    },
    'two clusters': {
      'main/etcd.service': text`
        [Service]
        ExecStart=/usr/bin/etcd --name=a --initial-cluster-token=main --election-timeout=1000
      `,
      'events/etcd.service': text`
        [Service]
        ExecStart=/usr/bin/etcd --name=b --initial-cluster-token=events --election-timeout=5000
      `,
    },
    'two clusters on one machine': {
      'etcd/main.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd-main, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.5.24-0
            command: [etcd, --name=main, --election-timeout=5000, --initial-cluster=main=http://127.0.0.1:2380]
      `,
      'etcd/events.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd-events, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.5.24-0
            command: [etcd, --name=events, --initial-cluster=events=http://127.0.0.1:2381]
      `,
    },
  },
  cannotTell: {
    'one timer comes from a template': {
      'm1/etcd.service': member('m1', '--election-timeout={{ timeout }}'),
      'm2/etcd.service': member('m2', '--election-timeout=5000'),
    },
  },
  reports: {
    'two of three agree': {
      'm1/etcd.service': member('m1', '--heartbeat-interval=500 --election-timeout=5000'),
      'm2/etcd.service': member('m2', '--heartbeat-interval=500 --election-timeout=5000'),
      'm3/etcd.service': member('m3', '--heartbeat-interval=500 --election-timeout=8000'),
      except: { opacity: 'without a majority the same disagreement is told from another member' },
      expect: text`
        m3/etcd.service
          ExecStart=/usr/bin/etcd --name=m3 --initial-cluster=m1=https://10.0.0.1:2380,m2=https://10.0.0.2:2380,m3=https://10.0.0.3:2380 --heartbeat-interval=500 --election-timeout=8000
                                                                                                                                                                  ~~~~~~~~~~~~~~~~~~~~~~~ differ
      `,
    },
    'only the heartbeats differ': {
      'm1/etcd.service': member('m1', '--heartbeat-interval=500 --election-timeout=5000'),
      'm2/etcd.service': member('m2', '--heartbeat-interval=100 --election-timeout=5000'),
      expect: text`
        m2/etcd.service
          ExecStart=/usr/bin/etcd --name=m2 --initial-cluster=m1=https://10.0.0.1:2380,m2=https://10.0.0.2:2380,m3=https://10.0.0.3:2380 --heartbeat-interval=100 --election-timeout=5000
                                                                                                                                         ~~~~~~~~~~~~~~~~~~~~~~~~ differ
      `,
    },
    'the token joins them, and one has the default': {
      'etcd.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.5.24-0
            command: [etcd, --name=m1, --initial-cluster-token=prod]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.5.24-0
            command: [etcd, --name=m2, --initial-cluster-token=prod, --election-timeout=5000]
      `,
      expect: text`
        etcd.yaml
            - name: etcd
                    ~~~~ differ
      `,
    },
  },
})
