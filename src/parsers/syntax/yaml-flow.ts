import type { Pieces } from './yaml-pieces.js'

/**
 * Plain and single-quoted scalars of several lines or with doubled quotes (YAML 1.2.2, 6.5 line folding): a line break is
 * a blank, n more empty lines are n line breaks, blanks around it vanish. `source` begins at `start` of the document.
 */
export function folding(source: string, start: number, quoted: boolean, made: Pieces): void {
  let at = 0
  let newline = source.indexOf('\n')
  while (newline !== -1) {
    let end = newline
    while (end > at && isBlank(source[end - 1]!)) end--
    line(source, at, end, start, quoted, made)
    let breaks = 0
    let next = newline + 1
    for (let i = next; ; ) {
      while (source[i] === ' ' || source[i] === '\t') i++
      next = i
      if (source[i] === '\r' && source[i + 1] === '\n') i++
      if (source[i] !== '\n') break
      breaks++
      i++
    }
    made.whole(breaks === 0 ? ' ' : '\n'.repeat(breaks), start + end, start + next)
    at = next
    newline = source.indexOf('\n', at)
  }
  line(source, at, source.length, start, quoted, made)
}

const isBlank = (sign: string): boolean => sign === ' ' || sign === '\t' || sign === '\r'

function line(source: string, from: number, to: number, start: number, quoted: boolean, made: Pieces): void {
  let at = from
  if (quoted)
    for (let quote = source.indexOf("''", at); quote !== -1 && quote < to; quote = source.indexOf("''", at)) {
      made.linear(source.slice(at, quote), start + at)
      made.whole("'", start + quote, start + quote + 2)
      at = quote + 2
    }
  made.linear(source.slice(at, to), start + at)
}

/** YAML 1.2.2, 5.7. */
const ESCAPES = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['e', '\x1b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
  [' ', ' '],
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\'],
  ['\t', '\t'],
])
const HEX: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }
const SPECIAL = /[\\\n]/g

/** `source` with its quotes, which begins at `start` of the document. */
export function doubleQuoted(source: string, start: number, made: Pieces): void {
  const last = source.length - 1
  let at = 1
  while (at < last) {
    SPECIAL.lastIndex = at
    const found = SPECIAL.exec(source)
    const index = found === null ? last : Math.min(found.index, last)
    let end = index
    if (source[index] === '\n') while (end > at && isBlank(source[end - 1]!)) end--
    made.linear(source.slice(at, end), start + at)
    if (index === last) return
    at = source[index] === '\n' ? fold(source, end, index, start, made) : escaped(source, index, start, made)
  }
}

/** A fold from `from`, whose first line break is at `at`; returns where the next line's text begins. */
function fold(source: string, from: number, at: number, start: number, made: Pieces): number {
  let next = at + 1
  let breaks = 0
  for (; next < source.length; next++) {
    const sign = source[next]!
    if (sign === '\n') breaks++
    else if (!isBlank(sign) || (sign === '\r' && source[next + 1] !== '\n')) break
  }
  made.whole(breaks === 0 ? ' ' : '\n'.repeat(breaks), start + from, start + next)
  return next
}

function escaped(source: string, at: number, start: number, made: Pieces): number {
  const sign = source[at + 1] ?? ''
  if (sign === '\n' || (sign === '\r' && source[at + 2] === '\n')) {
    let next = at + (sign === '\n' ? 2 : 3)
    while (source[next] === ' ' || source[next] === '\t') next++
    return next
  }
  const end = at + 2 + (HEX[sign] ?? 0)
  const code = HEX[sign] === undefined ? undefined : Number.parseInt(source.slice(at + 2, end), 16)
  const chars = code === undefined ? ESCAPES.get(sign) : code <= 0x10ffff ? String.fromCodePoint(code) : undefined
  made.whole(chars ?? source.slice(at, at + 2), start + at, start + end)
  return end
}
