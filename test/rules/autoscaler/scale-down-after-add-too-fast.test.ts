import rule from '../../../src/rules/autoscaler/scale-down-after-add-too-fast.js'
import { autoscaler } from '../../support/autoscaler.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'the default': { 'autoscaler.yaml': autoscaler('v1.34.2') },
    'as slow as the default': { 'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-delay-after-add=10m') },
    'half of the default': { 'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-delay-after-add=300s') },
    'a later flag takes it back': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-delay-after-add=0s', '--scale-down-delay-after-add=15m'),
    },
    'nothing is removed at all': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-delay-after-add=0s', '--scale-down-enabled=false'),
    },
    'a cluster that may flap': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-delay-after-add=1m'),
      options: { warnBelow: '30s' },
    },
  },
  cannotTell: {
    'the delay comes from a template': {
      'autoscaler.yaml': autoscaler('v1.34.2', '"--scale-down-delay-after-add={{ .delay }}"'),
    },
    'the delay is no duration': { 'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-delay-after-add=10') },
  },
  reports: {
    'ten seconds': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-delay-after-add=10s'),
      expect: text`
        autoscaler.yaml
                      - --scale-down-delay-after-add=10s
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ soon (warning)
      `,
    },
    'no delay, underscores, a version nobody states': {
      'autoscaler.yaml': autoscaler('registry.example.com/cluster-autoscaler:latest', '--scale_down_delay_after_add=0'),
      expect: text`
        autoscaler.yaml
                      - --scale_down_delay_after_add=0
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ soon
      `,
    },
    'one flag for all delays, before 1.0': {
      'autoscaler.yaml': autoscaler('gcr.io/google_containers/cluster-autoscaler:v0.6.1', '--scale-down-delay=1m'),
      expect: text`
        autoscaler.yaml
                      - --scale-down-delay=1m
                        ~~~~~~~~~~~~~~~~~~~~~ soon
      `,
    },
    'values of the Helm chart': {
      'values/cluster-autoscaler.yaml': text`
        extraArgs:
          scale-down-delay-after-add: 1m
      `,
      expect: text`
        values/cluster-autoscaler.yaml
            scale-down-delay-after-add: 1m
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ soon
      `,
    },
  },
})
