import type { Document } from '../../model/document.js'
import { type Piece, Text } from '../../model/text.js'

export type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded'

/**
 * The Text of a scalar: which characters of `value` stand where in `source` (the masked text of `doc`).
 * A map that does not rebuild the parser's own value is given up for the whole scalar.
 */
export function scalarText(doc: Document, source: string, style: Style, start: number, end: number, value: string): Text {
  const quote = style === 'single' || style === 'double' ? 1 : 0
  if (style !== 'literal' && style !== 'folded') {
    const [from, to] = [start + quote, end - quote]
    if (to - from === value.length && source.startsWith(value, from)) return linear(doc, from, to, value)
    const built = flow(doc, source, from, to, style)
    return built.value === value ? new Text(value, built.pieces) : Text.whole(doc, start, end, value)
  }
  const built = block(doc, source, style, start, end, value)
  return built ?? Text.whole(doc, start, end, value)
}

function linear(doc: Document, start: number, end: number, value: string): Text {
  return new Text(value, [{ length: end - start, doc, start, end, linear: true }])
}

/** Collects pieces; neighbours that continue each other become one. */
class Pieces {
  readonly pieces: Piece[] = []
  value = ''
  constructor(readonly doc: Document) {}
  add(value: string, start: number, end: number, isLinear: boolean): void {
    if (value === '') return
    this.value += value
    const last = this.pieces[this.pieces.length - 1]
    if (isLinear && last?.linear && last.end === start)
      this.pieces[this.pieces.length - 1] = { ...last, length: last.length + value.length, end }
    else this.pieces.push({ length: value.length, doc: this.doc, start, end, linear: isLinear })
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', N: '\x85', _: '\xa0',
  L: '\u2028', P: '\u2029', ' ': ' ', '"': '"', '/': '/', '\\': '\\', '\t': '\t',
}
const CODES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** Plain and quoted scalars: escapes, doubled quotes and folded line breaks stand as a whole for their range. */
function flow(doc: Document, source: string, from: number, to: number, style: Style): Pieces {
  const pieces = new Pieces(doc)
  let at = from
  let run = from
  const flush = (until: number) => pieces.add(source.slice(run, until), run, until, true)
  while (at < to) {
    const character = source[at]!
    if (character === '\n' || character === '\r') {
      let before = at
      while (before > run && (source[before - 1] === ' ' || source[before - 1] === '\t')) before--
      flush(before)
      at = fold(pieces, source, before, at, to)
      run = at
    } else if (style === 'single' && character === "'" && source[at + 1] === "'") {
      flush(at)
      pieces.add("'", at, at + 2, false)
      at += 2
      run = at
    } else if (style === 'double' && character === '\\') {
      flush(at)
      at = escape(pieces, source, at, to)
      run = at
    } else at++
  }
  flush(to)
  return pieces
}

/** One line break is a blank, n + 1 are n line ends; blanks around them vanish. */
function fold(pieces: Pieces, source: string, start: number, at: number, to: number): number {
  let breaks = 0
  let i = at
  while (i < to && /[ \t\r\n]/.test(source[i]!)) {
    if (source[i] === '\n') breaks++
    i++
  }
  pieces.add(breaks <= 1 ? ' ' : '\n'.repeat(breaks - 1), start, i, false)
  return i
}

function escape(pieces: Pieces, source: string, at: number, to: number): number {
  const next = source[at + 1] ?? ''
  const digits = CODES[next]
  if (digits !== undefined) {
    const end = at + 2 + digits
    const code = Number.parseInt(source.slice(at + 2, end), 16)
    if (Number.isNaN(code) || code > 0x10ffff || end > to) return at + 2
    pieces.add(String.fromCodePoint(code), at, end, false)
    return end
  }
  if (next === '\n' || next === '\r') {
    // An escaped line break joins lines; further empty lines count.
    let end = at + (source.startsWith('\r\n', at + 1) ? 3 : 2)
    let breaks = 0
    while (end < to && /[ \t\r\n]/.test(source[end]!)) {
      if (source[end] === '\n') breaks++
      end++
    }
    pieces.add('\n'.repeat(breaks), at, end, false)
    return end
  }
  pieces.add(ESCAPES[next] ?? next, at, at + 2, false)
  return at + 2
}

interface Line {
  readonly start: number
  readonly end: number
  /** Offset behind the line end. */
  readonly next: number
}

function block(doc: Document, source: string, style: Style, start: number, end: number, value: string): Text | undefined {
  const header = source.indexOf('\n', start)
  if (header === -1 || header >= end) return value === '' ? linear(doc, end, end, '') : undefined
  const explicit = /^[|>][+-]?([1-9])/.exec(source.slice(start, start + 3))?.[1]
  const lines: Line[] = []
  for (let at = header + 1; at < end; ) {
    const newline = source.indexOf('\n', at)
    const stop = newline === -1 || newline >= end ? end : newline
    lines.push({ start: at, end: source[stop - 1] === '\r' && stop > at ? stop - 1 : stop, next: Math.min(end, stop + 1) })
    at = stop + 1
  }
  const indent = explicit === undefined ? indentOf(source, lines) : explicitIndent(source, start, lines, Number(explicit))
  const contents = lines.map(line => ({ ...line, start: Math.min(line.end, line.start + indent) }))
  const built = style === 'literal' ? literal(doc, source, contents) : folded(doc, source, contents, value)
  if (built === undefined || !built.value.startsWith(value)) return undefined
  return built.value.length === value.length ? new Text(value, built.pieces) : new Text(built.value, built.pieces).slice(0, value.length)
}

const leading = (source: string, line: Line): number => {
  let at = line.start
  while (at < line.end && source[at] === ' ') at++
  return at - line.start
}

function indentOf(source: string, lines: readonly Line[]): number {
  const first = lines.find(line => leading(source, line) < line.end - line.start)
  return first === undefined ? Math.max(0, ...lines.map(line => leading(source, line))) : leading(source, first)
}

/** The indicator counts from the parent's indentation, which only the first content line can tell: try what fits. */
function explicitIndent(source: string, start: number, lines: readonly Line[], given: number): number {
  const lineStart = source.lastIndexOf('\n', start) + 1
  const own = /^ */.exec(source.slice(lineStart, start))?.[0].length ?? 0
  const least = Math.min(...lines.filter(line => leading(source, line) < line.end - line.start).map(line => leading(source, line)))
  return Math.min(own + given, Number.isFinite(least) ? least : own + given)
}

function literal(doc: Document, source: string, lines: readonly Line[]): Pieces {
  const pieces = new Pieces(doc)
  for (const { start, end, next } of lines) {
    pieces.add(source.slice(start, end), start, end, true)
    if (next > end && source[next - 1] === '\n') pieces.add('\n', next - 1, next, true)
    else if (next === end) pieces.add('\n', end, end, false)
  }
  return pieces
}

/** Follows the parser's value: each line's text stands as it is, what joins two lines stands for the break between them. */
function folded(doc: Document, source: string, lines: readonly Line[], value: string): Pieces | undefined {
  const pieces = new Pieces(doc)
  let at = 0
  let from = lines[0]?.start ?? 0
  for (const { start, end } of lines) {
    const content = source.slice(start, end)
    if (content.trim() === '' && content.length === 0) continue
    const joiner = at
    while (!value.startsWith(content, at) && at < value.length && (value[at] === ' ' || value[at] === '\n')) at++
    if (!value.startsWith(content, at)) return undefined
    pieces.add(value.slice(joiner, at), from, start, false)
    pieces.add(content, start, end, true)
    at += content.length
    from = end
  }
  const last = lines[lines.length - 1]
  pieces.add(value.slice(at), from, last?.next ?? from, false)
  return pieces
}
