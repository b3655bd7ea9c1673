import type { Component, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { known, type Read } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import { written } from './checks.js'

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
  return isNothing(found.value) && found.assuming.length === 0
}

/** The setting if somebody writes a value for it that is not empty. */
export function* filled<K extends ComponentKind>(
  component: Component<K>,
  key: ScalarKey<K>,
): Generator<Read, KnownSetting<unknown> | undefined, unknown> {
  const setting = yield* written(component, key)
  return setting === undefined || isNothing(setting.value) ? undefined : setting
}
