import type { Document } from '../model/document.js'
import type { Edit, Finding, Outcome, Severity } from '../model/finding.js'
import { type Location, place, position } from '../model/location.js'
import { bytesBefore } from './bytes.js'
import { editsOf } from './edits.js'
import { pageUrl, type ReportContext } from './reporter.js'
import { message, safeJson, safeJsonLine, visible } from './safe-text.js'
import { maskSecrets } from './secrets.js'
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
  const { at, alike, severity, rule, what, why, help, page, related, assuming } = finding
  const lines = [
    message(what) + visible(within(where(at, context), alike)),
    message(why),
    `help: ${message(help)}`,
    ...assuming.map(one => `assuming ${message(one)}`),
  ]
  const one = oneEdit(editsOf(finding), place(at).doc)
  return {
    message: lines.join('\n'),
    location: location(at, context),
    severity: SEVERITIES[severity],
    code: { value: rule, ...(context.baseUrl === undefined ? {} : { url: pageUrl(page, context) }) },
    ...(one === undefined ? {} : { suggestions: [{ range: range(one.at), text: one.text }] }),
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

/** UTF-16 units that a suggestion may repeat between two edits. */
const FARTHEST = 2000

/** Suggestions are taken one by one, so edits that belong together become one, with what stands between them; of the file itself only. */
function oneEdit(edits: readonly Edit[], doc: Document): Edit | undefined {
  const sorted = [...edits].sort((a, b) => a.at.start - b.at.start)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined || sorted.some(({ at }) => at.doc !== doc)) return undefined
  const [start, end] = [first.at.start, last.at.end]
  if (end - start > FARTHEST) return undefined
  let text = ''
  let from = start
  for (const edit of sorted) {
    if (edit.at.start < from) return undefined
    text += doc.source.slice(from, edit.at.start) + edit.text
    from = edit.at.end
  }
  return maskSecrets(text, 'code') === text ? { at: { doc, start, end }, text } : undefined
}

function location(at: Location, context: ReportContext): object {
  const { path, object } = where(at, context)
  return { path, ...(object === undefined ? { range: range(place(at)) } : {}) }
}

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
