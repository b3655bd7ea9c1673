import type { Document, Parent } from '../../model/document.js'
import type { Edit } from '../../model/finding.js'
import type { Location } from '../../model/location.js'

/**
 * The edits of the document around that may come out as this edit of the one inside: the text as it is, and as each syntax that
 * holds documents would write it. They are guesses, the likeliest first; whoever asks reads the document again to see which is right.
 */
export async function encodings(
  { at: { doc, start, end }, text }: Edit,
  { text: outer, decoded }: Parent,
): Promise<Edit[]> {
  if (decoded) return reencoded(doc.source.slice(0, start) + text + doc.source.slice(end), outer.at)
  const places = outer.locate(start, end)
  const [place] = places
  // an edit over two documents is none
  if (place === undefined || places.length > 1) return []
  const at = beforeLineEnd(place)
  // What stands on one line is written so again, whatever its reader would take as well: Terraform refuses a line end between quotes.
  const isOneLine = doc.source.includes('\n') && !outer.at.doc.source.slice(outer.at.start, outer.at.end).includes('\n')
  const indent = indentAt(doc, start, outer)
  const found = new Map<string, Edit>()
  const add = (edit: Edit): void => {
    if (isOneLine && edit.text.includes('\n')) return
    const key = `${edit.at.start} ${edit.at.end} ${edit.text}`
    if (!found.has(key)) found.set(key, edit)
  }
  for (const spelled of ESCAPES) {
    const escaped = spelled(text)
    if (indent !== undefined) for (const edit of inBlock(at, escaped, indent, atLineStart(doc, start, end))) add(edit)
    add({ at, text: escaped })
  }
  return [...found.values()]
}

const json = (text: string): string => JSON.stringify(text).slice(1, -1)
/** Literal `${` and `%{` of a Terraform template (HCL native syntax specification, Template Literals). */
const hcl = (text: string): string => text.replace(/([$%])\{/g, '$1$1{')

const ESCAPES: readonly ((text: string) => string)[] = [
  text => text,
  json,
  text => text.replaceAll("'", "''"),
  hcl,
  text => hcl(json(text)),
  // `Fn::Sub` of CloudFormation
  text => text.replaceAll('${', '${!'),
  text => json(text.replaceAll('${', '${!')),
  // a here-document of a shell, its end not quoted
  text => text.replace(/[\\$`]/g, '\\$&'),
]

/** A document inside may have plain line ends where the file has two characters: what ends before one ends before both. */
function beforeLineEnd({ doc, start, end }: Location): Location {
  const { source } = doc
  if (source.charAt(end) !== '\n' || source.charAt(end - 1) !== '\r') return { doc, start, end }
  return { doc, start: Math.min(start, end - 1), end: end - 1 }
}

/** The blanks before each line of a block scalar or heredoc; undefined where the text is no block. */
function indentAt(doc: Document, offset: number, outer: Parent['text']): string | undefined {
  const lineStart = offset === 0 ? 0 : doc.source.lastIndexOf('\n', offset - 1) + 1
  const [first] = outer.locate(lineStart, lineStart)
  if (first === undefined) return undefined
  const { source } = first.doc
  const before = source.slice(first.start === 0 ? 0 : source.lastIndexOf('\n', first.start - 1) + 1, first.start)
  return /^[ \t]*$/.test(before) ? before : undefined
}

/** The range is made of whole lines. */
function atLineStart({ source }: Document, start: number, end: number): boolean {
  const starts = start === 0 || source.charAt(start - 1) === '\n'
  return starts && (start === end || end === source.length || source.charAt(end - 1) === '\n')
}

/** Lines of a block begin with its indentation; an empty one needs none. */
function* inBlock(at: Location, text: string, indent: string, isWholeLines: boolean): Generator<Edit> {
  const { source } = at.doc
  const lineEnd = /\r\n/.test(source.slice(at.end, source.indexOf('\n', at.end) + 1)) ? '\r\n' : '\n'
  const lines = text.split('\n')
  if (isWholeLines) {
    // with the blanks before it, which are of the block and not of the text
    const start = source.lastIndexOf('\n', at.start - 1) + 1
    // a file that ends without a line end still does, whatever its reader adds
    const above =
      at.end === source.length && text === '' ? /\r?\n$/.exec(source.slice(Math.max(0, start - 2), start)) : null
    if (above !== null && !source.endsWith('\n')) yield { at: { ...at, start: start - above[0].length }, text: '' }
    const written = lines.map(line => (line === '' ? '' : indent + line)).join(lineEnd)
    yield { at: { ...at, start }, text: written }
  }
  if (lines.length > 1) {
    const [first = '', ...rest] = lines
    yield { at, text: [first, ...rest.map(line => (line === '' ? '' : indent + line))].join(lineEnd) }
  }
}

/** A document that stands encoded is written anew as a whole, in lines as long as its first one. */
async function reencoded(source: string, at: Location): Promise<Edit[]> {
  const written = at.doc.source.slice(at.start, at.end)
  const [first = '', second] = written.trimStart().split(/\r?\n/)
  const wrap = (base64: string): string => {
    if (second === undefined) return base64
    const lead = /^\s*/.exec(written)?.[0] ?? ''
    const indent = /^[ \t]*/.exec(second)?.[0] ?? ''
    const lines = base64.match(new RegExp(`.{1,${Math.max(1, first.trim().length)}}`, 'g')) ?? []
    const lineEnd = written.includes('\r\n') ? '\r\n' : '\n'
    return lead + lines.join(`${lineEnd}${indent}`) + (/\r?\n$/.test(written) ? lineEnd : '')
  }
  const bytes = Buffer.from(source)
  const plain = wrap(bytes.toString('base64'))
  // gzip in base64 begins so, and hardly any document needs the library
  if (!written.includes('H4sI')) return [{ at, text: plain }]
  const { gzipSync } = await import('node:zlib')
  return [wrap(gzipSync(bytes).toString('base64')), plain].map(text => ({ at, text }))
}
