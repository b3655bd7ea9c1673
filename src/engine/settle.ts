import { type Document, outermost } from '../model/document.js'
import {
  ALSO_HERE,
  type Finding,
  type Fix,
  type RelatedPlace,
  SEVERITIES,
  type Silenced,
  type Silencing,
} from '../model/finding.js'
import { append } from '../model/lists.js'
import { type Location, place, sameLocation } from '../model/location.js'
import { firstIndex } from '../model/search.js'
import { parseMinor } from '../model/version.js'
import { PRECEDENCE } from '../rules/precedence.js'
import { liveCause, shared } from './alike.js'

/** Whether and why a finding is not reported. */
export type Silencer = (finding: Finding) => Silencing | undefined

export interface Settling {
  /** Comments and annotations, and what is wrong with them once all findings went through them. */
  readonly inline?: { readonly silence: Silencer; readonly findings: () => readonly Finding[] }
  /** What else silences findings, first come first served. */
  readonly silencers?: readonly Silencer[]
  /** What is found once all findings went through the silencers: those that silenced none. */
  readonly late?: () => readonly Finding[]
  /** What klint.yaml makes of the engine's own findings. */
  readonly own?: (finding: Finding) => readonly Finding[]
  /** Gives findings that nothing in the files silences, and those that something does, their identities. */
  readonly identify?: (finding: Finding) => Finding
  /** Takes out what was known before this run, by those identities. */
  readonly known?: (findings: readonly Finding[]) => Pick<Settled, 'findings' | 'silenced'>
  /** Which of all findings are asked for. */
  readonly asked?: (finding: Finding) => boolean
}

export interface Settled {
  readonly findings: readonly Finding[]
  readonly silenced: readonly Silenced[]
  /** Everything that nothing in the files silences, known or asked for or not, each at its own place: what a baseline is made of. */
  readonly all: readonly Finding[]
}

/** Suppressions first, so that each that would silence something is one of use; then precedence, merging and order. */
export function settle(
  findings: readonly Finding[],
  {
    inline,
    silencers = [],
    late = () => [],
    own = finding => [finding],
    identify = finding => finding,
    known = findings => ({ findings, silenced: [] }),
    asked = () => true,
  }: Settling,
): Settled {
  const kept: Finding[] = []
  const silenced: Silenced[] = []
  const sort = (of: readonly Finding[], by: readonly Silencer[]): void => {
    for (const finding of of) {
      const silencing = firstOf(by, finding)
      if (silencing === undefined) kept.push(finding)
      else silenced.push({ finding: identify(finding), silencing })
    }
  }
  sort(findings, inline === undefined ? silencers : [inline.silence, ...silencers])
  // A comment that is wrong does not silence what is said of it, klint.yaml may.
  if (inline !== undefined) sort(inline.findings().flatMap(own), silencers)
  append(kept, late().flatMap(own))
  // who accepts what the harder rule says has accepted what the softer one says of the same words
  const all = withPrecedence(
    kept,
    silenced.map(({ finding }) => finding),
  ).map(identify)
  // before equal ones become one: which of them comes first is nothing a baseline could keep
  const fresh = known(all)
  return {
    findings: merged(fresh.findings.filter(asked)).sort(inOrder),
    silenced: [...silenced, ...mergedSilenced(fresh.silenced)]
      .filter(({ finding }) => asked(finding))
      .sort((a, b) => inOrder(a.finding, b.finding)),
    all,
  }
}

/** As many as there would be if nobody had silenced them. */
function mergedSilenced(silenced: readonly Silenced[]): Silenced[] {
  const why = new Map(silenced.map(({ finding, silencing }) => [finding.identity, silencing]))
  return merged(silenced.map(({ finding }) => finding)).flatMap(finding => {
    const silencing = why.get(finding.identity)
    return silencing === undefined ? [] : [{ finding, silencing }]
  })
}

function firstOf(silencers: readonly Silencer[], finding: Finding): Silencing | undefined {
  for (const silencer of silencers) {
    const silencing = silencer(finding)
    if (silencing !== undefined) return silencing
  }
  return undefined
}

const LOSERS = new Map<string, Set<string>>()
for (const { winner, message, losers } of PRECEDENCE)
  for (const loser of losers) LOSERS.set(loser, (LOSERS.get(loser) ?? new Set()).add(speaker(winner, message)))

const WINNERS = new Set(PRECEDENCE.map(({ winner, message }) => speaker(winner, message)))

function speaker(rule: string, message: string | undefined): string {
  return message === undefined ? rule : `${rule} ${message}`
}

/** On one token the harder rule speaks: a loser whose place overlaps one of the winner's is dropped. */
function withPrecedence(findings: readonly Finding[], silenced: readonly Finding[]): Finding[] {
  const places = new Map<string, Map<Document, Location[]>>()
  for (const { rule, message, at, bites } of [...findings, ...silenced])
    for (const winner of [rule, speaker(rule, message)]) {
      if (!WINNERS.has(winner)) continue
      const name = bites === undefined ? winner : ahead(winner)
      const byDocument = places.get(name) ?? new Map<Document, Location[]>()
      places.set(name, byDocument)
      const known = byDocument.get(at.doc)
      if (known === undefined) byDocument.set(at.doc, [at])
      else known.push(at)
    }
  const overlaps = new Map([...places].map(([winner, byDocument]) => [winner, overlapping(byDocument)]))
  return findings.filter(({ rule, at, severity, bites }) => {
    // what takes something down today is not silenced by what an upgrade will do
    const isPressing = severity === 'error' && bites === undefined
    return ![...(LOSERS.get(rule) ?? [])].some(
      winner => overlaps.get(winner)?.(at) === true || (!isPressing && overlaps.get(ahead(winner))?.(at) === true),
    )
  })
}

/** A winner that is not true yet. */
const ahead = (winner: string): string => `${winner} ahead`

/** Whether a place touches one of many, without looking at each. */
function overlapping(byDocument: ReadonlyMap<Document, Location[]>): (at: Location) => boolean {
  // By their starts, with the farthest end of all up to there.
  const sorted = new Map(
    [...byDocument].map(([doc, all]) => {
      let farthest = -1
      const inOrder = [...all].sort((a, b) => a.start - b.start)
      return [
        doc,
        inOrder.map(({ start, end }) => {
          farthest = Math.max(farthest, end)
          return { start, farthest }
        }),
      ] as const
    }),
  )
  return at => {
    const all = sorted.get(at.doc) ?? []
    const last = all[firstIndex(all, ({ start }) => start > at.end) - 1]
    return last !== undefined && last.farthest >= at.start
  }
}

/** One cause is one finding: the same words at one place for several components, for several equal things of one file that lack the same, or anywhere in a running cluster. */
function merged(findings: readonly Finding[]): Finding[] {
  const byKey = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings) {
    const key = liveCause(finding) ?? causeOf(finding)
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, [finding])
    else known.push(finding)
  }
  return [...byKey.values()].map(group => {
    const [first, ...others] = soonestFirst(group)
    if (outermost(first.at.doc).live !== undefined) return shared(first, others)
    if (others.length === 0) return first
    const also = others.flatMap(({ at, related }) => [
      ...(sameLocation(first.at, at) ? [] : [{ at, label: ALSO_HERE }]),
      ...related,
    ])
    return { ...first, related: distinct([...first.related, ...also]), ...fixOfAll(first, others) }
  })
}

/** What is true already, then what bites first: a finding that several components share says when the first of them is down. */
function soonestFirst(group: [Finding, ...Finding[]]): [Finding, ...Finding[]] {
  const when = ({ bites }: Finding): number => (bites === undefined ? 0 : (parseMinor(bites) ?? 0))
  return group.every(({ bites }) => bites === undefined) ? group : group.sort((a, b) => when(a) - when(b))
}

/** One cause is mended at all its places, or by one fix where all say the same. */
function fixOfAll(first: Finding, others: readonly Finding[]): { readonly fix?: Fix } {
  if (first.fix === undefined) return {}
  const edits = [...first.fix.edits]
  for (const { fix } of others)
    for (const edit of fix?.edits ?? [])
      if (!edits.some(known => sameLocation(known.at, edit.at) && known.text === edit.text)) edits.push(edit)
  return { fix: { ...first.fix, edits } }
}

function causeOf({ rule, message, severity, at, lacking, what, help }: Finding): string {
  if (lacking !== undefined) return [rule, message, severity, lacking, what, help, outermost(at.doc).uri].join('\0')
  return [rule, message, at.doc.uri, at.start, at.end].join('\0')
}

function distinct(places: readonly RelatedPlace[]): RelatedPlace[] {
  const seen = new Map<Document, Set<string>>()
  return places.filter(({ at: { doc, start, end } }) => {
    const known = seen.get(doc) ?? new Set<string>()
    seen.set(doc, known)
    const isNew = !known.has(`${start} ${end}`)
    known.add(`${start} ${end}`)
    return isNew
  })
}

/**
 * What runs is told before what files say, and of a cluster the worst first: whoever looks at one that is down reads no further. A file
 * is read from its beginning.
 */
function inOrder(a: Finding, b: Finding): number {
  const [left, right] = [clusterOf(a), clusterOf(b)]
  if (left !== right) return right === undefined || (left !== undefined && left < right) ? -1 : 1
  return (left === undefined ? 0 : SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)) || byPlace(a, b)
}

const clusterOf = ({ at }: Finding): string | undefined => outermost(at.doc).live?.cluster

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [place(a.at), place(b.at)]
  if (left.doc.uri !== right.doc.uri) return left.doc.uri < right.doc.uri ? -1 : 1
  return left.start - right.start || left.end - right.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
}
