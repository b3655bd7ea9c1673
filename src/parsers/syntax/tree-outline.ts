import type { Document } from '../../model/document.js'
import type { Location } from '../../model/location.js'
import type { Text } from '../../model/text.js'
import { entry, stringAt, type Tree, type TreeMap, textAt } from '../../model/tree.js'
import { type Outline, ordered, type Step } from './outline.js'

/** What tells the items of a list apart, in the order in which it is looked for. */
const NAMING = [
  ['metadata', 'name'],
  ['name'],
  ['path'],
  ['alert'],
  ['record'],
  ['device_name'],
  ['mountPath'],
  ['key'],
  ['id'],
  ['kind'],
  ['role'],
  ['type'],
] as const

/**
 * The outline of YAML or JSON: keys, and items by what they are called. Objects of a stream go by kind, namespace and name; what
 * has none has no step. What an alias or a merge key brings in is named where it is written.
 */
export function treeOutline(doc: Document, trees: readonly Tree[]): Outline {
  const steps: Step[] = []
  const add = (step: Step): Step => {
    steps.push(step)
    return step
  }
  const descend = (tree: Tree, outer: Step | undefined): void => {
    if (tree.kind === 'scalar') return
    if (tree.kind === 'list') {
      for (const { value } of tree.items) {
        if (!isIn(value.at, tree.at, doc)) continue
        const isMap = value.kind === 'map'
        descend(value, add({ ...extent(value.at), name: nameOf(value), isEntry: isMap, ...(outer && { outer }) }))
      }
      return
    }
    for (const { key, value } of tree.entries) {
      const at = key.at
      if (!isIn(at, tree.at, doc)) continue
      const own = isIn(value.at, tree.at, doc) && value.at.start >= at.start
      const end = own ? Math.max(at.end, value.at.end) : at.end
      const begin = own ? value.at.start : end
      const name = keyName(key)
      const step = add({ start: at.start, end, value: begin, name, isEntry: true, ...(outer && { outer }) })
      if (own) descend(value, step)
    }
  }
  for (const tree of trees) {
    const name = tree.kind === 'map' ? objectName(tree) : undefined
    descend(tree, name === undefined ? undefined : add({ ...extent(tree.at), name: `${name}: `, isEntry: true }))
  }
  return ordered(steps)
}

const extent = ({ start, end }: Location): Pick<Step, 'start' | 'end' | 'value'> => ({ start, end, value: start })

const isIn = (inner: Location, outer: Location, doc: Document): boolean =>
  inner.doc === doc && inner.start >= outer.start && inner.end <= outer.end

/** `Deployment kube-system/cluster-autoscaler`; undefined for what is no object. */
function objectName(tree: TreeMap): string | undefined {
  const kind = stringAt(tree, 'kind')
  if (kind === undefined) return undefined
  const name = written(tree, ['metadata', 'name'])
  const namespace = written(tree, ['metadata', 'namespace'])
  return [kind, [namespace, name].filter(part => part !== undefined).join('/')].filter(part => part !== '').join(' ')
}

function nameOf(tree: Tree): string {
  // a word of a command line goes by its flag
  if (tree.kind !== 'map') return ''
  const object = stringAt(tree, 'metadata', 'name') === undefined ? undefined : objectName(tree)
  if (object !== undefined) return itemName(object)
  for (const route of NAMING) {
    const name = written(tree, route)
    if (name !== undefined) return itemName(name)
  }
  return itemName(undefined)
}

/** A scalar as it is written: a name that a template prints is one all the same. */
function written(tree: TreeMap, route: readonly string[]): string | undefined {
  const text = textAt(tree, ...route)
  if (text !== undefined) return text.value
  const [name = '', ...rest] = route
  const value = entry(tree, name)?.value
  if (value?.kind === 'map') return rest.length > 0 ? written(value, rest) : undefined
  if (value?.kind !== 'scalar' || value.empty || rest.length > 0) return undefined
  return spelling(value.text)
}

const spelling = (text: Text): string => {
  if (text.known) return text.value
  const { doc, start, end } = text.at
  return doc.source.slice(start, end).replace(/\s+/g, ' ')
}

/** A key that is no word is quoted, so that the dots of `nodefs.available` lead nowhere. */
export const keyName = (key: Text): string => entryName(spelling(key))
export const entryName = (key: string): string => (/^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)

/** An item by its name; nothing where it has none, since its number moves with its neighbours. */
export function itemName(name: string | undefined): string {
  if (name === undefined) return '[]'
  return /^[\w./:@ -]+$/.test(name) ? `[${name}]` : `[${JSON.stringify(name)}]`
}
