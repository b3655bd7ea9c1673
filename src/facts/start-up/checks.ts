import type { Component, MapKey, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { known, type Read } from '../../model/rule.js'
import type { Assignment, KnownSetting, ListItem, Setting } from '../../model/setting.js'
import { versionOfGates } from '../emulated-version.js'
import { type GateFact, gate, gateAt } from '../gates.js'
import { fieldDefault, keyOf } from '../settings.js'
import { beside } from './beside.js'
import type { Checking, Validation } from './validation.js'

/*
 * Rows that many settings share. What is left out is at its default, and a default is never at fault by itself, so these look at
 * what is written; a row about two settings reads both.
 */

/** A row of which the check comes from one of the functions below. */
export type Kind<K extends ComponentKind> = (component: Component<K>) => Checking

/** Looks at those of some keys that are written, each apart. */
const eachWritten = <K extends ComponentKind>(
  keys: readonly ScalarKey<K>[],
  look: (component: Component<K>, setting: KnownSetting<unknown>) => Checking,
): Kind<K> =>
  function* (component) {
    for (const key of keys) yield { apart: one(component, key) }
    function* one(of: Component<K>, key: ScalarKey<K>): Checking {
      const setting = yield* written(of, key)
      if (setting !== undefined) yield* look(of, setting)
    }
  }

/** Below the least or above the most; `zero` is fine besides. */
export const outside = <K extends ComponentKind>(
  keys: readonly ScalarKey<K>[],
  {
    min = Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
    zero = false,
  }: { min?: number; max?: number; zero?: boolean },
): Kind<K> =>
  eachWritten(keys, function* (_, setting) {
    const { value } = setting
    if (typeof value !== 'number' || (zero && value === 0)) return
    if (value < min || value > max) yield { at: setting }
  })

/** A word that is none of the list. */
export const otherThan = <K extends ComponentKind>(key: ScalarKey<K>, words: readonly string[]): Kind<K> =>
  eachWritten([key], function* (_, setting) {
    const { value } = setting
    if (typeof value === 'string' && !words.includes(value)) yield { at: setting, values: { value } }
  })

/** One that is written, whatever it says, while a gate is off. */
export const needsGate = <K extends ComponentKind>(
  keys: readonly ScalarKey<K>[],
  name: string,
  isUsed: (value: unknown) => boolean = () => true,
): Kind<K> =>
  eachWritten(keys, function* (of, setting) {
    if (!isUsed(setting.value)) return
    const on = yield* gateOf(of, name)
    if (on?.value === false) yield { at: setting, ...beside([on, 'the gate']) }
  })

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
 * Whether a feature gate is on at the version of the component, or the one it emulates: what is written, else its default there, which
 * `AllAlpha` and `AllBeta` change (k8s.io/component-base/featuregate/feature_gate.go). Undefined where that version may not know the gate.
 */
export function* gateOf<K extends ComponentKind>(
  component: Component<K>,
  name: string,
): Generator<Read, KnownSetting<boolean | undefined> | undefined, unknown> {
  const fact: GateFact | undefined = gate(name)
  if (gatesKey(component) === undefined || fact === undefined) return undefined
  const version = yield* versionOfGates(component)
  if (version === undefined) return undefined
  const state = gateAt(fact, component.kind, version)
  if (state.known !== 'yes') return undefined
  const own = yield* gateEntry(component, name)
  if (own === undefined || typeof own.value === 'boolean') return own
  const all = state.stage === 'alpha' ? 'AllAlpha' : state.stage === 'beta' ? 'AllBeta' : undefined
  const wide = all === undefined || state.locked ? undefined : yield* gateEntry(component, all)
  if (typeof wide?.value === 'boolean') return wide
  return { ...own, state: 'default', value: state.default }
}

/** The setting of a component that holds its gates. */
export const gatesKey = <K extends ComponentKind>({ kind }: Component<K>): MapKey<K> | undefined =>
  keyOf(kind, 'feature-gates')?.key as MapKey<K> | undefined

/** What is written of a gate, whatever the version knows. */
export function gateSetting<K extends ComponentKind>(
  component: Component<K>,
  name: string,
): Setting<unknown> | undefined {
  const key = gatesKey(component)
  return key === undefined ? undefined : component.get(key, name)
}

/** The same, as it is read. */
export function* gateEntry<K extends ComponentKind>(
  component: Component<K>,
  name: string,
): Generator<Read, KnownSetting<boolean | undefined> | undefined, unknown> {
  if (gatesKey(component) === undefined) return undefined
  const found: KnownSetting<unknown> = yield* known(gateSetting(component, name))
  return { ...found, value: typeof found.value === 'boolean' ? found.value : undefined }
}

/** Keeps the type of a component's rows, and checks it. */
export const rows = <K extends ComponentKind>(_: K, all: readonly Validation<K>[]): readonly Validation<K>[] => all
