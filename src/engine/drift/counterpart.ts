import type { Component } from '../../model/component.js'
import { outermost } from '../../model/document.js'
import { COMPONENTS, type ComponentKind } from '../../model/fragment.js'
import type { ClusterModel, Subject } from '../../resolve/index.js'

/** What files say of a running cluster. */
export type Counterpart =
  | { readonly clusters: readonly ClusterModel[] }
  /** A sentence for the summary. */
  | { readonly notCompared: string }

/** Kinds of which a cluster has one, or several that are alike: two with one each are two clusters. */
const ONCE: readonly ComponentKind[] = COMPONENTS.filter(kind => kind !== 'kubelet')

/**
 * Which clusters of files are meant: the only one, those that carry the name of the running one, or those that are about its hosts. Several
 * of which none has what another has too are parts of one, unless their names differ. A wrong pair would be false drift, so else none is.
 */
export function counterpart(live: ClusterModel, files: readonly ClusterModel[]): Counterpart {
  const all = files.filter(({ components }) => components.length > 0)
  if (all.length === 0) return { notCompared: 'the files that the cluster is compared with hold no component of one' }
  const found = parts(all) ?? named(all, nameOf(live)) ?? ofSameHosts(live, all)
  if (found !== undefined) return { clusters: found }
  const names = [...new Set(all.flatMap(({ name }) => name ?? []))]
  const unnamed = all.filter(({ name }) => name === undefined).length
  const listed = [...names.map(name => `\`${name}\``).slice(0, MOST_NAMES), ...more(names.length - MOST_NAMES, unnamed)]
  return {
    notCompared: `which cluster of the files is \`${nameOf(live) ?? 'the one that runs'}\` is not known: they hold ${listed.join(', ')}; \`clusters\` of klint.yaml can name it`,
  }
}

const MOST_NAMES = 5

function more(names: number, unnamed: number): string[] {
  return [...(names > 0 ? [`${names} more`] : []), ...(unnamed > 0 ? [`${unnamed} without a name`] : [])]
}

/** The context it was read through. */
export function nameOf({ name, components, resources }: ClusterModel): string | undefined {
  const [doc] = [
    ...components.flatMap(({ fragments }) => fragments.map(({ doc }) => doc)),
    ...resources.map(({ anchor }) => anchor.doc),
  ]
  return (doc === undefined ? undefined : outermost(doc).live?.cluster) ?? name
}

/**
 * What tools make of a cluster's name when they call a context: `admin@prod`, `arn:aws:eks:eu-central-1:123:cluster/prod`,
 * `gke_project_europe-west1_prod`, `ci@prod.eu-central-1.eksctl.io`.
 */
function* meanings(context: string): Generator<string> {
  yield context
  const behind = context.slice(context.lastIndexOf('@') + 1)
  yield behind
  yield behind.replace(/\.[a-z0-9-]+\.eksctl\.io$/, '')
  const arn = /^arn:[\w-]+:eks:[^/]+:cluster\/(.+)$/.exec(context)?.[1]
  if (arn !== undefined) yield arn
  const gke = /^gke_[^_]+_[^_]+_(.+)$/.exec(context)?.[1]
  if (gke !== undefined) yield gke
}

function named(files: readonly ClusterModel[], context: string | undefined): readonly ClusterModel[] | undefined {
  for (const name of context === undefined ? [] : meanings(context)) {
    const found = files.filter(file => file.name === name)
    if (found.length > 0) return found
  }
  return undefined
}

/** A host that says its own address or name in files as it does in the cluster. */
function ofSameHosts(live: ClusterModel, files: readonly ClusterModel[]): readonly ClusterModel[] | undefined {
  const hosts = new Set(hostsOf(live))
  const found = files.filter(file => hostsOf(file).some(host => hosts.has(host)))
  if (found.length === 0) return undefined
  // what lies in other folders may be the rest of it: kubelets of workers
  const rest = files.filter(file => !found.includes(file) && !kindsOf(file).some(kind => ONCE.includes(kind)))
  return [...found, ...rest.filter(({ name }) => name === undefined)]
}

const hostsOf = ({ components }: ClusterModel): string[] =>
  components.flatMap(subject => {
    const host = hostOf(newest(subject))
    return host === undefined ? [] : [`${subject.kind} ${host}`]
  })

const newest = ({ points, at }: Subject): Component | undefined => {
  const [version] = points
  return version === undefined ? undefined : at(version)
}

/** Where a component of the control plane says which host it runs on. */
const HOST: Readonly<Partial<Record<ComponentKind, readonly string[]>>> = {
  'kube-apiserver': ['advertise-address', 'bind-address'],
  etcd: ['initial-advertise-peer-urls', 'name'],
}

export function hostOf(component: Component | undefined): string | undefined {
  if (component === undefined) return undefined
  for (const key of HOST[component.kind] ?? []) {
    const setting = component.answer({ key })
    if (setting?.state !== 'set') continue
    const value = Array.isArray(setting.value) ? setting.value.map(item => item.value).join(',') : setting.value
    if (typeof value === 'string' && !ANY_HOST.test(value)) return value
  }
  return undefined
}

const ANY_HOST = /^$|(?:^|\/\/)(?:0\.0\.0\.0|127\.|\[?::|localhost)|^default$/

const kindsOf = ({ components }: ClusterModel): ComponentKind[] => components.map(({ kind }) => kind)

/** Files in several folders that nothing joins: they are one cluster where no two of them hold the same. */
function parts(files: readonly ClusterModel[]): readonly ClusterModel[] | undefined {
  const names = new Set(files.flatMap(({ name }) => name ?? []))
  if (names.size > 1) return undefined
  const once = files.flatMap(file => [...new Set(kindsOf(file).filter(kind => ONCE.includes(kind)))])
  return new Set(once).size < once.length ? undefined : files
}

/** Nobody keeps so many files for all nodes of one cluster. */
const MOST_FOR_ALL = 50

/**
 * The components of files that a running one may be: those of its host, else all of its kind; kubelets of its pool, else of its role, else
 * those that are for all nodes. Empty where none is meant.
 */
export function written(live: Component, files: readonly Component[]): readonly Component[] {
  const same = files.filter(({ kind }) => kind === live.kind)
  if (live.kind !== 'kubelet') {
    const host = hostOf(live)
    const own = host === undefined ? [] : same.filter(file => hostOf(file) === host)
    return own.length > 0 ? own : same
  }
  const ofPool = live.pool === undefined ? [] : same.filter(({ pool }) => pool === live.pool)
  if (ofPool.length > 0) return ofPool
  const others = live.pool === undefined ? same : same.filter(({ pool }) => pool === undefined)
  const ofRole = others.filter(({ role }) => role !== undefined && role === live.role)
  if (ofRole.length > 0) return ofRole
  const forAll = others.filter(({ role, pool }) => role === undefined && pool === undefined)
  // several that say nothing of whom they are for: what none of them says is said of no node
  return forAll.length === same.length && forAll.length <= MOST_FOR_ALL ? forAll : []
}
