import type { ComponentKind } from '../model/fragment.js'
import { minorOf, type Version } from '../model/version.js'
import { isBefore, knownIn, type Lifetime, lifetime, normaliseFlag, type TypeFact, typeOf } from './flags.js'
import { defaultFrom, fieldLine, flagLine, type Line, minorOrNone, patchesOf, tableOf } from './lines.js'

/** A field's existence in minors; `legacy` is the stretch of v1alpha1 of the kubelet, both ends included. */
export interface FieldLifetime {
  readonly introduced?: number
  readonly removed?: number
  readonly deprecated?: number
  readonly legacy?: readonly [number, number]
  /** Patch release that brought it to a minor which began without it. */
  readonly patches?: ReadonlyMap<number, number>
}

/** A setting of a component, whichever way it is written. */
export interface KeyFact extends TypeFact {
  readonly component: ComponentKind
  /** Canonical: the field of the configuration file if there is one, else the flag. */
  readonly key: string
  readonly flag?: string
  /** Path of the field, dots between its parts. */
  readonly field?: string
  readonly flagLife?: Lifetime
  readonly fieldLife?: FieldLifetime
  /** The field is a pointer: an explicit zero in a file is no "unset". */
  readonly pointer: boolean
  /** Columns of defaults; see `flagDefault` and `fieldDefault`. */
  readonly defaults: { readonly flag: string; readonly field: string }
}

const keys = new Map<string, KeyFact>()

/** The setting of a flag or a field; a field wins where both spell the same. Objects and unknown names have none. */
export function keyOf(component: ComponentKind, name: string): KeyFact | undefined {
  const id = `${component} ${name}`
  const kept = keys.get(id)
  if (kept !== undefined) return kept
  const line = lineOf(component, name)
  const fact = line === undefined ? undefined : keyFact(component, line)
  if (fact !== undefined) keys.set(id, fact)
  return fact
}

function lineOf(component: ComponentKind, name: string): Line | undefined {
  let line = fieldLine(component, name) ?? flagLine(component, normaliseFlag(component, name))
  // A field of v1alpha1 alone (kubelet up to 1.9) is its flag in another spelling.
  if (line?.('flag') === '' && line('fieldIntroduced') === '' && line('replacedBy') !== '')
    line = flagLine(component, line('replacedBy'))
  // A second flag for a field: the field stands on the other line.
  return line?.('field').startsWith('=') ? fieldLine(component, line('field').slice(1)) : line
}

function keyFact(component: ComponentKind, line: Line): KeyFact | undefined {
  const type = typeOf(line('type'))
  if (type === undefined) return undefined
  const flag = line('flag')
  const field = line('field').slice(1)
  return {
    component,
    key: field === '' ? flag : field,
    ...type,
    ...(flag === '' ? {} : { flag, flagLife: lifetime(line) }),
    ...(field === '' ? {} : { field, fieldLife: fieldLifetime(line) }),
    pointer: line('marks').includes('p'),
    defaults: { flag: line('defaults'), field: line('fieldDefaults') },
  }
}

/** The lifetime columns of a field. */
export function fieldLifetime(line: Line): FieldLifetime {
  const introduced = minorOrNone(line('fieldIntroduced'))
  const removed = minorOrNone(line('fieldRemoved'))
  const deprecated = minorOrNone(line('fieldDeprecated'))
  const patches = patchesOf(line('fieldPatches'))
  const [from, to] = line('legacy').split('-').map(Number)
  return {
    ...(introduced === undefined ? {} : { introduced }),
    ...(removed === undefined ? {} : { removed }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(from === undefined || to === undefined ? {} : { legacy: [from, to] as const }),
    ...(patches === undefined ? {} : { patches }),
  }
}

/** Whether a field exists at a version. Newer minors than the facts keep what the newest has. */
export function fieldKnownAt(life: FieldLifetime, version: Version): boolean {
  const { introduced, removed, legacy, patches } = life
  const minor = minorOf(version)
  if (legacy !== undefined && minor >= legacy[0] && minor <= legacy[1]) return true
  if (introduced === undefined || minor < introduced || (removed !== undefined && minor >= removed)) return false
  return !isBefore(patches, version)
}

/** Whether a version has the setting at all, as a flag or as a field. */
export function knownMinor(fact: KeyFact, version: Version): boolean {
  if (fact.fieldLife !== undefined && fieldKnownAt(fact.fieldLife, version)) return true
  if (fact.flagLife === undefined) return false
  const known = knownIn(fact.flagLife, tableOf(fact.component), version)
  return known === 'yes' || known === 'maybe'
}

/** The default as the flag registers it, as text; undefined where it is unset, empty, or there is no flag. */
export const flagDefault = (fact: KeyFact, version: Version): string | undefined =>
  defaultFrom(fact.defaults.flag, minorOf(version))

/**
 * The default that a configuration file without the field gets, as text; maps are written as the flag writes them.
 * v1alpha1 of the kubelet was filled by the same code as its flags.
 */
export function fieldDefault(fact: KeyFact, version: Version): string | undefined {
  const minor = minorOf(version)
  const { fieldLife } = fact
  if (fieldLife === undefined) return undefined
  if (fieldLife.introduced === undefined || (minor < fieldLife.introduced && fieldLife.legacy !== undefined))
    return flagDefault(fact, version)
  return defaultFrom(fact.defaults.field, minor)
}
