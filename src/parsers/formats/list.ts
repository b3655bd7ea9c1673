import { itemsAt, type Tree } from '../../model/tree.js'
import { apiVersionOf, kindOf } from './object.js'

/** Objects of a file: those of a `kind: List` (`kubectl get -o yaml`, old bundles) stand for themselves. Lists do not nest. */
export function objectsOf(trees: readonly Tree[]): readonly Tree[] {
  return trees.flatMap(tree => (isList(tree) ? itemsAt(tree, 'items') : [tree]))
}

function isList(tree: Tree): boolean {
  const kind = kindOf(tree)
  return kind === 'List' || (apiVersionOf(tree) === 'v1' && kind === 'PodList')
}
