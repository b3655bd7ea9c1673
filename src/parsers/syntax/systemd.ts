import type { Document, Region } from '../../model/document.js'
import type { Directive, Variable } from '../../model/fragment.js'
import { MASK, Text } from '../../model/text.js'
import type { Remarks } from '../format.js'
import { cutWords, execCommands, specifiers } from './systemd-words.js'
import { conditionalWords, guarded, inRegion, standIn, unknown, withoutReferences, withoutVariables } from './words.js'

export interface Unit {
  readonly directives: readonly Directive[]
  /** A hole stands where directives may stand. */
  readonly open: boolean
}

const COMMENT = /^[ \t]*[#;]/
const HOLES = /^[ \t]*\uFDD0[ \t\uFDD0]*$/

/**
 * Logical lines as systemd reads them (`src/shared/conf-parser.c`): a trailing backslash joins with a blank, comment
 * lines inside a continuation are skipped and it goes on. A line of template statements prints nothing, so it is skipped too.
 */
function* logicalLines(doc: Document): Generator<Text> {
  // `$(…)` means nothing to systemd: it is for a template engine, or for the shell of a `sh -c`, and unknown either way.
  const whole = withoutVariables(doc, '$(')
  const { value } = whole
  let parts: Text[] = []
  let at = 0
  while (at < value.length) {
    const newline = value.indexOf('\n', at)
    const stop = newline === -1 ? value.length : newline
    const end = value[stop - 1] === '\r' && stop > at ? stop - 1 : stop
    const line = value.slice(at, end)
    const start = at
    at = stop + 1
    if (COMMENT.test(line)) continue
    if (line.trim() === '' && doc.source.slice(start, end).trim() !== '') continue
    const slashes = /(?<!\\)\\*$/.exec(line)![0].length
    if (slashes % 2 === 1) {
      parts.push(whole.slice(start, end - 1), standIn(whole.slice(end - 1, Math.min(stop + 1, value.length)), ' '))
      continue
    }
    parts.push(whole.slice(start, end))
    // Inside a continuation a template line prints words and its own backslash, or nothing.
    if (parts.length > 1 && HOLES.test(line) && /[ \t\uFDD0]/.test(value[at] ?? '')) {
      parts.push(standIn(whole.slice(end, end), ' '))
      continue
    }
    yield Text.join(parts)
    parts = []
  }
  if (parts.length > 0) yield Text.join(parts)
}

/** Reads a unit or a drop-in. Lines that are neither section nor assignment are left out, as systemd does. */
export function readUnit(doc: Document): Unit {
  const directives: Directive[] = []
  let section = ''
  let open = false
  for (const raw of logicalLines(doc)) {
    const line = raw.trim()
    if (line.value === '') continue
    if (line.value.startsWith('[') && line.value.endsWith(']')) {
      section = line.value.slice(1, -1)
      continue
    }
    const equals = line.value.indexOf('=')
    const key = equals === -1 ? line.value : line.value.slice(0, equals).trimEnd()
    if (key.includes(MASK)) open = true
    if (equals === -1 || key.includes(MASK)) continue
    const value = line.slice(equals + 1).trim()
    const conditional = inRegion(doc, line.at.start)
    for (const directive of directivesOf(key, value, doc, conditional))
      directives.push({ section, key, text: value, ...directive, ...(conditional ? { conditional } : {}) })
  }
  return { directives, open }
}

/** A comment has its line to itself, in the middle of a continued line too; behind a value `#` is one more word. */
export function unitRemarks(doc: Document): Remarks {
  const comments: Region[] = [...doc.source.matchAll(/^[ \t]*([#;][^\r\n]*)/gm)].map(
    ({ index, 0: line, 1: comment = '' }) => ({
      start: index + line.length - comment.length,
      end: index + line.length,
    }),
  )
  const solid: Region[] = []
  for (const line of logicalLines(doc)) {
    const { start, end } = line.trim().at
    if (doc.source.slice(start, end).includes('\n')) solid.push({ start, end })
  }
  return { comments, solid, ownLines: true }
}

type Parts = Partial<Pick<Directive, 'text' | 'words' | 'variables' | 'file'>>

function directivesOf(key: string, value: Text, doc: Document, conditional: boolean): Parts[] {
  if (value.value === '') return [{}]
  if (key === 'Environment') return [{ variables: environment(value, doc, conditional) }]
  if (key === 'PassEnvironment' || key === 'UnsetEnvironment') return [{ variables: named(value) }]
  if (key === 'EnvironmentFile') {
    const optional = value.value.startsWith('-')
    const path = specifiers(optional ? value.slice(1) : value)
    return [{ file: { path: conditional ? unknown(path) : path, optional } }]
  }
  if (!/^Exec(Start|StartPre|StartPost|Condition|Reload|Stop|StopPost)$/.test(key)) return [{}]
  const commands = execCommands(value)
  return commands.map(({ text, words }) => ({
    text,
    words: conditional ? conditionalWords(words) : guarded(doc, words),
  }))
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** `Environment=`: several assignments, each a word; specifiers are expanded, `$` is not. Words that are none are ignored, as systemd does. */
function environment(value: Text, doc: Document, conditional: boolean): Variable[] {
  const found: Variable[] = []
  for (const word of cutWords(value, true)) {
    const text = specifiers(word.text)
    const equals = text.value.indexOf('=')
    const name = equals === -1 ? text.value : text.value.slice(0, equals)
    if (!NAME.test(name) && !name.includes(MASK)) continue
    if (equals === -1 && !name.includes(MASK)) continue
    const at = text.at
    const unsure = conditional || (at.doc === doc && inRegion(doc, at.start))
    const rest = withoutReferences(text.slice(equals === -1 ? text.length : equals + 1))
    found.push(variable(name, unsure ? unknown(rest) : rest, text))
  }
  return found
}

/** Variables that the manager passes on, or takes away (also only if they have a value that stands there): what they hold is unknown. */
function named(value: Text): Variable[] {
  return cutWords(value, true).flatMap(({ text }) => {
    const name = /^[^=]*/.exec(text.value)?.[0] ?? ''
    return NAME.test(name) ? [variable(name, unknown(text), text)] : []
  })
}

/** A variable with its value cut as systemd cuts an expanded `$FOO`: at white space, quotes in the value respected. */
export function variable(name: string, text: Text, whole: Text): Variable {
  return { name, text, words: cutWords(text, false).map(word => word.text), at: whole.at }
}
