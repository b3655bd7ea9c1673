import { KOPS_KEYS } from '../../facts/platforms/cluster-autoscaler.js'
import {
  APISERVER_DEFAULTS,
  CONTROLLER_MANAGER_DEFAULTS,
  ETCD2_BY_DEFAULT_UNTIL,
  ETCD2_UNTIL,
  KOPS_APISERVER,
  KOPS_CONTROLLER_MANAGER,
  KOPS_SCHEDULER,
  type KopsKey,
  QUORUM_READ_SINCE,
  SCHEDULER_DEFAULTS,
} from '../../facts/platforms/kops.js'
import {
  type DefaultArg,
  NEWEST,
  rangeOf,
  stretches,
  stretchName,
  touches,
  within,
} from '../../facts/platforms/rows.js'
import type {
  ArgvFragment,
  Belonging,
  ComponentKind,
  Count,
  Fragment,
  SettingsFragment,
  VersionHint,
} from '../../model/fragment.js'
import { MASK } from '../../model/text.js'
import { itemsAt, lookup, scalarText, stringAt, type Tree, type TreeMap } from '../../model/tree.js'
import type { VersionRange } from '../../model/version.js'
import { commandLine, type Fill, type UserArgs } from './args.js'
import { kopsEtcd } from './kops-etcd.js'
import { keyArgs } from './kops-keys.js'
import { kopsKubelet } from './kops-kubelet.js'
import { belonging, kubernetesRange } from './set.js'
import { isHole, renamedWord, unknownAt, written } from './written.js'

/** A kops cluster: its Cluster document and the groups of machines that say they belong to it. */
export interface KopsCluster {
  readonly cluster: SettingsFragment | undefined
  readonly groups: readonly SettingsFragment[]
  readonly versions: readonly VersionHint[]
  readonly range: VersionRange | undefined
}

/** What kops writes for all of its documents in view. */
export function kopsFragments(settings: readonly SettingsFragment[]): Fragment[] {
  return kopsClusters(settings.filter(({ platform }) => platform === 'kops')).flatMap(kops => {
    const { cluster, groups } = kops
    if (cluster === undefined) return groups.flatMap(group => kopsKubelet(kops, group))
    const nodes = groups.filter(({ tree }) => groupRole(tree) !== 'bastion')
    const kubelets = nodes.length > 0 ? nodes.flatMap(group => kopsKubelet(kops, group)) : kopsKubelet(kops, undefined)
    return [...controlPlane(kops, cluster), ...kopsEtcd(kops, cluster), ...autoscaler(kops, cluster), ...kubelets]
  })
}

/** Groups find their cluster by its name, in their own set first; else it is the only one of their set. */
function kopsClusters(settings: readonly SettingsFragment[]): KopsCluster[] {
  const clusters = settings.filter(({ what }) => what === 'Cluster')
  const groups = new Map<SettingsFragment | undefined, SettingsFragment[]>(clusters.map(cluster => [cluster, []]))
  for (const group of settings) {
    if (group.what !== 'InstanceGroup') continue
    const named = group.cluster === undefined ? [] : clusters.filter(({ cluster }) => cluster === group.cluster)
    const beside = clusters.filter(({ set }) => set !== undefined && set === group.set)
    const both = named.filter(one => beside.includes(one))
    const [only, ...others] =
      both.length > 0 ? both : named.length > 0 ? named : group.cluster === undefined ? beside : []
    const owner = others.length === 0 ? only : undefined
    const list = groups.get(owner)
    if (list === undefined) groups.set(owner, [group])
    else list.push(group)
  }
  return [...groups].map(([cluster, list]) => {
    const versions = [...new Set([...(cluster?.versions ?? []), ...list.flatMap(group => group.versions ?? [])])]
    return { cluster, groups: list, versions, range: kubernetesRange(cluster?.versions ?? versions) }
  })
}

/** Roles of kops's groups: Master (v1alpha2) and ControlPlane (v1alpha3) are one; APIServer runs nothing but apiservers. */
export function groupRole(tree: Tree): 'control-plane' | 'worker' | 'apiserver' | 'bastion' | undefined {
  const role = stringAt(tree, 'spec', 'role')
  if (role === 'Master' || role === 'ControlPlane') return 'control-plane'
  if (role === 'Node') return 'worker'
  if (role === 'APIServer') return 'apiserver'
  return role === 'Bastion' ? 'bastion' : undefined
}

/** Machines of the groups of a role; without any group the members of the main etcd cluster, of which every master is one. */
function machines({ groups }: KopsCluster, roles: readonly string[], members: number | undefined): Count {
  const mine = groups.filter(({ tree }) => roles.includes(groupRole(tree) ?? ''))
  if (mine.length === 0) return { min: Math.max(1, members ?? 1) }
  let [min, max]: [number, number | undefined] = [0, 0]
  for (const { tree } of mine) {
    // populate_instancegroup_spec.go: sizes of a control-plane group are 1 unless written
    const low = sizeOf(tree, 'minSize')
    const high = sizeOf(tree, 'maxSize')
    min += low ?? 0
    max = max === undefined || high === undefined ? undefined : max + high
  }
  return max === undefined ? { min: Math.max(1, min) } : { min: Math.max(1, min), max: Math.max(1, min, max) }
}

/** A size of a group: 1 where none is written, undefined where it is not known. */
export function sizeOf(tree: Tree, key: string): number | undefined {
  const found = lookup(tree, 'spec', key)
  if (found.state === 'absent') return 1
  const text = found.state === 'found' ? scalarText(found.value) : undefined
  return text !== undefined && /^\d{1,6}$/.test(text.value) ? Number(text.value) : undefined
}

/** Members of an etcd cluster by name; undefined if it is not written or not known. */
function membersOf(tree: Tree, name: string): number | undefined {
  for (const cluster of itemsAt(tree, 'spec', 'etcdClusters')) {
    if (stringAt(cluster, 'name') !== name) continue
    const members = lookup(cluster, 'etcdMembers')
    if (members.state !== 'found' || members.value.kind !== 'list' || members.value.open) return undefined
    return members.value.items.some(({ conditional }) => conditional) ? undefined : members.value.items.length
  }
  return undefined
}

function controlPlane(kops: KopsCluster, cluster: SettingsFragment): Fragment[] {
  const members = membersOf(cluster.tree, 'main')
  const masters = machines(kops, ['control-plane'], members)
  const servers = machines(kops, ['control-plane', 'apiserver'], members)
  const fill: Fill = name => {
    if (name === 'members') return members === undefined ? MASK : String(members)
    return name === 'authorization' && lookup(cluster.tree, 'spec', 'authorization', 'rbac').state === 'found'
      ? 'Node,RBAC'
      : MASK
  }
  const server = sectionArgs(cluster.tree, 'kubeAPIServer', KOPS_APISERVER)
  const manager = sectionArgs(cluster.tree, 'kubeControllerManager', KOPS_CONTROLLER_MANAGER)
  const scheduler = sectionArgs(cluster.tree, 'kubeScheduler', KOPS_SCHEDULER)
  const events = membersOf(cluster.tree, 'events') === undefined ? [] : EVENTS
  return [
    ...component(
      kops,
      cluster,
      'kube-apiserver',
      server,
      [...APISERVER_DEFAULTS, ...events, ...quorumRead(cluster.tree)],
      fill,
      servers,
    ),
    ...component(kops, cluster, 'kube-controller-manager', manager, CONTROLLER_MANAGER_DEFAULTS, fill, masters),
    ...component(kops, cluster, 'kube-scheduler', scheduler, SCHEDULER_DEFAULTS, fill, masters),
  ]
}

const override = (since: number, until: number, scheme: string): DefaultArg => ({
  since,
  until,
  name: 'etcd-servers-overrides',
  value: `/events#${scheme}://127.0.0.1:4002`,
  last: true,
})
const EVENTS = [override(0, ETCD2_UNTIL - 1, 'http'), override(ETCD2_UNTIL, NEWEST, 'https')]

/** Quorum reads of an etcd 2 are switched off; where a version is not in view, nobody knows. */
function quorumRead(tree: Tree): DefaultArg[] {
  const list = lookup(tree, 'spec', 'etcdClusters')
  if (list.state === 'absent') return []
  const clusters = list.state === 'found' && list.value.kind === 'list' ? list.value.items : []
  const found = clusters.map(({ value }) => lookup(value, 'version'))
  const arg = { since: QUORUM_READ_SINCE, name: 'etcd-quorum-read', last: false }
  if (isHole(list) || found.some(isHole)) return [{ ...arg, until: ETCD2_UNTIL, value: '{unknown}' }]
  const versions = found.flatMap(one => (one.state === 'found' ? [scalarText(one.value)?.value ?? ''] : []))
  if (versions.some(version => !version.startsWith('2.'))) return []
  return [{ ...arg, until: versions.length === found.length ? ETCD2_UNTIL : ETCD2_BY_DEFAULT_UNTIL, value: 'false' }]
}

function sectionArgs(tree: Tree, section: string, keys: ReadonlyMap<string, KopsKey>): UserArgs {
  return keyArgs([lookup(tree, 'spec', section)], keys)
}

const SECTIONS: Partial<Record<ComponentKind, string>> = {
  'kube-apiserver': 'kubeAPIServer',
  'kube-controller-manager': 'kubeControllerManager',
  'kube-scheduler': 'kubeScheduler',
  'cluster-autoscaler': 'clusterAutoscaler',
}

/** One command line for each stretch of versions the platform's defaults differ at. */
export function component(
  { range, versions }: KopsCluster,
  of: SettingsFragment,
  kind: ComponentKind,
  user: UserArgs,
  defaults: readonly DefaultArg[],
  fill: Fill,
  instances: Count | undefined,
  also: Partial<Belonging> = { role: 'control-plane' },
): ArgvFragment[] {
  const section = SECTIONS[kind] ?? 'kubelet'
  const found = lookup(of.tree, 'spec', section)
  const at = found.state === 'found' ? (found.key?.at ?? of.at) : of.at
  return stretches(defaults)
    .filter(stretch => touches(range, stretch))
    .map(stretch => {
      const into = written(['kops', stretchName(stretch), 'defaults'].filter(Boolean).join(' '))
      const here = defaults.filter(arg => arg.since <= stretch[0] && arg.until >= stretch[1])
      const forced = new Set(here.filter(({ last }) => last).map(({ name }) => name))
      const kept = { ...user, args: user.args.filter(({ name }) => !forced.has(name)) }
      return {
        ...belonging(of, versions),
        at,
        ...also,
        ...(within(range, stretch) ? {} : { when: rangeOf(stretch) }),
        kind: 'argv',
        component: kind,
        words: commandLine(here, kept, fill, into),
        open: user.open,
        environment: { variables: [], open: false },
        ...(instances === undefined ? {} : { instances }),
      }
    })
}

/** The autoscaler kops installs where `spec.clusterAutoscaler.enabled` is true. */
function autoscaler(kops: KopsCluster, cluster: SettingsFragment): Fragment[] {
  const section = lookup(cluster.tree, 'spec', 'clusterAutoscaler')
  if (section.state !== 'found' || section.value.kind !== 'map') return []
  if (stringAt(section.value, 'enabled') !== 'true') return []
  const user = autoscalerArgs(section.value)
  const defaults = KOPS_KEYS.map(({ flag, since, value }) => ({ since, until: NEWEST, name: flag, value, last: false }))
  // Which groups it scales follows from groups that need not all be in view.
  const nodes = { since: 0, until: NEWEST, name: 'nodes', value: '{unknown}', last: true }
  return component(kops, cluster, 'cluster-autoscaler', user, [...defaults, nodes], () => MASK, { min: 1 })
}

function autoscalerArgs(section: TreeMap): UserArgs {
  const args: UserArgs['args'][number][] = []
  const maybe = new Set<string>()
  let { open } = section
  for (const { key, flag } of KOPS_KEYS) {
    const found = lookup(section, key)
    const entry = section.entries.find(one => one.key.value === key)
    if (found.state === 'unknown' && entry !== undefined) {
      maybe.add(flag)
      open = true
    }
    if (found.state !== 'found' || found.key === undefined) continue
    const value = scalarText(found.value) ?? unknownAt(found.value.at)
    args.push({ name: flag, key: found.key, value, word: renamedWord(flag, found.key, value) })
  }
  return { args, maybe, open }
}
