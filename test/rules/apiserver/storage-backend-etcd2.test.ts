import rule from '../../../src/rules/apiserver/storage-backend-etcd2.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    etcd3: {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--storage-backend=etcd3'),
    },
    'nothing is said': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--etcd-servers=https://127.0.0.1:2379'),
    },
    'nobody says which old store it is': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.12.10', '--storage-backend=etcd'),
    },
  },
  cannotTell: {
    'a template says which': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--storage-backend={{ .Backend }}'),
    },
  },
  reports: {
    'the old store': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.12.10', '--storage-backend=etcd2'),
      expect: text`
        kube-apiserver.yaml
                  - --storage-backend=etcd2
                    ~~~~~~~~~~~~~~~~~~~~~~~ store
      `,
    },
    'a version that does not know it': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.13.0', '--storage-backend=etcd2'),
      expect: text`
        kube-apiserver.yaml
                  - --storage-backend=etcd2
                    ~~~~~~~~~~~~~~~~~~~~~~~ stops
      `,
    },
  },
})
