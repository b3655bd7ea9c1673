import type { RelatedPlace } from '../../model/finding.js'
import type { Location } from '../../model/location.js'

/** What has the same key, in the order of the first of each. */
export function grouped<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const one of all) {
    const key = keyOf(one)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [one])
    else known.push(one)
  }
  return [...groups.values()]
}

/** Each place once, and not that of the finding: a cluster has thousands of nodes. */
export function places(all: readonly RelatedPlace[], own: Location): RelatedPlace[] {
  const seen = new Set([nameOfPlace(own)])
  return all.filter(({ at }) => !seen.has(nameOfPlace(at)) && seen.add(nameOfPlace(at)))
}

const nameOfPlace = ({ doc, start, end }: Location): string => `${doc.uri} ${start} ${end}`
