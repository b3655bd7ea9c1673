import rule from '../../../src/rules/upgrade/removed-leader-lock.js'
import { autoscaler } from '../../support/autoscaler.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const manager = (version: string, ...flags: string[]) => ({
  'manager.yaml': staticPod('kube-controller-manager', version, ...flags),
})

ruleTest(rule, {
  silent: {
    'the lock there is': manager('v1.34.2', '--leader-elect-resource-lock=leases'),
    'a version that has the old one': manager('v1.22.4', '--leader-elect-resource-lock=endpoints'),
    'nobody is elected': manager('v1.27.4', '--leader-elect=false', '--leader-elect-resource-lock=endpoints'),
    'written again after it': manager(
      'v1.27.4',
      '--leader-elect-resource-lock=endpoints',
      '--leader-elect-resource-lock=leases',
    ),
    'the autoscaler has it one minor longer': {
      'autoscaler.yaml': autoscaler('v1.26.2', '--leader-elect-resource-lock=endpointsleases'),
    },
  },
  cannotTell: {
    'from a template': manager('v1.27.4', '--leader-elect-resource-lock={{ .lock }}'),
  },
  reports: {
    'endpoints, which has to be left in two steps': {
      ...manager('v1.24.4', '--leader-elect-resource-lock=endpoints'),
      expect: text`
        manager.yaml
                  - --leader-elect-resource-lock=endpoints
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ through
      `,
    },
    'the step in between, once it is over': {
      ...manager('v1.27.4', '--leader-elect-resource-lock=endpointsleases'),
      expect: text`
        manager.yaml
                  - --leader-elect-resource-lock=endpointsleases
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ leases
      `,
    },
    'the next minor is without it': {
      ...manager('v1.26.4', '--leader-elect-resource-lock=endpointsleases'),
      expect: text`
        manager.yaml
                  - --leader-elect-resource-lock=endpointsleases
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ leases
      `,
    },
    'the autoscaler': {
      'autoscaler.yaml': autoscaler('v1.28.2', '--leader-elect-resource-lock=endpointsleases'),
      expect: text`
        autoscaler.yaml
                      - --leader-elect-resource-lock=endpointsleases
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ leases
      `,
    },
  },
})
