import type { Component, Resource } from '../../model/component.js'
import type { Finding, NotChecked } from '../../model/finding.js'
import { OWN_RELEASES } from '../../model/fragment.js'
import { type Location, place } from '../../model/location.js'
import { knownValue, type Setting } from '../../model/setting.js'
import { formatRange } from '../../model/version.js'
import { liveWords } from '../../reporters/live-words.js'
import type { ClusterPicture, Gap, Mark, Picture, Pictured, Tier, TierName } from '../../reporters/picture.js'
import { TIERS } from '../../reporters/picture.js'
import type { ReportContext } from '../../reporters/reporter.js'
import type { ShownSetting } from '../../reporters/show.js'
import type { ClusterModel } from '../../resolve/index.js'
import { attribute, type Placed } from './picture-findings.js'
import { edges, type Named, namedOnly } from './picture-links.js'
import { namesOf } from './picture-names.js'
import { shownCluster, type View, viewsOf } from './shown.js'

/** What reporters can ask for beside the outcome: made when the first asks, of the findings that are reported. */
export function clusterViews(
  models: readonly ClusterModel[],
  findings: readonly Finding[],
  notChecked: readonly NotChecked[],
): Required<Pick<ReportContext, 'shown' | 'picture'>> {
  const clusters = once(() => models.map(model => ({ model, views: viewsOf(model, false) })))
  return {
    shown: once(() => ({ clusters: clusters().map(({ model, views }) => shownCluster(model, views)), notChecked })),
    picture: once(() => picture(clusters(), findings)),
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** What is drawn of each cluster: what is written for it, what that names, and which findings are about which of it. */
export function picture(
  clusters: readonly { readonly model: ClusterModel; readonly views: readonly View[] }[],
  findings: readonly Finding[],
): Picture {
  const placed = clusters.map(({ views }, cluster) =>
    views.map((view): Placed => ({ cluster, view, places: placesOf(view) })),
  )
  const found = attribute(findings, placed.flat())
  return {
    clusters: clusters.map(({ model, views }, i) =>
      clusterPicture(model, views, placed[i] ?? [], found.about, found.clusters.get(i) ?? []),
    ),
    rest: found.rest,
  }
}

function clusterPicture(
  model: ClusterModel,
  views: readonly View[],
  placed: readonly Placed[],
  about: ReadonlyMap<View, readonly Mark[]>,
  findings: readonly Mark[],
): ClusterPicture {
  const names = namesOf(views)
  const drawn = views.flatMap((view, i): Drawn[] => {
    const marks = about.get(view) ?? []
    const tier = tierOf(view, views, marks)
    return tier === undefined ? [] : [{ tier, thing: pictured(view, i, names.get(view), marks) }]
  })
  const named = namedOnly(views)
  const tiers = tiersOf(joined(drawn), named)
  return {
    ...(model.name === undefined ? {} : { name: model.name }),
    tiers,
    edges: edges(views, tiers, named),
    gaps: gapsOf(views),
    findings,
    files: [...new Set(placed.flatMap(({ view }) => place(view.thing.anchor).doc.uri))],
  }
}

interface Drawn {
  readonly tier: TierName
  readonly thing: Pictured
}

function tiersOf(drawn: readonly Drawn[], named: readonly Named[]): readonly Tier[] {
  return TIERS.flatMap((name): Tier[] => {
    const things = [...drawn, ...named].filter(({ tier }) => tier === name).map(({ thing }) => thing)
    return things.length === 0 ? [] : [{ name, things: name === 'control-plane' ? byKind(things) : things }]
  })
}

/** Three machines with three processes each: the apiservers stand together. */
const byKind = (things: readonly Pictured[]): readonly Pictured[] =>
  [...new Set(things.map(({ kind }) => kind))].flatMap(kind => things.filter(thing => thing.kind === kind))

/** Undefined for what is not drawn: files of settings, and resources that stand for nothing of their own. */
function tierOf(view: View, views: readonly View[], marks: readonly Mark[]): TierName | undefined {
  if ('component' in view) return COMPONENT_TIERS[view.component.kind]
  const { resource } = view
  switch (resource.kind) {
    case 'load-balancer':
      return 'entry'
    case 'scaling-group':
      return 'nodes'
    case 'volume':
      if (knownValue(resource.get('serves')) === 'etcd') return 'etcd'
      break
    case 'kubeconfig':
      return marks.length > 0 ? 'entry' : undefined
    // the pod of a component is drawn as the component
    case 'pod':
    case 'unit':
      if (views.some(other => 'component' in other && other.component.runsIn?.id === resource.id)) return undefined
      break
    default:
  }
  return marks.length > 0 ? 'other' : undefined
}

const COMPONENT_TIERS: Readonly<Record<Component['kind'], TierName>> = {
  'cluster-autoscaler': 'autoscaler',
  kubelet: 'nodes',
  'kube-proxy': 'nodes',
  'kube-apiserver': 'control-plane',
  'kube-controller-manager': 'control-plane',
  'kube-scheduler': 'control-plane',
  etcd: 'etcd',
}

function pictured(view: View, index: number, name: string | undefined, findings: readonly Mark[]): Pictured {
  const { thing } = view
  return {
    kind: thing.kind,
    ...(name === undefined ? {} : { name }),
    facts: 'component' in view ? componentFacts(view.component) : resourceFacts(view.resource),
    instances: 'component' in view ? view.component.instances : { min: 1, max: 1 },
    inView: true,
    at: thing.anchor,
    findings,
    unknown: thing.settings.filter(({ setting }) => setting.state === 'unknown').length,
    things: [index],
  }
}

function componentFacts({ kind, range, role, platform, development }: Component): readonly string[] {
  const isStated = range.at !== undefined || range.source !== undefined
  const product = OWN_RELEASES.includes(kind) ? '' : 'Kubernetes '
  return [
    isStated ? `${product}${formatRange(range)}` : 'version not known',
    ...(kind === 'kubelet' && role !== undefined ? [role] : []),
    ...(platform === undefined || platform === 'cluster-autoscaler-chart' ? [] : [platform]),
    ...(development ? ['for development'] : []),
  ]
}

function resourceFacts(resource: Resource): readonly string[] {
  const read = (path: string): string | undefined => knownValue(resource.get(path))
  const facts = (...all: readonly (string | undefined)[]): readonly string[] => all.filter(one => one !== undefined)
  switch (resource.kind) {
    case 'load-balancer': {
      const product = resource.get('product')
      const ports = listOf(resource, 'listenerPorts') ?? listOf(resource, 'ports')
      return facts(
        product.state === 'unknown' ? 'type not known' : product.value,
        ports === undefined ? undefined : `port ${ports}`,
        read('internal') === 'true' ? 'internal' : undefined,
      )
    }
    case 'scaling-group':
      return facts(machines(read('min'), read('max')), read('machineType'))
    case 'volume': {
      const size = read('size')
      return facts(read('type'), size === undefined ? undefined : `${size} GiB`)
    }
    default:
      return []
  }
}

function machines(min: string | undefined, max: string | undefined): string | undefined {
  if (min === undefined && max === undefined) return undefined
  if (min !== max) return `${min ?? '?'} to ${max ?? '?'} machines`
  return min === '1' ? '1 machine' : `${min} machines`
}

function listOf(resource: Resource, path: string): string | undefined {
  const items = resource.items(path)
  if (items.state === 'unknown' || items.value === undefined) return undefined
  const values = [...new Set(items.value.map(item => knownValue(item.get(''))))].filter(value => value !== undefined)
  return values.length === 0 ? undefined : values.join(', ')
}

/** A group of machines and the kubelets on them are one box where both bear one name. */
function joined(drawn: readonly Drawn[]): readonly Drawn[] {
  const groups = drawn.filter(({ thing }) => thing.kind === 'scaling-group')
  const taken = new Set<Drawn>()
  const result = drawn.map((one): Drawn => {
    const group =
      one.thing.kind === 'kubelet' && one.thing.name !== undefined
        ? groups.find(({ thing }) => thing.name === one.thing.name)
        : undefined
    if (group === undefined) return one
    taken.add(group)
    const fixed = String(one.thing.instances.min)
    const marks = new Map([...one.thing.findings, ...group.thing.findings].map(mark => [mark.index, mark]))
    return {
      ...one,
      thing: {
        ...one.thing,
        // as many machines as kubelets is said once
        facts: [...one.thing.facts, ...group.thing.facts.filter(fact => fact !== machines(fixed, fixed))],
        findings: [...marks.values()],
        unknown: one.thing.unknown + group.thing.unknown,
        things: [...one.thing.things, ...group.thing.things],
      },
    }
  })
  return result.filter(one => !taken.has(one))
}

/** Why settings are not known, each reason once, and what is not known of the whole. */
function gapsOf(views: readonly View[]): readonly Gap[] {
  const gaps = new Map<string, { at?: Location; settings: Set<string> }>()
  for (const { thing } of views)
    for (const { key, entry, setting } of thing.settings)
      if (setting.state === 'unknown')
        for (const { what: why, at } of setting.why) {
          const what = liveWords(why, at)
          const known = gaps.get(what) ?? {
            ...(at === undefined || at.doc.made ? {} : { at }),
            settings: new Set<string>(),
          }
          known.settings.add(entry === undefined ? key : `${key}.${entry}`)
          gaps.set(what, known)
        }
  return [
    ...uncounted(views),
    ...[...gaps].map(([what, { settings, ...gap }]): Gap => ({ what, ...gap, settings: [...settings] })),
  ]
}

/** Numbers that a quorum or a lease depends on; of nodes nobody writes how many there are. */
const COUNTED: ReadonlySet<string> = new Set(['kube-apiserver', 'etcd'])

function uncounted(views: readonly View[]): readonly Gap[] {
  const kinds = new Map<string, Location>()
  for (const view of views)
    if ('component' in view && COUNTED.has(view.component.kind) && view.component.instances.max === undefined)
      kinds.set(view.component.kind, kinds.get(view.component.kind) ?? view.component.anchor)
  return [...kinds].map(
    ([kind, at]): Gap => ({
      what: `how many machines run ${kind} like this is not written`,
      ...(at.doc.made ? {} : { at }),
      settings: [],
    }),
  )
}

/** Every place something of it is written. */
function placesOf(view: View): readonly Location[] {
  const { anchor, settings, range } = view.thing
  const runsIn = 'component' in view ? view.component.runsIn : undefined
  return [
    anchor,
    ...(range?.at === undefined ? [] : [range.at]),
    ...('component' in view ? view.component.assignments.map(({ at }) => at) : []),
    ...settings.flatMap(placesOfSetting),
    ...(runsIn === undefined ? [] : [runsIn.anchor, ...runsIn.written.map(path => runsIn.get(path).at)]),
  ]
}

const placesOfSetting = ({ setting }: ShownSetting): readonly Location[] => [setting.at, ...whyPlaces(setting)]

const whyPlaces = (setting: Setting<unknown>): readonly Location[] =>
  setting.state === 'unknown' ? setting.why.flatMap(({ at }) => (at === undefined ? [] : [at])) : []
