import { flag, knownIn } from '../facts/flags.js'
import { tableOf } from '../facts/lines.js'
import { fieldDefault, fieldKnownAt, flagDefault, type KeyFact } from '../facts/settings.js'
import type { ComponentKind } from '../model/fragment.js'
import { minorOf, type Version } from '../model/version.js'

/** What rules asked of a component at one version: what they said can change only where an answer does. */
export interface Asked {
  /** The version itself was read. */
  version: boolean
  readonly keys: Set<KeyFact>
  /** Flags written on its command line, once that was read: their types tell words and values apart. */
  readonly flags: Set<string>
}

export const nothingAsked = (): Asked => ({ version: false, keys: new Set(), flags: new Set() })

/** Minors at which a component reads the same layers in another way, whatever the key; the comparisons of kubelet.ts, kube-proxy.ts and scheduler.ts, and the kubelet's built-in thresholds. */
const CHANGES: Readonly<Partial<Record<ComponentKind, readonly number[]>>> = {
  kubelet: [104, 107, 109, 126, 130, 132, 133],
  'kube-proxy': [113, 128, 131],
  'kube-scheduler': [122],
}

/** Whether everything that was asked at `from` has the same answer at `to`. */
export function unchanged(kind: ComponentKind, asked: Asked, from: Version, to: Version): boolean {
  if (asked.version) return false
  const [a, b] = [minorOf(from), minorOf(to)]
  const [low, high] = a < b ? [a, b] : [b, a]
  if (CHANGES[kind]?.some(minor => minor > low && minor <= high)) return false
  for (const fact of asked.keys) if (!sameKey(fact, from, to)) return false
  for (const name of asked.flags) if (!sameFlag(kind, name, from, to)) return false
  return true
}

function sameKey(fact: KeyFact, from: Version, to: Version): boolean {
  const { flagLife, fieldLife } = fact
  const table = tableOf(fact.component)
  if (flagLife !== undefined && knownIn(flagLife, table, from) !== knownIn(flagLife, table, to)) return false
  if (fieldLife !== undefined && fieldKnownAt(fieldLife, from) !== fieldKnownAt(fieldLife, to)) return false
  return flagDefault(fact, from) === flagDefault(fact, to) && fieldDefault(fact, from) === fieldDefault(fact, to)
}

function sameFlag(kind: ComponentKind, name: string, from: Version, to: Version): boolean {
  const fact = flag(kind, name)
  return fact === undefined || knownIn(fact, tableOf(kind), from) === knownIn(fact, tableOf(kind), to)
}
