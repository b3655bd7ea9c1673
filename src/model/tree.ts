import type { Location } from './location.js'
import type { Text } from './text.js'

/** What a syntax reader returns: the same shape for YAML, JSON, TOML, INI and HCL. Aliases share one node; trees have no cycles. */
export type Tree = TreeMap | TreeList | Scalar

interface Node {
  /** A YAML tag that a schema of its own gives a meaning to, as written (`!Sub`); the core schema's (`!!str`) are the reader's business. */
  readonly tag?: string
}

export interface TreeMap extends Node {
  readonly kind: 'map'
  readonly entries: readonly Entry[]
  /** A hole stands where keys may stand: absence is unknown. */
  readonly open: boolean
  readonly at: Location
}

export interface Entry {
  readonly key: Text
  readonly value: Tree
  /** The entry stands in an `{{ if }}` block inside this map, so whether it exists is unknown. */
  readonly conditional: boolean
}

export interface TreeList extends Node {
  readonly kind: 'list'
  readonly items: readonly Item[]
  readonly open: boolean
  readonly at: Location
}

export interface Item {
  readonly value: Tree
  readonly conditional: boolean
}

export interface Scalar extends Node {
  readonly kind: 'scalar'
  readonly text: Text
  /** Written in quotes or as a block: a string whatever it looks like. */
  readonly quoted: boolean
  /** `null`, `~` or nothing at all. */
  readonly empty: boolean
  readonly at: Location
}

/** A map, and a list, of which nothing is in view. */
export const unseenMap = (at: Location): TreeMap => ({ kind: 'map', entries: [], open: true, at })
export const unseenList = (at: Location): TreeList => ({ kind: 'list', items: [], open: true, at })

/** What a path leads to: three values, because a template may stand on the way. */
export type Found =
  | { readonly state: 'found'; readonly value: Tree; readonly key?: Text }
  /** `at` is the innermost map that was in view and lacks the key. */
  | { readonly state: 'absent'; readonly at: Location }
  | { readonly state: 'unknown'; readonly at: Location; readonly why: string }

/** The last entry of that name wins, as in Go's decoders. */
export function entry(map: TreeMap, name: string): Entry | undefined {
  for (let i = map.entries.length - 1; i >= 0; i--) {
    const found = map.entries[i]!
    if (found.key.value === name) return found
  }
  return undefined
}

function step(tree: Tree, name: string): Found {
  if (tree.kind === 'scalar') {
    if (!tree.text.known) return { state: 'unknown', at: tree.at, why: 'comes from a template' }
    return { state: 'absent', at: tree.at }
  }
  if (tree.kind === 'list') {
    const item = tree.items[Number(name)]
    if (item === undefined)
      return tree.open
        ? { state: 'unknown', at: tree.at, why: 'the list comes from a template' }
        : { state: 'absent', at: tree.at }
    return item.conditional
      ? { state: 'unknown', at: item.value.at, why: 'is conditional' }
      : { state: 'found', value: item.value }
  }
  const found = entry(tree, name)
  if (found === undefined) {
    if (tree.open || tree.entries.some(({ key }) => !key.known))
      return { state: 'unknown', at: tree.at, why: 'may come from a template' }
    return { state: 'absent', at: tree.at }
  }
  if (found.conditional) return { state: 'unknown', at: found.key.at, why: 'is conditional' }
  return { state: 'found', value: found.value, key: found.key }
}

/** Follows a route of keys (and list indexes, as strings). `null` counts as absent: Kubernetes decodes it to the zero value. */
export function lookup(tree: Tree, ...route: readonly string[]): Found {
  let here: Found = { state: 'found', value: tree }
  for (const name of route) {
    here = step(here.value, name)
    if (here.state !== 'found') return here
    if (here.value.kind === 'scalar' && here.value.empty) return { state: 'absent', at: here.key?.at ?? here.value.at }
  }
  return here
}

/** A key on the way to a route that is written in other letters (`maxpods`), which some decoders take for the same. */
export function otherCase(tree: Tree, ...route: readonly string[]): Text | undefined {
  let here: Tree | undefined = tree
  let other: Text | undefined
  for (const name of route) {
    if (here?.kind !== 'map') return undefined
    const found: Entry | undefined =
      entry(here, name) ?? here.entries.findLast(({ key }) => isSameWord(key.value, name))
    if (found !== undefined && found.key.value !== name) other ??= found.key
    here = found?.value
  }
  return here === undefined ? undefined : other
}

const isSameWord = (a: string, b: string): boolean => a.length === b.length && a.toLowerCase() === b.toLowerCase()

/** Where an entry stands behind one of the route whose name a template prints: it may be the same, and the last one counts. */
export function nameless(tree: Tree, ...route: readonly string[]): Location | undefined {
  let here: Tree | undefined = tree
  for (const name of route) {
    if (here?.kind !== 'map') return undefined
    const found: Entry | undefined = here.entries.findLast(({ key }) => !key.known || key.value === name)
    if (found?.key.known === false) return found.key.at
    here = found?.value
  }
  return undefined
}

/** Entries that count and are certainly there: a later one of the same name wins, and one whose name a template prints may have any. */
export function entriesInForce(map: TreeMap): readonly Entry[] {
  const last = new Map<string, Entry>()
  for (const entry of map.entries) {
    if (entry.key.known) last.set(entry.key.value, entry)
    else last.clear()
  }
  return [...last.values()].filter(({ conditional }) => !conditional)
}

/** The known text of a scalar at a route; undefined if absent, unknown or no scalar. For identifying (kind, name), never for judging. */
export function textAt(tree: Tree, ...route: readonly string[]): Text | undefined {
  const found = lookup(tree, ...route)
  return found.state === 'found' && found.value.kind === 'scalar' && found.value.text.known
    ? found.value.text
    : undefined
}

export const stringAt = (tree: Tree, ...route: readonly string[]): string | undefined => textAt(tree, ...route)?.value

/** The subtree at a route if it is in view. */
export function treeAt(tree: Tree, ...route: readonly string[]): Tree | undefined {
  const found = lookup(tree, ...route)
  return found.state === 'found' ? found.value : undefined
}

/** Items of a list at a route that are certainly there; none if it, or the tree, is absent or unknown. */
export function itemsAt(tree: Tree | undefined, ...route: readonly string[]): readonly Tree[] {
  const list = tree === undefined ? undefined : treeAt(tree, ...route)
  return list?.kind === 'list' ? list.items.filter(item => !item.conditional).map(item => item.value) : []
}

/** The words a scalar holds, or unknown if a template fills it. */
export function scalarText(tree: Tree): Text | undefined {
  return tree.kind === 'scalar' && !tree.empty ? tree.text : undefined
}
