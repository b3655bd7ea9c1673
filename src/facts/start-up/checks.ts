import type { Component, MapKey, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { known, type Read } from '../../model/rule.js'
import type { Assignment, KnownSetting, ListItem, Setting } from '../../model/setting.js'
import { type GateFact, gate, gateAt } from '../gates.js'
import { fieldDefault, keyOf } from '../settings.js'
import type { Checking, Validation } from './validation.js'

/*
 * Rows that many settings share. What is left out is at its default, and a default is never at fault by itself, so these look at
 * what is written; a row about two settings reads both.
 */

/** A row of which the check comes from one of the functions below. */
export type Kind<K extends ComponentKind> = (component: Component<K>) => Checking

/** Below the least or above the most; `zero` is fine besides. */
export const outside = <K extends ComponentKind>(
  keys: readonly ScalarKey<K>[],
  {
    min = Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
    zero = false,
  }: { min?: number; max?: number; zero?: boolean },
): Kind<K> =>
  function* (component) {
    for (const key of keys) yield { apart: look(component, key) }
    function* look(of: Component<K>, key: ScalarKey<K>): Checking {
      const setting = yield* written(of, key)
      const value = setting?.value
      if (setting === undefined || typeof value !== 'number' || (zero && value === 0)) return
      if (value < min || value > max) yield { at: setting }
    }
  }

/** A word that is none of the list. */
export const otherThan = <K extends ComponentKind>(key: ScalarKey<K>, words: readonly string[]): Kind<K> =>
  function* (component) {
    const setting = yield* written(component, key)
    const value = setting?.value
    if (setting === undefined || typeof value !== 'string' || words.includes(value)) return
    yield { at: setting, values: { value } }
  }

/** One that is written, whatever it says, while a gate is off. */
export const needsGate = <K extends ComponentKind>(
  keys: readonly ScalarKey<K>[],
  name: string,
  isUsed: (value: unknown) => boolean = () => true,
): Kind<K> =>
  function* (component) {
    for (const key of keys) yield { apart: look(component, key) }
    function* look(of: Component<K>, key: ScalarKey<K>): Checking {
      const setting = yield* written(of, key)
      if (setting === undefined || !isUsed(setting.value)) return
      const on = yield* gateOf(of, name)
      if (on?.value === false)
        yield { at: setting, ...(on.by === undefined ? {} : { related: [{ at: on, label: 'the gate' }] }) }
    }
  }

/**
 * The setting if something sets it; a component that lacks the key, or leaves it at its default, has nothing to be refused. A running
 * one shows its defaults as well, and nobody wrote those.
 */
export function* written<K extends ComponentKind>(
  component: Component<K>,
  key: ScalarKey<K>,
): Generator<Read, KnownSetting<unknown> | undefined, unknown> {
  const setting = component.get(key)
  if (setting === undefined) return undefined
  const found: KnownSetting<unknown> = yield* known(setting)
  return found.state === 'set' && !isShownDefault(component, found.by) ? found : undefined
}

function isShownDefault({ kind, range }: Component, by: Assignment | undefined): boolean {
  const fact = by?.layer === 'observed' ? keyOf(kind, by.key) : undefined
  return fact !== undefined && by?.value?.value === fieldDefault(fact, range.max)
}

/** The items of a list that is written. */
export function* items<K extends ComponentKind>(
  component: Component<K>,
  key: ScalarKey<K>,
): Generator<Read, readonly ListItem[], unknown> {
  const value = (yield* written(component, key))?.value
  return Array.isArray(value) ? value : []
}

/**
 * Whether a feature gate is on at the version of the component: what is written, else its default there, which `AllAlpha` and `AllBeta`
 * change (k8s.io/component-base/featuregate/feature_gate.go). Undefined where that version may not know the gate.
 */
export function* gateOf<K extends ComponentKind>(
  component: Component<K>,
  name: string,
): Generator<Read, KnownSetting<boolean | undefined> | undefined, unknown> {
  const key = keyOf(component.kind, 'feature-gates')?.key as MapKey<K> | undefined
  const fact: GateFact | undefined = gate(name)
  if (key === undefined || fact === undefined) return undefined
  const state = gateAt(fact, component.kind, component.version)
  if (state.known !== 'yes') return undefined
  const own = yield* gateEntry(component, key, name)
  if (typeof own.value === 'boolean') return own
  const all = state.stage === 'alpha' ? 'AllAlpha' : state.stage === 'beta' ? 'AllBeta' : undefined
  const wide = all === undefined || state.locked ? undefined : yield* gateEntry(component, key, all)
  if (typeof wide?.value === 'boolean') return wide
  return { ...own, state: 'default', value: state.default }
}

/** What is written of a gate, whatever the version knows. */
export function gateSetting<K extends ComponentKind>(
  component: Component<K>,
  name: string,
): Setting<unknown> | undefined {
  const key = keyOf(component.kind, 'feature-gates')?.key as MapKey<K> | undefined
  return key === undefined ? undefined : component.get(key, name)
}

function* gateEntry<K extends ComponentKind>(
  component: Component<K>,
  key: MapKey<K>,
  name: string,
): Generator<Read, KnownSetting<boolean | undefined>, unknown> {
  const found: KnownSetting<unknown> = yield* known(component.get(key, name))
  return { ...found, value: typeof found.value === 'boolean' ? found.value : undefined }
}

/** Keeps the type of a component's rows, and checks it. */
export const rows = <K extends ComponentKind>(_: K, all: readonly Validation<K>[]): readonly Validation<K>[] => all
