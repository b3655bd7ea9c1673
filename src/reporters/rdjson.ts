import type { Finding, Outcome, Severity } from '../model/finding.js'
import { type Location, place, position } from '../model/location.js'
import { bytesBefore } from './bytes.js'
import { editsOf } from './edits.js'
import { pageUrl, type ReportContext } from './reporter.js'
import { message, safeJson, safeJsonLine, visible } from './safe-text.js'
import { where, within } from './where.js'

const SEVERITIES: Record<Severity, string> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' }

/** Reviewdog's diagnostic format (reviewdog/reviewdog proto/rdf/reviewdog.proto): a `DiagnosticResult`. */
export function rdjson(outcome: Outcome, context: ReportContext): string {
  return `${safeJson({
    source: source(context),
    diagnostics: outcome.findings.map(finding => diagnostic(finding, context)),
  })}\n`
}

/** The same, one `Diagnostic` a line, each with its source. */
export const rdjsonl = (outcome: Outcome, context: ReportContext): string =>
  outcome.findings
    .map(finding => `${safeJsonLine({ source: source(context), ...diagnostic(finding, context) })}\n`)
    .join('')

const source = ({ baseUrl }: ReportContext): object => ({
  name: 'klint',
  ...(baseUrl === undefined ? {} : { url: baseUrl }),
})

function diagnostic(finding: Finding, context: ReportContext): object {
  const { at, severity, rule, what, why, help, page, related } = finding
  const inner = visible(within(where(at, context)))
  const edits = editsOf(finding)
  // a suggestion is about the file of its finding
  const suggestions = edits.every(edit => edit.at.doc === place(at).doc) ? edits : []
  return {
    message: `${message(what)}${inner}\n${message(why)}\nhelp: ${message(help)}`,
    location: location(at, context),
    severity: SEVERITIES[severity],
    code: { value: rule, ...(context.baseUrl === undefined ? {} : { url: pageUrl(page, context) }) },
    ...(suggestions.length === 0
      ? {}
      : { suggestions: suggestions.map(({ at, text }) => ({ range: range(at), text })) }),
    ...(related.length === 0
      ? {}
      : {
          related_locations: related.map(({ at, label }) => ({
            message: message(label),
            location: location(at, context),
          })),
        }),
  }
}

const location = (at: Location, context: ReportContext): object => ({
  path: where(at, context).path,
  range: range(place(at)),
})

/** Lines from 1, columns in bytes of UTF-8 from 1, end exclusive. */
function range({ doc, start, end }: Location): object {
  const at = (offset: number): object => {
    const { line, column } = position(doc, offset)
    // the bytes of a byte order mark are bytes of the first line
    const lineStart = line === 1 ? 0 : bytesBefore(doc, offset - (column - 1))
    return { line, column: bytesBefore(doc, offset) - lineStart + 1 }
  }
  return { start: at(start), end: at(end) }
}
