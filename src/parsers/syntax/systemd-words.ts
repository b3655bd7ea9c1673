import type { Word, WordPart } from '../../model/fragment.js'
import { MASK, Text } from '../../model/text.js'
import { literal, openWord, slicer, standIn, unknown } from './words.js'

const BLANK = /[ \t\n\r]/

/** What a backslash and a letter stand for (systemd `src/basic/escape.c`, cunescape_one). */
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
}

/** Letters that follow a `%` in units (systemd `src/core/unit-printf.c`, v252). What they print is not in view. */
const SPECIFIERS = /[aAbBCdDEfgGhHiIjJlLmMnNopPqsStTuUvVwWyY]/

/** A word before specifiers and variables: quotes and escapes are gone. */
export interface RawWord {
  readonly text: Text
  /** Quoted or escaped in any way: such a `;` separates nothing. */
  readonly quoted: boolean
  /** Offsets in the value it was cut from, quotes included. */
  readonly start: number
  readonly end: number
}

/** Length and value of the escape at `at` (the backslash); undefined if systemd does not know it and keeps it as it is. */
function escapeAt(value: string, at: number): { length: number; value: string } | undefined {
  const simple = ESCAPES[value[at + 1] ?? '']
  if (simple !== undefined) return { length: 2, value: simple }
  const code = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))/.exec(
    value.slice(at + 1, at + 10),
  )
  if (code === null) return undefined
  const hex = code[1] ?? code[2] ?? code[3]
  const point = hex === undefined ? Number.parseInt(code[4] ?? '', 8) : Number.parseInt(hex, 16)
  if (point === 0 || point > 0x10ffff) return undefined
  return { length: code[0].length + 1, value: String.fromCodePoint(point) }
}

/**
 * Cuts at white space, quotes anywhere in a word are removed (systemd `src/basic/extract-word.c`).
 * `escapes` is true for directives (`\n`, `\x20`); in an expanded variable a backslash only protects the next character.
 */
export function cutWords(text: Text, escapes: boolean): RawWord[] {
  const { value } = text
  const cut = slicer(text)
  const words: RawWord[] = []
  let i = 0
  while (i < value.length) {
    while (i < value.length && BLANK.test(value[i]!)) i++
    if (i >= value.length) break
    const parts: Text[] = []
    let quote = ''
    let quoted = false
    let from = i
    const start = i
    const flush = (next: number) => {
      if (i > from) parts.push(cut(from, i))
      from = next
    }
    while (i < value.length) {
      const c = value[i]!
      if (quote === '' && BLANK.test(c)) break
      if (c === '\\' && i + 1 < value.length) {
        quoted = true
        const found = escapes ? escapeAt(value, i) : { length: 2, value: value[i + 1]! }
        if (found === undefined) {
          i += 2
          continue
        }
        flush(i + found.length)
        parts.push(standIn(cut(i, i + found.length), found.value))
        i += found.length
      } else if (quote === '' ? c === '"' || c === "'" : c === quote) {
        flush(i + 1)
        quote = quote === '' ? c : ''
        quoted = true
        i++
      } else i++
    }
    flush(i)
    // An empty word points behind its opening quote.
    words.push({ text: parts.length === 0 ? cut(start + 1, start + 1) : Text.join(parts), quoted, start, end: i })
  }
  return words
}

/** `%%` is a per cent sign, `%i` something unknown; before anything else the sign stays. */
export function specifiers(text: Text): Text {
  const { value } = text
  if (!value.includes('%')) return text
  const cut = slicer(text)
  const parts: Text[] = []
  let from = 0
  for (let i = value.indexOf('%'); i !== -1; i = value.indexOf('%', i)) {
    const next = value[i + 1] ?? ''
    const known = next === '%' || SPECIFIERS.test(next)
    if (!known) {
      i++
      continue
    }
    if (i > from) parts.push(cut(from, i))
    const whole = cut(i, i + 2)
    parts.push(next === '%' ? standIn(whole, '%') : unknown(whole))
    i += 2
    from = i
  }
  if (parts.length === 0) return text
  if (from < value.length) parts.push(cut(from, value.length))
  return Text.join(parts)
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Variables of a word (systemd `src/basic/env-util.c`, replace_env_argv); undefined if the word vanishes. */
export function variables(text: Text): Word | undefined {
  const { value } = text
  if (!value.includes('$')) return literal(text)
  const second = value[1]
  if (value[0] === '$' && value.length > 1 && second !== '{' && second !== '$') {
    const name = value.slice(1)
    if (NAME.test(name)) return { parts: [{ variable: name, text }], splits: true }
    return value.includes(MASK) ? openWord(text) : undefined
  }
  const cut = slicer(text)
  const parts: WordPart[] = []
  let from = 0
  const flush = (to: number) => {
    if (to > from) parts.push({ text: cut(from, to) })
  }
  const lastClose = value.lastIndexOf('}')
  for (let i = value.indexOf('$'); i !== -1; i = value.indexOf('$', i)) {
    const end = value[i + 1] === '{' && i < lastClose ? value.indexOf('}', i) : -1
    if (value[i + 1] === '$') {
      flush(i)
      parts.push({ text: standIn(cut(i, i + 2), '$') })
      i += 2
      from = i
    } else if (end !== -1) {
      flush(i)
      const spelled = cut(i, end + 1)
      const name = value.slice(i + 2, end)
      parts.push(NAME.test(name) ? { variable: name, text: spelled } : { text: unknown(spelled) })
      i = end + 1
      from = i
    } else i++
  }
  flush(value.length)
  return { parts: merge(parts), splits: false }
}

/** Neighbouring literals become one Text. */
function merge(parts: readonly WordPart[]): WordPart[] {
  const merged: WordPart[] = []
  let run: Text[] = []
  const flush = () => {
    if (run.length > 0) merged.push({ text: Text.join(run) })
    run = []
  }
  for (const part of parts) {
    if ('variable' in part) {
      flush()
      merged.push(part)
    } else run.push(part.text)
  }
  flush()
  return merged
}

const PREFIX = /^[-@:+!|]+/

/** The commands of an `Exec…=` value: `;` as a word of its own separates them. Prefixes are removed. */
export function execCommands(value: Text): { text: Text; words: Word[] }[] {
  const commands: { text: Text; words: Word[] }[] = []
  let group: RawWord[] = []
  const finish = () => {
    const [first] = group
    if (first === undefined) return
    const prefix = PREFIX.exec(first.text.value)?.[0] ?? ''
    // With `@` the second word is argv[0], no argument.
    const raw = group.filter((_, i) => !(i === 1 && prefix.includes('@')))
    const words = raw.flatMap((word, i) => {
      if (word.text.value === '\\;') return [literal(standIn(word.text, ';'))]
      const text = specifiers(i === 0 ? word.text.slice(prefix.length) : word.text)
      const made = prefix.includes(':') ? literal(text) : variables(text)
      return made === undefined ? [] : [made]
    })
    commands.push({ text: value.slice(first.start, group[group.length - 1]!.end), words })
    group = []
  }
  for (const word of cutWords(value, true)) {
    if (word.text.value === ';' && !word.quoted) finish()
    else group.push(word)
  }
  finish()
  return commands
}
