import rule from '../../../src/rules/autoscaler/scale-down-wave.js'
import { autoscalerStatus, LEADER } from '../../support/autoscaler-status.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'a few nodes': { 'status.yaml': autoscalerStatus({ candidates: 4 }) },
    'none of them': { 'status.yaml': autoscalerStatus({}) },
    'two of five are no wave': { 'status.yaml': autoscalerStatus({ candidates: 2, registered: 5 }) },
    'a cluster that shrinks every evening': {
      'status.yaml': autoscalerStatus({ candidates: 20 }),
      options: { share: 0.6 },
    },
    'a status nobody writes any more': {
      'status.yaml': autoscalerStatus({ candidates: 12 }, '2026-11-26 06:30:00 +0000 UTC') + LEADER,
      except: { opacity: 'without any lease nobody says how late it is' },
    },
    'an autoscaler that has just started': {
      'status.yaml': text`
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: cluster-autoscaler-status, namespace: kube-system }
        data: { status: "Cluster-autoscaler status at 2026-11-26 07:00:00.1 +0000 UTC:\\nInitializing" }
      `,
    },
  },
  cannotTell: {
    'the status comes from a template': {
      'status.yaml': text`
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: cluster-autoscaler-status, namespace: kube-system }
        data: { status: "{{ .status }}" }
      `,
    },
  },
  reports: {
    'a third of the cluster': {
      'status.yaml': autoscalerStatus({ candidates: 12 }) + LEADER,
      expect: text`
        status.yaml
                  candidates: 12
                              ~~ wave (warning)
      `,
    },
    'almost all of it, in the words of an old autoscaler': {
      'status.yaml': text`
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: cluster-autoscaler-status, namespace: kube-system }
        data:
          status: |
            Cluster-autoscaler status at 2017-11-02 18:52:49.8 +0000 UTC:
            Cluster-wide:
              Health:      Healthy (ready=90 unready=0 notStarted=0 longNotStarted=0 registered=90 longUnregistered=0)
              ScaleDown:   CandidatesPresent (candidates=87)
      `,
      expect: text`
        status.yaml
                ScaleDown:   CandidatesPresent (candidates=87)
                                                           ~~ wave
      `,
    },
  },
})
