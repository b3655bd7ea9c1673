import type { RowCase } from '../../../support/start-up-test.js'

const negative = (key: string): RowCase => ({
  bad: `${key}: -1`,
  at: `${key}: -1`,
  good: `${key}: 0`,
  fineIn: ['1.7'],
})

/** Numbers and durations. */
export const CASES: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'negative-eventburst': negative('eventBurst'),
  'negative-eventrecordqps': negative('eventRecordQPS'),
  'negative-kubeapiburst': negative('kubeAPIBurst'),
  'negative-kubeapiqps': negative('kubeAPIQPS'),
  'negative-maxopenfiles': negative('maxOpenFiles'),
  'global-housekeeping': {
    version: '1.36',
    bad: ['--global-housekeeping-interval=0s'],
    at: '--global-housekeeping-interval=0s',
    good: ['--global-housekeeping-interval=1ns'],
    fineIn: ['1.25'],
  },
  'negative-maxpods': [
    negative('maxPods'),
    { bad: ['--max-pods=-1'], at: '--max-pods=-1', good: ['--max-pods=0'] },
    {
      bad: { config: 'maxPods: 5', dropIn: 'maxPods: -5' },
      at: 'maxPods: -5',
      good: { config: '', dropIn: 'maxPods: 0' },
    },
    // what overrides it counts
    {
      bad: { config: 'maxPods: 5', flags: ['--max-pods=-2'] },
      at: '--max-pods=-2',
      good: { config: 'maxPods: -1', flags: ['--max-pods=10'] },
    },
  ],
  'negative-podspercore': negative('podsPerCore'),
  'negative-registryburst': negative('registryBurst'),
  'negative-registrypullqps': negative('registryPullQPS'),
  'few-open-files': [
    {
      bad: 'maxOpenFiles: 10',
      at: 'maxOpenFiles: 10',
      good: [['maxOpenFiles: 0', 'maxOpenFiles: 1000000']],
    },
    { bad: ['--max-open-files=0'], at: '--max-open-files=0', good: ['--max-open-files=1000000'] },
  ],
  'node-lease-duration': {
    bad: 'nodeLeaseDurationSeconds: -40',
    at: 'nodeLeaseDurationSeconds: -40',
    good: 'nodeLeaseDurationSeconds: 0',
    fineIn: ['1.11'],
  },
  port: [
    { bad: 'port: 70000', at: 'port: 70000', good: 'port: 0', fineIn: ['1.7'] },
    { bad: ['--port=0'], at: '--port=0', good: ['--port=1'] },
  ],
  'healthz-port': {
    bad: 'healthzPort: 65536',
    at: 'healthzPort: 65536',
    good: [['healthzPort: 0', 'healthzPort: 65535']],
  },
  'read-only-port': { bad: ['--read-only-port=-1'], at: '--read-only-port=-1', good: ['--read-only-port=0'] },
  'oom-score': { bad: 'oomScoreAdj: -1001', at: 'oomScoreAdj: -1001', good: 'oomScoreAdj: 1000' },
  'iptables-bit': { bad: 'iptablesDropBit: 32', at: 'iptablesDropBit: 32', good: 'iptablesDropBit: 0' },
  'status-max-images': [
    { bad: 'nodeStatusMaxImages: -2', at: 'nodeStatusMaxImages: -2', good: 'nodeStatusMaxImages: -1' },
    {
      version: '1.18',
      bad: ['--node-status-max-images=-2'],
      at: '--node-status-max-images=-2',
      good: ['--node-status-max-images=-1'],
    },
  ],
  'image-gc-percent': [
    {
      bad: 'imageGCHighThresholdPercent: 101',
      at: 'imageGCHighThresholdPercent: 101',
      good: 'imageGCHighThresholdPercent: 100',
      fineIn: ['1.7'],
    },
    {
      bad: 'imageGCHighThresholdPercent: 1e3',
      at: 'imageGCHighThresholdPercent: 1e3',
      good: 'imageGCHighThresholdPercent: 1e2',
    },
  ],
  'image-gc-order': [
    {
      bad: 'imageGCLowThresholdPercent: 90',
      at: 'imageGCLowThresholdPercent: 90',
      says: '(85)',
      good: 'imageGCLowThresholdPercent: 84',
      fineIn: ['1.11'],
    },
    {
      bad: ['--image-gc-high-threshold=80'],
      at: '--image-gc-high-threshold=80',
      good: ['--image-gc-high-threshold=81'],
    },
    {
      bad: 'imageGCHighThresholdPercent: 0',
      at: 'imageGCHighThresholdPercent: 0',
      good: 'imageGCHighThresholdPercent: 50\nimageGCLowThresholdPercent: 0',
    },
  ],
  'image-max-age': [
    {
      bad: 'imageMaximumGCAge: 2m',
      at: 'imageMaximumGCAge: 2m',
      says: '(2m)',
      good: [['imageMaximumGCAge: 121s', 'imageMaximumGCAge: 0s', 'imageMinimumGCAge: 1m\nimageMaximumGCAge: 2m']],
      fineIn: ['1.28'],
    },
    { bad: 'imageMaximumGCAge: -1h', at: 'imageMaximumGCAge: -1h', good: 'imageMaximumGCAge: 1h' },
  ],
  'image-min-age': {
    bad: 'imageMinimumGCAge: -5m',
    at: 'imageMinimumGCAge: -5m',
    good: 'imageMinimumGCAge: 0s',
    fineIn: ['1.35'],
  },
  'cfs-period-range-old': {
    version: '1.25',
    bad: 'cpuCFSQuotaPeriod: 2s\nfeatureGates: {CustomCPUCFSQuotaPeriod: true}',
    at: 'cpuCFSQuotaPeriod: 2s',
    good: 'cpuCFSQuotaPeriod: 10us\nfeatureGates: {CustomCPUCFSQuotaPeriod: true}',
  },
  'cfs-period-range': [
    {
      version: '1.34',
      bad: 'cpuCFSQuotaPeriod: 10us\nfeatureGates: {CustomCPUCFSQuotaPeriod: true}',
      at: 'cpuCFSQuotaPeriod: 10us',
      good: 'cpuCFSQuotaPeriod: 5ms\nfeatureGates: {CustomCPUCFSQuotaPeriod: true}',
      fineIn: ['1.25'],
    },
    { bad: ['--cpu-cfs-quota-period=0'], at: '--cpu-cfs-quota-period=0', good: ['--cpu-cfs-quota-period=1s'] },
  ],
  'crash-backoff-range': [
    {
      version: '1.34',
      bad: 'crashLoopBackOff: {maxContainerRestartPeriod: 10m}\nfeatureGates: {KubeletCrashLoopBackOffMax: true}',
      at: 'maxContainerRestartPeriod: 10m',
      good: 'crashLoopBackOff: {maxContainerRestartPeriod: 300s}\nfeatureGates: {KubeletCrashLoopBackOffMax: true}',
    },
    {
      bad: 'crashLoopBackOff: {maxContainerRestartPeriod: 0s}',
      at: 'maxContainerRestartPeriod: 0s',
      good: 'crashLoopBackOff: {maxContainerRestartPeriod: 1s}',
    },
  ],
  'userns-ids': [
    {
      bad: 'userNamespaces: {idsPerPod: 100000}',
      at: 'idsPerPod: 100000',
      good: [['userNamespaces: {idsPerPod: 131072}', 'userNamespaces: {idsPerPod: 4294901760}']],
      fineIn: ['1.32'],
    },
    {
      bad: 'userNamespaces: {idsPerPod: 4294967296}',
      at: 'idsPerPod: 4294967296',
      good: 'userNamespaces: {idsPerPod: 65536}',
    },
    {
      bad: 'userNamespaces: {idsPerPod: 1e3}',
      at: 'idsPerPod: 1e3',
      good: 'userNamespaces: {idsPerPod: 0x10000}',
    },
    { bad: 'userNamespaces: {idsPerPod: 0}', at: 'idsPerPod: 0', good: 'userNamespaces: {}' },
  ],
  'memory-throttling': [
    {
      bad: 'memoryThrottlingFactor: 1.5',
      at: 'memoryThrottlingFactor: 1.5',
      good: 'memoryThrottlingFactor: 1',
      fineIn: ['1.21'],
    },
    { bad: 'memoryThrottlingFactor: 0', at: 'memoryThrottlingFactor: 0', good: 'memoryThrottlingFactor: 0.1' },
  ],
}
