import { variableOfFlag } from '../facts/etcd-variables.js'
import { folder, outermost } from '../model/document.js'
import type { ComponentKind, Fragment } from '../model/fragment.js'
import { MASK } from '../model/text.js'
import { stringAt } from '../model/tree.js'
import type { Built } from './built.js'
import { isGap } from './parts.js'
import { distance } from './places.js'
import { push } from './reference.js'
import { relative } from './relative.js'

/** Something that belongs to a cluster: a component, or a fragment that is none (a resource, a platform's settings). */
export interface Thing {
  readonly fragments: readonly Fragment[]
  readonly built?: Built
}

/** A cluster the user's configuration names; its globs are matched by the engine, which owns that library. */
export interface Declared {
  readonly name: string
  readonly owns: (uri: string) => boolean
}

export interface Group {
  readonly name?: string
  readonly declared?: Declared
  readonly things: readonly Thing[]
}

/** Kinds of which a cluster's folder holds one: twice means alternatives or several clusters. */
const SINGLE: readonly ComponentKind[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  'cluster-autoscaler',
]

/** How far apart two documents that write the same cluster name may lie. */
const NAME_REACH = 4

/** A cluster is not written in more folders than this; a name that is stands for many clusters. */
const MOST_FOLDERS = 50

/** Joins only on evidence; when in doubt, apart: a wrong join makes false findings, a missed one only silence. */
export function group(things: readonly Thing[], declared: readonly Declared[]): Group[] {
  const parent = things.map((_, index) => index)
  const find = (i: number): number => {
    let at = i
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  // what runs has names that may read like paths
  const uris = things.map(({ fragments }) => fragments.map(({ doc }) => outermost(doc)).filter(({ live }) => !live))
  const running = things.map(({ fragments: [first] }) => first && outermost(first.doc).live?.cluster)
  const owner = uris.map(files => declared.find(({ owns }) => files.some(({ uri }) => owns(uri))))
  const union = (a: number, b: number) => {
    const [left, right] = [find(a), find(b)]
    if (left === right) return
    // What the user put into two clusters is never joined by anything else.
    const [mine, theirs] = [owner[left], owner[right]]
    if (mine !== undefined && theirs !== undefined && mine !== theirs) return
    // what runs in one cluster is part of no other, and of no files
    if (running[left] !== running[right]) return
    parent[right] = left
    owner[left] = mine ?? theirs
  }
  const join = (key: (fragment: Fragment) => string | undefined) => {
    const first = new Map<string, number>()
    for (const [index, { fragments }] of things.entries())
      for (const fragment of fragments) {
        const name = key(fragment)
        if (name === undefined) continue
        const known = first.get(name)
        if (known === undefined) first.set(name, index)
        else union(known, index)
      }
  }

  const byCluster = new Map<Declared, number>()
  for (const [index, cluster] of owner.entries()) {
    if (cluster === undefined) continue
    const known = byCluster.get(cluster)
    if (known === undefined) byCluster.set(cluster, index)
    else union(known, index)
  }
  join(({ set }) => set)
  join(({ doc }) => doc.host?.id)
  join(({ doc }) => rootFileSystem(outermost(doc).uri))
  joinReferences(things, union)
  joinNames(things, union)
  joinControlPlanes(things, union)
  joinFolders(things, union)

  const groups = new Map<number, Thing[]>()
  for (const [index, thing] of things.entries()) {
    const root = find(index)
    const known = groups.get(root)
    if (known === undefined) groups.set(root, [thing])
    else known.push(thing)
  }
  return [...groups].map(([root, members]) => {
    const cluster = owner[root]
    const name =
      cluster?.name ??
      members.flatMap(({ fragments }) => fragments).find(({ cluster }) => cluster !== undefined)?.cluster
    return {
      ...(name === undefined ? {} : { name }),
      ...(cluster === undefined ? {} : { declared: cluster }),
      things: members,
    }
  })
}

/** `control-plane` of `control-plane/etc/kubernetes/manifests/etcd.yaml`: a tree laid out as one machine's root file system. */
function rootFileSystem(uri: string): string | undefined {
  const found =
    /^(?:(.*?)\/)?(?:etc\/(?:kubernetes|systemd|default|sysconfig|etcd)|var\/lib\/(?:kubelet|etcd)|usr\/lib\/systemd)\//.exec(
      uri,
    )
  return found === null ? undefined : `root file system ${found[1] ?? ''}`
}

type Union = (a: number, b: number) => void

/** `templatefile("…/user-data.sh")`: the file belongs to the module that names it. */
function joinReferences(things: readonly Thing[], union: Union): void {
  const byUri = new Map<string, number[]>()
  for (const [index, { fragments }] of things.entries())
    for (const { doc } of fragments) {
      const { uri } = outermost(doc)
      // Whatever stands in a file joins the first of it: once is enough for each.
      const known = byUri.get(uri)
      if (known?.at(-1) !== index) push(byUri, uri, index)
    }
  for (const [index, { fragments }] of things.entries())
    for (const fragment of fragments) {
      if (fragment.kind !== 'reference' || !fragment.target.known) continue
      const uri = relative(folder(fragment.doc), fragment.target.value)
      const [first, ...rest] = byUri.get(uri) ?? []
      if (first === undefined) continue
      for (const other of [first, ...rest]) union(index, other)
      // All of the file is together now: the next reference needs one of it.
      byUri.set(uri, [first])
    }
}

function joinNames(things: readonly Thing[], union: Union): void {
  const seen = new Map<string, Map<string, number>>()
  for (const [index, { fragments }] of things.entries())
    for (const { cluster, platform, doc } of fragments) {
      if (cluster === undefined) continue
      const key = `${platform ?? ''}\0${cluster}`
      let folders = seen.get(key)
      if (folders === undefined) {
        folders = new Map()
        seen.set(key, folders)
      }
      const at = folder(doc)
      const here = folders.get(at)
      if (here !== undefined) union(here, index)
      else if (folders.size < MOST_FOLDERS) {
        for (const [other, known] of folders) if (distance(other, at) <= NAME_REACH) union(known, index)
        folders.set(at, index)
      }
    }
}

/** A setting's literal value, for evidence: the last flag that is known, else etcd's variable; a file of etcd's is alone. */
function flagOf(built: Built, name: string): string | undefined {
  const [variant] = built.variants
  if (built.kind === 'etcd' && variant?.config.state === 'seen') return stringAt(variant.config.value.tree, name)
  if (variant?.argv.state === 'seen')
    for (let i = variant.argv.value.length - 1; i >= 0; i--) {
      const [argument, next] = [variant.argv.value[i]!, variant.argv.value[i + 1]]
      if (isGap(argument)) continue
      const found = /^--?([a-z_-]+)(?:=(.*))?$/s.exec(argument.text.value)
      if (found?.[1]?.replaceAll('_', '-') !== name) continue
      const value = found[2] ?? (next === undefined || isGap(next) ? '' : next.text.value)
      // A template may print anything, and what stands before it does not count any more.
      return value === '' || value.includes(MASK) ? undefined : value
    }
  if (built.kind !== 'etcd') return undefined
  const variable = variant?.environment.findLast(item => !isGap(item) && item.name === variableOfFlag(name))
  return variable === undefined || isGap(variable) || !variable.text.known ? undefined : variable.text.value
}

const hostOfCopy = (built: Built): string | undefined =>
  flagOf(built, built.kind === 'etcd' ? 'name' : 'advertise-address') ?? flagOf(built, 'bind-address')

/** Apiservers over one etcd, or members of one etcd, each naming a host of its own, are one control plane. */
function joinControlPlanes(things: readonly Thing[], union: Union): void {
  const seen = new Map<string, { first: number; hosts: Set<string> }>()
  for (const [index, { built }] of things.entries()) {
    if (built === undefined) continue
    const evidence = controlPlaneKey(built)
    const host = hostOfCopy(built)
    if (evidence === undefined || host === undefined) continue
    const known = seen.get(evidence)
    if (known === undefined) {
      seen.set(evidence, { first: index, hosts: new Set([host]) })
      continue
    }
    if (!known.hosts.has(host)) union(known.first, index)
    known.hosts.add(host)
  }
}

function controlPlaneKey(built: Built): string | undefined {
  if (built.kind === 'kube-apiserver') {
    const servers = flagOf(built, 'etcd-servers')
    return servers === undefined || /\b(127\.0\.0\.1|localhost)\b|\[::1\]/.test(servers)
      ? undefined
      : `etcd-servers ${servers}`
  }
  if (built.kind !== 'etcd') return undefined
  const token = flagOf(built, 'initial-cluster-token')
  const members = flagOf(built, 'initial-cluster')
  if (members?.includes(',')) return `initial-cluster ${members.split(',').sort().join(',')}`
  return token === undefined || token === 'etcd-cluster' ? undefined : `initial-cluster-token ${token}`
}

/** A folder is a cluster only if it is a kit: no control-plane component twice, unless the copies name their own host. */
function joinFolders(things: readonly Thing[], union: Union): void {
  const folders = new Map<string, number[]>()
  for (const [index, thing] of things.entries()) {
    const home = homeOf(thing)
    if (home === undefined) continue
    push(folders, home, index)
  }
  for (const members of folders.values()) {
    if (!isKit(members.map(index => things[index]!))) continue
    for (const index of members.slice(1)) union(members[0]!, index)
  }
}

function homeOf({ fragments }: Thing): string | undefined {
  const [first] = fragments
  if (first === undefined) return undefined
  return folder(first.doc).replace(/(?:^|\/)[^/]+\.service\.d$/, '')
}

function isKit(things: readonly Thing[]): boolean {
  for (const kind of SINGLE) {
    const copies = things.flatMap(({ built }) => (built?.kind === kind ? [built] : []))
    if (copies.length < 2) continue
    const hosts = copies.map(hostOfCopy)
    if (hosts.includes(undefined) || new Set(hosts).size < hosts.length) return false
  }
  const names = things.flatMap(({ fragments }) =>
    fragments.flatMap(({ cluster, platform }) => (cluster === undefined ? [] : [`${platform} ${cluster}`])),
  )
  const sets = new Set(
    things.flatMap(({ fragments }) =>
      fragments.flatMap(({ set, kind }) => (set === undefined || kind === 'resource' ? [] : [set])),
    ),
  )
  return new Set(names).size <= 1 && sets.size <= 1
}
