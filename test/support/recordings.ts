import type { Distribution, Missing, RecordedObject, Recording } from '../../src/sources/cluster/recording.js'
import { recordingFile } from '../../src/sources/cluster/recording-file.js'
import { CONFIGZ } from './kubelet-configz.js'

/** A recording as `klint cluster --record` writes it. */
export function recording(
  objects: readonly RecordedObject[],
  { distribution = 'other', missing = [] }: { distribution?: Distribution; missing?: readonly Missing[] } = {},
): Recording {
  return {
    kind: 'ClusterRecording',
    apiVersion: 'klint.dev/v1',
    klint: '0.1.0',
    takenAt: '2026-11-26T07:00:01.000Z',
    cluster: 'prod',
    distribution,
    redacted: false,
    objects,
    missing,
  }
}

/** The bytes of its file. */
export const packed = (of: Recording): Promise<Uint8Array> | Uint8Array => recordingFile(of, false)

export interface Group {
  readonly name: string
  readonly count?: number
  readonly role?: 'control-plane' | 'worker'
  readonly version: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  /** Of a node of 4 cores and 16Gi. */
  readonly allocatable?: { readonly cpu: string; readonly memory: string }
  /** What a kubelet of it answers; absent where it does not. */
  readonly configz?: object
}

/** A group of nodes, and what one of their kubelets answers. */
export function nodes(group: Group): RecordedObject[] {
  const { name, count = 1, role = 'worker', version, labels = {}, annotations = {}, configz } = group
  const others = Array.from({ length: Math.min(3, count - 1) }, (_, i) => `${name}-${i + 2}`)
  const of = { name: `${name}-1`, count, others, group: name, pool: name, role }
  const capacity = { cpu: '4', memory: '16391764Ki', 'ephemeral-storage': '83873772Ki', pods: '110' }
  const node: RecordedObject = {
    kind: 'Node',
    ...of,
    body: {
      kind: 'Node',
      apiVersion: 'v1',
      metadata: {
        name: `${name}-1`,
        labels: {
          'kubernetes.io/os': 'linux',
          ...(role === 'control-plane' ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
          ...labels,
        },
        annotations,
      },
      spec: { providerID: '' },
      status: {
        capacity,
        allocatable: { ...capacity, ...(group.allocatable ?? { cpu: '4', memory: '16289364Ki' }) },
        nodeInfo: { kubeletVersion: version, operatingSystem: 'linux', architecture: 'amd64' },
      },
    },
  }
  return configz === undefined ? [node] : [node, { kind: 'Node', ...of, part: 'configz', body: configz }]
}

export const version = (gitVersion: string): RecordedObject => ({
  kind: 'Version',
  name: 'version',
  count: 1,
  others: [],
  body: { gitVersion, platform: 'linux/amd64' },
})

export const object = (kind: string, namespace: string, name: string, rest: object): RecordedObject => ({
  kind,
  namespace,
  name,
  count: 1,
  others: [],
  body: { apiVersion: API[kind] ?? 'v1', kind, ...{ metadata: { name, namespace } }, ...rest },
})

const API: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  DaemonSet: 'apps/v1',
  Lease: 'coordination.k8s.io/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
}

/** The mirror pod of a static pod, ready unless it says otherwise. */
export const mirrorPod = (
  component: string,
  node: string,
  image: string,
  args: readonly string[],
  { ready = true, command = [component] }: { ready?: boolean; command?: readonly string[] } = {},
): RecordedObject =>
  object('Pod', 'kube-system', `${component}-${node}`, {
    metadata: {
      name: `${component}-${node}`,
      namespace: 'kube-system',
      labels: { component, tier: 'control-plane' },
      annotations: { 'kubernetes.io/config.mirror': 'x', 'kubernetes.io/config.source': 'file' },
    },
    spec: {
      containers: [{ name: component, image, command: [...command, ...args] }],
      hostNetwork: true,
      nodeName: node,
      priorityClassName: 'system-node-critical',
    },
    status: { containerStatuses: [{ name: component, ready }] },
  })

export const deployment = (name: string, image: string, command: readonly string[]): RecordedObject =>
  object('Deployment', 'kube-system', name, {
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name, image, command }] },
      },
    },
  })

export const kubernetesService = (sessionAffinity = 'None'): RecordedObject =>
  object('Service', 'default', 'kubernetes', { spec: { sessionAffinity, clusterIP: '10.96.0.1' } })

export const kubernetesEndpoints = (...addresses: readonly string[]): RecordedObject =>
  object('EndpointSlice', 'default', 'kubernetes', {
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: addresses.map(address => ({ addresses: [address], conditions: { ready: true } })),
  })

/** The lease of an apiserver, on a node. */
export const identityLease = (hostname: string, renewTime = '2026-11-26T07:00:00.000000Z'): RecordedObject =>
  object('Lease', 'kube-system', `apiserver-${hostname}`, {
    metadata: {
      name: `apiserver-${hostname}`,
      namespace: 'kube-system',
      labels: { 'apiserver.kubernetes.io/identity': 'kube-apiserver', 'kubernetes.io/hostname': hostname },
    },
    spec: { holderIdentity: `apiserver-${hostname}_1`, leaseDurationSeconds: 3600, renewTime },
  })

export const leaderLease = (name: string, renewTime = '2026-11-26T07:00:00.000000Z'): RecordedObject =>
  object('Lease', 'kube-system', name, { spec: { holderIdentity: 'a_1', leaseDurationSeconds: 15, renewTime } })

export const configMap = (namespace: string, name: string, data: object): RecordedObject =>
  object('ConfigMap', namespace, name, { data })

const { address: _, healthzBindAddress: __, ...ofAnyNode } = CONFIGZ
/** What a recording keeps of what a kubelet answers that kubeadm configured: nothing of one node. */
export const KUBEADM_CONFIGZ = ofAnyNode

/** Enough set aside for kubelet and system, with cgroups behind it, and eviction in time. */
export const SOUND = {
  evictionHard: {
    'memory.available': '500Mi',
    'nodefs.available': '10%',
    'nodefs.inodesFree': '5%',
    'imagefs.available': '15%',
    'imagefs.inodesFree': '5%',
  },
  kubeReserved: { cpu: '200m', memory: '1Gi' },
  systemReserved: { cpu: '200m', memory: '512Mi' },
  kubeReservedCgroup: '/kube.slice',
  systemReservedCgroup: '/system.slice',
  enforceNodeAllocatable: ['pods', 'kube-reserved', 'system-reserved'],
  kubeletCgroups: '/kube.slice/kubelet.service',
}
