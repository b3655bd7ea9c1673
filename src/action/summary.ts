import type { NotChecked, Outcome } from '../model/finding.js'
import { count, plural } from '../reporters/reporter.js'
import { placeAfter } from '../reporters/where.js'
import { codeText, messageText, plainText } from './markdown-text.js'

export interface SummaryContent {
  readonly outcome: Outcome
  /** What was asked to be checked, where a job has several steps of klint. */
  readonly paths: readonly string[]
  /** What klint said where it could not check everything; empty if it could. */
  readonly failure: string
  /** The findings as Markdown of at most so many bytes. */
  readonly findings: (room: number) => string
  /** The clusters as Mermaid, if there is a picture of them. */
  readonly diagram?: string
  readonly version: string
}

/** Mermaid refuses longer texts (its `maxTextSize`). */
const LONGEST_DIAGRAM = 50_000
/** How many things that were not checked are named. */
const NAMED = 50

/** What the page of a run shows of it, as Markdown of at most `room` bytes. */
export function summary(content: SummaryContent, room: number): string {
  const { outcome, diagram } = content
  const head = `${heading(content)}\n${counts(outcome)}${failed(content.failure)}`
  const picture = diagram === undefined ? '' : drawn(diagram)
  const tail = [
    notChecked(outcome.notChecked),
    assumed(outcome.versions),
    `<sub>klint ${plainText(content.version)}</sub>`,
  ]
    .filter(part => part !== '')
    .join('\n\n')
  const fixed = [head, picture, `${tail}\n`].join('\n')
  const left = room - Buffer.byteLength(fixed) - 2
  // what is said of each file may be long as well; counts and findings matter more
  if (left < MINIMUM) return whole([head, content.findings(Math.max(0, room - Buffer.byteLength(head) - 2))], room)
  return whole([head, picture, content.findings(left), `${tail}\n`], room)
}

/** Less than this for findings is not worth the rest. */
const MINIMUM = 20_000

const whole = (parts: readonly string[], room: number): string => {
  const text = parts.filter(part => part !== '').join('\n')
  return Buffer.byteLength(text) <= room ? text : ''
}

/** Of a run that could not be: what klint said instead. */
export const failureSummary = (said: string, room: number): string => whole([`## klint\n${failed(said)}`], room)

const failed = (said: string): string =>
  said === ''
    ? ''
    : `\nklint could not check everything:\n\n${said
        .trimEnd()
        .split('\n')
        .map(line => plainText(line.replace(/^klint: |^ {7}/, '')))
        .join('<br>\n')}\n`

const heading = ({ paths }: SummaryContent): string =>
  `## klint${paths.length === 0 ? '' : `: ${paths.map(plainText).join(', ')}`}\n`

function counts(outcome: Outcome): string {
  const { errors, warnings, infos, files } = count(outcome)
  if (outcome.findings.length === 0 && files === 0)
    return 'Nothing to check: no configuration of a Kubernetes cluster was found.\n'
  const found = [
    ...(errors > 0 ? [`**${plural(errors, 'error')}**`] : []),
    ...(warnings > 0 ? [`**${plural(warnings, 'warning')}**`] : []),
    ...(infos > 0 ? [plural(infos, 'info')] : []),
  ]
  const silenced = outcome.silenced.length === 0 ? '' : ` (${outcome.silenced.length} silenced)`
  return `${found.length === 0 ? 'No findings' : found.join(', ')} in ${plural(files, 'file')}${silenced}\n`
}

/** In a fence longer than any in it. */
function drawn(diagram: string): string {
  if (diagram.length > LONGEST_DIAGRAM) return 'The picture of the clusters is too large to be drawn here.\n'
  const longest = Math.max(2, ...[...diagram.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}mermaid\n${diagram.trimEnd()}\n${fence}\n`
}

function notChecked(all: readonly NotChecked[]): string {
  if (all.length === 0) return ''
  const silent = new Set(all.flatMap(({ rules }) => rules)).size
  const lines = all.slice(0, NAMED).map(({ what, at }) => {
    const place = placeAfter(what, at).replace(/^ \(|\)$/g, '')
    return `- ${messageText(what)}${place === '' ? '' : ` ${codeText(place)}`}`
  })
  const more = all.length > NAMED ? [`- and ${all.length - NAMED} more, see <code>klint show</code>`] : []
  const title = `Not checked: ${plural(all.length, 'thing')}${silent > 0 ? `, ${plural(silent, 'rule')} silent because of it` : ''}`
  return `<details>\n<summary>${title}</summary>\n\n${[...lines, ...more].join('\n')}\n\n</details>`
}

const assumed = (versions: readonly string[]): string =>
  versions.length === 0
    ? ''
    : `Assuming ${versions.slice(0, 5).map(messageText).join('; ')}${versions.length > 5 ? ` and ${versions.length - 5} more` : ''}`
