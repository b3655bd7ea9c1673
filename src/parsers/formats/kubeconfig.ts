import type { Field } from '../../model/fragment.js'
import { itemsAt, lookup, stringAt, type Tree } from '../../model/tree.js'
import { parsed, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { fieldAt } from './fields.js'
import { anchorOf, apiVersionOf, kindOf } from './object.js'

/** Where a component finds the apiserver. */
export const kubeconfig: TreeFormat = {
  name: 'kubeconfig',
  wants: tree =>
    kindOf(tree) === 'Config' && apiVersionOf(tree) === 'v1' && lookup(tree, 'clusters').state !== 'absent',
  read(tree, { doc }) {
    const server = serverOf(tree)
    const fields = new Map(server === undefined ? [] : [['server', server]])
    return parsed([{ kind: 'resource', ...belonging(doc, anchorOf(tree)), type: 'kubeconfig', fields, open: false }])
  },
}

/** The server of the cluster that the current context names, or of the only cluster there is. */
function serverOf(tree: Tree): Field | undefined {
  const clusters = itemsAt(tree, 'clusters')
  const current = stringAt(tree, 'current-context')
  const context = itemsAt(tree, 'contexts').find(item => current !== undefined && stringAt(item, 'name') === current)
  const named = context === undefined ? undefined : stringAt(context, 'context', 'cluster')
  const cluster = clusters.find(item => named !== undefined && stringAt(item, 'name') === named)
  const only = clusters.length === 1 ? clusters[0] : undefined
  const chosen = cluster ?? only
  if (chosen !== undefined) return fieldAt(chosen, ['cluster', 'server'])
  const found = lookup(tree, 'clusters')
  if (found.state === 'found' && found.value.kind === 'list' && found.value.items.length === 0 && !found.value.open)
    return undefined
  return { state: 'unknown', why: 'it names several clusters and no current context', at: tree.at }
}
