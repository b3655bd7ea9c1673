import type { Document } from '../../model/document.js'
import { type Piece, Text } from '../../model/text.js'

/** Collects the pieces of one scalar. Offsets are the document's; neighbours that continue each other become one. */
export interface Pieces {
  /** `chars` stand at `start` as they are. */
  linear(chars: string, start: number): void
  /** `chars` stand as a whole for start..end. */
  whole(chars: string, start: number, end: number): void
  value(): string
  /** The text; without characters it stands at `end`. */
  text(end: number): Text
}

export function pieces(doc: Document): Pieces {
  const list: Piece[] = []
  let value = ''
  let run: { start: number; end: number } | undefined
  const flush = () => {
    if (run !== undefined) list.push({ length: run.end - run.start, doc, start: run.start, end: run.end, linear: true })
    run = undefined
  }
  return {
    linear(chars, start) {
      if (chars === '') return
      value += chars
      if (run?.end === start) run.end += chars.length
      else {
        flush()
        run = { start, end: start + chars.length }
      }
    },
    whole(chars, start, end) {
      if (chars === '') return
      value += chars
      flush()
      list.push({ length: chars.length, doc, start, end, linear: false })
    },
    value: () => value,
    text(end) {
      flush()
      return list.length === 0 ? Text.linear(doc, end, end, '') : new Text(value, list)
    },
  }
}
