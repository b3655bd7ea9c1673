import type {
  ComponentKind,
  Count,
  Fragment,
  ObservedFragment,
  ResourceFragment,
  VersionHint,
} from '../model/fragment.js'
import type { Location } from '../model/location.js'
import { compareVersions, intersect, type Version, type VersionRange } from '../model/version.js'
import type { DropIn } from './component.js'
import type { Argument, ConfigPart, Environment, Part } from './parts.js'
import type { Documents } from './policies.js'
import { pathOf, push } from './reference.js'
import type { MergedUnit } from './units.js'

/** A component before versions and clusters are known; `variants` differ where a platform's defaults do. */
export interface Built {
  readonly kind: ComponentKind
  readonly id: string
  /** The fragment whose belonging counts. */
  readonly owner: Fragment
  /** Everything it was made of: evidence for grouping, and version hints. */
  readonly fragments: readonly Fragment[]
  readonly hints: readonly VersionHint[]
  readonly instances: Count
  readonly vendor: boolean
  readonly runsIn?: ResourceFragment
  readonly unit?: MergedUnit
  readonly variants: readonly Variant[]
}

export interface Variant {
  readonly when?: VersionRange
  readonly anchor: Location
  readonly argv: Part<readonly Argument[]>
  readonly environment: Environment
  readonly config: ConfigPart
  readonly dropIns: Part<readonly DropIn[]>
  readonly documents?: Documents
  readonly observed?: readonly ObservedFragment[]
}

/** What starts a process: a unit's ExecStart or an argv fragment, variables expanded. */
export interface Process {
  readonly kind: ComponentKind
  readonly id: string
  readonly owner: Fragment
  readonly when?: VersionRange
  readonly anchor: Location
  readonly args: readonly Argument[]
  readonly environment: Environment
  readonly loaded: readonly Fragment[]
  readonly hints: readonly VersionHint[]
  readonly instances: Count
  readonly vendor: boolean
  readonly runsIn?: ResourceFragment
  readonly unit?: MergedUnit
  readonly mounts?: ReadonlyMap<string, string>
}

/** Equal for the variants of one component, different for everything else. */
export function idOf(owner: Fragment, at: Location): string {
  if (owner.when !== undefined)
    return [
      owner.kind,
      owner.kind === 'argv' ? owner.component : '',
      owner.set,
      owner.cluster,
      owner.pool,
      owner.role,
      owner.at.start,
    ].join('|')
  return `${at.doc.uri}:${at.start}`
}

export function meet(a: VersionRange | undefined, b: VersionRange | undefined): VersionRange | undefined | 'never' {
  if (a === undefined || b === undefined) return a ?? b
  return intersect(a, b) ?? 'never'
}

/** A platform's file comes in stretches of versions: the one that was found and its siblings. */
export type Alternatives = (first: Fragment) => readonly Fragment[]

export function alternativesAmong(fragments: readonly Fragment[]): Alternatives {
  const keyOf = (fragment: Fragment): string =>
    [fragment.kind, fragment.set, fragment.pool, fragment.role, pathOf(fragment)].join('\0')
  const byKey = new Map<string, Fragment[]>()
  for (const fragment of fragments) if (fragment.when !== undefined) push(byKey, keyOf(fragment), fragment)
  return first => (first.when === undefined ? [first] : (byKey.get(keyOf(first)) ?? [first]))
}

export const seen = <T>(value: T, at: Location): Part<T> => ({ state: 'seen', value, at })
export const absent = { state: 'absent' } as const

/** The variant that holds at a version; none where the platform writes none. */
export function variantAt(built: Built, version: Version): Variant | undefined {
  return built.variants.find(
    ({ when }) =>
      when === undefined || (compareVersions(when.min, version) <= 0 && compareVersions(version, when.max) <= 0),
  )
}
