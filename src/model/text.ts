import type { Document } from './document.js'
import { append } from './lists.js'
import type { Location } from './location.js'
import { firstIndex } from './search.js'

/**
 * A run of characters of a Text. Linear: character i comes from offset `start + i` of `doc`.
 * Otherwise all its characters stand for the whole range (an escape, a folded line break).
 */
export interface Piece {
  readonly length: number
  readonly doc: Document
  readonly start: number
  readonly end: number
  readonly linear: boolean
}

/** What readers put in place of the characters of a hole: a noncharacter no real file holds. */
export const MASK = '\uFDD0'

/**
 * A string that knows where each of its characters comes from. Readers only slice, split and join Texts,
 * so positions survive unquoting, line continuation and `split(',')`. Immutable.
 */
export class Text {
  constructor(
    readonly value: string,
    readonly pieces: readonly Piece[],
  ) {}

  /** A stretch that stands in `doc` as it is. `value` may be given where the reader saw the masked text. */
  static linear(doc: Document, start: number, end: number, value = doc.source.slice(start, end)): Text {
    return new Text(value, [{ length: end - start, doc, start, end, linear: true }])
  }

  /** A value that stands as a whole for a range: an escape, a scalar whose characters cannot be traced. */
  static whole(doc: Document, start: number, end: number, value: string): Text {
    return new Text(value, [{ length: value.length, doc, start, end, linear: false }])
  }

  static join(parts: readonly Text[]): Text {
    if (parts.length === 1) return parts[0]!
    const pieces: Piece[] = []
    let value = ''
    for (const part of parts) {
      value += part.value
      for (const piece of part.pieces) {
        const last = pieces[pieces.length - 1]
        if (last?.linear && piece.linear && last.doc === piece.doc && last.end === piece.start)
          pieces[pieces.length - 1] = { ...last, length: last.length + piece.length, end: piece.end }
        else if (piece.length > 0 || part.value === '') pieces.push(piece)
      }
    }
    return new Text(value, pieces)
  }

  get length(): number {
    return this.value.length
  }

  /** False if any character comes from a hole. */
  get known(): boolean {
    return !this.value.includes(MASK)
  }

  slice(from = 0, to = this.value.length): Text {
    const a = Math.max(0, from < 0 ? this.value.length + from : from)
    const b = Math.min(this.value.length, to < 0 ? this.value.length + to : to)
    if (a === 0 && b === this.value.length) return this
    const [only] = this.pieces
    if (this.pieces.length === 1 && only?.linear && a <= b)
      return new Text(this.value.slice(a, b), [
        { length: b - a, doc: only.doc, start: only.start + a, end: only.start + b, linear: true },
      ])
    const pieces: Piece[] = []
    let { index, offset } = pieceAt(this.pieces, a)
    for (; index < this.pieces.length && offset < b; index++) {
      const piece = this.pieces[index]!
      const from = Math.max(a, offset)
      const to = Math.min(b, offset + piece.length)
      if (to > from) pieces.push(cut(piece, from - offset, to - offset))
      offset += piece.length
    }
    if (pieces.length === 0) append(pieces, this.point(a))
    return new Text(this.value.slice(a, Math.max(a, b)), pieces)
  }

  split(separator: string): Text[] {
    const parts: Text[] = []
    let from = 0
    for (let at = this.value.indexOf(separator); at !== -1; at = this.value.indexOf(separator, from)) {
      parts.push(this.slice(from, at))
      from = at + separator.length
    }
    parts.push(this.slice(from))
    return parts
  }

  concat(...others: readonly Text[]): Text {
    return Text.join([this, ...others])
  }

  trim(): Text {
    const start = this.value.length - this.value.trimStart().length
    const end = this.value.trimEnd().length
    return end <= start ? this.slice(start, start) : this.slice(start, end)
  }

  /** The same place with another value, for a reader that changes characters one for one (masking, case). */
  withValue(value: string): Text {
    return value.length === this.value.length ? new Text(value, this.pieces) : this
  }

  /** The places of characters a..b, one for each run of a document; the first is the primary one. Never empty for a Text that came from a document. */
  locate(a = 0, b = this.value.length): Location[] {
    const found: Location[] = []
    // an empty piece, wherever it stands, is the place of an empty range only
    let { index, offset } = a < b ? pieceAt(this.pieces, Math.max(0, a)) : { index: 0, offset: 0 }
    for (; index < this.pieces.length && (offset < b || a >= b); index++) {
      const piece = this.pieces[index]!
      const from = Math.max(a, offset)
      const to = Math.min(b, offset + piece.length)
      if (to > from || (piece.length === 0 && a === b)) {
        const { doc, start, end } = cut(piece, from - offset, to - offset)
        const last = found[found.length - 1]
        if (last?.doc === doc && start >= last.start)
          found[found.length - 1] = { doc, start: last.start, end: Math.max(end, last.end) }
        else found.push({ doc, start, end })
      }
      offset += piece.length
    }
    if (found.length === 0) return this.point(a).map(({ doc, start, end }) => ({ doc, start, end }))
    return found
  }

  /** The primary place of the whole text. */
  get at(): Location {
    const [first] = this.locate()
    if (first === undefined) throw new Error('a Text without a place')
    return first
  }

  /** An empty piece at offset a, to keep the place of an empty slice. */
  private point(a: number): Piece[] {
    const { index, offset } = pieceAt(this.pieces, a)
    const piece = this.pieces[index]
    if (piece !== undefined) {
      const at = piece.linear ? piece.start + (a - offset) : piece.start
      return [{ length: 0, doc: piece.doc, start: at, end: at, linear: true }]
    }
    const last = this.pieces.at(-1)
    return last === undefined ? [] : [{ length: 0, doc: last.doc, start: last.end, end: last.end, linear: true }]
  }
}

/** Offsets behind each piece, for texts of many: an escape is a piece, and hostile values hold nothing else. */
const ends = new WeakMap<readonly Piece[], readonly number[]>()
const MANY = 16

/** The piece that holds character `a`, and the offset where it begins; behind the last one if none does. */
function pieceAt(pieces: readonly Piece[], a: number): { index: number; offset: number } {
  if (pieces.length < MANY) {
    let offset = 0
    for (const [index, { length }] of pieces.entries()) {
      if (offset + length > a) return { index, offset }
      offset += length
    }
    return { index: pieces.length, offset }
  }
  const behind = ends.get(pieces) ?? endsOf(pieces)
  const index = firstIndex(behind, end => end > a)
  return { index, offset: behind[index - 1] ?? 0 }
}

function endsOf(pieces: readonly Piece[]): readonly number[] {
  let offset = 0
  const behind = pieces.map(({ length }) => {
    offset += length
    return offset
  })
  ends.set(pieces, behind)
  return behind
}

function cut(piece: Piece, from: number, to: number): Piece {
  if (!piece.linear) return { ...piece, length: to - from }
  return { length: to - from, doc: piece.doc, start: piece.start + from, end: piece.start + to, linear: true }
}
