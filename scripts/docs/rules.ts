import { readdirSync } from 'node:fs'
import type { Rule } from '../../src/model/rule.js'

const FOLDER = new URL('../../src/rules/', import.meta.url)

/** A file that holds a rule; its stem is what rule, page and test share. */
export interface RuleFile {
  /** `kubelet/eviction-hard-missing`: the id the rule must have. */
  readonly id: string
  readonly rule: Rule
}

/** Ids of all rules, by the files below src/rules, sorted. */
export function ruleIds(): string[] {
  const groups = readdirSync(FOLDER, { withFileTypes: true }).filter(
    entry => entry.isDirectory() && entry.name !== 'chunks',
  )
  return groups
    .flatMap(({ name }) =>
      readdirSync(new URL(`${name}/`, FOLDER))
        .filter(file => file.endsWith('.ts'))
        .map(file => `${name}/${file.slice(0, -3)}`),
    )
    .sort()
}

/** Throws where a file does not export a rule of its own name. */
export async function loadRules(): Promise<RuleFile[]> {
  const files: RuleFile[] = []
  for (const id of ruleIds()) {
    const loaded: { default?: Rule } = await import(new URL(`${id}.ts`, FOLDER).href)
    const rule = loaded.default
    if (rule === undefined) throw new Error(`src/rules/${id}.ts has no default export`)
    if (rule.id !== id) throw new Error(`src/rules/${id}.ts holds the rule ${rule.id}`)
    files.push({ id, rule })
  }
  return files
}
