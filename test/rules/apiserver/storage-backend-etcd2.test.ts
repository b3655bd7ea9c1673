import rule from '../../../src/rules/apiserver/storage-backend-etcd2.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    etcd3: {
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
            - --storage-backend=etcd3
      `,
    },
    'nothing is said': {
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
    'nobody says which old store it is': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.12.10
            command:
            - kube-apiserver
            - --storage-backend=etcd
      `,
    },
  },
  cannotTell: {
    'a template says which': {
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
            - --storage-backend={{ .Backend }}
      `,
    },
  },
  reports: {
    'the old store': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.12.10
            command:
            - kube-apiserver
            - --storage-backend=etcd2
      `,
      expect: text`
        kube-apiserver.yaml
              - --storage-backend=etcd2
                ~~~~~~~~~~~~~~~~~~~~~~~ store
      `,
    },
    'a version that does not know it': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.13.0
            command:
            - kube-apiserver
            - --storage-backend=etcd2
      `,
      expect: text`
        kube-apiserver.yaml
              - --storage-backend=etcd2
                ~~~~~~~~~~~~~~~~~~~~~~~ stops
      `,
    },
  },
})
