import type { KopsKey } from '../../facts/platforms/kops.js'
import { type Found, scalarText, type Tree } from '../../model/tree.js'
import type { UserArg, UserArgs } from './args.js'
import { joined, pairs, renamedWord, unknownAt } from './written.js'

/**
 * Flags of kops's keys, from maps of which later ones win: a value replaces, a list replaces, a map is merged by key, as
 * JSON merging does (util/pkg/reflectutils, v1.30.0).
 */
export function keyArgs(layers: readonly Found[], keys: ReadonlyMap<string, KopsKey>): UserArgs {
  const args = new Map<string, readonly UserArg[]>()
  const maps = new Map<string, Tree & { kind: 'map' }>()
  const maybe = new Set<string>()
  let open = false
  for (const layer of layers) {
    if (layer.state === 'unknown') open = true
    if (layer.state !== 'found') continue
    if (layer.value.kind !== 'map') {
      if (layer.value.kind === 'list' || !layer.value.empty) open = true
      continue
    }
    if (layer.value.open) open = true
    for (const { key, value, conditional } of layer.value.entries) {
      const known = keys.get(key.value)
      if (!key.known) open = true
      if (known === undefined) continue
      if (conditional) {
        maybe.add(known.flag)
        args.delete(known.flag)
        open = true
        continue
      }
      let merged = value
      if (value.kind === 'map') {
        const below = maps.get(known.flag)
        const own = new Set(value.entries.map(entry => entry.key.value))
        if (below !== undefined)
          merged = {
            ...value,
            open: value.open || below.open,
            entries: [...below.entries.filter(entry => !own.has(entry.key.value)), ...value.entries],
          }
        if (merged.kind === 'map') maps.set(known.flag, merged)
      }
      if (value.kind === 'scalar' && value.empty) continue
      args.set(known.flag, argsOf(known, key, merged))
    }
  }
  return { args: [...args.values()].flat(), maybe, open }
}

function argsOf(known: KopsKey, key: UserArg['key'], value: Tree): UserArg[] {
  const make = (text: UserArg['value']): UserArg => ({
    name: known.flag,
    key,
    value: text,
    word: renamedWord(known.flag, key, text),
  })
  if (known.kind === 'map' && value.kind === 'map') {
    const text = pairs(value)
    return text === undefined ? [] : [make(text)]
  }
  if ((known.kind === 'list' || known.kind === 'repeat') && value.kind === 'list') {
    const items = value.items.map(item =>
      item.conditional ? unknownAt(item.value.at) : (scalarText(item.value) ?? unknownAt(item.value.at)),
    )
    if (value.open) items.push(unknownAt(value.at))
    if (items.length === 0) return []
    return known.kind === 'repeat' ? items.map(make) : [make(joined(items, ','))]
  }
  const text = value.kind === 'scalar' ? value.text : unknownAt(value.at)
  const unset = text.value === known.empty || text.value === ''
  return unset && !(known.keepEmpty && text.value === '') ? [] : [make(text)]
}
