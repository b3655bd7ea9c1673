import { type Document, outermost } from '../model/document.js'
import { type Location, position } from '../model/location.js'
import { beginning, columns, visible } from './safe-text.js'
import { maskedSlice, secretsIn } from './secrets.js'

/** One line of source with the range to underline, in columns of the terminal. */
export interface ExcerptLine {
  /** Undefined for `...` between lines, and where nobody has the lines: in objects of a running cluster. */
  readonly number: number | undefined
  /** `...` */
  readonly gap?: true
  readonly text: string
  readonly mark?: { readonly from: number; readonly length: number }
}

/** A line is looked at this far around the range, whatever its length: minified files have lines of megabytes. */
const REACH = 4000
/** Lines of a range that are shown: more are cut in the middle. */
const MOST = 4
const TAB = 4
const ELLIPSIS = '…'

/**
 * Lines of a range, with one more after it where `context` is asked for, cut to `width` columns around the range. None where an object
 * of a running cluster stands for what nobody wrote.
 */
export function excerpt(location: Location, width: number, context: boolean): ExcerptLine[] {
  const lines = linesOf(location, width, context)
  if (outermost(location.doc).live === undefined) return lines
  // an object is JSON as klint writes it, where brackets close on lines of their own
  const told = lines.filter(({ text, mark }) => mark !== undefined || !/^\s*[\]}],?$/.test(text))
  return told.map(line => ({ ...line, number: undefined }))
}

function linesOf(location: Location, width: number, context: boolean): ExcerptLine[] {
  const { doc, start } = location
  const end = Math.max(start, location.end)
  if (end === start && outermost(doc).live !== undefined) return []
  const first = position(doc, start).line
  // a range that ends with a line end does not reach into the next line
  const last = Math.max(first, position(doc, end > start ? end - 1 : end).line)
  const lines: ExcerptLine[] = []
  for (let line = first, at = start; line <= last; line++) {
    const stop = lineEnd(doc, at)
    if (last - first < MOST || line - first < MOST - 2 || line === last)
      lines.push(cut(doc, line, at, Math.min(end, stop), width))
    else if (line - first === MOST - 2) lines.push({ number: undefined, gap: true, text: '...' })
    at = stop + 1
  }
  if (!context) return lines
  const stop = lineEnd(doc, Math.max(start, end - 1))
  if (stop + 1 >= doc.source.length) return lines
  const after = cut(doc, last + 1, stop + 1, stop + 1, width)
  if (after.text.trim() !== '') lines.push({ number: after.number, text: after.text })
  return lines
}

function lineEnd(doc: Document, from: number): number {
  const found = doc.source.indexOf('\n', from)
  return found === -1 ? doc.source.length : found
}

/** One line with the range from..to of it underlined. */
function cut(doc: Document, number: number, from: number, to: number, width: number): ExcerptLine {
  const lineStart = from - (position(doc, from).column - 1)
  const left = whole(doc, Math.max(lineStart, from - REACH))
  const right = Math.min(lineEnd(doc, from), from + REACH)
  const raw = doc.source.slice(left, right).replace(/\r$/, '')
  const secrets = secretsIn(raw, 'code', left === lineStart ? previousLine(doc, lineStart) : '')
  // a mark that would begin or end within a secret is drawn under all of it
  const at = Math.min(from - left, raw.length)
  const a = secrets.find(([start, end]) => start < at && at < end)?.[0] ?? at
  const stop = Math.max(a, Math.min(to - left, raw.length))
  const b = secrets.find(([start, end]) => start < stop && stop < end)?.[1] ?? stop
  const before = printable(maskedSlice(raw, secrets, 0, a), 0)
  const marked = printable(maskedSlice(raw, secrets, a, b), columns(before))
  const after = printable(maskedSlice(raw, secrets, b, raw.length), columns(before) + columns(marked))
  return fit(number, { before, marked, after }, width, left > lineStart)
}

/** Not between the halves of a surrogate pair. */
function whole(doc: Document, offset: number): number {
  const code = doc.source.charCodeAt(offset)
  return code >= 0xdc00 && code <= 0xdfff ? offset + 1 : offset
}

function previousLine(doc: Document, lineStart: number): string {
  if (lineStart === 0) return ''
  const from = Math.max(doc.source.lastIndexOf('\n', lineStart - 2) + 1, lineStart - 200)
  return doc.source.slice(from, lineStart - 1).replace(/\r$/, '')
}

/** Tabs become blanks up to the next stop, so that the mark below stands under its range. */
function printable(text: string, column: number): string {
  if (!text.includes('\t')) return visible(text)
  let result = ''
  for (const [i, part] of text.split('\t').entries()) {
    if (i > 0) result += ' '.repeat(TAB - ((column + columns(result)) % TAB))
    result += visible(part)
  }
  return result
}

interface Parts {
  readonly before: string
  readonly marked: string
  readonly after: string
}

/** Cuts a long line so that the start of its range is seen, with as much of what stands before it as fits. */
function fit(number: number, { before, marked, after }: Parts, width: number, cutBefore: boolean): ExcerptLine {
  const length = Math.max(1, columns(marked))
  const from = columns(before)
  const room = Math.max(20, width)
  if (!cutBefore && from + length + columns(after) <= room)
    return { number, text: before + marked + after, mark: { from, length } }
  // a third of the room for what stands before, if the range needs the rest
  const wanted = Math.max(Math.floor(room / 3), room - 2 - length - columns(after))
  const head = from <= wanted && !cutBefore ? before : ELLIPSIS + tail(before, Math.min(wanted, from) - 1)
  const start = columns(head)
  const rest = marked + after
  const space = room - start
  const body = columns(rest) <= space ? rest : beginning(rest, space - 1) + ELLIPSIS
  return { number, text: head + body, mark: { from: start, length: Math.min(length, space) } }
}

function tail(text: string, width: number): string {
  const characters = [...text.slice(-2 * Math.max(1, width))]
  let used = 0
  let at = characters.length
  while (at > 0 && used + columns(characters[at - 1]!) <= width) used += columns(characters[--at]!)
  return characters.slice(at).join('')
}
