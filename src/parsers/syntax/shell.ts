import type { Region } from '../../model/document.js'
import type { Word } from '../../model/fragment.js'
import type { Text } from '../../model/text.js'
import { readShellWord } from './shell-words.js'
import { slicer, wordFrom, wordText } from './words.js'

export interface Heredoc {
  /** The lines between the markers as they stand; an unquoted one is still to be expanded (heredoc.ts). */
  readonly body: Text
  readonly quoted: boolean
  /** `<<-`: tabs at the start of lines are dropped. */
  readonly tabs: boolean
}

export interface Redirect {
  readonly operator: '>' | '>>' | '<' | '<<'
  readonly target?: Word
  readonly heredoc?: Heredoc
}

export interface ShellAssignment {
  readonly name: string
  readonly value: Word
  /** `A+=x`, `A=(x y)`: the value is not just what is written. */
  readonly partial: boolean
}

/** One simple command. Nothing is executed or expanded; variables are parts of words. */
export interface Command {
  readonly words: readonly Word[]
  /** Assignments before the first word; without words they set variables of the script. */
  readonly assignments: readonly ShellAssignment[]
  readonly redirects: readonly Redirect[]
  /** Stands in an `if`, a loop, a function or behind `&&` or `||`. */
  readonly conditional: boolean
  /** Which function's body it stands in, counted from 1; 0 outside of all. */
  readonly scope: number
  /** Stands in that body itself and not in an `if` or a loop of it: it runs whenever the body is run. */
  readonly direct: boolean
  /** Its output goes to the next command: `cat <<EOF | tee /path`. */
  readonly piped: boolean
}

const OPENS = new Set(['if', 'while', 'until', 'for', 'case', 'select', '{'])
const CLOSES = new Set(['fi', 'done', 'esac', '}'])
const SKIPPED = new Set([
  'then',
  'else',
  'elif',
  'do',
  'time',
  '!',
  'if',
  'while',
  'until',
  '{',
  'fi',
  'done',
  'esac',
  '}',
])
const ASSIGNMENT = /^([A-Za-z_]\w*)(\+?)=/

interface Draft {
  words: Word[]
  assignments: ShellAssignment[]
  redirects: Redirect[]
}

interface Pending {
  readonly draft: Draft
  readonly marker: string
  readonly quoted: boolean
  readonly tabs: boolean
}

/** Cuts a script into simple commands. Never fails: what it does not understand becomes words nobody asks for. Where comments stand goes into `comments`. */
export function readShell(text: Text, comments: Region[] = []): Command[] {
  const { value } = text
  const cut = slicer(text)
  const commands: Command[] = []
  let draft: Draft = { words: [], assignments: [], redirects: [] }
  let pending: Pending[] = []
  const blocks: { scope: number; direct: boolean }[] = []
  let functions = 0
  /** A function's name and brackets were read, so that a brace opens its body. */
  let head = false
  let chained = false
  let i = 0

  const finish = (piped = false) => {
    if (draft.words.length + draft.assignments.length + draft.redirects.length > 0)
      commands.push(Object.assign(draft, { conditional: blocks.length > 0 || chained, ...here(), piped }))
    draft = { words: [], assignments: [], redirects: [] }
  }

  const here = () => {
    const { scope, direct } = blocks.at(-1) ?? { scope: 0, direct: true }
    return { scope, direct: direct && !chained }
  }
  const openBody = () => {
    draft = { words: [], assignments: [], redirects: [] }
    blocks.push({ scope: ++functions, direct: true })
  }
  /** `function name`, the word behind which a body may begin. */
  const named = () => draft.words.length === 2 && wordText(draft.words[0]!).value === 'function'

  while (i < value.length) {
    const c = value[i]!
    if (c === ' ' || c === '\t' || c === '\r') i++
    else if (c === '\\' && /^\r?\n/.test(value.slice(i + 1, i + 3))) i += value[i + 1] === '\r' ? 3 : 2
    else if (c === '#') {
      const end = value.indexOf('\n', i)
      comments.push({ start: i, end: end === -1 ? value.length : end })
      i = end === -1 ? value.length : end
    } else if (c === '\n') {
      finish()
      chained = false
      i++
      for (const { draft: of, marker, quoted, tabs } of pending) {
        const { end, next } = heredocEnd(value, i, marker, tabs)
        of.redirects.push({ operator: '<<', heredoc: { body: cut(i, end), quoted, tabs } })
        i = next
      }
      pending = []
    } else if (c === ';' || c === '&' || c === '|' || c === '(' || c === ')') {
      if (value.startsWith('&>', i)) {
        i = redirect(i + 1)
        continue
      }
      const double = value[i + 1] === c
      if (c === '(' && (draft.words.length === 1 || named()) && /^\(\s*\)/.test(value.slice(i, i + 8))) {
        // A function: its body runs when and if somebody calls it.
        draft = { words: [], assignments: [], redirects: [] }
        head = true
        i = value.indexOf(')', i) + 1
        continue
      }
      finish(c === '|' && !double)
      chained = double && (c === '&' || c === '|')
      i += double ? 2 : 1
    } else if (c === '<' || c === '>') {
      if (value[i + 1] === '(') word()
      else i = redirect(i)
    } else word()
  }
  finish()
  for (const { draft: of, quoted, tabs } of pending)
    of.redirects.push({ operator: '<<', heredoc: { body: cut(i, i), quoted, tabs } })
  return commands

  function word(): void {
    const read = readShellWord(value, i, cut)
    const raw = value.slice(i, Math.min(read.end, i + 64))
    const start = i
    i = read.end
    if (/^\d+$/.test(raw) && (value[i] === '<' || value[i] === '>')) return
    const body = raw === '{' && (head || named())
    head = false
    if (body) {
      openBody()
      return
    }
    if (draft.words.length === 0) {
      if (draft.assignments.length === 0) {
        if (OPENS.has(raw)) blocks.push({ scope: here().scope, direct: false })
        if (CLOSES.has(raw)) blocks.pop()
        if (SKIPPED.has(raw)) return
      }
      const found = ASSIGNMENT.exec(raw)
      if (found !== null) {
        const array = value[start + found[0].length] === '('
        const partial = found[2] === '+' || array
        draft.assignments.push({ name: found[1]!, value: wordFrom(read.word, found[0].length), partial })
        return
      }
    }
    draft.words.push(read.word)
  }

  /** From the operator at `at`; returns the offset behind the redirection. */
  function redirect(at: number): number {
    const operator = /^(?:<<<|<<-|<<|<>|>>|>\||>&|<&|<|>)/.exec(value.slice(at, at + 3))?.[0] ?? '>'
    let from = at + operator.length
    while (value[from] === ' ' || value[from] === '\t') from++
    const end = value[from]
    if (end === undefined || end === '\n') return from
    if (operator === '<<' || operator === '<<-') {
      const marker = /^[^\s;&|<>()]+/.exec(value.slice(from, from + 128))?.[0] ?? ''
      const bare = marker.replace(/['"\\]/g, '')
      pending.push({ draft, marker: bare, quoted: bare !== marker, tabs: operator === '<<-' })
      return from + Math.max(1, marker.length)
    }
    const read = readShellWord(value, from, cut)
    const to = Math.max(read.end, from + 1)
    if (operator === '>' || operator === '>>' || operator === '>|')
      draft.redirects.push({ operator: operator === '>>' ? '>>' : '>', target: read.word })
    return to
  }
}

/** Where the body that begins at `from` ends, and where the line behind its marker begins. */
function heredocEnd(value: string, from: number, marker: string, tabs: boolean): { end: number; next: number } {
  let at = from
  while (at < value.length) {
    const newline = value.indexOf('\n', at)
    const end = newline === -1 ? value.length : newline
    const line = value.slice(at, end).replace(/\r$/, '')
    if ((tabs ? line.replace(/^\t+/, '') : line) === marker) return { end: at, next: Math.min(end + 1, value.length) }
    at = end + 1
  }
  return { end: value.length, next: value.length }
}
