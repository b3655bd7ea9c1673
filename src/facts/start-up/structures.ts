import type { Text } from '../../model/text.js'
import { entry, type Tree } from '../../model/tree.js'

/** Items of a list that are certainly there: what a template adds may be anything, and takes nothing away. */
export const eachKnown = (tree: Tree | undefined): readonly Tree[] =>
  tree?.kind === 'list' ? tree.items.filter(({ conditional }) => !conditional).map(({ value }) => value) : []

/** The text of an entry of a map, where it is written and known. */
export function textOf(tree: Tree, name: string): Text | undefined {
  const found = tree.kind === 'map' ? entry(tree, name) : undefined
  if (found === undefined || found.conditional || found.value.kind !== 'scalar' || found.value.empty) return undefined
  return found.value.text.known ? found.value.text : undefined
}
