import type { Document } from '../../model/document.js'
import type { ArgvFragment, Fragment, VersionFragment } from '../../model/fragment.js'
import type { Text } from '../../model/text.js'
import { findComponent } from '../component.js'
import { embed, hostOf } from '../embed.js'
import { type Format, parsed } from '../format.js'
import { distinct, type ReleaseHint, releaseHint, variableHint } from '../release.js'
import { heredocText } from '../syntax/heredoc.js'
import { type Command, readShell } from '../syntax/shell.js'
import { exportsOf } from '../syntax/shell-exports.js'
import { assigned, type Lookup, scriptVariables, scriptWords, substitute } from '../syntax/shell-variables.js'
import { guardedVariables, type Surroundings, within } from '../syntax/surroundings.js'
import { baseName, guarded, inRegion, wholeText, wordText } from '../syntax/words.js'
import { belonging } from './belonging.js'

const SHEBANG = /^(?:#cloud-boothook\r?\n)?#!.*\b(?:ba|da|k|z|a)?sh\b/
const FILE = /\.(?:sh|bash)(?:\.(?:j2|jinja2?|tmpl|tpl|tftpl|erb|template|in))?$/
const MENTIONS = /kubelet|kube-|hyperkube|etcd|cluster-autoscaler|KUBELET_|ETCD_/

/** User data and install scripts: the files their heredocs write, the components they start, the versions they download. */
export const script: Format = {
  name: 'script',
  detect(doc) {
    if (doc.hint?.format !== undefined) return doc.hint.format === 'script'
    return (SHEBANG.test(doc.source) || FILE.test(doc.path ?? doc.uri)) && MENTIONS.test(doc.source)
  },
  read(doc) {
    const commands = readShell(wholeText(doc)).map(command => conditionalIn(doc, command))
    const lookup = scriptVariables(commands)
    const fragments: Fragment[] = []
    const embedded: Document[] = []
    const hints: (ReleaseHint | undefined)[] = []
    const exported = exportsOf(commands, lookup)
    for (const [index, command] of commands.entries()) {
      const file = writtenFile(doc, commands, index, lookup)
      if (file !== undefined) embedded.push(file)
      hints.push(...command.words.map(word => releaseHint(wordText(substitute(word, index, lookup)))))
      hints.push(
        ...assigned(command).map(({ name, value }) => variableHint(name, wordText(substitute(value, index, lookup)))),
      )
      const argv = started(doc, command, index, lookup, exported)
      if (argv !== undefined) fragments.push(argv)
    }
    const versions = distinct(hints)
    const [first] = versions
    if (first?.range.at !== undefined) {
      const stated: VersionFragment = { kind: 'version', ...belonging(doc, first.range.at, { versions }) }
      fragments.push(stated)
    }
    return parsed(fragments, embedded)
  },
}

/** A template block around a command is as good as an `if`. */
function conditionalIn(doc: Document, command: Command): Command {
  const word = command.words[0] ?? command.assignments[0]?.value
  const at = word === undefined ? undefined : wordText(word).at.start
  return at !== undefined && inRegion(doc, at) ? { ...command, conditional: true, direct: false } : command
}

/** The file that a heredoc of this command ends up in. */
function writtenFile(doc: Document, commands: readonly Command[], index: number, lookup: Lookup): Document | undefined {
  const command = commands[index]!
  const heredoc = command.redirects.findLast(redirect => redirect.heredoc !== undefined)?.heredoc
  if (heredoc === undefined) return undefined
  const name = command.words[0] === undefined ? undefined : baseName(command.words[0])
  const next = commands[index + 1]
  const target =
    name === 'cat' || name === 'tee' || name === 'sudo' || name === 'envsubst' || command.words.length === 0
      ? (writes(command, index, lookup) ??
        (command.piped && next !== undefined ? writes(next, index + 1, lookup) : undefined))
      : undefined
  if (target === undefined) return undefined
  const text = heredocText(heredoc, variable => lookup(variable, index))
  if (text.value === '') return undefined
  return embed(text, { name: target.value, path: target.value, host: hostOf(doc) })
}

/** Where a command writes what it reads: `> PATH`, `tee PATH`. Only an absolute path that is known says which file it is. */
function writes(command: Command, index: number, lookup: Lookup): Text | undefined {
  const words = scriptWords(command.words, index, lookup, 'hole')
  const tee = words.findIndex(word => baseName(word) === 'tee')
  const operand = tee === -1 ? undefined : words.slice(tee + 1).find(word => !wordText(word).value.startsWith('-'))
  const redirected = command.redirects.find(
    redirect => redirect.operator !== '<' && redirect.target !== undefined,
  )?.target
  const target = operand ?? (redirected && substitute(redirected, index, lookup))
  const path = target === undefined ? undefined : wordText(target)
  // An unquoted variable is cut at blanks, and then the shell refuses to redirect.
  return path?.known && /^\/\S+$/.test(path.value) && path.value !== '/dev/null' ? path : undefined
}

/** A command that starts a component; one without arguments is more often a name than a start. */
function started(
  doc: Document,
  command: Command,
  index: number,
  lookup: Lookup,
  exported: (index: number) => Surroundings,
): ArgvFragment | undefined {
  if (command.words.length < 2) return undefined
  const found = findComponent(scriptWords(command.words, index, lookup, 'hole'))
  if (found === undefined || !found.words.some(word => wordText(word).value.startsWith('-'))) return undefined
  const hints = found.image === undefined ? [] : distinct([releaseHint(found.image)])
  const { variables, open } = within(exported(index), found.surroundings)
  const versions = hints.map(hint => (hint.of === 'kubernetes' ? { ...hint, of: found.component } : hint))
  return {
    kind: 'argv',
    ...belonging(doc, wordText(command.words[0]!).at, { versions }),
    component: found.component,
    words: guarded(doc, found.words),
    open: found.open,
    environment: { variables: guardedVariables(doc, variables), open },
    ...(hints.some(hint => hint.vendor) ? { vendor: true } : {}),
  }
}
