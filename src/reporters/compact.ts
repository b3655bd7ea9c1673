import type { Outcome } from '../model/finding.js'
import type { ReportContext } from './reporter.js'
import { leadingPath, message, visible } from './safe-text.js'
import { summary } from './summary.js'
import { printed, where, within } from './where.js'

/** `path:line:column: severity rule message`, one line each: for grep, quickfix lists and gcc problem matchers. */
export function compact(outcome: Outcome, context: ReportContext): string {
  const lines = outcome.findings.map(({ at, alike, severity, rule, what }) => {
    const place = where(at, context)
    const { decoded: _, ...outer } = place
    const inside = place.object === undefined ? visible(within(place)) : ''
    return `${leadingPath(printed(outer, alike))}: ${severity} ${visible(rule)} ${message(what)}${inside}`
  })
  return `${[...lines, ...summary(outcome, context)].join('\n')}\n`
}
