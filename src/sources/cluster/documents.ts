import { cutName, type Hint, type Live, objectName } from '../../model/document.js'
import type { Input } from '../../model/input.js'
import { PROVIDERS, type RecordedObject, type Recording } from './recording.js'
import { listAt, objectAt, textAt } from './strip.js'

/** Kept for later, or for whoever gets the recording: nothing of klint reads them. */
const UNREAD: ReadonlySet<string> = new Set(['Flagz', 'Statusz'])
/** What kubeadm was asked for once is not what runs: pods and kubelets say that themselves. */
const INTENDED: ReadonlySet<string> = new Set(['kubeadm-config'])

/** UTF-16 units of the value of a label: so many are allowed. */
const LONGEST_LABEL = 63

/** A recording as documents: everything of one cluster, an object each. */
export function documentsOf(recording: Recording): readonly Input[] {
  // who counts leases takes what is not there for dead: a part of the list is no list
  const hasAllLeases = !recording.missing.some(({ read }) => read === 'leases')
  const objects = recording.objects.filter(
    ({ kind, name }) =>
      !UNREAD.has(kind) && !(kind === 'ConfigMap' && INTENDED.has(name)) && (kind !== 'Lease' || hasAllLeases),
  )
  const hasApiserver = objects.some(one => isApiserver(one) || notesApiserver(one))
  const isSmall = isOneMachine(objects)
  const managedBy = providerOf(recording)
  return objects.map(object => {
    const { kind, namespace, name, part, count, others, group, pool, role } = object
    const live: Live = {
      cluster: recording.cluster,
      kind,
      ...(namespace === undefined ? {} : { namespace }),
      name,
      ...(part === undefined ? {} : { part }),
      count,
      others,
    }
    const hint: Hint = {
      set: `cluster ${recording.cluster}`,
      ...(pool === undefined ? {} : { pool: cutName(pool, LONGEST_LABEL) }),
      ...(role === undefined ? {} : { role }),
      ...(isSmall ? { development: true } : {}),
      ...(managedBy === undefined ? {} : { managedBy }),
      // what nobody shows how it was started is a component all the same
      ...(kind === 'Version' && !hasApiserver ? { role: 'control-plane' as const } : {}),
    }
    return {
      uri: uriOf(live),
      source: JSON.stringify(object.body, undefined, 2),
      live,
      hint,
      ...(group === undefined ? {} : { host: { id: `${recording.cluster} ${group}` } }),
    }
  })
}

/** `prod/pod/kube-system/etcd-a`, `prod/node/ip-10-0-1-7/configz`. */
export const uriOf = (live: Live): string =>
  live.part === undefined ? objectName(live) : `${objectName(live)}/${live.part}`

/** The name of the provider that runs the control plane and shows nothing of it. */
export const providerOf = ({ distribution }: Recording): string | undefined => PROVIDERS[distribution]

const isApiserver = ({ kind, body }: RecordedObject): boolean =>
  kind === 'Pod' &&
  listAt(body, 'spec', 'containers').some(({ command, args }) =>
    // hyperkube is told by its first word which of them it is
    /kube-apiserver|"apiserver"/.test(JSON.stringify([command, args])),
  )

/** A server of k3s or RKE2, which says what it adds to the arguments of its apiserver. */
const notesApiserver = ({ kind, part, body }: RecordedObject): boolean =>
  kind === 'Node' &&
  part === undefined &&
  Object.values(objectAt(body, 'metadata', 'annotations')).some(
    value => typeof value === 'string' && value.includes('"--kube-apiserver-arg'),
  )

/** A single node, or one that a tool for laptops made: nobody's production, and nothing to fall back to. */
function isOneMachine(objects: readonly RecordedObject[]): boolean {
  const nodes = objects.filter(({ kind, part }) => kind === 'Node' && part === undefined)
  const count = nodes.reduce((sum, one) => sum + one.count, 0)
  const isLaptop = nodes.some(
    ({ body }) =>
      textAt(body, 'spec', 'providerID') === 'kind://' ||
      // a node of k3d is a container of the image rancher/k3s
      textAt(body, 'status', 'nodeInfo', 'osImage').startsWith('K3s ') ||
      textAt(body, 'metadata', 'labels', 'minikube.k8s.io/name') !== '',
  )
  return count === 1 || isLaptop
}
