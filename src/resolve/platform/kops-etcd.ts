import { ETCD_LEGACY_UNTIL, ETCD_VERSIONS } from '../../facts/platforms/kops.js'
import { within } from '../../facts/platforms/rows.js'
import type { ArgvFragment, Count, SettingsFragment, Variable, VersionHint } from '../../model/fragment.js'
import { Text } from '../../model/text.js'
import { lookup, scalarText, stringAt, type Tree, textAt } from '../../model/tree.js'
import { parseVersion } from '../../model/version.js'
import type { KopsCluster } from './kops-cluster.js'
import { belonging } from './set.js'
import { isHole, unknownAt } from './written.js'

/** The etcd clusters of a kops cluster, `main` and `events`, each configured by its environment alone. */
export function kopsEtcd(kops: KopsCluster, cluster: SettingsFragment): ArgvFragment[] {
  const list = lookup(cluster.tree, 'spec', 'etcdClusters')
  if (list.state !== 'found' || list.value.kind !== 'list') return []
  return list.value.items.flatMap(({ value: tree, conditional }) => (conditional ? [] : [etcd(kops, cluster, tree)]))
}

function etcd(kops: KopsCluster, cluster: SettingsFragment, tree: Tree): ArgvFragment {
  const version = versionHint(kops, tree)
  const members = lookup(tree, 'etcdMembers')
  const list = members.state === 'found' && members.value.kind === 'list' ? members.value : undefined
  const size = list?.items.filter(({ conditional }) => !conditional).length ?? 1
  const sure = list !== undefined && !list.open && size === list.items.length
  const instances: Count = sure ? { min: size, max: size } : { min: Math.max(1, size) }
  const env = managerEnv(tree)
  return {
    ...belonging(cluster, [...kops.versions.filter(({ of }) => of !== 'etcd'), ...version]),
    role: 'control-plane',
    at: textAt(tree, 'name')?.at ?? tree.at,
    kind: 'argv',
    component: 'etcd',
    words: [],
    open: false,
    environment: { variables: [...timing(kops, tree), ...env.variables], open: env.open },
    instances,
  }
}

function versionHint({ range }: KopsCluster, tree: Tree): VersionHint[] {
  const found = lookup(tree, 'version')
  if (found.state === 'unknown') return []
  const text = found.state === 'found' ? scalarText(found.value) : undefined
  if (text !== undefined) {
    const stated = parseVersion(text.value)
    return stated === undefined ? [] : [{ of: 'etcd', range: { ...stated, at: text.at } }]
  }
  const row = range === undefined ? undefined : ETCD_VERSIONS.find(({ since, until }) => within(range, [since, until]))
  const byDefault = row === undefined ? undefined : parseVersion(row.version)
  if (byDefault === undefined) return []
  return [{ of: 'etcd', range: { ...byDefault, source: 'the etcd kops installs' }, bound: true }]
}

/** `manager.env`: etcd-manager hands its ETCD_* on to etcd; ETCD_MANAGER_* are its own. */
function managerEnv(tree: Tree): ArgvFragment['environment'] {
  const found = lookup(tree, 'manager', 'env')
  if (found.state !== 'found' || found.value.kind !== 'list') return { variables: [], open: isHole(found) }
  const variables: Variable[] = []
  let { open } = found.value
  for (const { value: item, conditional } of found.value.items) {
    const name = textAt(item, 'name')
    if (name === undefined || conditional) open = true
    else if (name.value.startsWith('ETCD_') && !name.value.startsWith('ETCD_MANAGER_')) {
      const value = lookup(item, 'value')
      const text =
        value.state === 'found'
          ? (scalarText(value.value) ?? unknownAt(value.value.at))
          : value.state === 'unknown'
            ? unknownAt(value.at)
            : undefined
      if (text !== undefined) variables.push({ name: name.value, text, words: [text], at: name.at })
    }
  }
  return { variables, open }
}

const TIMING = [
  ['heartbeatInterval', 'ETCD_HEARTBEAT_INTERVAL'],
  ['leaderElectionTimeout', 'ETCD_ELECTION_TIMEOUT'],
] as const

/**
 * Both reach an etcd that protokube runs; beside etcd-manager kops refuses them, and it is unknown which one is there
 * unless `provider` or the version says so. They are durations, etcd's variables milliseconds (convEtcdSettingsToMs).
 */
function timing({ range }: KopsCluster, tree: Tree): Variable[] {
  const provider = stringAt(tree, 'provider')
  const legacy =
    provider === 'Legacy' ||
    (provider === undefined && lookup(tree, 'manager').state === 'absent' && within(range, [0, ETCD_LEGACY_UNTIL]))
  return TIMING.flatMap(([key, name]) => {
    const found = lookup(tree, key)
    if (found.state === 'absent') return []
    const source = found.state === 'found' ? scalarText(found.value) : undefined
    const ms = source === undefined ? undefined : milliseconds(source.value)
    const at = found.state === 'found' ? found.value.at : found.at
    const text =
      source === undefined || ms === undefined || !legacy
        ? unknownAt(at)
        : Text.whole(at.doc, at.start, at.end, String(ms))
    return [{ name, text, words: [text], at: found.state === 'found' && found.key !== undefined ? found.key.at : at }]
  })
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 }

function milliseconds(text: string): number | undefined {
  const found = /^(\d{1,9})(ms|s|m)$/.exec(text)
  const unit = found === null ? undefined : UNITS[found[2] ?? '']
  return found === null || unit === undefined ? undefined : Number(found[1]) * unit
}
