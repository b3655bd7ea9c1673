import { parseDuration } from '../../model/duration.js'
import { parseQuantity } from '../../model/quantity.js'
import { parseYamlBool, parseYamlNumber } from '../../model/scalar.js'
import type { Scalar, Tree } from '../../model/tree.js'
import type { Shape } from './decode-shapes.js'

/** Why a value does not decode, and what to do. */
export interface Mismatch {
  readonly detail: string
  readonly cure: string
}

/** What a scalar becomes in JSON; `unsure` where that depends on the release of the YAML reader, or a template fills it. */
type Found = 'null' | 'bool' | 'string' | 'unsure' | { readonly number: number }

const DECIMAL = /^[-+]?(?:\d{1,30}(?:\.\d{1,30})?)$/
/** Forms that are numbers in some releases of the YAML reader and not in others: `1e3`, `0x1F`, `1_000`, `.5`, `.inf`. */
const NUMBERISH = /^[-+]?(?:0[xob][\da-f_]+|[\d_.]+(?:e[-+]?\d+)?|\.inf|\.nan)$/i

function found({ text, quoted, empty, at }: Scalar, isSure: boolean): Found {
  if (!text.known) return 'unsure'
  if (quoted) return 'string'
  if (empty) return 'null'
  const { value } = text
  if (parseYamlBool(value) !== undefined) return 'bool'
  // a zero in front makes an octal number of it
  if (DECIMAL.test(value) && !/^[-+]?0\d/.test(value)) return { number: Number(value) }
  if (!NUMBERISH.test(value) || value.split('.').length > 2) return 'string'
  // JSON has none of them, and its reader refuses the file as a whole
  if (!isSure || at.doc.source.trimStart().startsWith('{')) return 'unsure'
  const number = parseYamlNumber(value)
  return number === undefined ? 'string' : { number }
}

const LARGEST = { int32: 2 ** 31 - 1, uint32: 2 ** 32 - 1, int64: 2 ** 63, nanoseconds: 2 ** 63 } as const
const LEAST = { int32: -(2 ** 31), uint32: 0, int64: -(2 ** 63), nanoseconds: -(2 ** 63) } as const

/** What each shape takes, and how to write it. */
const TAKES: Readonly<Record<string, Mismatch>> = {
  string: { detail: 'a string', cure: 'put the value in quotes' },
  bool: { detail: 'true or false', cure: 'write true or false without quotes' },
  int32: { detail: 'a whole number', cure: 'write a whole number without quotes' },
  int64: { detail: 'a whole number', cure: 'write a whole number without quotes' },
  uint32: { detail: 'a whole number that is not negative', cure: 'write a whole number without quotes' },
  float: { detail: 'a number', cure: 'write a number without quotes' },
  duration: { detail: 'a duration with its unit', cure: 'write a duration such as 30s or 10m' },
  nanoseconds: { detail: 'a number of nanoseconds', cure: 'write the nanoseconds without quotes' },
  quantity: { detail: 'a quantity', cure: 'write a quantity such as 500Mi' },
  object: { detail: 'a map of fields', cure: 'write its fields below it' },
  list: { detail: 'a list', cure: 'write a list' },
  map: { detail: 'a map', cure: 'write a map' },
}

/**
 * Undefined where the value decodes, or nobody knows.
 * @param isSure Whether numbers are those of gopkg.in/yaml.v2 v2.4.0.
 */
export function mismatch(value: Tree, shape: Shape, isSure = false): Mismatch | undefined {
  if (shape === 'any') return undefined
  if (typeof shape !== 'string') return value.kind === shape.of ? undefined : notNull(value, shape.of, isSure)
  if (shape === 'object') return value.kind === 'map' ? undefined : notNull(value, 'object', isSure)
  const wanted = shape === 'optional duration' || shape === 'duration or nanoseconds' ? 'duration' : shape
  if (value.kind !== 'scalar') return value.open && isBare(value) ? undefined : wrong(wanted, `a ${value.kind}`)
  const what = found(value, isSure)
  if (what === 'unsure') return undefined
  // the one type that makes an empty string of nothing, and fails on it (apimachinery metav1.Duration.UnmarshalJSON)
  if (what === 'null') return shape === 'duration' ? wrong(wanted, 'nothing') : undefined
  return isTaken(shape, what, value.text.value) ? undefined : wrong(wanted, named(what, value.text.value, wanted))
}

/** A map or list whose content a template prints may be anything. */
const isBare = (value: Exclude<Tree, Scalar>): boolean =>
  value.kind === 'map' ? value.entries.length === 0 : value.items.length === 0

function notNull(value: Tree, wanted: 'object' | 'list' | 'map', isSure: boolean): Mismatch | undefined {
  if (value.kind !== 'scalar') return value.open && isBare(value) ? undefined : wrong(wanted, `a ${value.kind}`)
  const what = found(value, isSure)
  return what === 'null' || !value.text.known ? undefined : wrong(wanted, named(what, value.text.value, wanted))
}

function isTaken(shape: Shape, what: Exclude<Found, 'null' | 'unsure'>, text: string): boolean {
  switch (shape) {
    case 'string':
      return what === 'string'
    case 'bool':
      return what === 'bool'
    case 'float':
      return isNumber(what)
    case 'duration':
    case 'optional duration':
      return what === 'string' && isDuration(text)
    case 'duration or nanoseconds':
      return (
        (what === 'string' && isDuration(text)) || (typeof what === 'object' && isWhole(what.number, 'nanoseconds'))
      )
    case 'quantity':
      return isNumber(what) || (what === 'string' && (parseQuantity(text) !== undefined || text.length > 100))
    case 'int32':
    case 'int64':
    case 'uint32':
    case 'nanoseconds':
      return typeof what === 'object' && isWhole(what.number, shape)
    default:
      return true
  }
}

/** Infinity is no number in JSON. */
const isNumber = (what: Found): boolean => typeof what === 'object' && Number.isFinite(what.number)

const isDuration = (text: string): boolean => text.length > 100 || parseDuration(text) !== undefined

const isWhole = (value: number, shape: keyof typeof LARGEST): boolean =>
  Number.isInteger(value) && value >= LEAST[shape] && value <= LARGEST[shape]

const SHORT = 30

function named(what: Found, text: string, wanted: string): string {
  if (what === 'bool') return `the boolean ${text}`
  if (typeof what === 'object') {
    if (wanted === 'string' || wanted === 'duration' || text.length > SHORT) return 'a number'
    return wanted !== 'bool' && Number.isInteger(what.number) ? `${text}, which is out of range` : text
  }
  if ((wanted === 'duration' || wanted === 'quantity') && text.length <= SHORT && /^[\w.+-]+$/.test(text))
    return `\`${text}\``
  return text === '' ? 'an empty string' : 'a string'
}

function wrong(wanted: string, what: string): Mismatch | undefined {
  const takes = TAKES[wanted]
  return takes === undefined ? undefined : { detail: `it takes ${takes.detail}, not ${what}`, cure: takes.cure }
}
