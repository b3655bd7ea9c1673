import type { Document } from '../../model/document.js'
import type { Fragment } from '../../model/fragment.js'
import { entry, type Tree, type TreeMap, treeAt } from '../../model/tree.js'
import { parsed, type TreeFormat } from '../format.js'
import { CHART, chartValues, looksLikeValues } from './chart-values.js'
import { fileName, pathOf } from './object.js'

/** Values of the chart cluster-autoscaler: a file of their own, or the part of an umbrella chart's. */
export const autoscalerValues: TreeFormat = {
  name: 'autoscaler-values',
  wants: (tree, doc) => valuesOf(tree, doc) !== undefined,
  read(tree, { doc }) {
    const values = valuesOf(tree, doc)
    const fragments: readonly Fragment[] = values === undefined ? [] : [chartValues(values, doc)]
    return parsed(fragments)
  },
}

function valuesOf(tree: Tree, doc: Document): TreeMap | undefined {
  if (tree.kind !== 'map') return undefined
  if (looksLikeValues(tree) || namedForIt(tree, doc)) return tree
  if (entry(tree, 'kind') !== undefined) return undefined
  const part = treeAt(tree, CHART)
  return part?.kind === 'map' && (looksLikeValues(part) || hasArgs(part)) ? part : undefined
}

const hasArgs = (tree: TreeMap): boolean => treeAt(tree, 'extraArgs')?.kind === 'map'

/** `cluster-autoscaler/values.yaml`, `values/cluster-autoscaler.yaml` and the like, with the chart's way to give flags. */
function namedForIt(tree: TreeMap, doc: Document): boolean {
  if (!hasArgs(tree) || entry(tree, 'kind') !== undefined) return false
  return pathOf(doc).at(-2) === CHART || fileName(doc).includes(CHART)
}
