import type { Document } from '../../model/document.js'
import type { Word } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { MASK, Text } from '../../model/text.js'
import { type Entry, type Found, type Scalar, scalarText, type TreeMap } from '../../model/tree.js'

/** A document that a platform writes, built line by line; its Texts stay valid while it grows. */
export interface Written {
  readonly doc: Document
  /** Appends a line. `?` stands for what only the node knows. */
  line(text: string): Text
}

export function written(uri: string): Written {
  const doc = { uri, source: '', holes: [], regions: [], made: true as const }
  return {
    doc,
    line(text) {
      const start = doc.source.length
      doc.source += `${text.replaceAll(MASK, '?')}\n`
      return Text.linear(doc, start, start + text.length, text)
    },
  }
}

/** A value nobody in view knows, at a place. */
export const unknownAt = ({ doc, start, end }: Location): Text => Text.whole(doc, start, end, MASK)

const before = ({ doc, start }: Location, value: string): Text => Text.whole(doc, start, start, value)

/** `--key=value` from a key and a value of the user: the word's place is his own. Without a value `--key`. */
export function userWord(key: Text, value?: Text): Text {
  const name = Text.join([before(key.at, '--'), key])
  return value === undefined ? name : Text.join([name, before(value.at, '='), value])
}

/** The same where the platform spells the flag its own way: `evictionHard: x` becomes `--eviction-hard=x`. */
export function renamedWord(flag: string, key: Text, value?: Text): Text {
  const { doc, start, end } = key.at
  const name = Text.whole(doc, start, end, `--${flag}`)
  return value === undefined ? name : Text.join([name, before(value.at, '='), value])
}

/** Joins Texts with a separator that stands at the beginning of the next. */
export function joined(parts: readonly Text[], separator: string): Text {
  return Text.join(parts.flatMap((part, i) => (i === 0 ? [part] : [before(part.at, separator), part])))
}

/** `a=b,c=d` of a map; an entry that may be missing, or may be joined by others, is an unknown piece of it. */
export function pairs(map: TreeMap): Text | undefined {
  const parts = map.entries.map(({ key, value, conditional }) => {
    const text = scalarText(value) ?? unknownAt(value.at)
    return conditional ? unknownAt(key.at) : joined([key, text], '=')
  })
  if (map.open) parts.push(unknownAt(map.at))
  return parts.length === 0 ? undefined : joined(parts, ',')
}

/** True for a word that may be any flag, or several: nothing of its name is known. */
export const isAnyWord = (text: Text): boolean => !text.slice(0, text.value.search(/=|$/)).known

/** True if a template decides what stands there, or what else does. */
export function isHole(found: Found): boolean {
  if (found.state !== 'found') return found.state === 'unknown'
  return found.value.kind === 'scalar' ? !found.value.text.known : found.value.open
}

export const word = (text: Text): Word => ({ parts: [{ text }], splits: false })

/** A map of a platform's own defaults, from `a.b` paths (`\.` is a dot of the key itself) and values; `[x]` is a list of one, `text` the user's own. */
export function defaultsTree(
  doc: Written,
  defaults: readonly { path: string; value: string; text?: Text | undefined }[],
): TreeMap {
  const head = doc.line('---').at
  const root: MutableMap = { kind: 'map', entries: [], open: false, at: head }
  for (const { path, value, text } of defaults) {
    const keys = path.split(/(?<!\\)\./).map(key => key.replaceAll('\\.', '.'))
    const shown = value.includes(MASK) ? '?' : value
    const line = doc.line(`${keys.join('.')}: ${shown}`)
    let at = 0
    let map = root
    for (const [i, name] of keys.entries()) {
      const key = line.slice(at, at + name.length)
      at += name.length + 1
      if (i === keys.length - 1)
        map.entries.push({
          key,
          value: text === undefined ? leaf(line.slice(-shown.length), value) : scalar(text),
          conditional: false,
        })
      else map = child(map, key)
    }
  }
  return root
}

interface MutableMap extends TreeMap {
  readonly entries: (Entry & { readonly value: MutableMap | Entry['value'] })[]
}

function child(map: MutableMap, key: Text): MutableMap {
  for (const { key: existing, value } of map.entries)
    if (existing.value === key.value && value.kind === 'map' && isMutable(value)) return value
  const made: MutableMap = { kind: 'map', entries: [], open: false, at: key.at }
  map.entries.push({ key, value: made, conditional: false })
  return made
}

const isMutable = (map: TreeMap): map is MutableMap => Array.isArray(map.entries)

function leaf(text: Text, value: string): Entry['value'] {
  const one = /^\[(.*)\]$/.exec(value)
  if (one !== null && !value.includes(MASK)) {
    const item = scalar(text.slice(1, -1))
    return { kind: 'list', items: [{ value: item, conditional: false }], open: false, at: text.at }
  }
  return scalar(value.includes(MASK) ? unknownAt(text.at) : text)
}

const scalar = (text: Text): Scalar => ({ kind: 'scalar', text, quoted: false, empty: false, at: text.at })

/**
 * The user's map with a platform's defaults below it: what he wrote wins, entry by entry. Where keys of his may stand
 * that are not in view, a default is conditional. Names in `forced` win over the user's.
 */
export function overDefaults(user: TreeMap, defaults: TreeMap, forced: ReadonlySet<string> = new Set()): TreeMap {
  const open = user.open || user.entries.some(({ key }) => !key.known)
  const entries: Entry[] = []
  const named = new Map<string, Entry>()
  for (const entry of user.entries) named.set(entry.key.value, entry)
  const below = new Map(defaults.entries.map(entry => [entry.key.value, entry]))
  for (const entry of user.entries) {
    const name = entry.key.value
    const fallback = below.get(name)
    if (fallback !== undefined && forced.has(name)) continue
    const { value } = entry
    if (named.get(name) === entry && !entry.conditional && fallback?.value.kind === 'map' && value.kind === 'map')
      entries.push({ ...entry, value: overDefaults(value, fallback.value) })
    else if (fallback !== undefined && value.kind === 'scalar' && value.empty) entries.push(fallback)
    else entries.push(entry)
  }
  for (const entry of defaults.entries) {
    const name = entry.key.value
    if (forced.has(name)) entries.push(entry)
    else if (!named.has(name)) entries.push(open ? { ...entry, conditional: true } : entry)
  }
  return { ...user, entries }
}
