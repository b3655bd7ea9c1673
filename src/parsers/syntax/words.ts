import type { Document, Region } from '../../model/document.js'
import type { Word, WordPart } from '../../model/fragment.js'
import { append } from '../../model/lists.js'
import { firstIndex } from '../../model/search.js'
import { MASK, Text } from '../../model/text.js'
import { mask } from './mask.js'

/** The whole document as one Text, holes masked so that lines and words survive. */
export const wholeText = (doc: Document): Text => Text.linear(doc, 0, doc.source.length, mask(doc, 'words'))

/** The same with variables that are spelled with `prefix` (`$`, `$(`) masked as well, where the reader would not expand them. */
export function withoutVariables(doc: Document, prefix: string): Text {
  const whole = wholeText(doc)
  const parts: string[] = []
  let at = 0
  for (const { kind, start, end } of doc.holes) {
    if (kind !== 'variable' || start < at || !doc.source.startsWith(prefix, start)) continue
    parts.push(whole.value.slice(at, start), MASK.repeat(end - start))
    at = end
  }
  return parts.length === 0 ? whole : whole.withValue(parts.join('') + whole.value.slice(at))
}

const REFERENCE = /\$(?:\{[^{}\s]{1,200}\}|[A-Za-z_]\w{0,200})/g

/** A text that its reader does not expand: a `${X}` in it is for a template engine to fill in. */
export function withoutReferences(text: Text): Text {
  const parts: Text[] = []
  let at = 0
  for (const { index, 0: found } of text.value.matchAll(REFERENCE)) {
    parts.push(text.slice(at, index), unknown(text.slice(index, index + found.length)))
    at = index + found.length
  }
  return at === 0 ? text : Text.join([...parts, text.slice(at)])
}

/** Another value that stands as a whole for the place of `text`: an escape, a specifier, a hole. */
export function standIn(text: Text, value: string): Text {
  const { doc, start, end } = text.at
  return Text.whole(doc, start, end, value)
}

/** Something of unknown value in place of `text`. */
export const unknown = (text: Text): Text => standIn(text, MASK)

/**
 * `text.slice` for many slices of one Text: finds the first piece by bisection instead of walking from the start,
 * so that cutting a text of n pieces into n words stays n log n.
 */
export function slicer(text: Text): (from: number, to: number) => Text {
  const { pieces, value } = text
  if (pieces.length <= 4) return (from, to) => text.slice(from, to)
  const starts: number[] = []
  let offset = 0
  for (const piece of pieces) {
    starts.push(offset)
    offset += piece.length
  }
  return (from, to) => {
    const low = Math.max(0, firstIndex(starts, start => start > from) - 1)
    let last = low
    while (last < pieces.length - 1 && starts[last + 1]! < to) last++
    const base = starts[low]!
    const end = starts[last]! + pieces[last]!.length
    return new Text(value.slice(base, end), pieces.slice(low, last + 1)).slice(from - base, to - base)
  }
}

export const literal = (text: Text): Word => ({ parts: [{ text }], splits: false })

/** A word that may be any number of arguments. */
export const openWord = (text: Text): Word => ({ parts: [{ text: unknown(text) }], splits: true })

/** The word as one Text, variables as holes: for looking at what is certainly there. */
export function wordText(word: Word): Text {
  return Text.join(word.parts.map(part => ('variable' in part ? unknown(part.text) : part.text)))
}

/** What an executable's word ends in after the last `/`; undefined if a hole or variable stands there. */
export function baseName(word: Word): string | undefined {
  const { value } = wordText(word)
  const base = value.slice(value.lastIndexOf('/') + 1).replace(/\.exe$/, '')
  return base === '' || base.includes(MASK) ? undefined : base
}

/** The word's text if it is one argument known to the last character. */
export function plain(word: Word): Text | undefined {
  if (word.splits) return undefined
  const text = wordText(word)
  return text.known ? text : undefined
}

/** A word from the characters `from` on; parts before are dropped, the one cut through is sliced. */
export function wordFrom(word: Word, from: number): Word {
  const parts: WordPart[] = []
  let offset = 0
  for (const part of word.parts) {
    const length = 'variable' in part ? 1 : part.text.length
    if (offset >= from) parts.push(part)
    else if (offset + length > from && !('variable' in part)) parts.push({ text: part.text.slice(from - offset) })
    offset += length
  }
  if (parts.length === 0) {
    const text = wordText(word)
    parts.push({ text: text.slice(text.length, text.length) })
  }
  return { parts, splits: false }
}

/**
 * Words of a stretch that may not be there (`{% if %}`): flags keep their name and lose their value, so that
 * only what they set is unknown; anything else becomes a hole.
 */
export function conditionalWords(words: readonly Word[]): Word[] {
  const result: Word[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const text = wordText(word)
    const name = /^--?[A-Za-z][\w.-]*/.exec(text.value)?.[0]
    if (name === undefined || word.splits) {
      result.push(openWord(text))
      continue
    }
    const next = words[i + 1]
    const detached = text.length === name.length && next !== undefined && !next.splits
    if (detached && !wordText(next).value.startsWith('-')) {
      result.push(word, literal(unknown(wordText(next))))
      i++
      continue
    }
    const value = text.length > name.length ? text.slice(name.length) : text.slice(name.length, name.length)
    result.push(literal(Text.join([text.slice(0, name.length), standIn(value, `=${MASK}`)])))
  }
  return result
}

const mergedRegions = new WeakMap<Document, readonly Region[]>()

/** Regions in order, overlapping ones joined, so that a look-up is a bisection. */
function regionsOf(doc: Document): readonly Region[] {
  const known = mergedRegions.get(doc)
  if (known !== undefined) return known
  const merged: Region[] = []
  for (const region of [...doc.regions].sort((a, b) => a.start - b.start)) {
    const last = merged[merged.length - 1]
    if (last !== undefined && region.start <= last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, region.end) }
    else merged.push(region)
  }
  mergedRegions.set(doc, merged)
  return merged
}

/** True if a template block encloses offset `at`. */
export function inRegion(doc: Document, at: number): boolean {
  const regions = regionsOf(doc)
  const region = regions[firstIndex(regions, ({ end }) => end > at)]
  return region !== undefined && region.start <= at
}

/** Words of `doc` with those that a template block encloses made conditional. */
export function guarded(doc: Document, words: readonly Word[]): Word[] {
  if (doc.regions.length === 0) return [...words]
  const result: Word[] = []
  let run: Word[] = []
  const flush = () => {
    if (run.length > 0) append(result, conditionalWords(run))
    run = []
  }
  for (const word of words) {
    const at = word.parts[0]?.text.at
    if (at?.doc === doc && inRegion(doc, at.start)) run.push(word)
    else {
      flush()
      result.push(word)
    }
  }
  flush()
  return result
}
