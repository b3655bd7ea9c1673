import type { Field } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { Text } from '../../model/text.js'
import { lookup, type Scalar, type Tree } from '../../model/tree.js'

/** Fields of a resource by klint's names, each read from its route in the tree; absent ones are left out. */
export function fieldsOf(tree: Tree, routes: Readonly<Record<string, readonly string[]>>): Map<string, Field> {
  const fields = new Map<string, Field>()
  for (const [name, route] of Object.entries(routes)) {
    const field = fieldAt(tree, route)
    if (field !== undefined) fields.set(name, field)
  }
  return fields
}

/** One field, spelled as its author spelled the key; undefined if it is absent. */
export function fieldAt(tree: Tree, route: readonly string[]): Field | undefined {
  const found = lookup(tree, ...route)
  if (found.state === 'absent') return undefined
  if (found.state === 'unknown') return { state: 'unknown', why: found.why, at: found.at }
  const { value, key } = found
  if (value.kind === 'scalar' && !value.text.known)
    return { state: 'unknown', why: 'comes from a template', at: value.at }
  return { state: 'set', tree: value, at: key?.at ?? value.at, spelling: route.join('.') }
}

/** A field whose value follows from the kind of object; `at` is what it follows from. */
export function implied(value: string, at: Location, spelling: string): Field {
  return { state: 'set', tree: scalar(Text.whole(at.doc, at.start, at.end, value)), at, spelling }
}

export const scalar = (text: Text): Scalar => ({ kind: 'scalar', text, quoted: true, empty: false, at: text.at })

/** The same field in lower case, where writers differ in case (`Classic`, `classic`). */
export function lowerCase(field: Field): Field {
  if (field.state !== 'set' || field.tree.kind !== 'scalar') return field
  const { tree } = field
  return { ...field, tree: { ...tree, text: tree.text.withValue(tree.text.value.toLowerCase()) } }
}
