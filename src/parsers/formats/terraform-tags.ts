import { append } from '../../model/lists.js'
import type { Entry, Tree, TreeMap } from '../../model/tree.js'
import { lookup, scalarText } from '../../model/tree.js'
import { argumentsOf, type Block, type Module, nested } from './terraform-module.js'

/** Tags of a resource as one map, from `tags = {}`, `tags = [{key, value}]`, `tag {}` blocks and `merge(…)`; undefined without any. */
export function tagsOf(module: Module, { body }: Block): TreeMap | undefined {
  const entries: Entry[] = []
  let { open } = body
  let at: TreeMap['at'] | undefined
  const { items, open: more } = nested(body, 'tag')
  open ||= more
  const add = (tree: Tree, depth: number): void => {
    at ??= tree.at
    if (tree.kind === 'map') {
      const pair = pairOf(tree)
      append(entries, pair === undefined ? tree.entries : [pair])
      open ||= tree.open
    } else if (tree.kind === 'list') {
      for (const { value } of tree.items) add(value, depth)
      open ||= tree.open
    } else {
      const merged = depth > 10 ? undefined : argumentsOf(module, tree, /^(?:merge|concat)$/)
      const pairs = argumentsOf(module, tree, /^map$/)
      if (merged !== undefined) for (const one of merged) add(one, depth + 1)
      else if (pairs !== undefined) append(entries, alternating(pairs))
      else open = true
    }
  }
  for (const tag of items) add(tag, 0)
  for (const name of ['tags', 'labels']) {
    const found = lookup(body, name)
    if (found.state === 'found') add(found.value, 0)
    else if (found.state === 'unknown') open = true
  }
  return at === undefined ? undefined : { kind: 'map', entries, open, at }
}

/** `{ key = "Name", value = "x" }`, as autoscaling groups write their tags. */
function pairOf(tag: TreeMap): Entry | undefined {
  const key = tag.entries.find(entry => entry.key.value === 'key')
  const value = tag.entries.find(entry => entry.key.value === 'value')
  const text = key === undefined ? undefined : scalarText(key.value)
  return text === undefined || value === undefined ? undefined : { key: text, value: value.value, conditional: false }
}

/** `map("Name", "x", …)` of Terraform 0.11. */
function alternating(args: readonly Tree[]): Entry[] {
  const entries: Entry[] = []
  for (let i = 0; i + 1 < args.length; i += 2) {
    const key = scalarText(args[i]!)
    if (key !== undefined) entries.push({ key, value: args[i + 1]!, conditional: false })
  }
  return entries
}
