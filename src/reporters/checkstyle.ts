import type { Outcome } from '../model/finding.js'
import { byFile } from './by-file.js'
import type { ReportContext } from './reporter.js'
import { message, visible } from './safe-text.js'
import { where, within } from './where.js'
import { tag, XML } from './xml.js'

/** Checkstyle's XML, which nearly every CI system reads. Its severities are klint's. */
export function checkstyle(outcome: Outcome, context: ReportContext): string {
  const files = [...byFile(outcome.findings, context)].flatMap(([name, findings]) => [
    `  <${tag('file', { name })}>`,
    ...findings.map(({ at, alike, severity, rule, what, help }) => {
      const place = where(at, context)
      const { line, column } = place.start
      const text = `${message(what)}${visible(within(place, alike))}; help: ${message(help)}`
      // readers take a line that is missing for the first
      const lines = place.object === undefined ? { line, column } : {}
      return `    <${tag('error', { ...lines, severity, message: text, source: `klint.${visible(rule)}` })}/>`
    }),
    '  </file>',
  ])
  return `${[XML, '<checkstyle version="4.3">', ...files, '</checkstyle>'].join('\n')}\n`
}
