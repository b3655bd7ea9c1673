import type { Finding, Fix, Outcome } from '../model/finding.js'
import type { ReportContext } from './reporter.js'
import { leadingPath, message, visible } from './safe-text.js'
import { summary } from './summary.js'
import { printedPlace } from './where.js'

/** For coding agents: one line a finding with all that is needed to mend it, no excerpt, and one line of summary. */
export function agent(outcome: Outcome, context: ReportContext): string {
  return `${[...outcome.findings.map(one => line(one, context)), summary(outcome, context).join('; ')].join('\n')}\n`
}

function line(finding: Finding, context: ReportContext): string {
  const { severity, rule, what, help, assuming, fix } = finding
  const place = leadingPath(printedPlace(finding, context))
  const rest = [
    message(what),
    `help: ${message(help)}${fix?.onDisk === undefined ? '' : FIXED_BY[fix.level]}`,
    ...assuming.map(one => `assuming ${message(one)}`),
  ]
  return `${place}: ${severity} ${visible(rule)}: ${rest.join('; ')}`
}

const FIXED_BY: Record<Fix['level'], string> = {
  safe: ' (fixable with --fix)',
  unsafe: ' (fixable with --fix --unsafe-fixes)',
}
