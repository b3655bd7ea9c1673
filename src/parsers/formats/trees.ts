import type { Field } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { MASK, Text } from '../../model/text.js'
import type { Entry, Item, Tree, TreeList, TreeMap } from '../../model/tree.js'

/** Trees a format makes itself, to give several languages one shape; every part keeps the place it came from. */

/** A map with klint's own keys; each key stands where its value does. */
export function mapOf(at: Location, values: Readonly<Record<string, Tree | undefined>>, open = false): TreeMap {
  const entries: Entry[] = []
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue
    const key = Text.whole(value.at.doc, value.at.start, value.at.end, name)
    entries.push({ key, value, conditional: false })
  }
  return { kind: 'map', entries, open, at }
}

export function listOf(at: Location, items: readonly Tree[], open = false): TreeList {
  return { kind: 'list', items: items.map(value => ({ value, conditional: false })), open, at }
}

export const setTo = (tree: Tree, spelling: string, at: Location = tree.at): Field => ({
  state: 'set',
  tree,
  at,
  spelling,
})

export const unknownField = (at: Location, why: string): Field => ({ state: 'unknown', why, at })

/** Adds to the list a key has. */
export function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

/** Puts what is not undefined. */
export function put(fields: Map<string, Field>, name: string, field: Field | undefined): void {
  if (field !== undefined) fields.set(name, field)
}

/** Stands for a value that only the platform knows; long enough to stand for a quoted one in every language. */
export const unknownText = ({ doc, start, end }: Location): Text => Text.whole(doc, start, end, MASK.repeat(8))

/** Strings of a list with a separator between them; an item that is no string, or may be left out, is unknown. */
export function joinTexts(separator: Text, items: readonly Item[], at: Location): Text {
  const parts: Text[] = []
  for (const [i, { value, conditional }] of items.entries()) {
    if (i > 0 && separator.length > 0) parts.push(separator)
    const text = value.kind === 'scalar' && !conditional ? value.text : unknownText(value.at)
    if (text.length > 0) parts.push(text)
  }
  return parts.length === 0 ? Text.linear(at.doc, at.start, at.start) : Text.join(parts)
}
