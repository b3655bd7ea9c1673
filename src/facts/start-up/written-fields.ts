import { type Location, span } from '../../model/location.js'
import { parseInteger } from '../../model/scalar.js'
import { entry, itemsAt, lookup, type Tree, type TreeMap } from '../../model/tree.js'

/** A field as it stands in a configuration file, where no key of the tables names it: one of a list, or of a plugin's arguments. */
export interface WrittenField {
  readonly value: Tree
  readonly at: Location
  /** The author's own text, on one line. */
  readonly spelling: string
}

/** Undefined where it is absent, `null`, or not certainly there. */
export function writtenField(map: TreeMap, name: string): WrittenField | undefined {
  const found = entry(map, name)
  if (found === undefined || found.conditional || !found.key.known) return undefined
  const { key, value } = found
  if (value.kind !== 'scalar') return { value, at: key.at, spelling: name }
  if (value.empty) return undefined
  const text = value.text.value
  const isShort = value.text.known && text.length <= 60 && !/[\r\n`]/.test(text)
  return { value, at: span(key.at, value.at), spelling: isShort ? `${name}: ${text === '' ? '""' : text}` : name }
}

/** Certainly none: neither written nor filled in by a template. */
export const lacksField = (map: TreeMap, name: string): boolean => lookup(map, name).state === 'absent'

/** The characters of a scalar field; undefined if nobody knows them, or a tag makes something else of them. */
export const certainText = (field: WrittenField | undefined): string | undefined =>
  field?.value.kind === 'scalar' && field.value.text.known && field.value.tag === undefined
    ? field.value.text.value
    : undefined

export const integerOf = (field: WrittenField | undefined): number | undefined => {
  const text = certainText(field)
  return text === undefined ? undefined : parseInteger(text)
}

export const mapOf = (field: WrittenField | undefined): TreeMap | undefined =>
  field?.value.kind === 'map' ? field.value : undefined

/** Maps of a list that are certainly there. */
export const mapsOf = (field: WrittenField | undefined): readonly TreeMap[] =>
  itemsAt(field?.value).filter(item => item.kind === 'map')

/** Whether it is known how many items a list has. */
export const isWhole = (field: WrittenField | undefined): boolean =>
  field?.value.kind === 'list' && !field.value.open && field.value.items.every(({ conditional }) => !conditional)
