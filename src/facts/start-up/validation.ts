import type { Component } from '../../model/component.js'
import type { Fix } from '../../model/finding.js'
import type { ComponentKind } from '../../model/fragment.js'
import type { Placed, Read, RelatedPlace } from '../../model/rule.js'
import { compareVersions, minorOf, parseVersion, type Version } from '../../model/version.js'

/**
 * One check a component makes before it starts, as a row of a table. What it asks it asks like a rule: an unknown setting ends this
 * row and no other.
 */
export interface Validation<K extends ComponentKind = ComponentKind> {
  /** Stable, since findings are told apart by it: `image-gc-order`. */
  readonly id: string
  /** Keys it looks at, the one at fault first: what its finding spells where nothing is written. */
  readonly settings: readonly [string, ...string[]]
  /** It may be at fault though none of `settings` is written: something is missing, or another setting is looked at too. */
  readonly always?: true
  /** Versions of the component that make the check; see `holdsAt`. */
  readonly versions: string
  /** Completes "`--flag=value` stops kubelet 1.34: …". */
  readonly reason: string
  /** An imperative. */
  readonly remedy: string
  /** File upstream that makes the check, below the repository of the component. */
  readonly source: string
  /** It refuses addresses, ranges, hosts or URLs, in whose place many files hold a word (`NODE_IP`): of that nothing is told. */
  readonly addresses?: true
  /** What it tells of is no value at all, so that rows behind it have nothing to say of that place. */
  readonly decodes?: true
  readonly check: (component: Component<K>) => Checking
}

export type Checking = Generator<Read | Broken | ApartFrom, void, unknown>
/** A part of a row that what is unknown elsewhere does not end. */
export interface ApartFrom {
  readonly apart: Checking
}

/** What a component refuses. */
export interface Broken {
  readonly at: Placed
  /** What `reason` and `remedy` name in braces; `spelling` where it is another one than that of `at`. */
  readonly values?: Readonly<Record<string, string | number>>
  readonly related?: readonly { readonly at: Placed; readonly label: RelatedPlace['label'] }[]
  readonly fix?: Fix
}

/** One stretch of versions: both ends belong to it. */
interface Stretch {
  readonly min?: Version
  readonly max?: Version
  readonly isWhole: boolean
}

const spans = new Map<string, readonly Stretch[]>()

/**
 * Whether a version is in a column of versions: `any`, `>=1.8`, `<1.13`, `1.28 - 1.29` (both belong to it, patches included), several
 * of them joined by ` or `. Releases count where they are named: `>=3.5.8 or 3.4.25 - 3.4`.
 * @throws Error if it does not parse, which a test of the tables finds
 */
export function holdsAt(versions: string, version: Version): boolean {
  const known = spans.get(versions) ?? versions.split(' or ').map(stretch)
  spans.set(versions, known)
  return known.some(({ min, max, isWhole }) => {
    // whoever reads a patch is asked again at every other one
    if (isWhole) {
      const minor = minorOf(version)
      return (min === undefined || minor >= minorOf(min)) && (max === undefined || minor <= minorOf(max))
    }
    return (
      (min === undefined || compareVersions(version, min) >= 0) &&
      (max === undefined || compareVersions(version, max) <= 0)
    )
  })
}

function stretch(text: string): Stretch {
  if (text === 'any') return { isWhole: true }
  const found = /^(>=|<)?(\d+\.\d+(?:\.\d+)?)(?: - (\d+\.\d+(?:\.\d+)?))?$/.exec(text)
  const [, sign, first = '', last] = found ?? []
  const from = parseVersion(first)
  const to = last === undefined ? undefined : parseVersion(last)
  if (from === undefined || (last === undefined) !== (to === undefined) || (sign !== undefined && last !== undefined))
    throw new Error(`not a column of versions: ${text}`)
  const isWhole = !/\d\.\d+\.\d/.test(text)
  if (sign === '>=') return { min: from.min, isWhole }
  if (sign === '<') return { max: justBefore(from.min), isWhole }
  return { min: from.min, max: (to ?? from).max, isWhole }
}

/** The last version before a release; of a minor's first one any patch of the minor before. */
const justBefore = ({ major, minor, patch }: Version): Version =>
  patch > 0 ? { major, minor, patch: patch - 1 } : { major, minor: minor - 1, patch: Number.POSITIVE_INFINITY }
