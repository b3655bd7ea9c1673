/** Milliseconds of each unit Go knows (time/format.go unitMap); both signs for micro. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}

const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y
/** Go's int64 nanoseconds end here, in milliseconds. */
const MOST = 9_223_372_036_854.775

/**
 * Reads a duration as Go's time.ParseDuration: `1h30m`, `1.5h`, `-2s`, `0`. Milliseconds, fractions included;
 * undefined if Go refuses it (`1d`, `10`, ``, more than 292 years).
 */
export function parseDuration(text: string): number | undefined {
  if (text.length > 100) return undefined
  const sign = text[0] === '-' ? -1 : 1
  const rest = /^[+-]/.test(text) ? text.slice(1) : text
  if (rest === '0') return 0
  let total = 0
  PART.lastIndex = 0
  while (PART.lastIndex < rest.length) {
    const found = PART.exec(rest)
    if (found === null) return undefined
    total += Number(found[1]) * (UNITS[found[2] ?? ''] ?? 0)
  }
  if (rest === '' || total > MOST) return undefined
  return total === 0 ? 0 : sign * total
}

const STEPS: readonly (readonly [string, number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
]

/** Milliseconds as a person writes them: `10m`, `1h30m`, `250ms`, `1.5ms`, `0s`. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`
  let [rest, text] = [ms, '']
  for (const [unit, size] of STEPS) {
    const count = unit === 'ms' ? Number(rest.toFixed(6)) : Math.floor(rest / size)
    if (count === 0) continue
    text += `${count}${unit}`
    rest -= count * size
  }
  return text === '' ? '0s' : text
}
