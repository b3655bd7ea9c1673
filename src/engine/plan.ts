import { DEFAULT_CHANGES, type DefaultChange } from '../facts/default-changes.js'
import { flag, versions } from '../facts/flags.js'
import { kubernetesWith, releaseWith } from '../facts/own-releases.js'
import { fieldKnownAt, keyOf } from '../facts/settings.js'
import { isVendorBuild } from '../facts/vendors.js'
import { isAuthored } from '../model/authored.js'
import type { Component } from '../model/component.js'
import type { Finding } from '../model/finding.js'
import { OWN_RELEASES } from '../model/fragment.js'
import { sameLocation } from '../model/location.js'
import {
  type ChangedDefault,
  type ClusterPlan,
  isEmptyStep,
  type Move,
  type Plan,
  type PlanStep,
} from '../model/plan.js'
import { firstOf, formatMinor, formatRange, minorOf, type Version, type VersionRange } from '../model/version.js'
import type { ClusterModel, Subject } from '../resolve/index.js'
import { presentOf } from './present.js'
import { orderOf } from './upgrade-order.js'

/** What a run with a target found, by cluster and minor, and what of its defaults and flags changes on the way. */
export function planOf(findings: readonly Finding[], clusters: readonly ClusterModel[], target: Version): Plan {
  const byCluster = new Map<number, Finding[]>()
  for (const finding of findings) {
    const index = finding.clusterIndex ?? 0
    byCluster.set(index, [...(byCluster.get(index) ?? []), finding])
  }
  return {
    target: formatMinor(minorOf(target)),
    clusters: clusters.flatMap((cluster, index) =>
      cluster.components.length === 0 ? [] : [planOfCluster(byCluster.get(index) ?? [], cluster, target)],
    ),
  }
}

function planOfCluster(findings: readonly Finding[], cluster: ClusterModel, target: Version): ClusterPlan {
  const { name } = cluster
  const range = presentOf(cluster)
  const [low, goal] = [minorOf(range.min), minorOf(target)]
  const isKnown = low === minorOf(range.max)
  const ahead = versions('kubelet').filter(minor => minor > low && minor <= goal)
  const changes = cluster.components.flatMap(subject => changesOf(subject, range, goal))
  const moves = cluster.components.flatMap(subject => movesOf(subject, range, goal))
  const order = isKnown ? orderOf(cluster.components, ahead) : new Map<number, PlanStep['order']>()
  const steps = ahead.map((minor): PlanStep => {
    const kubernetes = formatMinor(minor)
    const here = findings.filter(({ bites }) => bites === kubernetes)
    return {
      kubernetes,
      stops: here.filter(({ effect }) => effect === 'stops'),
      defaults: merged(changes.filter(({ at }) => at === minor).map(({ change }) => change)),
      ignored: here.filter(({ effect }) => effect === 'ignored'),
      begins: here.filter(({ effect }) => effect === undefined),
      moves: distinct(moves.filter(({ at }) => at === minor).map(({ move }) => move)),
      order: order.get(minor) ?? [],
    }
  })
  return {
    ...(name === undefined ? {} : { name }),
    components: [...new Set(cluster.components.map(({ kind }) => kind))],
    from: isKnown || low >= goal ? formatMinor(low) : formatRange({ min: range.min, max: earlier(range.max, target) }),
    isKnown,
    isThere: ahead.length === 0,
    now: findings.filter(({ bites, effect }) => bites === undefined && effect === 'stops'),
    steps: isKnown ? steps : steps.filter(step => !isEmptyStep(step)),
  }
}

const earlier = (a: Version, b: Version): Version => (minorOf(a) <= minorOf(b) ? a : b)

/** The minor of Kubernetes at which a subject passes one of its own; undefined where it does not on this way. */
function passes(subject: Subject, own: number, kubernetes: VersionRange, goal: number): number | undefined {
  const { kind, range } = subject
  const last = releaseWith(kind, goal)
  if (last === undefined || own <= minorOf(range.min) || own > last) return undefined
  const at = OWN_RELEASES.includes(kind) ? kubernetesWith(kind, own, minorOf(kubernetes.min)) : own
  return at === undefined || at > goal ? undefined : at
}

function changesOf(subject: Subject, kubernetes: VersionRange, goal: number) {
  return DEFAULT_CHANGES.flatMap(row => {
    if (row.component !== subject.kind) return []
    const at = passes(subject, row.since, kubernetes, goal)
    const component = at === undefined ? undefined : subject.at(firstOf(row.since))
    if (at === undefined || component === undefined || isVendorBuild(component) || !relies(component, row)) return []
    const { name, from, to, effect } = row
    const change: ChangedDefault = { component: row.component, setting: name, from, to, effect, at: [component.anchor] }
    return [{ at, change }]
  })
}

/** Nothing sets it, so the default is what it runs with. */
function relies(component: Component, { key, entry, where }: DefaultChange): boolean {
  if (where !== undefined && component.answer({ key: where })?.state !== 'set') return false
  return component.answer(entry === undefined ? { key } : { key, entry })?.state === 'default'
}

function movesOf(subject: Subject, kubernetes: VersionRange, goal: number) {
  const [newest] = subject.points
  const component = newest === undefined ? undefined : subject.at(newest)
  if (component === undefined || isVendorBuild(component)) return []
  return component.assignments.flatMap(written => {
    if (written.layer !== 'flag' || written.entry !== undefined || !isAuthored(written)) return []
    const fact = flag(subject.kind, written.name)
    if (fact?.removed === undefined || fact.field === undefined) return []
    const life = keyOf(subject.kind, fact.field)?.fieldLife
    const at = passes(subject, fact.removed, kubernetes, goal)
    if (at === undefined || life === undefined || !fieldKnownAt(life, firstOf(fact.removed))) return []
    const move: Move = { component: subject.kind, flag: fact.name, field: fact.field, at: written.at }
    return [{ at, move }]
  })
}

/** One default that several rely on is one change. */
function merged(changes: readonly ChangedDefault[]): ChangedDefault[] {
  const byName = new Map<string, ChangedDefault>()
  for (const change of changes) {
    const name = `${change.component} ${change.setting}`
    const known = byName.get(name)
    byName.set(name, known === undefined ? change : { ...known, at: [...known.at, ...change.at] })
  }
  return [...byName.values()]
}

const distinct = (moves: readonly Move[]): Move[] =>
  moves.filter((move, i) => moves.findIndex(({ at }) => sameLocation(at, move.at)) === i)
