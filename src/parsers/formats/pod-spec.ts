import type { Document } from '../../model/document.js'
import type { ArgvFragment, ComponentKind, Count, Field, ResourceFragment } from '../../model/fragment.js'
import { itemsAt, stringAt, type Tree, textAt, treeAt } from '../../model/tree.js'
import { type Belongs, belonging } from './belonging.js'
import { containerOf, mountsOf } from './container.js'
import { fieldAt, fieldsOf } from './fields.js'
import { anchorOf, nameOf, pathOf } from './object.js'

/** The object that makes pods: the pod itself, or a workload with a template. */
export interface PodMaker {
  readonly object: Tree
  /** What has `metadata` and `spec` of the pod. */
  readonly pod: Tree
  readonly doc: Document
  readonly instances: Count | undefined
}

const CONTROL_PLANE: ReadonlySet<ComponentKind> = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
])

const OF_OBJECT = {
  kind: ['kind'],
  name: ['metadata', 'name'],
  namespace: ['metadata', 'namespace'],
  replicas: ['spec', 'replicas'],
}

const OF_POD = {
  annotations: ['metadata', 'annotations'],
  labels: ['metadata', 'labels'],
  hostNetwork: ['spec', 'hostNetwork'],
  priorityClassName: ['spec', 'priorityClassName'],
  priority: ['spec', 'priority'],
  tolerations: ['spec', 'tolerations'],
  nodeSelector: ['spec', 'nodeSelector'],
  affinity: ['spec', 'affinity'],
  terminationGracePeriodSeconds: ['spec', 'terminationGracePeriodSeconds'],
  volumes: ['spec', 'volumes'],
}

const OF_CONTAINER = {
  container: ['name'],
  image: ['image'],
  livenessProbe: ['livenessProbe'],
  readinessProbe: ['readinessProbe'],
  startupProbe: ['startupProbe'],
  resources: ['resources'],
  ports: ['ports'],
  volumeMounts: ['volumeMounts'],
}

/** A fragment for each container that runs a component; init containers have ended when the components start. */
export function podFragments(maker: PodMaker): readonly ArgvFragment[] {
  return itemsAt(maker.pod, 'spec', 'containers').flatMap(container => {
    const fragment = containerFragment(container, maker)
    return fragment === undefined ? [] : [fragment]
  })
}

function containerFragment(container: Tree, maker: PodMaker): ArgvFragment | undefined {
  const running = containerOf(container)
  if (running === undefined) return undefined
  const { component, words, open, environment, version, vendor } = running
  const kubeadm = writtenByKubeadm(maker)
  const place: Belongs = {
    platform: kubeadm ? 'kubeadm' : undefined,
    role: CONTROL_PLANE.has(component) || kubeadm ? 'control-plane' : undefined,
    versions: [version],
  }
  const mounts = mountsOf(container, treeAt(maker.pod, 'spec') ?? maker.pod)
  return {
    kind: 'argv',
    ...belonging(maker.doc, textAt(container, 'name')?.at ?? container.at, place),
    component,
    words,
    open,
    environment,
    runsIn: podResource(container, maker, place),
    ...(mounts.size === 0 ? {} : { mounts }),
    ...(maker.instances === undefined ? {} : { instances: maker.instances }),
    ...(vendor ? { vendor } : {}),
  }
}

function podResource(container: Tree, maker: PodMaker, place: Belongs): ResourceFragment {
  const name = nameOf(maker.object)
  return {
    kind: 'resource',
    ...belonging(maker.doc, anchorOf(maker.object), place),
    type: 'pod',
    ...(name === undefined ? {} : { name }),
    fields: new Map([
      ...fieldsOf(maker.object, OF_OBJECT),
      ...fieldsOf(maker.pod, OF_POD),
      ...fieldsOf(container, OF_CONTAINER),
      ...readyField(container, maker),
    ]),
    open: maker.object.kind === 'map' && maker.object.open,
  }
}

/** Whether the kubelet says that the container is ready: of pods of a cluster alone. */
function readyField(container: Tree, { object }: PodMaker): [string, Field][] {
  const name = stringAt(container, 'name')
  const status = itemsAt(object, 'status', 'containerStatuses').find(one => stringAt(one, 'name') === name)
  const ready = status === undefined ? undefined : fieldAt(status, ['ready'])
  return ready === undefined ? [] : [['ready', ready]]
}

/**
 * kubeadm labels its static pods and writes them below /etc/kubernetes/manifests (kubernetes/kubernetes
 * cmd/kubeadm/app/util/staticpod/utils.go); people copy the labels alone.
 */
function writtenByKubeadm({ pod, doc }: PodMaker): boolean {
  const labels = treeAt(pod, 'metadata', 'labels')
  if (labels === undefined || stringAt(labels, 'tier') !== 'control-plane') return false
  if (stringAt(labels, 'component') === undefined) return false
  const path = pathOf(doc)
  return path.at(-2) === 'manifests' && path.at(-3) === 'kubernetes'
}
