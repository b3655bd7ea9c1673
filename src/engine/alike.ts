import { type Document, outermost } from '../model/document.js'
import { ALSO_HERE, type Alike, type Finding, type RelatedPlace } from '../model/finding.js'
import { largest } from '../model/lists.js'
import type { Location } from '../model/location.js'

/** Of other places in a cluster so many are related to a finding. */
const EXAMPLES = 3

/** What a finding about an object of a running cluster shares with others that are the same one: there the cluster is the file. */
export function liveCause({ rule, message, severity, what, help, at }: Finding): string | undefined {
  const { live } = outermost(at.doc)
  return live && ['live', live.cluster, rule, message, severity, what, help].join('\0')
}

/** One finding for several of one cause, at the place of the first; one that tells of several places itself keeps a few of them related. */
export function shared(first: Finding, others: readonly Finding[]): Finding {
  const places = distinct(first.at, [
    ...first.related.filter(isAlso),
    ...others.flatMap(other => [other, ...other.related.filter(isAlso)]),
  ])
  if (places.length === 0) return first
  const all = [first.at, ...places].map(({ doc }) => outermost(doc))
  const pools = all.flatMap(({ hint }) => hint?.pool ?? [])
  const alike: Alike = {
    count: countOf(all),
    // the pools of some would be said of all
    pools: pools.length < all.length ? [] : [...new Set(pools)],
    places,
  }
  const examples = places.slice(0, EXAMPLES).map(at => ({ at, label: ALSO_HERE }))
  return { ...first, related: [...first.related.filter(one => !isAlso(one)), ...examples], alike }
}

const isAlso = ({ at, label }: RelatedPlace): boolean => label === ALSO_HERE && outermost(at.doc).live !== undefined

/** Each place once, and not the first one; a cluster has thousands of nodes. */
function distinct(own: Location, all: readonly { readonly at: Location }[]): Location[] {
  const seen = new Set([nameOfPlace(own)])
  return all.flatMap(({ at }) => {
    const name = nameOfPlace(at)
    if (seen.has(name)) return []
    seen.add(name)
    return [at]
  })
}

const nameOfPlace = ({ doc, start, end }: Location): string => `${doc.uri} ${start} ${end}`

/** A node and what its kubelet answers are one, whichever of a group was asked. */
function countOf(documents: readonly Document[]): number {
  const groups = new Map<string, Map<string, number>>()
  for (const { uri, live, host } of new Set(documents)) {
    const of = host?.id ?? uri
    const parts = groups.get(of) ?? new Map<string, number>()
    groups.set(of, parts)
    const part = live?.part ?? ''
    parts.set(part, (parts.get(part) ?? 0) + (live?.count ?? 1))
  }
  return [...groups.values()].reduce((sum, parts) => sum + largest(parts.values()), 0)
}
