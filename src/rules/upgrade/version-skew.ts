import { sharesHost } from '../../facts/replicas.js'
import { isOneWithApiserver } from '../../facts/running.js'
import { limitsOf, minorsBetween, SKEW_POLICY, type SkewLimit } from '../../facts/skew-policy.js'
import { isVendorBuild } from '../../facts/vendors.js'
import type { Cluster, Component } from '../../model/component.js'
import { outermost } from '../../model/document.js'
import { ALSO_HERE } from '../../model/finding.js'
import type { ComponentKind } from '../../model/fragment.js'
import { largest, smallest } from '../../model/lists.js'
import { type Location, sameLocation } from '../../model/location.js'
import { defineRule } from '../../model/rule.js'
import { formatMinor, formatRange, minorOf } from '../../model/version.js'

type Message = 'newer' | 'apart' | 'limit'

/** Components of one kind and minor, all as far from the same minor of another kind. */
interface Skew {
  readonly message: Message
  /** It may meet one that is new enough. */
  readonly isUpgrading: boolean
  readonly limit: SkewLimit
  /** Minors by which the component is newer; negative if it is older. */
  readonly distance: number
  readonly allowed: number
  readonly components: Component[]
  readonly others: Component[]
}

export default defineRule({
  id: 'upgrade/version-skew',
  summary: 'two components are further apart than the skew policy allows',
  checks: 'cluster',
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://kubernetes.io/releases/version-skew-policy/',
    'https://github.com/kubernetes/enhancements/tree/master/keps/sig-architecture/3935-oldest-node-newest-control-plane',
    'https://github.com/kubernetes/kubernetes/pull/132157',
  ],
  messages: {
    newer: {
      what: '{component} {version} is newer than {other} {otherVersion}',
      why: 'the newer one uses APIs and fields the other lacks: nodes do not register, or objects are decoded wrongly',
      help: 'upgrade {first} first',
    },
    apart: {
      what: '{component} {version} is {distance} minor versions {way} than {other} {otherVersion}, and the limit is {allowed}',
      why: 'the older one asks for APIs the newer one has removed, and drops fields it does not know',
      help: 'upgrade {first} first',
    },
    limit: {
      what: '{component} {version} is as far from {other} {otherVersion} as is supported',
      why: 'the next upgrade of the newer one leaves the older one behind',
      help: 'upgrade {first} next',
      severity: 'info',
    },
  },

  *check(cluster, { strict }) {
    for (const { message, isUpgrading, limit, distance, allowed, components, others } of skewsIn(cluster)) {
      if (message === 'limit' && !strict) continue
      const [at, ...alsoHere] = places(components)
      const [opposite] = places(others)
      if (at === undefined || opposite === undefined) continue
      yield {
        message,
        at,
        ...(isUpgrading ? { severity: 'warning' } : {}),
        values: {
          component: limit.component,
          version: versionOf(components),
          other: limit.other,
          otherVersion: versionOf(others),
          distance: Math.abs(distance),
          way: distance > 0 ? 'newer' : 'older',
          allowed,
          first: distance > 0 ? limit.other : limit.component,
        },
        related: [
          { at: opposite, label: `${versionOf(others)} here` },
          ...alsoHere.map(place => ({ at: place, label: ALSO_HERE })),
        ],
      }
    }
  },
})

function skewsIn(cluster: Cluster): readonly Skew[] {
  if (ONE_PER_HOST.some(kind => areAlternatives(cluster.of(kind)))) return []
  const skews = new Map<string, Skew>()
  for (const limit of SKEW_POLICY) {
    const others = comparable(cluster, limit.other)
    const areAll = others.length === cluster.of(limit.other).length
    // only its minor counts, and whom it meets, which are all others or those of its node
    const ofMinor = new Map<number, Skew | undefined>()
    for (const component of comparable(cluster, limit.component)) {
      const minor = minorOf(component.range.max)
      const near = limit.meets === 'node' ? others.filter(other => shareNode(component, other)) : others
      const isKnown = near === others && ofMinor.has(minor)
      const found = isKnown ? ofMinor.get(minor) : worst(component, near, areAll, limit)
      if (near === others) ofMinor.set(minor, found)
      if (found === undefined) continue
      const [other] = found.others
      const key = [limit.component, limit.other, minorOf(component.range.max), other && minorOf(other.range.max)].join(
        ' ',
      )
      const known = skews.get(key)
      if (known === undefined) skews.set(key, found)
      else known.components.push(component)
    }
  }
  return [...skews.values()]
}

const ONE_PER_HOST = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const

/** Files of before and after an upgrade: two for one host, or two documents of a platform, each of which stands for all replicas. */
const areAlternatives = (all: readonly Component[]): boolean =>
  sharesHost(all) ||
  (all.some(({ platform }) => platform !== undefined) && new Set(all.map(({ range }) => minorOf(range.max))).size > 1)

/**
 * Components of whose version everything but the patch is stated, for themselves: what is said of the whole cluster is no evidence that
 * one of them differs from it.
 */
function comparable(cluster: Cluster, kind: ComponentKind): readonly Component[] {
  return cluster.of(kind).filter(one => !isVendorBuild(one) && !isOneWithApiserver(one) && statesMinor(one, cluster))
}

function statesMinor({ range, anchor }: Component, { kubernetes }: Cluster): boolean {
  if (range.at === undefined || minorOf(range.min) !== minorOf(range.max)) return false
  const isInherited = kubernetes.at !== undefined && sameLocation(range.at, kubernetes.at)
  return !isInherited || outermost(range.at.doc) === outermost(anchor.doc)
}

/** Against the oldest where it is newer, against the newest where it is older. */
function worst(
  component: Component,
  others: readonly Component[],
  areAll: boolean,
  limit: SkewLimit,
): Skew | undefined {
  const { newerBy, olderBy } = limitsOf(limit, component.range.max)
  const distances = others.flatMap(other => {
    const distance = minorsBetween(component.range.max, other.range.max)
    return distance === undefined ? [] : [{ other, distance }]
  })
  const told = (message: Message, distance: number, allowed: number): Skew => ({
    message,
    isUpgrading: false,
    limit,
    distance,
    allowed,
    components: [component],
    others: distances.flatMap(one => (one.distance === distance ? [one.other] : [])),
  })
  const newest = largest(distances.map(({ distance }) => distance))
  const oldest = smallest(distances.map(({ distance }) => distance))
  // While an upgrade is under way, who is no newer than the newest may meet that one alone. It may be the one nobody knows.
  const isUpgrading = limit.meets !== 'node' && newest > 0 && (oldest <= 0 || !areAll)
  if (newest > newerBy && !(isUpgrading && limit.meets === 'own'))
    return { ...told(newerBy === 0 ? 'newer' : 'apart', newest, newerBy), isUpgrading }
  if (-oldest > olderBy) return told('apart', oldest, olderBy)
  if (newerBy > 0 && newest === newerBy) return told('limit', newest, newerBy)
  return -oldest === olderBy ? told('limit', oldest, olderBy) : undefined
}

/** A DaemonSet that chooses no nodes but by their system runs beside every kubelet. */
function shareNode(proxy: Component, kubelet: Component): boolean {
  const { host } = proxy.anchor.doc
  if (host !== undefined && host.id === kubelet.anchor.doc.host?.id) return true
  const { runsIn } = proxy
  if (runsIn?.kind !== 'pod') return false
  const kind = runsIn.get('kind')
  if (kind.state === 'unknown' || kind.value !== 'DaemonSet') return false
  return CHOOSING.every(field => {
    const whole = runsIn.get(field)
    return (
      (whole.state !== 'unknown' && whole.value === undefined) ||
      (field === 'nodeSelector' && chosenBy(runsIn.written).every(path => SYSTEM.test(path)))
    )
  })
}

const CHOOSING = ['nodeSelector', 'affinity'] as const
const SYSTEM = /^nodeSelector\.(?:beta\.)?kubernetes\.io\/os$/
const chosenBy = (written: readonly string[]): readonly string[] =>
  written.filter(path => path.startsWith('nodeSelector'))

/** Where versions are stated, each place once. */
function places(components: readonly Component[]): readonly Location[] {
  const found: Location[] = []
  const known = new Map<Location['doc'], Set<string>>()
  for (const { range, anchor } of components) {
    const at = range.at ?? anchor
    const inDocument = known.get(at.doc) ?? new Set()
    known.set(at.doc, inDocument)
    const place = `${at.start} ${at.end}`
    if (inDocument.has(place)) continue
    inDocument.add(place)
    found.push(at)
  }
  return found
}

/** The release if all have one, else their minor. */
function versionOf([first, ...others]: readonly Component[]): string {
  if (first === undefined) return ''
  const release = formatRange(first.range)
  return others.every(({ range }) => formatRange(range) === release) ? release : formatMinor(minorOf(first.range.max))
}
