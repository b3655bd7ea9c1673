import type { Hole, Region } from '../../model/document.js'
import { blocks } from './template-blocks.js'
import { type Marker, markers } from './template-markers.js'

export interface Scan {
  readonly holes: readonly Hole[]
  readonly regions: readonly Region[]
}

/** Where a marker may begin; `%%` and `$$` are consumed as pairs, so that what follows them is the literal it is. */
const BEGIN = /\{[{%#]|<[%A-Za-z]|%[%{]|\$[${(]|__(?=[A-Z])|@(?=@?[A-Z])|\bENC\[/g

/**
 * Markers of all template languages in one pass, in order and without overlaps, and the stretches between block
 * statements and their ends. `path` decides whether `${…}` belongs to a template or to whoever runs the
 * text. What a parent document already knew (`inherited`) counts before what is found here. Linear in the size of `source`.
 */
export function scan(source: string, path: string, inherited: readonly Hole[]): Scan {
  const known = inherited.filter(({ start, end }) => end > start)
  known.sort((a, b) => a.start - b.start)
  const found = merge(source, markers(source, path), known)
  return found.some(({ kind }) => kind === 'statement') ? blocks(source, found) : { holes: found, regions: [] }
}

function merge(source: string, read: (at: number) => Marker | undefined, known: readonly Hole[]): Hole[] {
  const holes: Hole[] = []
  let next = 0
  BEGIN.lastIndex = 0
  for (let begin = BEGIN.exec(source); begin !== null; begin = BEGIN.exec(source)) {
    const start = begin.index
    while (next < known.length && known[next]!.end <= start) holes.push(known[next++]!)
    const over = known[next]
    if (over !== undefined && over.start <= start) {
      BEGIN.lastIndex = over.end
      continue
    }
    const marker = read(start)
    if (marker === undefined) {
      BEGIN.lastIndex = start + (begin[0] === '%%' || begin[0] === '$$' ? 2 : 1)
      continue
    }
    let behind = next
    while (behind < known.length && known[behind]!.start < marker.end) behind++
    if (behind > next && known[behind - 1]!.end > marker.end) {
      BEGIN.lastIndex = start + 1
      continue
    }
    const { end, kind, resume } = marker
    // A variable whose name a template makes up is nobody's variable.
    if (kind !== 'literal') holes.push({ start, end, kind: behind > next && kind === 'variable' ? 'value' : kind })
    if (kind !== 'literal') next = behind
    BEGIN.lastIndex = resume ?? end
  }
  for (; next < known.length; next++) holes.push(known[next]!)
  return holes
}
