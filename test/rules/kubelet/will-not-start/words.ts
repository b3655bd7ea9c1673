import type { RowCase } from '../../../support/start-up-test.js'

/** Words out of a list, and settings that contradict each other. */
export const CASES: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'topology-policy': {
    bad: 'topologyManagerPolicy: strict',
    at: 'topologyManagerPolicy: strict',
    good: [['topologyManagerPolicy: restricted', 'topologyManagerPolicy: ""']],
    fineIn: ['1.15'],
  },
  'topology-scope': {
    bad: ['--topology-manager-scope=node'],
    at: '--topology-manager-scope=node',
    says: '`node`',
    good: ['--topology-manager-scope=pod'],
    fineIn: ['1.19'],
  },
  hairpin: {
    bad: 'hairpinMode: hairpin',
    at: 'hairpinMode: hairpin',
    good: [['hairpinMode: hairpin-veth', 'hairpinMode: ""', ['--hairpin-mode=none']]],
    fineIn: ['1.9'],
  },
  'swap-behavior-old': {
    version: '1.29',
    bad: 'memorySwap: {swapBehavior: NoSwap}\nfeatureGates: {NodeSwap: true}',
    at: 'swapBehavior: NoSwap',
    good: 'memorySwap: {swapBehavior: UnlimitedSwap}\nfeatureGates: {NodeSwap: true}',
    fineIn: ['1.30'],
  },
  'swap-behavior': {
    version: '1.30',
    bad: 'memorySwap: {swapBehavior: UnlimitedSwap}',
    at: 'swapBehavior: UnlimitedSwap',
    good: [['memorySwap: {swapBehavior: NoSwap}', 'memorySwap: {swapBehavior: ""}', 'memorySwap: {}']],
    fineIn: ['1.29'],
  },
  'memory-reservation': {
    bad: 'memoryReservationPolicy: Hard',
    at: 'memoryReservationPolicy: Hard',
    good: [['memoryReservationPolicy: TieredReservation', 'memoryReservationPolicy: None']],
    fineIn: ['1.35'],
  },
  'hidden-metrics': {
    version: '1.34',
    bad: 'showHiddenMetricsForVersion: "1.32"',
    at: 'showHiddenMetricsForVersion: "1.32"',
    says: '1.33',
    good: [['showHiddenMetricsForVersion: "1.33"', 'showHiddenMetricsForVersion: ""']],
    fineIn: ['1.33'],
  },
  'tracing-rate': {
    bad: 'tracing: {samplingRatePerMillion: 1000001}',
    at: 'samplingRatePerMillion: 1000001',
    good: [['tracing: {samplingRatePerMillion: 1000000}', 'tracing: {samplingRatePerMillion: 0}']],
    fineIn: ['1.24'],
  },
  'tracing-endpoint': [
    {
      bad: 'tracing: {endpoint: "http://localhost:4317"}',
      at: 'endpoint: "http://localhost:4317"',
      good: [
        [
          'tracing: {endpoint: "localhost:4317"}',
          'tracing: {endpoint: "dns://localhost:4317"}',
          'tracing: {endpoint: "unix:///run/otel.sock"}',
          'tracing: {endpoint: ""}',
        ],
      ],
    },
    {
      bad: 'tracing: {endpoint: "no such:4317"}',
      at: 'endpoint: "no such:4317"',
      says: 'blank',
      good: 'tracing: {endpoint: "such:4317/a b"}',
    },
    { bad: 'tracing: {endpoint: "//x:1"}', at: 'endpoint: "//x:1"', good: 'tracing: {endpoint: "x:1"}' },
  ],
  'system-cgroups-root': {
    bad: 'systemCgroups: /system.slice',
    at: 'systemCgroups: /system.slice',
    good: [['systemCgroups: /system.slice\ncgroupRoot: /', 'systemCgroups: ""']],
    fineIn: ['1.7'],
  },
  'runtime-endpoint': {
    bad: ['--container-runtime-endpoint='],
    at: '--container-runtime-endpoint=',
    good: [['containerRuntimeEndpoint: ""', ['--container-runtime-endpoint=unix:///run/crio/crio.sock']]],
    fineIn: ['1.26'],
  },
  'runtime-endpoint-missing': [
    {
      version: '1.26.15',
      bad: ['--kubeconfig=/etc/kubernetes/kubelet.conf', '--container-runtime-endpoint='],
      at: '--container-runtime-endpoint=',
      good: [
        [
          ['--kubeconfig=/etc/kubernetes/kubelet.conf', '--container-runtime-endpoint=unix:///run/cri.sock'],
          // a few flags are no command line
          ['--node-ip=10.0.0.1'],
          // which is a matter of its own
          ['--kubeconfig=/etc/kubernetes/kubelet.conf', '--container-runtime=docker'],
        ],
      ],
      fineIn: ['1.23'],
    },
    {
      version: '1.24',
      bad: ['--kubeconfig=/etc/kubernetes/kubelet.conf'],
      at: '/usr/bin/kubelet \\\n  --kubeconfig=/etc/kubernetes/kubelet.conf',
      good: [
        '--kubeconfig=/etc/kubernetes/kubelet.conf',
        '--container-runtime-endpoint=/run/containerd/containerd.sock',
      ],
      fineIn: ['1.23', '1.27'],
    },
  ],
  'log-query': {
    version: '1.36',
    bad: 'enableSystemLogQuery: true\nenableSystemLogHandler: false',
    at: 'enableSystemLogQuery: true',
    good: [['enableSystemLogQuery: true', 'enableSystemLogQuery: false\nenableSystemLogHandler: false']],
    fineIn: ['1.26'],
  },
  'shutdown-range': [
    {
      bad: 'shutdownGracePeriod: 999ms',
      at: 'shutdownGracePeriod: 999ms',
      good: [['shutdownGracePeriod: 1s', 'shutdownGracePeriod: 0s']],
      fineIn: ['1.19', '1.20'],
    },
    {
      bad: 'shutdownGracePeriod: 30s\nshutdownGracePeriodCriticalPods: 500ms',
      at: 'shutdownGracePeriodCriticalPods: 500ms',
      good: 'shutdownGracePeriod: 30s\nshutdownGracePeriodCriticalPods: 10s',
    },
    { bad: 'shutdownGracePeriod: -5s', at: 'shutdownGracePeriod: -5s', good: 'shutdownGracePeriod: 5s' },
  ],
  'shutdown-order': [
    {
      bad: 'shutdownGracePeriod: 10s\nshutdownGracePeriodCriticalPods: 20s',
      at: 'shutdownGracePeriodCriticalPods: 20s',
      says: '(10s)',
      good: 'shutdownGracePeriod: 20s\nshutdownGracePeriodCriticalPods: 20s',
    },
    {
      bad: 'shutdownGracePeriodCriticalPods: 20s',
      at: 'shutdownGracePeriodCriticalPods: 20s',
      says: '(0s)',
      good: 'shutdownGracePeriod: 30s\nshutdownGracePeriodCriticalPods: 20s',
    },
  ],
  'shutdown-by-priority': {
    bad: 'shutdownGracePeriod: 10s\nshutdownGracePeriodByPodPriority: [{priority: 0, shutdownGracePeriodSeconds: 60}]',
    at: 'shutdownGracePeriodByPodPriority',
    good: [
      [
        'shutdownGracePeriodByPodPriority: [{priority: 0, shutdownGracePeriodSeconds: 60}]',
        'shutdownGracePeriod: 10s\nshutdownGracePeriodByPodPriority: []',
        'shutdownGracePeriod: 0s\nshutdownGracePeriodByPodPriority: [{priority: 0, shutdownGracePeriodSeconds: 60}]',
      ],
    ],
    fineIn: ['1.22'],
  },
  'default-sysctls': [
    {
      bad: 'defaultPodSysctls: {vm.swappiness: "1"}\nfeatureGates: {DefaultPodSysctls: true}',
      at: 'vm.swappiness: "1"',
      good: [
        [
          'defaultPodSysctls: {net.core.somaxconn: "1", kernel.shm_rmid_forced: "1"}\nfeatureGates: {DefaultPodSysctls: true}',
          'defaultPodSysctls: {net/ipv4/conf/eno2.100/rp_filter: "1"}\nfeatureGates: {DefaultPodSysctls: true}',
          'defaultPodSysctls: {}',
        ],
      ],
    },
    {
      bad: 'defaultPodSysctls: {net.core.somaxconn: "1", net/core/somaxconn: "2"}\nfeatureGates: {DefaultPodSysctls: true}',
      at: 'net/core/somaxconn: "2"',
      says: 'twice',
      good: 'defaultPodSysctls: {net.core.somaxconn: "1", net.core.x: "2"}\nfeatureGates: {DefaultPodSysctls: true}',
    },
    {
      bad: 'defaultPodSysctls: {net.Core: "1"}\nfeatureGates: {DefaultPodSysctls: true}',
      at: 'net.Core: "1"',
      says: 'not the name',
      good: 'defaultPodSysctls: {net.core: "1"}\nfeatureGates: {DefaultPodSysctls: true}',
    },
  ],
  'run-once': [
    {
      bad: 'maxPods: 5\nrunOnce: true\nmaxOpenFiles: 5000 # few',
      at: 'runOnce: true',
      good: 'runOnce: false',
      fineIn: ['1.31'],
    },
    { bad: ['--runonce', '--max-pods=5'], at: '--runonce', good: ['--runonce=false'] },
  ],
}
