import { didYouMean } from '../../model/nearest.js'
import { UserError } from '../../model/user-error.js'
import { about } from '../about.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf } from '../options.js'
import { allRules } from '../rule-facts.js'

/** `klint rules [groups...]`: id, severity, presets and one line each; `--preset` and `--only` choose. */
export function rules(options: Options, _env: Env, io: Io): number {
  const format = oneOf(['pretty', 'json'], options.format ?? 'pretty', 'format')
  const all = allRules()
  const groups = new Set(Object.keys(all).map(id => id.slice(0, id.indexOf('/'))))
  for (const group of options.paths)
    if (!groups.has(group))
      throw new UserError(
        `unknown group \`${group}\`${didYouMean(group, groups)}`,
        `known are ${[...groups].join(', ')}`,
      )
  const { preset, only } = options
  const chosen = Object.entries(all)
    .filter(([id]) => options.paths.length === 0 || options.paths.includes(id.slice(0, id.indexOf('/'))))
    .filter(([id]) => only.length === 0 || only.includes(id))
    .filter(
      ([, rule]) =>
        preset === undefined ||
        preset === 'all' ||
        rule.preset.includes(preset) ||
        (preset === 'strict' && rule.preset.includes('recommended')),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
  if (format === 'json') {
    const list = chosen.map(([rule, { summary, severity, preset, category, checks, fix }]) => ({
      rule,
      summary,
      severity,
      preset,
      category,
      ...(checks === undefined ? {} : { checks }),
      ...(fix === undefined ? {} : { fix }),
    }))
    io.out(`${JSON.stringify({ version: 1, klint: about().version, rules: list }, undefined, 2)}\n`)
    return 0
  }
  const width = Math.max(0, ...chosen.map(([id]) => id.length))
  const presets = Math.max(0, ...chosen.map(([, rule]) => rule.preset.join(',').length))
  for (const [id, rule] of chosen)
    io.out(
      `${id.padEnd(width)}  ${rule.severity.padEnd(7)}  ${rule.preset.join(',').padEnd(presets)}  ${rule.summary}\n`,
    )
  return 0
}
