import type { Document } from '../../model/document.js'
import { Text } from '../../model/text.js'
import { embed, hostOf } from '../embed.js'
import { heredocText } from '../syntax/heredoc.js'
import { type Command, readShell } from '../syntax/shell.js'
import { type Lookup, scriptVariables, scriptWords, substitute } from '../syntax/shell-variables.js'
import { baseName, wholeText, wordText } from '../syntax/words.js'
import { edits } from './script-edits.js'

/** What heredocs put into one file, in order. */
interface Chain {
  readonly path: string
  readonly scope: number
  readonly parts: Text[]
  /** Something else wrote to the file as well: nobody knows what stands there. */
  lost: boolean
}

/** More alternatives of one file than this are not followed through what is appended to them. */
const ALTERNATIVES = 8

/** The files that heredocs of a script write, as they are at its end; one that something else changes is left out. */
export function scriptFiles(doc: Document, commands: readonly Command[], lookup: Lookup): Document[] {
  const chains: Chain[] = []
  const open = new Map<string, Chain[]>()
  const edited = new Set<string>()
  const functions = new Map<string, Set<number>>()
  const lose = (path: string, scope: number) => {
    for (const chain of open.get(path) ?? []) chain.lost = true
    open.delete(path)
    edited.add(path)
    if (scope > 0) functions.set(path, (functions.get(path) ?? new Set()).add(scope))
  }
  let piped = -1
  for (const [index, command] of commands.entries()) {
    const write = heredocWrite(commands, index, lookup)
    if (write === undefined) {
      if (index === piped) continue
      const empties = command.words.length === 1 && /^(?::|true)$/.test(baseName(command.words[0]!) ?? '')
      for (const path of edits(command, index, lookup)) {
        lose(path, command.scope)
        if (empties && !command.conditional && command.redirects.every(({ operator }) => operator === '>'))
          edited.delete(path)
      }
      continue
    }
    if (write.piped) piped = index + 1
    const { path, body, appends } = write
    const before = open.get(path) ?? []
    if (appends && edited.has(path)) continue
    if (appends && before.length > 0) {
      const isSure = !command.conditional || (command.direct && before.every(({ scope }) => scope === command.scope))
      if (!isSure || before.length > ALTERNATIVES) lose(path, command.scope)
      else for (const { parts } of before) parts.push(body)
      continue
    }
    if (!appends && !command.conditional) edited.delete(path)
    const chain = { path, scope: command.scope, parts: [body], lost: false }
    chains.push(chain)
    if (command.conditional && before.length > 0) before.push(chain)
    else open.set(path, [chain])
  }
  return chains.flatMap(({ path, scope, parts, lost }) => {
    // A function that changes the file may be called behind what writes it, wherever it stands.
    const called = [...(functions.get(path) ?? [])].some(other => other !== scope)
    if (lost || called) return []
    return [embed(parts.length === 1 ? parts[0]! : Text.join(parts), { name: path, path, host: hostOf(doc) })]
  })
}

/** Paths of files that a script adds to or changes, so that what another writer put there is not all of them. */
export function editedPaths(doc: Document): ReadonlySet<string> {
  const commands = readShell(wholeText(doc))
  const lookup = scriptVariables(commands)
  return new Set(commands.flatMap((command, index) => edits(command, index, lookup)))
}

interface Write {
  readonly path: string
  readonly body: Text
  readonly appends: boolean
  /** The next command writes it. */
  readonly piped: boolean
}

/** The file that a heredoc of this command ends up in. */
function heredocWrite(commands: readonly Command[], index: number, lookup: Lookup): Write | undefined {
  const command = commands[index]!
  const heredoc = command.redirects.findLast(redirect => redirect.heredoc !== undefined)?.heredoc
  if (heredoc === undefined) return undefined
  const name = command.words[0] === undefined ? undefined : baseName(command.words[0])
  if (command.words.length > 0 && !/^(?:cat|tee|sudo|envsubst)$/.test(name ?? '')) return undefined
  const next = commands[index + 1]
  const own = writes(command, index, lookup)
  const target = own ?? (command.piped && next !== undefined ? writes(next, index + 1, lookup) : undefined)
  if (target === undefined) return undefined
  const body = heredocText(heredoc, variable => lookup(variable, index))
  return body.value === '' ? undefined : { ...target, body, piped: own === undefined }
}

/** Where a command writes what it reads: `> PATH`, `tee PATH`. Only an absolute path that is known says which file it is. */
function writes(command: Command, index: number, lookup: Lookup): { path: string; appends: boolean } | undefined {
  const words = scriptWords(command.words, index, lookup, 'hole')
  const tee = words.findIndex(word => baseName(word) === 'tee')
  const behind = tee === -1 ? [] : words.slice(tee + 1)
  const operand = behind.find(word => !wordText(word).value.startsWith('-'))
  const redirect = command.redirects.find(({ operator, target }) => operator !== '<' && target !== undefined)
  const target = operand ?? (redirect?.target && substitute(redirect.target, index, lookup))
  const path = target === undefined ? undefined : wordText(target)
  // An unquoted variable is cut at blanks, and then the shell refuses to redirect.
  if (!path?.known || !/^\/\S+$/.test(path.value) || path.value === '/dev/null') return undefined
  const appends =
    operand === undefined
      ? redirect?.operator === '>>'
      : behind.some(word => /^(?:-[b-z]*a[a-z]*|--append)$/.test(wordText(word).value))
  return { path: path.value, appends }
}
