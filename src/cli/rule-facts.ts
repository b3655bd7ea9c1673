import { OWN_RULES } from '../engine/own.js'
import { didYouMean } from '../model/nearest.js'
import { UserError } from '../model/user-error.js'
import type { CatalogEntry } from '../rules/catalog.js'
import { CATALOG } from '../rules/catalog.js'

/** What commands tell of a rule. */
export type RuleFacts = Pick<CatalogEntry, 'summary' | 'severity' | 'preset' | 'category'> & Partial<CatalogEntry>

/** All rules by id, those of the engine included: they run in every preset. */
export function allRules(): Readonly<Record<string, RuleFacts>> {
  const own = Object.entries(OWN_RULES).map(([id, { summary, severity, fix }]): [string, RuleFacts] => [
    id,
    {
      summary,
      severity,
      preset: ['talk', 'recommended', 'strict', 'cis'],
      category: 'correctness',
      ...(fix === undefined ? {} : { fix }),
    },
  ])
  return { ...CATALOG, ...Object.fromEntries(own) }
}

/** @throws UserError with the nearest name, if there is no such rule */
export function ruleFacts(id: string): RuleFacts {
  const rules = allRules()
  const found = Object.hasOwn(rules, id) ? rules[id] : undefined
  if (found === undefined)
    throw new UserError(`unknown rule \`${id}\`${didYouMean(id, Object.keys(rules))}`, '`klint rules` lists them')
  return found
}
