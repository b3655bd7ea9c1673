import type { Document } from '../../model/document.js'
import type { ReferenceFragment } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { Text } from '../../model/text.js'
import { type Found, scalarText, type Tree } from '../../model/tree.js'
import { belonging } from './belonging.js'
import { unknownText } from './trees.js'

/** Names of files in the list at a route, and one that nobody knows where the list may hold more. */
export function filesIn(found: Found): readonly Text[] {
  if (found.state === 'absent') return []
  if (found.state === 'unknown') return [unknownText(found.at)]
  if (found.value.kind !== 'list') return [nameIn(found.value)]
  const names = found.value.items.flatMap(({ value }) => (value.kind === 'map' ? [] : [nameIn(value)]))
  return found.value.open ? [...names, unknownText(found.value.at)] : names
}

const nameIn = (tree: Tree): Text => scalarText(tree) ?? unknownText(tree.at)

/** Files of values that are not final, since a release puts several of them, or other values, one over the other. */
export function layers(doc: Document, files: readonly Text[], more: boolean): ReferenceFragment[] {
  if (files.length + (more ? 1 : 0) < 2) return []
  return files.map(file => layer(doc, file.at, withoutSource(file)))
}

/** The same for a chart that lies in the repository at a path from its root: its own `values.yaml` is below all others. */
export function chartLayers(doc: Document, path: Text, files: readonly Text[], more: boolean): ReferenceFragment[] {
  const { at } = path
  const below = (name: Text): Text =>
    name.value.startsWith('$') ? name : Text.join([path, Text.whole(at.doc, at.start, at.start, '/'), name])
  const own = Text.whole(at.doc, at.start, at.end, 'values.yaml')
  return layers(doc, [own, ...files.filter(({ value }) => value !== own.value)].map(below), more)
}

export const layer = (doc: Document, at: Location, target: Text): ReferenceFragment => ({
  kind: 'reference',
  ...belonging(doc, at),
  target,
  as: 'values',
})

/** argo-cd v3.0.0 docs/user-guide/multiple_sources.md: `$name/` stands for the root of another source. */
const withoutSource = (file: Text): Text => file.slice(/^\$[\w-]+\//.exec(file.value)?.[0].length ?? 0)
