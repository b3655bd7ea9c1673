import type { Variable, Word } from '../../model/fragment.js'
import { Text } from '../../model/text.js'
import type { Command } from './shell.js'
import { assigned, type Lookup, SOURCES, substitute, touched } from './shell-variables.js'
import type { Surroundings } from './surroundings.js'
import { variable } from './systemd.js'
import { plain, unknown, wordText } from './words.js'

/** A script exports no more; what is beyond that is as good as sourced from elsewhere. */
const MOST = 500

/** A command that changes one variable of the environment. */
interface Change {
  readonly index: number
  readonly name: string
  readonly text: Text
}

const first = (command: Command): string | undefined =>
  command.words[0] === undefined ? undefined : plain(command.words[0])?.value

/** Names that a script gives a value of its own, or takes it from. */
export function changedVariables(commands: readonly Command[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const command of commands) {
    for (const { name } of assigned(command)) names.add(name)
    for (const name of touched(command)) names.add(name)
  }
  return names
}

/**
 * What a script has put into the environment of its command `index`: its exports and what stands before the command itself.
 * A value is known if it is all characters and its export has certainly run, and run last.
 */
export function exportsOf(commands: readonly Command[], lookup: Lookup): (index: number) => Surroundings {
  const changes: Change[] = []
  const opened: number[] = []
  const exported = new Set<string>()
  const changed = changedVariables(commands)
  let all = false
  for (const [index, command] of commands.entries()) {
    const name = first(command)
    if (name !== undefined && SOURCES.has(name)) opened.push(index)
    if (name === 'set' && exportsAll(command)) all = true
    const exports = isExport(command, name)
    for (const { name, value, partial } of assigned(command)) {
      if (exports) exported.add(name)
      else if (!all && !exported.has(name)) continue
      const text = wordText(substitute(value, index, lookup))
      changes.push({ index, name, text: partial ? unknown(text) : text })
    }
    if (!exports && name !== 'unset') continue
    for (const word of command.words.slice(1)) {
      const text = wordText(word)
      // `export $(cat FILE)`: as many as the file holds.
      if (exports && /^\uFDD0/.test(text.value)) opened.push(index)
      if (!/^[A-Za-z_]\w*$/.test(text.value)) continue
      if (exports) exported.add(text.value)
      if (exports && !changed.has(text.value)) continue
      const value = exports ? lookup(text.value, index) : undefined
      changes.push({ index, name: text.value, text: value ?? unknown(text) })
    }
  }
  // Commands of one scope with the same exports before them share a list: there may be many of either.
  const lists = new Map<string, readonly Variable[]>()
  let before = 0
  const exportsBefore = (index: number): readonly Variable[] => {
    while (before > 0 && changes[before - 1]!.index >= index) before--
    while (before < changes.length && changes[before]!.index < index) before++
    const key = `${commands[index]!.scope} ${before}`
    const list = lists.get(key) ?? exportedTo(index)
    lists.set(key, list)
    return list
  }
  const exportedTo = (index: number): Variable[] =>
    changes.flatMap(change => {
      const certain = hasRun(commands[change.index]!, change.index, commands[index]!, index)
      if (certain === undefined) return []
      return [settled(change.name, change.text, certain)]
    })
  return index => {
    const command = commands[index]!
    if (changes.length > MOST) return { variables: [], open: true, inherits: 'all' }
    const own = command.assignments.map(({ name, value, partial }) => {
      const text = wordText(substitute(value, index, lookup))
      return settled(name, text, !partial)
    })
    const list = exportsBefore(index)
    return {
      variables: own.length === 0 ? list : [...list, ...own],
      open: opened[0] !== undefined && (opened[0] < index || command.scope > 0),
      inherits: 'all',
    }
  }
}

const settled = (name: string, text: Text, certain: boolean): Variable =>
  variable(name, certain && text.known ? text : unknown(text), assignmentAround(name, text))

/** `NAME=VALUE` as it is written, quotes included; the value alone where the name does not stand right before it. */
function assignmentAround(name: string, value: Text): Text {
  const { doc, start, end } = value.at
  const quote = /["']$/.exec(doc.source.slice(Math.max(0, start - 1), start))?.[0] ?? ''
  const from = start - quote.length - name.length - 1
  if (from < 0 || doc.source.slice(from, start) !== `${name}=${quote}`) return value
  return Text.linear(doc, from, quote !== '' && doc.source[end] === quote ? end + 1 : end)
}

/** Whether a command has certainly run before another one: undefined if it certainly has not. */
function hasRun(command: Command, index: number, before: Command, at: number): boolean | undefined {
  const together = command.scope === before.scope
  if (together && index >= at) return undefined
  // A function's body runs when somebody calls it, which may be behind what follows in the file.
  if (index >= at) return before.scope > 0 ? false : undefined
  if (!command.conditional) return true
  return together && command.scope > 0 && command.direct
}

/** `export`, `declare -x`; `export -n` and `declare +x` take a name out again. */
function isExport({ words }: Command, name: string | undefined): boolean {
  const options = words.slice(1).map(word => plain(word)?.value ?? '')
  if (name === 'export') return true
  return ['declare', 'typeset', 'local', 'readonly'].includes(name ?? '') && options.some(hasX)
}

const hasX = (option: string): boolean => /^-[A-Za-wyz]*x[A-Za-z]*$/.test(option)

/** `set -a`, `set -ea`, `set -o allexport`. */
function exportsAll({ words }: Command): boolean {
  return words
    .slice(1)
    .map((word: Word) => plain(word)?.value ?? '')
    .some(option => /^-[A-Zb-z]*a[A-Za-z]*$/.test(option) || option === 'allexport')
}
