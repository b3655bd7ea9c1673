import type { Document } from '../../model/document.js'
import type { Variable, Word } from '../../model/fragment.js'
import type { Text } from '../../model/text.js'
import { variable } from './systemd.js'
import { inRegion, plain, unknown, wordFrom, wordText } from './words.js'

/** What a process gets of the environment around what starts it: `some` where nobody can tell which variables. */
export type Inherits = 'all' | 'some' | 'nothing'

/** Variables that the things around a program set for it, weakest first. */
export interface Surroundings {
  readonly variables: readonly Variable[]
  /** More may come than could be read: a sourced script, `--env-file`. */
  readonly open: boolean
  readonly inherits: Inherits
}

export const NOTHING_AROUND: Surroundings = { variables: [], open: false, inherits: 'all' }

/** `NAME=VALUE` as one word; the value is unknown unless it is all characters. */
export function assignmentIn(word: Word): Variable | undefined {
  const text = wordText(word)
  const name = /^([A-Za-z_]\w*)=/.exec(text.value)
  if (name === null) return undefined
  const value = wordText(wordFrom(word, name[0].length))
  return variable(name[1]!, value.known ? value : unknown(value), text)
}

/** `NAME` alone, where it hands a variable on that stands elsewhere, or takes one away. */
export function nameless(word: Word): Variable | undefined {
  const text = plain(word)
  return text !== undefined && /^[A-Za-z_]\w*$/.test(text.value) ? unknownVariable(text.value, text) : undefined
}

export const unknownVariable = (name: string, at: Text): Variable => variable(name, unknown(at), at)

/** The environment of a process inside `inner` that stands inside `outer`. */
export function within(outer: Surroundings, inner: Surroundings): Surroundings {
  if (inner.inherits === 'nothing') return inner
  const kept =
    inner.inherits === 'all' ? outer.variables : outer.variables.map(({ name, text }) => unknownVariable(name, text))
  return {
    variables: inner.variables.length === 0 ? kept : [...kept, ...inner.variables],
    open: outer.open || inner.open,
    inherits: outer.inherits === 'all' ? inner.inherits : outer.inherits,
  }
}

/** Variables of `doc` with those that a template block encloses unknown. */
export function guardedVariables(doc: Document, variables: readonly Variable[]): readonly Variable[] {
  if (doc.regions.length === 0) return variables
  return variables.map(variable => {
    const { at } = variable
    return at.doc === doc && inRegion(doc, at.start) ? unknownVariable(variable.name, variable.text) : variable
  })
}
