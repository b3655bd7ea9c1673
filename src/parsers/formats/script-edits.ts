import type { Word } from '../../model/fragment.js'
import { type Command, readShell } from '../syntax/shell.js'
import { type Lookup, scriptWords, substitute } from '../syntax/shell-variables.js'
import { baseName, wordText } from '../syntax/words.js'

/** Programs that change files they are given only with such an option. */
const IN_PLACE = new Set(['sed', 'perl', 'ruby', 'yq', 'awk', 'gawk'])
const ASKED = /^(?:-[A-Za-z]*i|--in-?place)/
const EDITORS = new Set(['tee', 'sponge', 'ed', 'ex', 'patch', 'crudini', 'truncate', 'dd'])
const MOVERS = new Set(['mv', 'cp', 'install', 'ln'])
const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh'])
/** `sudo -E env A=b sed`: how far behind the first word a program is looked for. */
const PREFIX = 6

/** Absolute paths whose files a command writes or changes in ways that are not followed. */
export function edits(command: Command, index: number, lookup: Lookup, inner = false): string[] {
  const redirected = command.redirects
    .filter(({ operator, target }) => (operator === '>' || operator === '>>') && target !== undefined)
    .flatMap(({ target }) => (target === undefined ? [] : pathsIn([substitute(target, index, lookup)])))
  const names = command.words.slice(0, PREFIX).map(word => baseName(word) ?? '')
  const at = names.findIndex(
    name => IN_PLACE.has(name) || EDITORS.has(name) || MOVERS.has(name) || (!inner && SHELLS.has(name)),
  )
  if (at === -1) return redirected
  const name = names[at] ?? ''
  const words = scriptWords(command.words, index, lookup, 'hole').slice(at + 1)
  return [...redirected, ...changed(name, words, index, lookup)]
}

function changed(name: string, words: readonly Word[], index: number, lookup: Lookup): string[] {
  if (EDITORS.has(name)) return pathsIn(words)
  if (IN_PLACE.has(name)) return words.some(word => ASKED.test(wordText(word).value)) ? pathsIn(words) : []
  if (MOVERS.has(name)) return moved(words)
  const option = words.findIndex(word => /^-[a-z]*c$/.test(wordText(word).value))
  const body = option === -1 ? undefined : words[option + 1]
  return body === undefined ? [] : readShell(wordText(body)).flatMap(command => edits(command, index, lookup, true))
}

/** The last operand, or what it holds if that is a directory. */
function moved(words: readonly Word[]): string[] {
  const operands = words.map(word => wordText(word)).filter(({ value }) => !value.startsWith('-'))
  const target = operands.at(-1)
  if (target === undefined || !target.known || !target.value.startsWith('/')) return []
  const folder = target.value.replace(/(?<!\/)\/+$/, '')
  return [
    target.value,
    ...operands
      .slice(0, -1)
      .filter(({ known }) => known)
      .map(({ value }) => `${folder}/${value.slice(value.lastIndexOf('/') + 1)}`),
  ]
}

function pathsIn(words: readonly Word[]): string[] {
  return words.flatMap(word => {
    const text = wordText(word)
    const path = text.value.replace(/^of=/, '')
    return text.known && path.startsWith('/') && path !== '/dev/null' ? [path] : []
  })
}
