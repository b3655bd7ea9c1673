import { contains, isOf } from '../../engine/selection.js'
import { largest } from '../../model/lists.js'
import { didYouMean } from '../../model/nearest.js'
import { UserError } from '../../model/user-error.js'
import { paint } from '../../reporters/paint.js'
import { columns } from '../../reporters/safe-text.js'
import { wrap } from '../../reporters/wrap.js'
import { about } from '../about.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf } from '../options.js'
import { CATEGORIES, namedRules } from '../rule-names.js'
import { reportContext } from './context.js'
import { SUBJECTS } from './rule-filters.js'
import { metadataJson, type RuleMetadata, ruleMetadata } from './rule-metadata.js'

/** `klint rules [groups...]`: what there is; `--preset`, `--only`, `--ignore`, `--category`, `--component` and `--fixable` choose. */
export async function rules(options: Options, env: Env, io: Io): Promise<number> {
  const format = oneOf(['pretty', 'markdown', 'json'], options.format ?? 'pretty', 'format')
  const all = [...(await ruleMetadata()).values()]
  const chosen = all.filter(filter(options, new Set(all.map(groupOf))))
  if (format === 'json') {
    const list = chosen.map(metadataJson)
    io.out(`${JSON.stringify({ version: 1, klint: about().version, rules: list }, undefined, 2)}\n`)
  } else if (format === 'markdown') io.out(markdown(chosen))
  else io.out(table(chosen, options, env, io))
  return 0
}

const groupOf = ({ id }: RuleMetadata): string => id.slice(0, id.indexOf('/'))

function filter(options: Options, groups: ReadonlySet<string>): (rule: RuleMetadata) => boolean {
  const { paths, preset, rulesWith: { category, component, fixable } = {} } = options
  for (const group of paths)
    if (!groups.has(group))
      throw new UserError(
        `unknown group \`${group}\`${didYouMean(group, groups)}`,
        `known are ${[...groups].join(', ')}`,
      )
  const { only, ignore } = namedRules(options)
  if (category !== undefined) oneOf(CATEGORIES, category, 'category')
  if (component !== undefined) oneOf(SUBJECTS, component, 'component')
  const level = fixable === undefined ? undefined : oneOf(['safe', 'unsafe', 'any'], fixable, 'value of --fixable')
  return rule =>
    (paths.length === 0 || paths.includes(groupOf(rule))) &&
    (only === undefined || only.some(name => means(name, rule))) &&
    !ignore?.some(name => means(name, rule)) &&
    (category === undefined || rule.category === category) &&
    (component === undefined || rule.checks === component) &&
    (level === undefined || (level === 'any' ? rule.fix !== undefined : rule.fix === level)) &&
    (preset === undefined || contains(preset, rule))
}

const means = (name: string, rule: RuleMetadata): boolean => name === rule.id || isOf(name, rule)

type Row = readonly [id: string, severity: string, presets: string, checks: string, fix: string, since: string]

const HEAD: Row = ['rule', 'severity', 'presets', 'looks at', 'fix', 'since']

const rowOf = ({ id, severity, preset, checks, fix, since }: RuleMetadata): Row => [
  id,
  severity,
  preset.join(','),
  checks ?? 'documents',
  fix ?? '',
  since,
]

/** The summary stands in the last column where it has room, else on lines of its own below. */
function table(chosen: readonly RuleMetadata[], options: Options, env: Env, io: Io): string {
  const context = reportContext(options, env, io, 'pretty')
  const colors = paint(context)
  const rows = [HEAD, ...chosen.map(rowOf)]
  const widths = HEAD.map((_, i) => largest(rows.map(row => columns(row[i] ?? ''))))
  const line = (row: Row): string => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')
  const taken = widths.reduce((sum, width) => sum + width + 2, 0)
  const isWide = !io.outIsTerminal || context.width - taken >= 30
  const lines = chosen.flatMap(rule => {
    if (!isWide) return [line(rowOf(rule)).trimEnd(), ...wrap(rule.summary, context.width - 4).map(one => `    ${one}`)]
    const [first = '', ...more] = io.outIsTerminal ? wrap(rule.summary, context.width - taken) : [rule.summary]
    return [`${line(rowOf(rule))}  ${first}`, ...more.map(one => ' '.repeat(taken) + one)]
  })
  return `${[colors.bold(isWide ? `${line(HEAD)}  what it finds` : line(HEAD).trimEnd()), ...lines].join('\n')}\n`
}

function markdown(chosen: readonly RuleMetadata[]): string {
  const rows = chosen.map(rule => `| ${[...rowOf(rule), rule.summary.replaceAll('|', '\\|')].join(' | ')} |`)
  return `| ${HEAD.join(' | ')} | what it finds |\n|${'---|'.repeat(HEAD.length + 1)}\n${rows.map(row => `${row}\n`).join('')}`
}
