import { kubernetesWith, releaseWith } from '../facts/own-releases.js'
import type { Severity } from '../model/finding.js'
import { type ComponentKind, OWN_RELEASES } from '../model/fragment.js'
import type { Report } from '../model/rule.js'
import { lastOf, minorOf, points, type Version, type VersionRange } from '../model/version.js'
import { type Agreed, keyOf, overVersions, type Reported, type Said } from './check.js'

/** A minor of Kubernetes that lies on the way, and what the subject is then. */
export interface Step {
  /** The minor of Kubernetes, as minorOf. */
  readonly kubernetes: number
  /** The subject's own minor. */
  readonly minor: number
  /** The subject's own releases there, newest first: both ends of its minor, or the one that is the target. */
  readonly releases: readonly Version[]
}

/** What begins to be reported at a minor that lies ahead. */
export interface Ahead {
  readonly step: Step
  readonly agreed: readonly Agreed[]
}

/** Who is upgraded, what may run of it now, and to where: the target is Kubernetes'. */
export interface Way {
  readonly kind?: ComponentKind
  readonly range: VersionRange
  readonly kubernetes: VersionRange
  readonly target: Version
  /** Minors of the subject there are facts for. */
  readonly minors: readonly number[]
}

/** Asked at one version of the subject. Undefined: nothing runs there. */
export type Look = (version: Version, step: Step) => Said | undefined

/**
 * The upgrade question: what begins to be reported at a minor after the one that runs, up to the target. Each problem is named at the
 * first minor that has it. Where the present version is not known, what is asked is what nobody gets past: it is reported at every
 * minor from some point on that all possible upgrades pass, and the first of those is named.
 */
export function onTheWay(
  way: Way,
  now: readonly Agreed[],
  look: Look,
  severityOf: (report: Report) => Severity,
): readonly Ahead[] {
  const { all, passed, isKnown } = stepsOf(way)
  if (passed.length === 0) return []
  const seen = new Set(now.map(({ newest }) => keyOf(newest)))
  const answers = new Map<Step, readonly Agreed[]>()
  const at = (step: Step): readonly Agreed[] => {
    const known = answers.get(step) ?? agreedAt(step, look, severityOf)
    answers.set(step, known)
    return known
  }
  const found = new Map<Step, Agreed[]>()
  const [first] = passed
  for (const step of passed)
    for (const agreed of at(step)) {
      const key = keyOf(agreed.newest)
      if (seen.has(key)) continue
      seen.add(key)
      const begins = isKnown || step !== first ? { step, agreed } : firstOf(all, step, key, at)
      if (begins === undefined) continue
      const there = found.get(begins.step)
      if (there === undefined) found.set(begins.step, [begins.agreed])
      else there.push(begins.agreed)
    }
  return all.flatMap(step => {
    const agreed = found.get(step)
    return agreed === undefined ? [] : [{ step, agreed }]
  })
}

/**
 * Back from a step to where it began. Undefined where it is so at the oldest version that may run: then it does not begin on the way.
 */
function firstOf(
  all: readonly Step[],
  from: Step,
  key: string,
  at: (step: Step) => readonly Agreed[],
): { readonly step: Step; readonly agreed: Agreed } | undefined {
  let begins: { readonly step: Step; readonly agreed: Agreed } | undefined
  for (let i = all.indexOf(from); i >= 0; i--) {
    const step = all[i]!
    const agreed = at(step).find(({ newest }) => keyOf(newest) === key)
    if (agreed === undefined) return begins
    begins = { step, agreed }
  }
  return undefined
}

/** What is reported at both ends of a minor, and true there already: rules look ahead by themselves. */
function agreedAt(step: Step, look: Look, severityOf: (report: Report) => Severity): readonly Agreed[] {
  const answered = overVersions(step.releases, [
    {
      at: version => {
        const said = look(version, step)
        return said === undefined ? undefined : { ...said, reports: said.reports.filter(isTrueAt(version)) }
      },
      severityOf,
    },
  ])
  return answered.flatMap(({ agreed }) => agreed)
}

const isTrueAt =
  (version: Version) =>
  ({ report: { bites, isOnlyNow } }: Reported): boolean =>
    isOnlyNow !== true && (bites === undefined || bites <= minorOf(version))

interface Steps {
  /** All minors on the way; where the present one is not known, from the oldest that is possible. */
  readonly all: readonly Step[]
  /** Those that every upgrade passes, whatever runs now. */
  readonly passed: readonly Step[]
  readonly isKnown: boolean
}

const NONE: Steps = { all: [], passed: [], isKnown: true }

function stepsOf({ kind, range, kubernetes, target, minors }: Way): Steps {
  const goal = minorOf(target)
  const last = kind === undefined ? goal : releaseWith(kind, goal)
  const low = minorOf(range.min)
  if (last === undefined || low > last) return NONE
  const isKnown = low === minorOf(range.max)
  const high = Math.min(minorOf(range.max), last)
  const isOwn = kind !== undefined && OWN_RELEASES.includes(kind)
  const all = minors
    .filter(minor => minor <= last && (isKnown ? minor > low : minor >= low))
    .flatMap(minor => {
      // one that came with a minor of Kubernetes that is passed already comes with the next
      const brings = isOwn ? kubernetesWith(kind, minor, minorOf(kubernetes.min)) : minor
      if (brings === undefined || brings > goal) return []
      return [
        {
          minor,
          kubernetes: brings,
          releases: isOwn || minor < goal ? releasesOf(minor, minors) : endsOf(target, minors),
        },
      ]
    })
  return { all, passed: isKnown ? all : all.filter(({ minor }) => minor >= high), isKnown }
}

/** Both ends of a minor, the newest first. */
export const releasesOf = (minor: number, minors: readonly number[]): readonly Version[] =>
  endsOf(lastOf(minor), minors)

/** A release, or both ends of a minor. */
function endsOf(version: Version, minors: readonly number[]): readonly Version[] {
  const min = Number.isFinite(version.patch) ? version : { ...version, patch: 0 }
  return points({ min, max: version }, minors)
}
