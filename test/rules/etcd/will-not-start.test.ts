import rule from '../../../src/rules/etcd/will-not-start.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'TODO: all is well': {
      'etcd.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata:
          name: etcd
          namespace: kube-system
        spec:
          containers:
            - name: etcd
              image: registry.k8s.io/etcd:3.5.24-0
              command:
                - etcd
                - --snapshot-count=10000
      `,
    },
  },
  cannotTell: {
    'TODO: nobody can tell': {
      'etcd.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata:
          name: etcd
          namespace: kube-system
        spec:
          containers:
            - name: etcd
              image: registry.k8s.io/etcd:3.5.24-0
              command:
                - etcd
                - --snapshot-count={{ .value }}
      `,
    },
  },
  reports: {
    'TODO: what is wrong': {
      'etcd.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata:
          name: etcd
          namespace: kube-system
        spec:
          containers:
            - name: etcd
              image: registry.k8s.io/etcd:3.5.24-0
              command:
                - etcd
                - --snapshot-count=5000000
      `,
      expect: text`
        etcd.yaml
                  - --snapshot-count=5000000
                    ~~~~~~~~~~~~~~~~~~~~~~~~ bad
      `,
    },
  },
})
