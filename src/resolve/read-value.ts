import { parseDuration } from '../model/duration.js'
import { parseQuantity } from '../model/quantity.js'
import {
  parseBool,
  parseFloating,
  parseInteger,
  parseThreshold,
  parseYamlBool,
  parseYamlNumber,
} from '../model/scalar.js'
import type { ListItem, SettingValue, ValueTypes } from '../model/setting.js'
import type { Text } from '../model/text.js'

export type ScalarType = Exclude<keyof ValueTypes, 'list'>
export type AnyValue = SettingValue

/** The typed value of a scalar; undefined if its component could not read it (the rule about start-up reports that). */
export function readScalar(type: ScalarType, text: string): ValueTypes[ScalarType] | undefined {
  switch (type) {
    case 'bool':
      return parseBool(text)
    case 'int':
      return parseInteger(text)
    case 'float':
      return parseFloating(text)
    case 'duration':
      return parseDuration(text)
    case 'quantity':
      return parseQuantity(text)
    case 'threshold':
      return parseThreshold(text)
    case 'string':
      return text
  }
}

/** The same of a scalar of a file: there `on` and `1e3` are values, too. */
export function readNode(type: ScalarType, text: string): ValueTypes[ScalarType] | undefined {
  const value = readScalar(type, text)
  if (value !== undefined) return value
  if (type === 'bool') return parseYamlBool(text)
  if (type !== 'int' && type !== 'float') return undefined
  const number = parseYamlNumber(text)
  return number !== undefined && (type === 'int' ? Number.isInteger(number) : Number.isFinite(number))
    ? number
    : undefined
}

/** Elements of a comma-separated flag value, each at its own place. */
export function readList(text: Text): ListItem[] {
  if (text.value === '') return []
  return text.split(',').map(item => ({ value: item.trim().value, at: item.trim().at }))
}

/**
 * `k=v,k2=v2` (or `<` for eviction thresholds) cut into names and values; an element without the separator has no value.
 * One after the other, so that who has enough of them stops.
 */
export function* readMap(
  text: Text,
  separator: '<' | '=' | ':',
): Generator<{ readonly name: Text; readonly value: Text | undefined }> {
  for (let from = 0; from <= text.length; ) {
    const comma = text.value.indexOf(',', from)
    const end = comma === -1 ? text.length : comma
    const part = text.slice(from, end)
    from = end + 1
    if (part.value.trim() === '') continue
    const at = part.value.indexOf(separator)
    if (at === -1) yield { name: part.trim(), value: undefined }
    else yield { name: part.slice(0, at).trim(), value: part.slice(at + 1).trim() }
  }
}
