import type { Outcome } from '../model/finding.js'
import { findingJson, rest, silencedJson } from './json.js'
import type { ReportContext } from './reporter.js'
import { safeJsonLine } from './safe-text.js'

/**
 * One JSON object a line (docs/json.md): findings as in `json`, then what was silenced with `type: silenced`, and at the end everything
 * else with `type: summary`; whoever misses that line has not read to the end.
 */
export function jsonl(outcome: Outcome, context: ReportContext): string {
  const lines = [
    ...outcome.findings.map(finding => findingJson(finding, context)),
    ...outcome.silenced.map(one => ({ type: 'silenced', ...silencedJson(one, context) })),
    { type: 'summary', version: 1, klint: context.version, ...rest(outcome, context) },
  ]
  return lines.map(line => `${safeJsonLine(line)}\n`).join('')
}
