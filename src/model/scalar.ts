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
  if (text.length > 70 || !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
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
