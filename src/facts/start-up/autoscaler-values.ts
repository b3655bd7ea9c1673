import { parseInteger } from '../../model/scalar.js'

/** As strconv.Atoi reads it: decimal digits, perhaps with a sign. */
export const integer = (text: string): number | undefined =>
  /^[+-]?\d{1,18}$/.test(text) ? parseInteger(text.replace(/^([+-]?)0+(?=\d)/, '$1')) : undefined

/** The least and the most of something there is. */
export function isRange(least = '', most = ''): boolean {
  const [from, to] = [integer(least), integer(most)]
  return from !== undefined && to !== undefined && from >= 0 && from <= to
}
