import type { ConfigurationFile } from './component.js'
import type { Edit } from './finding.js'
import { lineAround, lineEndAt } from './fix.js'
import { type Entry, entry, type TreeMap } from './tree.js'

/** What a field of a configuration file may hold, as JSON would have it. */
export type FieldValue = string | number | boolean | readonly string[] | Readonly<Record<string, string | boolean>>

/**
 * Writes a field that is not there into a configuration file, YAML or JSON, where the author writes others: below a key that has its line to
 * itself, in an object in front of its first key. Undefined where no such place is certain, or the field is there.
 */
export function fieldAdded({ tree }: ConfigurationFile, path: string, value: FieldValue): Edit | undefined {
  if (tree.kind !== 'map' || tree.open) return undefined
  const [map, route] = innermost(tree, path.split('.'))
  const [name, ...below] = route
  if (map === undefined || name === undefined) return undefined
  const first = map.entries[0]
  if (first === undefined || map.at.doc.made) return undefined
  const whole = below.reduceRight<Nested>((inner, key) => ({ [key]: inner }), value)
  return inObject(first, name, whole) ?? inBlock(map, name, whole)
}

type Nested = FieldValue | { readonly [name: string]: Nested }

/** The map that is there, and what of the path is not; no map where the path leads through something else. */
function innermost(tree: TreeMap, route: readonly string[]): readonly [TreeMap | undefined, readonly string[]] {
  let map = tree
  for (const [i, name] of route.entries()) {
    const found = entry(map, name)
    if (found === undefined) return [map, route.slice(i)]
    if (found.value.kind !== 'map' || found.value.open || found.conditional) return [undefined, []]
    map = found.value
  }
  return [undefined, []]
}

/** `{ "a": 1 }` and `{a: 1}`: with the blanks its first key has. */
function inObject({ key }: Entry, name: string, value: Nested): Edit | undefined {
  const { doc, start } = key.at
  const lead = /\{(\s*)("?)$/.exec(doc.source.slice(Math.max(0, start - 200), start))
  if (lead === null) return undefined
  const [, blanks = '', quote = ''] = lead
  const at = start - quote.length
  return { at: { doc, start: at, end: at }, text: `${quote}${name}${quote}: ${JSON.stringify(value)},${blanks || ' '}` }
}

/** Below the last key of a block map that has its line to itself, as far in as that. */
function inBlock({ entries }: TreeMap, name: string, value: Nested): Edit | undefined {
  for (const { key, value: beside, conditional } of entries.toReversed()) {
    const { doc, start } = key.at
    if (conditional || beside.kind !== 'scalar' || beside.at.doc !== doc) continue
    const { source } = doc
    const line = lineAround(source, start, beside.at.end)
    const [before, text] = [source.slice(line.start, start), source.slice(start, line.end)]
    if (!/^ *$/.test(before) || text.includes('\n') || !text.startsWith(`${key.value}:`)) continue
    if (/:[ \t]*[|>&*!]/.test(text)) continue
    const lineEnd = lineEndAt(source, line.end)
    const place = line.end - (text.endsWith('\r') ? 1 : 0)
    const lines = linesOf(name, value).map(one => `${lineEnd}${before}${one}`)
    return { at: { doc, start: place, end: place }, text: lines.join('') }
  }
  return undefined
}

function linesOf(name: string, value: Nested): string[] {
  if (typeof value !== 'object') return [`${plain(name)}: ${scalar(value)}`]
  if (isList(value))
    return value.length === 0 ? [`${name}: []`] : [`${name}:`, ...value.map(item => `  - ${scalar(item)}`)]
  const entries = Object.entries(value)
  if (entries.length === 0) return [`${name}: {}`]
  return [`${plain(name)}:`, ...entries.flatMap(([key, inner]) => linesOf(key, inner).map(line => `  ${line}`))]
}

const isList = (value: Nested): value is readonly string[] => Array.isArray(value)

/** A string that YAML might take for something else stands in quotes. */
const scalar = (value: string | number | boolean): string =>
  typeof value === 'string' && !/^[A-Za-z/][\w./-]*$/.test(value) && !/^\d+(?:ms|[smh]|[KMGT]i|%)$/.test(value)
    ? JSON.stringify(value)
    : typeof value === 'string' && /^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value)
      ? JSON.stringify(value)
      : String(value)

const plain = (name: string): string => (/^[A-Za-z][\w.-]*$/.test(name) ? name : JSON.stringify(name))
