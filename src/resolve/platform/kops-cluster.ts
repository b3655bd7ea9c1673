import { type DefaultArg, stretches, stretchName, touches, whenOf } from '../../facts/platforms/rows.js'
import type {
  ArgvFragment,
  Belonging,
  ComponentKind,
  Count,
  SettingsFragment,
  VersionHint,
} from '../../model/fragment.js'
import { itemsAt, lookup, scalarText, stringAt, type Tree } from '../../model/tree.js'
import type { VersionRange } from '../../model/version.js'
import { commandLine, type Fill, type UserArgs } from './args.js'
import { belonging, grouped, kubernetesRange } from './set.js'
import { written } from './written.js'

/** A kops cluster: its Cluster document and the groups of machines that say they belong to it. */
export interface KopsCluster {
  readonly cluster: SettingsFragment | undefined
  readonly groups: readonly SettingsFragment[]
  readonly versions: readonly VersionHint[]
  readonly range: VersionRange | undefined
}

/** Groups find their cluster by its name, in their own set first; without one it is the only cluster of their set. */
export function kopsClusters(settings: readonly SettingsFragment[]): KopsCluster[] {
  const clusters = settings.filter(({ what }) => what === 'Cluster')
  const byName = grouped(clusters, ({ cluster }) => cluster)
  const bySet = grouped(clusters, ({ set }) => set)
  const byBoth = grouped(clusters, both)
  const groups = new Map<SettingsFragment | undefined, SettingsFragment[]>(clusters.map(cluster => [cluster, []]))
  for (const group of settings) {
    if (group.what !== 'InstanceGroup') continue
    const candidates =
      group.cluster === undefined
        ? group.set === undefined
          ? undefined
          : bySet.get(group.set)
        : (byBoth.get(both(group)) ?? byName.get(group.cluster))
    const owner = candidates?.length === 1 ? candidates[0] : undefined
    const list = groups.get(owner)
    if (list === undefined) groups.set(owner, [group])
    else list.push(group)
  }
  return [...groups].map(([cluster, list]) => {
    const versions = [...new Set([...(cluster?.versions ?? []), ...list.flatMap(group => group.versions ?? [])])]
    return { cluster, groups: list, versions, range: kubernetesRange(cluster?.versions ?? versions) }
  })
}

const both = ({ cluster, set }: SettingsFragment): string => JSON.stringify([cluster, set])

/** Roles of kops's groups: Master (v1alpha2) and ControlPlane (v1alpha3) are one; APIServer runs nothing but apiservers. */
export function groupRole(tree: Tree): 'control-plane' | 'worker' | 'apiserver' | 'bastion' | undefined {
  const role = stringAt(tree, 'spec', 'role')
  if (role === 'Master' || role === 'ControlPlane') return 'control-plane'
  if (role === 'Node') return 'worker'
  if (role === 'APIServer') return 'apiserver'
  return role === 'Bastion' ? 'bastion' : undefined
}

/** Machines of the groups of a role; without any group the members of the main etcd cluster, of which every master is one. */
export function machines({ groups }: KopsCluster, roles: readonly string[], members: number | undefined): Count {
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
export function membersOf(tree: Tree, name: string): number | undefined {
  for (const cluster of itemsAt(tree, 'spec', 'etcdClusters')) {
    if (stringAt(cluster, 'name') !== name) continue
    const members = lookup(cluster, 'etcdMembers')
    if (members.state !== 'found' || members.value.kind !== 'list' || members.value.open) return undefined
    return members.value.items.some(({ conditional }) => conditional) ? undefined : members.value.items.length
  }
  return undefined
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
        ...whenOf(stretch),
        kind: 'argv',
        component: kind,
        words: commandLine(here, kept, fill, into),
        open: user.open,
        environment: { variables: [], open: false },
        ...(instances === undefined ? {} : { instances }),
      }
    })
}
