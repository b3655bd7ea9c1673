import type { Severity } from '../model/finding.js'
import type { Configuration, RuleSetting } from './configuration.js'
import { type Placed, pathTest, seenIn } from './globs.js'

/** What `overrides` of klint.yaml make of rules for single files. */
export interface Overrides {
  /** Whether some file may have the rule although it is off elsewhere. */
  mayEnable(id: string): boolean
  /** The severity of the last entry that says one for the rule and matches the file; undefined if none does. */
  severity(id: string, file: Placed): Severity | 'off' | undefined
  /**
   * Options of all entries that match all of some files, the later over the earlier. Undefined if no entry gives the
   * rule any, so that nobody has to ask for files.
   */
  options(id: string): ((files: readonly Placed[]) => Readonly<Record<string, unknown>>) | undefined
  /** The entries that match a file, in their order, for `klint print-config`. */
  matching(file: Placed): readonly number[]
}

/** Undefined where there are none. Globs are compiled once, and a file is matched once. */
export async function overridesOf(config: Configuration): Promise<Overrides | undefined> {
  const { overrides = [] } = config
  if (overrides.length === 0) return undefined
  const tests = await Promise.all(overrides.map(({ files }) => pathTest(files)))
  const known = new Map<string, readonly number[]>()
  const matching = (file: Placed): readonly number[] => {
    const name = file.live === undefined ? file.uri : `live ${file.uri}`
    const before = known.get(name)
    if (before !== undefined) return before
    const path = seenIn(config, file)
    const found = path === undefined ? [] : [...tests.keys()].filter(i => tests[i]?.(path))
    known.set(name, found)
    return found
  }
  const settingOf = (i: number, id: string): RuleSetting | undefined => {
    const rules = overrides[i]?.rules ?? {}
    return Object.hasOwn(rules, id) ? rules[id] : undefined
  }
  const indexes = [...overrides.keys()]
  return {
    matching,
    mayEnable: id => indexes.some(i => (settingOf(i, id)?.severity ?? 'off') !== 'off'),
    severity: (id, file) =>
      matching(file).reduce<Severity | 'off' | undefined>((said, i) => settingOf(i, id)?.severity ?? said, undefined),
    options: id => {
      if (!indexes.some(i => settingOf(i, id)?.options !== undefined)) return undefined
      return files => {
        const [first, ...others] = [...new Set(files)].map(matching)
        const common = (first ?? []).filter(i => others.every(matched => matched.includes(i)))
        return Object.assign({}, ...common.map(i => settingOf(i, id)?.options ?? {}))
      }
    },
  }
}
