import { outermost } from '../../model/document.js'
import type { Belonging, Fragment, SettingsFragment, VersionHint } from '../../model/fragment.js'
import { hull, intersect, type VersionRange } from '../../model/version.js'

/** All fragments of one document set of a platform. */
export interface FragmentSet {
  readonly settings: readonly SettingsFragment[]
  readonly fragments: readonly Fragment[]
}

/** Fragments by the set they name; those that name none by the file they stand in. */
export function sets(fragments: readonly Fragment[]): FragmentSet[] {
  const groups = grouped(fragments, fragment => fragment.set ?? `file:${outermost(fragment.doc).uri}`)
  return [...groups.values()]
    .map(group => ({ fragments: group, settings: group.flatMap(one => (one.kind === 'settings' ? [one] : [])) }))
    .filter(({ settings }) => settings.length > 0)
}

/** Items by a key, in the order of their first. */
export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** What the platform's own fragments inherit from the document that asked for them. */
export function belonging(from: SettingsFragment, versions: readonly VersionHint[]): Belonging {
  const { doc, at, set, cluster, pool, role, platform, development } = from
  return {
    doc,
    at,
    platform,
    ...(set === undefined ? {} : { set }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(pool === undefined ? {} : { pool }),
    ...(role === undefined ? {} : { role }),
    ...(development === undefined ? {} : { development }),
    ...(versions.length === 0 ? {} : { versions }),
  }
}

/** The Kubernetes versions the hints allow: statements first, bounds only where nothing is stated. */
export function kubernetesRange(hints: readonly VersionHint[]): VersionRange | undefined {
  const of = hints.filter(hint => hint.of === 'kubernetes')
  const stated = of.filter(hint => hint.bound !== true).map(hint => hint.range)
  if (stated.length > 0) return stated.reduce(hull)
  const bounds = of.map(hint => hint.range)
  return bounds.length === 0 ? undefined : bounds.reduce((a, b) => intersect(a, b) ?? hull(a, b))
}

export const distinctHints = (settings: readonly SettingsFragment[]): VersionHint[] => [
  ...new Set(settings.flatMap(({ versions }) => versions ?? [])),
]
