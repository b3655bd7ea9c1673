import type { Document } from '../model/document.js'
import type { Edit } from '../model/finding.js'
import type { Location } from '../model/location.js'
import type { Text } from '../model/text.js'
import type { Entry, TreeMap } from '../model/tree.js'
import type { Directive, Name, Words } from './directive.js'

/** Takes a comment away: with its line if it has that to itself, else with the blanks before it. */
export function commentRemoved({ doc, start, end }: Location): Edit {
  const { source } = doc
  if (hasItsLine(source, start, end)) return linesRemoved(doc, start, end)
  const before = blanksBefore(source, start)
  const after = blanksBehind(source, end)
  const begins = before === 0 || source[before - 1] === '\n'
  return begins ? { at: { doc, start, end: after }, text: '' } : { at: { doc, start: before, end }, text: '' }
}

/**
 * Takes whole lines away, with the line end before them. In a document cut out of another one a character beside them is put
 * back, so that what the carrier has between lines (indentation, `\r`) lies within the edit and goes as well.
 */
function linesRemoved(doc: Document, start: number, end: number): Edit {
  const { source } = doc
  const isCut = doc.parent !== undefined && !doc.parent.decoded
  const first = source.lastIndexOf('\n', start - 1) + 1
  const newline = source.indexOf('\n', end)
  if (first === 0) {
    const next = newline === -1 ? source.length : newline + 1
    const kept = isCut ? source.slice(next, next + 1) : ''
    return { at: { doc, start: 0, end: next + kept.length }, text: kept }
  }
  const from = source[first - 2] === '\r' ? first - 2 : first - 1
  const to = newline === -1 ? source.length : source[newline - 1] === '\r' ? newline - 1 : newline
  const kept = isCut && from > 0 && source[from - 1] !== '\n' ? source.slice(from - 1, from) : ''
  return { at: { doc, start: from - kept.length, end: to }, text: kept }
}

/** What is read out of a comment or a key, with the edits that take it away: all of it, or some of its ids. */
export const directiveAt = (
  at: Location,
  { verb, names, reason, until, list }: Words,
  removed: () => ReturnType<Directive['without']>,
): Directive => ({
  by: 'comment',
  verb,
  at,
  names,
  reason,
  ...(until === undefined ? {} : { until }),
  without: gone => (names.every(name => gone.has(name)) ? removed() : namesRemoved(list, names, gone)),
})

/** Writes a list of ids anew, without some of them. Undefined where it does not stand in the document as it is. */
export function namesRemoved(list: Text, names: readonly Name[], gone: ReadonlySet<Name>): readonly Edit[] | undefined {
  const { at } = list
  if (list.pieces.length !== 1 || at.doc.source.slice(at.start, at.end) !== list.value) return undefined
  const kept = names.filter(name => !gone.has(name)).map(({ written }) => written)
  return [{ at, text: `[${kept.join(', ')}]` }]
}

/** A map and the entry of it that leads on, from the outside to the inside. */
export type Route = readonly { readonly map: TreeMap; readonly entry: Entry }[]

/** Takes an entry out of its map, and maps that hold nothing else with it. Undefined where its lines hold more than that. */
export function entryRemoved(route: Route): readonly Edit[] | undefined {
  let i = route.length - 1
  while (i > 0 && route[i]!.map.entries.length === 1) i--
  const found = route[i]
  if (found === undefined) return undefined
  const { map, entry } = found
  const { doc, start, end } = entryPlace(entry)
  if (map.at.doc !== doc) return undefined
  if (doc.source[map.at.start] === '{') return [elementRemoved({ doc, start, end })]
  return hasItsLine(doc.source, start, end) && map.entries.length > 1 ? [linesRemoved(doc, start, end)] : undefined
}

/** From the key, its quote included, to the end of the value. */
export function entryPlace({ key, value }: Entry): Location {
  const { doc, start, end } = key.at
  const quote = /["']/.test(doc.source[start - 1] ?? '') && doc.source[start - 1] === doc.source[end] ? 1 : 0
  return { doc, start: start - quote, end: Math.max(value.at.end, end + quote) }
}

/** Takes an element of a `[…]` or `{…}` away, with the comma that parts it from the next one, or from the one before. */
export function elementRemoved({ doc, start, end }: Location): Edit {
  const { source } = doc
  const behind = /[ \t\r\n]*,[ \t\r\n]*/y
  behind.lastIndex = end
  if (behind.test(source)) return { at: { doc, start, end: behind.lastIndex }, text: '' }
  let comma = start
  while (comma > 0 && /\s/.test(source[comma - 1]!)) comma--
  return { at: { doc, start: source[comma - 1] === ',' ? comma - 1 : start, end }, text: '' }
}

function blanksBefore(source: string, at: number): number {
  let i = at
  while (i > 0 && (source[i - 1] === ' ' || source[i - 1] === '\t')) i--
  return i
}

function blanksBehind(source: string, at: number): number {
  let i = at
  while (source[i] === ' ' || source[i] === '\t') i++
  return i
}

const isLineEnd = (source: string, at: number): boolean =>
  at >= source.length || source[at] === '\n' || (source[at] === '\r' && source[at + 1] === '\n')

/** Whether a stretch of a document has its line to itself. */
export function hasItsLine(source: string, start: number, end: number): boolean {
  const before = blanksBefore(source, start)
  return (before === 0 || source[before - 1] === '\n') && isLineEnd(source, blanksBehind(source, end))
}
