import type { Document, Region } from '../../model/document.js'
import type { Variable } from '../../model/fragment.js'
import { MASK, Text } from '../../model/text.js'
import type { Remarks } from '../format.js'
import { variable } from './systemd.js'
import { inRegion, slicer, standIn, unknown, withoutVariables } from './words.js'

export interface Environment {
  readonly variables: readonly Variable[]
  /** A hole stands where assignments may stand. */
  readonly open: boolean
  readonly comments: readonly Region[]
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Reads what `EnvironmentFile=` names. Neither shell nor unit syntax (systemd `src/basic/env-file.c`, parse_env_file_internal):
 * comments only at the start of a line, no specifiers, no expansion, text after a closing quote is glued on, blanks
 * inside an unquoted value stay, a quoted value may span lines, `export A=5` defines nothing.
 */
export function readEnvironment(doc: Document): Environment {
  // systemd expands nothing here, so a `${X}` that stands in the file is for a template engine to fill in.
  const whole = withoutVariables(doc, '$')
  const { value } = whole
  const cut = slicer(whole)
  const variables: Variable[] = []
  const comments: Region[] = []
  let open = false
  let i = 0
  while (i < value.length) {
    while (i < value.length && /\s/.test(value[i]!)) i++
    const start = i
    if (value[i] === '#' || value[i] === ';') {
      i = commentEnd(value, i)
      comments.push({ start, end: i })
      continue
    }
    while (i < value.length && value[i] !== '=' && value[i] !== '\n') i++
    const name = value.slice(start, i).trim()
    if (name.includes(MASK)) open = true
    if (value[i] !== '=') continue
    const read = readValue(value, i + 1, cut)
    if (NAME.test(name)) {
      const conditional = inRegion(doc, start)
      variables.push(variable(name, conditional ? unknown(read.text) : read.text, cut(start, read.end)))
    }
    i = read.next
  }
  return { variables, open, comments }
}

/** Comments are those the reader passes over; a value in quotes may take several lines. */
export function environmentRemarks(doc: Document): Remarks {
  const { comments, variables } = readEnvironment(doc)
  const solid = variables.map(({ at }) => at).filter(({ start, end }) => doc.source.slice(start, end).includes('\n'))
  return { comments, solid, ownLines: true }
}

/** A backslash at the end of a line goes on with the comment. */
function commentEnd(value: string, from: number): number {
  let i = from
  while (i < value.length && value[i] !== '\n') i += value[i] === '\\' ? 2 : 1
  return Math.min(i, value.length)
}

interface Value {
  readonly text: Text
  /** Behind its last character. */
  readonly end: number
  /** Behind its last line. */
  readonly next: number
}

/** systemd's own automaton: `before` a value or after a closing quote, `bare`, `single`, `double`. */
function readValue(value: string, from: number, cut: (a: number, b: number) => Text): Value {
  const parts: Text[] = []
  let state: 'before' | 'bare' | 'single' | 'double' = 'before'
  let length = 0
  /** Characters that stay when blanks at the end are dropped, and where they end. */
  let keep = { length: 0, end: from }
  let run = -1
  const flush = (to: number) => {
    if (run !== -1) parts.push(cut(run, to))
    run = -1
  }
  const add = (at: number) => {
    if (run === -1) run = at
    length++
  }
  let i = from
  for (; i < value.length; i++) {
    const c = value[i]!
    const blank = c === ' ' || c === '\t' || c === '\r'
    if ((state === 'before' || state === 'bare') && c === '\n') break
    const quoteOpens: boolean = state === 'before' && (c === '"' || c === "'")
    const quoteCloses: boolean = (state === 'double' && c === '"') || (state === 'single' && c === "'")
    if (c === '\\' && state !== 'single' && i + 1 < value.length) {
      const width = value.startsWith('\r\n', i + 1) ? 3 : 2
      const escaped = value[i + width - 1]!
      if (state === 'double' && !/["\\`$\n]/.test(escaped)) {
        add(i)
        continue
      }
      flush(i)
      if (escaped !== '\n') {
        parts.push(standIn(cut(i, i + width), escaped))
        length++
      }
      if (state === 'before') state = 'bare'
      i += width - 1
      keep = { length, end: i + 1 }
    } else if (quoteOpens || quoteCloses) {
      flush(i)
      state = quoteCloses ? 'before' : c === '"' ? 'double' : 'single'
      keep = { length, end: i + 1 }
    } else if (state === 'before' && blank) {
      flush(i)
    } else {
      if (state === 'before') state = 'bare'
      add(i)
      if (state !== 'bare' || !blank) keep = { length, end: i + 1 }
    }
  }
  flush(i)
  if (parts.length === 0) {
    return { text: cut(keep.end, keep.end), end: keep.end, next: i + 1 }
  }
  return { text: Text.join(parts).slice(0, keep.length), end: keep.end, next: i + 1 }
}
