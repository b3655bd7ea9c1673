import type { Finding, Outcome, Severity } from '../model/finding.js'
import { plural, type ReportContext } from './reporter.js'
import { message, visible } from './safe-text.js'
import { summary } from './summary.js'
import { printed, where } from './where.js'
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

/** Workflow commands, then everything in a group: whatever the annotations could not hold is there. */
export function github(outcome: Outcome, context: ReportContext): string {
  const used: Record<Severity, number> = { error: 0, warning: 0, info: 0 }
  const annotations = inReach(outcome.findings, context).filter(({ severity }) => used[severity]++ < SHOWN)
  const more = outcome.findings.length - annotations.length
  const lines = annotations.map(annotation)
  // the eleventh notice would be dropped like the others
  if (more > 0 && used.info < SHOWN)
    lines.push(`::notice title=klint::${plural(more, 'finding')} more, see the log of this step`)
  if (more > 0) lines.push('::group::all findings', ...outcome.findings.map(line), '::endgroup::')
  return `${[...lines, ...summary(outcome)].join('\n')}\n`
}

/** A review shows annotations in the files it changes, so those take the places there are. */
function inReach(findings: readonly Finding[], { isChanged }: ReportContext): readonly Finding[] {
  if (isChanged === undefined || findings.length <= SHOWN) return findings
  const changed = findings.filter(({ at }) => isChanged(where(at).path))
  return [...changed, ...findings.filter(({ at }) => !isChanged(where(at).path))]
}

function annotation({ at, severity, rule, what, why, help }: Finding): string {
  const { start, end, ...on } = where(at)
  const inner = on.decoded === undefined ? '' : ` (decoded ${visible(printed(on.decoded))})`
  return workflowCommand(
    COMMANDS[severity],
    {
      file: path(on.path),
      line: start.line,
      endLine: end.line,
      // columns of an annotation count only where it stays on one line
      ...(start.line === end.line ? { col: start.column, endColumn: end.column } : {}),
      title: visible(rule),
    },
    `${message(what)}${inner}\n${message(why)}\nhelp: ${message(help)}`,
  )
}

/** Begins with a word of klint's: a runner looks for `::` at the start of the trimmed line. */
const line = ({ at, severity, rule, what }: Finding): string =>
  `${severity} ${visible(printed(where(at)))} ${visible(rule)}: ${message(what)}`
