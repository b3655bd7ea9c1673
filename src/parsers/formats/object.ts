import type { Document } from '../../model/document.js'
import type { Location } from '../../model/location.js'
import { stringAt, type Tree, textAt } from '../../model/tree.js'

/** `kind` of a Kubernetes object; undefined if it is not written or comes from a template. */
export const kindOf = (tree: Tree): string | undefined => stringAt(tree, 'kind')

export const apiVersionOf = (tree: Tree): string | undefined => stringAt(tree, 'apiVersion')

/** The part of `apiVersion` before the slash; empty for the core group. */
export function groupOf(tree: Tree): string | undefined {
  const version = apiVersionOf(tree)
  return version === undefined ? undefined : version.slice(0, Math.max(0, version.lastIndexOf('/')))
}

/** True if the group is, or lies below, `group`: templated versions of an API group still count. */
export function ofGroup(tree: Tree, group: string): boolean {
  const found = groupOf(tree)
  return found !== undefined && (found === group || found.endsWith(`.${group}`))
}

export const nameOf = (tree: Tree): string | undefined => stringAt(tree, 'metadata', 'name')

/** The place an object is shown at: the word that says what it is, since the whole of it would fill the screen. */
export const anchorOf = (tree: Tree): Location => textAt(tree, 'kind')?.at ?? tree.at

const TEMPLATE_ENDING = /\.(?:j2|jinja2?|tmpl|tpl|gotmpl|tftpl|erb|template|envsubst|in|mustache|hbs)$/i

/** Segments of the path a document has on its host, else of its own uri; endings of template engines are cut off. */
export function pathOf(doc: Document): readonly string[] {
  let path = doc.path ?? doc.uri
  while (TEMPLATE_ENDING.test(path)) path = path.replace(TEMPLATE_ENDING, '')
  return path.split('/').filter(part => part !== '')
}

/** Base name of `pathOf`; empty for a document without one. */
export const fileName = (doc: Document): string => pathOf(doc).at(-1) ?? ''
