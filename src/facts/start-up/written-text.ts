import type { Component, MapKey, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { sameLocation } from '../../model/location.js'
import { known, type Read } from '../../model/rule.js'
import type { Assignment, Setting } from '../../model/setting.js'
import type { Broken, Checking } from './validation.js'

/** What decides a setting, as its author wrote it. */
export interface WrittenText {
  readonly by: Assignment
  readonly text: string
}

/**
 * The characters that decide a key, whether the component can read them or not: a value that is "no quantity" reads as unknown, and
 * rows about such values are the ones that want it. Undefined where nothing is written.
 */
export function* writtenText<K extends ComponentKind>(
  component: Component<K>,
  key: ScalarKey<K>,
): Generator<Read, WrittenText | undefined, unknown> {
  return yield* deciding(component, component.get(key), String(key))
}

/** The same for an entry of a map. */
export function* writtenEntryText<K extends ComponentKind>(
  component: Component<K>,
  key: MapKey<K>,
  entry: string,
): Generator<Read, WrittenText | undefined, unknown> {
  return yield* deciding(component, component.get(key, entry), String(key), entry)
}

function* deciding(
  component: Component,
  setting: Setting<unknown> | undefined,
  key: string,
  entry?: string,
): Generator<Read, WrittenText | undefined, unknown> {
  if (setting === undefined) return undefined
  if (setting.state === 'unknown') {
    const { at } = setting
    const by = component.assignments.findLast(
      written => written.key === key && written.entry === entry && sameLocation(written.at, at),
    )
    if (by?.value?.known !== true) yield* known(setting)
    return by?.value === undefined ? undefined : { by, text: by.value.value }
  }
  const { by, value } = setting
  if (setting.state !== 'set' || value === undefined || by?.value === undefined) return undefined
  return { by, text: by.value.value }
}

/** Names that are written in a map, in every layer. */
export function entryNames<K extends ComponentKind>(
  { assignments }: Component<K>,
  key: MapKey<K>,
): ReadonlySet<string> {
  const names = new Set<string>()
  for (const written of assignments)
    if (written.key === key && written.entry !== undefined && written.nameText.known) names.add(written.entry)
  return names
}

/** Every entry of some maps that is written and counts; each of them apart. */
export function* eachEntry<K extends ComponentKind>(
  component: Component<K>,
  keys: readonly MapKey<K>[],
  look: (name: string, found: WrittenText, key: MapKey<K>) => Iterable<Broken> | Checking,
): Checking {
  for (const key of keys) for (const name of entryNames(component, key)) yield { apart: one(key, name) }
  function* one(key: MapKey<K>, name: string): Checking {
    const found = yield* writtenEntryText(component, key, name)
    if (found !== undefined) yield* look(name, found, key)
  }
}
