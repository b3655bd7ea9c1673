import { type Document, outermost } from '../../model/document.js'
import type { Field, ResourceFragment, ResourceKind } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import type { Text } from '../../model/text.js'
import { type Entry, itemsAt, lookup, scalarText, stringAt, type Tree, type TreeMap, treeAt } from '../../model/tree.js'
import { belonging } from './belonging.js'
import { evaluator, referenceOf } from './cloudformation-intrinsics.js'
import { fieldAt, scalar } from './fields.js'
import { clusterOf, kubernetesField } from './tags.js'
import { put, setTo, unknownField } from './trees.js'

/** One resource of a template. */
export interface Declared {
  readonly id: Text
  readonly type: Text
  /** Properties with intrinsic functions evaluated as far as that goes. */
  readonly properties: TreeMap
  /** As written, for references. */
  readonly raw: TreeMap
  /** Metadata of `AWS::CloudFormation::Init` and the like, evaluated. */
  readonly metadata?: Tree
  /** Where it says that it may not exist. */
  readonly condition?: Location
}

export interface Template {
  readonly doc: Document
  readonly declared: readonly Declared[]
  readonly byId: ReadonlyMap<string, Declared>
  /** One template is one stack. */
  readonly set: string
}

const KNOWN =
  /^AWS::(?:ElasticLoadBalancing::LoadBalancer|ElasticLoadBalancingV2::(?:LoadBalancer|Listener|TargetGroup)|EC2::(?:Volume|VolumeAttachment|Instance|LaunchTemplate)|AutoScaling::(?:AutoScalingGroup|LaunchConfiguration)|EKS::Nodegroup)$/

export function templateOf(tree: Tree, doc: Document): Template {
  const evaluate = evaluator()
  const resources = treeAt(tree, 'Resources')
  const declared: Declared[] = []
  for (const entry of resources?.kind === 'map' ? resources.entries : []) {
    const one = declaredAs(entry, evaluate)
    if (one !== undefined) declared.push(one)
  }
  const byId = new Map(declared.map(one => [one.id.value, one]))
  return { doc, declared, byId, set: doc.hint?.set ?? `cloudformation:${outermost(doc).uri}` }
}

function declaredAs({ key, value, conditional }: Entry, evaluate: (tree: Tree) => Tree): Declared | undefined {
  const type = value.kind === 'map' ? scalarAt(value, 'Type') : undefined
  if (type === undefined || !KNOWN.test(type.value)) return undefined
  const empty: TreeMap = { kind: 'map', entries: [], open: false, at: key.at }
  const found = lookup(value, 'Properties')
  const raw =
    found.state === 'found' && found.value.kind === 'map' ? found.value : { ...empty, open: found.state === 'unknown' }
  const evaluated = evaluate(raw)
  const metadata = treeAt(value, 'Metadata')
  const condition = scalarAt(value, 'Condition')?.at ?? (conditional ? key.at : undefined)
  return {
    id: key,
    type,
    raw,
    properties: evaluated.kind === 'map' ? evaluated : empty,
    ...(metadata === undefined ? {} : { metadata: evaluate(metadata) }),
    ...(condition === undefined ? {} : { condition }),
  }
}

function scalarAt(tree: Tree, name: string): Text | undefined {
  const found = treeAt(tree, name)
  return found === undefined ? undefined : scalarText(found)
}

export const ofType = (template: Template, ...types: readonly string[]): readonly Declared[] =>
  template.declared.filter(({ type }) => types.includes(type.value))

/** The resource that a property refers to, if this template declares it. */
export function target(template: Template, tree: Tree | undefined): Declared | undefined {
  const id = referenceOf(tree)
  return id === undefined ? undefined : template.byId.get(id)
}

/** Maps in a list; `open` if one more may be there. */
export function mapsAt(
  tree: Tree,
  ...route: readonly string[]
): { readonly items: readonly TreeMap[]; readonly open: boolean } {
  const found = lookup(tree, ...route)
  if (found.state === 'absent') return { items: [], open: false }
  if (found.state === 'unknown' || found.value.kind !== 'list') return { items: [], open: true }
  const items = itemsAt(tree, ...route).filter(item => item.kind === 'map')
  return { items, open: found.value.open || items.length < found.value.items.length }
}

/** `Tags: [{ Key, Value }]` as a map. */
export function tagsAt(tree: Tree, ...route: readonly string[]): TreeMap | undefined {
  const found = treeAt(tree, ...route)
  if (found === undefined) return undefined
  const { items, open } = mapsAt(tree, ...route)
  const entries: Entry[] = []
  for (const item of items) {
    const [key, value] = [scalarAt(item, 'Key'), treeAt(item, 'Value')]
    if (key !== undefined && value !== undefined) entries.push({ key, value, conditional: false })
  }
  return { kind: 'map', entries, open: open || entries.length < items.length, at: found.at }
}

/** What all resources have: tags, label, count, name. A written name counts, else the tag `Name`, else the logical id. */
export function fragmentOf(
  template: Template,
  declared: Declared,
  type: ResourceKind,
  fields: Map<string, Field>,
  tags = tagsAt(declared.properties, 'Tags'),
): ResourceFragment {
  const { id, properties, condition } = declared
  if (tags !== undefined) {
    fields.set('tags', setTo(tags, 'Tags'))
    put(fields, 'kubernetes', kubernetesField(tags))
    if (!fields.has('name')) put(fields, 'name', fieldAt(tags, ['Name']))
  }
  fields.set('label', id.known ? setTo(scalar(id), id.value) : unknownField(id.at, 'comes from a template'))
  if (condition !== undefined) fields.set('count', unknownField(condition, 'a condition decides whether it exists'))
  const name = fields.get('name')
  const written = name?.state === 'set' ? scalarText(name.tree) : undefined
  const shown = written?.known ? written : id
  return {
    ...belonging(template.doc, id.at, {
      set: template.set,
      cluster: stringAt(properties, 'ClusterName') ?? clusterOf(tags),
    }),
    kind: 'resource',
    type,
    ...(shown.known ? { name: shown.value } : {}),
    fields,
    open: properties.open,
  }
}
