/** RFC 3339 as Kubernetes writes it, and what Go prints of a time (`2026-11-26 07:00:00.5 +0000 UTC m=+3.2`). */
const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?\s?(?:Z|UTC|([+-])(\d{2}):?(\d{2}))(?: .*)?$/

/**
 * Milliseconds since 1970, fractions included. Undefined for what is no such time, and where nothing says in which zone it is: only
 * differences between two of them mean anything to klint, which has no clock.
 */
export function parseTimestamp(text: string): number | undefined {
  const found = TIMESTAMP.exec(text)
  if (found === null) return undefined
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1, 7).map(Number)
  if (month < 1 || month > 12 || day < 1 || day > 31 || hours > 23 || minutes > 59 || seconds > 60) return undefined
  const [fraction = '', sign, ahead = '0', beyond = '0'] = found.slice(7)
  const offset = (sign === '-' ? -1 : 1) * (Number(ahead) * 60 + Number(beyond))
  return (
    ((daysSince1970(year, month, day) * 24 + hours) * 60 + minutes - offset) * 60_000 +
    seconds * 1_000 +
    Number(`0.${fraction === '' ? '0' : fraction}`) * 1_000
  )
}

/** Of the Gregorian calendar, whose years are counted from March on here, so that a leap day is the last of them. */
function daysSince1970(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1
  const months = (month + 9) % 12
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400)
  return years * 365 + leaps + Math.floor((months * 153 + 2) / 5) + day - 1 - 719_468
}
