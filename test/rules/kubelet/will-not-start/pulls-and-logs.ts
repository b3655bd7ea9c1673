import type { RowCase } from '../../../support/start-up-test.js'

const allowlist = (pattern: string): string =>
  `imagePullCredentialsVerificationPolicy: NeverVerifyAllowlistedImages\npreloadedImagesVerificationAllowlist: ["${pattern}"]`

/** Pulling images, and the logs of containers. */
export const CASES: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'parallel-pulls-min': {
    bad: 'maxParallelImagePulls: 0',
    at: 'maxParallelImagePulls: 0',
    good: 'maxParallelImagePulls: 1',
    fineIn: ['1.26'],
  },
  'parallel-pulls-serial': [
    {
      bad: 'maxParallelImagePulls: 5\nserializeImagePulls: true # slow',
      at: 'maxParallelImagePulls: 5',
      good: [
        [
          'maxParallelImagePulls: 5',
          'maxParallelImagePulls: 5\nserializeImagePulls: false',
          'maxParallelImagePulls: 1\nserializeImagePulls: true',
        ],
      ],
      fineIn: ['1.26'],
    },
    {
      bad: { config: 'maxParallelImagePulls: 5', flags: ['--serialize-image-pulls=true'] },
      at: 'maxParallelImagePulls: 5',
      good: { config: 'maxParallelImagePulls: 5', flags: ['--serialize-image-pulls=false'] },
    },
  ],
  'parallel-pulls-drop-in': {
    bad: { config: 'maxPods: 5', dropIn: 'maxParallelImagePulls: 5' },
    at: 'maxParallelImagePulls: 5',
    good: [
      [
        { config: 'maxPods: 5', dropIn: 'maxParallelImagePulls: 5\nserializeImagePulls: false' },
        { config: 'maxPods: 5', dropIn: 'maxParallelImagePulls: 5\nserializeImagePulls: null' },
        { config: 'maxParallelImagePulls: 2', dropIn: 'maxParallelImagePulls: 5' },
      ],
    ],
  },
  'pull-policy': {
    bad: 'imagePullCredentialsVerificationPolicy: Always',
    at: 'imagePullCredentialsVerificationPolicy: Always',
    good: [['imagePullCredentialsVerificationPolicy: AlwaysVerify', 'imagePullCredentialsVerificationPolicy: ""']],
    fineIn: ['1.32'],
  },
  'pull-allowlist': [
    {
      bad: 'preloadedImagesVerificationAllowlist: [busybox]',
      at: 'preloadedImagesVerificationAllowlist',
      says: 'not the default',
      good: [[allowlist('busybox'), 'preloadedImagesVerificationAllowlist: []']],
    },
    {
      bad: 'preloadedImagesVerificationAllowlist: [busybox]\nimagePullCredentialsVerificationPolicy: NeverVerify',
      at: 'preloadedImagesVerificationAllowlist',
      says: '`NeverVerify`',
      good: allowlist('busybox'),
    },
  ],
  'pull-allowlist-pattern': [
    {
      bad: allowlist('localhost:5000/a/b:1'),
      at: '"localhost:5000/a/b:1"',
      says: 'tag',
      good: [[allowlist('localhost:5000/a/b'), allowlist('docker.io/*'), allowlist('docker.io/library/*')]],
    },
    { bad: allowlist('a/*/b'), at: '"a/*/b"', good: allowlist('a/b/*') },
    { bad: allowlist('/*'), at: '"/*"', good: allowlist('a/*') },
    { bad: allowlist(' a'), at: '" a"', good: allowlist('a') },
    { bad: allowlist(''), at: '""', good: allowlist('a') },
  ],
  'log-workers': {
    bad: 'containerLogMaxWorkers: 0',
    at: 'containerLogMaxWorkers: 0',
    good: 'containerLogMaxWorkers: 1',
    fineIn: ['1.29'],
  },
  'log-interval': {
    bad: 'containerLogMonitorInterval: 2s',
    at: 'containerLogMonitorInterval: 2s',
    good: 'containerLogMonitorInterval: 3s',
    fineIn: ['1.29'],
  },
  'log-files': [
    {
      bad: 'containerLogMaxFiles: 1',
      at: 'containerLogMaxFiles: 1',
      good: 'containerLogMaxFiles: 2',
      // docker rotates by itself
      fineIn: ['1.20', '1.23'],
    },
    {
      version: '1.23',
      bad: { config: 'containerLogMaxFiles: 1', flags: ['--container-runtime=remote'] },
      at: 'containerLogMaxFiles: 1',
      good: { config: 'containerLogMaxFiles: 2', flags: ['--container-runtime=remote'] },
    },
  ],
  'log-size': [
    {
      bad: 'containerLogMaxSize: 10MB',
      at: 'containerLogMaxSize: 10MB',
      says: '`10MB`',
      good: [
        [
          'containerLogMaxSize: 10M',
          'containerLogMaxSize: "-1"',
          'containerLogMaxSize: 1.5M',
          'containerLogMaxSize: ""',
        ],
      ],
      fineIn: ['1.23'],
    },
    { bad: 'containerLogMaxSize: 1.5Gi', at: 'containerLogMaxSize: 1.5Gi', good: 'containerLogMaxSize: 1536Mi' },
    { bad: ['--container-log-max-size='], at: '--container-log-max-size=', good: ['--container-log-max-size=1Mi'] },
  ],
  'pod-logs-dir': [
    {
      bad: 'podLogsDir: /var/log/pods/',
      at: 'podLogsDir: /var/log/pods/',
      good: [
        [
          'podLogsDir: /var/log/pods',
          'podLogsDir: logs//pods/',
          'podLogsDir: ""',
          'podLogsDir: /',
          'podLogsDir: /a/..b/.c',
        ],
      ],
      fineIn: ['1.29'],
    },
    { bad: 'podLogsDir: /a/../b', at: 'podLogsDir: /a/../b', good: 'podLogsDir: /a/b' },
    { bad: 'podLogsDir: /var/lög', at: 'podLogsDir: /var/lög', says: 'ASCII', good: 'podLogsDir: /var/log' },
    {
      bad: { config: '', dropIn: 'podLogsDir: logs' },
      at: 'podLogsDir: logs',
      good: { config: '', dropIn: 'podLogsDir: /logs' },
    },
  ],
}
