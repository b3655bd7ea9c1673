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
import { type DefaultArg, NEWEST } from '../../facts/platforms/rows.js'
import type { Fragment, SettingsFragment } from '../../model/fragment.js'
import { MASK } from '../../model/text.js'
import { lookup, scalarText, stringAt, type Tree, type TreeMap } from '../../model/tree.js'
import type { Fill, UserArgs } from './args.js'
import { component, groupRole, type KopsCluster, kopsClusters, machines, membersOf } from './kops-cluster.js'
import { kopsEtcd } from './kops-etcd.js'
import { keyArgs } from './kops-keys.js'
import { kopsKubelet } from './kops-kubelet.js'
import { isHole, renamedWord, unknownAt } from './written.js'

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
  const server = sectionArgs(cluster.tree, 'kubeAPIServer', KOPS_APISERVER())
  const manager = sectionArgs(cluster.tree, 'kubeControllerManager', KOPS_CONTROLLER_MANAGER())
  const scheduler = sectionArgs(cluster.tree, 'kubeScheduler', KOPS_SCHEDULER())
  const events = membersOf(cluster.tree, 'events') === undefined ? [] : EVENTS
  return [
    ...component(
      kops,
      cluster,
      'kube-apiserver',
      server,
      [...APISERVER_DEFAULTS(), ...events, ...quorumRead(cluster.tree)],
      fill,
      servers,
    ),
    ...component(kops, cluster, 'kube-controller-manager', manager, CONTROLLER_MANAGER_DEFAULTS(), fill, masters),
    ...component(kops, cluster, 'kube-scheduler', scheduler, SCHEDULER_DEFAULTS(), fill, masters),
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

/** The autoscaler kops installs where `spec.clusterAutoscaler.enabled` is true. */
function autoscaler(kops: KopsCluster, cluster: SettingsFragment): Fragment[] {
  const section = lookup(cluster.tree, 'spec', 'clusterAutoscaler')
  if (section.state !== 'found' || section.value.kind !== 'map') return []
  if (stringAt(section.value, 'enabled') !== 'true') return []
  const user = autoscalerArgs(section.value)
  const defaults = KOPS_KEYS().map(({ flag, since, value }) => ({
    since,
    until: NEWEST,
    name: flag,
    value,
    last: false,
  }))
  // Which groups it scales follows from groups that need not all be in view.
  const nodes = { since: 0, until: NEWEST, name: 'nodes', value: '{unknown}', last: true }
  return component(kops, cluster, 'cluster-autoscaler', user, [...defaults, nodes], () => MASK, { min: 1 })
}

function autoscalerArgs(section: TreeMap): UserArgs {
  const args: UserArgs['args'][number][] = []
  const maybe = new Set<string>()
  let { open } = section
  for (const { key, flag } of KOPS_KEYS()) {
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
