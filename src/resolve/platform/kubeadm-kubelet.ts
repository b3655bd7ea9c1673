import {
  CONTAINERD_SOCKET,
  DOCKER_SOCKET,
  DOCKER_UNTIL,
  DROP_IN,
  DROP_INS,
  KUBELET_CONFIG,
  KUBELET_CONFIG_PATH,
  KUBELET_ENV_PATH,
  KUBELET_FILES_SINCE,
  KUBELET_UNIT,
  KUBELET_WITH_DOCKER,
  KUBELET_WITH_OTHER_RUNTIME,
} from '../../facts/platforms/kubeadm.js'
import { type DefaultArg, NEWEST, stretches, stretchName, touches, whenOf } from '../../facts/platforms/rows.js'
import type {
  Belonging,
  ConfigFragment,
  EnvFragment,
  Fragment,
  SettingsFragment,
  UnitFragment,
} from '../../model/fragment.js'
import { append } from '../../model/lists.js'
import { MASK } from '../../model/text.js'
import { lookup, scalarText, type TreeMap, unseenMap } from '../../model/tree.js'
import { commandLine, type Fill, filled, stacked, userArgs } from './args.js'
import { fillFrom, foundIn, type KubeadmSet, type Patch, patchesFor } from './kubeadm-set.js'
import { belonging, kubernetesRange } from './set.js'
import { unitDirectives } from './unit.js'
import { defaultsTree, joined, overDefaults, type Written, written } from './written.js'

type Stretch = readonly [number, number]

/** The kubelets of a set: that of the nodes `kubeadm init` makes, and one for every document `kubeadm join` reads. */
export function kubeadmKubelets(documents: KubeadmSet): Fragment[] {
  const { cluster, init, join } = documents
  const first = init[0] ?? cluster[0]
  const fragments: Fragment[] = first === undefined ? [] : node(documents, first, init, 'control-plane')
  for (const one of join) {
    append(fragments, node(ownVersions(documents, one), one, [one], joinRole(one)))
  }
  // A node that joins gets the configuration of the cluster, which is in view only beside the document that made it.
  return first === undefined ? fragments : [...fragments, ...configurations(documents, first)]
}

/** One configuration for all nodes, and one for the nodes whose document names a folder with patches of it. */
function configurations(documents: KubeadmSet, first: SettingsFragment): ConfigFragment[] {
  const nodes = [
    { patches: kubeletPatches(documents, documents.init), role: 'control-plane' as const, pool: first.pool },
    ...documents.join.map(one => ({
      patches: kubeletPatches(documents, [one]),
      role: joinRole(one),
      pool: one.pool,
    })),
  ]
  const plain = nodes.some(({ patches }) => patches.length === 0) ? configuration(documents, first, []) : []
  const seen = new Set<string>()
  const own = nodes.flatMap(({ patches, role, pool }) => {
    // The first control-plane node and those that join it read the same files.
    const key = `${role ?? ''}\0${pool ?? ''}`
    if (patches.length === 0 || seen.has(key)) return []
    seen.add(key)
    return configuration(documents, first, patches).map(config => ({
      ...config,
      ...(role === undefined ? {} : { role }),
      ...(pool === undefined ? {} : { pool }),
    }))
  })
  return [...plain, ...own]
}

const kubeletPatches = ({ all }: KubeadmSet, nodes: readonly SettingsFragment[]): Patch[] =>
  patchesFor(nodes, all).filter(one => (one.kind === 'patch' ? one.target : one.component) === 'kubelet')

/** A JSON patch may change whatever is below it. */
const overPatch = (patch: Patch, tree: TreeMap): TreeMap => {
  if (patch.kind === 'patch') return overDefaults(unseenMap(patch.at), tree)
  return patch.tree.kind === 'map' ? overDefaults(patch.tree, tree) : tree
}

/** Machines of Cluster API have versions of their own, so those of the control plane do not count beside them. */
function ownVersions(documents: KubeadmSet, { versions = [] }: SettingsFragment): KubeadmSet {
  const states = versions.some(({ of, bound }) => of === 'kubernetes' && bound !== true)
  return states ? { ...documents, versions, range: kubernetesRange(versions) } : documents
}

/** A node joins the control plane if its document has that section; a template there decides it elsewhere. */
function joinRole({ tree, role }: SettingsFragment): 'control-plane' | 'worker' | undefined {
  // Cluster API says it by the kind of object the section stands in.
  if (role !== undefined) return role
  const found = lookup(tree, 'controlPlane')
  if (found.state === 'absent') return 'worker'
  return found.state === 'found' && found.value.kind === 'map' ? 'control-plane' : undefined
}

function node(
  documents: KubeadmSet,
  of: SettingsFragment,
  settings: readonly SettingsFragment[],
  role: 'control-plane' | 'worker' | undefined,
): Fragment[] {
  const { role: _, ...rest } = belonging(of, documents.versions)
  const base: Belonging = role === undefined ? rest : { ...rest, role }
  return [...units(documents, base), ...environment(documents, base, settings)]
}

/** The kubelet's unit and kubeadm's drop-in as the packages ship them; whoever keeps his own has it in view. */
function units({ range }: KubeadmSet, base: Belonging): UnitFragment[] {
  const unit = { ...base, kind: 'unit', name: 'kubelet.service', fallback: true } as const
  const dropIns = DROP_INS.filter(({ since, until }) => touches(range, [since, until]))
  return [
    { ...unit, directives: unitDirectives(written('kubelet package kubelet.service'), KUBELET_UNIT) },
    ...dropIns.map(({ since, until, text }): UnitFragment => {
      const uri = `kubeadm package ${DROP_IN}, ${stretchName([since, until])}`
      const when = whenOf([since, until])
      return { ...unit, ...when, dropIn: DROP_IN, directives: unitDirectives(written(uri), text) }
    }),
  ]
}

/** `kubeadm-flags.env`: what the container runtime asks for, then the user's arguments. */
function environment(documents: KubeadmSet, base: Belonging, settings: readonly SettingsFragment[]): EnvFragment[] {
  const trees = settings.map(({ tree }) => tree)
  const user = stacked(trees.map(tree => userArgs(tree, ['nodeRegistration', 'kubeletExtraArgs'])))
  const socket = foundIn(trees, 'nodeRegistration', 'criSocket') ?? foundIn(trees, 'criSocket')
  const given = socket?.state === 'found' ? scalarText(socket.value) : undefined
  const fill: Fill = name => (name === 'socket' ? (given ?? (socket === undefined ? CONTAINERD_SOCKET : MASK)) : MASK)
  const defaults = runtimeDefaults(socket === undefined ? undefined : given?.known ? given.value : MASK)
  const since: Stretch = [KUBELET_FILES_SINCE, NEWEST]
  return stretches([...defaults, { since: since[0], until: NEWEST }])
    .filter(stretch => stretch[0] >= KUBELET_FILES_SINCE && touches(documents.range, stretch))
    .map(stretch => {
      const into = written(`kubeadm ${stretchName(stretch)} kubeadm-flags.env`)
      const here = defaults.filter(arg => arg.since <= stretch[0] && arg.until >= stretch[1])
      const words = commandLine(here, user, fill, into).flatMap(({ parts }) => parts.map(({ text }) => text))
      const head = into.line('KUBELET_KUBEADM_ARGS=')
      const empty = head.slice(head.length)
      return {
        ...base,
        ...whenOf(stretch),
        kind: 'env',
        path: KUBELET_ENV_PATH,
        variables: [
          { name: 'KUBELET_KUBEADM_ARGS', text: words.length === 0 ? empty : joined(words, ' '), words, at: head.at },
        ],
        open: user.open,
      }
    })
}

/** Which runtime kubeadm finds on a node of an old version is known only there; docker or not decides about the cgroup driver. */
function runtimeDefaults(socket: string | undefined): DefaultArg[] {
  // kubeadm of 1.24 and later passes on whatever socket it is told, the one that is gone too
  const later = KUBELET_WITH_OTHER_RUNTIME()
    .filter(({ until }) => until > DOCKER_UNTIL)
    .map(arg => ({ ...arg, since: DOCKER_UNTIL + 1 }))
  if (socket === DOCKER_SOCKET || socket === `unix://${DOCKER_SOCKET}`) return [...KUBELET_WITH_DOCKER(), ...later]
  const driver = KUBELET_WITH_DOCKER().filter(({ name }) => name === 'cgroup-driver')
  if (socket === MASK) return driver
  if (socket !== undefined) return KUBELET_WITH_OTHER_RUNTIME()
  return [...driver, ...later]
}

/** `/var/lib/kubelet/config.yaml`: the user's KubeletConfiguration, or none, with kubeadm's defaults filled in. */
function configuration(documents: KubeadmSet, first: SettingsFragment, patches: readonly Patch[]): ConfigFragment[] {
  const { set, range, cluster } = documents
  const configs = set.fragments.flatMap(one =>
    one.kind === 'config' && one.component === 'kubelet' && one.layer === 'file' && isKubeadms(one) ? [one] : [],
  )
  const inside = cluster.flatMap(({ tree, doc }) => {
    const found = lookup(tree, 'kubeletConfiguration', 'baseConfig')
    return found.state === 'found' && found.value.kind === 'map' ? [{ tree: found.value, doc }] : []
  })
  const { role: _, ...base } = belonging(first, documents.versions)
  const fill = dnsFill(
    fillFrom(
      cluster.map(({ tree }) => tree),
      [],
    ),
  )
  const own = configs[0]
  const user = own?.tree ?? inside[0]?.tree
  // In a cluster the kubelets' configuration has a ConfigMap of its own beside kubeadm's, which may not be in view.
  if (user === undefined && first.doc.hint?.platform === 'kubeadm') return []
  return stretches([...KUBELET_CONFIG(), { since: KUBELET_FILES_SINCE, until: NEWEST }])
    .filter(stretch => stretch[0] >= KUBELET_FILES_SINCE && touches(range, stretch))
    .map(stretch => {
      const into = written(`kubeadm ${stretchName(stretch)} defaults for the kubelet`)
      const here = KUBELET_CONFIG().filter(arg => arg.since <= stretch[0] && arg.until >= stretch[1])
      const defaults = kubeletDefaults(here, fill, into)
      const forced = new Set(here.filter(({ last }) => last).map(({ name }) => name))
      let tree = user?.kind === 'map' ? overDefaults(user, defaults, forced) : (user ?? defaults)
      // kubeletconfiguration patches, from 1.25 on (cmd/kubeadm/app/phases/kubelet/config.go)
      for (const patch of patches) if (tree.kind === 'map') tree = overPatch(patch, tree)
      return {
        ...base,
        ...(own === undefined
          ? {}
          : {
              doc: own.doc,
              at: own.at,
              insteadOf: [own, ...patches],
              ...(own.apiVersion === undefined ? {} : { apiVersion: own.apiVersion }),
            }),
        ...whenOf(stretch),
        kind: 'config',
        component: 'kubelet',
        layer: 'file',
        path: KUBELET_CONFIG_PATH,
        tree,
      }
    })
}

/** A file that is carried to a path of its own is not what kubeadm writes. */
function isKubeadms({ path, doc }: ConfigFragment): boolean {
  const there = path ?? doc.path
  return there === undefined || there === KUBELET_CONFIG_PATH
}

export function kubeletDefaults(rows: readonly DefaultArg[], fill: Fill, into: Written): TreeMap {
  return defaultsTree(
    into,
    rows.map(({ name, value }) => {
      const parts = filled(value, fill)
      const [only] = parts
      return {
        path: name,
        value: parts.map(part => (typeof part === 'string' ? part : part.value)).join(''),
        text: parts.length === 1 && typeof only !== 'string' ? only : undefined,
      }
    }),
  )
}

/** `{dns}`: the tenth address of the service subnet (GetDNSIP in cmd/kubeadm/app/constants/constants.go); of IPv4 only, else unknown. */
function dnsFill(fill: Fill): Fill {
  return name => {
    if (name === 'resolv') return MASK
    if (name !== 'dns') return fill(name)
    const subnet = fill('services')
    const text = typeof subnet === 'string' ? subnet : (subnet?.value ?? '')
    const found = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/\d+/.exec(text)
    if (found === null) return MASK
    const last = Number(found[4]) + 10
    return last > 255 ? MASK : `${found[1]}.${found[2]}.${found[3]}.${last}`
  }
}
