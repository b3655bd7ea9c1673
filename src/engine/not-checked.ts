import type { NotChecked } from '../model/finding.js'
import { describe, type Location, place } from '../model/location.js'
import type { Why } from '../model/setting.js'

const TEMPLATED = /template|conditional/

/**
 * Why rules were silent, in words for the summary: settings from templates are counted, missing files named. What only the node
 * knows of a platform's own defaults is nothing a reader could write down, so it is left out.
 */
export function notCheckedOf(doubts: readonly { rule: string; why: readonly Why[] }[]): NotChecked[] {
  const templates = new Map<string, Location | undefined>()
  const templateRules = new Set<string>()
  const named = new Map<string, { at?: Location; rules: Set<string> }>()
  for (const { rule, why } of doubts)
    for (const { what, at } of why) {
      if (TEMPLATED.test(what)) {
        if (at?.doc.made) continue
        templates.set(at === undefined ? what : `${at.doc.uri}:${at.start}`, at)
        templateRules.add(rule)
        continue
      }
      const where = at?.doc.made ? undefined : at
      const known = named.get(what) ?? { ...(where === undefined ? {} : { at: where }), rules: new Set() }
      known.rules.add(rule)
      named.set(what, known)
    }
  const result: NotChecked[] = []
  if (templates.size > 0) result.push(templated([...templates.values()], [...templateRules].sort()))
  for (const [what, { at, rules }] of named)
    result.push({ what: withRepository(what), ...(at === undefined ? {} : { at }), rules: [...rules].sort() })
  return result
}

function templated(settings: readonly (Location | undefined)[], rules: readonly string[]): NotChecked {
  const [at] = settings.flatMap(at => (at === undefined ? [] : [at])).sort(byPlace)
  const what =
    settings.length === 1 ? '1 setting comes from a template' : `${settings.length} settings come from templates`
  if (at === undefined) return { what, rules }
  return { what: settings.length === 1 ? what : `${what}, the first at ${describe(at)}`, at, rules }
}

function byPlace(a: Location, b: Location): number {
  const [left, right] = [place(a), place(b)]
  if (left.doc.uri !== right.doc.uri) return left.doc.uri < right.doc.uri ? -1 : 1
  return left.start - right.start
}

const withRepository = (what: string): string => what.replace(/is not in view$/, 'is not in this repository')
