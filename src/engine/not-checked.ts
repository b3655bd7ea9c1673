import { outermost } from '../model/document.js'
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
  const named = new Map<string, { at?: Location; isLive: boolean; rules: Set<string> }>()
  for (const { rule, why } of doubts)
    for (const { what, at } of why) {
      if (TEMPLATED.test(what)) {
        if (at?.doc.made) continue
        templates.set(at === undefined ? what : `${at.doc.uri}:${at.start}`, at)
        templateRules.add(rule)
        continue
      }
      const where = at?.doc.made ? undefined : at
      const isLive = where !== undefined && outermost(where.doc).live !== undefined
      const known = named.get(what) ?? { ...(where === undefined ? {} : { at: where }), isLive, rules: new Set() }
      known.rules.add(rule)
      named.set(what, known)
    }
  const result: NotChecked[] = []
  if (templates.size > 0) result.push(templated([...templates.values()], [...templateRules].sort()))
  for (const [what, { at, isLive, rules }] of named) {
    const of = { ...(at === undefined ? {} : { at }), rules: [...rules].sort() }
    result.push(isLive ? ofCluster(what, of) : { what: withRepository(what), ...of })
  }
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

/** What no apiserver tells: how a process on a node was started, and what with. */
const HIDDEN = /\benvironment is not in view$/

function ofCluster(what: string, of: Pick<NotChecked, 'at' | 'rules'>): NotChecked {
  if (!/ is not in view$/.test(what)) return { what, ...of }
  return {
    what: what.replace(/^(.*) is not in view$/s, 'klint cannot see $1'),
    ...of,
    ...(HIDDEN.test(what) ? { always: true } : {}),
  }
}

const withRepository = (what: string): string => what.replace(/is not in view$/, 'is not in this repository')
