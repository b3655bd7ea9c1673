import {
  APISERVER,
  APISERVER_LOCAL_ETCD,
  CONTROLLER_MANAGER,
  CONTROLLER_MANAGER_PODS,
  ETCD,
  ETCD_BY_ITS_VERSION,
  ETCD_CORRUPT_CHECK_SINCE,
  SCHEDULER,
} from '../../facts/platforms/kubeadm.js'
import {
  type DefaultArg,
  NEWEST,
  overlaps,
  rangeOf,
  stretches,
  stretchName,
  touches,
  whenOf,
  within,
} from '../../facts/platforms/rows.js'
import type {
  ArgvFragment,
  Belonging,
  ComponentKind,
  Fragment,
  PatchFragment,
  SettingsFragment,
  Variable,
  VersionHint,
  Word,
} from '../../model/fragment.js'
import type { Text } from '../../model/text.js'
import { type Found, itemsAt, lookup, scalarText, stringAt, type Tree, textAt } from '../../model/tree.js'
import { parseVersion, type VersionRange } from '../../model/version.js'
import { commandLine, emptyAt, type Fill, stacked, type UserArgs, userArgs } from './args.js'
import { kubeadmKubelets } from './kubeadm-kubelet.js'
import { fillFrom, foundIn, type Known, type KubeadmSet, kubeadmSet, patchesFor } from './kubeadm-set.js'
import { patched } from './patch.js'
import { belonging, type FragmentSet } from './set.js'
import { isHole, joined, renamedWord, unknownAt, written } from './written.js'

/** Everything kubeadm writes for the documents of a set: static pods, the kubelet's files and its unit. */
export function kubeadmFragments(set: FragmentSet, all: readonly Fragment[]): Fragment[] {
  const every = kubeadmSet(set, all)
  // kubeadm refuses two of a kind; the workers' objects of Cluster API may carry a copy that nobody reads.
  const documents = { ...every, cluster: one(every.cluster), init: one(every.init) }
  const first = documents.cluster[0] ?? documents.init[0]
  const plane = first === undefined ? [] : controlPlane(documents, first)
  return [...plane, ...kubeadmKubelets(documents)]
}

function one(settings: readonly SettingsFragment[]): SettingsFragment[] {
  const found = settings.find(({ role }) => role === 'control-plane') ?? settings[0]
  return found === undefined ? [] : [found]
}

/** The static pods of a control-plane node. */
export function controlPlane(documents: KubeadmSet, first: SettingsFragment): Fragment[] {
  const trees = documents.cluster.map(({ tree }) => tree)
  const base: Belonging = { ...belonging(first, documents.versions), role: 'control-plane' }
  const fill = fillFrom(
    trees,
    documents.init.map(({ tree }) => tree),
  )
  const args = (...routes: readonly (readonly string[])[]) => stacked(trees.map(tree => userArgs(tree, ...routes)))
  const context: Context = {
    documents,
    base,
    fill,
    patches: patchesFor(documents.init, documents.all).filter(one => one.kind === 'patch'),
  }
  const external = foundIn(trees, 'etcd', 'external')
  const endpoints = foundIn(trees, 'etcd', 'external', 'endpoints') ?? foundIn(trees, 'etcd', 'endpoints')
  const local = external === undefined && !hasItems(endpoints)
  const etcdArgs = args(['etcd', 'local', 'extraArgs'], ['etcd', 'extraArgs'])

  const apiserver = args(['apiServer', 'extraArgs'], ['apiServerExtraArgs'])
  const manager = args(['controllerManager', 'extraArgs'], ['controllerManagerExtraArgs'])
  const pods = foundIn(trees, 'networking', 'podSubnet')
  const unknownEtcd = external?.state === 'unknown' || endpoints?.state === 'unknown'
  return [
    ...component(
      context,
      'kube-apiserver',
      withEtcd(apiserver, endpoints, etcdArgs),
      local ? [...APISERVER(), ...APISERVER_LOCAL_ETCD()] : APISERVER(),
      unknownEtcd,
    ),
    ...component(
      context,
      'kube-controller-manager',
      manager,
      pods === undefined ? CONTROLLER_MANAGER() : [...CONTROLLER_MANAGER(), ...CONTROLLER_MANAGER_PODS()],
    ),
    ...component(context, 'kube-scheduler', args(['scheduler', 'extraArgs'], ['schedulerExtraArgs']), SCHEDULER()),
    ...(local ? etcd(context, etcdArgs, trees) : []),
  ]
}

interface Context {
  readonly documents: KubeadmSet
  readonly base: Belonging
  readonly fill: Fill
  readonly patches: readonly PatchFragment[]
}

/** A user's endpoints or his etcd's `advertise-client-urls` decide where the apiserver looks for etcd (manifests.go, v1.13.0). */
function withEtcd(apiserver: UserArgs, endpoints: Known | undefined, etcdArgs: UserArgs): UserArgs {
  if (apiserver.args.some(({ name }) => name === 'etcd-servers')) return apiserver
  const advertised = etcdArgs.args.find(({ name }) => name === 'advertise-client-urls')
  const value = endpoints === undefined ? advertised?.value : endpointList(endpoints)
  const key = endpoints?.state === 'found' ? endpoints.key : advertised?.key
  if (value === undefined || key === undefined) return apiserver
  const arg = { name: 'etcd-servers', key, value, word: renamedWord('etcd-servers', key, value) }
  return { ...apiserver, args: [arg, ...apiserver.args] }
}

function endpointList(endpoints: Known): Text | undefined {
  if (endpoints.state !== 'found') return undefined
  if (endpoints.value.kind !== 'list') return unknownAt(endpoints.value.at)
  const items = endpoints.value.items.map(({ value, conditional }) =>
    conditional ? unknownAt(value.at) : (scalarText(value) ?? unknownAt(value.at)),
  )
  if (endpoints.value.open) items.push(unknownAt(endpoints.value.at))
  return items.length === 0 ? undefined : joined(items, ',')
}

const hasItems = (found: Found | undefined): boolean =>
  found !== undefined &&
  (found.state !== 'found' || (found.value.kind === 'list' && (found.value.items.length > 0 || found.value.open)))

function component(
  context: Context,
  kind: ComponentKind,
  user: UserArgs,
  defaults: readonly DefaultArg[],
  open = false,
): Fragment[] {
  const { range } = context.documents
  return stretches(defaults)
    .filter(stretch => touches(range, stretch))
    .map(stretch => {
      const into = written(['kubeadm', stretchName(stretch), 'defaults'].filter(Boolean).join(' '))
      const here = defaults.filter(arg => arg.since <= stretch[0] && arg.until >= stretch[1])
      const when = whenOf(stretch)
      return argv(context, kind, when, commandLine(here, user, context.fill, into), user.open || open)
    })
}

function argv(
  context: Context,
  kind: ComponentKind,
  own: Partial<Belonging>,
  words: readonly Word[],
  open: boolean,
): ArgvFragment {
  const { base, documents, patches } = context
  const environment = environmentOf(documents, kind)
  const section = foundIn(
    documents.cluster.map(({ tree }) => tree),
    ...(SECTIONS[kind] ?? []),
  )
  const at = section?.state === 'found' ? (section.key?.at ?? base.at) : base.at
  const mounts = extraMounts(documents, kind)
  return patched(
    {
      ...base,
      at,
      ...own,
      kind: 'argv',
      component: kind,
      words,
      open,
      environment,
      instances: documents.instances,
      ...(mounts.size === 0 ? {} : { mounts }),
    },
    patches.filter(({ target }) => target === kind),
  )
}

/** Sections of a ClusterConfiguration; they hold `extraEnvs` and, from v1beta1 on, `extraArgs`. */
const SECTIONS: Partial<Record<ComponentKind, readonly string[]>> = {
  'kube-apiserver': ['apiServer'],
  'kube-controller-manager': ['controllerManager'],
  'kube-scheduler': ['scheduler'],
  etcd: ['etcd', 'local'],
}

/** `extraVolumes`: what the user mounts besides, mostly a file that a flag names (`apiServerExtraVolumes` before v1beta1). */
function extraMounts({ cluster }: KubeadmSet, kind: ComponentKind): ReadonlyMap<string, string> {
  const mounts = new Map<string, string>()
  for (const { tree } of cluster)
    for (const volume of [
      ...itemsAt(tree, ...(SECTIONS[kind] ?? []), 'extraVolumes'),
      ...(kind === 'kube-apiserver' ? itemsAt(tree, 'apiServerExtraVolumes') : []),
    ]) {
      const [inside, outside] = [stringAt(volume, 'mountPath'), stringAt(volume, 'hostPath')]
      if (inside !== undefined && outside !== undefined) mounts.set(inside, outside)
    }
  return mounts
}

/** `extraEnvs` of v1beta4: a list of `{ name, value }`; what `valueFrom` names is not in view. */
function environmentOf({ cluster }: KubeadmSet, kind: ComponentKind): ArgvFragment['environment'] {
  const variables: Variable[] = []
  let open = false
  for (const { tree } of cluster) {
    const found = lookup(tree, ...(SECTIONS[kind] ?? []), 'extraEnvs')
    if (isHole(found)) open = true
    if (found.state !== 'found' || found.value.kind !== 'list') continue
    for (const { value: item, conditional } of found.value.items) {
      const name = textAt(item, 'name')
      if (name === undefined || conditional) open = true
      else {
        const text = variableValue(item, name)
        variables.push({ name: name.value, text, words: [text], at: name.at })
      }
    }
  }
  return { variables, open }
}

function variableValue(item: Tree, name: Text): Text {
  const value = lookup(item, 'value')
  if (value.state === 'found') return scalarText(value.value) ?? unknownAt(value.value.at)
  return value.state === 'absent' && lookup(item, 'valueFrom').state === 'absent' ? emptyAt(name) : unknownAt(item.at)
}

/** An etcd's `when` is about etcd's own version, so what differs by that of Kubernetes is unknown unless that is known. */
function etcd(context: Context, user: UserArgs, trees: readonly Tree[]): Fragment[] {
  const { documents, base, fill } = context
  const { range } = documents
  const here = range === undefined ? ETCD().filter(arg => arg.until === NEWEST) : certainOf(ETCD(), range)
  const versions = [...documents.versions, ...etcdHint(trees, range)]
  const checks = within(range, [ETCD_CORRUPT_CHECK_SINCE, NEWEST])
  return stretches(ETCD_BY_ITS_VERSION()).map(stretch => {
    const into = written('kubeadm defaults for etcd')
    const own = ETCD_BY_ITS_VERSION().filter(arg => checks && arg.since <= stretch[0] && arg.until >= stretch[1])
    const words = commandLine([...here, ...own], user, fill, into)
    const when = rangeOf(stretch)
    return argv(
      { ...context, base: { ...base, ...(versions.length === 0 ? {} : { versions }), when } },
      'etcd',
      {},
      words,
      user.open,
    )
  })
}

/** Defaults that hold all over the range as they are, the others with a value nobody knows. */
function certainOf(defaults: readonly DefaultArg[], range: VersionRange): DefaultArg[] {
  const certain = defaults.filter(arg => within(range, [arg.since, arg.until]))
  const names = new Set(certain.map(({ name }) => name))
  const others = new Map<string, DefaultArg>()
  for (const arg of defaults)
    if (!names.has(arg.name) && overlaps(range, [arg.since, arg.until]))
      others.set(arg.name, { ...arg, value: '{unknown}' })
  return [...certain, ...others.values()]
}

/** SupportedEtcdVersion in cmd/kubeadm/app/constants/constants.go: v1.13.0 3.2, v1.16.0 3.3, v1.17.0 3.4, v1.22.0 3.5, v1.34.0 3.6. */
const ETCD_VERSIONS: readonly (readonly [number, number, string])[] = [
  [107, 109, '3.1'],
  [110, 113, '3.2'],
  [114, 116, '3.3'],
  [117, 121, '3.4'],
  [122, 133, '3.5'],
  [134, 136, '3.6'],
]

function etcdHint(trees: readonly Tree[], range: VersionRange | undefined): VersionHint[] {
  for (const tree of trees) {
    const tag = lookup(tree, 'etcd', 'local', 'imageTag')
    if (tag.state === 'absent') continue
    const text = tag.state === 'found' ? scalarText(tag.value) : undefined
    const stated = text === undefined || !text.known ? undefined : parseVersion(text.value)
    return text === undefined || stated === undefined ? [] : [{ of: 'etcd', range: { ...stated, at: text.at } }]
  }
  const row = range === undefined ? undefined : ETCD_VERSIONS.find(([from, to]) => within(range, [from, to]))
  const version = row === undefined ? undefined : parseVersion(row[2])
  return version === undefined
    ? []
    : [{ of: 'etcd', range: { ...version, source: 'the etcd kubeadm installs' }, bound: true }]
}
