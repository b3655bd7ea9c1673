import type { Finding, Outcome, Severity } from '../model/finding.js'
import { inFile } from './file-place.js'
import { fingerprints } from './fingerprint.js'
import type { ReportContext } from './reporter.js'
import { message, safeJson, visible } from './safe-text.js'
import { where, within } from './where.js'

const SEVERITIES: Record<Severity, string> = { error: 'critical', warning: 'major', info: 'info' }

/** Code Quality of GitLab, a subset of Code Climate's format. Of two findings with one fingerprint GitLab shows only the first. */
export function gitlab(outcome: Outcome, context: ReportContext): string {
  const fingerprint = fingerprints()
  const one = (finding: Finding): object => {
    const at = where(finding.at, context)
    return {
      description: message(finding.what) + visible(within(at, finding.alike)),
      check_name: finding.rule,
      fingerprint: fingerprint(finding),
      severity: SEVERITIES[finding.severity],
      // lines are required
      location: {
        path: at.path,
        lines: at.object === undefined ? { begin: at.start.line, end: at.end.line } : { begin: 1, end: 1 },
      },
    }
  }
  return `${safeJson(outcome.findings.map(inFile).map(one))}\n`
}
