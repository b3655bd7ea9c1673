import { outermost } from '../model/document.js'
import { type Finding, type Outcome, SEVERITIES, type Severity } from '../model/finding.js'
import { plural, type ReportContext } from './reporter.js'
import { message, visible } from './safe-text.js'
import { summary } from './summary.js'
import { printed, where, within } from './where.js'

/** GitHub shows ten annotations of each kind per step and drops the rest without a word (actions/toolkit docs/problem-matchers.md). */
const SHOWN = 10

const COMMANDS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' }

/** Escapes of actions/toolkit packages/core/src/command.ts. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** Control characters are made visible, but for line ends: the escape above carries them, and a path must stay the path. */
const path = (text: string): string =>
  text
    .split(/([\r\n])/)
    .map(part => (/[\r\n]/.test(part) ? part : visible(part)))
    .join('')

/** Annotations, as many as GitHub shows, the hardest first; then all findings in a group, where the runner obeys nobody. */
export function github(outcome: Outcome, context: ReportContext): string {
  const { findings } = outcome
  const bySeverity = SEVERITIES.map(severity => findings.filter(finding => finding.severity === severity))
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
  if (findings.length > 0)
    lines.push(
      `::group::${plural(findings.length, 'finding')}`,
      ...(stopToken === undefined ? [] : [`::stop-commands::${stopToken}`]),
      ...findings.map(finding => line(finding, context)),
      ...(stopToken === undefined ? [] : [`::${stopToken}::`]),
      '::endgroup::',
    )
  return `${[...lines, ...summary(outcome, context)].join('\n')}\n`
}

function annotation({ at, severity, rule, what, why, help, assuming }: Finding, context: ReportContext): string {
  const place = where(at, context)
  const { start, end } = place
  const properties = [
    // an object of a cluster is in no file of the repository
    ...(outermost(at.doc).live
      ? []
      : [`file=${property(path(place.path))}`, `line=${start.line}`, `endLine=${end.line}`]),
    // columns of an annotation count only where it stays on one line
    ...(start.line === end.line && !outermost(at.doc).live ? [`col=${start.column}`, `endColumn=${end.column}`] : []),
    `title=${property(visible(rule))}`,
  ]
  const text = [
    message(what) + visible(within(place)),
    message(why),
    `help: ${message(help)}`,
    ...assuming.map(one => `assuming ${message(one)}`),
  ]
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(text.join('\n'))}`
}

/** Begins with a word of klint's: a runner looks for `::` at the start of the trimmed line. */
const line = ({ at, severity, rule, what }: Finding, context: ReportContext): string =>
  `${severity} ${visible(printed(where(at, context)))} ${visible(rule)}: ${message(what)}`
