import type { Document } from '../model/document.js'
import { type Location, position } from '../model/location.js'
import type { Tree } from '../model/tree.js'
import { entry } from '../model/tree.js'

/** A tree as plain values, for the validator. Aliases share one value, so an alias bomb costs what its source costs. */
export function plain(tree: Tree, known = new Map<Tree, unknown>()): unknown {
  const found = known.get(tree)
  if (found !== undefined) return found
  const value = build(tree, known)
  known.set(tree, value)
  return value
}

function build(tree: Tree, known: Map<Tree, unknown>): unknown {
  if (tree.kind === 'map')
    return Object.fromEntries(tree.entries.map(({ key, value }) => [key.value, plain(value, known)]))
  if (tree.kind === 'list') return tree.items.map(({ value }) => plain(value, known))
  const { value } = tree.text
  if (tree.quoted) return value
  if (tree.empty) return null
  if (value === 'true' || value === 'false') return value === 'true'
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(value) ? Number(value) : value
}

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')

/** The steps of a JSON pointer. */
export const stepsOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescaped)

/** What a JSON pointer leads to. */
export function pointed(root: Tree, pointer: string): { readonly tree: Tree; readonly at: Location } {
  let tree = root
  for (const name of stepsOf(pointer)) {
    const next =
      tree.kind === 'map'
        ? entry(tree, name)?.value
        : tree.kind === 'list'
          ? tree.items[Number(name)]?.value
          : undefined
    if (next === undefined) break
    tree = next
  }
  return { tree, at: tree.at }
}

/** The place of a key of the map a pointer leads to. */
export function keyPlace(root: Tree, pointer: string, name: string): Location {
  const { tree, at } = pointed(root, pointer)
  return (tree.kind === 'map' ? entry(tree, name)?.key.at : undefined) ?? at
}

/** Not read for holes: `{{cookiecutter.name}}/**` is a glob here. */
export const documentOf = (uri: string, source: string): Document =>
  source.charCodeAt(0) === 0xfeff
    ? { uri, source: source.slice(1), holes: [], regions: [], bom: 1 }
    : { uri, source, holes: [], regions: [] }

/** `klint.yaml:3:5` */
export function placed({ doc, start }: Location): string {
  const { line, column } = position(doc, start)
  return `${doc.uri}:${line}:${column}`
}
