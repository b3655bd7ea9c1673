import type { RowCase } from '../../../support/start-up-test.js'

/** What a node keeps for itself, and the taints it registers with. */
export const CASES: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'enforce-word': [
    {
      bad: 'enforceNodeAllocatable: [pods, nodes]',
      at: 'nodes',
      says: '`nodes`',
      good: 'enforceNodeAllocatable: [pods]',
      fineIn: ['1.7'],
    },
    {
      version: '1.31',
      bad: [
        '--enforce-node-allocatable=system-reserved-compressible',
        '--system-reserved-cgroup=/system.slice',
        '--system-reserved=cpu=1',
      ],
      at: 'system-reserved-compressible',
      good: [
        '--enforce-node-allocatable=system-reserved',
        '--system-reserved-cgroup=/system.slice',
        '--system-reserved=cpu=1',
      ],
      fineIn: ['1.32'],
    },
    { bad: 'enforceNodeAllocatable: [""]', at: '""', good: 'enforceNodeAllocatable: []' },
  ],
  'enforce-none': {
    bad: ['--enforce-node-allocatable=none', '--enforce-node-allocatable=pods'],
    at: 'none',
    good: [[['--enforce-node-allocatable=none'], 'enforceNodeAllocatable: [none]']],
  },
  'enforce-duplicate': [
    {
      bad: 'enforceNodeAllocatable: ["pods",  "pods"] # twice',
      at: '"pods"',
      good: 'enforceNodeAllocatable: [pods]',
      fineIn: ['1.30'],
    },
    { bad: 'enforceNodeAllocatable:\n- pods\n- pods\nmaxPods: 5', at: 'pods', good: 'enforceNodeAllocatable: [pods]' },
    { bad: ['--enforce-node-allocatable=pods,pods'], at: 'pods', good: ['--enforce-node-allocatable=pods'] },
  ],
  'enforce-compressible': {
    bad: 'enforceNodeAllocatable: [kube-reserved, kube-reserved-compressible]\nkubeReservedCgroup: /kube.slice\nkubeReserved: {cpu: 100m}',
    at: 'kube-reserved-compressible',
    good: 'enforceNodeAllocatable: [kube-reserved-compressible]\nkubeReservedCgroup: /kube.slice\nkubeReserved: {cpu: 100m}',
  },
  'enforce-without-cgroup': [
    {
      bad: 'enforceNodeAllocatable: [pods, system-reserved]\nsystemReserved: {cpu: 100m}',
      at: 'system-reserved',
      says: 'systemReservedCgroup',
      good: [
        [
          'enforceNodeAllocatable: [pods, system-reserved]\nsystemReservedCgroup: /system.slice\nsystemReserved: {cpu: 100m}',
          {
            config: 'enforceNodeAllocatable: [pods, system-reserved]\nsystemReserved: {cpu: 100m}',
            flags: ['--system-reserved-cgroup=/system.slice', '--system-reserved=cpu=1'],
          },
        ],
      ],
      fineIn: ['1.14'],
    },
    {
      bad: 'enforceNodeAllocatable: [kube-reserved-compressible]\nkubeReserved: {cpu: 100m}',
      at: 'kube-reserved-compressible',
      says: 'kubeReservedCgroup',
      good: 'enforceNodeAllocatable: [kube-reserved-compressible]\nkubeReservedCgroup: /kube.slice\nkubeReserved: {cpu: 100m}',
    },
  ],
  'enforce-without-qos': [
    {
      bad: 'cgroupsPerQOS: false',
      at: 'cgroupsPerQOS: false',
      says: 'by default `pods`',
      good: [
        [
          'cgroupsPerQOS: false\nenforceNodeAllocatable: []',
          'cgroupsPerQOS: false\nenforceNodeAllocatable: [none]',
          ['--cgroups-per-qos=false', '--enforce-node-allocatable='],
          // only a kubelet of Linux enforces something by default
          'cgroupsPerQOS: false\nresolvConf: ""\ncontainerRuntimeEndpoint: npipe:////./pipe/containerd-containerd',
        ],
      ],
      fineIn: ['1.7'],
    },
    {
      version: '1.30',
      bad: 'cgroupsPerQOS: false\nenforceNodeAllocatable: [none]',
      at: 'cgroupsPerQOS: false',
      good: 'cgroupsPerQOS: false\nenforceNodeAllocatable: []',
      fineIn: ['1.31'],
    },
    // an empty list of the file does not outlive the merge with drop-ins
    {
      bad: { config: 'cgroupsPerQOS: false\nenforceNodeAllocatable: []', dropIn: 'maxPods: 5' },
      at: 'cgroupsPerQOS: false',
      good: { config: 'cgroupsPerQOS: false\nenforceNodeAllocatable: [none]', dropIn: 'maxPods: 5' },
      fineIn: ['1.31'],
    },
  ],
  'reserved-cpus-cgroup': {
    bad: 'reservedSystemCPUs: "0"\nkubeReservedCgroup: /kube.slice\nkubeReserved: {cpu: 100m}',
    at: 'reservedSystemCPUs: "0"',
    says: 'kubeReservedCgroup',
    good: [['reservedSystemCPUs: "0"', 'reservedSystemCPUs: "0"\nkubeReservedCgroup: ""']],
    fineIn: ['1.16'],
  },
  'reserved-cpus-list': [
    {
      bad: ['--reserved-cpus=0, 2'],
      at: '--reserved-cpus=0, 2',
      says: '` 2`',
      good: ['--reserved-cpus=0,2-3,5-5'],
      fineIn: ['1.16'],
    },
    {
      bad: 'reservedSystemCPUs: "3-1"',
      at: 'reservedSystemCPUs: "3-1"',
      good: [['reservedSystemCPUs: "1-3"', 'reservedSystemCPUs: ""']],
    },
    { bad: 'reservedSystemCPUs: "0-1,"', at: 'reservedSystemCPUs: "0-1,"', good: 'reservedSystemCPUs: "0-1"' },
  ],
  'reserved-memory': [
    {
      bad: 'reservedMemory: [{numaNode: 0, limits: {cpu: 1}}]',
      at: 'cpu: 1',
      says: '`cpu`',
      good: 'reservedMemory: [{numaNode: 0, limits: {memory: 1Gi, hugepages-2Mi: 4Mi}}, {numaNode: 1, limits: {memory: 1Gi}}]',
      fineIn: ['1.20'],
    },
    {
      bad: 'reservedMemory: [{limits: {memory: 0}}]',
      at: 'memory: 0',
      good: 'reservedMemory: []',
    },
    {
      bad: 'reservedMemory:\n- numaNode: 0\n  limits: {memory: 1Gi}\n- limits: {memory: 2Gi}',
      at: 'memory: 2Gi',
      says: 'twice on NUMA node 0',
      good: 'reservedMemory:\n- numaNode: 0\n  limits: {memory: 1Gi}\n- numaNode: 1\n  limits: {memory: 2Gi}',
    },
    {
      bad: ['--reserved-memory=0:memory=1Gi', '--reserved-memory=0:memory=2Gi'],
      at: '--reserved-memory=0:memory=2Gi',
      good: [
        [
          ['--reserved-memory=0:memory=1Gi,hugepages-1Gi=2Gi', '--reserved-memory=1:memory=2Gi'],
          // the flag replaces the file
          {
            config: 'reservedMemory: [{numaNode: 0, limits: {memory: 1Gi}}]',
            flags: ['--reserved-memory=0:memory=1Gi'],
          },
          {
            config: 'reservedMemory: [{numaNode: 0, limits: {memory: 0}}]',
            flags: ['--reserved-memory=0:memory=1Gi'],
          },
        ],
      ],
    },
    {
      bad: ['--reserved-memory=memory=1Gi'],
      at: '--reserved-memory=memory=1Gi',
      says: 'NUMA node',
      good: ['--reserved-memory='],
    },
    {
      bad: ['--reserved-memory=0:memory=1GB'],
      at: '--reserved-memory=0:memory=1GB',
      good: ['--reserved-memory=0:memory=1G'],
    },
  ],
  'register-taints': [
    {
      bad: 'registerWithTaints: [{key: dedicated, effect: noschedule}]',
      at: 'noschedule',
      good: [
        [
          'registerWithTaints: [{key: node.example.com/dedicated, value: gpu_1, effect: NoSchedule}]',
          'registerWithTaints: [{key: dedicated}]',
          'registerWithTaints: [{key: dedicated, value: "", effect: NoExecute, timeAdded: null}]',
          'registerWithTaints: []',
          { config: 'registerWithTaints: [{key: a b}]', flags: ['--register-with-taints=a:NoSchedule'] },
        ],
      ],
      fineIn: ['1.22'],
    },
    {
      bad: 'registerWithTaints: [{key: Example.com/x, effect: NoSchedule}]',
      at: 'Example.com/x',
      good: 'registerWithTaints: [{key: example.com/X, effect: NoSchedule}]',
    },
    {
      bad: 'registerWithTaints: [{key: x, value: a b, effect: NoSchedule}]',
      at: 'a b',
      good: 'registerWithTaints: [{key: x, value: a-b, effect: NoSchedule}]',
    },
    {
      bad: 'registerWithTaints:\n- effect: NoSchedule',
      at: 'effect: NoSchedule',
      says: 'no key',
      good: 'registerWithTaints:\n- effect: NoSchedule\n  key: x',
    },
  ],
  'register-taints-flag': [
    {
      bad: ['--register-with-taints=dedicated=gpu'],
      at: '--register-with-taints=dedicated=gpu',
      says: 'has no effect',
      good: [
        [
          ['--register-with-taints=dedicated=gpu:NoSchedule,dedicated=gpu:NoExecute'],
          ['--register-with-taints=dedicated:NoSchedule'],
          ['--register-with-taints=dedicated=:NoSchedule'],
          ['--register-with-taints=dedicated-'],
          ['--register-with-taints='],
        ],
      ],
      fineIn: ['1.24'],
    },
    {
      bad: ['--register-with-taints=a=b:NoSchedule,a=c:NoSchedule'],
      at: '--register-with-taints=a=b:NoSchedule,a=c:NoSchedule',
      says: 'twice',
      good: ['--register-with-taints=a=b:NoSchedule,a=c:NoExecute'],
    },
    {
      bad: ['--register-with-taints=a:NoSchedule,'],
      at: '--register-with-taints=a:NoSchedule,',
      good: ['--register-with-taints=a:NoSchedule'],
    },
  ],
}
