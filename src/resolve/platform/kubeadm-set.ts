import { PLACEHOLDERS } from '../../facts/platforms/kubeadm.js'
import { folder } from '../../model/document.js'
import type {
  ComponentKind,
  ConfigFragment,
  Count,
  Fragment,
  PatchFragment,
  SettingsFragment,
  VersionHint,
} from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { MASK } from '../../model/text.js'
import { type Found, lookup, scalarText, type Tree, textAt, unseenList } from '../../model/tree.js'
import type { VersionRange } from '../../model/version.js'
import type { Fill } from './args.js'
import { distinctHints, type FragmentSet, kubernetesRange } from './set.js'

const CLUSTER = new Set(['ClusterConfiguration', 'MasterConfiguration'])
const INIT = new Set(['InitConfiguration', 'MasterConfiguration'])
const JOIN = new Set(['JoinConfiguration', 'NodeConfiguration'])

/** The documents of one set that kubeadm reads, by what they decide. */
export interface KubeadmSet {
  readonly cluster: readonly SettingsFragment[]
  readonly init: readonly SettingsFragment[]
  readonly join: readonly SettingsFragment[]
  readonly set: FragmentSet
  readonly versions: readonly VersionHint[]
  readonly range: VersionRange | undefined
  readonly instances: Count
  /** Every fragment of the run: patches lie in folders of their own. */
  readonly all: readonly Fragment[]
}

const isKubeadm = ({ platform, what }: SettingsFragment): boolean =>
  (platform === 'kubeadm' || platform === 'capi' || platform === 'kind') &&
  (CLUSTER.has(what) || INIT.has(what) || JOIN.has(what))

/** The kubeadm documents of a set, if there are any. */
export function kubeadmSet(
  set: FragmentSet,
  all: readonly Fragment[],
  also: readonly SettingsFragment[] = [],
): KubeadmSet {
  const settings = set.settings.filter(isKubeadm)
  const of = (names: ReadonlySet<string>) => settings.filter(({ what }) => names.has(what))
  // Documents of nodes that join speak for the control plane only where nothing else does.
  const plane = distinctHints([...also, ...of(CLUSTER), ...of(INIT)])
  const versions = plane.length > 0 ? plane : distinctHints(settings)
  return {
    cluster: of(CLUSTER),
    init: of(INIT),
    join: of(JOIN),
    set,
    versions,
    range: kubernetesRange(versions),
    // A control-plane endpoint says nothing about how many control-plane nodes stand behind it.
    instances: { min: 1 },
    all,
  }
}

/** What a route leads to, unless to nothing. */
export type Known = Exclude<Found, { state: 'absent' }>

/** What the user's keys say for the `{…}` of the tables. */
export function fillFrom(cluster: readonly Tree[], init: readonly Tree[]): Fill {
  const advertise: readonly [readonly Tree[], readonly string[]][] = [
    [init, ['localAPIEndpoint', 'advertiseAddress']],
    [init, ['apiEndpoint', 'advertiseAddress']],
    [init, ['api', 'advertiseAddress']],
  ]
  const routes: Record<string, readonly [readonly Tree[], readonly string[]][]> = {
    certs: [[cluster, ['certificatesDir']]],
    services: [[cluster, ['networking', 'serviceSubnet']]],
    domain: [[cluster, ['networking', 'dnsDomain']]],
    cluster: [[cluster, ['clusterName']]],
    pods: [[cluster, ['networking', 'podSubnet']]],
    data: [
      [cluster, ['etcd', 'local', 'dataDir']],
      [cluster, ['etcd', 'dataDir']],
    ],
    advertise,
    host: advertise,
    port: [
      [init, ['localAPIEndpoint', 'bindPort']],
      [init, ['apiEndpoint', 'bindPort']],
      [init, ['api', 'bindPort']],
    ],
    node: [
      [init, ['nodeRegistration', 'name']],
      [init, ['nodeName']],
    ],
  }
  return placeholder => {
    for (const [trees, route] of routes[placeholder] ?? []) {
      const found = foundIn(trees, ...route)
      if (found?.state === 'unknown') return MASK
      const text = found?.state === 'found' ? scalarText(found.value) : undefined
      // kubeadm takes the zero of a field for nothing and fills in its default (apis/kubeadm/v1beta4/defaults.go)
      if (text === undefined || text.value === '' || (placeholder === 'port' && text.value === '0')) continue
      return isChosen(placeholder, text.value) ? MASK : text
    }
    return PLACEHOLDERS[placeholder]
  }
}

/**
 * For an address that stands for all of them kubeadm takes one of the machine (app/util/config/initconfiguration.go,
 * SetAPIEndpointDynamicDefaults), and in URLs it writes those of IPv6 in brackets.
 */
const isChosen = (placeholder: string, value: string): boolean =>
  placeholder === 'host'
    ? UNSPECIFIED.test(value) || value.includes(':')
    : placeholder === 'advertise' && UNSPECIFIED.test(value)

const UNSPECIFIED = /^(?:0\.0\.0\.0|[0:]+)$/

/** The last tree that says something at the route: later patches of kind win. */
export function foundIn(trees: readonly Tree[], ...route: readonly string[]): Known | undefined {
  let last: Known | undefined
  for (const tree of trees) {
    const found = lookup(tree, ...route)
    if (found.state !== 'absent') last = found
  }
  return last
}

export type Patch = PatchFragment | ConfigFragment

/** Looked for once in a run: many nodes may name a folder. */
const found = new WeakMap<readonly Fragment[], readonly Patch[]>()

function patchesOfRun(all: readonly Fragment[]): readonly Patch[] {
  const known =
    found.get(all) ??
    all.filter((one): one is Patch => one.kind === 'patch' || (one.kind === 'config' && one.layer === 'patch'))
  found.set(all, known)
  return known
}

/**
 * Patches of the folder that documents of nodes name (`patches.directory`): files of the same host or, where Cluster API
 * writes them, of the same object below that path, or of a folder of that name in or below the folder of the document.
 * A folder of which nothing is in view may hold patches of everything.
 */
export function patchesFor(nodes: readonly SettingsFragment[], all: readonly Fragment[]): Patch[] {
  return nodes.flatMap((node): Patch[] => {
    const named = lookup(node.tree, 'patches', 'directory')
    if (named.state === 'absent') return []
    const text = textAt(node.tree, 'patches', 'directory')
    const directory = text?.value.replace(/(?<!\/)\/+$/, '')
    if (directory === '') return []
    const inView = directory === undefined ? [] : patchesOfRun(all).filter(patch => isBelow(directory, patch, node))
    return inView.length > 0 ? inView : missing(node, named.state === 'unknown' ? named.at : named.value.at)
  })
}

function isBelow(directory: string, patch: Patch, node: SettingsFragment): boolean {
  const name = directory.slice(directory.lastIndexOf('/') + 1)
  const path = patch.path ?? patch.doc.path
  if (path !== undefined) return path.startsWith(`${directory}/`) && sameNode(patch, node)
  const [here, there] = [folder(node.doc), folder(patch.doc)]
  return there === name ? here === '' : there.endsWith(`/${name}`) && (here === '' || there.startsWith(`${here}/`))
}

const TARGETS: readonly ComponentKind[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  'kubelet',
]

/** Patches of unknown content, as JSON patches a template prints would be. */
const missing = ({ doc, set, pool, role }: SettingsFragment, at: Location): PatchFragment[] =>
  TARGETS.map(target => ({
    kind: 'patch',
    doc,
    at,
    platform: 'kubeadm',
    target,
    type: 'json',
    tree: unseenList(at),
    ...(set === undefined ? {} : { set }),
    ...(pool === undefined ? {} : { pool }),
    ...(role === undefined ? {} : { role }),
  }))

/** The settings of Cluster API stand in the object that carries the files, and on no host themselves. */
function sameNode(file: Fragment, node: SettingsFragment): boolean {
  if (node.doc.host !== undefined && file.doc.host?.id === node.doc.host.id) return true
  if (file.set === undefined || file.set !== node.set) return file.doc.host?.id === node.doc.host?.id
  return file.pool === node.pool && (node.role === undefined || file.role === undefined || file.role === node.role)
}
