import type { Finding, Outcome } from '../model/finding.js'
import { byFile } from './by-file.js'
import type { ReportContext } from './reporter.js'
import { message, visible } from './safe-text.js'
import { avoidable, summary } from './summary.js'
import { printedPlace } from './where.js'
import { escaped, tag, XML } from './xml.js'

/** JUnit's XML: a test suite for each file, a test case for each finding. A run without any holds one that passed: none at all looks broken. */
export function junit(outcome: Outcome, context: ReportContext): string {
  const { findings } = outcome
  const suites = [...byFile(findings, context)].flatMap(([path, own]) => suite(path, own, context))
  const rest = summarySuite(outcome, context)
  const errors = findings.filter(isUnreadable).length
  const all = {
    name: 'klint',
    tests: findings.length + rest.tests,
    failures: findings.length - errors,
    errors,
    skipped: rest.skipped,
  }
  return `${[XML, `<${tag('testsuites', all)}>`, ...suites, ...rest.lines, '</testsuites>'].join('\n')}\n`
}

/** Nothing failed there, it could not be asked. */
const isUnreadable = ({ rule }: Finding): boolean => rule === 'klint/unreadable-document'

function suite(path: string, findings: readonly Finding[], context: ReportContext): string[] {
  const errors = findings.filter(isUnreadable).length
  const counts = { tests: findings.length, failures: findings.length - errors, errors }
  const seen = new Map<string, number>()
  const name = ({ rule }: Finding): string => {
    // two test cases of one name are one to most readers
    const n = (seen.get(rule) ?? 0) + 1
    seen.set(rule, n)
    return n === 1 ? visible(rule) : `${visible(rule)} (${n})`
  }
  return [
    `  <${tag('testsuite', { name: path, ...counts, skipped: 0 })}>`,
    ...findings.flatMap(finding => [
      `    <${tag('testcase', { classname: path, name: name(finding) })}>`,
      `      ${failure(finding, context)}`,
      '    </testcase>',
    ]),
    '  </testsuite>',
  ]
}

function failure(finding: Finding, context: ReportContext): string {
  const { severity, what, why, help, assuming } = finding
  const name = isUnreadable(finding) ? 'error' : 'failure'
  const body = [
    `at ${visible(printedPlace(finding, context))}`,
    `why: ${message(why)}`,
    `help: ${message(help)}`,
    ...assuming.map(one => `assuming ${message(one)}`),
  ]
  return `<${tag(name, { message: message(what), type: severity })}>${escaped(body.join('\n')).replaceAll('&#xa;', '\n')}</${name}>`
}

/** What is about no file: that there was nothing to find, and what was not checked. */
function summarySuite(
  outcome: Outcome,
  context: ReportContext,
): { readonly tests: number; readonly skipped: number; readonly lines: readonly string[] } {
  const { length } = avoidable(outcome)
  const passed =
    outcome.findings.length === 0 ? [`    <${tag('testcase', { classname: 'klint', name: 'klint' })}/>`] : []
  const reasons = summary(outcome, context)
    .filter(line => line.startsWith('not checked: '))
    .join('; ')
  const skipped =
    length === 0
      ? []
      : [
          `    <${tag('testcase', { classname: 'klint', name: 'not checked' })}>`,
          `      <${tag('skipped', { message: reasons })}/>`,
          '    </testcase>',
        ]
  const counts = { tests: passed.length + (length > 0 ? 1 : 0), skipped: length > 0 ? 1 : 0 }
  if (counts.tests === 0) return { ...counts, lines: [] }
  const head = tag('testsuite', { name: 'klint', tests: counts.tests, failures: 0, errors: 0, skipped: counts.skipped })
  return { ...counts, lines: [`  <${head}>`, ...passed, ...skipped, '  </testsuite>'] }
}
