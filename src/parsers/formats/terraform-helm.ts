import type { ReferenceFragment, SettingsFragment } from '../../model/fragment.js'
import { MASK } from '../../model/text.js'
import { itemsAt, scalarText, type Tree, type TreeMap, treeAt } from '../../model/tree.js'
import { embed } from '../embed.js'
import { readYaml } from '../syntax/yaml.js'
import { type Block, belongs, type Module, nested, resources } from './terraform-module.js'
import { pathOf, READS_FILE } from './terraform-user-data.js'
import { unknownText } from './trees.js'
import { mergeValues, overridable, setValue } from './values.js'
import { layer } from './values-files.js'

/** Releases of the cluster-autoscaler chart: `values` in order, then `set`. */
export function helmReleases(module: Module): SettingsFragment[] {
  return resources(module, 'helm_release')
    .filter(({ body }) => isAutoscaler(body))
    .map(block => ({
      ...belongs(module, block),
      kind: 'settings',
      platform: 'cluster-autoscaler-chart',
      what: 'values',
      tree: valuesOf(module, block),
    }))
}

/** Files of values that are one of several layers of a release. */
export function helmFiles(module: Module): ReferenceFragment[] {
  return resources(module, 'helm_release')
    .filter(({ body }) => isAutoscaler(body))
    .flatMap(({ body }) => {
      const all = elements(treeAt(body, 'values'))
      if (all.length < 2 && SETS.every(name => treeAt(body, name) === undefined)) return []
      const files = itemsAt(body, 'values').flatMap(tree => {
        const call = module.hcl.calls.get(tree)
        return call === undefined || !READS_FILE.test(call.name) ? [] : [pathOf(call) ?? unknownText(call.at)]
      })
      return files.map(file => ({ ...layer(module.doc, file.at, file), set: module.set }))
    })
}

const SETS = ['set', 'set_list', 'set_sensitive']

function isAutoscaler(body: TreeMap): boolean {
  const chart = treeAt(body, 'chart')
  const text = chart === undefined ? undefined : scalarText(chart)
  return text !== undefined && /(?:^|\/)cluster-autoscaler(?:-[\d.]+\.tgz)?$/.test(text.value)
}

function valuesOf(module: Module, block: Block): TreeMap {
  const { body } = block
  let tree: TreeMap = { kind: 'map', entries: [], open: body.open, at: body.at }
  for (const [i, element] of elements(treeAt(body, 'values')).entries()) {
    const read = element === undefined ? undefined : valuesTree(module, block, element, i)
    if (read === undefined) tree = overridable(tree)
    else tree = merged(tree, read)
  }
  for (const name of SETS) {
    const { items, open } = nested(body, name)
    for (const item of items) {
      const key = treeAt(item, 'name')
      const text = key === undefined ? undefined : scalarText(key)
      const value = treeAt(item, 'value')
      if (text !== undefined && value !== undefined) tree = merged(tree, setValue(text, bare(value)))
    }
    if (open && !body.open) tree = overridable(tree)
  }
  return tree
}

/** Items of `values`; undefined stands for one that is not known, or for several. */
function elements(tree: Tree | undefined): readonly (Tree | undefined)[] {
  if (tree === undefined) return []
  if (tree.kind !== 'list') return [undefined]
  const items = tree.items.map(({ value, conditional }) => (conditional ? undefined : value))
  return tree.open ? [...items, undefined] : items
}

function valuesTree(module: Module, block: Block, tree: Tree, index: number): TreeMap | undefined {
  if (tree.kind === 'map') return tree
  const text = scalarText(tree)
  if (text === undefined || text.value.replaceAll(MASK, '').trim() === '') return undefined
  const child = embed(text, { name: `${block.address}.values[${index}]`, hint: { set: module.set } })
  const [root] = readYaml(child).trees
  return root?.kind === 'map' ? root : undefined
}

function merged(first: TreeMap, second: TreeMap): TreeMap {
  const tree = mergeValues(first, second)
  return tree.kind === 'map' ? tree : second
}

/** `set` reads its values as YAML would, so quotes of HCL do not make a string. */
const bare = (tree: Tree): Tree => (tree.kind === 'scalar' ? { ...tree, quoted: false } : tree)
