import type { ComponentKind, Word } from '../model/fragment.js'
import { Text } from '../model/text.js'
import { containerRun } from './containers.js'
import { imageComponent } from './image.js'
import { type Command, readShell } from './syntax/shell.js'
import { scriptVariables, scriptWords } from './syntax/shell-variables.js'
import { baseName, standIn, wordText } from './syntax/words.js'
import { shellString, unwrap } from './wrappers.js'

export interface FoundComponent {
  readonly component: ComponentKind
  /** Arguments behind the component's name. */
  readonly words: readonly Word[]
  /** More arguments may follow than could be read. */
  readonly open: boolean
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
export function findComponent(words: readonly Word[], depth = 0): FoundComponent | undefined {
  const [first, ...rest] = words
  if (first === undefined || depth > MAX_DEPTH) return undefined
  const script = shellString(words)
  if (script !== undefined) return inShell(script, depth)
  const run = containerRun(words)
  if (run !== undefined) {
    const image = wordText(run.image)
    const found = inContainer(image, run.entrypoint, run.command, depth)
    return found && { ...found, image }
  }
  const inner = unwrap(words)
  if (inner !== undefined) return findComponent(inner, depth + 1)
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
  return { component, words, open: false }
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
    return findComponent([entrypoint, ...command], depth + 1)
  }
  const found = findComponent(command, depth + 1)
  if (found !== undefined) return found
  // Flags alone go to the image's own entry point.
  const [first] = command
  if (first !== undefined && !wordText(first).value.startsWith('-')) return undefined
  const component = imageComponent(image.value)
  return component === undefined || component === 'kubernetes' ? undefined : started(component, command)
}

/** The commands of the string behind `sh -c`, or of any piece of shell; variables that it does not set itself stay variables. */
export function splitShell(text: Text): Command[] {
  const commands = readShell(text)
  const lookup = scriptVariables(commands)
  return commands.map((command, i) => ({ ...command, words: scriptWords(command.words, i, lookup, 'variable') }))
}

function inShell(script: Word, depth: number): FoundComponent | undefined {
  // A variable of the outer reader (`$(POD_IP)` of a pod, `${FOO}` of a unit) is one of the shell's environment, too.
  const text = Text.join(
    script.parts.map(part => ('variable' in part ? standIn(part.text, `\${${part.variable}}`) : part.text)),
  )
  for (const { words } of splitShell(text)) {
    const found = findComponent(words, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
