import { configzOf } from './kubelet-configuration.js'
import { type Node, numbersOf, POOL_LABEL, providerOf, type Shape } from './shape.js'

const IMAGES = 30
const CREATED = '2026-03-01T08:00:00Z'

const hex = (next: () => number, length: number): string =>
  Array.from({ length: length / 8 }, () =>
    Math.floor(next() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0'),
  ).join('')

/** Labels of the cloud provider and of the applications that select nodes: 20 as on a real node. */
export function labelsOf(shape: Shape, { index, name, pool }: Node): Record<string, string> {
  const zone = `eu-central-1${'abc'[index % 3]}`
  const base: Record<string, string> = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/instance-type': pool.instanceType,
    'beta.kubernetes.io/os': 'linux',
    'failure-domain.beta.kubernetes.io/region': 'eu-central-1',
    'failure-domain.beta.kubernetes.io/zone': zone,
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': pool.instanceType,
    'topology.kubernetes.io/region': 'eu-central-1',
    'topology.kubernetes.io/zone': zone,
    [POOL_LABEL[providerOf(shape)]]: pool.name,
  }
  if (pool.controlPlane)
    Object.assign(base, {
      'node-role.kubernetes.io/control-plane': '',
      'node.kubernetes.io/exclude-from-external-load-balancers': '',
    })
  for (let i = 0; Object.keys(base).length < 20; i++)
    base[`example.com/owner-of-part-${i}`] = `team-${(index * 7 + i) % 40}`
  return base
}

function annotations(shape: Shape, { index, address, pool }: Node): Record<string, string> {
  const base: Record<string, string> = {
    'csi.volume.kubernetes.io/nodeid': `{"ebs.csi.aws.com":"i-${(index + 4096).toString(16).padStart(17, '0')}"}`,
    'kubeadm.alpha.kubernetes.io/cri-socket': 'unix:///run/containerd/containerd.sock',
    'node.alpha.kubernetes.io/ttl': '0',
    'projectcalico.org/IPv4Address': `${address}/16`,
    'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
  }
  const distribution = providerOf(shape)
  if (distribution === 'k3s' || distribution === 'rke2')
    base[`${distribution}.io/node-args`] = JSON.stringify([
      pool.controlPlane ? 'server' : 'agent',
      '--token',
      '********',
      '--kubelet-arg',
      'max-pods=110',
    ])
  for (let i = 0; Object.keys(base).length < 20; i++)
    base[`example.com/checked-${i}`] = `${CREATED} release-${index % 9}.${i}`
  return base
}

const fields = (names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map(name => [`f:${name}`, {}]))

/** Bookkeeping of server-side apply: a quarter of what a node weighs, and nobody reads it. */
const managedFields = (labelled: Record<string, string>, annotated: Record<string, string>): unknown[] => [
  {
    manager: 'kubelet',
    operation: 'Update',
    apiVersion: 'v1',
    time: CREATED,
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': {
        'f:annotations': { '.': {}, ...fields(Object.keys(annotated)) },
        'f:labels': { '.': {}, ...fields(Object.keys(labelled)) },
      },
    },
  },
  {
    manager: 'kubelet',
    operation: 'Update',
    apiVersion: 'v1',
    time: '2026-11-26T07:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:status': {
        'f:allocatable': fields(['cpu', 'ephemeral-storage', 'memory', 'pods']),
        'f:capacity': fields(['cpu', 'ephemeral-storage', 'memory', 'pods']),
        'f:images': {},
        'f:nodeInfo': fields(['bootID', 'kernelVersion', 'kubeletVersion', 'osImage']),
      },
    },
    subresource: 'status',
  },
]

const condition = (type: string, status: string, reason: string, message: string) => ({
  type,
  status,
  lastHeartbeatTime: '2026-11-26T07:00:00Z',
  lastTransitionTime: CREATED,
  reason,
  message,
})

const CONDITIONS = [
  condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
  condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
  condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
  condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
]

const UNITS: Readonly<Record<string, number>> = { Ki: 1, Mi: 1024, Gi: 1_048_576 }

/** `256Mi` in KiB; percentages and what is not given are nothing. */
function kibibytes(value: unknown): number {
  const [, digits, unit = ''] = /^(\d+)([KMG]i)$/.exec(String(value)) ?? []
  return digits === undefined ? 0 : Number(digits) * (UNITS[unit] ?? 0)
}

/** `100m` and `2` in millicores. */
function millicores(value: unknown): number {
  const [, digits = '0', milli] = /^(\d+)(m?)$/.exec(String(value)) ?? []
  return Number(digits) * (milli === 'm' ? 1 : 1000)
}

const part = (whole: unknown, name: string): unknown =>
  typeof whole === 'object' && whole !== null ? Object.entries(whole).find(([key]) => key === name)?.[1] : undefined

/** As the kubelet reckons: what is reserved and the hard threshold of eviction are taken off the capacity. */
function allocatable(node: Node): { readonly cpu: string; readonly memory: string } {
  const { kubeletconfig: has } = configzOf(node)
  const { pool } = node
  const reserved = [has.kubeReserved, has.systemReserved]
  const cpu = pool.cpus * 1000 - reserved.reduce<number>((sum, of) => sum + millicores(part(of, 'cpu') ?? '0'), 0)
  const memory =
    pool.memoryKi -
    reserved.reduce<number>((sum, of) => sum + kibibytes(part(of, 'memory')), 0) -
    kibibytes(part(has.evictionHard, 'memory.available'))
  return { cpu: cpu % 1000 === 0 ? String(cpu / 1000) : `${cpu}m`, memory: `${memory}Ki` }
}

/** A Node as the API answers it: with everything that makes it 9.5 kB, unless it is to be slim. */
export function nodeOf(shape: Shape, node: Node): object {
  const { index, name, address, pool, version } = node
  const numbers = numbersOf(shape, index)
  const [labelled, annotated] = [labelsOf(shape, node), annotations(shape, node)]
  const images = Array.from({ length: shape.slim === true ? 0 : IMAGES }, (_, i) => ({
    names: [`r.example/p${i}@sha256:${hex(numbers.next, 64)}`],
    sizeBytes: numbers.between(2_000_000, 900_000_000),
  }))
  const { maxPods } = configzOf(node).kubeletconfig
  const capacity = {
    'ephemeral-storage': '104779756Ki',
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    pods: String(maxPods),
  }
  return {
    metadata: {
      name,
      uid: `${hex(numbers.next, 8)}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
      resourceVersion: String(900_000_000 + index),
      creationTimestamp: CREATED,
      labels: labelled,
      annotations: annotated,
      ...(shape.slim === true ? {} : { managedFields: managedFields(labelled, annotated) }),
    },
    spec: {
      podCIDR: `10.${128 + (index >> 8)}.${index & 255}.0/24`,
      podCIDRs: [`10.${128 + (index >> 8)}.${index & 255}.0/24`],
      providerID: `aws:///eu-central-1a/i-${(index + 4096).toString(16).padStart(17, '0')}`,
      ...(pool.controlPlane
        ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }
        : {}),
    },
    status: {
      capacity: { cpu: String(pool.cpus), memory: `${pool.memoryKi}Ki`, ...capacity },
      allocatable: { ...capacity, ...allocatable(node), 'ephemeral-storage': '94416110Ki' },
      conditions: CONDITIONS,
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: `ec2${index.toString(16).padStart(29, '0')}`,
        systemUUID: `ec2${index.toString(16).padStart(29, '0')}`,
        bootID: `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
        kernelVersion: '6.8.0-1021-aws',
        osImage: 'Ubuntu 24.04.3 LTS',
        containerRuntimeVersion: 'containerd://2.1.4',
        kubeletVersion: version,
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
        swap: { capacity: 0 },
      },
      images,
    },
  }
}
