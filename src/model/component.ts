import type { ComponentKind, Count, PolicyFlag, ResourceKind } from './fragment.js'
import type { Location } from './location.js'
import type { Assignment, Setting, SettingValue, ValueTypes } from './setting.js'
import type { Text } from './text.js'
import type { Tree } from './tree.js'
import type { Version, VersionRange } from './version.js'

/**
 * Keys of every component and the type of their value; a map key is `['map', type of its entries]`.
 * Filled by the generated facts/keys.ts, so that a misspelt key does not compile.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging in facts/keys.ts
export interface SettingKeys {}

type KeysOf<K> = K extends keyof SettingKeys ? SettingKeys[K] : Record<string, never>
export type ScalarKey<K> = {
  [P in keyof KeysOf<K>]: KeysOf<K>[P] extends readonly ['map', unknown] ? never : P
}[keyof KeysOf<K>]
export type MapKey<K> = {
  [P in keyof KeysOf<K>]: KeysOf<K>[P] extends readonly ['map', unknown] ? P : never
}[keyof KeysOf<K>]
export type ScalarValue<K, P extends keyof KeysOf<K>> = KeysOf<K>[P] extends keyof ValueTypes
  ? ValueTypes[KeysOf<K>[P]]
  : never
type EntryValue<K, P extends keyof KeysOf<K>> = KeysOf<K>[P] extends readonly ['map', infer V extends keyof ValueTypes]
  ? ValueTypes[V]
  : never

/** One running thing at one version: the kubelets of one node pool, one apiserver. */
export interface Component<K extends ComponentKind = ComponentKind> {
  readonly kind: K
  /** Same for the same thing at every version; not shown to people. */
  readonly id: string
  /** The version this view is of. */
  readonly version: Version
  readonly range: VersionRange
  /** Where it is defined: the ExecStart, the container, the configuration file. */
  readonly anchor: Location
  readonly platform?: string
  readonly role?: 'control-plane' | 'worker'
  readonly pool?: string
  /** Something for a laptop (kind, minikube): rules about capacity are silent. */
  readonly development: boolean
  /** A build whose versions and flags cannot be compared with upstream. */
  readonly vendor: boolean
  readonly instances: Count
  /** The kubelet's `--config` or etcd's `--config-file`: `no` proves that only flags count. */
  readonly configFile: 'yes' | 'no' | 'unknown'
  /** Everything written for it, in the order the component reads it; of a running one that shows its configuration, that. */
  readonly assignments: readonly Assignment[]
  /**
   * Flags that set nothing, since the configuration file decides, and are refused like any other: all of etcd's, and the gates of
   * kube-proxy's, of which only the form is looked at, as a whole.
   */
  readonly overruled: readonly Assignment[]
  /** Nothing that is not in view, and no template, may say more of it than `assignments` does; what may exist and counts as empty aside. */
  readonly isInView: boolean
  /** Words of its command line that are no flag and no flag's value: none but cluster-autoscaler starts with one. */
  readonly strays: readonly Stray[]
  /** Its configuration files that are in view, in the order they are merged; empty for one that only reads flags. */
  readonly files: readonly ConfigurationFile[]
  /** What it runs with is in view, not only what is written for it. */
  readonly isObserved: boolean
  /** What is written for it and does not count, since what it runs with is in view. */
  readonly intended: readonly Assignment[]
  /** The answer for one key; undefined if this version has no such key. */
  get<P extends ScalarKey<K>>(key: P): Setting<ScalarValue<K, P> | undefined> | undefined
  get<P extends MapKey<K>>(key: P, entry: string): Setting<EntryValue<K, P> | undefined> | undefined
  /** What a configuration file makes of a key whose items are no words; undefined where a flag sets it, or nothing does. */
  node<P extends ScalarKey<K>>(key: P): Setting<Tree | undefined> | undefined
  /** All entries of a map; unknown if one more may exist. */
  entries<P extends MapKey<K>>(key: P): Setting<ReadonlyMap<string, Setting<EntryValue<K, P> | undefined>>> | undefined
  /** The answer for whatever an assignment sets, for who compares all that is written; undefined if this version has no such key. */
  answer(asked: Pick<Assignment, 'key' | 'entry'>): Setting<SettingValue | undefined> | undefined
  /** Of a running one: what `answer` would say if what is written for it counted, and not what it runs with. */
  intends(asked: Pick<Assignment, 'key' | 'entry'>): Setting<SettingValue | undefined> | undefined
  /** The document that a flag of kube-apiserver names; undefined if it names none, unknown if that is not in view. */
  document(flag: PolicyFlag): Setting<Tree | undefined>
  /** A variable of the process's environment. */
  environment(name: string): Setting<string | undefined>
  /** The pod or unit that runs it. */
  readonly runsIn?: Resource
}

export interface Stray {
  readonly text: Text
  /** The flag in front of it, if that takes no separate value. */
  readonly behind?: Assignment
}

/** The document of `--config`, or a drop-in. */
export interface ConfigurationFile {
  readonly layer: 'file' | 'drop-in'
  readonly tree: Tree
  readonly at: Location
}

/** What is no component: a load balancer, a volume, an autoscaling group. Field names: docs/resources.md. */
export interface Resource {
  readonly kind: ResourceKind
  readonly id: string
  readonly name?: string
  readonly anchor: Location
  /** Dots lead into maps, numbers into lists. */
  get(path: string): Setting<string | undefined>
  number(path: string): Setting<number | undefined>
  /** Paths of everything written, down to single values, for `klint show`; templates stop the descent. */
  readonly written: readonly string[]
  /** Elements of a list: unknown if one more may exist, undefined if the field is absent. */
  items(path: string): Setting<readonly Resource[] | undefined>
}

/** A document of a kind and an API version, which somebody has to know. */
export interface TypedDocument {
  readonly reader: ComponentKind | 'kubeadm'
  readonly kind: string
  readonly apiVersion: Text
}

/** Components and resources that belong together (docs/ARCHITECTURE.md, From fragments to components). */
export interface Cluster {
  readonly name?: string
  readonly components: readonly Component[]
  readonly resources: readonly Resource[]
  /** Typed documents that no component of klint's reads: those of kubeadm. */
  readonly documents: readonly TypedDocument[]
  of<K extends ComponentKind>(kind: K): readonly Component<K>[]
  resourcesOf(kind: ResourceKind): readonly Resource[]
  /** How many run, as far as it is written. */
  count(kind: ComponentKind): Count
  /** The Kubernetes version range of the cluster. */
  readonly kubernetes: VersionRange
}

/** An assignment with the component that reads it; what table rules look at. */
export interface Written extends Assignment {
  readonly of: Component
}
