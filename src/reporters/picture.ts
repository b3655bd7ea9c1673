import { SEVERITIES, type Severity } from '../model/finding.js'
import type { Count } from '../model/fragment.js'
import type { Location } from '../model/location.js'
import { plural } from './reporter.js'

/**
 * The tiers of a cluster in the order a request falls through them: what resizes the nodes, the nodes, the way in, the control
 * plane, its store. `other` holds what has no place in that row and is drawn because a finding is about it.
 */
export const TIERS = ['autoscaler', 'nodes', 'entry', 'control-plane', 'etcd', 'other'] as const
export type TierName = (typeof TIERS)[number]

export const TIER_TITLES: Readonly<Record<TierName, string>> = {
  autoscaler: 'Autoscaler',
  nodes: 'Nodes',
  entry: 'Way to the apiserver',
  'control-plane': 'Control plane',
  etcd: 'etcd',
  other: 'Beside it',
}

export type Counts = Readonly<Record<Severity, number>>

/** A finding by its index in the list the picture was made with. */
export interface Mark {
  readonly index: number
  readonly severity: Severity
}

/** One box of a picture. */
export interface Pictured {
  /** `kubelet`, `load-balancer`, `endpoint` */
  readonly kind: string
  readonly name?: string
  /** A few words each: "1.7.6", "2 to 10 machines". */
  readonly facts: readonly string[]
  readonly instances: Count
  /** False for what is only named by something in view. */
  readonly inView: boolean
  readonly at: Location
  /** The findings about it; things that share a file share findings. */
  readonly findings: readonly Mark[]
  /** Settings of it that are not known. */
  readonly unknown: number
  /** Indices of the things of `klint show` it stands for. */
  readonly things: readonly number[]
}

export interface Tier {
  readonly name: TierName
  readonly things: readonly Pictured[]
}

export interface Edge {
  readonly from: TierName
  readonly to: TierName
  /** Written somewhere, or so in every cluster. */
  readonly because: 'configuration' | 'architecture'
  readonly label: string
}

/** Why something about a cluster is not known. */
export interface Gap {
  readonly what: string
  readonly at?: Location
  /** How many settings it leaves open; 0 for what is no setting. */
  readonly settings: number
}

export interface ClusterPicture {
  readonly name?: string
  /** Not empty, in the order of `TIERS`. */
  readonly tiers: readonly Tier[]
  readonly edges: readonly Edge[]
  readonly gaps: readonly Gap[]
  /** Each finding is in one cluster at most. */
  readonly findings: readonly Mark[]
  /** Paths of the files on disk it was read from, in order. */
  readonly files: readonly string[]
}

export interface Picture {
  readonly clusters: readonly ClusterPicture[]
  /** Findings that belong to no cluster. */
  readonly rest: readonly Mark[]
}

export function countsOf(findings: readonly { readonly severity: Severity }[]): Counts {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 }
  for (const { severity } of findings) counts[severity]++
  return counts
}

/** "2 errors, 1 warning"; "no findings". */
export function countWords(counts: Counts): string {
  const words = SEVERITIES.filter(severity => counts[severity] > 0).map(severity => plural(counts[severity], severity))
  return words.length === 0 ? 'no findings' : words.join(', ')
}

/** The most severe of what was counted. */
export const worst = (counts: Counts): Severity | undefined => SEVERITIES.find(severity => counts[severity] > 0)

/** "3", "2 or more"; nothing for one. */
export function instancesWords({ min, max }: Count): string | undefined {
  if (max === undefined) return `${min} or more`
  if (min !== max) return `${min} to ${max}`
  return min === 1 ? undefined : String(min)
}

/**
 * At most `most` boxes of one kind in a tier: those with findings stay before those without, in their order, and the last box
 * stands for all others.
 */
export function folded(tier: Tier, most: number): Tier {
  const kinds = [...new Set(tier.things.map(({ kind }) => kind))]
  return { ...tier, things: kinds.flatMap(kind => foldedKind(kind, tier, most)) }
}

function foldedKind(kind: string, { things }: Tier, most: number): readonly Pictured[] {
  const all = things.filter(thing => thing.kind === kind)
  if (all.length <= most) return all
  const ranked = [...all.filter(hasFindings), ...all.filter(thing => !hasFindings(thing))]
  const kept = new Set(ranked.slice(0, most - 1))
  const others = all.filter(thing => !kept.has(thing))
  const [first] = others
  if (first === undefined) return all
  const marks = new Map(others.flatMap(({ findings }) => findings.map(mark => [mark.index, mark])))
  const more: Pictured = {
    kind,
    name: `${others.length} more`,
    facts: [],
    instances: { min: 1, max: 1 },
    inView: others.some(({ inView }) => inView),
    at: first.at,
    findings: [...marks.values()],
    unknown: others.reduce((total, { unknown }) => total + unknown, 0),
    things: others.flatMap(({ things }) => things),
  }
  return [...all.filter(thing => kept.has(thing)), more]
}

const hasFindings = ({ findings }: Pictured): boolean => findings.length > 0
