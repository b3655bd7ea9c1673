import type { Cluster, Component } from '../model/component.js'
import { outermost } from '../model/document.js'
import { place, position } from '../model/location.js'
import { type ListItem, type Setting, writtenValue } from '../model/setting.js'
import { etcdClusters } from './etcd-members.js'
import { REPLICATED, type ReplicatedKind } from './replica-settings.js'

/** One of several equal processes. */
export interface Replica {
  readonly component: Component
  /** What people call it: its pod, else the etcd member, else the file it is written in, with the line where the file holds several. */
  readonly name: string
}

export interface Replicas {
  readonly kind: ReplicatedKind
  /** At least two. */
  readonly replicas: readonly Replica[]
}

/**
 * Components that do one job together. Left out is who only looks like it: what a platform writes, an old and a new file of one host, a second scheduler.
 */
export function replicasOf(cluster: Cluster): readonly Replicas[] {
  return REPLICATED.flatMap(kind =>
    sameJob(cluster, kind)
      .flatMap(group => byKey(group.filter(isWritten), workloadOf))
      .filter(group => group.length > 1 && !sharesHost(group))
      .map(group => ({ kind, replicas: named(group) })),
  )
}

function sameJob(cluster: Cluster, kind: ReplicatedKind): readonly (readonly Component[])[] {
  switch (kind) {
    case 'kube-apiserver':
      return oneStore(cluster.of(kind))
    case 'kube-controller-manager':
      return byKey(cluster.of(kind), managerLock)
    case 'kube-scheduler':
      return byKey(cluster.of(kind), schedulerLock)
    case 'etcd':
      return etcdClusters(cluster.of(kind))
  }
}

/** A document of a platform stands for all replicas: a second one is another state of it, or another cluster of that name. */
const isWritten = ({ platform }: Component): boolean => platform === undefined

function byKey<C extends Component>(all: readonly C[], keyOf: (one: C) => string | undefined): C[][] {
  const groups = new Map<string, C[]>()
  for (const one of all) {
    const key = keyOf(one)
    if (key === undefined) continue
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [one])
    else known.push(one)
  }
  return [...groups.values()]
}

/** Pods of one Deployment are one component: another Deployment is another thing. */
function workloadOf({ runsIn }: Component): string | undefined {
  if (runsIn?.kind !== 'pod') return 'unit'
  const kind = runsIn.get('kind')
  if (kind.state === 'unknown') return undefined
  return kind.value === 'Pod' ? 'pod' : `${kind.value} ${runsIn.id}`
}

/** Who waits for one lock does one job. Undefined where that is not known. */
function lockOf(settings: readonly (Setting<string | undefined> | undefined)[]): string | undefined {
  const words: string[] = []
  for (const setting of settings) {
    if (setting?.state === 'unknown') return undefined
    words.push(setting?.value ?? '')
  }
  return words.join('\0')
}

const managerLock = (manager: Component<'kube-controller-manager'>): string | undefined =>
  lockOf([manager.get('leader-elect-resource-namespace'), manager.get('leader-elect-resource-name')])

/** The file of `--config` names lock and profiles; schedulers without one say both by flags. */
function schedulerLock(scheduler: Component<'kube-scheduler'>): string | undefined {
  const file = scheduler.get('config')
  if (file === undefined || (file.state !== 'unknown' && file.value === undefined))
    return lockOf([
      scheduler.get('leader-elect-resource-namespace'),
      scheduler.get('leader-elect-resource-name'),
      scheduler.get('scheduler-name'),
    ])
  return lockOf([file])
}

/** Apiservers that name several etcd members each, and none in common, keep different objects. */
function oneStore(apiservers: readonly Component<'kube-apiserver'>[]): Component<'kube-apiserver'>[][] {
  const groups: { readonly stores: ReadonlySet<string>; readonly members: Component<'kube-apiserver'>[] }[] = []
  for (const apiserver of apiservers) {
    const servers = apiserver.get('etcd-servers')
    const listed = servers === undefined || servers.state === 'unknown' ? [] : (servers.value ?? [])
    const stores = new Set(listed.map(({ value }: ListItem) => value))
    const mine = groups.find(
      group => stores.size < 2 || group.stores.size < 2 || [...stores].some(store => group.stores.has(store)),
    )
    if (mine === undefined) groups.push({ stores, members: [apiserver] })
    else mine.members.push(apiserver)
  }
  return groups.map(({ members }) => members)
}

/** Two files of one host are an old and a new one, or two ways to write it: nobody can tell which of them runs. */
export function sharesHost(group: readonly Component[]): boolean {
  return [addressOf, machineOf].some(way => {
    const hosts = group.flatMap(component => way(component) ?? [])
    return new Set(hosts).size < hosts.length
  })
}

function addressOf(component: Component): string | undefined {
  const value = writtenValue(component.answer({ key: component.kind === 'etcd' ? 'name' : 'advertise-address' }))
  return typeof value === 'string' ? value : undefined
}

/** The tree that is laid out as a machine's root file system: kubeadm keeps manifests of before an upgrade in `etc/kubernetes/tmp`. */
const machineOf = ({ anchor }: Component): string | undefined =>
  /^(?:.*?\/)?(?=etc\/kubernetes\/)/.exec(outermost(anchor.doc).uri)?.[0]

function named(group: readonly Component[]): readonly Replica[] {
  const shared = sharedFolder(group.map(({ anchor }) => outermost(anchor.doc).uri))
  const ways: readonly ((component: Component) => string | undefined)[] = [
    ({ runsIn }) => (runsIn?.kind === 'pod' ? runsIn.name : undefined),
    component => (component.kind === 'etcd' ? addressOf(component) : undefined),
    ({ anchor }) => outermost(anchor.doc).uri.slice(shared),
  ]
  for (const way of ways) {
    const found = group.flatMap(component => {
      const name = way(component)
      return name === undefined ? [] : [{ component, name }]
    })
    if (new Set(found.map(({ name }) => name)).size === group.length) return found
  }
  return group.map(component => {
    const { doc, start } = place(component.anchor)
    return { component, name: `${doc.uri.slice(shared)}:${position(doc, start).line}` }
  })
}

/** Length of the folders all paths begin with. */
function sharedFolder([first = '', ...others]: readonly string[]): number {
  let length = 0
  for (let at = first.indexOf('/'); at !== -1; at = first.indexOf('/', at + 1)) {
    const folder = first.slice(0, at + 1)
    if (!others.every(other => other.startsWith(folder))) break
    length = at + 1
  }
  return length
}

/** Words that tell one replica from the others: its addresses, its name, folders of its file that the others do not lie in. */
export function ownWords(replicas: readonly Replica[]): (replica: Replica) => readonly string[] {
  const written = new Map(replicas.map(replica => [replica, new Set(partsOf(replica.component, replica.name))]))
  const counts = new Map<string, number>()
  for (const words of written.values()) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return replica => {
    const own = written.get(replica) ?? new Set()
    const isTheirs = (word: string): boolean => (counts.get(word) ?? 0) > (own.has(word) ? 1 : 0)
    return [...new Set([...addressesOf(replica), ...own])].filter(
      word => word.length >= SHORTEST && !isTheirs(word) && !EVERYWHERE.test(word),
    )
  }
}

function addressesOf({ component }: Replica): ReadonlySet<string> {
  const words = new Set<string>()
  for (const key of ['advertise-address', 'bind-address', 'name', 'initial-advertise-peer-urls']) {
    const setting = component.answer({ key })
    if (setting === undefined || setting.state !== 'set') continue
    const values = Array.isArray(setting.value) ? setting.value.map(({ value }: ListItem) => value) : [setting.value]
    for (const value of values) if (typeof value === 'string') words.add(value.replace(/^\w+:\/\/|:\d+$/g, ''))
  }
  return words
}

/** `cp-1` of the pod `kube-apiserver-cp-1`, and every folder and file name on the way to it. */
function* partsOf({ kind, anchor }: Component, name: string): Generator<string> {
  const short = kind.replace(/^kube-/, '')
  for (const part of [...outermost(anchor.doc).uri.split('/'), ...name.split('/')]) {
    const bare = part.replace(/\.(?:ya?ml|json|service|conf|env|sh)$/, '')
    yield bare
    for (const prefix of [`${kind}-`, `${short}-`]) if (bare.startsWith(prefix)) yield bare.slice(prefix.length)
  }
}

/** A shorter word stands in too many others. */
const SHORTEST = 2
const EVERYWHERE = /^(?:0\.0\.0\.0|::|127\.0\.0\.1|localhost)$/
