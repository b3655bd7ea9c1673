import { MASK, Text } from '../../model/text.js'

export interface Range {
  readonly start: number
  readonly end: number
}

/**
 * Puts the mask back where a hole alone on its line stands inside a scalar: for the parser it was empty lines, for whoever
 * uses the value it is something unknown. `ranges` ascend, are disjoint and lie in the document of `text`; what lies
 * behind its last character is appended.
 */
export function unknownAt(text: Text, ranges: readonly Range[]): Text {
  if (ranges.length === 0) return text
  const doc = text.pieces[0]!.doc
  const parts: Text[] = []
  const hole = (start: number, end: number) => {
    if (end > start) parts.push(Text.linear(doc, start, end, MASK.repeat(end - start)))
  }
  let next = 0
  /** Behind the last character that is accounted for. */
  let behind = -1
  let offset = 0
  for (const piece of text.pieces) {
    const value = text.value.slice(offset, offset + piece.length)
    offset += piece.length
    let at = piece.start
    while (next < ranges.length && ranges[next]!.end <= piece.start) {
      hole(Math.max(ranges[next]!.start, behind), ranges[next]!.end)
      next++
    }
    for (let i = next; i < ranges.length && ranges[i]!.start < piece.end; i++) {
      const start = Math.max(ranges[i]!.start, at)
      const end = Math.min(ranges[i]!.end, piece.end)
      if (start > at) parts.push(piece.linear ? linear(value, piece.start, at, start) : Text.whole(doc, at, start, ' '))
      hole(start, end)
      at = end
      next = ranges[i]!.end <= piece.end ? i + 1 : i
    }
    if (at === piece.start) parts.push(new Text(value, [piece]))
    else if (at < piece.end)
      parts.push(piece.linear ? linear(value, piece.start, at, piece.end) : Text.whole(doc, at, piece.end, ' '))
    behind = piece.end
  }
  for (; next < ranges.length; next++) hole(Math.max(ranges[next]!.start, behind), ranges[next]!.end)
  return Text.join(parts)

  function linear(value: string, base: number, a: number, b: number): Text {
    return Text.linear(doc, a, b, value.slice(a - base, b - base))
  }
}
