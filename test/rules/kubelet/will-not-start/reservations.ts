import type { RowCase } from '../../../support/start-up-test.js'

const STATIC = 'memoryManagerPolicy: Static\nkubeReserved: {memory: 1Gi}\n'
const reserving = (...amounts: readonly string[]): string =>
  `reservedMemory: [${amounts.map((amount, node) => `{numaNode: ${node}, limits: {memory: ${amount}}}`).join(', ')}]`

/** What a node keeps for itself, and who hands out the rest. */
export const CASES: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'reserved-key': [
    { bad: 'kubeReserved: {gpu: "1"}', at: 'gpu: "1"', good: 'kubeReserved: {pid: "1000", ephemeral-storage: 1Gi}' },
    {
      bad: ['--system-reserved=storage=1Gi'],
      at: 'storage=1Gi',
      good: ['--system-reserved=memory=1Gi'],
      fineIn: ['1.13'],
    },
  ],
  'reserved-quantity': [
    { bad: 'systemReserved: {memory: 1GB}', at: 'memory: 1GB', good: 'systemReserved: {memory: 1G}' },
    {
      bad: ['--kube-reserved=cpu=-100m'],
      at: 'cpu=-100m',
      // these take its place
      good: [[['--kube-reserved=cpu=0'], ['--kube-reserved=cpu=-100m', '--reserved-cpus=0-1']]],
    },
  ],
  'qos-reserved': [
    {
      bad: 'featureGates: {QOSReserved: true}\nqosReserved: {memory: "50"}',
      at: 'memory: "50"',
      good: 'featureGates: {QOSReserved: true}\nqosReserved: {memory: 50%}',
    },
    {
      bad: ['--feature-gates=QOSReserved=true', '--qos-reserved=cpu=50%'],
      at: 'cpu=50%',
      good: ['--feature-gates=QOSReserved=true', '--qos-reserved=memory=100%'],
    },
  ],
  'reserved-empty': [
    {
      bad: 'enforceNodeAllocatable: [pods, kube-reserved]\nkubeReservedCgroup: /kube.slice',
      at: 'kube-reserved',
      good: 'enforceNodeAllocatable: [pods, kube-reserved]\nkubeReservedCgroup: /kube.slice\nkubeReserved: {cpu: 100m}',
    },
    {
      bad: ['--enforce-node-allocatable=pods,system-reserved', '--system-reserved-cgroup=/system.slice'],
      at: 'system-reserved,'.slice(0, -1),
      good: [
        '--enforce-node-allocatable=pods,system-reserved',
        '--system-reserved-cgroup=/system.slice',
        '--system-reserved=memory=1Gi',
      ],
    },
  ],
  'cpu-policy-word': [
    { bad: 'cpuManagerPolicy: Static', at: 'cpuManagerPolicy: Static', good: 'cpuManagerPolicy: none' },
    {
      version: '1.25',
      bad: ['--cpu-manager-policy=fixed'],
      at: '--cpu-manager-policy=fixed',
      good: ['--cpu-manager-policy=fixed', '--feature-gates=CPUManager=false'],
    },
  ],
  'cpu-static-reservation': [
    {
      bad: 'cpuManagerPolicy: static',
      at: 'cpuManagerPolicy: static',
      good: [
        [
          'cpuManagerPolicy: static\nkubeReserved: {cpu: 100m}',
          'cpuManagerPolicy: static\nsystemReserved: {cpu: "1"}',
          'cpuManagerPolicy: static\nreservedSystemCPUs: 0-1',
        ],
      ],
    },
    {
      bad: ['--cpu-manager-policy=static', '--kube-reserved=memory=1Gi'],
      at: '--cpu-manager-policy=static',
      good: ['--cpu-manager-policy=static', '--kube-reserved=memory=1Gi,cpu=1'],
    },
  ],
  'cpu-options-none': {
    bad: 'cpuManagerPolicyOptions: {full-pcpus-only: "true"}',
    at: 'full-pcpus-only: "true"',
    good: 'cpuManagerPolicy: static\nkubeReserved: {cpu: "1"}\ncpuManagerPolicyOptions: {full-pcpus-only: "true"}',
  },
  'policy-options': [
    {
      version: '1.22',
      bad: 'cpuManagerPolicyOptions: {full-pcpus-only: "true"}',
      at: 'full-pcpus-only: "true"',
      says: 'CPUManagerPolicyOptions',
      good: 'cpuManagerPolicy: none',
    },
    ...(
      [
        ['foo: "true"', 'not an option'],
        ['align-by-socket: "true"', 'CPUManagerPolicyAlphaOptions'],
        ['full-pcpus-only: "yes"', 'neither true nor false'],
      ] as const
    ).map(
      ([option, says]): RowCase => ({
        bad: `cpuManagerPolicy: static\nkubeReserved: {cpu: "1"}\ncpuManagerPolicyOptions: {${option}}`,
        at: option,
        says,
        good: 'cpuManagerPolicy: static\nkubeReserved: {cpu: "1"}\ncpuManagerPolicyOptions: {strict-cpu-reservation: "true"}',
      }),
    ),
    {
      bad: 'cpuManagerPolicy: static\nkubeReserved: {cpu: "1"}\ncpuManagerPolicyOptions: {prefer-align-cpus-by-uncorecache: "true", distribute-cpus-across-numa: "true"}',
      at: 'distribute-cpus-across-numa: "true"',
      says: 'beside `prefer-align-cpus-by-uncorecache`',
      good: 'cpuManagerPolicy: static\nkubeReserved: {cpu: "1"}\ncpuManagerPolicyOptions: {prefer-align-cpus-by-uncorecache: "true", distribute-cpus-across-numa: "false"}',
    },
    {
      bad: 'topologyManagerPolicy: restricted\ntopologyManagerPolicyOptions: {max-allowable-numa-nodes: "4"}',
      at: 'max-allowable-numa-nodes: "4"',
      says: 'at least 8',
      good: [
        [
          'topologyManagerPolicy: restricted\ntopologyManagerPolicyOptions: {max-allowable-numa-nodes: "16"}',
          'topologyManagerPolicyOptions: {max-allowable-numa-nodes: "4"}',
        ],
      ],
      fineIn: ['1.29'],
    },
    {
      version: '1.26',
      bad: 'topologyManagerPolicyOptions: {prefer-closest-numa-nodes: "true"}',
      at: 'prefer-closest-numa-nodes: "true"',
      says: 'TopologyManagerPolicyOptions',
      good: 'featureGates: {TopologyManagerPolicyOptions: true}\ntopologyManagerPolicyOptions: {prefer-closest-numa-nodes: "true"}',
      fineIn: ['1.28'],
    },
  ],
  'memory-policy-word': {
    bad: 'memoryManagerPolicy: static',
    at: 'memoryManagerPolicy: static',
    good: 'memoryManagerPolicy: None',
    fineIn: ['1.21'],
  },
  'memory-static-empty': [
    {
      bad: 'memoryManagerPolicy: Static',
      at: 'memoryManagerPolicy: Static',
      good: `${STATIC}${reserving('1124Mi')}`,
    },
    {
      bad: ['--memory-manager-policy=Static'],
      at: '--memory-manager-policy=Static',
      good: ['--memory-manager-policy=Static', '--reserved-memory=0:memory=100Mi'],
    },
  ],
  'memory-static-sum': {
    bad: `${STATIC}${reserving('1Gi')}`,
    at: 'reservedMemory',
    says: '1124Mi',
    good: [
      [
        `${STATIC}${reserving('1124Mi')}`,
        `${STATIC}${reserving('1Gi', '100Mi')}`,
        // a share of a node that nobody knows
        `${STATIC}evictionHard: {memory.available: 5%}\n${reserving('1Gi')}`,
      ],
    ],
  },
}
