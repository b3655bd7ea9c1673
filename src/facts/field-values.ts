import type { FieldValue } from '../model/field-edit.js'
import { parseBool, parseFloating, parseInteger } from '../model/scalar.js'
import type { KeyFact } from './settings.js'

/** What a flag says, as its field would hold it. Undefined where the flag could not be read. */
export function fieldValue(fact: KeyFact, text: string): FieldValue | undefined {
  switch (fact.type) {
    case 'bool':
      return parseBool(text)
    case 'int':
      return parseInteger(text)
    case 'float':
      return parseFloating(text)
    case 'list':
      return text === '' ? [] : text.split(',').map(item => item.trim())
    case 'map':
      return mapValue(fact, text)
    default:
      return text
  }
}

function mapValue({ entryType, mapSyntax = '=' }: KeyFact, text: string): FieldValue | undefined {
  const entries: (readonly [string, string | boolean])[] = []
  for (const pair of text.split(',')) {
    if (pair.trim() === '') continue
    const at = pair.indexOf(mapSyntax)
    // a header may have several values (pkg/kubelet/apis/config, StaticPodURLHeader)
    if (at === -1 || mapSyntax === ':') return undefined
    const value = pair.slice(at + mapSyntax.length).trim()
    const read = entryType === 'bool' ? parseBool(value) : value
    if (read === undefined) return undefined
    entries.push([pair.slice(0, at).trim(), read])
  }
  return Object.fromEntries(entries)
}
