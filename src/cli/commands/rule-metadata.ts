import type { Rule } from '../../model/rule.js'
import { RULES } from '../../rules/index.js'
import { allRules, type RuleFacts } from '../rule-facts.js'

/** All that is to be said of a rule. */
export interface RuleMetadata extends RuleFacts {
  readonly id: string
  readonly since: string
  readonly kubernetes?: string
  readonly evidence: readonly string[]
}

/** Every rule with what only its own file says: this loads all of them, which no run with files does. */
export async function ruleMetadata(): Promise<ReadonlyMap<string, RuleMetadata>> {
  const loaded = new Map<string, Rule>()
  for (const load of Object.values(RULES)) for (const rule of await load()) loaded.set(rule.id, rule)
  const all = Object.entries(allRules()).map(([id, facts]): [string, RuleMetadata] => {
    const rule = loaded.get(id)
    return rule === undefined
      ? [id, { ...facts, id, since: FIRST, evidence: [] }]
      : [id, { ...facts, id, since: rule.since, kubernetes: rule.kubernetes, evidence: rule.evidence }]
  })
  return new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What the engine itself finds is as old as klint. */
const FIRST = '0.1.0'

/** For JSON: fields without a value are left out. */
export function metadataJson(rule: RuleMetadata): object {
  const { id, summary, severity, preset, category, since, checks, fix, kubernetes, evidence, options } = rule
  return {
    rule: id,
    summary,
    severity,
    preset,
    category,
    since,
    ...(checks === undefined ? {} : { checks }),
    ...(fix === undefined ? {} : { fix }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(options === undefined ? {} : { options }),
    evidence,
  }
}
