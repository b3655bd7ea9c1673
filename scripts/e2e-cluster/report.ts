import { expect } from '../e2e/checks.js'
import type { Ran } from '../e2e/command.js'

/** What of klint's JSON the test looks at. */
export interface Report {
  readonly findings: readonly Finding[]
  readonly notChecked: readonly { readonly what: string; readonly rules: readonly string[] }[]
}

export interface Finding {
  readonly rule: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly what: string
  readonly location: Place
  /** Other objects with the same fault. */
  readonly alike?: { readonly locations: readonly Place[] }
}

interface Place {
  readonly path: string
  readonly object?: { readonly kind: string; readonly namespace?: string; readonly name: string }
}

/** Every object that a finding is about. */
export const placesOf = ({ location, alike }: Finding): readonly Place[] => [location, ...(alike?.locations ?? [])]

/** @throws Error if it ended in another way than `status`, or is no report */
export function reportOf(ran: Ran, status: number): Report {
  expect(ran.status === status, `it ended with ${ran.status}, not ${status}`, ran.said)
  const report: Report = JSON.parse(ran.out)
  return report
}

/** A line for each finding: two reports with the same lines found the same. */
export const lines = ({ findings }: Report): readonly string[] =>
  findings.map(({ rule, severity, what, location }) => `${severity} ${rule} ${location.path}: ${what}`).sort()

/** The same without what is called otherwise in a recording. */
export const kinds = ({ findings }: Report): readonly string[] =>
  findings.map(({ rule, severity }) => `${severity} ${rule}`).sort()

/** @throws Error with what is in one of them only */
export function same(found: readonly string[], wanted: readonly string[]): void {
  const missing = wanted.filter(line => !found.includes(line))
  const more = found.filter(line => !wanted.includes(line))
  const counts = found.length === wanted.length ? '' : `${found.length} findings, not ${wanted.length}`
  expect(
    missing.length + more.length + counts.length === 0,
    [counts, ...missing.map(line => `missing: ${line}`), ...more.map(line => `more:    ${line}`)].join('\n'),
  )
}
