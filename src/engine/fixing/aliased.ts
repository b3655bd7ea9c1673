import type { Document } from '../../model/document.js'
import type { Location } from '../../model/location.js'
import { readYaml } from '../../parsers/syntax/yaml.js'

/**
 * Whether a place stands in a node that an alias of YAML names, in its own document or one around it: what is changed there changes somewhere
 * else as well, and nobody looked at that.
 */
export function isAliased({ doc, start, end }: Location): boolean {
  if (aliasedIn(doc).some(other => other.start <= end && start <= other.end)) return true
  const { parent } = doc
  if (parent === undefined) return false
  const places: readonly Location[] = parent.decoded ? [parent.text.at] : parent.text.locate(start, end)
  return places.some(isAliased)
}

const known = new WeakMap<Document, readonly Location[]>()

/** Up to the end of their last lines, where entries are added. */
function aliasedIn(doc: Document): readonly Location[] {
  const found = known.get(doc) ?? look(doc)
  known.set(doc, found)
  return found
}

function look(doc: Document): readonly Location[] {
  const { source } = doc
  if (!ANCHOR.test(source) || !ALIAS.test(source)) return []
  return readYaml(doc).aliased.map(({ start, end }) => ({ doc, start, end: lineEnd(source, end) }))
}

const ANCHOR = /(?:^|[\s[{,:-])&[^\s,[\]{}]/
const ALIAS = /(?:^|[\s[{,:-])\*[^\s,[\]{}]/

function lineEnd(source: string, offset: number): number {
  const end = source.indexOf('\n', offset)
  return end === -1 ? source.length : end
}
