import { gzipSync } from 'node:zlib'
import type { Document } from '../model/document.js'
import { objectName, outermost } from '../model/document.js'
import { type Edit, type Finding, type Outcome, SEVERITIES, type Severity, type Silencing } from '../model/finding.js'
import type { Location } from '../model/location.js'
import { editsOf } from './edits.js'
import { inFile } from './file-place.js'
import { fingerprints } from './fingerprint.js'
import { lineHashes } from './line-hash.js'
import { pageUrl, plural, type ReportContext, type RuleInfo } from './reporter.js'
import { message, safeJson, visible } from './safe-text.js'
import { printed, where, within } from './where.js'

const LEVELS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' }
const PROBLEMS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'recommendation' }

/** Limits of code scanning (github/docs sarif-support-for-code-scanning.md): beyond them it rejects the file, or drops what it likes. */
const LIMITS = {
  results: 25_000,
  /** Locations of a result that are kept. */
  locations: 100,
  /** UTF-16 units of the descriptions of a rule. */
  text: 1024,
  /** Of the file as `gzip` makes it. */
  bytes: 10_000_000,
} as const
/** Related places a message links to: without a link code scanning does not show them. */
const LINKED = 10
/** What was not checked, at most so many entries. */
const MOST_NOTIFICATIONS = 1000

/** A finding, reported or silenced. */
interface Result {
  readonly finding: Finding
  readonly silencing?: Silencing
}

/**
 * SARIF 2.1.0 for code scanning. The exit code never depends on it. What was silenced is in it, marked: a result that is gone counts as
 * fixed, and comes back as new. Every result has a place in a file, one without rejects all; objects of a running cluster are left out
 * unless somebody asks for them (`liveUris`): their places are URIs that lead nowhere.
 */
export function sarif(outcome: Outcome, context: ReportContext): string {
  const all: readonly Result[] = [...outcome.findings.map(finding => ({ finding })), ...outcome.silenced].map(one => ({
    ...one,
    finding: inFile(one.finding),
  }))
  const placed = all.filter(({ finding }) => hasPlace(finding.at, context))
  const given: Given = { outcome, context, hashes: hashCache(), live: all.length - placed.length }
  let results = hardest(placed, LIMITS.results)
  for (;;) {
    const text = write(results, placed.length - results.length, given)
    const ratio = excess(text)
    if (ratio <= 1 || results.length === 0) return text
    results = hardest(results, Math.floor((results.length / ratio) * 0.95))
  }
}

const hasPlace = ({ doc }: Location, { liveUris = false }: ReportContext): boolean =>
  liveUris || outermost(doc).live === undefined

/** By how much a file is too large, once packed. */
function excess(text: string): number {
  // packing makes nothing larger that is worth a look
  if (text.length * 3 <= LIMITS.bytes) return 0
  return gzipSync(text).length / LIMITS.bytes
}

/** At most so many, those that are reported before the silenced, the hardest first; in the order they had. */
function hardest(results: readonly Result[], most: number): readonly Result[] {
  if (results.length <= most) return results
  const isReported = ({ silencing }: Result): boolean => silencing === undefined
  const ranked = [results.filter(isReported), results.filter(result => !isReported(result))].flatMap(some =>
    SEVERITIES.flatMap(severity => some.filter(({ finding }) => finding.severity === severity)),
  )
  const kept = new Set(ranked.slice(0, most))
  return results.filter(result => kept.has(result))
}

interface Given {
  readonly outcome: Outcome
  readonly context: ReportContext
  readonly hashes: (doc: Document) => readonly string[]
  /** How many findings lie in no file. */
  readonly live: number
}

function write(results: readonly Result[], left: number, given: Given): string {
  const { outcome, context } = given
  const ids = [...new Set(results.map(({ finding }) => finding.rule))].sort()
  const index = new Map(ids.map((id, i) => [id, i]))
  const marks = marking(outcome)
  const fingerprint = fingerprints()
  const { category = '' } = context
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
        automationDetails: { id: category === '' ? 'klint/' : `klint/${category}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'the root of the repository' } } },
        results: results.map(({ finding, silencing }) => ({
          ...result(finding, index.get(finding.rule) ?? 0, fingerprint(finding), given),
          ...marks(silencing, context),
        })),
        ...invocations(outcome, left, given.live, context),
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
  const summary = { text: shortened(info.summary) }
  return {
    id,
    shortDescription: summary,
    fullDescription: summary,
    ...(context.baseUrl === undefined ? {} : { helpUri: url }),
    help: { text: `${info.summary}\n\n${url}`, ...(info.markdown === undefined ? {} : { markdown: info.markdown }) },
    defaultConfiguration: { level: LEVELS[info.severity] },
    properties: { tags: [info.category], precision: 'very-high', 'problem.severity': PROBLEMS[info.severity] },
  }
}

/** Not between the halves of a surrogate pair. */
const shortened = (text: string): string => text.slice(0, LIMITS.text).replace(/[\ud800-\udbff]$/, '')

function result(finding: Finding, ruleIndex: number, fingerprint: string, { context, hashes }: Given): object {
  const at = where(finding.at, context)
  const { source } = outermost(finding.at.doc)
  // of a file that was not read it would be the hash of nothing, and nobody has the lines of an object
  const hash =
    source === '' || at.object !== undefined ? undefined : hashes(outermost(finding.at.doc))[at.start.line - 1]
  const related = finding.related.filter(({ at }) => hasPlace(at, context)).slice(0, LIMITS.locations)
  const edits = editsOf(finding)
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: LEVELS[finding.severity],
    message: { text: messageOf(finding, related, visible(within(at, finding.alike))) },
    locations: [located(finding.at, context)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map(({ at, label }, i) => ({
            id: i + 1,
            ...located(at, context),
            message: { text: plain(label) || 'related' },
          })),
        }),
    partialFingerprints: {
      ...(hash === undefined ? {} : { primaryLocationLineHash: hash }),
      'klint/v1': fingerprint,
    },
    ...(finding.fix === undefined || edits.length === 0 ? {} : { fixes: [fix(finding.fix.title, edits, context)] }),
  }
}

/** Brackets before parentheses are a link in a message of SARIF; only klint writes links. */
const plain = (text: string): string => message(text).replaceAll('](', '] (')

function messageOf({ what, why, help, assuming }: Finding, related: Finding['related'], inner: string): string {
  const links = related
    .slice(0, LINKED)
    .map(({ label }, i) => `[${plain(label).replace(/[[\]\\]/g, '\\$&') || 'related'}](${i + 1})`)
  return [
    plain(what) + inner.replaceAll('](', '] ('),
    plain(why),
    `help: ${plain(help)}`,
    ...assuming.map(one => `assuming ${plain(one)}`),
    ...(links.length === 0 ? [] : [`see also: ${links.join(', ')}`]),
  ].join('\n')
}

/** Of an object of a running cluster what it is called besides: there are no lines to tell its places apart. */
function located(at: Location, context: ReportContext): object {
  const place = where(at, context)
  const { object } = place
  return {
    physicalLocation: physical(at, context),
    ...(object === undefined
      ? {}
      : {
          logicalLocations: [
            {
              name: visible(object.name),
              fullyQualifiedName: visible(printed({ ...place, object: { ...object, count: 1 } })),
              kind: 'resource',
            },
          ],
        }),
  }
}

function physical(at: Location, context: ReportContext): object {
  const { path, object } = where(at, context)
  // code scanning wants a line
  if (object !== undefined)
    return { artifactLocation: { uri: uriOf(`${LIVE}/${objectName(object)}`) }, region: { startLine: 1 } }
  return { artifactLocation: artifact(path), region: region(at, context) }
}

/** Begins the URIs of what is no file. */
const LIVE = 'klint-live'

const artifact = (path: string): object => ({ uri: uriOf(path), uriBaseId: '%SRCROOT%' })

function region(at: Location, context: ReportContext): object {
  const { start, end } = where(at, context)
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column }
}

/** Percent-encoded, slashes kept. A lone surrogate cannot be encoded and stands for a byte that was no UTF-8. */
const uriOf = (path: string): string =>
  path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/')

function fix(title: string, edits: readonly Edit[], context: ReportContext): object {
  const byPath = new Map<string, Edit[]>()
  for (const edit of edits) {
    const { path } = where(edit.at, context)
    byPath.set(path, [...(byPath.get(path) ?? []), edit])
  }
  return {
    description: { text: plain(title) },
    artifactChanges: [...byPath].map(([path, own]) => ({
      artifactLocation: artifact(path),
      replacements: own.map(({ at, text }) => ({
        deletedRegion: region(at, context),
        insertedContent: { text },
      })),
    })),
  }
}

/**
 * What marks a result as silenced. The specification wants each mark on all results of a run or on none (3.27.23, 3.27.24): where
 * nothing is silenced there are none, with a baseline whatever is not in it is new.
 */
function marking({ silenced }: Outcome): (silencing: Silencing | undefined, context: ReportContext) => object {
  if (silenced.length === 0) return () => ({})
  const hasBaseline = silenced.some(({ silencing }) => silencing.by === 'baseline')
  return (silencing, context) => ({
    suppressions: silencing === undefined ? [] : [suppression(silencing, context)],
    ...(hasBaseline ? { baselineState: silencing?.by === 'baseline' ? 'unchanged' : 'new' } : {}),
  })
}

const KINDS: Record<Silencing['by'], 'inSource' | 'external'> = {
  comment: 'inSource',
  annotation: 'inSource',
  configuration: 'external',
  baseline: 'external',
}

const suppression = ({ by, reason, at }: Silencing, context: ReportContext): object => ({
  kind: KINDS[by],
  status: 'accepted',
  ...(reason === undefined ? {} : { justification: message(reason) }),
  ...(at === undefined || !hasPlace(at, context) ? {} : { location: located(at, context) }),
})

function hashCache(): (doc: Document) => readonly string[] {
  const known = new Map<Document, readonly string[]>()
  return doc => {
    const found = known.get(doc) ?? lineHashes((doc.bom ?? 0) > 0 ? `\ufeff${doc.source}` : doc.source)
    known.set(doc, found)
    return found
  }
}

/** What was not checked or is not here, so that silence in code scanning is not read as a clean bill. */
function invocations({ notChecked }: Outcome, left: number, live: number, context: ReportContext): object {
  const named = notChecked.slice(0, MOST_NOTIFICATIONS)
  const rest = notChecked.length - named.length
  const notifications = [
    ...(live === 0
      ? []
      : [
          note(
            `${plural(live, 'finding')} of a running cluster left out, \`--live-uris\` writes them: code scanning knows files only`,
          ),
        ]),
    ...(left === 0
      ? []
      : [
          {
            ...note(`${plural(left, 'finding')} left out, the least severe ones: code scanning takes no larger file`),
            level: 'warning',
          },
        ]),
    ...named.map(({ what, at }) => ({
      ...note(`not checked: ${message(what)}`),
      ...(at === undefined || !hasPlace(at, context) ? {} : { locations: [located(at, context)] }),
    })),
    ...(rest === 0 ? [] : [note(`not checked: ${plural(rest, 'more reason')}`)]),
  ]
  if (notifications.length === 0) return {}
  return { invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }] }
}

const note = (text: string): object => ({ level: 'note', message: { text } })
