import type { Document } from '../../model/document.js'
import { folder } from '../../model/document.js'
import type { Belonging } from '../../model/fragment.js'
import type { Text } from '../../model/text.js'
import { stringAt, type Tree, type TreeMap } from '../../model/tree.js'
import { type Hcl, mentions } from '../syntax/hcl.js'
import { belonging } from './belonging.js'

/** `resource "aws_elb" "api" { … }`; `kind` is `resource`, `data`, `module`, `locals`, … */
export interface Block {
  readonly kind: string
  readonly type: Text
  readonly label: Text
  /** How other blocks name it: `aws_elb.api`, `data.template_file.x`. */
  readonly address: string
  readonly body: TreeMap
}

/** One file of a module. Other files of the module are other documents, and not in view here. */
export interface Module {
  readonly doc: Document
  readonly hcl: Hcl
  readonly blocks: readonly Block[]
  /** Resources by address; `count = 0` ones are left out here and in `blocks`. */
  readonly byAddress: ReadonlyMap<string, Block>
  /** All files of a folder are one module. */
  readonly set: string
}

export function moduleOf(doc: Document, hcl: Hcl): Module {
  const blocks: Block[] = []
  for (const { key, value } of hcl.tree.entries) {
    const bodies = value.kind === 'list' ? value.items.map(item => item.value) : [value]
    for (const body of bodies) {
      if (body.kind !== 'map') continue
      const labels = hcl.labels.get(body) ?? []
      const [type = key, label = type] = labels
      const path = key.value === 'resource' ? labels : [key, ...labels]
      const address = path.map(text => text.value).join('.')
      if (stringAt(body, 'count') !== '0') blocks.push({ kind: key.value, type, label, address, body })
    }
  }
  const byAddress = new Map(blocks.filter(({ kind }) => kind === 'resource').map(block => [block.address, block]))
  return { doc, hcl, blocks, byAddress, set: `terraform:${folder(doc)}` }
}

export const resources = (module: Module, ...types: readonly string[]): readonly Block[] =>
  module.blocks.filter(({ kind, type }) => kind === 'resource' && types.includes(type.value))

/** Resources of these types that an expression refers to. */
export function referenced(module: Module, tree: Tree | undefined, ...types: readonly string[]): readonly Block[] {
  if (tree === undefined) return []
  const found = new Set<Block>()
  for (const { path } of mentions(module.hcl, tree)) {
    const block = module.byAddress.get(path.slice(0, 2).join('.'))
    if (block !== undefined && types.includes(block.type.value)) found.add(block)
  }
  return [...found]
}

/**
 * Nested blocks of one name: as blocks, or assigned (`listener = { … }`, `tags = [{ … }]`), as Terraform 0.11 and older
 * allowed. `open` if one more may exist.
 */
export function nested(body: TreeMap, name: string): { readonly items: readonly TreeMap[]; readonly open: boolean } {
  const items: TreeMap[] = []
  let { open } = body
  for (const { key, value } of body.entries) {
    if (key.value !== name) continue
    if (value.kind === 'map') items.push(value)
    else if (value.kind === 'scalar') open ||= !value.text.known
    else {
      if (value.open) open = true
      for (const item of value.items) {
        if (item.value.kind === 'map' && !item.conditional) items.push(item.value)
        else open = true
      }
    }
  }
  return { items, open }
}

export function belongs(module: Module, block: Block, cluster?: string, pool?: string): Belonging {
  return belonging(module.doc, block.body.at, { set: module.set, cluster, pool })
}

/** Arguments of a call by position, if the tree stands for that call. */
export function argumentsOf(module: Module, tree: Tree, name: RegExp): readonly Tree[] | undefined {
  const call = module.hcl.calls.get(tree)
  return call !== undefined && name.test(call.name) ? call.args : undefined
}
