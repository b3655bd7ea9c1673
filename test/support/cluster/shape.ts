import { random } from '../../../scripts/bench/random.js'

/** What an object of the API has for sure. The rest is whatever a test wants it to be. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown }
  readonly [field: string]: unknown
}

export type Provider = 'kubeadm' | 'kops' | 'eks' | 'gke' | 'aks' | 'k3s' | 'rke2'

/** A cluster to simulate. The same shape gives the same objects, byte for byte. */
export interface Shape {
  readonly seed?: number
  readonly provider?: Provider
  /** Of the control plane: 1.34.2 if absent. */
  readonly version?: string
  /** All of them, those of the control plane included. */
  readonly nodes?: number
  /** With the control plane's, where one can see it. Nodes of a pool are spread as evenly as they can be. */
  readonly pools?: number
  readonly controlPlanes?: number
  /** Patch versions of the kubelet: pool `n` has the `n`th of them. */
  readonly patchVersions?: number
  /** Every pool has all of the patch versions, as in the middle of an upgrade. */
  readonly mixed?: boolean
  /** Fields of the KubeletConfiguration of all nodes; of one pool: `pool-3`; `undefined` drops one. */
  readonly kubelet?: Readonly<Record<string, unknown>>
  readonly kubeletOf?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Arguments of static pods, after those of kubeadm: `{ 'kube-apiserver': ['--profiling=false'] }`. */
  readonly arguments?: Readonly<Record<string, readonly string[]>>
  /** Objects in place of those of the same kind, namespace and name, or beside them. */
  readonly objects?: readonly KubeObject[]
  /** Paths that are not there, with all below them. */
  readonly without?: readonly string[]
  /** Bare nodes of 2 kB, for tests that do not look at sizes. */
  readonly slim?: boolean
}

export interface Pool {
  readonly name: string
  readonly controlPlane: boolean
  readonly instanceType: string
  readonly cpus: number
  readonly memoryKi: number
  readonly versions: readonly [string, ...string[]]
  readonly kubelet: Readonly<Record<string, unknown>>
}

export interface Node {
  readonly index: number
  readonly name: string
  readonly address: string
  readonly version: string
  readonly pool: Pool
}

/** The label by which a provider tells pools apart. */
export const POOL_LABEL: Readonly<Record<Provider, string>> = {
  kubeadm: 'karpenter.sh/nodepool',
  kops: 'kops.k8s.io/instancegroup',
  eks: 'eks.amazonaws.com/nodegroup',
  gke: 'cloud.google.com/gke-nodepool',
  aks: 'kubernetes.azure.com/agentpool',
  k3s: 'karpenter.sh/nodepool',
  rke2: 'karpenter.sh/nodepool',
}

const SUFFIX: Readonly<Record<Provider, string>> = {
  kubeadm: '',
  kops: '',
  eks: '-eks-3025e55',
  gke: '-gke.1158000',
  aks: '',
  k3s: '+k3s1',
  rke2: '+rke2r1',
}

const MANAGED: readonly Provider[] = ['eks', 'gke', 'aks']
const INSTANCES: readonly (readonly [type: string, cpus: number, gibibytes: number])[] = [
  ['m5.xlarge', 4, 16],
  ['m5.2xlarge', 8, 32],
  ['c5.4xlarge', 16, 32],
  ['r5.2xlarge', 8, 64],
  ['m6i.4xlarge', 16, 64],
]

export const providerOf = (shape: Shape): Provider => shape.provider ?? 'kubeadm'
export const isManaged = (shape: Shape): boolean => MANAGED.includes(providerOf(shape))
export const versionOf = (shape: Shape): string => shape.version ?? '1.34.2'
export const gitVersionOf = (shape: Shape, version = versionOf(shape)): string =>
  `v${version}${SUFFIX[providerOf(shape)]}`
export const minorOf = (shape: Shape): number => Number(versionOf(shape).split('.')[1])
export const controlPlanesOf = (shape: Shape): number => (isManaged(shape) ? 0 : (shape.controlPlanes ?? 3))

function pools(shape: Shape): readonly [Pool, ...Pool[]] {
  const { pools: count = 3, patchVersions = 1, mixed = false } = shape
  const [major, minor, patch] = versionOf(shape).split('.').map(Number)
  const versions = Array.from({ length: patchVersions }, (_, i) =>
    gitVersionOf(shape, `${major}.${minor}.${Math.max(0, (patch ?? 0) - i)}`),
  )
  const made = Array.from({ length: Math.max(1, count) }, (_, i): Pool => {
    const controlPlane = i === 0 && controlPlanesOf(shape) > 0
    const name = controlPlane ? 'control-plane' : `pool-${i}`
    const [instanceType, cpus, gibibytes] = INSTANCES[i % INSTANCES.length] ?? ['m5.xlarge', 4, 16]
    const own = mixed ? versions : [versions[i % versions.length] ?? gitVersionOf(shape)]
    const [first = gitVersionOf(shape), ...rest] = own
    return {
      name,
      controlPlane,
      instanceType,
      cpus,
      memoryKi: gibibytes * 1_048_576 - 300_000,
      versions: [first, ...rest],
      kubelet: { ...shape.kubelet, ...shape.kubeletOf?.[name] },
    }
  })
  const [first, ...rest] = made
  if (first === undefined) throw new Error('a cluster has a pool')
  return [first, ...rest]
}

export function nodesOf(shape: Shape): Node[] {
  const { nodes: count = 6 } = shape
  const [first, ...rest] = pools(shape)
  const masters = Math.min(count, controlPlanesOf(shape))
  const workers = masters > 0 && rest.length > 0 ? rest : [first, ...rest]
  return Array.from({ length: count }, (_, index) => {
    const pool = index < masters ? first : (workers[(index - masters) % workers.length] ?? first)
    const round = Math.floor(index / workers.length)
    const address = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`
    return {
      index,
      pool,
      address,
      name: `ip-${address.replaceAll('.', '-')}.eu-central-1.compute.internal`,
      version: pool.versions[round % pool.versions.length] ?? pool.versions[0],
    }
  })
}

/** Numbers of one thing of the cluster, whatever is asked before it. */
export const numbersOf = (shape: Shape, index: number) => random((shape.seed ?? 1) * 1_000_003 + index)
