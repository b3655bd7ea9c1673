import type { Word, WordPart } from '../../model/fragment.js'
import { Text } from '../../model/text.js'
import { standIn, unknown } from './words.js'

type Cut = (from: number, to: number) => Text

const ENDS = new Set([' ', '\t', '\r', '\n', ';', '&', '|', '<', '>', '(', ')'])

/**
 * One word from `from` on, which is no blank and no operator. Quotes go, `$X` and `${X}` become variables,
 * `$(…)`, backticks, `${X:-d}` and `$1` unknown characters; globs and braces stay as they are.
 */
export function readShellWord(value: string, from: number, cut: Cut): { word: Word; end: number } {
  const parts: WordPart[] = []
  let run: Text[] = []
  let i = from
  let start = i
  let quoted = false
  /** Where an expansion ends that may be the whole word. */
  let openEnd = -1

  const flush = (next: number) => {
    if (i > start) run.push(cut(start, i))
    start = next
  }
  const flushRun = () => {
    if (run.length > 0) parts.push({ text: Text.join(run) })
    run = []
  }
  const dollar = (inQuotes: boolean) => {
    const found = expansion(value, i)
    if (found === undefined) {
      i++
      return
    }
    flush(found.end)
    const spelled = cut(i, found.end)
    if (found.variable === undefined) {
      run.push(unknown(spelled))
      if (found.many || (!inQuotes && i === from)) openEnd = found.end
    } else {
      flushRun()
      parts.push({ variable: found.variable, text: spelled })
    }
    i = found.end
  }

  while (i < value.length) {
    const c = value[i]!
    if (
      ENDS.has(c) &&
      !(c === '(' && value[i - 1] === '=' && i > from) &&
      !((c === '<' || c === '>') && value[i + 1] === '(' && i === from)
    )
      break
    if (c === '(' || c === '<' || c === '>') {
      const end = closing(value, value.indexOf('(', i))
      flush(end)
      run.push(unknown(cut(i, end)))
      i = end
    } else if (c === '\\') {
      if (i + 1 >= value.length) {
        i++
        continue
      }
      const lineEnd = value.startsWith('\r\n', i + 1) ? 3 : value[i + 1] === '\n' ? 2 : 0
      flush(i + (lineEnd || 2))
      if (lineEnd === 0) run.push(standIn(cut(i, i + 2), value[i + 1]!))
      quoted ||= lineEnd === 0
      i += lineEnd || 2
    } else if (c === "'" || (c === '$' && value[i + 1] === "'")) {
      const opens = i + (c === '$' ? 2 : 1)
      const close = value.indexOf("'", opens)
      const end = close === -1 ? value.length : close
      flush(end + 1)
      const inner = cut(opens, end)
      if (end > opens) run.push(c === '$' && inner.value.includes('\\') ? unknown(inner) : inner)
      quoted = true
      i = Math.min(end + 1, value.length)
      start = i
    } else if (c === '"') {
      quoted = true
      flush(i + 1)
      i++
      while (i < value.length && value[i] !== '"') {
        const d = value[i]!
        if (d === '\\' && /["\\$`\n]/.test(value[i + 1] ?? '')) {
          flush(i + 2)
          if (value[i + 1] !== '\n') run.push(standIn(cut(i, i + 2), value[i + 1]!))
          i += 2
        } else if (d === '$' || d === '`') dollar(true)
        else i++
      }
      flush(i + 1)
      i = Math.min(i + 1, value.length)
      start = i
    } else if (c === '$' || c === '`') dollar(false)
    else i++
  }
  flush(i)
  flushRun()
  if (parts.length === 0) parts.push({ text: cut(Math.min(from + 1, i), Math.min(from + 1, i)) })
  const splits =
    parts.length === 1 && (openEnd === i || (quoted && openEnd === i - 1) || (!quoted && 'variable' in parts[0]!))
  return { word: { parts, splits }, end: i }
}

interface Expansion {
  readonly end: number
  readonly variable?: string
  /** Several words even inside quotes: `"$@"`. */
  readonly many?: boolean
}

/** What begins with the `$` or backtick at `at`; undefined if it is just that character. */
export function expansion(value: string, at: number): Expansion | undefined {
  if (value[at] === '`') {
    for (let i = at + 1; i < value.length; i++) {
      if (value[i] === '\\') i++
      else if (value[i] === '`') return { end: i + 1 }
    }
    return { end: value.length }
  }
  // `$${X}` is how Terraform templates spell the shell's own `${X}`.
  const from = value.startsWith('$${', at) ? at + 1 : at
  const next = value[from + 1] ?? ''
  if (next === '(') return { end: closing(value, from + 1) }
  if (next === '{') {
    const name = /^\{([A-Za-z_]\w{0,199})\}/.exec(value.slice(from + 1, from + 204))
    if (name !== null) return { end: from + 1 + name[0].length, variable: name[1]! }
    return { end: closing(value, from + 1) }
  }
  const name = /^[A-Za-z_]\w{0,199}/.exec(value.slice(from + 1, from + 201))?.[0]
  if (name !== undefined) return { end: from + 1 + name.length, variable: name }
  if (/[0-9@*#?$!-]/.test(next)) return { end: from + 2, many: next === '@' }
  return undefined
}

/** Behind the bracket that closes the one at `at`; the end of the text if none does. Quotes and brackets nest in each other. */
function closing(value: string, at: number): number {
  const stack: string[] = []
  for (let i = at; i < value.length; i++) {
    const c = value[i]!
    const inside = stack[stack.length - 1]
    if (c === '\\') i++
    else if (c === inside) {
      stack.pop()
      if (stack.length === 0) return i + 1
    } else if (inside === '"') {
      if (c === '$' && value[i + 1] === '(') {
        stack.push(')')
        i++
      }
    } else if (c === "'") {
      const end = value.indexOf("'", i + 1)
      if (end === -1) return value.length
      i = end
    } else if (c === '"' || c === '(' || c === '{') stack.push(CLOSES[c])
  }
  return value.length
}

const CLOSES = { '(': ')', '{': '}', '"': '"' } as const
