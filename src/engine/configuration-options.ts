import { parseDuration } from '../model/duration.js'
import { patternMisfit } from '../model/pattern.js'
import { parseQuantity } from '../model/quantity.js'
import type { Option, OptionType } from '../model/rule.js'

/** What a value of each type is called in a message. */
const EXPECTED: Record<OptionType, string> = {
  string: 'a string',
  number: 'a number',
  boolean: '`true` or `false`',
  duration: 'a duration such as `10s` or `5m`',
  quantity: 'a quantity such as `100Mi` or `2`',
  pattern: 'a regular expression',
  strings: 'a list of strings',
  numbers: 'a list of numbers',
}

const every = (value: unknown, type: 'string' | 'number'): boolean =>
  Array.isArray(value) && value.every(item => typeof item === type)

const CHECKS: Record<OptionType, (value: unknown) => boolean> = {
  string: value => typeof value === 'string',
  number: value => typeof value === 'number',
  boolean: value => typeof value === 'boolean',
  duration: value => value === 0 || (typeof value === 'string' && parseDuration(value) !== undefined),
  quantity: value => typeof value === 'number' || (typeof value === 'string' && parseQuantity(value) !== undefined),
  pattern: value => typeof value === 'string',
  strings: value => every(value, 'string'),
  numbers: value => every(value, 'number'),
}

/** Why a value does not fit an option: "must be a duration such as `10s`"; undefined if it does. */
export function misfit(value: unknown, { type }: Option): string | undefined {
  if (type === 'pattern' && typeof value === 'string') return patternMisfit(value)
  return CHECKS[type](value) ? undefined : `must be ${EXPECTED[type]}`
}
