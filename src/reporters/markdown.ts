import type { Finding, Outcome } from '../model/finding.js'
import { largest } from '../model/lists.js'
import { byFile } from './by-file.js'
import { excerpt } from './excerpt.js'
import { code, fenced, link, prose } from './markdown-text.js'
import { pageUrl, plural, type ReportContext } from './reporter.js'
import { message, visible } from './safe-text.js'
import { sourceUrlOf } from './source-url.js'
import { counts, fixed } from './summary.js'
import { placeAfter, printed, printedPlace, shown, where, within } from './where.js'

/** Columns of an excerpt. */
const WIDTH = 100
/** Bytes for the sentences that say what is left out. */
const SENTENCES = 300

interface Section {
  /** Of the table: a path, or what a running cluster is called. */
  readonly head: string
  readonly findings: readonly Finding[]
  /** One for each finding that has room. */
  readonly rows: readonly string[]
}

/**
 * For tickets and summaries of jobs: a table for each file, the reasons folded away below it. With a `limit` (bytes of UTF-8) the
 * reasons go first and then the last rows, and it says how many.
 */
export function markdown(outcome: Outcome, context: ReportContext, limit = Number.POSITIVE_INFINITY): string {
  const room = roomOf(limit - SENTENCES)
  const head = `## klint: ${counts(outcome)}\n${fixed(outcome)
    .map(line => `\n${line}\n`)
    .join('')}`
  room(head)
  const sections: Section[] = []
  let left = outcome.findings.length
  for (const [path, findings] of byFile(outcome.findings, context, ({ path, object }) => object?.cluster ?? path)) {
    const isLive = findings[0] !== undefined && where(findings[0].at, context).object !== undefined
    const head = tableHead(path, isLive)
    if (!room(head)) break
    const rows: string[] = []
    for (const finding of findings) {
      const row = rowOf(finding, context)
      if (!room(row)) break
      rows.push(row)
    }
    left -= rows.length
    sections.push({ head, findings, rows })
    if (rows.length < findings.length) break
  }
  const rest = [...notChecked(outcome, context, room), ...versions(outcome, room)]
  const tables = sections.map(section => {
    const details = left > 0 ? '' : detailsOf(section.findings, context, room)
    return `${section.head}${section.rows.join('')}${details}`
  })
  const more = left === 0 ? [] : [`\n${plural(left, 'more finding')} left out here, for lack of room.\n`]
  return [head, ...tables, ...more, ...rest].join('')
}

/** Whether there is room for a text; if so it is taken. */
type Room = (text: string) => boolean

function roomOf(limit: number): Room {
  let left = limit
  return text => {
    const size = Buffer.byteLength(text)
    if (size > left) return false
    left -= size
    return true
  }
}

/** Of a running cluster nobody has the lines. */
const tableHead = (path: string, isLive: boolean): string =>
  `\n### ${code(path)}\n\n| | ${isLive ? 'where' : 'line'} | finding | rule |\n|---|---|---|---|\n`

function rowOf(finding: Finding, context: ReportContext): string {
  const { at, severity, rule, what, page } = finding
  const place = where(at, context)
  const cells = [
    severity,
    place.object === undefined ? lineOf(at, context) : objectOf(finding, place.object.cluster, context),
    prose(place.object === undefined ? what + within(place) : what),
    context.baseUrl === undefined ? code(rule) : link(code(rule), pageUrl(page, context)),
  ]
  return `| ${cells.join(' | ')} |\n`
}

/** The place in a cluster that the table is about. */
const objectOf = (finding: Finding, cluster: string, context: ReportContext): string =>
  code(printedPlace(finding, context).slice(cluster.length + 1))

/** The line, where the forge shows it if that is known. */
function lineOf(at: Finding['at'], context: ReportContext): string {
  const url = sourceUrlOf(at, context)
  const { line } = where(at, context).start
  return url === undefined ? `${line}` : link(`${line}`, url)
}

/** Why and what to do of each finding that has room, folded. */
function detailsOf(findings: readonly Finding[], context: ReportContext, room: Room): string {
  const open = '\n<details><summary>why, and what to do</summary>\n\n'
  const close = '</details>\n'
  if (!room(open + close)) return ''
  const items: string[] = []
  for (const finding of findings) {
    const item = detail(finding, context)
    if (!room(item)) break
    items.push(item)
  }
  return items.length === 0 ? '' : open + items.join('') + close
}

function detail(finding: Finding, context: ReportContext): string {
  const { at, severity, rule, why, help, related, assuming, label = '' } = finding
  const { object, start } = where(at, context)
  const place = object === undefined ? `line ${start.line}` : code(printedPlace(finding, context))
  const excerpt = drawn(finding, message(label))
  const lines = [
    `- ${severity} ${code(rule)}, ${place}: ${prose(why)}`,
    `  - help: ${prose(help)}`,
    ...assuming.map(one => `  - assuming ${prose(one)}`),
    ...related.map(one => `  - ${prose(one.label || 'related')}: ${code(printed(where(one.at, context)))}`),
    ...(excerpt.length === 0 ? [] : ['', ...fenced(excerpt, '  ')]),
  ]
  return `${lines.join('\n')}\n\n`
}

/** The lines of a finding with its range marked, as in the report for a terminal. */
function drawn({ at }: Finding, label: string): string[] {
  const lines = excerpt(shown(at), WIDTH, false)
  const digits = largest(lines.map(({ number }) => `${number ?? ''}`.length))
  const last = lines.findLastIndex(({ mark }) => mark !== undefined)
  return lines.flatMap(({ number, text, mark }, i) => {
    const source = `${`${number ?? ''}`.padStart(digits)} | ${text}`.trimEnd()
    if (mark === undefined) return [source]
    const under = '~'.repeat(mark.length) + (i === last && label !== '' ? ` ${label}` : '')
    return [source, `${' '.repeat(digits)} | ${' '.repeat(mark.from)}${under}`]
  })
}

/** What was not checked, and how many rules were silent for it, folded. */
function notChecked({ notChecked }: Outcome, context: ReportContext, room: Room): string[] {
  if (notChecked.length === 0) return []
  const silent = new Set(notChecked.flatMap(({ rules }) => rules)).size
  const title = `not checked: ${plural(notChecked.length, 'thing')}${silent > 0 ? ` (${plural(silent, 'rule')} silent)` : ''}`
  const open = `\n<details><summary>${title}</summary>\n\n`
  const close = '\n</details>\n'
  if (!room(open + close)) return [`\n${title}\n`]
  const items: string[] = []
  for (const { what, at } of notChecked) {
    const item = `- ${prose(what + visible(placeAfter(what, at, context)))}\n`
    if (!room(item)) break
    items.push(item)
  }
  const left = notChecked.length - items.length
  return [open, ...items, ...(left === 0 ? [] : [`- ${left} more\n`]), close]
}

const versions = ({ versions }: Outcome, room: Room): string[] => {
  const lines = versions.map(version => `\nassuming ${prose(version)}\n`)
  return lines.filter(room)
}
