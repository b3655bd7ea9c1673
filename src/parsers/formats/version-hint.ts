import type { ComponentKind, VersionHint } from '../../model/fragment.js'
import { describe, type Location } from '../../model/location.js'
import type { Text } from '../../model/text.js'
import { parseVersion, type Version, type VersionRange } from '../../model/version.js'

/** A version as it is written; undefined if there is none, a template stands for it, or it is a channel. */
export function stated(of: ComponentKind | 'kubernetes', text: Text | undefined, key: string): VersionHint | undefined {
  if (text === undefined || !text.known) return undefined
  const range = parseVersion(text.value)
  return range === undefined ? undefined : { of, range: { ...range, ...provenance(text.at, key) } }
}

/** Releases that have something (an apiVersion), from `first` to `last` (`1.13`); a side left out is open. */
export function bounded(
  of: ComponentKind | 'kubernetes',
  [first, last]: readonly [first: string | undefined, last: string | undefined],
  text: Text,
): VersionHint {
  const min = first === undefined ? undefined : parseVersion(first)?.min
  const max = last === undefined ? undefined : parseVersion(last)?.max
  const range: VersionRange = { min: min ?? OLDEST, max: max ?? NEWEST, ...provenance(text.at, text.value) }
  return { of, range, bound: true }
}

/** Ends of an open range: resolving cuts them to what there are facts for. */
const OLDEST: Version = { major: 1, minor: 0, patch: 0 }
const NEWEST: Version = { major: 1, minor: Number.POSITIVE_INFINITY, patch: Number.POSITIVE_INFINITY }

const provenance = (at: Location, key: string) => ({ at, source: `${keyOf(at, key)} of ${ownerOf(at)}` })

/** An apiserver is asked for its version by a path. */
const keyOf = ({ doc: { live } }: Location, key: string): string => (live?.kind === 'Version' ? '/version' : key)
const ownerOf = (at: Location): string => {
  const { live } = at.doc
  return live?.kind === 'Version' ? live.cluster : describe(at)
}
