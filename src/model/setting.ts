import type { ComponentKind } from './fragment.js'
import type { Location } from './location.js'
import type { Text } from './text.js'

/** Where an assignment stands in a component's precedence. `observed` is what a live component answered: complete, beats all. */
export type Layer = 'flag' | 'environment' | 'drop-in' | 'file' | 'observed'

/** One place that sets one key. */
export interface Assignment {
  readonly component: ComponentKind
  /** Canonical key (see facts/keys): the config field if there is one, else the flag. For an unknown flag, the flag as written. */
  readonly key: string
  /** Entry of a map key (`memory.available` of `evictionHard`). */
  readonly entry?: string
  /** The name as written, normalised (`eviction-hard`, `evictionHard`, `ETCD_HEARTBEAT_INTERVAL`). */
  readonly name: string
  /** The characters of the name, without dashes. */
  readonly nameText: Text
  /** The characters of the value; undefined for a bare flag (`--foo`). */
  readonly value: Text | undefined
  readonly layer: Layer
  /** The author's own text: `--eviction-hard=…`, `evictionHard: …`, `ETCD_QUOTA_BACKEND_BYTES=…`. */
  readonly spelling: string
  /** Name and value, where both stand in one document; else the name. */
  readonly at: Location
}

/** An open layer a default rests on: "no flag sets it (/etc/default/kubelet is not in view)". */
export interface Assumption {
  readonly layer: Layer
  readonly what: string
}

export interface Why {
  readonly what: string
  readonly at?: Location
}

export interface KnownSetting<T> {
  readonly state: 'set' | 'default'
  /** undefined in state `default`: nothing sets it and it has no default; in state `set`: an assignment removed it. */
  readonly value: T
  readonly by?: Assignment
  readonly beaten: readonly Assignment[]
  /** The place that decided: the assignment, the partial map that dropped the default, else the component's anchor. */
  readonly at: Location
  readonly assuming: readonly Assumption[]
}

export interface UnknownSetting {
  readonly state: 'unknown'
  readonly why: readonly Why[]
  readonly at: Location
}

/** The answer for one key (docs/ARCHITECTURE.md, idea 2). */
export type Setting<T> = KnownSetting<T> | UnknownSetting

/** The value that somebody wrote, as far as it is known; an assignment that takes a default away leaves none. */
export const writtenValue = <T>(setting: Setting<T> | undefined): T | undefined =>
  setting?.state === 'set' ? setting.value : undefined

/** The value, a default included, as far as it is known. */
export const knownValue = <T>(setting: Setting<T> | undefined): T | undefined =>
  setting === undefined || setting.state === 'unknown' ? undefined : setting.value

/** An element of a list setting. */
export interface ListItem {
  readonly value: string
  readonly at: Location
}

/** An eviction threshold: a share of the capacity (0..100) or bytes (or inodes). */
export type Threshold = { readonly percent: number } | { readonly amount: number }

/** Types of facts -> what rules see. Durations in milliseconds; quantities in base units (bytes, cores). */
export interface ValueTypes {
  bool: boolean
  int: number
  float: number
  duration: number
  quantity: number
  string: string
  threshold: Threshold
  list: readonly ListItem[]
}
export type ValueType = keyof ValueTypes
export type SettingValue = ValueTypes[ValueType]

export const isList = (value: SettingValue | undefined): value is readonly ListItem[] => Array.isArray(value)
