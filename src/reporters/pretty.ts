import { outermost } from '../model/document.js'
import type { Finding, Outcome } from '../model/finding.js'
import type { Location } from '../model/location.js'
import { type ExcerptLine, excerpt } from './excerpt.js'
import { type Paint, paint } from './paint.js'
import { pageUrl, type ReportContext } from './reporter.js'
import { message, visible } from './safe-text.js'
import { isCluster, summary } from './summary.js'
import { isSame, printed, printedPlace, shown, thousands, where } from './where.js'
import { wrap } from './wrap.js'

/** The report for people: what, where, the lines themselves, why, help; counts and what was not checked come last. */
export function pretty(outcome: Outcome, context: ReportContext): string {
  const colors = paint(context)
  const lines = outcome.findings.flatMap(finding => [...block(finding, context, colors), ''])
  const [counts = '', ...rest] = summary(outcome, context)
  const below = isCluster(outcome) ? rest.flatMap(line => hanging(line, context.width)) : rest
  return `${[...lines, colors.bold(counts), ...below].join('\n')}\n`
}

/** A line that goes on further in. */
function hanging(line: string, width: number): string[] {
  const [first = '', ...others] = wrap(line, width - 2)
  return [first, ...others.map(more => `  ${more}`)]
}

interface Part {
  readonly at: Location
  readonly label: string
  readonly lines: readonly ExcerptLine[]
}

function block(finding: Finding, context: ReportContext, colors: Paint): string[] {
  // the gutter takes at most this much of the width
  const width = context.width - 10
  const part = (at: Location, label: string, more: boolean): Part => ({
    at,
    label: message(label),
    lines: isSame({ at, label }) ? [] : excerpt(shown(at), width, more),
  })
  const primary = part(finding.at, finding.label ?? '', outermost(finding.at.doc).live === undefined)
  const related = finding.related.map(({ at, label }) => part(at, label, false))
  const digits = Math.max(
    1,
    ...[primary, ...related].flatMap(({ lines }) => lines.map(({ number }) => `${number ?? 0}`.length)),
  )
  const blank = ' '.repeat(digits + 1)
  const bar = colors.quiet('|')
  const fixable = finding.fix?.onDisk === undefined ? '' : '[*]'
  const tagged = colors.severity(finding.severity, `${finding.severity}[${rule(finding, context, colors)}]${fixable}`)

  const mark = (text: string): string => colors.severity(finding.severity, text)
  const draw = ({ lines, label }: Part, sign: string, color: (text: string) => string): string[] => {
    const lastMarked = lines.findLastIndex(line => line.mark !== undefined)
    return lines.flatMap((line, i) => {
      const number = line.number === undefined ? blank : ` ${colors.quiet(`${line.number}`.padStart(digits))}`
      const source = `${number} ${bar} ${line.text}`.trimEnd()
      if (line.mark === undefined) return [source]
      const under = sign.repeat(line.mark.length) + (i === lastMarked && label !== '' ? ` ${label}` : '')
      return [source, `${blank} ${bar} ${' '.repeat(line.mark.from)}${color(under)}`]
    })
  }

  return [
    `${tagged}: ${colors.bold(message(finding.what))}`,
    `${blank}${colors.quiet('-->')} ${visible(printedPlace(finding, context))}`,
    `${blank} ${bar}`,
    ...(primary.lines.length === 0 ? [] : [...draw(primary, '~', mark), `${blank} ${bar}`]),
    ...related.flatMap(one => [
      `${blank}${colors.quiet(':::')} ${visible(printed(where(one.at, context)))}`,
      ...draw(one, '-', colors.quiet),
    ]),
    ...notes(finding, context).map(([name, text]) => `${blank} ${colors.quiet('=')} ${`${name}:`.padEnd(5)} ${text}`),
  ]
}

function rule({ rule, page }: Finding, context: ReportContext, colors: Paint): string {
  const name = visible(rule)
  return context.baseUrl === undefined ? name : colors.link(name, pageUrl(page, context))
}

function notes(finding: Finding, context: ReportContext): [string, string][] {
  return [
    ...alsoNote(finding, context),
    ['why', message(finding.why)],
    ['help', message(finding.help)],
    ...finding.assuming.map((what): [string, string] => ['assuming', message(what)]),
    ['docs', pageUrl(finding.page, context)],
  ]
}

/** Others of a group of nodes by name, where no other group is named. */
function alsoNote({ at, alike }: Finding, context: ReportContext): [string, string][] {
  const { object } = where(at, context)
  if (alike !== undefined || object === undefined || object.others.length === 0) return []
  const more = object.count - 1 - object.others.length
  const last = more > 0 ? [`${thousands(more)} more`] : []
  return [['also', visible([...object.others, ...last].join(', '))]]
}
