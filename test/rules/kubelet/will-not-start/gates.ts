import type { RowCase } from '../../../support/start-up-test.js'

/** Settings that need a feature gate, and gates that need a setting. */
export const CASES: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'cfs-period-gate': [
    {
      version: '1.35',
      bad: 'cpuCFSQuotaPeriod: 10ms',
      at: 'cpuCFSQuotaPeriod: 10ms',
      good: [
        [
          'cpuCFSQuotaPeriod: 100ms',
          'cpuCFSQuotaPeriod: 10ms\nfeatureGates: {CustomCPUCFSQuotaPeriod: true}',
          'cpuCFSQuotaPeriod: 10ms\nfeatureGates: {AllAlpha: true}',
        ],
      ],
      fineIn: ['1.19', '1.36'],
    },
    {
      bad: ['--cpu-cfs-quota-period=10ms', '--feature-gates=CustomCPUCFSQuotaPeriod=false'],
      at: '--cpu-cfs-quota-period=10ms',
      good: ['--cpu-cfs-quota-period=10ms'],
    },
  ],
  'image-max-age-gate': {
    version: '1.29',
    bad: 'imageMaximumGCAge: 1h',
    at: 'imageMaximumGCAge: 1h',
    good: [['imageMaximumGCAge: 0s', 'imageMaximumGCAge: 1h\nfeatureGates: {ImageMaximumGCAge: true}']],
    fineIn: ['1.30'],
  },
  'server-bootstrap-gate': {
    bad: 'serverTLSBootstrap: true\nfeatureGates: {RotateKubeletServerCertificate: false}',
    at: 'serverTLSBootstrap: true',
    good: [
      ['serverTLSBootstrap: true', 'serverTLSBootstrap: false\nfeatureGates: {RotateKubeletServerCertificate: false}'],
    ],
  },
  'rotate-gate': {
    version: '1.18',
    bad: ['--rotate-certificates', '--feature-gates=RotateKubeletClientCertificate=false'],
    at: '--rotate-certificates',
    good: ['--rotate-certificates'],
  },
  'topology-policy-gate': {
    version: '1.17',
    bad: ['--topology-manager-policy=restricted'],
    at: '--topology-manager-policy=restricted',
    good: [
      [
        ['--topology-manager-policy=none'],
        ['--topology-manager-policy=restricted', '--feature-gates=TopologyManager=true'],
      ],
    ],
    fineIn: ['1.18', '1.27'],
  },
  'topology-scope-gate': {
    version: '1.26',
    bad: 'topologyManagerScope: pod\nfeatureGates: {TopologyManager: false}',
    at: 'topologyManagerScope: pod',
    good: 'topologyManagerScope: pod',
    fineIn: ['1.27'],
  },
  'shutdown-gate': {
    // from 1.35 on the gate of Windows needs it, whatever the platform
    version: '1.34',
    bad: 'shutdownGracePeriod: 30s\nfeatureGates: {GracefulNodeShutdown: false}',
    at: 'shutdownGracePeriod: 30s',
    good: [['shutdownGracePeriod: 30s', 'shutdownGracePeriod: 0s\nfeatureGates: {GracefulNodeShutdown: false}']],
    fineIn: ['1.19'],
  },
  'shutdown-by-priority-gate': {
    version: '1.23',
    bad: 'shutdownGracePeriodByPodPriority: [{priority: 0, shutdownGracePeriodSeconds: 60}]',
    at: 'shutdownGracePeriodByPodPriority',
    good: 'shutdownGracePeriodByPodPriority: []',
    fineIn: ['1.22', '1.24'],
  },
  'swap-gate': {
    version: '1.29',
    bad: 'memorySwap: {swapBehavior: LimitedSwap}',
    at: 'swapBehavior: LimitedSwap',
    good: [
      [
        'memorySwap: {swapBehavior: ""}',
        'memorySwap: {}',
        'memorySwap: {swapBehavior: LimitedSwap}\nfeatureGates: {NodeSwap: true}',
      ],
    ],
    fineIn: ['1.30', '1.21'],
  },
  'crash-backoff-gate': {
    version: '1.34',
    bad: 'crashLoopBackOff: {maxContainerRestartPeriod: 10s}',
    at: 'maxContainerRestartPeriod: 10s',
    good: 'crashLoopBackOff: {maxContainerRestartPeriod: 10s}\nfeatureGates: {KubeletCrashLoopBackOffMax: true}',
    fineIn: ['1.31', '1.35'],
  },
  'pull-policy-gate': [
    {
      version: '1.34',
      bad: 'imagePullCredentialsVerificationPolicy: AlwaysVerify',
      at: 'imagePullCredentialsVerificationPolicy: AlwaysVerify',
      good: [
        [
          'imagePullCredentialsVerificationPolicy: ""',
          'imagePullCredentialsVerificationPolicy: AlwaysVerify\nfeatureGates: {KubeletEnsureSecretPulledImages: true}',
        ],
      ],
      fineIn: ['1.32', '1.35'],
    },
    {
      version: '1.34',
      bad: 'preloadedImagesVerificationAllowlist: [busybox]',
      at: 'preloadedImagesVerificationAllowlist',
      good: 'preloadedImagesVerificationAllowlist: []',
    },
  ],
  'tracing-gate': {
    version: '1.26',
    bad: 'tracing: {endpoint: localhost:4317}',
    at: 'endpoint: localhost:4317',
    good: 'tracing: {endpoint: localhost:4317}\nfeatureGates: {KubeletTracing: true}',
    fineIn: ['1.24', '1.27', '1.34'],
  },
  'log-query-gate': {
    version: '1.35',
    bad: 'enableSystemLogQuery: true',
    at: 'enableSystemLogQuery: true',
    good: [['enableSystemLogQuery: false', 'enableSystemLogQuery: true\nfeatureGates: {NodeLogQuery: true}']],
    fineIn: ['1.26', '1.36'],
  },
  'memory-throttling-gate': {
    bad: 'memoryThrottlingFactor: 0.8\nfeatureGates: {MemoryQoS: false}',
    at: 'memoryThrottlingFactor: 0.8',
    good: [['memoryThrottlingFactor: 0.8', 'memoryThrottlingFactor: 0.9\nfeatureGates: {MemoryQoS: false}']],
    fineIn: ['1.36'],
  },
  'memory-reservation-gate': {
    version: '1.36',
    bad: 'memoryReservationPolicy: TieredReservation',
    at: 'memoryReservationPolicy: TieredReservation',
    good: [
      ['memoryReservationPolicy: None', 'memoryReservationPolicy: TieredReservation\nfeatureGates: {MemoryQoS: true}'],
    ],
    fineIn: ['1.35', '1.37'],
  },
  'default-sysctls-gate': {
    bad: 'defaultPodSysctls: {net.core.somaxconn: "1024"}',
    at: 'defaultPodSysctls',
    good: 'defaultPodSysctls: {}',
    fineIn: ['1.36'],
  },
  'gate-on-too-late': [
    {
      version: '1.34',
      bad: ['--feature-gates=KubeletCrashLoopBackOffMax=true'],
      at: 'KubeletCrashLoopBackOffMax=true',
      says: 'crashLoopBackOff.maxContainerRestartPeriod',
      good: [
        [
          { config: '', flags: ['--feature-gates=KubeletCrashLoopBackOffMax=true'] },
          { dropIn: '', flags: ['--feature-gates=KubeletCrashLoopBackOffMax=true'] },
          'featureGates: {KubeletCrashLoopBackOffMax: true}',
          ['--feature-gates=KubeletCrashLoopBackOffMax=false'],
        ],
      ],
      fineIn: ['1.35'],
    },
    {
      bad: {
        config: 'featureGates: {KubeletEnsureSecretPulledImages: false}',
        flags: ['--feature-gates=KubeletEnsureSecretPulledImages=true'],
      },
      at: 'KubeletEnsureSecretPulledImages=true',
      good: {
        config:
          'featureGates: {KubeletEnsureSecretPulledImages: false}\nimagePullCredentialsVerificationPolicy: NeverVerify',
        flags: ['--feature-gates=KubeletEnsureSecretPulledImages=true'],
      },
    },
  ],
  'gate-off-too-late': [
    {
      version: '1.34',
      bad: {
        config: 'featureGates: {KubeletEnsureSecretPulledImages: true}',
        flags: ['--feature-gates=KubeletEnsureSecretPulledImages=false'],
      },
      at: 'KubeletEnsureSecretPulledImages=false',
      good: {
        config: 'featureGates: {KubeletEnsureSecretPulledImages: true}',
        flags: ['--feature-gates=KubeletEnsureSecretPulledImages=true'],
      },
      fineIn: ['1.31'],
    },
    {
      version: '1.34',
      bad: {
        config: 'featureGates: {KubeletCrashLoopBackOffMax: true}',
        dropIn: 'featureGates: {KubeletCrashLoopBackOffMax: false}',
      },
      at: 'KubeletCrashLoopBackOffMax: false',
      good: { config: '', dropIn: 'featureGates: {KubeletCrashLoopBackOffMax: false}' },
    },
    {
      bad: ['--feature-gates=KubeletEnsureSecretPulledImages=false'],
      at: 'KubeletEnsureSecretPulledImages=false',
      says: 'imagePullCredentialsVerificationPolicy',
      good: [
        [
          { config: '', flags: ['--feature-gates=KubeletEnsureSecretPulledImages=false'] },
          'featureGates: {KubeletEnsureSecretPulledImages: false}',
          ['--feature-gates=KubeletEnsureSecretPulledImages=true'],
        ],
      ],
      fineIn: ['1.34'],
    },
    {
      bad: {
        config: 'imagePullCredentialsVerificationPolicy: ""',
        dropIn: 'featureGates: {KubeletEnsureSecretPulledImages: false}',
      },
      at: 'KubeletEnsureSecretPulledImages: false',
      good: {
        config: '',
        dropIn: 'featureGates: {KubeletEnsureSecretPulledImages: false}\nimagePullCredentialsVerificationPolicy: null',
      },
    },
    {
      bad: { config: '', dropIn: 'featureGates: {KubeletCrashLoopBackOffMax: false}' },
      at: 'KubeletCrashLoopBackOffMax: false',
      good: [
        [
          {
            config: 'featureGates: {KubeletCrashLoopBackOffMax: false}',
            dropIn: 'featureGates: {KubeletCrashLoopBackOffMax: false}',
          },
          {
            config: '',
            dropIn:
              'featureGates: {KubeletCrashLoopBackOffMax: false}\ncrashLoopBackOff: {maxContainerRestartPeriod: null}',
          },
          { config: '', dropIn: 'featureGates: {KubeletCrashLoopBackOffMax: true}' },
        ],
      ],
    },
  ],
}
