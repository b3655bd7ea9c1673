import type { Component, ScalarKey } from '../model/component.js'
import type { ComponentKind } from '../model/fragment.js'
import { known, type Read } from '../model/rule.js'
import type { KnownSetting, ListItem } from '../model/setting.js'
import { minorOf, parseVersion, type Version } from '../model/version.js'
import { keyOf } from './settings.js'

/*
 * `--emulated-version` and `--min-compatibility-version`: k8s.io/component-base/compatibility/registry.go and version.go, v0.33.0 to v0.37.2; in 1.31
 * and 1.32 the same code reads them, at other places.
 */

/** The only component that those of Kubernetes register. */
const KUBE = 'kube'
/** How far a component can go back, from 1.33 on, and the first minor it can go back to. */
const MOST_BEHIND = 3
const FIRST = 131

/** What one entry of the list says, or why it says nothing. */
export type Stated = { readonly minor: number; readonly of: string } | { readonly problem: string }

/** `kube=1.36`, or `1.36` alone (toVersionMap). */
export function statedVersion(text: string): Stated {
  const at = text.indexOf('=')
  const of = at === -1 ? KUBE : text.slice(0, at).trim()
  const version = at === -1 ? text : text.slice(at + 1).trim()
  const [major, minor, patch = '0'] = /^\s*v?(\d+(?:\.\d+)*)/.exec(version)?.[1]?.split('.') ?? []
  if (major === undefined || minor === undefined || (major.startsWith('0') && major !== '0'))
    return { problem: `\`${version}\` is not a version` }
  if (Number(patch) !== 0) return { problem: `\`${version}\` names a patch, and only minors can be named` }
  if (of !== KUBE) return { problem: `no component \`${of}\` can be named` }
  return { minor: Number(major) * 100 + Math.min(Number(minor), 99), of }
}

/** The oldest minor that a component of this version emulates or runs beside. */
export const oldestEmulated = (version: Version): number => Math.max(FIRST, minorOf(version) - MOST_BEHIND)

/**
 * The version of which a component has the feature gates and their defaults: its own, or the one it is told to emulate. Undefined where
 * that is not to be read.
 */
export function* versionOfGates<K extends ComponentKind>(
  component: Component<K>,
): Generator<Read, Version | undefined, unknown> {
  const key = keyOf(component.kind, 'emulated-version')?.key
  if (key === undefined || !component.assignments.some(written => written.key === key)) return component.version
  const setting = component.get(key as ScalarKey<K>)
  if (setting === undefined) return component.version
  const found: KnownSetting<unknown> = yield* known(setting)
  const entries: readonly ListItem[] = Array.isArray(found.value) ? found.value : []
  const [first, ...more] = entries
  if (first === undefined || first.value === '') return component.version
  const stated = statedVersion(first.value)
  if (more.length > 0 || 'problem' in stated) return undefined
  return parseVersion(`1.${stated.minor - 100}`)?.max
}
