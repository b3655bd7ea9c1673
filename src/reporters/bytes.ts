import type { Document } from '../model/document.js'

/** UTF-16 units between two offsets whose distance from the start is kept. */
const STEP = 1024
const BYTES_OF_BOM = 3

/** Bytes before each STEP of a document; `undefined` where every character is one byte. */
const marks = new WeakMap<Document, readonly number[] | undefined>()

/** How many bytes of UTF-8, byte order mark included, stand before an offset on disk. Takes constant time once a document is known. */
export function bytesBefore(doc: Document, offset: number): number {
  const bom = (doc.bom ?? 0) * BYTES_OF_BOM
  if (!marks.has(doc)) marks.set(doc, /^[\0-\x7f]*$/.test(doc.source) ? undefined : marksOf(doc.source))
  const known = marks.get(doc)
  if (known === undefined) return bom + offset
  const mark = Math.floor(offset / STEP)
  return bom + (known[mark] ?? 0) + bytes(doc.source, mark * STEP, offset)
}

function marksOf(source: string): readonly number[] {
  const found = [0]
  for (let at = 0, sum = 0; at + STEP <= source.length; at += STEP) {
    sum += bytes(source, at, at + STEP)
    found.push(sum)
  }
  return found
}

/** Each half of a surrogate pair counts for two of its four bytes. */
function bytes(source: string, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) {
    const code = source.charCodeAt(i)
    sum += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3
  }
  return sum
}
