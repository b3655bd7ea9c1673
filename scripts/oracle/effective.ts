import { parse } from 'yaml'
import { fieldPaths } from '../../src/facts/fields.js'
import { flag } from '../../src/facts/flags.js'
import { fieldKnownAt, type KeyFact, keyOf } from '../../src/facts/settings.js'
import type { Component } from '../../src/model/component.js'
import { parseDuration } from '../../src/model/duration.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import { parseQuantity } from '../../src/model/quantity.js'
import { parseThreshold } from '../../src/model/scalar.js'
import type { Setting } from '../../src/model/setting.js'
import type { Trial } from './namespace.js'

/** The typed look-ups take keys of one component; here they are only known as words. */
interface Readable {
  get(key: string, entry?: string): Setting<unknown> | undefined
  entries(key: string): Setting<ReadonlyMap<string, Setting<unknown>>> | undefined
}

/** What a component says it runs with. */
interface Effective {
  readonly values: ReadonlyMap<string, unknown>
  /** What is not there is unset, or zero. */
  readonly complete: boolean
}

export interface Difference {
  readonly key: string
  readonly theirs: string
  readonly ours: string
}

export interface ComparedValues {
  readonly same: number
  readonly unknown: number
  readonly differences: readonly Difference[]
}

/** What the process said of its configuration; undefined where it said nothing of it. */
export function effectiveOf(component: ComponentKind, { said, written }: Trial): Effective | undefined {
  const configz = written.get('configz.json')
  if (component === 'kubelet') {
    const logged = /"Effective KubeletConfiguration" config=<\n([\s\S]*?)\n >/.exec(said)?.[1]
    if (logged !== undefined) return { values: flat('kubelet', parse(logged.replace(/^\t/gm, ''))), complete: true }
    if (configz === undefined) return undefined
    const { kubeletconfig }: { kubeletconfig?: unknown } = JSON.parse(configz)
    return kubeletconfig === undefined ? undefined : { values: flat('kubelet', kubeletconfig), complete: true }
  }
  const file = written.get('written.yaml')
  if (file !== undefined) return { values: flat(component, parse(file)), complete: component === 'kube-proxy' }
  if (component === 'etcd') {
    const line = said.split('\n').find(text => text.includes('"msg":"starting an etcd server"'))
    return line === undefined ? undefined : { values: new Map(Object.entries(JSON.parse(line))), complete: false }
  }
  const flags = [...said.matchAll(/\] FLAG: --([\w-]+)="(.*)"$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
  // the flags are not what counts where a file decides
  if (flags.some(([name, value]) => name === 'config' && value !== '')) return undefined
  // what it was given the flag of gates keeps to itself
  const shown = flags.filter(([name]) => name !== 'feature-gates')
  return flags.length === 0 ? undefined : { values: new Map(shown), complete: false }
}

/** The paths of klint's keys; a map and a list are the value of theirs. */
function flat(component: ComponentKind, tree: unknown, path = ''): Map<string, unknown> {
  const isKey = path !== '' && keyOf(component, path)?.field === path
  if (isKey || typeof tree !== 'object' || tree === null || Array.isArray(tree)) return new Map([[path, tree]])
  return new Map(
    Object.entries(tree).flatMap(([name, value]) => [
      ...flat(component, value, path === '' ? name : `${path}.${name}`),
    ]),
  )
}

/** Key by key, what both know. What klint says it does not know is counted. */
export function compareValues(component: Component, { values, complete }: Effective): ComparedValues {
  const { kind, version } = component
  const readable: Readable = component
  let [same, unknown] = [0, 0]
  const differences: Difference[] = []
  const names = new Set(values.keys())
  if (complete)
    for (const path of fieldPaths(kind)) {
      const life = keyOf(kind, path)?.fieldLife
      if (!path.includes('[]') && life !== undefined && fieldKnownAt(life, version)) names.add(path)
    }
  for (const name of names) {
    const fact = keyOf(kind, name)
    if (fact === undefined || (fact.field !== name && fact.flag !== name && flag(kind, name) === undefined)) continue
    const value = values.get(name)
    if (Array.isArray(value) && value.some(item => typeof item === 'object')) continue
    const own = oursOf(readable, fact)
    if (own === undefined) unknown++
    else {
      const isSet = kind === 'etcd' && fact.type === 'list'
      const ours = isSet ? sorted(own) : kind === 'etcd' && name === 'election-timeout' ? inTicks(readable, own) : own
      const theirs = isSet ? sorted(canonical(fact, value)) : canonical(fact, value)
      if (theirs === ours) same++
      else differences.push({ key: name, theirs, ours })
    }
  }
  return { same, unknown, differences }
}

/** etcd keeps its lists as sets (pkg/flags unique_strings.go, unique_urls.go). */
const sorted = (list: string): string => list.split(',').sort().join(',')

/** etcd logs an election timeout of whole heartbeats (server/embed/config.go, ElectionTicks). */
function inTicks(readable: Readable, timeout: string): string {
  const setting = readable.get('heartbeat-interval')
  const beat = setting?.state === 'unknown' ? undefined : setting?.value
  return typeof beat === 'number' && beat > 0 ? String(Math.floor(Number(timeout) / beat) * beat) : timeout
}

/** The value as a text that can be compared; undefined where klint does not know it. */
function oursOf(readable: Readable, fact: KeyFact): string | undefined {
  if (fact.type === 'map') {
    const entries = readable.entries(fact.key)
    if (entries === undefined || entries.state === 'unknown') return undefined
    const all = [...entries.value].map(
      ([name, setting]) => [name, setting.state === 'unknown' ? undefined : ownText(setting.value)] as const,
    )
    if (all.some(([, value]) => value === undefined)) return undefined
    return (
      all
        .filter(([, value]) => value !== 'none')
        .map(([name, value]) => `${name}=${value}`)
        .sort()
        .join(',') || 'none'
    )
  }
  const setting = readable.get(fact.key)
  return setting === undefined || setting.state === 'unknown' ? undefined : ownText(setting.value)
}

const isItem = (item: unknown): item is { value: string } =>
  typeof item === 'object' && item !== null && 'value' in item

function ownText(value: unknown): string {
  if (Array.isArray(value)) return value.map(item => (isItem(item) ? item.value : String(item))).join(',') || 'none'
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return value === undefined || value === '' || value === 0 || value === false ? 'none' : String(value)
}

function canonical(fact: KeyFact, value: unknown): string {
  if (fact.type !== 'map') return scalar(fact.type, value)
  if (typeof value !== 'object' || value === null) return mapText(String(value ?? ''), fact)
  return entriesText(Object.entries(value), fact)
}

const mapText = (text: string, fact: KeyFact): string =>
  entriesText(
    text
      .replace(/^(?:map)?\[|\]$/g, '')
      .split(/[, ]/)
      .filter(pair => pair !== '')
      .map(pair => {
        const at = pair.search(/[=:<]/)
        return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      }),
    fact,
  )

const entriesText = (entries: readonly (readonly [string, unknown])[], { entryType = 'string' }: KeyFact): string =>
  entries
    .map(([name, one]) => `${name}=${scalar(entryType, one)}`)
    .filter(one => !one.endsWith('=none'))
    .sort()
    .join(',') || 'none'

/** Items with a space or a comma stand in quotes in what pflag prints. */
const listText = (text: string): string =>
  text
    .replace(/^\[|\]$/g, '')
    .replace(/[\\"]/g, '')
    .split(',')
    .map(item => item.trim())
    .join(',') || 'none'

function scalar(type: KeyFact['type'] | 'threshold', value: unknown): string {
  if (value === undefined || value === null) return 'none'
  if (Array.isArray(value)) return value.map(String).join(',') || 'none'
  const text = String(value)
  switch (type) {
    case 'duration':
      // time.Duration is a number of nanoseconds, metav1.Duration a text
      return ownText(typeof value === 'number' ? value / 1e6 : parseDuration(text))
    case 'quantity':
      return ownText(parseQuantity(text))
    case 'threshold':
      return ownText(parseThreshold(text))
    case 'bool':
      return ownText(text === 'true')
    case 'int':
    case 'float':
      // etcd says its numbers of milliseconds as durations
      return ownText(/^[-\d.]+(?:e[+-]?\d+)?$/.test(text) ? Number(text) : parseDuration(text))
    case 'list':
      return listText(text)
    default:
      return text === '' || text === '<nil>' ? 'none' : text
  }
}
