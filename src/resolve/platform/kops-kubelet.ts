import {
  KOPS_KUBELET,
  KUBELET_CONFIG_PATH,
  KUBELET_CONFIG_SINCE,
  KUBELET_DEFAULTS,
  SHUTDOWN,
} from '../../facts/platforms/kops.js'
import { NEWEST, touches, whenOf } from '../../facts/platforms/rows.js'
import type { Belonging, ConfigFragment, Count, Fragment, SettingsFragment, Word } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { MASK, Text } from '../../model/text.js'
import { type Found, lookup, scalarText, stringAt, type Tree } from '../../model/tree.js'
import type { UserArg, UserArgs } from './args.js'
import { component, groupRole, type KopsCluster, sizeOf } from './kops-cluster.js'
import { keyArgs } from './kops-keys.js'
import { belonging } from './set.js'
import { defaultsTree, isHole, joined, renamedWord, unknownAt, written } from './written.js'

/**
 * The kubelets of one group of machines: the cluster's `kubelet`, or on control-plane machines its `controlPlaneKubelet`
 * (v1alpha2: `masterKubelet`), below the group's own (upup/pkg/fi/cloudup/populate_instancegroup_spec.go, v1.30.0).
 * Without a group: what a group of workers would get. Without its cluster a group is only half in view.
 */
export function kopsKubelet(kops: KopsCluster, group: SettingsFragment | undefined): Fragment[] {
  const { cluster } = kops
  const of = group ?? cluster
  if (of === undefined) return []
  const role = group === undefined ? 'worker' : groupRole(group.tree)
  const plane = role === 'control-plane' || role === 'apiserver'
  const layers = [
    ...clusterLayers(cluster, plane),
    ...(group === undefined ? [] : [lookup(group.tree, 'spec', 'kubelet')]),
  ]
  const args = keyArgs(layers, KOPS_KUBELET())
  const user: UserArgs = {
    ...args,
    args: [...args.args.filter(({ name }) => name !== TAINTS), ...taints(cluster, group, layers)],
    open: args.open || cluster === undefined || role === undefined,
  }
  const pool = group?.pool ?? (group === undefined ? undefined : stringAt(group.tree, 'metadata', 'name'))
  const also: Partial<Belonging> = {
    ...(role === undefined ? {} : { role: plane ? 'control-plane' : 'worker' }),
    ...(pool === undefined ? {} : { pool }),
    ...(cluster?.set === undefined ? {} : { set: cluster.set }),
    ...(cluster?.cluster === undefined ? {} : { cluster: cluster.cluster }),
  }
  // What kops fills in depends on its release, so on the cluster's version.
  const defaults = cluster === undefined ? [] : KUBELET_DEFAULTS()
  const machines = group === undefined ? undefined : instances(group.tree)
  const lines = component(kops, of, 'kubelet', user, defaults, () => MASK, machines, also)
  return [
    ...(group === undefined ? lines.map(line => ({ ...line, words: [...line.words, elsewhere(of.at)] })) : lines),
    ...(cluster === undefined ? [] : file(kops, cluster, of, layers, also)),
  ]
}

/** Machines belong to groups, and those may set flags of their own; a variable that nobody sets is assumed to be empty. */
const elsewhere = ({ doc, start, end }: Location): Word => ({
  parts: [{ variable: 'INSTANCE_GROUP', text: Text.whole(doc, start, end, 'an InstanceGroup') }],
  splits: true,
})

/** `anonymousAuth: false` of the workers' section is the one key that reaches the control plane too. */
function clusterLayers(cluster: SettingsFragment | undefined, plane: boolean): Found[] {
  if (cluster === undefined) return []
  if (!plane) return [lookup(cluster.tree, 'spec', 'kubelet')]
  const layers = [lookup(cluster.tree, 'spec', 'masterKubelet'), lookup(cluster.tree, 'spec', 'controlPlaneKubelet')]
  const shared = lookup(cluster.tree, 'spec', 'kubelet')
  if (shared.state !== 'found' || shared.value.kind !== 'map') return layers
  const entries = shared.value.entries.filter(({ key, value }) => key.value === 'anonymousAuth' && !isTrue(value))
  return entries.length === 0
    ? layers
    : [...layers, { state: 'found', value: { ...shared.value, entries, open: false } }]
}

const isTrue = (value: Tree): boolean => value.kind === 'scalar' && value.text.value === 'true'

const TAINTS = 'register-with-taints'

/** Taints are united: of every section that applies, of the workers' section too, and the group's own. */
function taints(
  cluster: SettingsFragment | undefined,
  group: SettingsFragment | undefined,
  layers: readonly Found[],
): UserArg[] {
  const lists = [
    ...(cluster === undefined ? [] : [lookup(cluster.tree, 'spec', 'kubelet', 'taints')]),
    ...layers.flatMap(layer => (layer.state === 'found' ? [lookup(layer.value, 'taints')] : [])),
    ...(group === undefined ? [] : [lookup(group.tree, 'spec', 'taints')]),
  ]
  const values = new Map<string, Text>()
  let key: Text | undefined
  for (const list of lists) {
    if (list.state !== 'found') continue
    key ??= list.key
    if (isHole(list)) values.set(MASK, unknownAt(list.value.at))
    if (list.value.kind !== 'list') continue
    for (const { value, conditional } of list.value.items) {
      const text = conditional ? unknownAt(value.at) : (scalarText(value) ?? unknownAt(value.at))
      values.set(text.value, text)
    }
  }
  if (key === undefined || values.size === 0) return []
  const value = joined([...values.values()], ',')
  return [{ name: TAINTS, key, value, word: renamedWord(TAINTS, key, value) }]
}

/** Machines of a group: exactly as many as its size where both bounds agree. */
function instances(tree: Tree): Count | undefined {
  const [min, max] = [sizeOf(tree, 'minSize'), sizeOf(tree, 'maxSize')]
  if (min === undefined) return undefined
  return max === undefined ? { min } : { min, max: Math.max(min, max) }
}

/** `kubelet.conf` holds what has no flag: the graceful shutdown, 0 beside the Amazon VPC network (pkg/model/components/kubelet.go). */
function file(
  { range, versions }: KopsCluster,
  cluster: SettingsFragment,
  of: SettingsFragment,
  layers: readonly Found[],
  also: Partial<Belonging>,
): ConfigFragment[] {
  const stretch = [KUBELET_CONFIG_SINCE, NEWEST] as const
  if (!touches(range, stretch)) return []
  const vpc = lookup(cluster.tree, 'spec', 'networking', 'amazonvpc').state
  const vpc3 = lookup(cluster.tree, 'spec', 'networking', 'amazonVPC').state
  const present = vpc === 'found' || vpc3 === 'found'
  const rows = Object.entries(SHUTDOWN).map(([path, value]) => {
    const user = last(layers, path)
    if (user !== undefined) return { path, value: MASK, text: user }
    return { path, value: present ? '0s' : vpc === 'unknown' || vpc3 === 'unknown' ? MASK : value }
  })
  return [
    {
      ...belonging(of, versions),
      ...also,
      ...whenOf(stretch),
      kind: 'config',
      component: 'kubelet',
      layer: 'file',
      path: KUBELET_CONFIG_PATH,
      tree: defaultsTree(written('kops kubelet.conf'), rows),
    },
  ]
}

function last(layers: readonly Found[], key: string): Text | undefined {
  let text: Text | undefined
  for (const layer of layers) {
    const found = layer.state === 'found' ? lookup(layer.value, key) : layer
    if (found.state === 'found') text = scalarText(found.value) ?? unknownAt(found.value.at)
    if (found.state === 'unknown') text = unknownAt(found.at)
  }
  return text
}
