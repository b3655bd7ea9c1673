import type { DefaultArg } from '../../facts/platforms/rows.js'
import type { Word } from '../../model/fragment.js'
import { MASK, Text } from '../../model/text.js'
import { type Entry, lookup, scalarText, type Tree } from '../../model/tree.js'
import { unknownAt, userWord, type Written, word } from './written.js'

/** Arguments a user gives to a component through a platform. */
export interface UserArgs {
  readonly args: readonly UserArg[]
  /** Names that may or may not be set: conditional entries. */
  readonly maybe: ReadonlySet<string>
  /** More may be there. */
  readonly open: boolean
}

export interface UserArg {
  readonly name: string
  readonly key: Text
  readonly value: Text
  /** `--name=value`. */
  readonly word: Text
}

const NO_ARGS: UserArgs = { args: [], maybe: new Set(), open: false }

/**
 * Arguments at the first route that leads somewhere: a map `name: value`, or from kubeadm v1beta4 and Cluster API v1beta2
 * on a list of `{ name, value }` (cmd/kubeadm/app/apis/kubeadm/v1beta4/types.go, v1.31.0). The shape decides, not the
 * version: kubeadm refuses the wrong one, and then nothing runs.
 */
export function userArgs(tree: Tree, ...routes: readonly (readonly string[])[]): UserArgs {
  for (const route of routes) {
    const found = lookup(tree, ...route)
    if (found.state === 'unknown') return { ...NO_ARGS, open: true }
    if (found.state === 'found') return argsOf(found.value)
  }
  return NO_ARGS
}

function argsOf(tree: Tree): UserArgs {
  if (tree.kind === 'scalar') return { ...NO_ARGS, open: !tree.text.known }
  let open = tree.open
  const args: UserArg[] = []
  const maybe = new Set<string>()
  for (const { name, value, conditional } of tree.kind === 'map' ? mapArgs(tree.entries) : listArgs(tree)) {
    if (name === undefined || value === undefined || !name.known) open = true
    else if (conditional) {
      open = true
      maybe.add(name.value)
    } else args.push({ name: name.value, key: name, value, word: userWord(name, value) })
  }
  return { args, maybe, open }
}

interface Arg {
  readonly name: Text | undefined
  readonly value: Text | undefined
  readonly conditional: boolean
}

/** Of a repeated key the last one counts, as in Go's decoders. */
function mapArgs(entries: readonly Entry[]): Arg[] {
  const last = new Map<string, Arg>()
  for (const { key, value, conditional } of entries) {
    last.delete(key.value)
    last.set(key.value, { name: key, value: scalarValue(value, key), conditional })
  }
  return [...last.values()]
}

function listArgs(tree: Tree & { kind: 'list' }): Arg[] {
  return tree.items.map(({ value: item, conditional }) => {
    const name = lookup(item, 'name')
    if (name.state !== 'found') return { name: undefined, value: undefined, conditional }
    const text = scalarText(name.value)
    if (text === undefined) return { name: undefined, value: undefined, conditional }
    const value = lookup(item, 'value')
    if (value.state === 'unknown') return { name: text, value: unknownAt(value.at), conditional }
    return { name: text, value: value.state === 'found' ? scalarValue(value.value, text) : emptyAt(text), conditional }
  })
}

/** A list or a map where one value belongs is nothing anyone can know the outcome of. */
function scalarValue(tree: Tree, key: Text): Text {
  if (tree.kind !== 'scalar') return unknownAt(tree.at)
  return tree.empty ? emptyAt(key) : tree.text
}

export function emptyAt(key: Text): Text {
  const { doc, end } = key.at
  return Text.whole(doc, end, end, '')
}

/** Later arguments over earlier ones: of one name only the last to give it counts. */
export function stacked(all: readonly UserArgs[]): UserArgs {
  const later = new Set<string>()
  const kept: (readonly UserArg[])[] = []
  for (const { args, maybe } of [...all].reverse()) {
    kept.push(args.filter(({ name }) => !later.has(name)))
    for (const { name } of args) later.add(name)
    for (const name of maybe) later.add(name)
  }
  return {
    args: kept.reverse().flat(),
    maybe: new Set(all.flatMap(one => [...one.maybe])),
    open: all.some(one => one.open),
  }
}

/** What stands for the `{…}` of a default's value: a Text of the user, or the platform's own. */
export type Fill = (placeholder: string) => Text | string | undefined

/**
 * The command line of a component: sorted defaults, then the user's arguments; a name the user gives removes every
 * default of that name (cmd/kubeadm/app/util/arguments.go, v1.36.0), except those that come last.
 */
export function commandLine(defaults: readonly DefaultArg[], user: UserArgs, fill: Fill, into: Written): Word[] {
  const given = new Set([...user.args.map(arg => arg.name), ...user.maybe])
  const sorted = [...defaults].sort((a, b) => (a.name < b.name ? -1 : 1))
  const write = (arg: DefaultArg) => word(defaultWord(arg, fill, into))
  return [
    ...sorted.filter(arg => !arg.last && !given.has(arg.name)).map(write),
    ...user.args.map(arg => word(arg.word)),
    ...sorted.filter(arg => arg.last).map(write),
  ]
}

/** `--name=value` on the platform's document; parts the user wrote keep his place. */
export function defaultWord(arg: DefaultArg, fill: Fill, into: Written): Text {
  const parts = filled(arg.value, fill)
  const line = into.line(`--${arg.name}=${parts.map(plain).join('')}`)
  if (parts.every(part => typeof part === 'string')) return line
  const head = line.slice(0, arg.name.length + 3)
  let at = head.length
  const texts = parts.map(part => {
    const own = line.slice(at, at + plain(part).length)
    at += plain(part).length
    return typeof part === 'string' ? own : part
  })
  const first = parts[0]
  // A value that is the user's alone stands where he wrote it; the name then follows him.
  if (parts.length === 1 && first !== undefined && typeof first !== 'string')
    return Text.join([Text.whole(first.at.doc, first.at.start, first.at.start, `--${arg.name}=`), first])
  return Text.join([head, ...texts])
}

const plain = (part: Text | string): string => (typeof part === 'string' ? part : part.value)

export function filled(template: string, fill: Fill): (Text | string)[] {
  return template
    .split(/(\{\w+\})/)
    .filter(part => part !== '')
    .map(part => (/^\{\w+\}$/.test(part) ? (fill(part.slice(1, -1)) ?? MASK) : part))
}
