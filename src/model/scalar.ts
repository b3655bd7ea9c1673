import { parseQuantity } from './quantity.js'
import type { Threshold } from './setting.js'

/** As Go's strconv.ParseBool, which flags use: `1`, `t`, `T`, `true`, `TRUE`, `True` and their opposites. */
export function parseBool(text: string): boolean | undefined {
  if (/^(1|t|T|true|TRUE|True)$/.test(text)) return true
  if (/^(0|f|F|false|FALSE|False)$/.test(text)) return false
  return undefined
}

/** Of int64. */
const LARGEST = 2n ** 63n - 1n

/**
 * An integer as Go's strconv.ParseInt with base 0, which flags use: `10`, `-1`, `0x1F`, `0b11`, `0o17`, `017` (octal),
 * `1_000`. Undefined beyond int64; from 2^53 on the nearest number.
 */
export function parseInteger(text: string): number | undefined {
  const found = /^([+-]?)(0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*)$/.exec(text)
  if (found === null || text.length > 70 || /__|_$/.test(text)) return undefined
  const digits = (found[2] ?? '').replaceAll('_', '')
  const whole = /^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits
  const value = Number(whole)
  // `08` is none
  if (!Number.isInteger(value)) return undefined
  const isNegative = found[1] === '-'
  // as a double, 2^63 - 1 is 2^63
  if (value >= 2 ** 63 && BigInt(whole) > LARGEST + (isNegative ? 1n : 0n)) return undefined
  return isNegative ? 0 - value : value
}

/** A number as Go's strconv.ParseFloat, but for hexadecimal, `Inf` and `NaN`, which nobody means. */
export function parseFloating(text: string): number | undefined {
  if (text.length > 70 || !/^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** YAML 1.1, which the readers of Kubernetes know (https://yaml.org/type/bool.html; `tRue` is a string). */
const YAML_TRUE = /^(?:[yY]|yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const YAML_FALSE = /^(?:[nN]|no|No|NO|false|False|FALSE|off|Off|OFF)$/

/** A boolean of a YAML file, without quotes. */
export function parseYamlBool(text: string): boolean | undefined {
  if (YAML_TRUE.test(text)) return true
  return YAML_FALSE.test(text) ? false : undefined
}

/** What stands for nothing in a YAML file, without quotes. */
export const isYamlNull = (text: string): boolean => /^(?:|~|null|Null|NULL)$/.test(text)

/**
 * A number of a YAML file, without quotes (gopkg.in/yaml.v2 v2.4.0 resolve.go, in Kubernetes from 1.21 on): integers as in Go, with
 * underlines anywhere, else decimal: `0o17`, `1_000`, `1e3`, `08`, `.5`, and `.inf`. Undefined for a string.
 */
export function parseYamlNumber(text: string): number | undefined {
  if (text.length > 70) return undefined
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return Number.NaN
  const infinite = /^([+-]?)\.(?:inf|Inf|INF)$/.exec(text)
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (text.startsWith('.')) return /^\.\d+(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined
  if (!/^[+-]?[\d._]/.test(text) || text.startsWith('_')) return undefined
  const plain = text.replaceAll('_', '')
  const whole = parseInteger(plain)
  if (whole !== undefined) return whole
  return /^[+-]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][+-]?\d+)?$/.test(plain) ? Number(plain) : undefined
}

/**
 * The value of an eviction threshold: a share of capacity in percent, or a quantity (pkg/kubelet/eviction/helpers.go,
 * parseThresholdStatement). Undefined for what stops the kubelet: a negative value, a percentage beyond 0..100 or no
 * number. A zero is read: it is fine in evictionMinimumReclaim, and a start-up error elsewhere.
 */
export function parseThreshold(text: string): Threshold | undefined {
  if (text.endsWith('%')) {
    const percent = parseFloating(text.slice(0, -1))
    return percent === undefined || percent < 0 || percent > 100 ? undefined : { percent }
  }
  const amount = parseQuantity(text)
  return amount === undefined || amount < 0 ? undefined : { amount }
}
