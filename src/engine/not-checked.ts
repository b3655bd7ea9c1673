import type { NotChecked } from '../model/finding.js'
import type { Location } from '../model/location.js'
import type { Why } from '../model/setting.js'

const TEMPLATED = /template|conditional/

/** Why rules were silent, in words for the summary: settings from templates are counted, missing files named. */
export function notCheckedOf(doubts: readonly { rule: string; why: readonly Why[] }[]): NotChecked[] {
  const templates = new Set<string>()
  const templateRules = new Set<string>()
  const named = new Map<string, { at?: Location; rules: Set<string> }>()
  for (const { rule, why } of doubts)
    for (const { what, at } of why) {
      if (TEMPLATED.test(what)) {
        templates.add(at === undefined ? what : `${at.doc.uri}:${at.start}`)
        templateRules.add(rule)
        continue
      }
      const known = named.get(what) ?? { ...(at === undefined ? {} : { at }), rules: new Set() }
      known.rules.add(rule)
      named.set(what, known)
    }
  const result: NotChecked[] = []
  if (templates.size > 0)
    result.push({
      what: templates.size === 1 ? '1 setting comes from a template' : `${templates.size} settings come from templates`,
      rules: [...templateRules].sort(),
    })
  for (const [what, { at, rules }] of named)
    result.push({ what: withRepository(what), ...(at === undefined ? {} : { at }), rules: [...rules].sort() })
  return result
}

const withRepository = (what: string): string => what.replace(/is not in view$/, 'is not in this repository')
