import type { Finding } from '../model/finding.js'
import { pageUrl, plural } from '../reporters/reporter.js'
import { printed, where } from '../reporters/where.js'
import { codeText, messageText } from './markdown-text.js'

export interface Links {
  /** Where a line of a file is shown. */
  line(path: string, line: number): string | undefined
  /** Where the pages of rules are. */
  readonly baseUrl?: string
}

const HEAD = '| | finding | where |\n|---|---|---|\n'
/** Kept free for the sentence that says what is missing. */
const SENTENCE = 200

/** Findings as a table of Markdown, at most `room` bytes of it; what does not fit is counted. */
export function findingsTable(findings: readonly Finding[], links: Links, room: number): string {
  if (findings.length === 0) return ''
  const rows: string[] = []
  let free = room - HEAD.length - SENTENCE
  for (const finding of findings) {
    const row = rowOf(finding, links)
    free -= Buffer.byteLength(row)
    if (free < 0) break
    rows.push(row)
  }
  const left = findings.length - rows.length
  const rest = `${plural(left, 'finding')} more ${left === 1 ? 'does' : 'do'} not fit into this summary; the log of the step has all of them\n`
  return [
    ...(rows.length === 0 ? [] : [HEAD, ...rows]),
    ...(left === 0 ? [] : [rows.length === 0 ? '' : '\n', rest]),
  ].join('')
}

function rowOf({ severity, what, help, rule, page, at }: Finding, links: Links): string {
  const name = codeText(rule)
  const linked = links.baseUrl === undefined ? name : `[${name}](${pageUrl(page, { baseUrl: links.baseUrl })})`
  return `| ${severity} | ${messageText(what)}<br>help: ${messageText(help)}<br>${linked} | ${placeOf(at, links)} |\n`
}

function placeOf(at: Finding['at'], { line }: Links): string {
  const on = where(at)
  const url = line(on.path, on.start.line)
  const { decoded, ...outer } = on
  const text = codeText(printed(outer))
  const inner = decoded === undefined ? '' : `<br>decoded ${codeText(printed(decoded))}`
  return (url === undefined ? text : `[${text}](${url})`) + inner
}
