import type { Document } from './document.js'
import type { Location } from './location.js'
import type { Text } from './text.js'
import type { Tree } from './tree.js'
import type { VersionRange } from './version.js'

export const COMPONENTS = [
  'kubelet',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'etcd',
  'cluster-autoscaler',
] as const
export type ComponentKind = (typeof COMPONENTS)[number]

/** Components with releases of their own: their version is not the cluster's, and an upgrade of Kubernetes does not move them. */
export const OWN_RELEASES: readonly ComponentKind[] = ['etcd', 'cluster-autoscaler']

/** Part of a word: literal characters, or a variable that other documents may set. `text` of a variable is its spelling, `$FOO`. */
export type WordPart = { readonly text: Text } | { readonly variable: string; readonly text: Text }

/**
 * One word of a command line before variables are known.
 * `splits`: systemd's `$FOO` or an unquoted shell variable as a word of its own, which becomes 0..n arguments;
 * otherwise the word is one argument, empty if the variable is.
 */
export interface Word {
  readonly parts: readonly WordPart[]
  readonly splits: boolean
}

/** A variable's assignment; `words` is the value cut as its reader cuts an expanded variable. */
export interface Variable {
  readonly name: string
  readonly text: Text
  readonly words: readonly Text[]
  readonly at: Location
}

/** Says which version runs. `of` `kubernetes` counts for every Kubernetes component of the same set that says nothing itself. */
export interface VersionHint {
  readonly of: ComponentKind | 'kubernetes'
  readonly range: VersionRange
  /** A bound (a kubeadm apiVersion), not a statement: weaker than any statement. */
  readonly bound?: boolean
}

/** What every fragment says about where it belongs. Only what is written: grouping joins on evidence. */
export interface Belonging {
  readonly doc: Document
  readonly at: Location
  /** Documents with one set id belong to one cluster: all documents of one kubeadm or kops file, one Terraform module, one Helm chart. */
  readonly set?: string
  /** Absolute path on the host, where a platform writes it (`/var/lib/kubelet/config.yaml` for kubeadm's KubeletConfiguration); beats `doc.path`. */
  readonly path?: string
  /** Cluster name as written (`metadata.name` of a kops Cluster, the label `kops.k8s.io/cluster`, `clusterName`). */
  readonly cluster?: string
  readonly pool?: string
  readonly role?: 'control-plane' | 'worker'
  readonly platform?: Platform
  /** Machines for a laptop: minikube, the Docker provider of Cluster API. */
  readonly development?: true
  readonly versions?: readonly VersionHint[]
  /**
   * The fragment holds only at these versions: of its component (an etcd's are etcd's own), of Kubernetes for units and
   * environment files. A platform that writes different defaults by version gives one fragment for each stretch.
   */
  readonly when?: VersionRange
  /** Used only if no document in view does the same: a package's unit, where the repository holds no unit of that name. */
  readonly fallback?: true
  /** Its name and its words do not say what it is for: by itself it means nothing, to a unit of its name or one that loads it it does. */
  readonly loose?: true
  /** Fragments of readers that this one replaces: the same documents after a platform merged them and filled in its defaults. */
  readonly insteadOf?: readonly Fragment[]
}

export type Platform = 'kubeadm' | 'kind' | 'kops' | 'capi' | 'cluster-autoscaler-chart'

/** A command line of a component: a pod's container, a unit's ExecStart, a line of a script. */
export interface ArgvFragment extends Belonging {
  readonly kind: 'argv'
  readonly component: ComponentKind
  /** Arguments after the component's own name; wrappers are stripped. */
  readonly words: readonly Word[]
  /** The words may go on in a way this reader could not follow: absence is unknown. */
  readonly open: boolean
  /** What may change the words, if that is known: "a kustomization patches it". */
  readonly openedBy?: { readonly what: string; readonly at: Location }
  /** Environment of the process, for etcd's ETCD_*; `open` if an envFrom or the like may add more. */
  readonly environment: { readonly variables: readonly Variable[]; readonly open: boolean }
  /** The pod (or unit) that runs it: a `pod` resource made by the same reader. */
  readonly runsIn?: ResourceFragment
  /** Path inside the container -> path on the host, from volumes of type hostPath. */
  readonly mounts?: ReadonlyMap<string, string>
  /** How many run at the same time, if written (`replicas`, three etcdMembers). */
  readonly instances?: Count
  /** The image does not come from a place upstream publishes to, so versions cannot be compared. */
  readonly vendor?: boolean
}

/** What an ExecStart= starts. */
export interface Runs {
  readonly component: ComponentKind
  readonly words: readonly Word[]
  readonly open: boolean
  /** Variables that wrappers, shells and container engines of the command add to the unit's; `open` if more may come. */
  readonly environment?: { readonly variables: readonly Variable[]; readonly open: boolean }
  /** The unit's own environment does not reach the component, only the words of the command line: it runs in a container. */
  readonly isolated?: true
}

/** One directive of a unit, in the order of the file. */
export interface Directive {
  readonly section: string
  readonly key: string
  /** The whole value; empty resets lists. */
  readonly text: Text
  /** ExecStart= and its kin: the words after the prefix characters. */
  readonly words?: readonly Word[]
  /** Environment=: its assignments. PassEnvironment= and UnsetEnvironment=: the names, with values nobody knows. */
  readonly variables?: readonly Variable[]
  /** EnvironmentFile=: the path without the leading `-`, and whether it may be missing. */
  readonly file?: { readonly path: Text; readonly optional: boolean }
  /** ExecStart=: the component its words start, if they do; wrappers are stripped. */
  readonly runs?: Runs
  /** A template block encloses it: whether it is there at all is unknown, and its values are holes. */
  readonly conditional?: boolean
}

/** A systemd unit or a drop-in for one; merged in resolve, because drop-ins are documents of their own. */
export interface UnitFragment extends Belonging {
  readonly kind: 'unit'
  /** `kubelet.service`, without instance. */
  readonly name: string
  /** File name of the drop-in, if it is one. */
  readonly dropIn?: string
  readonly directives: readonly Directive[]
  /** A hole stands where directives may stand. */
  readonly open?: boolean
}

/** An environment file: settings themselves (ETCD_*) or pieces of a command line that a unit expands. */
export interface EnvFragment extends Belonging {
  readonly kind: 'env'
  readonly variables: readonly Variable[]
  /** A hole stands where assignments may stand. */
  readonly open: boolean
}

/** A typed configuration document (`config`), a partial one merged over it (`drop-in`), or a kubeadm patch over it. */
export interface ConfigFragment extends Belonging {
  readonly kind: 'config'
  readonly component: ComponentKind
  readonly layer: 'file' | 'drop-in' | 'patch'
  readonly apiVersion?: string
  readonly tree: Tree
}

/** Keys of a platform's own schema; facts/platforms says which flags and fields they become. */
export interface SettingsFragment extends Belonging {
  readonly kind: 'settings'
  readonly platform: Platform
  /** `ClusterConfiguration`, `InitConfiguration`, `JoinConfiguration`, `Cluster`, `InstanceGroup`, `values`, ... */
  readonly what: string
  readonly apiVersion?: string
  /** Whoever reads it writes it anew, for the version it is for. */
  readonly isConverted?: true
  readonly tree: Tree
}

/** Flags of kube-apiserver that name a document with a kind of its own. */
export const POLICY_FLAGS = [
  'encryption-provider-config',
  'admission-control-config-file',
  'authentication-config',
  'authorization-config',
  'audit-policy-file',
] as const
export type PolicyFlag = (typeof POLICY_FLAGS)[number]

/** What such a flag names: how to encrypt, admit, authenticate, authorize or audit. */
export interface PolicyFragment extends Belonging {
  readonly kind: 'policy'
  readonly of: PolicyFlag
  readonly tree: Tree
}

/** A patch of a kubeadm patches directory over a static pod. */
export interface PatchFragment extends Belonging {
  readonly kind: 'patch'
  readonly target: ComponentKind
  readonly type: 'strategic' | 'merge' | 'json'
  readonly tree: Tree
}

/** A value of a resource's field: what is written, or why it is not known. */
export type Field =
  | { readonly state: 'set'; readonly tree: Tree; readonly at: Location; readonly spelling: string }
  | { readonly state: 'unknown'; readonly why: string; readonly at: Location }

/**
 * What is no component, in klint's own field names (docs/resources.md), so that rules see one shape
 * whatever wrote it. A field that is not in the map is absent, unless `open`.
 */
export interface ResourceFragment extends Belonging {
  readonly kind: 'resource'
  readonly type: ResourceKind
  readonly name?: string
  readonly fields: ReadonlyMap<string, Field>
  readonly open: boolean
}

export const RESOURCES = [
  'load-balancer',
  'volume',
  'scaling-group',
  'kubeconfig',
  'alert-rules',
  'pod',
  'unit',
  'monitor',
  'service',
  'endpoints',
  'lease',
  'autoscaler-status',
] as const
export type ResourceKind = (typeof RESOURCES)[number]

/** A document names another one: evidence that both belong together, and for user data the machine it starts. */
export interface ReferenceFragment extends Belonging {
  readonly kind: 'reference'
  /** Path relative to the folder of the outermost document, or absolute on the host. */
  readonly target: Text
  /**
   * `values`: a file that is one layer of several of a Helm release; unknown where nobody can say which.
   * `bundled`, `patched`, `retagged`: what a kustomization takes in as it is, may change, or gives other images.
   */
  readonly as: 'template' | 'file' | 'user-data' | 'values' | 'bundled' | 'patched' | 'retagged'
  /** Only files that hold one of these words are meant. */
  readonly among?: readonly string[]
}

/** A version stated by a document that configures nothing else (`KUBELET_IMAGE_TAG`, a download URL). */
export interface VersionFragment extends Belonging {
  readonly kind: 'version'
}

/** What a running component says of itself, or shows: it beats all that is written. */
export interface ObservedFragment extends Belonging {
  readonly kind: 'observed'
  readonly component: ComponentKind
  readonly shows: Observation
  /** How many say the same: the nodes of a group. */
  readonly instances?: Count
}

export type Observation =
  /** Its whole configuration: what is not there is unset. */
  | { readonly what: 'configuration'; readonly tree: Tree }
  /** What a node has and what it gives to pods: whether any memory or CPU is set aside, for whatever; undefined where it does not say. */
  | { readonly what: 'reservation'; readonly isNothing: boolean | undefined }

export type Fragment =
  | ArgvFragment
  | UnitFragment
  | EnvFragment
  | ConfigFragment
  | SettingsFragment
  | PolicyFragment
  | PatchFragment
  | ResourceFragment
  | ReferenceFragment
  | VersionFragment
  | ObservedFragment

/** A whole number that may be known only from below. */
export interface Count {
  readonly min: number
  /** Absent: nobody knows how many more. */
  readonly max?: number
}

/** Something a reader could not make sense of, with its place. */
export interface Problem {
  readonly at: Location
  /** Lower case, no full stop; goes into the finding `klint/unreadable-document`. */
  readonly what: string
  /**
   * `template`: the text does not parse because a template engine comes first: reported once as not analysed, never as broken.
   * `foreign`: it does not parse, and nothing in it says that it configures a cluster: not analysed either.
   */
  readonly because: 'broken' | 'foreign' | 'template' | 'limit'
}

/** What a format makes of a document. */
export interface Parsed {
  readonly fragments: readonly Fragment[]
  /** Documents inside this one: the engine reads them next. */
  readonly embedded: readonly Document[]
  readonly problems: readonly Problem[]
}
