import { SEVERITIES, type Severity } from '../model/finding.js'
import type { Location } from '../model/location.js'
import type { Options, Rule } from '../model/rule.js'
import type { Configuration, RuleSetting } from './configuration.js'
import type { PresetName } from './configuration-schema.js'
import { overridesOf } from './overrides.js'
import { type Asked, contains, isIgnored, isOf, presetsOf, verdict } from './selection.js'

/** Who decided about a part of the configuration. */
export type Origin =
  | { readonly by: 'default' }
  /** A preset that has the rule; or, of a rule that is off, the presets that do not. */
  | { readonly by: 'preset'; readonly presets: readonly PresetName[] }
  | { readonly by: 'file'; readonly at: Location }
  /** As typed: `--select kubelet`. */
  | { readonly by: 'command line'; readonly words: string }

export interface Sourced<T> {
  readonly value: T
  readonly from: Origin
}

export interface RuleInForce {
  readonly id: string
  readonly severity: Sourced<Severity | 'off'>
  /** As users write them; `undefined` is an option without a value. */
  readonly options: Readonly<Record<string, Sourced<unknown>>>
}

/** What must be known of a rule. */
export type Facts = Pick<Rule, 'preset' | 'severity' | 'category'> &
  Partial<Pick<Rule, 'checks' | 'presetSeverity' | 'options'>>

/** Every rule with severity and options and where each comes from: for one file, if its path is given, else without overrides. */
export async function rulesInForce(
  asked: Asked,
  config: Configuration,
  rules: Readonly<Record<string, Facts>>,
  uri?: string,
): Promise<RuleInForce[]> {
  const overrides = uri === undefined ? undefined : await overridesOf(config)
  const matching = uri === undefined ? [] : (overrides?.matching({ uri }) ?? [])
  const layersOf = (id: string): RuleSetting[] => [
    ...settingOf(config.rules, id),
    ...matching.flatMap(i => settingOf(config.overrides?.[i]?.rules, id)),
  ]
  return Object.entries(rules)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, facts]) => ({
      id,
      severity: severityOf(
        id,
        facts,
        { ...asked, rules: config.rules ?? {} },
        layersOf(id).slice(settingOf(config.rules, id).length),
      ),
      options: optionsOf(facts.options ?? {}, layersOf(id)),
    }))
}

const settingOf = (rules: Configuration['rules'], id: string): RuleSetting[] => {
  const found = rules !== undefined && Object.hasOwn(rules, id) ? rules[id] : undefined
  return found === undefined ? [] : [found]
}

function severityOf(
  id: string,
  facts: Facts,
  asked: Asked,
  overrides: readonly RuleSetting[],
): Sourced<Severity | 'off'> {
  const presets = presetsOf(asked)
  const rule = { id, ...facts }
  // what the engine itself finds is told whatever rules run
  const isOwn = id.startsWith('klint/')
  const found = !isOwn ? verdict(asked, presets, rule) : isIgnored(asked, rule) ? 'refused' : 'runs'
  if (found === 'refused') return { value: 'off', from: { by: 'command line', words: refusal(asked, rule) } }
  const last = overrides.filter(({ severity }) => severity !== undefined).at(-1)
  const [own] = settingOf(asked.rules, id)
  const written = last ?? own
  const words = naming(asked, rule)
  const value = written?.severity
  const at = written?.places?.severity
  if (value !== undefined && at !== undefined && (value !== 'off' || last !== undefined || isOwn || found === 'off'))
    return { value, from: { by: 'file', at } }
  if (isOwn) return { value: facts.severity, from: { by: 'default' } }
  const has = presets.filter(preset => contains(preset, rule))
  if (found === 'off') return { value: 'off', from: { by: 'preset', presets } }
  const raised = presets.flatMap(preset => (preset === 'all' ? [] : (facts.presetSeverity?.[preset] ?? [])))
  const severity = SEVERITIES.find(one => raised.includes(one)) ?? facts.severity
  if (words !== undefined) return { value: severity, from: { by: 'command line', words } }
  return { value: severity, from: { by: 'preset', presets: has } }
}

/** The words of the command line that keep a rule from running. */
function refusal({ ignore = [], only = [] }: Asked, rule: { readonly id: string } & Facts): string {
  const name = ignore.find(one => one === rule.id) ?? ignore.find(one => isOf(one, rule))
  return name === undefined ? `--only ${only.join(',')}` : `--ignore ${name}`
}

/** Those that make it run. */
function naming({ only = [], select = [] }: Asked, rule: { readonly id: string } & Facts): string | undefined {
  for (const [option, names] of [
    ['--only', only],
    ['--select', select],
  ] as const) {
    const name = names.find(one => one === rule.id || isOf(one, rule))
    if (name !== undefined) return `${option} ${name}`
  }
  return undefined
}

function optionsOf(known: Options, layers: readonly RuleSetting[]): Record<string, Sourced<unknown>> {
  const values = Object.entries(known).map(([name, option]): [string, Sourced<unknown>] => {
    const layer = layers.filter(({ options }) => options !== undefined && Object.hasOwn(options, name)).at(-1)
    const at = layer?.places?.options?.[name]
    if (layer === undefined || at === undefined) return [name, { value: option.default, from: { by: 'default' } }]
    return [name, { value: layer.options?.[name], from: { by: 'file', at } }]
  })
  return Object.fromEntries(values)
}
