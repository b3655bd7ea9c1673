import type { Document } from '../model/document.js'
import { outermost } from '../model/document.js'
import type { Finding, Outcome, Severity } from '../model/finding.js'
import type { Location } from '../model/location.js'
import { lineHashes } from './line-hash.js'
import { pageUrl, type ReportContext, type RuleInfo } from './reporter.js'
import { message, safeJson } from './safe-text.js'
import { printed, where } from './where.js'

const LEVELS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' }
const PROBLEMS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'recommendation' }
/** Limits of code scanning (github/docs sarif-support-for-code-scanning.md). */
const LONGEST_TEXT = 1024
const MOST_LOCATIONS = 100

/** SARIF 2.1.0 for code scanning. The exit code never depends on it; every result has a place, one without rejects the whole file. */
export function sarif(outcome: Outcome, context: ReportContext): string {
  const ids = [...new Set(outcome.findings.map(({ rule }) => rule))].sort()
  const index = new Map(ids.map((id, i) => [id, i]))
  const hashes = hashCache()
  return `${safeJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'klint',
            semanticVersion: context.version,
            ...(context.baseUrl === undefined ? {} : { informationUri: context.baseUrl }),
            rules: ids.map(id => descriptor(id, context)),
          },
        },
        automationDetails: { id: 'klint/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'the directory klint ran in' } } },
        results: outcome.findings.map(finding => result(finding, index.get(finding.rule) ?? 0, hashes)),
        ...notifications(outcome),
      },
    ],
  })}\n`
}

function descriptor(id: string, context: ReportContext): object {
  const info: RuleInfo = context.ruleInfo(id) ?? {
    id,
    summary: id,
    severity: 'warning',
    category: 'correctness',
    page: `rules-docs/${id}.md`,
  }
  const url = pageUrl(info.page, context)
  return {
    id,
    shortDescription: { text: info.summary.slice(0, LONGEST_TEXT) },
    fullDescription: { text: info.summary.slice(0, LONGEST_TEXT) },
    ...(context.baseUrl === undefined ? {} : { helpUri: url }),
    help: { text: `${info.summary}\n\n${url}`, ...(info.markdown === undefined ? {} : { markdown: info.markdown }) },
    defaultConfiguration: { level: LEVELS[info.severity] },
    properties: { tags: [info.category], precision: 'very-high', 'problem.severity': PROBLEMS[info.severity] },
  }
}

function result(finding: Finding, ruleIndex: number, hashes: (doc: Document) => readonly string[]): object {
  const { start, decoded } = where(finding.at)
  const inner = decoded === undefined ? '' : `\ndecoded ${printed(decoded)}`
  const hash = hashes(outermost(finding.at.doc))[start.line - 1]
  const related = finding.related.slice(0, MOST_LOCATIONS)
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: LEVELS[finding.severity],
    message: {
      text:
        message(finding.what) +
        [finding.why, `help: ${finding.help}`, ...finding.assuming.map(what => `assuming ${what}`)]
          .map(text => `\n${message(text)}`)
          .join('') +
        inner,
    },
    locations: [{ physicalLocation: physical(finding.at) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map(({ at, label }, id) => ({
            id,
            physicalLocation: physical(at),
            message: { text: message(label) || 'related' },
          })),
        }),
    ...(hash === undefined ? {} : { partialFingerprints: { primaryLocationLineHash: hash } }),
  }
}

function physical(at: Location): object {
  const { path, start, end } = where(at)
  return {
    artifactLocation: { uri: uriOf(path), uriBaseId: '%SRCROOT%' },
    region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  }
}

/** Percent-encoded, slashes kept. A lone surrogate cannot be encoded and stands for a byte that was no UTF-8. */
const uriOf = (path: string): string =>
  path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/')

function hashCache(): (doc: Document) => readonly string[] {
  const known = new Map<Document, readonly string[]>()
  return doc => {
    const found = known.get(doc) ?? lineHashes((doc.bom ?? 0) > 0 ? `\ufeff${doc.source}` : doc.source)
    known.set(doc, found)
    return found
  }
}

/** What was not checked, so that silence in code scanning is not read as a clean bill. */
function notifications({ notChecked }: Outcome): object {
  if (notChecked.length === 0) return {}
  const toolExecutionNotifications = notChecked.map(({ what, at }) => ({
    level: 'note',
    message: { text: `not checked: ${message(what)}` },
    ...(at === undefined ? {} : { locations: [{ physicalLocation: physical(at) }] }),
  }))
  return { invocations: [{ executionSuccessful: true, toolExecutionNotifications }] }
}
