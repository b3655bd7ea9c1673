import { COMPONENTS, type ComponentKind, type Variable, type VersionHint, type Word } from '../../model/fragment.js'
import { Text } from '../../model/text.js'
import { entry, type Item, itemsAt, lookup, scalarText, stringAt, type Tree, textAt } from '../../model/tree.js'
import { type FoundComponent, findComponent } from '../component.js'
import { imageComponent, imageVersion } from '../image.js'
import { NOTHING_AROUND, within } from '../syntax/surroundings.js'
import { literal, unknown, wordText } from '../syntax/words.js'
import { expand, unmasked, variable } from './expand.js'

/** What a container of a pod runs, if it is a component klint knows. */
export interface Running {
  readonly component: ComponentKind
  readonly words: readonly Word[]
  readonly open: boolean
  readonly environment: Environment
  readonly version: VersionHint | undefined
  readonly vendor: boolean
}

interface Environment {
  readonly variables: readonly Variable[]
  readonly open: boolean
}

interface CommandLine {
  readonly words: readonly Word[]
  readonly open: boolean
}

/** Reads one item of `containers`; undefined if it runs no component, or a template hides which. */
export function containerOf(container: Tree): Running | undefined {
  const environment = environmentOf(container)
  const values = new Map(environment.variables.map(({ name, text }) => [name, text]))
  const command = commandLine(container, 'command', values)
  const args = commandLine(container, 'args', values)
  const image = textAt(container, 'image')
  const found = componentOf(command, args, image, stringAt(container, 'name'))
  if (found === undefined) return undefined
  const release = image === undefined ? undefined : imageVersion(image)
  const same = release?.of === found.component || release?.of === 'kubernetes'
  return {
    component: found.component,
    words: found.words,
    open: found.open,
    environment: within({ ...environment, inherits: 'all' }, found.surroundings),
    version: same && release?.range !== undefined ? { of: found.component, range: release.range } : undefined,
    vendor: release?.vendor ?? false,
  }
}

function componentOf(
  command: CommandLine,
  args: CommandLine,
  image: Text | undefined,
  name: string | undefined,
): FoundComponent | undefined {
  const found = findComponent([...command.words, ...args.words])
  if (found !== undefined) {
    return { ...found, open: found.open || command.open || args.open }
  }
  const [first] = command.words
  const of = image === undefined ? undefined : imageComponent(image.value)
  // kubernetes/autoscaler cluster-autoscaler/run.sh, the command of its manifests up to 1.2: hands its arguments on.
  if (of === 'cluster-autoscaler' && first !== undefined && /(?:^|\/)run\.sh$/.test(wordText(first).value))
    return {
      component: of,
      words: [...command.words.slice(1), ...args.words],
      open: command.open || args.open,
      surroundings: NOTHING_AROUND,
    }
  // A template writes the whole command: what runs is what the container is called, and nothing is known of it.
  const hidden = first === undefined ? command.open : !wordText(first).known
  if (hidden)
    return isComponent(name) ? { component: name, words: [], open: true, surroundings: NOTHING_AROUND } : undefined
  // Without a command the image's entry point runs; only its name can tell what that is.
  if (first !== undefined || of === undefined || of === 'kubernetes') return undefined
  if (args.words.some(word => /^(?:--?version|--?help|-h)$/.test(wordText(word).value))) return undefined
  return { component: of, words: args.words, open: args.open, surroundings: NOTHING_AROUND }
}

const isComponent = (name: string | undefined): name is ComponentKind =>
  COMPONENTS.some(component => component === name)

function commandLine(container: Tree, name: 'command' | 'args', values: ReadonlyMap<string, Text>): CommandLine {
  const found = lookup(container, name)
  if (found.state === 'unknown') return { words: [], open: true }
  if (found.state === 'absent') return { words: [], open: false }
  const { value } = found
  // The API wants a list; templates and old bundles also write one string.
  const items: readonly Item[] = value.kind === 'list' ? value.items : [{ value, conditional: false }]
  const words: Word[] = []
  let detached = false
  for (const item of items) {
    const text = scalarText(item.value)
    if (text === undefined) continue
    const word = expand(unmasked(text), values)
    const flag = word.value.startsWith('-')
    // The value of a conditional `--flag value` is part of what is conditional.
    if (item.conditional && !flag && detached) continue
    words.push(literal(item.conditional ? valueHidden(word) : word))
    detached = item.conditional && flag && !word.value.includes('=')
  }
  return { words, open: value.kind === 'map' || (value.kind === 'list' ? value.open : !value.text.known) }
}

/** A conditional word: what it sets is unknown, other flags are as they are. */
function valueHidden(word: Text): Text {
  if (!word.value.startsWith('-')) return unknown(word)
  const equals = word.value.indexOf('=')
  const name = equals === -1 ? word : word.slice(0, equals)
  const { doc, start, end } = (equals === -1 ? word : word.slice(equals)).at
  return Text.join([name, Text.whole(doc, start, end, '='), unknown(word)])
}

function environmentOf(container: Tree): Environment {
  const found = lookup(container, 'env')
  const open = lookup(container, 'envFrom').state !== 'absent'
  if (found.state !== 'found') return { variables: [], open: open || found.state === 'unknown' }
  if (found.value.kind !== 'list') return { variables: [], open: true }
  const values = new Map<string, Text>()
  const variables: Variable[] = []
  let unnamed = false
  for (const { value: item, conditional } of found.value.items) {
    const name = textAt(item, 'name')
    if (name === undefined) unnamed = true
    else {
      const text = conditional ? unknown(name) : variableText(item, name, values)
      values.set(name.value, text)
      variables.push(variable(name, text))
    }
  }
  return { variables, open: open || found.value.open || unnamed }
}

/** A variable may name those before it; without `value` and `valueFrom` it is empty. */
function variableText(item: Tree, name: Text, before: ReadonlyMap<string, Text>): Text {
  const found = lookup(item, 'value')
  if (found.state === 'unknown') return unknown(name)
  if (found.state === 'found') {
    const text = scalarText(found.value)
    return text === undefined ? unknown(name) : expand(unmasked(text), before)
  }
  if (item.kind === 'map' && entry(item, 'valueFrom') !== undefined) return unknown(name)
  return name.slice(name.length)
}

/** Path inside the container -> path on the host, for volumes of type hostPath. */
export function mountsOf(container: Tree, spec: Tree): ReadonlyMap<string, string> {
  const hostPaths = new Map<string, string>()
  for (const volume of itemsAt(spec, 'volumes')) {
    const [name, path] = [textAt(volume, 'name'), textAt(volume, 'hostPath', 'path')]
    if (name !== undefined && path !== undefined) hostPaths.set(name.value, path.value)
  }
  const mounts = new Map<string, string>()
  for (const mount of itemsAt(container, 'volumeMounts')) {
    const [name, inside] = [textAt(mount, 'name'), textAt(mount, 'mountPath')]
    const path = name === undefined ? undefined : hostPaths.get(name.value)
    const below = lookup(mount, 'subPath')
    if (inside === undefined || path === undefined || below.state === 'unknown') continue
    const sub = textAt(mount, 'subPath')
    mounts.set(inside.value, sub === undefined ? path : `${path.replace(/\/$/, '')}/${sub.value}`)
  }
  return mounts
}
