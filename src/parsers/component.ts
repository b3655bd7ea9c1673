import type { ComponentKind, Word } from '../model/fragment.js'
import { Text } from '../model/text.js'
import { containerRun } from './containers.js'
import { imageComponent } from './image.js'
import { type Command, readShell } from './syntax/shell.js'
import { changedVariables, exportsOf } from './syntax/shell-exports.js'
import { scriptVariables, scriptWords } from './syntax/shell-variables.js'
import { NOTHING_AROUND, type Surroundings, within } from './syntax/surroundings.js'
import { baseName, inRegion, standIn, unknown, wordText } from './syntax/words.js'
import { shellString, unwrap } from './wrappers.js'

export interface FoundComponent {
  readonly component: ComponentKind
  /** Arguments behind the component's name. */
  readonly words: readonly Word[]
  /** More arguments may follow than could be read. */
  readonly open: boolean
  /** What wrappers, shells and container engines set for the process. */
  readonly surroundings: Surroundings
  /** The image a container engine is told to run. */
  readonly image?: Text
}

const PROGRAMS: Readonly<Record<string, ComponentKind>> = {
  kubelet: 'kubelet',
  'kube-apiserver': 'kube-apiserver',
  'kube-controller-manager': 'kube-controller-manager',
  'kube-scheduler': 'kube-scheduler',
  'kube-proxy': 'kube-proxy',
  etcd: 'etcd',
  etcd2: 'etcd',
  'cluster-autoscaler': 'cluster-autoscaler',
  // Scripts of CoreOS that run the image named by KUBELET_IMAGE_* and ETCD_IMAGE_* under rkt.
  'kubelet-wrapper': 'kubelet',
  'etcd-wrapper': 'etcd',
}

/** The names hyperkube knows its servers by (kubernetes `cmd/hyperkube/main.go`, 1.4 to 1.18). */
const SERVERS: Readonly<Record<string, ComponentKind>> = {
  ...PROGRAMS,
  apiserver: 'kube-apiserver',
  'controller-manager': 'kube-controller-manager',
  scheduler: 'kube-scheduler',
  proxy: 'kube-proxy',
}

/** The component a name means as an argument of hyperkube, or as the link to it inside its image (`--exec=/apiserver`). */
export function hyperkubeServer(name: string): ComponentKind | undefined {
  return Object.hasOwn(SERVERS, name) ? SERVERS[name] : undefined
}

const MAX_DEPTH = 8

/** Which component a command line starts, whatever is wrapped around it; undefined if none, or if nobody can tell. */
export const findComponent = (words: readonly Word[]): FoundComponent | undefined => find(words, 0)

const inside = (outer: Surroundings, found: FoundComponent | undefined): FoundComponent | undefined =>
  found && { ...found, surroundings: within(outer, found.surroundings) }

function find(words: readonly Word[], depth: number): FoundComponent | undefined {
  const [first, ...rest] = words
  if (first === undefined || depth > MAX_DEPTH) return undefined
  const script = shellString(words)
  if (script !== undefined) return inShell(script, depth)
  const run = containerRun(words)
  if (run !== undefined) {
    const image = wordText(run.image)
    const found = inside(run.surroundings, inContainer(image, run.entrypoint, run.command, depth))
    return found && { ...found, image }
  }
  const inner = unwrap(words)
  if (inner !== undefined) return inside(inner, find(inner.words, depth + 1))
  const name = baseName(first)
  if (name === undefined) return undefined
  if (name === 'hyperkube') return inHyperkube(rest)
  const component = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined
  return component === undefined ? undefined : started(component, rest)
}

/** Only what goes on running counts: not `kubelet --version`, not `etcd grpc-proxy start`. */
function started(component: ComponentKind, words: readonly Word[]): FoundComponent | undefined {
  const values = words.map(word => wordText(word).value)
  if (values.some(value => /^(?:--?version|--?help|-h)$/.test(value))) return undefined
  if (component === 'etcd' && /^(?:gateway|grpc-proxy)$/.test(values[0] ?? '')) return undefined
  return { component, words, open: false, surroundings: NOTHING_AROUND }
}

function inHyperkube(words: readonly Word[]): FoundComponent | undefined {
  const at = words.findIndex(word => !wordText(word).value.startsWith('-'))
  const server = at === -1 ? undefined : baseName(words[at]!)
  const component = server === undefined ? undefined : hyperkubeServer(server)
  return component === undefined ? undefined : started(component, words.slice(at + 1))
}

function inContainer(
  image: Text,
  entrypoint: Word | undefined,
  command: readonly Word[],
  depth: number,
): FoundComponent | undefined {
  if (entrypoint !== undefined) {
    const name = baseName(entrypoint)
    const server = name === undefined ? undefined : hyperkubeServer(name)
    if (server !== undefined) return started(server, command)
    return find([entrypoint, ...command], depth + 1)
  }
  const found = find(command, depth + 1)
  if (found !== undefined) return found
  // Flags alone go to the image's own entry point.
  const [first] = command
  if (first !== undefined && !wordText(first).value.startsWith('-')) return undefined
  const component = imageComponent(image.value)
  return component === undefined || component === 'kubernetes' ? undefined : started(component, command)
}

function inShell(script: Word, depth: number): FoundComponent | undefined {
  // A variable of the outer reader (`$(POD_IP)` of a pod, `${FOO}` of a unit) is one of the shell's environment, too.
  const text = Text.join(
    script.parts.map(part => ('variable' in part ? standIn(part.text, `\${${part.variable}}`) : part.text)),
  )
  const commands = readShell(text).map(command => conditionalWithin(text, command))
  const lookup = scriptVariables(commands)
  const exported = exportsOf(commands, lookup)
  const own = changedVariables(commands)
  for (const [index, command] of commands.entries()) {
    const words = scriptWords(command.words, index, lookup, 'variable').map(word => withoutOwn(word, own))
    const found = find(words, depth + 1)
    if (found !== undefined) return inside(exported(index), found)
  }
  return undefined
}

/** A template block that begins inside the string is as good as an `if`. */
function conditionalWithin(text: Text, command: Command): Command {
  const word = command.words[0] ?? command.assignments[0]?.value
  const at = word === undefined ? undefined : wordText(word).at
  const [first] = text.pieces
  if (at === undefined || at.doc !== first?.doc || !inRegion(at.doc, at.start)) return command
  const enclosed = at.doc.regions.some(({ start, end }) => start > first.start && start <= at.start && at.start < end)
  return enclosed ? { ...command, conditional: true, direct: false } : command
}

/** What the string sets itself, and is not known here, is not what the environment around it says. */
function withoutOwn(word: Word, own: ReadonlySet<string>): Word {
  if (!word.parts.some(part => 'variable' in part && own.has(part.variable))) return word
  return {
    parts: word.parts.map(part => ('variable' in part && own.has(part.variable) ? { text: unknown(part.text) } : part)),
    splits: word.splits,
  }
}
