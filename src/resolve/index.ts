import { versions } from '../facts/flags.js'
import { releaseWith } from '../facts/own-releases.js'
import { keyOf } from '../facts/settings.js'
import type { Cluster, Component, Resource, TypedDocument } from '../model/component.js'
import { outermost } from '../model/document.js'
import {
  COMPONENTS,
  type ComponentKind,
  type Count,
  type Fragment,
  OWN_RELEASES,
  type ResourceKind,
  type VersionHint,
} from '../model/fragment.js'
import { largest, smallest } from '../model/lists.js'
import { textAt } from '../model/tree.js'
import {
  compareVersions,
  firstOf,
  formatVersion,
  hull,
  intersect,
  isAlike,
  lastOf,
  minorOf,
  points,
  type Version,
  type VersionRange,
} from '../model/version.js'
import { unchanged } from './asked.js'
import { build } from './build.js'
import { type Built, variantAt } from './built.js'
import { type Layers, type Resolver, type Viewed, viewOf } from './component.js'
import { resolveEtcd } from './etcd.js'
import { resolveFlags } from './flags-only.js'
import { type Declared, group, type Thing } from './group.js'
import { resolveProxy } from './kube-proxy.js'
import { resolveKubelet } from './kubelet.js'
import type { Followed } from './parts.js'
import { policiesOf } from './policies.js'
import { push } from './reference.js'
import { resourceOf } from './resources.js'
import { resolveScheduler } from './scheduler.js'
import { unitResource } from './unit-resource.js'

export interface Options {
  /** `--kubernetes-version`: narrows what the files leave open. */
  readonly kubernetes?: VersionRange
  readonly declared: readonly (Declared & { readonly kubernetes?: VersionRange })[]
}

/** A component over its version range; `at` gives the view a rule sees. */
export interface Subject {
  readonly kind: ComponentKind
  readonly id: string
  readonly range: VersionRange
  /** Versions rules run at, newest first. */
  readonly points: readonly Version[]
  readonly at: (version: Version) => Component | undefined
  /** Whether all that was asked of the view that `at` gave last, and of the ones at versions between, is true at `to` as at `from`. */
  readonly isAlike: (from: Version, to: Version) => boolean
  readonly forget: () => void
  readonly fragments: readonly Fragment[]
}

export interface ClusterModel {
  readonly name?: string
  readonly components: readonly Subject[]
  readonly resources: readonly Resource[]
  /** Paths of everything on disk that says something of it: its components and resources, what they load, what states a version. */
  readonly files: ReadonlySet<string>
  /** Longest list of points of its components: the cluster itself is looked at once for each. */
  readonly steps: number
  /** All components at step i of that list: those with fewer points stay at their last. */
  readonly at: (step: number) => Cluster
  /** All components as they are once Kubernetes is at a minor: those that are beyond it already stay. */
  readonly ahead: (kubernetes: Version) => Cluster
  /** Whether all that was seen of the components at step i is true at the next. */
  readonly isAlike: (step: number) => boolean
  /** Lets go of what `at` made, here and in the components; to ask again is only slower. */
  readonly forget: () => void
  readonly kubernetes: VersionRange
}

export interface Model {
  readonly clusters: readonly ClusterModel[]
  readonly followed: readonly Followed[]
}

const RESOLVERS: Record<ComponentKind, Resolver> = {
  kubelet: resolveKubelet,
  etcd: resolveEtcd,
  'kube-apiserver': resolveFlags,
  'kube-controller-manager': resolveFlags,
  'kube-scheduler': resolveScheduler,
  'kube-proxy': resolveProxy,
  'cluster-autoscaler': resolveFlags,
}

/** Fragments, those that platforms write among them -> what will run. Pure; knows no language and no rule. */
export function resolve(fragments: readonly Fragment[], options: Options): Model {
  const followed: Followed[] = []
  const built = build(fragments, followed)
  const used = new Set(built.flatMap(component => component.fragments))
  const things: Thing[] = [
    ...built.map(component => ({ fragments: component.fragments, built: component })),
    ...fragments.filter(fragment => !used.has(fragment)).map(fragment => ({ fragments: [fragment] })),
  ]
  const clusters = group(things, options.declared).map(members =>
    clusterModel(members.name, members.things, options, members.declared),
  )
  return {
    clusters: clusters.filter(({ components, resources }) => components.length + resources.length > 0),
    followed,
  }
}

function clusterModel(
  name: string | undefined,
  things: readonly Thing[],
  options: Options,
  declared: Options['declared'][number] | undefined,
): ClusterModel {
  const hints = things.flatMap(hintsOf)
  const installed = things.flatMap(({ fragments }) =>
    fragments.flatMap(({ kind, versions }) => (kind === 'version' ? (versions ?? []) : [])),
  )
  const stated = new Map(OWN_RELEASES.map(kind => [kind, statedForAll(things, kind)]))
  const kubernetes = kubernetesRange(hints, options, declared?.kubernetes)
  const resources: Resource[] = []
  for (const { fragments } of things)
    for (const fragment of fragments)
      if (fragment.kind === 'resource') resources.push(resourceOf(fragment, `${fragment.doc.uri}:${fragment.at.start}`))
  const components = things.flatMap(({ built }) =>
    built === undefined
      ? []
      : [subject(built, kubernetes, stated.get(built.kind) ?? [], installed, declared?.kubernetes !== undefined)],
  )
  for (const { built } of things)
    if (built?.runsIn !== undefined) resources.push(resourceOf(built.runsIn, `${built.id} pod`))
  const steps = components.reduce((most, { points }) => Math.max(most, points.length), 1)
  const byKind = new Map<ComponentKind, Subject[]>()
  // Components of one kind and range have the same points.
  const ladders = new Map<string, readonly Version[]>()
  for (const component of components) {
    const { kind, range, points } = component
    push(byKind, kind, component)
    ladders.set([kind, formatVersion(range.min), formatVersion(range.max)].join(' '), points)
  }
  const documents = things.flatMap(({ fragments }) => fragments.flatMap(typedDocument))
  const members: Members = { name, subjects: byKind, resources, documents }
  const view = latest((step: number) =>
    clusterView(members, kubernetes, ({ points }) => points[Math.min(step, points.length - 1)]),
  )
  const ahead = latest((version: Version) =>
    clusterView(members, { min: version, max: version }, subject => releaseAhead(subject, version)),
  )
  return {
    ...(name === undefined ? {} : { name }),
    components,
    resources,
    files: filesOf(things, kubernetes),
    steps,
    kubernetes,
    at: view.of,
    ahead: ahead.of,
    forget: () => {
      view.forget()
      ahead.forget()
      for (const component of components) component.forget()
    },
    isAlike: step =>
      [...ladders.values()].every(points => {
        const [here, next] = [step, step + 1].map(i => points[Math.min(i, points.length - 1)])
        return here === undefined || next === undefined || isAlike(here, next)
      }),
  }
}

function filesOf(things: readonly Thing[], { at }: VersionRange): ReadonlySet<string> {
  const files = new Set<string>()
  for (const { fragments, built } of things) {
    const policies = built === undefined ? [] : policiesOf(built)
    for (const { doc } of [...fragments, ...policies]) if (doc.made === undefined) files.add(outermost(doc).uri)
  }
  if (at !== undefined && at.doc.made === undefined) files.add(outermost(at.doc).uri)
  return files
}

/**
 * Keeps the first answer and the last: rules are asked at the newest version, and then at one after the other. Views of all
 * versions of all components would be most of what klint holds.
 */
function latest<K, T>(make: (key: K) => T): { readonly of: (key: K) => T; readonly forget: () => void } {
  let first: { readonly key: K; readonly value: T } | undefined
  let last: { readonly key: K; readonly value: T } | undefined
  return {
    of: key => {
      if (first?.key === key) return first.value
      if (last?.key === key) return last.value
      const made = { key, value: make(key) }
      if (first === undefined) first = made
      else last = made
      return made.value
    },
    forget: () => {
      first = undefined
      last = undefined
    },
  }
}

/** What belongs to a cluster, whatever its version. */
interface Members {
  readonly name: string | undefined
  readonly subjects: ReadonlyMap<ComponentKind, readonly Subject[]>
  readonly resources: readonly Resource[]
  readonly documents: readonly TypedDocument[]
}

/** A file that somebody gives to kubeadm. What a cluster holds it has written itself, and a tool that writes it knows its version. */
function typedDocument(fragment: Fragment): TypedDocument[] {
  if (fragment.kind !== 'settings' || fragment.platform !== 'kubeadm' || fragment.isConverted) return []
  const { doc, tree, what } = fragment
  const apiVersion = textAt(tree, 'apiVersion')
  if (apiVersion?.known !== true || doc.made !== undefined || outermost(doc).live !== undefined) return []
  return [{ reader: 'kubeadm', kind: what, apiVersion }]
}

function clusterView(
  { name, subjects, resources, documents }: Members,
  kubernetes: VersionRange,
  versionOf: (subject: Subject) => Version | undefined,
): Cluster {
  const viewAt = (subject: Subject): Component[] => {
    const version = versionOf(subject)
    const component = version === undefined ? undefined : subject.at(version)
    return component === undefined ? [] : [component]
  }
  // Rules ask for one kind from the side of every other component: nothing else is looked at for them.
  const views = new Map<ComponentKind, readonly Component[]>()
  const viewsOf = (kind: ComponentKind): readonly Component[] => {
    const known = views.get(kind) ?? (subjects.get(kind) ?? []).flatMap(viewAt)
    views.set(kind, known)
    return known
  }
  const isOf =
    <K extends ComponentKind>(kind: K) =>
    (component: Component): component is Component<K> =>
      component.kind === kind
  return {
    ...(name === undefined ? {} : { name }),
    get components() {
      return COMPONENTS.flatMap(viewsOf)
    },
    resources,
    documents,
    kubernetes,
    of: <K extends ComponentKind>(kind: K) => viewsOf(kind).filter(isOf(kind)),
    resourcesOf: (kind: ResourceKind) => resources.filter(resource => resource.kind === kind),
    count: kind => sum(viewsOf(kind).map(({ instances }) => instances)),
  }
}

function releaseAhead({ kind, range }: Subject, kubernetes: Version): Version {
  const minor = releaseWith(kind, minorOf(kubernetes))
  if (minor === undefined || minor <= minorOf(range.min)) return range.min
  if (!OWN_RELEASES.includes(kind)) return kubernetes
  return lastOf(minor)
}

/** What one member's own image says holds for that member: another one may be in the middle of an upgrade. */
const statedForAll = (things: readonly Thing[], of: ComponentKind): readonly VersionHint[] =>
  things.filter(({ built }) => built?.kind !== of).flatMap(hintsOf)

const hintsOf = ({ fragments, built }: Thing): readonly VersionHint[] => [
  ...fragments.flatMap(({ versions }) => versions ?? []),
  ...(built?.hints ?? []),
]

function sum(counts: readonly Count[]): Count {
  const min = counts.reduce((total, count) => total + count.min, 0)
  if (counts.some(({ max }) => max === undefined)) return { min }
  return { min, max: counts.reduce((total, count) => total + (count.max ?? 0), 0) }
}

const isExact = (hint: VersionHint) => hint.bound !== true

/** Statements narrow bounds; several that contradict each other (a cluster in the middle of an upgrade) give their hull. */
function narrow(hints: readonly VersionHint[], everything: VersionRange): VersionRange {
  const stated = hints.filter(isExact).map(({ range }) => range)
  const bounds = hints.filter(hint => !isExact(hint)).map(({ range }) => range)
  let range = bounds.reduce((all, bound) => intersect(all, bound) ?? all, everything)
  if (stated.length > 0) range = stated.reduce(hull)
  return range
}

function everything(kind: ComponentKind): VersionRange {
  const minors = versions(kind)
  return { min: firstOf(smallest(minors)), max: lastOf(largest(minors)) }
}

const isOpen = (range: VersionRange) => compareVersions(range.min, range.max) !== 0

function kubernetesRange(
  hints: readonly VersionHint[],
  options: Options,
  declared: VersionRange | undefined,
): VersionRange {
  const written = narrow(
    hints.filter(({ of }) => of === 'kubernetes'),
    everything('kubelet'),
  )
  // What the user says of the cluster beats what files seem to say of it.
  const range = declared === undefined ? written : (intersect(written, declared) ?? declared)
  const limit = options.kubernetes
  return limit === undefined || !isOpen(range) ? range : (intersect(range, limit) ?? range)
}

function rangeOf(
  built: Built,
  kubernetes: VersionRange,
  cluster: readonly VersionHint[],
  installed: readonly VersionHint[],
  isDeclared: boolean,
): VersionRange {
  const { kind } = built
  const itself = built.hints.filter(({ of }) => of === kind)
  // What the cluster's scripts download is what runs, where the process itself says nothing.
  const own = built.hints.some(isExact) ? itself : [...itself, ...installed.filter(({ of }) => of === kind)]
  const all = everything(kind)
  if (OWN_RELEASES.includes(kind)) {
    // An etcd or autoscaler version a platform states for the whole cluster counts where the process says nothing.
    const stated = own.length > 0 ? own : cluster.filter(({ of }) => of === kind)
    return narrow(stated, all)
  }
  // The user's word for the cluster beats a file's; what the process's own image or download says holds for that process.
  const kubernetesHints = isDeclared ? [] : built.hints.filter(({ of }) => of === 'kubernetes')
  const stated = [...own.filter(isExact), ...kubernetesHints.filter(isExact)]
  const bounds = own.filter(hint => !isExact(hint))
  if (stated.length > 0) return narrow(own.some(isExact) ? own.filter(isExact) : stated, all)
  return bounds.reduce((range, { range: bound }) => intersect(range, bound) ?? range, kubernetes)
}

/**
 * A version that does not know yet what is written cannot be the one that runs. Only where nobody states a version:
 * a flag too new for a stated one is the finding of a rule.
 */
function knowing(range: VersionRange, newest: Component | undefined): VersionRange {
  if (newest === undefined || minorOf(range.min) === minorOf(range.max)) return range
  let least = minorOf(range.min)
  for (const { component, key, layer } of newest.assignments) {
    const fact = keyOf(component, key)
    const life = layer === 'flag' || layer === 'environment' ? fact?.flagLife : fact?.fieldLife
    least = Math.max(least, life?.introduced ?? 0)
  }
  if (least <= minorOf(range.min) || least > minorOf(range.max)) return range
  return { ...range, min: { major: Math.floor(least / 100), minor: least % 100, patch: 0 } }
}

function subject(
  built: Built,
  kubernetes: VersionRange,
  cluster: readonly VersionHint[],
  installed: readonly VersionHint[],
  isDeclared: boolean,
): Subject {
  const stated = rangeOf(built, kubernetes, cluster, installed, isDeclared)
  const platform = built.owner.platform ?? built.fragments.find(fragment => fragment.platform !== undefined)?.platform
  const { role, pool } = built.owner
  const runsIn =
    built.runsIn !== undefined
      ? resourceOf(built.runsIn, `${built.id} pod`)
      : built.unit !== undefined
        ? unitResource(built.unit, `${built.id} unit`)
        : undefined
  const make = (version: Version, range: VersionRange): Viewed | undefined => {
    const variant = variantAt(built, version)
    if (variant === undefined) return undefined
    const { when: _, ...layers } = variant
    const all: Layers = {
      ...layers,
      kind: built.kind,
      id: built.id,
      range,
      instances: built.instances,
      vendor: built.vendor,
      development: platform === 'kind' || built.fragments.some(({ development }) => development),
      ...(platform === undefined ? {} : { platform }),
      ...(role === undefined ? {} : { role }),
      ...(pool === undefined ? {} : { pool }),
      ...(runsIn === undefined ? {} : { runsIn }),
    }
    return viewOf(all, version, RESOLVERS[built.kind])
  }
  const range = knowing(stated, make(stated.max, stated)?.component)
  const view = latest((version: Version) => make(version, range))
  let shown: Viewed | undefined
  return {
    kind: built.kind,
    id: built.id,
    range,
    points: points(range, versions(built.kind)),
    fragments: [...built.fragments, ...policiesOf(built)],
    at: version => {
      shown = view.of(version)
      return shown?.component
    },
    isAlike: (from, to) =>
      shown !== undefined &&
      variantAt(built, from) === variantAt(built, to) &&
      unchanged(built.kind, shown.asked, from, to),
    forget: () => {
      shown = undefined
      view.forget()
    },
  }
}
