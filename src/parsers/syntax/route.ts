import type { Document } from '../../model/document.js'
import type { Location } from '../../model/location.js'
import type { Tree } from '../../model/tree.js'
import { readYaml } from './yaml.js'

/**
 * The route of an offset in a YAML or JSON document's own terms, `spec.containers[0].command[4]`, found by reading it
 * again; a document of a stream is not named. Undefined where no key and no item stands, or the document cannot be read.
 */
export function routeAt(doc: Document, offset: number): string | undefined {
  for (const tree of readYaml(doc).trees) {
    if (!holds(tree.at, doc, offset)) continue
    const route = within(tree, doc, offset)
    if (route !== '') return route
  }
  return undefined
}

function within(root: Tree, doc: Document, offset: number): string {
  let route = ''
  let tree = root
  for (;;) {
    const step: Step | undefined = stepTo(tree, doc, offset)
    if (step === undefined) return route
    route += route === '' && step.name.startsWith('.') ? step.name.slice(1) : step.name
    if (step.into === undefined) return route
    tree = step.into
  }
}

interface Step {
  readonly name: string
  /** Absent where the offset is in the key. */
  readonly into?: Tree
}

function stepTo(tree: Tree, doc: Document, offset: number): Step | undefined {
  if (tree.kind === 'list') {
    const index = tree.items.findIndex(({ value }) => holds(value.at, doc, offset))
    const item = tree.items[index]
    return item === undefined ? undefined : { name: `[${index}]`, into: item.value }
  }
  if (tree.kind === 'scalar') return undefined
  for (const { key, value } of tree.entries) {
    // What a merge key or an alias brings in has its route where it is written.
    if (holds(value.at, doc, offset) && inside(value.at, tree.at)) return { name: spelled(key.value), into: value }
    if (holds(key.at, doc, offset) && inside(key.at, tree.at)) return { name: spelled(key.value) }
  }
  return undefined
}

const holds = (at: Location, doc: Document, offset: number): boolean =>
  at.doc === doc && at.start <= offset && (offset < at.end || (at.start === at.end && offset === at.start))

const inside = (inner: Location, outer: Location): boolean => inner.start >= outer.start && inner.end <= outer.end

/** A key that is no word is quoted, so that the dots of `nodefs.available` lead nowhere. */
const spelled = (key: string): string => (/^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)
