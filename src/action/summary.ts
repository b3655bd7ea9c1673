import type { Outcome } from '../model/finding.js'
import { largest } from '../model/lists.js'
import { markdown } from '../reporters/markdown.js'
import { code, prose } from '../reporters/markdown-text.js'
import { mermaid } from '../reporters/mermaid.js'
import type { ClusterPicture } from '../reporters/picture.js'
import { plural, type ReportContext } from '../reporters/reporter.js'

export interface SummaryContent {
  readonly outcome: Outcome
  readonly context: ReportContext
  /** What was asked to be checked, where a job has several steps of klint. */
  readonly paths: readonly string[]
  /** What klint said where it could not check everything; empty if it could. */
  readonly failure: string
}

/** More pictures than this nobody scrolls through. */
const PICTURES = 6

/** What the page of a run shows of it, as Markdown of at most `room` bytes. Pictures give way to findings, both to the counts. */
export function summary({ outcome, context, paths, failure }: SummaryContent, room: number): string {
  const about = [nothing(outcome), failed(failure), checked(paths)].join('')
  const end = `\n<sub>klint ${prose(context.version)}</sub>\n`
  const fixed = Buffer.byteLength(about + end)
  const drawn = pictures(context, (room - fixed) / 4)
  const report = markdown(outcome, context, room - fixed - Buffer.byteLength(drawn))
  // the first line of the report is its heading
  const head = report.indexOf('\n') + 1
  return whole([report.slice(0, head), about, drawn, report.slice(head), end], room)
}

/** Of a run that could not be: what klint said instead. */
export const failureSummary = (said: string, room: number): string => whole(['## klint\n', failed(said)], room)

const whole = (parts: readonly string[], room: number): string => {
  const text = parts.join('')
  return Buffer.byteLength(text) <= room ? text : ''
}

const nothing = ({ findings, files }: Outcome): string =>
  findings.length === 0 && files === 0
    ? '\nNothing to check: no configuration of a Kubernetes cluster was found.\n'
    : ''

const checked = (paths: readonly string[]): string =>
  paths.length === 0 ? '' : `\nChecked: ${paths.map(code).join(', ')}\n`

const failed = (said: string): string =>
  said === ''
    ? ''
    : `\nklint could not check everything:\n\n${said
        .trimEnd()
        .split('\n')
        .map(line => prose(line.replace(/^klint: |^ {7}/, '')))
        .join('<br>\n')}\n`

/** One diagram for each cluster, those with findings first, as far as `room` bytes reach. */
function pictures({ picture }: ReportContext, room: number): string {
  const all = (picture?.().clusters ?? []).filter(({ tiers }) => tiers.length > 0)
  const ranked = [...all.filter(hasFindings), ...all.filter(cluster => !hasFindings(cluster))]
  const drawn: string[] = []
  let left = room - 100
  for (const cluster of ranked.slice(0, PICTURES)) {
    const text = fenced(cluster, all.length > 1)
    left -= Buffer.byteLength(text)
    if (left < 0) break
    drawn.push(text)
  }
  const more = all.length - drawn.length
  return [...drawn, ...(more === 0 ? [] : [`\n${plural(more, 'cluster')} not drawn here.\n`])].join('')
}

const hasFindings = ({ findings }: ClusterPicture): boolean => findings.length > 0

/** In a fence longer than any in it. */
function fenced(cluster: ClusterPicture, isNamed: boolean): string {
  const text = mermaid(cluster)
  const longest = largest(
    [...text.matchAll(/`+/g)].map(([ticks]) => ticks.length),
    2,
  )
  const fence = '`'.repeat(longest + 1)
  const name = cluster.name ?? cluster.files[0]
  const title = isNamed && name !== undefined ? `\nCluster ${code(name)}\n` : ''
  return `${title}\n${fence}mermaid\n${text.trimEnd()}\n${fence}\n`
}
