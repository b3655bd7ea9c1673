import rule from '../../../src/rules/autoscaler/unsynced-cache-scale-down.js'
import { autoscaler } from '../../support/autoscaler.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'a version that waits': { 'autoscaler.yaml': autoscaler('v1.33.0') },
    'an old version with patience': {
      'autoscaler.yaml': autoscaler('v1.31.0', '--scale-down-unneeded-time=20m'),
      preset: 'recommended',
    },
    'nothing is removed at all': { 'autoscaler.yaml': autoscaler('v1.31.0', '--scale-down-enabled=false') },
    'a build whose vendor decides what is in it': {
      'autoscaler.yaml': autoscaler('registry.example.com/cluster-autoscaler:v1.28.0-eks-1'),
    },
    'a version nobody states': { 'autoscaler.yaml': autoscaler('registry.example.com/cluster-autoscaler:latest') },
    'less patience is asked for': {
      'autoscaler.yaml': autoscaler('v1.31.0'),
      options: { minUnneeded: '10m' },
      preset: 'talk',
    },
  },
  cannotTell: {
    'the time comes from a template': {
      'autoscaler.yaml': autoscaler('v1.31.0', '"--scale-down-unneeded-time={{ .unneeded }}"'),
    },
  },
  reports: {
    'the default time': {
      'autoscaler.yaml': autoscaler('v1.31.0'),
      expect: text`
        autoscaler.yaml
                    image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.31.0
                                                                          ~~~~~~~ unsynced (warning)
      `,
    },
    'a short time, and no flag anybody could lack': {
      'autoscaler.yaml': autoscaler('k8s.gcr.io/cluster-autoscaler:v1.3.3', '--scale-down-unneeded-time=10m'),
      preset: 'talk',
      expect: text`
        autoscaler.yaml
                    image: k8s.gcr.io/cluster-autoscaler:v1.3.3
                                                         ~~~~~~ unsynced (warning)
      `,
    },
    'patience, for the strict': {
      'autoscaler.yaml': autoscaler('v1.31.0', '--scale-down-unneeded-time=40m'),
      expect: text`
        autoscaler.yaml
                    image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.31.0
                                                                          ~~~~~~~ unsynced (info)
      `,
    },
  },
})
