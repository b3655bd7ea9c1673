import { type Request, selectionOf } from '../engine/run.js'
import { presetsOf } from '../engine/selection.js'
import { COMPONENTS } from '../model/fragment.js'
import { didYouMean } from '../model/nearest.js'
import { currentId } from '../model/renamed.js'
import type { Category } from '../model/rule.js'
import { UserError } from '../model/user-error.js'
import type { Options } from './options.js'
import { allRules } from './rule-facts.js'

/**
 * What `--only`, `--select` and `--ignore` name: rules, groups, components and resources, categories.
 * @throws UserError for a name that means no rule, with the nearest
 */
export function namedRules({
  only,
  select,
  ignore,
}: Pick<Options, 'only' | 'select' | 'ignore'>): Pick<Request, 'only' | 'select' | 'ignore'> {
  return {
    ...(only.length === 0 ? {} : { only: only.map(name => known(name, '--only')) }),
    ...(select.length === 0 ? {} : { select: select.map(name => known(name, '--select')) }),
    ...(ignore.length === 0 ? {} : { ignore: ignore.map(name => known(name, '--ignore')) }),
  }
}

function known(word: string, option: string): string {
  const name = currentId(word)
  const rules = allRules()
  if (Object.hasOwn(rules, name)) return name
  const many = names(rules)
  if (many.has(name)) return name
  throw new UserError(
    `unknown rule \`${word}\`${didYouMean(word, [...Object.keys(rules), ...many])}`,
    `\`klint rules\` lists them; ${option} also takes a group, a component or a category`,
  )
}

/** Names that mean several rules; also those of which there is none yet. */
function names(rules: ReturnType<typeof allRules>): ReadonlySet<string> {
  const groups = Object.keys(rules).map(id => id.slice(0, id.indexOf('/')))
  const subjects = Object.values(rules).flatMap(({ checks }) => checks ?? [])
  return new Set<string>([...groups, ...COMPONENTS, ...CATEGORIES, ...subjects.filter(name => name !== 'assignment')])
}

export const CATEGORIES: readonly Category[] = ['reliability', 'upgrade', 'security', 'performance', 'correctness']

/**
 * A run that asks no rule would find nothing, which reads as if all were well.
 * @throws UserError if preset, klint.yaml and command line leave none
 */
export async function someRule(
  request: Pick<Request, 'preset' | 'only' | 'select' | 'ignore' | 'config'>,
): Promise<void> {
  const { config, only = [], select = [], ignore = [] } = request
  const presets = presetsOf(request)
  const isPlain = config.rules === undefined && only.length + ignore.length === 0
  if (isPlain && presets.some(preset => preset !== 'cis')) return
  const { enabled } = await selectionOf(request)
  const named = [...only, ...select, ...Object.keys(config.rules ?? {})]
  const isAsked = (id: string) => !id.startsWith('klint/') || named.some(name => name === id || name === 'klint')
  for (const [id, rule] of Object.entries(allRules())) if (isAsked(id) && enabled({ id, ...rule })) return
  const empty = presets.map(name => `\`${name}\``).join(', ')
  throw new UserError(
    only.length + ignore.length > 0
      ? 'no rule is left to run'
      : `no rule runs: ${presets.length === 0 ? '`extends` names no preset' : `the preset ${empty} holds none yet`}`,
    'see `klint rules`; `--select` and klint.yaml add rules to those of a preset',
  )
}
