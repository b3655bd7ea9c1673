import { append } from '../../model/lists.js'
import { Text } from '../../model/text.js'
import { type Entry, type Tree, type TreeMap, unseenMap } from '../../model/tree.js'

/** Helm values from several places, as Helm merges them: maps key by key, everything else by the later one. */
export function mergeValues(first: Tree, second: Tree): Tree {
  if (first.kind !== 'map' || second.kind !== 'map') return second
  const later = new Map(second.entries.map(one => [one.key.value, one]))
  const entries: Entry[] = []
  for (const one of first.entries) {
    const other = later.get(one.key.value)
    if (other === undefined) entries.push(one)
    else {
      entries.push({ ...other, value: mergeValues(one.value, other.value) })
      later.delete(one.key.value)
    }
  }
  append(entries, later.values())
  return { kind: 'map', entries, open: first.open || second.open, at: first.at }
}

/** Values that something unknown may override: each entry may have another value. */
export const overridable = (tree: TreeMap): TreeMap => ({
  ...tree,
  open: true,
  entries: tree.entries.map(one => ({ ...one, conditional: true })),
})

/** Longest path of a `--set` name that is followed. */
const SEGMENTS = 20

/**
 * The values that `--set name=value` stands for: dots lead into maps, `\.` is a dot (helm/helm v3.18.0 pkg/strvals). A name
 * that leads into a list, or is not known, opens the map it leads into.
 */
export function setValue(name: Text, value: Tree): TreeMap {
  const parts = segments(name)
  const list = parts.findIndex(part => !part.known || /\[\d+\]$/.test(part.value))
  const path = (list === -1 ? parts : parts.slice(0, list)).slice(0, SEGMENTS)
  const whole = list === -1 && parts.length <= SEGMENTS
  const empty = unseenMap(name.at)
  let tree: Tree = whole ? value : empty
  for (const key of path.reverse())
    tree = { kind: 'map', entries: [{ key, value: tree, conditional: false }], open: false, at: name.at }
  return tree.kind === 'map' ? tree : empty
}

function segments(name: Text): Text[] {
  const found: Text[] = []
  let pieces: Text[] = []
  let from = 0
  const { value } = name
  for (let i = 0; i <= value.length; i++) {
    if (value[i] === '\\') {
      if (i > from) pieces.push(name.slice(from, i))
      from = i + 1
      i++
    } else if (i === value.length || value[i] === '.') {
      if (i > from || pieces.length === 0) pieces.push(name.slice(from, i))
      found.push(Text.join(pieces))
      pieces = []
      from = i + 1
    }
  }
  return found
}
