import type { KeyFact } from '../facts/settings.js'
import { type AnyValue, readScalar } from './read-value.js'

/** A default as the facts write it (text, or undefined for "unset") as a typed value. */
export function fromFact(fact: KeyFact, text: string | undefined): AnyValue | undefined {
  if (text === undefined) return undefined
  if (fact.type === 'list') return text === '' ? [] : text.split(',').map(value => ({ value, at: nowhere }))
  if (fact.type === 'map') return undefined
  return text === '' && fact.type !== 'string' ? undefined : readScalar(fact.type, text)
}

// Elements of a default stand in no document; rules place reports on the setting, never on its defaults.
const nowhere = { doc: { uri: 'defaults', source: '', holes: [], regions: [] }, start: 0, end: 0 }

/** A duration of nothing but zeros: `0`, `0s`, `0h0m0.0s`. */
const ZERO = /^[+-]?0+(?:\.0+)?(?:(?:ns|us|ms|s|m|h)0+(?:\.0+)?)*(?:ns|us|ms|s|m|h)?$/

/** Go's zero of the type, as text. */
export function isZero(type: KeyFact['type'], text: string): boolean {
  switch (type) {
    case 'bool':
      return text === 'false'
    case 'int':
    case 'float':
    case 'quantity':
      return Number(text) === 0
    case 'duration':
      return ZERO.test(text) || text === ''
    default:
      return text === ''
  }
}
