import { KIND_KUBELET_CONFIG, KUBELET_CONFIG_PATH } from '../../facts/platforms/kubeadm.js'
import { stretches, stretchName, touches, whenOf } from '../../facts/platforms/rows.js'
import type { ArgvFragment, ConfigFragment, Count, Fragment, SettingsFragment } from '../../model/fragment.js'
import { type Entry, itemsAt, lookup, stringAt, type TreeMap } from '../../model/tree.js'
import { controlPlane } from './kubeadm.js'
import { kubeadmKubelets, kubeletDefaults } from './kubeadm-kubelet.js'
import { type KubeadmSet, kubeadmSet } from './kubeadm-set.js'
import { belonging, type FragmentSet } from './set.js'
import { isHole, overDefaults, pairs, renamedWord, word, written } from './written.js'

/** What kind makes of its Cluster document and of the patches in it. The documents it generates itself are of no interest but the kubelet's. */
export function kindFragments(set: FragmentSet, cluster: SettingsFragment, all: readonly Fragment[]): Fragment[] {
  const documents: KubeadmSet = { ...kubeadmSet(set, all, [cluster]), instances: nodesOf(cluster, 'control-plane') }
  const init = documents.init.length === 0 ? [{ ...cluster, role: 'control-plane' as const }] : documents.init
  const workers = itemsAt(cluster.tree, 'nodes').some(node => stringAt(node, 'role') === 'worker')
  const join = documents.join.length > 0 || !workers ? documents.join : [{ ...cluster, role: 'worker' as const }]
  const known = { ...documents, init, join, set: { ...set, fragments: [] } }
  const made = [...controlPlane(documents, cluster), ...kubeadmKubelets(known).filter(({ kind }) => kind !== 'config')]
  return [
    ...made.map(fragment => (fragment.kind === 'argv' ? withClusterKeys(fragment, cluster) : fragment)),
    ...configuration(documents, cluster),
  ].map(fragment => ({ ...fragment, platform: 'kind' }))
}

function nodesOf(cluster: SettingsFragment, role: string): Count {
  const nodes = lookup(cluster.tree, 'nodes')
  if (nodes.state === 'absent') return { min: 1, max: 1 }
  if (nodes.state === 'unknown' || nodes.value.kind !== 'list') return { min: 1 }
  const { items, open } = nodes.value
  const count = items.filter(
    ({ value, conditional }) => !conditional && (stringAt(value, 'role') ?? 'control-plane') === role,
  ).length
  const sure = !open && items.every(({ conditional }) => !conditional)
  return sure ? { min: Math.max(1, count), max: Math.max(1, count) } : { min: Math.max(1, count) }
}

/** `featureGates` of all components, `runtimeConfig` of the apiserver: kubernetes-sigs/kind pkg/cluster/internal/kubeadm/config.go, v0.23.0. */
function withClusterKeys(pod: ArgvFragment, { tree }: SettingsFragment): ArgvFragment {
  if (pod.component === 'etcd') return pod
  const flags: [string, string][] = [['featureGates', 'feature-gates']]
  if (pod.component === 'kube-apiserver') flags.push(['runtimeConfig', 'runtime-config'])
  let { words, open } = pod
  for (const [key, flag] of flags) {
    const found = lookup(tree, key)
    if (isHole(found) && (found.state !== 'found' || found.value.kind === 'scalar')) open = true
    if (found.state !== 'found' || found.value.kind !== 'map' || found.key === undefined) continue
    const value = pairs(found.value)
    if (value !== undefined) words = [...words, word(renamedWord(flag, found.key, value))]
  }
  return { ...pod, words, open }
}

/** The kubelet's file: kind's own, below the KubeletConfiguration patches of the user, below `featureGates` of the cluster. */
function configuration({ set, range, versions }: KubeadmSet, cluster: SettingsFragment): ConfigFragment[] {
  const patches = set.fragments.flatMap(one => (one.kind === 'config' && one.component === 'kubelet' ? [one] : []))
  const gates = lookup(cluster.tree, 'featureGates')
  return stretches(KIND_KUBELET_CONFIG())
    .filter(stretch => touches(range, stretch))
    .map(stretch => {
      const into = written(['kind', stretchName(stretch), 'defaults for the kubelet'].filter(Boolean).join(' '))
      const rows = KIND_KUBELET_CONFIG().filter(arg => arg.since <= stretch[0] && arg.until >= stretch[1])
      const defaults = kubeletDefaults(rows, () => undefined, into)
      const gateEntry: Entry[] =
        gates.state === 'found' && gates.key !== undefined
          ? [{ key: gates.key, value: gates.value, conditional: false }]
          : []
      const base: TreeMap = { ...defaults, entries: [...defaults.entries, ...gateEntry] }
      let tree: TreeMap = base
      for (const { tree: patch } of patches)
        tree = patch.kind === 'map' ? overDefaults(patch, tree) : { ...tree, open: true }
      const [first] = patches
      return {
        ...belonging(cluster, versions),
        ...(first === undefined ? {} : { doc: first.doc, at: first.at, insteadOf: patches }),
        ...whenOf(stretch),
        kind: 'config',
        component: 'kubelet',
        layer: 'file',
        path: KUBELET_CONFIG_PATH,
        tree,
      }
    })
}
