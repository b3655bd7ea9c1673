import type { Document, Hole } from '../../model/document.js'
import { append } from '../../model/lists.js'
import { MASK } from '../../model/text.js'

/**
 * `structure`: for readers to whom indentation and line ends matter (YAML); a hole alone on its line becomes empty lines.
 * `words`: for units, command lines and scripts; such a hole is a word, and variables stay for the reader to expand.
 */
export type Mode = 'structure' | 'words'

export interface Masked {
  /** As long as the source, so that offsets stay. */
  readonly text: string
  /** Holes alone on their line that print something: they open every map and list still open there. */
  readonly openings: readonly Hole[]
}

/** The source with its holes masked (docs/ARCHITECTURE.md, Positions): values U+FDD0, what prints nothing blank. */
export const mask = (doc: Document, mode: Mode): string => maskWith(doc, mode).text

export function maskWith(doc: Document, mode: Mode): Masked {
  const { source } = doc
  const holes = mode === 'words' ? doc.holes.filter(({ kind }) => kind !== 'variable') : doc.holes
  if (holes.length === 0) return { text: source, openings: [] }
  const parts: string[] = []
  const openings: Hole[] = []
  let at = 0
  const put = (start: number, end: number, sign: string) => {
    parts.push(source.slice(at, start), sign.repeat(end - start))
    at = end
  }
  for (let i = 0; i < holes.length; ) {
    const line = lineOf(source, holes, i, at)
    const group = holes.slice(i, line.next)
    i = line.next
    if (line.alone) append(openings, group.filter(prints))
    if (line.alone && mode === 'structure') {
      put(line.start, line.end, '\n')
      continue
    }
    for (const hole of group) {
      const below = mode === 'structure' && line.ends && hole.end === line.last && printsBelow(source, hole)
      if (below) openings.push(hole)
      put(hole.start, hole.end, below ? '\n' : prints(hole) ? MASK : ' ')
    }
  }
  parts.push(source.slice(at))
  return { text: parts.join(''), openings }
}

const prints = ({ kind }: Hole): boolean => kind === 'value' || kind === 'variable'

/**
 * `key: {{ … | nindent 4 }}` prints lines below the one it stands on (https://masterminds.github.io/sprig/strings.html), and so does
 * `key:${list}`, which would be no key otherwise.
 */
const printsBelow = (source: string, hole: Hole): boolean => {
  const before = source.slice(Math.max(0, hole.start - 80), hole.start)
  if (prints(hole) && /\n[ \t]*[A-Za-z][\w.-]*:$/.test(before)) return true
  return hole.kind === 'value' && /[:-][ \t]+$/.test(before) && /\bnindent\b/.test(source.slice(hole.start, hole.end))
}

interface Line {
  /** Nothing but blanks and holes from line end to line end. */
  readonly alone: boolean
  /** Nothing but blanks behind the last hole. */
  readonly ends: boolean
  readonly start: number
  readonly end: number
  /** End of the last hole. */
  readonly last: number
  /** Index of the first hole that is not in this group. */
  readonly next: number
}

const isBlank = (sign: string | undefined): boolean => sign === ' ' || sign === '\t'

/** The holes from `first` on that only blanks separate, and whether they have their line to themselves. */
function lineOf(source: string, holes: readonly Hole[], first: number, floor: number): Line {
  let start = holes[first]!.start
  while (start > floor && isBlank(source[start - 1])) start--
  const begins = start === 0 || source[start - 1] === '\n'
  let next = first
  let end = 0
  let last = 0
  do {
    last = holes[next]!.end
    end = last
    while (isBlank(source[end])) end++
    next++
  } while (next < holes.length && holes[next]!.start === end)
  const ends = end >= source.length || source[end] === '\n' || (source[end] === '\r' && source[end + 1] === '\n')
  return { alone: begins && ends, ends, start, end, last, next }
}
