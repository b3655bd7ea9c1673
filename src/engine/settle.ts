import { type Document, outermost } from '../model/document.js'
import type { Finding, RelatedPlace } from '../model/finding.js'
import { place, sameLocation } from '../model/location.js'
import { CATALOG } from '../rules/catalog.js'
import { PRECEDENCE } from '../rules/precedence.js'
import { OWN_RULES, ownFinding } from './own.js'
import { directiveProblems, suppressed } from './suppressions.js'

export interface Settling {
  readonly documents: readonly Document[]
  readonly suppressions: boolean
}

/** Suppressions first, so that a rule the user silenced silences nobody; then precedence, merging and order. */
export function settle(findings: readonly Finding[], { documents, suppressions }: Settling): Finding[] {
  const kept = suppressions
    ? [...findings.filter(finding => suppressed(finding) === undefined), ...misplaced(documents)]
    : findings
  return merged(withPrecedence(kept)).sort(byPlace)
}

/** Suppressions that do nothing; embedded documents repeat their parent's text unless they were decoded. */
function misplaced(documents: readonly Document[]): Finding[] {
  const asked = documents.filter(
    doc => doc.source.includes('klint:') && (doc.parent === undefined || doc.parent.decoded),
  )
  if (asked.length === 0) return []
  const ids = new Set([...Object.keys(CATALOG), ...Object.keys(OWN_RULES)])
  return asked.flatMap(doc =>
    directiveProblems(doc, ids).map(({ what, at, nearest }) =>
      ownFinding('klint/unknown-suppression', what, at, nearest === undefined ? undefined : `write \`${nearest}\``),
    ),
  )
}

const LOSERS = new Map<string, Set<string>>()
for (const { winner, losers } of PRECEDENCE)
  for (const loser of losers) LOSERS.set(loser, (LOSERS.get(loser) ?? new Set()).add(winner))

/** On one token the harder rule speaks: a loser whose place overlaps one of the winner's is dropped. */
function withPrecedence(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ rule, at }) => {
    const winners = LOSERS.get(rule)
    if (winners === undefined) return true
    return !findings.some(
      other =>
        winners.has(other.rule) && other.at.doc === at.doc && other.at.start <= at.end && at.start <= other.at.end,
    )
  })
}

/** One cause is one finding: the same words at one place for several components, or for several equal things of one file that lack the same. */
function merged(findings: readonly Finding[]): Finding[] {
  const byKey = new Map<string, Finding>()
  for (const finding of findings) {
    const key = causeOf(finding)
    const known = byKey.get(key)
    if (known === undefined) {
      byKey.set(key, finding)
      continue
    }
    const also = sameLocation(known.at, finding.at) ? [] : [{ at: finding.at, label: 'and here' }]
    byKey.set(key, { ...known, related: union(known.related, [...also, ...finding.related]) })
  }
  return [...byKey.values()]
}

function causeOf({ rule, message, severity, at, lacking, what, help }: Finding): string {
  if (lacking !== undefined) return [rule, message, severity, lacking, what, help, outermost(at.doc).uri].join('\0')
  return [rule, message, at.doc.uri, at.start, at.end].join('\0')
}

function union(a: readonly RelatedPlace[], b: readonly RelatedPlace[]): RelatedPlace[] {
  const all = [...a]
  for (const place of b)
    if (!all.some(({ at }) => at.doc === place.at.doc && at.start === place.at.start && at.end === place.at.end))
      all.push(place)
  return all
}

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [place(a.at), place(b.at)]
  if (left.doc.uri !== right.doc.uri) return left.doc.uri < right.doc.uri ? -1 : 1
  return left.start - right.start || left.end - right.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
}
