import type { Field, ResourceFragment } from '../../model/fragment.js'
import { entry, type Item, lookup, type Tree, type TreeList, treeAt } from '../../model/tree.js'
import { parsed, type TreeContext, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { fieldAt, fieldsOf } from './fields.js'
import { anchorOf, kindOf, nameOf, ofGroup } from './object.js'

/** Alert rules (a rule file of Prometheus, or an object of its operator) and what the operator is told to scrape. */
export const prometheus: TreeFormat = {
  name: 'prometheus',
  wants: tree => isRules(tree) || isMonitor(tree),
  read: (tree, context) => parsed([isMonitor(tree) ? monitor(tree, context) : alertRules(tree, context)]),
}

const ofOperator = (tree: Tree): boolean => ofGroup(tree, 'monitoring.coreos.com')

const isMonitor = (tree: Tree): boolean =>
  (kindOf(tree) === 'ServiceMonitor' || kindOf(tree) === 'PodMonitor') && ofOperator(tree)

function isRules(tree: Tree): boolean {
  if (kindOf(tree) === 'PrometheusRule') return ofOperator(tree)
  if (tree.kind !== 'map' || entry(tree, 'kind') !== undefined) return false
  const groups = treeAt(tree, 'groups')
  return groups?.kind === 'list' && groups.items.some(({ value }) => treeAt(value, 'rules')?.kind === 'list')
}

function alertRules(tree: Tree, { doc }: TreeContext): ResourceFragment {
  const route = kindOf(tree) === 'PrometheusRule' ? ['spec', 'groups'] : ['groups']
  const fields = new Map<string, Field>()
  const groups = fieldAt(tree, route)
  if (groups?.state === 'unknown') {
    fields.set('expressions', groups)
    fields.set('alerts', groups)
  } else if (groups !== undefined) {
    fields.set('expressions', { ...groups, tree: collected(groups.tree, 'expr') })
    fields.set('alerts', { ...groups, tree: collected(groups.tree, 'alert') })
  }
  const name = nameOf(tree)
  return {
    kind: 'resource',
    ...belonging(doc, anchorOf(tree)),
    type: 'alert-rules',
    ...(name === undefined ? {} : { name }),
    fields,
    open: false,
  }
}

/** The `key` of all alerts of all groups as one list; recording rules wake nobody. */
function collected(groups: Tree, key: 'expr' | 'alert'): TreeList {
  const items: Item[] = []
  let open = groups.kind !== 'list' || groups.open
  for (const group of groups.kind === 'list' ? groups.items : []) {
    const rules = lookup(group.value, 'rules')
    if (rules.state === 'unknown') open = true
    if (rules.state !== 'found' || rules.value.kind !== 'list') continue
    open ||= rules.value.open
    for (const rule of rules.value.items) {
      const [alert, found] = [lookup(rule.value, 'alert'), lookup(rule.value, key)]
      if (alert.state === 'unknown' || found.state === 'unknown') open = true
      else if (alert.state === 'found' && found.state === 'found')
        items.push({ value: found.value, conditional: group.conditional || rule.conditional })
    }
  }
  return { kind: 'list', items, open, at: groups.at }
}

function monitor(tree: Tree, { doc }: TreeContext): ResourceFragment {
  const name = nameOf(tree)
  return {
    kind: 'resource',
    ...belonging(doc, anchorOf(tree)),
    type: 'monitor',
    ...(name === undefined ? {} : { name }),
    fields: fieldsOf(tree, {
      kind: ['kind'],
      name: ['metadata', 'name'],
      namespace: ['metadata', 'namespace'],
      selector: ['spec', 'selector'],
      namespaceSelector: ['spec', 'namespaceSelector'],
    }),
    open: tree.kind === 'map' && tree.open,
  }
}
