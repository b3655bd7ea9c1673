import { outermost } from '../model/document.js'
import type { NotChecked } from '../model/finding.js'
import { describe, type Location, place } from '../model/location.js'
import type { Why } from '../model/setting.js'
import { liveWords } from '../reporters/live-words.js'

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
      const isLive = at !== undefined && outermost(at.doc).live !== undefined
      if (!isLive && TEMPLATED.test(what)) {
        if (at?.doc.made) continue
        templates.set(at === undefined ? what : `${at.doc.uri}:${at.start}`, at)
        templateRules.add(rule)
        continue
      }
      const where = at?.doc.made ? undefined : at
      const known = named.get(what) ?? { ...(where === undefined ? {} : { at: where }), isLive, rules: new Set() }
      known.rules.add(rule)
      named.set(what, known)
    }
  const result: NotChecked[] = []
  if (templates.size > 0) result.push(templated([...templates.values()], [...templateRules].sort()))
  for (const [what, { at, isLive, rules }] of named) {
    const of = [...rules].sort()
    if (isLive && at !== undefined) result.push(ofCluster(what, at, of))
    else result.push({ what: withRepository(what), ...(at === undefined ? {} : { at }), rules: of })
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

/** What no apiserver tells: what a process on a node is started with. */
const HIDDEN = /\benvironment is not in view$/

/** Nodes share a reason, so none is named where it is always there. */
function ofCluster(what: string, at: Location, rules: readonly string[]): NotChecked {
  const said = liveWords(what === 'comes from a template' ? `a setting ${what}` : what, at)
  return HIDDEN.test(what) ? { what: said, rules, always: true } : { what: said, at, rules }
}

const withRepository = (what: string): string => what.replace(/is not in view$/, 'is not in this repository')
