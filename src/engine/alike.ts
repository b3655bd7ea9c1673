import { type Document, outermost } from '../model/document.js'
import { ALSO_HERE, type Alike, type Finding } from '../model/finding.js'
import { type Location, sameLocation } from '../model/location.js'

/** Of other places in a cluster so many are related to a finding. */
const EXAMPLES = 3

/** What a finding about an object of a running cluster shares with others that are the same one: there the cluster is the file. */
export function liveCause({ rule, message, severity, what, help, at }: Finding): string | undefined {
  const { live } = outermost(at.doc)
  return live && ['live', live.cluster, rule, message, severity, what, help].join('\0')
}

/** One finding for several of one cause, at the place of the first. */
export function shared(first: Finding, others: readonly Finding[]): Finding {
  const places: Location[] = []
  for (const { at } of others) if (![first.at, ...places].some(known => sameLocation(known, at))) places.push(at)
  if (places.length === 0) return first
  const all = [first.at, ...places].map(({ doc }) => outermost(doc))
  const alike: Alike = {
    count: countOf(all),
    pools: [...new Set(all.flatMap(({ hint }) => hint?.pool ?? []))],
    places,
  }
  const examples = places.slice(0, EXAMPLES).map(at => ({ at, label: ALSO_HERE }))
  return { ...first, related: [...first.related, ...examples], alike }
}

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
  return [...groups.values()].reduce((sum, parts) => sum + Math.max(...parts.values()), 0)
}
