import rule from '../../../src/rules/apiserver/inflight-unlimited.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'the defaults': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--etcd-servers=https://127.0.0.1:2379'),
    },
    'one of them is 0: the other is the sum': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--max-mutating-requests-inflight=0'),
    },
    limits: {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.18.20',
        '--max-requests-inflight=800',
        '--max-mutating-requests-inflight=400',
      ),
    },
  },
  cannotTell: {
    'a template says how many': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--max-requests-inflight={{ .Max }}',
        '--max-mutating-requests-inflight=0',
      ),
    },
  },
  reports: {
    'both are 0': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--max-requests-inflight=0',
        '--max-mutating-requests-inflight=0',
      ),
      expect: text`
        kube-apiserver.yaml
                  - --max-requests-inflight=0
                    ~~~~~~~~~~~~~~~~~~~~~~~~~ stops
      `,
    },
    'without priority and fairness': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--max-requests-inflight=0',
        '--enable-priority-and-fairness=false',
      ),
      expect: text`
        kube-apiserver.yaml
                  - --max-requests-inflight=0
                    ~~~~~~~~~~~~~~~~~~~~~~~~~ unlimited
      `,
    },
    'before priority and fairness': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.16.15', '--max-mutating-requests-inflight=0'),
      expect: text`
        kube-apiserver.yaml
                  - --max-mutating-requests-inflight=0
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unlimited
      `,
    },
  },
})
