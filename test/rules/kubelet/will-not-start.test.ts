import { VALIDATIONS } from '../../../src/facts/start-up/kubelet.js'
import rule from '../../../src/rules/kubelet/will-not-start.js'
import { startUpTest } from '../../support/start-up-test.js'

startUpTest(rule, VALIDATIONS, {
  'image-gc-percent': {
    bad: 'imageGCHighThresholdPercent: 101',
    at: 'imageGCHighThresholdPercent: 101',
    good: 'imageGCHighThresholdPercent: 100',
    fineIn: ['1.7'],
  },
  'image-gc-order': [
    {
      bad: 'imageGCLowThresholdPercent: 90',
      at: 'imageGCLowThresholdPercent: 90',
      says: '(85)',
      good: 'imageGCLowThresholdPercent: 84',
    },
    {
      bad: ['--image-gc-high-threshold=80'],
      at: '--image-gc-high-threshold=80',
      good: ['--image-gc-high-threshold=81'],
    },
  ],
  'topology-policy': {
    bad: 'topologyManagerPolicy: strict',
    at: 'topologyManagerPolicy: strict',
    good: 'topologyManagerPolicy: restricted',
  },
  'crash-backoff-gate': {
    version: '1.34',
    bad: 'crashLoopBackOff: {maxContainerRestartPeriod: 10s}',
    at: 'maxContainerRestartPeriod: 10s',
    good: 'crashLoopBackOff: {maxContainerRestartPeriod: 10s}\nfeatureGates: {KubeletCrashLoopBackOffMax: true}',
    fineIn: ['1.31'],
  },
})
