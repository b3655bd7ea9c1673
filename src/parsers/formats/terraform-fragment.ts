import type { Field, ResourceFragment, ResourceKind } from '../../model/fragment.js'
import { scalarText, treeAt } from '../../model/tree.js'
import { fieldAt, scalar } from './fields.js'
import { clusterOf, kubernetesField } from './tags.js'
import { type Block, belongs, type Module } from './terraform-module.js'
import { tagsOf } from './terraform-tags.js'
import { put, setTo, unknownField } from './trees.js'

/** A resource with what all of them have: tags, label, count, name. A written name counts, else the tag `Name`, else the label. */
export function fragmentOf(
  module: Module,
  block: Block,
  type: ResourceKind,
  fields: Map<string, Field>,
  cluster?: string,
): ResourceFragment {
  const tags = tagsOf(module, block)
  if (tags !== undefined) {
    fields.set('tags', setTo(tags, 'tags'))
    put(fields, 'kubernetes', kubernetesField(tags))
    if (!fields.has('name')) put(fields, 'name', fieldAt(tags, ['Name']))
  }
  const { label } = block
  fields.set(
    'label',
    label.known ? setTo(scalar(label), block.address) : unknownField(label.at, 'comes from a template'),
  )
  put(fields, 'count', countOf(block))
  const name = fields.get('name')
  const written = name?.state === 'set' ? scalarText(name.tree) : undefined
  const shown = written?.known ? written : label
  return {
    ...belongs(module, block, cluster ?? clusterOf(tags)),
    kind: 'resource',
    type,
    ...(shown.known ? { name: shown.value } : {}),
    fields,
    open: block.body.open,
  }
}

/** `count` as written; unknown for an expression and for `for_each`; undefined for the ordinary one. */
function countOf({ body }: Block): Field | undefined {
  const each = treeAt(body, 'for_each')
  if (each !== undefined) return { state: 'unknown', why: '`for_each` decides how many there are', at: each.at }
  const field = fieldAt(body, ['count'])
  return field?.state === 'unknown' ? { ...field, why: '`count` is an expression' } : field
}
