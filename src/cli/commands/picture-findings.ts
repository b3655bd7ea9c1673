import type { Document } from '../../model/document.js'
import { ALSO_HERE, type Finding } from '../../model/finding.js'
import { smallest } from '../../model/lists.js'
import { type Location, place } from '../../model/location.js'
import type { Mark } from '../../reporters/picture.js'
import { push } from '../../resolve/reference.js'
import type { View } from './shown.js'

/** What a finding can be about: a view with its cluster and every place something of it is written. */
export interface Placed {
  readonly cluster: number
  readonly view: View
  readonly places: readonly Location[]
}

export interface Attribution {
  readonly about: ReadonlyMap<View, readonly Mark[]>
  /** By cluster; a finding that is about things of several clusters counts for the first. */
  readonly clusters: ReadonlyMap<number, readonly Mark[]>
  readonly rest: readonly Mark[]
}

/** One place of one thing, to look up by its document. */
interface Spot {
  readonly placed: Placed
  readonly at: Location
}

/** Tells each finding the things it is about: those that are written where it points, else the nearest of its document. */
export function attribute(findings: readonly Finding[], all: readonly Placed[]): Attribution {
  const spots = new Map<Document, Spot[]>()
  const files = new Map<string, number>()
  for (const placed of all)
    for (const at of placed.places) {
      push(spots, at.doc, { placed, at })
      const { uri } = place(at).doc
      if (!files.has(uri)) files.set(uri, placed.cluster)
    }
  const about = new Map<View, Mark[]>()
  const clusters = new Map<number, Mark[]>()
  const rest: Mark[] = []
  for (const [index, finding] of findings.entries()) {
    const mark: Mark = { index, severity: finding.severity }
    const { at, related, alike } = finding
    const places = [at, ...(alike?.places ?? related.filter(({ label }) => label === ALSO_HERE).map(({ at }) => at))]
    const things = [...new Set(places.flatMap(at => thingsAt(at, finding.component, spots)))]
    for (const { view } of things) push(about, view, mark)
    const cluster = things[0]?.cluster ?? files.get(place(finding.at).doc.uri)
    if (cluster === undefined) rest.push(mark)
    else push(clusters, cluster, mark)
  }
  return { about, clusters, rest }
}

function thingsAt(
  at: Location,
  component: string | undefined,
  spots: ReadonlyMap<Document, readonly Spot[]>,
): readonly Placed[] {
  const here = spots.get(at.doc) ?? spots.get(place(at).doc) ?? []
  const ofKind = component === undefined ? [] : here.filter(({ placed }) => placed.view.thing.kind === component)
  const candidates = ofKind.length > 0 ? ofKind : here
  const hit = candidates.filter(spot => spot.at.start <= at.end && at.start <= spot.at.end)
  if (hit.length > 0) return unique(hit)
  const nearest = smallest(candidates.map(spot => distance(spot.at, at)))
  return unique(candidates.filter(spot => distance(spot.at, at) === nearest))
}

const distance = (a: Location, b: Location): number => Math.max(a.start - b.end, b.start - a.end)

const unique = (spots: readonly Spot[]): readonly Placed[] => [...new Set(spots.map(({ placed }) => placed))]
