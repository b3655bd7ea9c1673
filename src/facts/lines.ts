import type { ComponentKind } from '../model/fragment.js'
import autoscaler from './tables/cluster-autoscaler.js'
import etcd from './tables/etcd.js'
import apiserver from './tables/kube-apiserver.js'
import controllerManager from './tables/kube-controller-manager.js'
import proxy from './tables/kube-proxy.js'
import scheduler from './tables/kube-scheduler.js'
import kubelet from './tables/kubelet.js'

/*
 * A table is one string: header lines that start with `#`, then a line per flag or field, columns separated by tabs.
 * A look-up finds its line and splits that one; nothing is parsed before somebody asks.
 */

const TABLES: Readonly<Record<ComponentKind, string>> = {
  kubelet,
  'kube-apiserver': apiserver,
  'kube-controller-manager': controllerManager,
  'kube-scheduler': scheduler,
  'kube-proxy': proxy,
  etcd,
  'cluster-autoscaler': autoscaler,
}

export const tableOf = (component: ComponentKind): string => TABLES[component]

/** Columns of a flag or field; scripts/facts/flags.ts writes them in this order. */
export const COLUMN = {
  flag: 0,
  field: 1,
  type: 2,
  introduced: 3,
  deprecated: 4,
  removed: 5,
  gaps: 6,
  backported: 7,
  defaults: 8,
  replacedBy: 9,
  fieldIntroduced: 10,
  fieldRemoved: 11,
  fieldDeprecated: 12,
  marks: 13,
  fieldDefaults: 14,
  legacy: 15,
  remedy: 16,
  confidence: 17,
  patches: 18,
  fieldPatches: 19,
} as const

export type Line = (column: keyof typeof COLUMN) => string

const splitLine = (text: string): Line => {
  const columns = text.split('\t')
  return column => columns[COLUMN[column]] ?? ''
}

function lineAround(table: string, at: number): string {
  const end = table.indexOf('\n', at)
  return table.slice(table.lastIndexOf('\n', at - 1) + 1, end === -1 ? table.length : end)
}

const sane = (name: string): boolean => name !== '' && name.length < 200 && !/[\t\n]/.test(name)

/** The line whose first column is `name`. */
export function findLine(table: string, name: string): string | undefined {
  const at = sane(name) ? lookUp(table, '\n', name) : undefined
  return at === undefined ? undefined : lineAround(table, at + 1)
}

export function flagLine(component: ComponentKind, name: string): Line | undefined {
  const found = findLine(tableOf(component), name)
  return found === undefined ? undefined : splitLine(found)
}

export function fieldLine(component: ComponentKind, path: string): Line | undefined {
  const table = tableOf(component)
  const at = sane(path) ? lookUp(table, '\t.', path) : undefined
  return at === undefined ? undefined : splitLine(lineAround(table, at))
}

type Before = '\n' | '\t.'

interface Searches {
  done: number
  index?: ReadonlyMap<string, number>
}

/** So many names are searched for in a table; behind that an index is cheaper. An index takes about as long as four searches. */
const SEARCHES = 8

const searches: Readonly<Record<Before, Map<string, Searches>>> = { '\n': new Map(), '\t.': new Map() }

/** Where `before` stands in front of a name and the end of its column; undefined if the table lacks the name. */
function lookUp(table: string, before: Before, name: string): number | undefined {
  const own = searches[before].get(table) ?? { done: 0 }
  searches[before].set(table, own)
  if (own.index === undefined && own.done < SEARCHES) {
    own.done++
    const at = table.indexOf(`${before}${name}\t`)
    return at === -1 ? undefined : at
  }
  own.index ??= indexOf(table, before)
  return own.index.get(name)
}

function indexOf(table: string, before: Before): ReadonlyMap<string, number> {
  const index = new Map<string, number>()
  for (let at = table.indexOf(before); at !== -1; at = table.indexOf(before, at + 1)) {
    const tab = table.indexOf('\t', at + before.length)
    if (tab === -1) break
    const name = table.slice(at + before.length, tab)
    if (!index.has(name)) index.set(name, at)
  }
  return index
}

/** By table and word, those that a table lacks as well: to find that out takes a look at all of it. */
const headers = new Map<string, Map<string, readonly number[]>>()

function inHeader(table: string, word: string): readonly number[] {
  const own = headers.get(table) ?? new Map<string, readonly number[]>()
  headers.set(table, own)
  const known = own.get(word) ?? readHeader(table, word)
  own.set(word, known)
  return known
}

function readHeader(table: string, word: string): readonly number[] {
  const start = `\n# ${word} `
  const at = table.indexOf(start)
  return at === -1 ? [] : minorsOf(lineAround(table, at + 1).slice(start.length - 1), ' ')
}

/** Minors a table has facts for, ascending. */
export const tableMinors = (table: string): readonly number[] => inHeader(table, 'versions')

/** Minors a table knows in part only: before their release, or without some files. */
export const partialMinors = (table: string): readonly number[] => inHeader(table, 'partial')

export const minorsOf = (text: string, separator = ','): number[] =>
  text === '' ? [] : text.split(separator).map(Number)

/** `304.25,305.8`: the patch that brought something to a minor that began without it. */
export const patchesOf = (text: string): ReadonlyMap<number, number> | undefined =>
  text === ''
    ? undefined
    : new Map(
        text.split(',').map(entry => {
          const [minor, patch] = entry.split('.').map(Number)
          return [minor ?? 0, patch ?? 0]
        }),
      )

export const minorOrNone = (text: string): number | undefined => (text === '' ? undefined : Number(text))

/** All first columns (flags or gates), without those of fields that have no flag. */
export function* firstColumns(table: string): Generator<string> {
  let at = table.lastIndexOf('\n# ')
  for (at = table.indexOf('\n', at + 1); at !== -1 && at + 1 < table.length; at = table.indexOf('\n', at + 1)) {
    const tab = table.indexOf('\t', at)
    if (tab > at + 1) yield table.slice(at + 1, tab)
  }
}

/**
 * The default at a minor: `value|127=other` (see scripts/facts/encode.ts). Undefined where it is unset: nothing, an
 * empty string, list or map. Before the first entry the first counts: the flag was there already, or came in a patch.
 */
export function defaultFrom(column: string, minor: number): string | undefined {
  if (column === '') return undefined
  let value: string | undefined
  for (const part of column.split('|')) {
    const found = /^(\d{1,4})=/.exec(part)
    const since = found === null ? 0 : Number(found[1])
    const text = found === null ? part : part.slice(found[0].length)
    if (value !== undefined && since > minor) break
    value = text
  }
  return value === '' ? undefined : value
}
