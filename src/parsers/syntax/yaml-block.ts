import type { CST } from 'yaml'
import type { Document } from '../../model/document.js'
import { type Pieces, pieces } from './yaml-pieces.js'

interface Line {
  readonly start: number
  /** Length of its blanks at the start. */
  readonly indent: number
  /** Offset of the line end, before a carriage return. */
  readonly end: number
  /** Offset of the `\n`; `end` at the end of the text. */
  readonly newline: number
}

export interface Block {
  readonly built: Pieces
  /** Behind the last character that belongs to the value, at the header's end if there is none. */
  readonly end: number
  /** Behind the last character of the value, line ends included: what a template prints next would stand here. */
  readonly resume: number
  /** Columns that its lines are indented by. */
  readonly indent: number
}

/** A literal or folded scalar (YAML 1.2.2, 8.1), as the parser reads it; `start` is the place of its header in the document. */
export function blockPieces(doc: Document, start: number, token: CST.BlockScalar): Block {
  const made = pieces(doc)
  const header = 'source' in token.props[0]! ? token.props[0].source : ''
  let body = start
  for (const prop of token.props) if ('source' in prop && typeof prop.source === 'string') body += prop.source.length
  const lines = linesOf(token.source, body)
  const tail = body + token.source.length
  let count = lines.length
  while (count > 0 && lines[count - 1]!.start + lines[count - 1]!.indent === lines[count - 1]!.end) count--
  const keep = header.includes('+')
  if (count === 0) {
    if (keep && lines.length > 0)
      for (const line of lines.slice(0, Math.max(1, lines.length - 1))) lineEnd(line, tail, made)
    return { built: made, end: start + header.length, resume: keep ? tail : body, indent: token.indent + 1 }
  }
  const indent = indentOf(lines, count, token.indent, /\d/.exec(header)?.[0])
  const content = count
  for (let i = lines.length - 1; i >= count; i--) if (lines[i]!.indent > indent) count = i + 1
  const text = (line: Line) => token.source.slice(from(line) - body, line.end - body)
  const from = (line: Line) => Math.min(line.end, line.start + Math.min(indent, line.indent))
  if (header[0] === '>') folded(lines, count, indent, from, text, made)
  else
    for (const [i, line] of lines.slice(0, count).entries()) {
      made.linear(text(line), from(line))
      if (i < count - 1) made.linear('\n', line.newline)
    }
  const final = lines[count - 1]!
  if (keep) {
    for (let i = count; i < lines.length; i++) {
      made.linear('\n', lines[i - 1]!.newline)
      made.linear(text(lines[i]!), from(lines[i]!))
    }
    if (!made.value().endsWith('\n')) made.whole('\n', tail, tail)
  } else if (!header.includes('-')) {
    lineEnd(final, tail, made)
  }
  const strips = header.includes('-')
  const resume = keep ? tail : strips ? final.end : Math.min(final.newline + 1, doc.source.length)
  return { built: made, end: lines[content - 1]!.end, resume, indent }
}

/** A line end the value has though the text may end without one. */
function lineEnd({ end, newline }: Line, tail: number, made: Pieces): void {
  if (newline >= tail) made.whole('\n', end, end)
  else made.linear('\n', newline)
}

function linesOf(source: string, body: number): Line[] {
  if (source === '') return []
  const lines: Line[] = []
  for (let at = 0; at <= source.length; ) {
    const next = source.indexOf('\n', at)
    const newline = next === -1 ? source.length : next
    const end = next !== -1 && newline > at && source[newline - 1] === '\r' ? newline - 1 : newline
    let indent = 0
    while (at + indent < end && source[at + indent] === ' ') indent++
    lines.push({ start: body + at, indent, end: body + end, newline: body + newline })
    at = newline + 1
  }
  return lines
}

function indentOf(lines: readonly Line[], count: number, parent: number, explicit: string | undefined): number {
  if (explicit !== undefined) return parent + Number(explicit)
  for (const line of lines.slice(0, count)) if (line.start + line.indent < line.end) return line.indent
  return Math.max(0, parent)
}

/** Line breaks between lines of text are blanks; those around lines that are indented further, and empty lines, stay. */
function folded(
  lines: readonly Line[],
  count: number,
  indent: number,
  from: (line: Line) => number,
  text: (line: Line) => string,
  made: Pieces,
): void {
  let first = 0
  while (first < count && lines[first]!.start + lines[first]!.indent === lines[first]!.end) first++
  for (const line of lines.slice(0, first)) {
    made.linear(text(line), from(line))
    made.linear('\n', line.newline)
  }
  let separator = ''
  let between = ''
  let further = false
  let end = first < count ? from(lines[first]!) : 0
  const put = (line: Line) => {
    made.whole(between + separator, end, from(line))
    made.linear(text(line), from(line))
    between = ''
    end = line.end
  }
  for (const line of lines.slice(first, count)) {
    const chars = text(line)
    if (line.indent > indent || chars.startsWith('\t')) {
      if (separator === ' ') separator = '\n'
      else if (!further && separator === '\n') separator = '\n\n'
      put(line)
      separator = '\n'
      further = true
    } else if (chars === '') {
      if (separator === '\n') between += '\n'
      else separator = '\n'
    } else {
      put(line)
      separator = ' '
      further = false
    }
  }
  if (between !== '') made.whole(between, end, end)
}
