import { fieldPaths } from '../../facts/fields.js'
import { flag, flagNames, knownAt } from '../../facts/flags.js'
import { keyOf } from '../../facts/settings.js'
import { isUnlistedFlag } from '../../facts/unlisted-flags.js'
import type { Component } from '../../model/component.js'
import { formatDuration } from '../../model/duration.js'
import type { ComponentKind } from '../../model/fragment.js'
import { formatQuantity } from '../../model/quantity.js'
import type { Assignment, Setting } from '../../model/setting.js'
import type { ShownSetting } from '../../reporters/show.js'

/** The typed look-ups take keys of one component; here they are only known as words. */
interface Readable {
  get(key: string, entry?: string): Setting<unknown> | undefined
  entries(key: string): Setting<ReadonlyMap<string, Setting<unknown>>> | undefined
}

/** What rules judge most: shown even where nobody wrote it, since a default decides as well. */
const DECISIVE: Readonly<Partial<Record<ComponentKind, readonly string[]>>> = {
  kubelet: ['evictionHard', 'kubeReserved', 'systemReserved'],
  'kube-apiserver': ['apiserver-count', 'endpoint-reconciler-type', 'etcd-quorum-read'],
  etcd: ['heartbeat-interval', 'election-timeout'],
  'cluster-autoscaler': ['scale-down-unneeded-time', 'scale-down-delay-after-add'],
}

/**
 * Everything written for a component and what decides most, each key once, in the order of names; of a map each entry.
 * `all`: every key of this version, most of them at their defaults.
 */
export function shownSettings(component: Component, all: boolean): ShownSetting[] {
  const readable: Readable = component
  const found = new Map<string, readonly ShownSetting[]>()
  const entriesOf = new Map<string, Set<string>>()
  const last = new Map<string, Assignment>()
  for (const assignment of component.assignments) {
    const { key, entry } = assignment
    const names = entriesOf.get(key) ?? new Set<string>()
    if (entry === undefined) last.set(key, assignment)
    else names.add(entry)
    entriesOf.set(key, names)
  }
  for (const name of all ? everyKey(component.kind) : (DECISIVE[component.kind] ?? [])) {
    const key = keyOf(component.kind, name)?.key
    if (key !== undefined && !entriesOf.has(key) && readable.get(key) !== undefined) entriesOf.set(key, new Set())
  }
  for (const [key, names] of entriesOf) {
    const written = last.get(key)
    const setting = readable.get(key)
    if (setting === undefined) found.set(key, written === undefined ? [] : strangeFlag(component, written))
    else if (keyOf(component.kind, key)?.entryType !== undefined) found.set(key, entriesShown(component, key, names))
    else found.set(key, [{ key, setting: readableDefault(component, key, fileNamed(component, setting, written)) }])
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, shown]) => shown)
}

/** A flag that the version in force does not have, or that no table holds. */
function strangeFlag({ kind, version, vendor }: Component, by: Assignment): ShownSetting[] {
  if (by.layer !== 'flag') return []
  const fact = flag(kind, by.name)
  const known = fact === undefined ? undefined : knownAt(fact, version)
  const isStrange = known === 'removed' || known === 'too-new' || (fact === undefined && !isUnlistedFlag(kind, by.name))
  return [{ key: by.key, setting: setBy(by), ...(isStrange && !vendor ? { note: 'not a flag of this version' } : {}) }]
}

/** Where etcd's file is not in view nothing else is known, but which file it is. */
const fileNamed = ({ kind }: Component, setting: Setting<unknown>, by: Assignment | undefined): Setting<unknown> =>
  kind === 'etcd' && by?.key === 'config-file' && by.layer !== 'file' && by.value?.known === true ? setBy(by) : setting

function* everyKey(kind: ComponentKind): Generator<string> {
  yield* flagNames(kind)
  yield* fieldPaths(kind)
}

/** A default nobody wrote is a number of milliseconds or bytes. */
function readableDefault({ kind }: Component, key: string, setting: Setting<unknown>): Setting<unknown> {
  if (setting.state !== 'default') return setting
  const fact = keyOf(kind, key)
  const { value } = setting
  if (typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'number')
    return { ...setting, value: formatQuantity(value.amount) }
  if (typeof value !== 'number') return setting
  const type = fact?.entryType ?? fact?.type
  if (type === 'duration') return { ...setting, value: formatDuration(value) }
  return type === 'quantity' ? { ...setting, value: formatQuantity(value) } : setting
}

const setBy = (by: Assignment): Setting<unknown> => ({
  state: 'set',
  value: by.value === undefined ? true : by.value.known ? by.value.value : 'comes from a template',
  by,
  beaten: [],
  at: by.at,
  assuming: [],
})

/** A map as a whole has no value: a row for each entry, and one that says why there may be more, or that there is none. */
function entriesShown(component: Component, key: string, written: ReadonlySet<string>): ShownSetting[] {
  const readable: Readable = component
  const map = readable.entries(key)
  if (map === undefined) return []
  const names = map.state === 'unknown' ? written : new Set([...map.value.keys(), ...written])
  const rows = [...names].sort().flatMap((entry): ShownSetting[] => {
    const setting = (map.state === 'unknown' ? undefined : map.value.get(entry)) ?? readable.get(key, entry)
    return setting === undefined ? [] : [{ key, entry, setting: readableDefault(component, key, setting) }]
  })
  if (map.state === 'unknown') return [...rows, { key, setting: map }]
  return rows.length > 0 ? rows : [{ key, setting: { ...map, value: undefined }, spelling: 'no entries' }]
}
