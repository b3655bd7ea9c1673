import { CATALOG } from '../rules/catalog.js'
import { isOwnRule, OWN_RULES, ownFinding } from './own.js'
import type { Request } from './run.js'
import type { Selection } from './selection.js'

/** What the engine knows of a rule when it looks at directives. */
export interface Known {
  /** It runs, so that a directive without a finding can be called unused. */
  readonly enabled: boolean
  readonly ignorable: boolean
}

const NOWHERE = { doc: { uri: '', source: '', holes: [], regions: [] }, start: 0, end: 0 }

/** All rules a directive may name: klint's, those given to the run instead, and what the engine itself finds. */
export function knownRules(
  chosen: Selection,
  { rules: given = [], compared }: Pick<Request, 'rules' | 'compared'>,
): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>()
  const rules = [...Object.entries(CATALOG).map(([id, entry]) => ({ id, ...entry })), ...given]
  for (const rule of rules) known.set(rule.id, { enabled: chosen.enabled(rule), ignorable: rule.ignorable !== false })
  for (const [id, { ignorable }] of Object.entries(OWN_RULES)) {
    const isAsked = id !== 'klint/drift' || compared !== undefined
    const enabled = isAsked && isOwnRule(id) && chosen.own(ownFinding(id, '', NOWHERE)).length > 0
    known.set(id, { enabled, ignorable: ignorable !== false })
  }
  return known
}
