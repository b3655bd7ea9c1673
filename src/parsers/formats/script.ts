import type { Document } from '../../model/document.js'
import type { ArgvFragment, Fragment, VersionFragment } from '../../model/fragment.js'
import { findComponent } from '../component.js'
import { type Format, parsed } from '../format.js'
import { distinct, type ReleaseHint, releaseHint, variableHint } from '../release.js'
import { type Command, readShell } from '../syntax/shell.js'
import { shellRemarks } from '../syntax/shell-comments.js'
import { exportsOf } from '../syntax/shell-exports.js'
import { assigned, type Lookup, scriptVariables, scriptWords, substitute } from '../syntax/shell-variables.js'
import { guardedVariables, type Surroundings, within } from '../syntax/surroundings.js'
import { guarded, inRegion, wholeText, wordText } from '../syntax/words.js'
import { belonging } from './belonging.js'
import { scriptFiles } from './script-files.js'

const SHEBANG = /^(?:#cloud-boothook\r?\n)?#!.*\b(?:ba|da|k|z|a)?sh\b/
const FILE = /\.(?:sh|bash)(?:\.(?:j2|jinja2?|tmpl|tpl|tftpl|erb|template|in))?$/
const MENTIONS = /kubelet|kube-|hyperkube|etcd|cluster-autoscaler|KUBELET_|ETCD_/

/** User data and install scripts: the files their heredocs write, the components they start, the versions they download. */
export const script: Format = {
  name: 'script',
  remarks: doc => shellRemarks(wholeText(doc)),
  detect(doc) {
    if (doc.hint?.format !== undefined) return doc.hint.format === 'script'
    return (SHEBANG.test(doc.source) || FILE.test(doc.path ?? doc.uri)) && MENTIONS.test(doc.source)
  },
  read(doc) {
    const commands = readShell(wholeText(doc)).map(command => conditionalIn(doc, command))
    const lookup = scriptVariables(commands)
    const fragments: Fragment[] = []
    const embedded = scriptFiles(doc, commands, lookup)
    const hints: (ReleaseHint | undefined)[] = []
    const exported = exportsOf(commands, lookup)
    for (const [index, command] of commands.entries()) {
      for (const word of command.words) hints.push(releaseHint(wordText(substitute(word, index, lookup))))
      for (const { name, value } of assigned(command))
        hints.push(variableHint(name, wordText(substitute(value, index, lookup))))
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
