import rule from '../../../src/rules/autoscaler/status-unhealthy.js'
import { AUTOSCALER, autoscalerStatus, LEADER } from '../../support/autoscaler-status.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'all is well': { 'status.yaml': autoscalerStatus({}) + LEADER },
    'nobody says how late it is': { 'status.yaml': autoscalerStatus({}, '2019-01-01 00:00:00 +0000 UTC') },
    'an autoscaler that looks every half hour': {
      'status.yaml': autoscalerStatus({}, '2026-11-26 06:31:00 +0000 UTC') + LEADER,
      options: { stale: '1h' },
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
    'too many nodes are not ready': {
      'status.yaml': autoscalerStatus({ health: 'Unhealthy', ready: 20 }) + LEADER,
      expect: text`
        status.yaml
                  status: Unhealthy
                          ~~~~~~~~~ unhealthy (warning)
      `,
    },
    'an autoscaler that writes no more': {
      'status.yaml': autoscalerStatus({}, '2026-11-26 06:30:00 +0000 UTC') + LEADER + AUTOSCALER,
      expect: text`
        status.yaml
              time: 2026-11-26 06:30:00 +0000 UTC
                    ~~~~~~~~~~~~~~~~~~~~~~~~~ stale (warning)
      `,
    },
    'what may be left of one that is gone': {
      'status.yaml': autoscalerStatus({}, '2026-10-01 06:30:00.5 +0000 UTC') + LEADER,
      expect: text`
        status.yaml
              time: 2026-10-01 06:30:00.5 +0000 UTC
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~ stale (info)
      `,
    },
  },
})
