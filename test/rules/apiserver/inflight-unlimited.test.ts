import rule from '../../../src/rules/apiserver/inflight-unlimited.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'the defaults': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.34.2
            command:
            - kube-apiserver
            - --etcd-servers=https://127.0.0.1:2379
      `,
    },
    'one of them is 0: the other is the sum': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.34.2
            command:
            - kube-apiserver
            - --max-mutating-requests-inflight=0
      `,
    },
    limits: {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.18.20
            command:
            - kube-apiserver
            - --max-requests-inflight=800
            - --max-mutating-requests-inflight=400
      `,
    },
  },
  cannotTell: {
    'a template says how many': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.34.2
            command:
            - kube-apiserver
            - --max-requests-inflight={{ .Max }}
            - --max-mutating-requests-inflight=0
      `,
    },
  },
  reports: {
    'both are 0': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.34.2
            command:
            - kube-apiserver
            - --max-requests-inflight=0
            - --max-mutating-requests-inflight=0
      `,
      expect: text`
        kube-apiserver.yaml
              - --max-requests-inflight=0
                ~~~~~~~~~~~~~~~~~~~~~~~~~ stops
      `,
    },
    'without priority and fairness': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.34.2
            command:
            - kube-apiserver
            - --max-requests-inflight=0
            - --enable-priority-and-fairness=false
      `,
      expect: text`
        kube-apiserver.yaml
              - --max-requests-inflight=0
                ~~~~~~~~~~~~~~~~~~~~~~~~~ unlimited
      `,
    },
    'before priority and fairness': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.16.15
            command:
            - kube-apiserver
            - --max-mutating-requests-inflight=0
      `,
      expect: text`
        kube-apiserver.yaml
              - --max-mutating-requests-inflight=0
                ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unlimited
      `,
    },
  },
})
