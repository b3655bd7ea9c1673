import type { Directive, Word } from '../../model/fragment.js'
import type { Text } from '../../model/text.js'
import type { Written } from './written.js'
import { unknownAt, word } from './written.js'

/**
 * Directives of a unit a package ships. It knows the few forms such units have (a quoted `Environment="NAME=…"`, words
 * without quotes, `$NAME` as a word): reading units people write is the parsers' work. `?` is a value only the node knows.
 */
export function unitDirectives(into: Written, source: string): Directive[] {
  const directives: Directive[] = []
  let section = ''
  for (const text of source.split('\n')) {
    const line = into.line(text)
    const header = /^\[(\w+)\]$/.exec(text)
    if (header !== null) section = header[1] ?? ''
    const equals = text.indexOf('=')
    if (header !== null || equals === -1) continue
    directives.push(directive(section, text.slice(0, equals), line.slice(equals + 1)))
  }
  return directives
}

function directive(section: string, key: string, text: Text): Directive {
  if (key === 'ExecStart') {
    const words = cut(text).map(execWord)
    if (words.length === 0) return { section, key, text, words }
    return { section, key, text, words, runs: { component: 'kubelet', words: words.slice(1), open: false } }
  }
  if (key === 'EnvironmentFile') {
    const optional = text.value.startsWith('-')
    return { section, key, text, file: { path: optional ? text.slice(1) : text, optional } }
  }
  if (key !== 'Environment') return { section, key, text }
  const inner = text.slice(1, -1)
  const equals = inner.value.indexOf('=')
  const value = inner.slice(equals + 1)
  const name = inner.value.slice(0, equals)
  return { section, key, text, variables: [{ name, text: value, words: cut(value).map(hidden), at: inner.at }] }
}

const cut = (text: Text): Text[] => text.split(' ').filter(({ length }) => length > 0)

const execWord = (text: Text): Word =>
  text.value.startsWith('$') ? { parts: [{ variable: text.value.slice(1), text }], splits: true } : word(text)

function hidden(text: Text): Text {
  const at = text.value.indexOf('?')
  return at === -1 ? text : text.slice(0, at).concat(unknownAt(text.slice(at, at + 1).at))
}
