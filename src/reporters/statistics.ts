import type { Finding, Outcome } from '../model/finding.js'
import { largest } from '../model/lists.js'
import { place } from '../model/location.js'
import { paint } from './paint.js'
import type { ReportContext } from './reporter.js'
import { safeJson, visible } from './safe-text.js'
import { summary } from './summary.js'

interface Counted {
  readonly rule: string
  readonly severity: Finding['severity']
  readonly count: number
  /** How many of them a fix mends. */
  readonly safe: number
  readonly unsafe: number
  /** On disk, that they are in. */
  readonly files: number
}

/** How often each rule was found, most often first. `[*]`: `--fix` mends all of them, `[-]`: some, or with `--unsafe-fixes`. */
export function statistics(outcome: Outcome, context: ReportContext): string {
  const colors = paint(context)
  const all = counted(outcome)
  const width = largest(
    all.map(({ count }) => String(count).length),
    1,
  )
  const ids = largest(
    all.map(({ rule }) => rule.length),
    0,
  )
  const lines = all.map(one => {
    const { rule, severity, count } = one
    const about = context.ruleInfo(rule)?.summary ?? ''
    const tagged = colors.severity(severity, severity.padEnd(7))
    return `${colors.bold(String(count).padStart(width))}  ${tagged}  ${mark(one)}  ${visible(rule).padEnd(ids)}  ${about}`.trimEnd()
  })
  if (all.some(one => mark(one) === '[-]'))
    lines.push('', '[*] --fix mends all of them, [-] some, or with --unsafe-fixes')
  const [counts = '', ...rest] = summary(outcome, context)
  return `${[...lines, ...(lines.length === 0 ? [] : ['']), colors.bold(counts), ...rest].join('\n')}\n`
}

export function statisticsJson(outcome: Outcome, { version }: ReportContext): string {
  return `${safeJson({
    version: 1,
    klint: version,
    statistics: counted(outcome).map(({ rule, severity, count, safe, unsafe, files }) => ({
      rule,
      severity,
      count,
      files,
      fixable: { safe, unsafe },
    })),
  })}\n`
}

function mark({ count, safe, unsafe }: Counted): string {
  if (safe === count) return '[*]'
  return safe + unsafe > 0 ? '[-]' : '   '
}

/** A rule that speaks at two severities stands twice. */
function counted({ findings }: Outcome): Counted[] {
  const byKey = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.severity}`
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, [finding])
    else known.push(finding)
  }
  const all = [...byKey.values()].map((of): Counted => {
    const [{ rule, severity }] = of
    const level = (wanted: 'safe' | 'unsafe'): number =>
      of.filter(({ fix }) => fix?.onDisk !== undefined && fix.level === wanted).length
    return {
      rule,
      severity,
      count: of.length,
      safe: level('safe'),
      unsafe: level('unsafe'),
      files: new Set(of.map(({ at }) => place(at).doc.uri)).size,
    }
  })
  return all.sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0))
}
