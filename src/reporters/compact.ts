import type { Outcome } from '../model/finding.js'
import type { ReportContext } from './reporter.js'
import { leadingPath, message, visible } from './safe-text.js'
import { summary } from './summary.js'
import { printed, where } from './where.js'

/** `path:line:column: severity rule message`, one line each: for grep, quickfix lists and gcc problem matchers. */
export function compact(outcome: Outcome, _context: ReportContext): string {
  const lines = outcome.findings.map(({ at, severity, rule, what }) => {
    const { decoded, ...outer } = where(at)
    const inner = decoded === undefined ? '' : ` (decoded ${visible(printed(decoded))})`
    return `${leadingPath(printed(outer))}: ${severity} ${visible(rule)} ${message(what)}${inner}`
  })
  return `${[...lines, ...summary(outcome)].join('\n')}\n`
}
