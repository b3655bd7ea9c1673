import rule from '../../../src/rules/autoscaler/bulk-delete-uncapped.js'
import { autoscaler } from '../../support/autoscaler.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'the default': { 'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=1:5:workers') },
    'twenty at once': { 'autoscaler.yaml': autoscaler('v1.34.2', '--max-scale-down-parallelism=20') },
    'a cluster of hundreds of nodes': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--max-scale-down-parallelism=50'),
      options: { max: 50 },
    },
    'the newer flag beats the older one': {
      'autoscaler.yaml': autoscaler('v1.30.0', '--max-empty-bulk-delete=500', '--max-scale-down-parallelism=10'),
    },
    'nothing is removed at all': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--max-scale-down-parallelism=100', '--scale-down-enabled=false'),
    },
    'a version that lost the flag, and does not start': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--max-empty-bulk-delete=500'),
    },
  },
  cannotTell: {
    'the number comes from a template': {
      'autoscaler.yaml': autoscaler('v1.34.2', '"--max-scale-down-parallelism={{ .parallelism }}"'),
    },
    'the newer flag may come from a template': {
      'autoscaler.yaml': autoscaler('v1.30.0', '--max-empty-bulk-delete=500', '"{{ .flags }}"'),
    },
  },
  reports: {
    'fifty at once': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--max-scale-down-parallelism=50'),
      expect: text`
        autoscaler.yaml
                      - --max-scale-down-parallelism=50
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ many (warning)
      `,
    },
    'more than half of all nodes': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=1:20:a', '--nodes=1:40:b', '--max-scale-down-parallelism=30'),
      expect: text`
        autoscaler.yaml
                      - --max-scale-down-parallelism=30
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ many (error)
      `,
    },
    'fewer than half of all nodes': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=1:20:a', '--nodes=1:41:b', '--max-scale-down-parallelism=30'),
      expect: text`
        autoscaler.yaml
                      - --max-scale-down-parallelism=30
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ many (warning)
      `,
    },
    'how many nodes there are comes from a template': {
      'autoscaler.yaml': autoscaler('v1.34.2', '"--nodes=1:{{ .max }}:a"', '--max-scale-down-parallelism=30'),
      expect: text`
        autoscaler.yaml
                      - --max-scale-down-parallelism=30
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ many (warning)
      `,
    },
    'the older flag, as long as it exists': {
      'autoscaler.yaml': autoscaler('v1.32.2', '--max-empty-bulk-delete=500'),
      expect: text`
        autoscaler.yaml
                      - --max-empty-bulk-delete=500
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~ many
      `,
    },
    'the older flag, before there was another': {
      'autoscaler.yaml': autoscaler('k8s.gcr.io/cluster-autoscaler:v1.3.3', '--max-empty-bulk-delete=100'),
      expect: text`
        autoscaler.yaml
                      - --max-empty-bulk-delete=100
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~ many
      `,
    },
  },
})
