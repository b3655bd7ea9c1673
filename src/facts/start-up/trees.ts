import { cannotTell, type Read } from '../../model/rule.js'
import type { Text } from '../../model/text.js'
import { lookup, type Tree } from '../../model/tree.js'

/** What stands at a route of a document; undefined if nothing does. A template on the way ends the check. */
export function* readTree(tree: Tree, ...route: readonly string[]): Generator<Read, Tree | undefined, unknown> {
  const found = lookup(tree, ...route)
  if (found.state === 'unknown') yield* cannotTell(found.why, found.at)
  return found.state === 'found' ? found.value : undefined
}

/** Items of the list at a route, none if it is absent. One that a template may add or leave out ends the check. */
export function* readItems(tree: Tree, ...route: readonly string[]): Generator<Read, readonly Tree[], unknown> {
  const list = yield* readTree(tree, ...route)
  if (list === undefined) return []
  if (list.kind !== 'list') yield* cannotTell('is no list', list.at)
  if (list.kind !== 'list' || list.open || list.items.some(({ conditional }) => conditional))
    yield* cannotTell('comes from a template', list.at)
  return list.kind === 'list' ? list.items.map(({ value }) => value) : []
}

/** The characters of the scalar at a route; undefined if it is absent. A value that a template fills ends the check. */
export function* readText(tree: Tree, ...route: readonly string[]): Generator<Read, Text | undefined, unknown> {
  const node = yield* readTree(tree, ...route)
  if (node === undefined) return undefined
  if (node.kind !== 'scalar' || !node.text.known) yield* cannotTell('comes from a template', node.at)
  return node.kind === 'scalar' ? node.text : undefined
}
