import { minorOf, type VersionRange } from '../../model/version.js'

/**
 * A default argument a platform writes: `name`, a template of its value, and the minors (as `minorOf`) it is written at.
 * `{x}` in a value is filled in from the user's keys.
 */
export interface DefaultArg {
  readonly since: number
  readonly until: number
  readonly name: string
  readonly value: string
  /** Written behind the user's own arguments, so that it beats them where the last one wins. */
  readonly last: boolean
}

/** Stands for every minor to come. */
export const NEWEST = 9999

/** Tables are read when the first document of their platform is. */
export function lazy<T>(read: () => T): () => T {
  let value: { readonly of: T } | undefined
  return () => {
    value ??= { of: read() }
    return value.of
  }
}

/**
 * A table of default arguments, one per line: `MINORS NAME VALUE`. MINORS is `*`, `1.8`, `1.8-1.10`, `1.12-` or
 * `-1.9`; `!` behind it marks arguments that come last.
 */
export function defaultArgs(table: string): () => DefaultArg[] {
  return lazy(() => lines(table).map(defaultArg))
}

function defaultArg(line: string): DefaultArg {
  const [minors = '', name = '', ...value] = line.split(' ')
  const last = minors.endsWith('!')
  return { ...stretch(last ? minors.slice(0, -1) : minors), name, value: value.join(' '), last }
}

export const lines = (table: string): string[] => table.split('\n').filter(line => line !== '')

function stretch(minors: string): { since: number; until: number } {
  if (minors === '*') return { since: 0, until: NEWEST }
  const [from = '', to = from] = minors.split('-')
  return { since: minor(from, 0), until: minor(to, NEWEST) }
}

function minor(text: string, otherwise: number): number {
  if (text === '') return otherwise
  const [major, of] = text.split('.')
  return Number(major) * 100 + Number(of)
}

/** Minors from which on something differs, ascending and beginning with 0: the stretches a platform's defaults hold for. */
export function stretches(bounds: readonly { readonly since: number; readonly until: number }[]): [number, number][] {
  const starts = new Set([0])
  for (const { since, until } of bounds) {
    starts.add(since)
    if (until !== NEWEST) starts.add(until + 1)
  }
  const sorted = [...starts].sort((a, b) => a - b)
  return sorted.map((start, i) => [start, (sorted[i + 1] ?? NEWEST + 1) - 1])
}

/** The versions of a stretch of minors. */
export function rangeOf([from, to]: readonly [number, number]): VersionRange {
  return {
    min: { major: Math.floor(from / 100), minor: from % 100, patch: 0 },
    max: { major: Math.floor(to / 100), minor: to % 100, patch: Number.POSITIVE_INFINITY },
  }
}

/** `1.8`, `1.11 and newer`, `up to 1.9`: for the names of synthetic documents. */
export function stretchName([from, to]: readonly [number, number]): string {
  const name = (at: number) => `${Math.floor(at / 100)}.${at % 100}`
  if (from === to) return name(from)
  if (from === 0) return to === NEWEST ? '' : `up to ${name(to)}`
  return to === NEWEST ? `${name(from)} and newer` : `${name(from)} - ${name(to)}`
}

/** True if the stretch holds for some version of the range or a later one: an upgrade lets the platform write anew. */
export function touches(range: VersionRange | undefined, [, to]: readonly [number, number]): boolean {
  return range === undefined || minorOf(range.min) <= to
}

/** True if the stretch holds for some version of the range. */
export const overlaps = (range: VersionRange, [from, to]: readonly [number, number]): boolean =>
  minorOf(range.min) <= to && minorOf(range.max) >= from

/** `when` of a fragment for a stretch; none for all versions there are. */
export function whenOf(stretch: readonly [number, number]): { readonly when?: VersionRange } {
  return stretch[0] === 0 && stretch[1] === NEWEST ? {} : { when: rangeOf(stretch) }
}

/** True if every version of the range lies in the stretch. */
export function within(range: VersionRange | undefined, [from, to]: readonly [number, number]): boolean {
  if (from === 0 && to === NEWEST) return true
  return range !== undefined && minorOf(range.min) >= from && minorOf(range.max) <= to
}
