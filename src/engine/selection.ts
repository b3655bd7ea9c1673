import { parseDuration } from '../model/duration.js'
import { type Finding, SEVERITIES, type Severity } from '../model/finding.js'
import { type Location, place } from '../model/location.js'
import { parsePattern } from '../model/pattern.js'
import { parseQuantity } from '../model/quantity.js'
import type { Option, Report, Rule } from '../model/rule.js'
import type { RuleSettings } from './configuration.js'
import type { PresetName } from './configuration-schema.js'
import type { Placed } from './globs.js'
import type { Overrides } from './overrides.js'

/** What the engine itself finds counts as this in `--ignore`. */
const OWN_CATEGORY = 'correctness'

/** What decides about a rule before it is loaded. */
export type Selectable = Pick<Rule, 'id' | 'preset'> & Partial<Pick<Rule, 'checks' | 'category'>>

/** Which rules run, how severe they are and with which options: preset, command line and klint.yaml put together. */
export interface Selection {
  readonly enabled: (rule: Selectable) => boolean
  readonly severity: (rule: Rule, report: Report) => Severity
  /** What the user's configuration says for a place, whatever the rule and its preset say; `off` drops the finding. */
  readonly override: (rule: Selectable, at: Location) => Severity | 'off' | undefined
  readonly options: (rule: Rule) => Readonly<Record<string, unknown>>
  /** Options that depend on the files a subject stands in; undefined if they are the same everywhere. */
  readonly optionsIn: (rule: Rule) => ((files: readonly Placed[]) => Readonly<Record<string, unknown>>) | undefined
  readonly strict: boolean
  /** The engine's own findings are in every preset; klint.yaml may silence them or give them another severity. */
  readonly own: (finding: Finding) => readonly Finding[]
}

/** What is asked for: names are ids, groups, components or categories of rules. */
export interface Asked {
  readonly preset: PresetName | readonly PresetName[]
  /** These and no others. */
  readonly only?: readonly string[]
  /** Besides those of the preset. */
  readonly select?: readonly string[]
  /** None of these. */
  readonly ignore?: readonly string[]
  readonly rules?: RuleSettings
}

/** Strict contains recommended. */
export const contains = (preset: PresetName, rule: Pick<Rule, 'preset'>): boolean => {
  if (preset === 'all') return true
  if (rule.preset.includes(preset)) return true
  return preset === 'strict' && rule.preset.includes('recommended')
}

/** Whether a name that is no id means a rule: its group, the component or resource it checks, its category. */
export const isOf = (name: string, { id, checks, category }: Selectable): boolean =>
  id.startsWith(`${name}/`) || category === name || (checks === name && name !== 'cluster' && name !== 'assignment')

export function selection(asked: Asked, overrides?: Overrides): Selection {
  const { rules: settings = {} } = asked
  const presets = presetsOf(asked)
  const configured = (id: string): Severity | undefined => {
    const severity = settings[id]?.severity
    return severity === 'off' ? undefined : severity
  }
  const said = (rule: Selectable) => verdict(asked, presets, rule)
  return {
    enabled: rule => {
      const found = said(rule)
      return found === 'runs' || (found === 'off' && overrides?.mayEnable(rule.id) === true)
    },
    severity: (rule, report) => {
      const raised = presets.flatMap(preset => (preset === 'all' ? [] : (rule.presetSeverity?.[preset] ?? [])))
      const hardest = SEVERITIES.find(severity => raised.includes(severity))
      return report.severity ?? rule.messages[report.message]?.severity ?? hardest ?? rule.severity
    },
    override: (rule, at) => {
      if (overrides === undefined) return configured(rule.id)
      return overrides.severity(rule.id, place(at).doc) ?? (said(rule) === 'runs' ? configured(rule.id) : 'off')
    },
    options: rule => optionValues(rule, settings[rule.id]?.options ?? {}),
    optionsIn: rule => {
      const local = overrides?.options(rule.id)
      if (local === undefined) return undefined
      const known = new Map<string, Readonly<Record<string, unknown>>>()
      return files => {
        const key = files.map(({ uri }) => uri).join('\0')
        const values = known.get(key) ?? optionValues(rule, { ...settings[rule.id]?.options, ...local(files) })
        known.set(key, values)
        return values
      }
    },
    strict: presets.some(preset => preset === 'strict' || preset === 'all'),
    own: finding => {
      const { rule: id, at } = finding
      if (isIgnored(asked, { id, preset: [], category: OWN_CATEGORY })) return []
      const severity = overrides?.severity(id, place(at).doc) ?? settings[id]?.severity
      if (severity === 'off') return []
      return [severity === undefined ? finding : { ...finding, severity }]
    },
  }
}

export const presetsOf = ({ preset }: Pick<Asked, 'preset'>): readonly PresetName[] =>
  typeof preset === 'string' ? [preset] : preset

/** `refused` is the last word of the command line; what is `off` may still be on for the files of an override. */
type Verdict = 'runs' | 'off' | 'refused'

/**
 * A rule's own name beats the name of many, and then the command line beats klint.yaml: `--ignore` its `--only` and `--select`, these
 * the file, the file the preset. A group that is selected does not bring back what klint.yaml switched off by name.
 */
export function verdict(asked: Asked, presets: readonly PresetName[], rule: Selectable): Verdict {
  const { only = [], select = [], rules = {} } = asked
  if (isIgnored(asked, rule)) return 'refused'
  if (only.includes(rule.id) || (only.length === 0 && select.includes(rule.id))) return 'runs'
  if (only.length > 0 && !only.some(name => isOf(name, rule))) return 'refused'
  const severity = rules[rule.id]?.severity
  if (severity !== undefined) return severity === 'off' ? 'off' : 'runs'
  const named = [...only, ...select].some(name => isOf(name, rule))
  return named || presets.some(preset => contains(preset, rule)) ? 'runs' : 'off'
}

export function isIgnored({ only = [], select = [], ignore = [] }: Asked, rule: Selectable): boolean {
  if (ignore.length === 0) return false
  if (ignore.includes(rule.id)) return true
  return !only.includes(rule.id) && !select.includes(rule.id) && ignore.some(name => isOf(name, rule))
}

function optionValues(rule: Rule, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(rule.options ?? {}))
    values[name] = optionValue(option, given[name] ?? option.default)
  return values
}

function optionValue(option: Option, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (option.type === 'duration') return parseDuration(value)
  if (option.type === 'quantity') return parseQuantity(value)
  if (option.type === 'pattern') return parsePattern(value)
  return value
}
