import type { Field } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { Text } from '../../model/text.js'
import type { Entry, Tree, TreeList, TreeMap } from '../../model/tree.js'

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

/** Puts what is not undefined. */
export function put(fields: Map<string, Field>, name: string, field: Field | undefined): void {
  if (field !== undefined) fields.set(name, field)
}
