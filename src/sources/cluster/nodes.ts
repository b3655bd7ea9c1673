import { parseQuantity } from '../../model/quantity.js'
import { type Json, listAt, objectAt, textAt } from './strip.js'

/** Nodes that are the same to klint: of one pool, on one kind of machine, at one version, with one reservation. */
export interface NodeGroup {
  readonly key: string
  /** The first by name; `body` is what is kept of it. */
  readonly name: string
  readonly body: Json
  readonly pool?: string
  readonly role: 'control-plane' | 'worker'
  /** All of them. */
  readonly names: string[]
  /** Of those the ones to ask first. */
  readonly ready: string[]
  readonly operatingSystem: string
}

/** Labels in which whoever makes nodes writes the name of their pool. */
const POOLS = [
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'cloud.google.com/gke-nodepool',
  'kubernetes.azure.com/agentpool',
  'agentpool',
  'karpenter.sh/nodepool',
  'karpenter.sh/provisioner-name',
  'kops.k8s.io/instancegroup',
  'node.cluster.x-k8s.io/machine-deployment',
  'cluster.x-k8s.io/deployment-name',
  'worker.gardener.cloud/pool',
  'doks.digitalocean.com/node-pool',
  'rke.cattle.io/machine-pool-name',
  'machineconfiguration.openshift.io/currentConfig',
  'node.kubernetes.io/pool',
]
const CONTROL_PLANE = [
  'node-role.kubernetes.io/control-plane',
  'node-role.kubernetes.io/master',
  'node-role.kubernetes.io/etcd',
]
const INSTANCE_TYPES = ['node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type']
const KEPT_LABELS: readonly string[] = [
  ...POOLS,
  ...CONTROL_PLANE,
  ...INSTANCE_TYPES,
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'minikube.k8s.io/name',
]
const KEPT_ANNOTATIONS: readonly string[] = ['k3s.io/node-args', 'rke2.io/node-args']
const KEPT_INFO = [
  'kubeletVersion',
  'kubeProxyVersion',
  'containerRuntimeVersion',
  'osImage',
  'kernelVersion',
  'operatingSystem',
  'architecture',
]
const KEPT_RESOURCES: readonly string[] = ['cpu', 'memory', 'ephemeral-storage', 'pods']

const picked = (object: Json, names: readonly string[]): Json =>
  Object.fromEntries(names.flatMap(name => (typeof object[name] === 'string' ? [[name, object[name]]] : [])))

/** What klint looks at of a node. */
function kept(node: Json): Json {
  const [labels, annotations] = [objectAt(node, 'metadata', 'labels'), objectAt(node, 'metadata', 'annotations')]
  const [scheme] = textAt(node, 'spec', 'providerID').split('://')
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: {
      name: textAt(node, 'metadata', 'name'),
      labels: picked(labels, KEPT_LABELS),
      annotations: picked(annotations, KEPT_ANNOTATIONS),
    },
    spec: { providerID: scheme === undefined || scheme === '' ? '' : `${scheme}://` },
    status: {
      capacity: picked(objectAt(node, 'status', 'capacity'), KEPT_RESOURCES),
      allocatable: picked(objectAt(node, 'status', 'allocatable'), KEPT_RESOURCES),
      nodeInfo: picked(objectAt(node, 'status', 'nodeInfo'), KEPT_INFO),
    },
  }
}

/**
 * What marks nodes that no kubelet runs: of providers of virtual-kubelet, of vcluster (pkg/controllers/resources/nodes/fake_syncer.go), kwok
 * and Liqo. KubeEdge builds its agent from the kubelet and configures it otherwise; it speaks to its own hub and not to the apiserver.
 */
const VIRTUAL_LABELS: Readonly<Record<string, string>> = {
  'eks.amazonaws.com/compute-type': 'fargate',
  'kubernetes.io/role': 'virtual-kubelet',
  'liqo.io/type': 'virtual-node',
  'vcluster.loft.sh/fake-node': 'true',
}
const VIRTUAL_TYPES: readonly unknown[] = ['virtual-kubelet', 'kwok']
const VIRTUAL_TAINT = /^virtual-kubelet\.io\//

/** Nobody runs a kubelet there that could be configured. */
function isVirtual(node: Json, labels: Json): boolean {
  return (
    VIRTUAL_TYPES.includes(labels.type) ||
    Object.entries(VIRTUAL_LABELS).some(([label, value]) => labels[label] === value) ||
    'kwok.x-k8s.io/node' in objectAt(node, 'metadata', 'annotations') ||
    listAt(node, 'spec', 'taints').some(({ key }) => typeof key === 'string' && VIRTUAL_TAINT.test(key)) ||
    textAt(node, 'status', 'nodeInfo', 'kubeletVersion').includes('-kubeedge-')
  )
}

/** A node as far as klint looks at it, and what tells its group. */
export interface NodeSummary extends Pick<NodeGroup, 'key' | 'name' | 'body' | 'pool' | 'role' | 'operatingSystem'> {
  readonly isReady: boolean
}

/** What the apiserver lets a node be called (RFC 1123): anything else would make another path of a request. */
const NAME = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/

/** Undefined for what has no name, or no kubelet. */
export function summaryOf(node: Json): NodeSummary | undefined {
  const name = textAt(node, 'metadata', 'name')
  const labels = objectAt(node, 'metadata', 'labels')
  if (!NAME.test(name) || isVirtual(node, labels)) return undefined
  const isReady = listAt(node, 'status', 'conditions').some(({ type, status }) => type === 'Ready' && status === 'True')
  return { ...groupOf(node, labels), name, body: kept(node), isReady }
}

/** Adds the nodes of a page to their groups. */
export function addNodes(groups: Map<string, NodeGroup>, nodes: readonly NodeSummary[]): void {
  for (const { isReady, ...node } of nodes) {
    const known = groups.get(node.key)
    const into = known ?? { ...node, names: [], ready: [] }
    if (known === undefined) groups.set(node.key, into)
    into.names.push(node.name)
    if (isReady && into.ready.length < 3) into.ready.push(node.name)
  }
}

function groupOf(node: Json, labels: Json): Omit<NodeGroup, 'name' | 'body' | 'names' | 'ready'> {
  const pool = POOLS.map(label => labels[label]).find(
    (value): value is string => typeof value === 'string' && value !== '',
  )
  const role = CONTROL_PLANE.some(label => label in labels) ? 'control-plane' : 'worker'
  const info = objectAt(node, 'status', 'nodeInfo')
  const operatingSystem = textAt(info, 'operatingSystem') || 'linux'
  const key = JSON.stringify([
    pool ?? '',
    role,
    ...INSTANCE_TYPES.map(label => labels[label] ?? ''),
    operatingSystem,
    info.kubeletVersion,
    ...setAside(node),
    ...KEPT_ANNOTATIONS.map(name => objectAt(node, 'metadata', 'annotations')[name] ?? ''),
  ])
  return { key, ...(pool === undefined ? {} : { pool }), role, operatingSystem }
}

/** What is not given to pods, memory in MiB: two machines of one kind differ by a few pages. */
function setAside(node: Json): (number | undefined)[] {
  return ['cpu', 'memory', 'ephemeral-storage'].map(resource => {
    const [has, gives] = ['capacity', 'allocatable'].map(of => parseQuantity(textAt(node, 'status', of, resource)))
    if (has === undefined || gives === undefined) return undefined
    if (resource === 'cpu') return Math.round((has - gives) * 1000)
    // reserved as a share of the disk, so as different as disks are
    if (resource === 'ephemeral-storage') return has > gives ? 1 : 0
    return Math.round((has - gives) / 2 ** 20)
  })
}
