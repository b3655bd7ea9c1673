import { parseDuration } from '../model/duration.js'
import type { Finding, Severity } from '../model/finding.js'
import { parsePattern } from '../model/pattern.js'
import { parseQuantity } from '../model/quantity.js'
import type { Option, Report, Rule } from '../model/rule.js'
import type { RuleSetting } from './configuration.js'
import type { PresetName } from './configuration-schema.js'

/** Which rules run, how severe they are and with which options: preset, `--only` and klint.yaml put together. */
export interface Selection {
  readonly enabled: (rule: Pick<Rule, 'id' | 'preset'>) => boolean
  readonly severity: (rule: Rule, report: Report) => Severity
  /** What the user's configuration says, whatever the rule and its preset say. */
  readonly override: (rule: Rule) => Severity | undefined
  readonly options: (rule: Rule) => Readonly<Record<string, unknown>>
  readonly strict: boolean
  /** The engine's own findings are in every preset; klint.yaml may silence them or give them another severity. */
  readonly own: (finding: Finding) => readonly Finding[]
}

/** Strict contains recommended. */
const contains = (preset: PresetName, rule: Pick<Rule, 'preset'>): boolean => {
  if (preset === 'all') return true
  if (rule.preset.includes(preset)) return true
  return preset === 'strict' && rule.preset.includes('recommended')
}

export function selection(
  preset: PresetName,
  only: readonly string[] | undefined,
  settings: Readonly<Record<string, RuleSetting>>,
): Selection {
  const setting = (id: string) => settings[id]
  return {
    enabled: rule => {
      const severity = setting(rule.id)?.severity
      if (only !== undefined && only.length > 0) return only.includes(rule.id)
      if (severity === 'off') return false
      return severity !== undefined || contains(preset, rule)
    },
    severity: (rule, report) => {
      const raised = preset === 'all' ? undefined : rule.presetSeverity?.[preset]
      return report.severity ?? rule.messages[report.message]?.severity ?? raised ?? rule.severity
    },
    override: rule => {
      const severity = setting(rule.id)?.severity
      return severity === undefined || severity === 'off' ? undefined : severity
    },
    options: rule => optionValues(rule, setting(rule.id)?.options ?? {}),
    strict: preset === 'strict' || preset === 'all',
    own: finding => {
      const severity = setting(finding.rule)?.severity
      if (severity === 'off') return []
      return [severity === undefined ? finding : { ...finding, severity }]
    },
  }
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
