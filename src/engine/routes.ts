import { type Document, outermost } from '../model/document.js'
import type { Location } from '../model/location.js'
import { isHcl, outlineOf } from '../parsers/outline.js'
import { isCollection, routeOf, type Step, stepAt } from '../parsers/syntax/outline.js'
import { wordRoute } from '../parsers/syntax/word-route.js'

/** Where something stands, in the words of each document of the nesting. */
export interface Routed {
  /** `data.kubelet > KubeletConfiguration: evictionHard`; empty for what is no structure, or the whole of it. */
  readonly route: string
  /** Whether it is whole entries, a map or a part of one, and not one value. */
  readonly isCollection: boolean
}

/** Reads the documents again where nobody did; await `prepareIdentities` (identity.ts) before. */
export function routed({ doc, start, end }: Location): Routed {
  const outline = outlineOf(doc)
  const step = stepAt(outline, start, end)
  const collects = isCollection(outline, step, start, end)
  // the item before may be the flag of this one
  const from = (step?.isEntry === false ? step.outer : step)?.value ?? 0
  const word = collects || start < from ? '' : wordRoute(doc.source, from, start)
  const own = [named(doc, step), word].filter(part => part !== '').join(' ')
  return { route: [...around(doc, start, end), own].filter(part => part !== '').join(' > '), isCollection: collects }
}

/** Routes of the documents around one, outermost first. Where one has no structure, a script, the path of what it holds names it. */
function around(doc: Document, start: number, end: number): string[] {
  const { parent } = doc
  if (parent === undefined) return []
  const [outer] = parent.decoded ? parent.text.locate() : parent.text.locate(start, end)
  if (outer === undefined) return []
  const route = named(outer.doc, stepAt(outlineOf(outer.doc), outer.start, outer.end))
  return [...around(outer.doc, outer.start, outer.end), route === '' ? (doc.path ?? '') : route]
}

/** A document of a running cluster is an object, whose name is its own: `spec.nodeName` and not `Pod kube-system/etcd-a: spec.nodeName`. */
function named(doc: Document, step: Step | undefined): string {
  const route = routeOf(step)
  if (doc.live === undefined || step === undefined) return route
  let top = step
  while (top.outer !== undefined) top = top.outer
  return top.name.endsWith(': ') ? route.slice(top.name.length) : route
}

/** What a place in an object of a running cluster is called; empty for others, which have lines. */
export function liveRoute(at: Location): string {
  // the reader of Terraform must be awaited, and no cluster holds any
  if (outermost(at.doc).live === undefined || [...nesting(at.doc)].some(isHcl)) return ''
  return routed(at).route.replace(OWN_NAME, '$1')
}

/** A document, and those around it. */
export function* nesting(doc: Document): Generator<Document> {
  for (let at: Document | undefined = doc; at !== undefined; at = at.parent?.text.pieces[0]?.doc) yield at
}

/** Who points at the name of an item points at the item. */
const OWN_NAME = /(\[[^[\]]+\])\.name$/
