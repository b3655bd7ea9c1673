import type { Word, WordPart } from '../../model/fragment.js'
import { firstIndex } from '../../model/search.js'
import type { Text } from '../../model/text.js'
import type { Command, ShellAssignment } from './shell.js'
import { literal, openWord, plain, wordFrom, wordText } from './words.js'

/** The value a variable certainly has when command `index` runs. */
export type Lookup = (name: string, index: number) => Text | undefined

/** Longer values are left unknown: `B=$A$A`, `C=$B$B`, … doubles with each line. */
const MAX_VALUE = 4096

const DECLARES = new Set(['export', 'local', 'readonly', 'declare', 'typeset'])
const NO_WORD: Word = { parts: [], splits: true }
/** Commands that run what stands elsewhere in the same shell. */
export const SOURCES = new Set(['.', 'source', 'eval'])

/** What a command assigns for the rest of the script: `A=x`, `export A=x`. */
export function assigned(command: Command): ShellAssignment[] {
  const [first, ...rest] = command.words
  if (first === undefined) return [...command.assignments]
  if (!DECLARES.has(plain(first)?.value ?? '')) return []
  const found = rest.flatMap(word => {
    const name = /^([A-Za-z_]\w*)(\+?)=/.exec(wordText(word).value)
    return name === null ? [] : [{ name: name[1]!, value: wordFrom(word, name[0].length), partial: name[2] === '+' }]
  })
  return [...command.assignments, ...found]
}

/** Names a command may set in a way that is not followed: `for A in`, `read A B`, `unset A`. */
export function touched(command: Command): string[] {
  const names = command.words.slice(1).map(word => plain(word)?.value ?? '')
  switch (plain(command.words[0] ?? NO_WORD)?.value) {
    case 'for':
    case 'select':
      return names.slice(0, 1)
    case 'read':
    case 'unset':
    case 'mapfile':
    case 'readarray':
    case 'printf':
    case 'getopts':
      return names
    default:
      return []
  }
}

interface Known {
  readonly index: number
  readonly scope: number
  /** Absent: what is assigned there is not known. */
  readonly text?: Text
}

/** Variables that are `local` wherever they are set, and set in the bodies of functions themselves: the last one before counts. */
function locals(commands: readonly Command[]): ReadonlyMap<string, Known[]> {
  const found = new Map<string, Known[]>()
  const others = new Set<string>()
  for (const command of commands) {
    const local = command.scope > 0 && command.direct && plain(command.words[0] ?? NO_WORD)?.value === 'local'
    for (const { name, partial } of assigned(command)) {
      if (!local || partial) others.add(name)
      else found.set(name, [])
    }
    for (const name of touched(command)) others.add(name)
  }
  for (const name of others) found.delete(name)
  return found
}

/**
 * A variable is known where it is set exactly once in the whole script, unconditionally, by characters and known variables
 * alone, with nothing sourced in between; one that is local to functions, behind where its function sets it. Everything else
 * may have run differently.
 */
export function scriptVariables(commands: readonly Command[]): Lookup {
  const times = new Map<string, number>()
  const bump = (name: string, by: number) => times.set(name, (times.get(name) ?? 0) + by)
  for (const command of commands) {
    for (const { name } of assigned(command)) bump(name, 1)
    for (const name of touched(command)) bump(name, 2)
  }
  const known = new Map<string, Known>()
  const local = locals(commands)
  const sources: number[] = []
  const lookup: Lookup = (name, index) => {
    const found = local.has(name) ? lastBefore(local.get(name) ?? [], index) : known.get(name)
    if (found?.text === undefined || found.index >= index) return undefined
    if (found.scope > 0 && found.scope !== commands[index]?.scope) return undefined
    // Sources are in order, so the last one before `index` decides.
    const last = sources[firstIndex(sources, source => source >= index) - 1]
    return last !== undefined && last > found.index ? undefined : found.text
  }
  for (const [index, command] of commands.entries()) {
    const first = command.words[0]
    if (first !== undefined && SOURCES.has(plain(first)?.value ?? '')) sources.push(index)
    for (const { name, value, partial } of assigned(command)) {
      const scoped = local.get(name)
      if (scoped === undefined && (partial || command.conditional || times.get(name) !== 1)) continue
      const text = wordText(substitute(value, index, lookup))
      const usable = text.known && text.length <= MAX_VALUE
      if (scoped !== undefined) scoped.push({ index, scope: command.scope, ...(usable ? { text } : {}) })
      else if (usable) known.set(name, { text, index, scope: 0 })
    }
  }
  return lookup
}

const lastBefore = (all: readonly Known[], index: number): Known | undefined =>
  all[firstIndex(all, known => known.index >= index) - 1]

/** Known variables become their characters; the others stay. */
export function substitute(word: Word, index: number, lookup: Lookup): Word {
  const parts: WordPart[] = word.parts.map(part => {
    const text = 'variable' in part ? lookup(part.variable, index) : undefined
    return text === undefined ? part : { text }
  })
  return { parts, splits: word.splits }
}

/**
 * The arguments words become. Variables the script does not set are unknown in a script of its own (`hole`); in the
 * `sh -c` of a unit or pod they stay variables, for the environment of that process to fill in (`variable`).
 */
export function scriptWords(
  words: readonly Word[],
  index: number,
  lookup: Lookup,
  others: 'hole' | 'variable',
): Word[] {
  return words.flatMap(word => {
    const [only] = word.parts
    if (word.splits && only !== undefined && 'variable' in only) {
      const text = lookup(only.variable, index)
      if (text !== undefined) return blankSplit(text).map(literal)
      return [others === 'hole' ? openWord(only.text) : word]
    }
    const known = substitute(word, index, lookup)
    return [others === 'hole' ? { parts: [{ text: wordText(known) }], splits: word.splits } : known]
  })
}

/** An unquoted variable is cut at blanks only: quotes in its value are characters. */
function blankSplit(text: Text): Text[] {
  return [...text.value.matchAll(/\S+/g)].map(({ index, 0: word }) => text.slice(index, index + word.length))
}
