import type { Document } from '../../model/document.js'
import type { ReferenceFragment } from '../../model/fragment.js'
import { Text } from '../../model/text.js'
import { entry, itemsAt, lookup, stringAt, type Tree, textAt, treeAt } from '../../model/tree.js'
import { parsed, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { fileName, kindOf, ofGroup } from './object.js'
import { filesIn } from './values-files.js'

/**
 * A kustomization (kubernetes-sigs/kustomize kustomize/v5.6.0, api/types/kustomization.go) says what it takes in and what it
 * changes of it. klint does not patch: what may be changed is not known.
 */
export const kustomization: TreeFormat = {
  name: 'kustomization',
  wants: (tree, doc) =>
    tree.kind === 'map' &&
    (kindOf(tree) === undefined
      ? NAME.test(fileName(doc))
      : ofGroup(tree, 'kustomize.config.k8s.io') || ofGroup(tree, FLUX)),
  read(tree, { doc }) {
    if (ofGroup(tree, FLUX)) return parsed(byFlux(tree, doc))
    const taken = ['resources', 'bases'].flatMap(key => filesIn(lookup(tree, key))).filter(({ known }) => known)
    const changing = changes(tree)
    const fragments = taken.flatMap(target => {
      // Its name says nothing of a cluster, and neither does it.
      const all = { kind: 'reference', ...belonging(doc, target.at), target, loose: true } as const
      return [{ ...all, as: 'bundled' as const }, ...changing.map(change => ({ ...all, ...change }))]
    })
    return parsed(fragments)
  },
}

const FLUX = 'kustomize.toolkit.fluxcd.io'

/** Flux (kustomize-controller v1.5.0, docs/spec/v1/kustomizations.md) patches what lies at a path from the root of its source. */
function byFlux(tree: Tree, doc: Document): readonly ReferenceFragment[] {
  const [spec, path] = [treeAt(tree, 'spec'), textAt(tree, 'spec', 'path')]
  if (spec === undefined || path === undefined || !path.known) return []
  const { at } = path
  const target = Text.join([Text.whole(at.doc, at.start, at.start, '/'), path])
  const all = { kind: 'reference', ...belonging(doc, at), target, loose: true } as const
  return changes(spec).map(change => ({ ...all, ...change }))
}

const NAME = /^kustomization(?:\.ya?ml)?$/i

type Change = Pick<ReferenceFragment, 'as' | 'among'>

/** What patches and images change of all that is taken in. */
function changes(tree: Tree): readonly Change[] {
  const found: Change[] = []
  const patched = patchedAmong(tree)
  if (patched !== undefined) found.push({ as: 'patched', ...(patched.length > 0 ? { among: patched } : {}) })
  const images = itemsAt(tree, 'images').flatMap(image => stringAt(image, 'name') ?? [])
  if (images.length > 0) found.push({ as: 'retagged', among: images })
  return found
}

/** Keys under which anything may be changed. A component has patches for whoever takes it in. */
const PATCHES = ['patches', 'patchesStrategicMerge', 'patchesJson6902', 'replacements', 'transformers', 'components']

export const isPatching = (tree: Tree): boolean => patchedAmong(tree) !== undefined

/** Kinds of objects that are changed, an empty list if any may be; undefined if none is. */
function patchedAmong(tree: Tree): readonly string[] | undefined {
  if (tree.kind !== 'map') return undefined
  const keys = PATCHES.filter(key => entry(tree, key) !== undefined && !isEmpty(tree, key))
  if (keys.length === 0) return undefined
  const kinds = new Set<string>()
  for (const key of keys) {
    const found = lookup(tree, key)
    if (!key.startsWith('patches') || found.state !== 'found' || found.value.kind !== 'list') return []
    if (found.value.open) return []
    for (const { value } of found.value.items) {
      const kind = kindOfPatch(value)
      if (kind === undefined) return []
      kinds.add(kind)
    }
  }
  return [...kinds]
}

function isEmpty(tree: Tree, key: string): boolean {
  const found = lookup(tree, key)
  return found.state === 'found' && found.value.kind === 'list' && !found.value.open && found.value.items.length === 0
}

/** Selectors are regular expressions; a word is one that means itself. */
function kindOfPatch(patch: Tree): string | undefined {
  if (patch.kind !== 'map') return undefined
  const target = stringAt(patch, 'target', 'kind')
  if (target !== undefined) return /^\w+$/.test(target) ? target : undefined
  const kinds = [...(stringAt(patch, 'patch') ?? '').matchAll(/^kind:[ \t]*(\w+)[ \t]*$/gm)]
  return kinds.length === 1 ? kinds[0]?.[1] : undefined
}
