import type { Component, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { place } from '../../model/location.js'
import { known, type Read } from '../../model/rule.js'
import type { Assignment, KnownSetting } from '../../model/setting.js'
import { written } from './checks.js'

/** Its value is not what stands there. */
function isExpanded({ at }: Assignment): boolean {
  const { doc, start, end } = place(at)
  return /[$`]/.test(doc.source.slice(start, end + 1))
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/**
 * Whether a component certainly runs without a value for the key, an empty one included. That nothing in view sets it is not enough
 * where a layer is open: nobody says that a component does not start for what may well be in a file that is not here.
 */
export function* lacks<K extends ComponentKind>(
  component: Component<K>,
  key: ScalarKey<K>,
): Generator<Read, boolean, unknown> {
  const setting = component.get(key)
  if (setting === undefined) return true
  const found: KnownSetting<unknown> = yield* known(setting)
  if (!isNothing(found.value)) return false
  // a script that leaves a variable empty does so for somebody to fill it in
  if (found.by !== undefined && isExpanded(found.by)) return false
  // kops gives flags that depend on cloud, network and addons, and that no table has
  return found.state === 'set' || (found.assuming.length === 0 && component.platform !== 'kops')
}

/** The setting if somebody writes a value for it that is not empty. */
export function* filled<K extends ComponentKind>(
  component: Component<K>,
  key: ScalarKey<K>,
): Generator<Read, KnownSetting<unknown> | undefined, unknown> {
  const setting = yield* written(component, key)
  return setting === undefined || isNothing(setting.value) ? undefined : setting
}
