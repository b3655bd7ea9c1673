import { type Finding, type Outcome, SEVERITIES, type Severity } from '../model/finding.js'
import { inFile } from './file-place.js'
import { plural, type ReportContext } from './reporter.js'
import { message, visible } from './safe-text.js'
import { summary } from './summary.js'
import { printedPlace, where, within } from './where.js'
import { workflowCommand } from './workflow-command.js'

/** GitHub shows ten annotations of each kind per step and drops the rest without a word (actions/toolkit docs/problem-matchers.md). */
const SHOWN = 10

const COMMANDS: Record<Severity, 'error' | 'warning' | 'notice'> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
}

/** Control characters are made visible, but for line ends: a workflow command escapes them, and a path must stay the path. */
const path = (text: string): string =>
  text
    .split(/([\r\n])/)
    .map(part => (/[\r\n]/.test(part) ? part : visible(part)))
    .join('')

/** Annotations, as many as GitHub shows, the hardest first; then all findings in a group, where the runner obeys nobody. */
export function github(outcome: Outcome, context: ReportContext): string {
  const findings = outcome.findings.map(inFile)
  const bySeverity = SEVERITIES.map(severity =>
    inReach(
      findings.filter(finding => finding.severity === severity),
      context,
    ),
  )
  const hasRest = bySeverity.some(some => some.length > SHOWN)
  const annotated = bySeverity.flatMap(some =>
    // the notice that counts the rest is one of ten itself
    some.slice(0, hasRest && some[0]?.severity === 'info' ? SHOWN - 1 : SHOWN),
  )
  const { stopToken, stepSummary } = context
  const more = findings.length - annotated.length
  const lines = [
    ...annotated.map(finding => annotation(finding, context)),
    ...(more === 0
      ? []
      : [
          `::notice title=klint::${plural(more, 'more finding')}, see ${stepSummary ? 'the summary' : 'the log of this step'}`,
        ]),
  ]
  if (findings.length > 0) {
    lines.push(`::group::${plural(findings.length, 'finding')}`)
    if (stopToken !== undefined) lines.push(`::stop-commands::${stopToken}`)
    for (const finding of findings) lines.push(line(finding, context))
    if (stopToken !== undefined) lines.push(`::${stopToken}::`)
    lines.push('::endgroup::')
  }
  return `${[...lines, ...summary(outcome, context)].join('\n')}\n`
}

/** A review shows annotations in the files it changes, so those take the places there are. */
function inReach(findings: readonly Finding[], context: ReportContext): readonly Finding[] {
  const { isChanged } = context
  if (isChanged === undefined || findings.length <= SHOWN) return findings
  const isIn = ({ at }: Finding): boolean => isChanged(where(at, context).path)
  return [...findings.filter(isIn), ...findings.filter(finding => !isIn(finding))]
}

function annotation(finding: Finding, context: ReportContext): string {
  const { at, alike, severity, rule, what, why, help, assuming } = finding
  const place = where(at, context)
  const { start, end } = place
  // an object of a cluster is in no file of the repository
  const isInFile = place.object === undefined
  const text = [
    message(what) + visible(within(place, alike)),
    message(why),
    `help: ${message(help)}`,
    ...assuming.map(one => `assuming ${message(one)}`),
  ]
  return workflowCommand(
    COMMANDS[severity],
    {
      ...(isInFile ? { file: path(place.path), line: start.line, endLine: end.line } : {}),
      // columns of an annotation count only where it stays on one line
      ...(isInFile && start.line === end.line ? { col: start.column, endColumn: end.column } : {}),
      title: visible(rule),
    },
    text.join('\n'),
  )
}

/** Begins with a word of klint's: a runner looks for `::` at the start of the trimmed line. */
const line = (finding: Finding, context: ReportContext): string =>
  `${finding.severity} ${visible(printedPlace(finding, context))} ${visible(finding.rule)}: ${message(finding.what)}`
