import { type Document, objectName } from './document.js'
import { firstIndex } from './search.js'

/** A half-open range of UTF-16 offsets in one document. */
export interface Location {
  readonly doc: Document
  readonly start: number
  readonly end: number
}

export const isWithin = (inner: Location, outer: Location): boolean =>
  inner.doc === outer.doc && inner.start >= outer.start && inner.end <= outer.end

/** A place on disk, and the place inside where no one-to-one mapping exists (docs/ARCHITECTURE.md, Positions). */
export interface Place {
  readonly doc: Document
  readonly start: number
  readonly end: number
  /** Innermost place in a decoded document (base64, gzip) when `start`..`end` is the whole outer scalar. */
  readonly decoded?: Location
}

/** Line and column, both from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

const lineStarts = new WeakMap<Document, number[]>()

function starts(doc: Document): number[] {
  let found = lineStarts.get(doc)
  if (found === undefined) {
    found = [0]
    const { source } = doc
    for (let i = source.indexOf('\n'); i !== -1; i = source.indexOf('\n', i + 1)) found.push(i + 1)
    lineStarts.set(doc, found)
  }
  return found
}

export function position(doc: Document, offset: number): Position {
  const lines = starts(doc)
  const line = Math.max(
    1,
    firstIndex(lines, start => start > offset),
  )
  return { line, column: offset - (lines[line - 1] ?? 0) + 1 }
}

/** The place of a location in the file on disk: embedded documents are followed outwards. */
export function place(location: Location): Place {
  let { doc, start, end } = location
  let decoded: Location | undefined
  while (doc.parent !== undefined) {
    const { text } = doc.parent
    if (doc.parent.decoded) decoded ??= { doc, start, end }
    const [outer] = doc.parent.decoded ? text.locate() : text.locate(start, end)
    if (outer === undefined) break
    ;({ doc, start, end } = outer)
  }
  return decoded === undefined ? { doc, start, end } : { doc, start, end, decoded }
}

/** `path:line:column` of the place on disk; what messages and `klint show` print. Of an object of a running cluster nobody has the lines. */
export function describe(location: Location): string {
  const on = place(location)
  if (on.doc.live !== undefined) return objectName(on.doc.live)
  const { line, column } = position(on.doc, on.start)
  return `${on.doc.uri}:${line}:${column}`
}

/** One range over several pieces of one document; the pieces of other documents are left out. */
export function span(first: Location, last: Location): Location {
  if (first.doc !== last.doc) return first
  return { doc: first.doc, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) }
}

export const sameLocation = (a: Location, b: Location): boolean =>
  a.doc === b.doc && a.start === b.start && a.end === b.end
