import type { Location } from './location.js'

export type Severity = 'error' | 'warning' | 'info'
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

/** `stops`: the component does not start. `ignored`: it starts, and what is written does nothing. */
export type Effect = 'stops' | 'ignored'

/** An edit of an innermost range. */
export interface Edit {
  readonly at: Location
  readonly text: string
}

export interface Fix {
  readonly level: 'safe' | 'unsafe'
  /** An imperative, lower case: "set `election-timeout` to 5000". */
  readonly title: string
  readonly edits: readonly Edit[]
  /** The same as edits of files on disk; absent where that is not certain, and then it is only advice. */
  readonly onDisk?: readonly Edit[]
}

/** The label of a place that is at fault just as the finding's own is: equal things share a finding. */
export const ALSO_HERE = 'and here'

/** Labels of the place in a file that a running cluster differs from. */
export const WRITTEN_HERE = 'written here'
export const NOT_SET_HERE = 'not set here'

export interface RelatedPlace {
  readonly at: Location
  /** Two or three words under the range: "loaded here", "overrides this". */
  readonly label: string
}

/** Objects of a running cluster that share a finding. */
export interface Alike {
  /** All of them: of each group of nodes every one. */
  readonly count: number
  /** The pools they are in, as their labels spell them, each once; none where one of them is in none. */
  readonly pools: readonly string[]
  /** Where it is in the others that were looked at, which each stand for those that are the same. */
  readonly places: readonly Location[]
}

/** A report after the engine: plain data with concrete messages. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly what: string
  readonly why: string
  readonly help: string
  readonly effect?: Effect
  /** Path of the rule's page below the repository or package: `rules-docs/kubelet/eviction-hard-missing.md`. */
  readonly page: string
  readonly at: Location
  /** Words under the range in `pretty`. */
  readonly label?: string
  readonly related: readonly RelatedPlace[]
  /** The thing that lacks something, where nothing written is at fault: equal things of one file share a finding. */
  readonly lacking?: string
  /** Set where several objects of a running cluster share it; a few of their places are related. */
  readonly alike?: Alike
  /** `kubelet`, `kube-apiserver`, ... if the finding is about a component. */
  readonly component?: string
  /** Name of the node pool that component is in, as written. */
  readonly pool?: string
  /** Name of the cluster it was found in, where it has one. */
  readonly cluster?: string
  /** "no flag sets it (/etc/default/kubelet is not in view)": open layers the finding rests on. */
  readonly assuming: readonly string[]
  readonly fix?: Fix
  /**
   * "1.24": the first Kubernetes minor, up to the planned one, at which it is true. Only of what is not true yet: an answer to the upgrade
   * question, or to a rule that looks ahead by itself.
   */
  readonly bites?: string
  /** Index among the clusters of the run; absent where the finding is about a file alone. The first, where several share what is wrong. */
  readonly clusterIndex?: number
  /**
   * What the finding is, without line numbers: `rule path route hash` (engine/identity.ts). Two findings of one run may share
   * it. Only where somebody asks (`Request.identify`): baselines and formats that track findings over time.
   */
  readonly identity?: string
}

/** Why a finding is not reported. */
export interface Silencing {
  /** A comment in the file, an annotation of the object, `ignores` of klint.yaml, or the baseline. */
  readonly by: 'comment' | 'annotation' | 'configuration' | 'baseline'
  /** Where that is written. */
  readonly at?: Location
  readonly reason?: string
}

/** A finding somebody decided not to see: formats that track findings mark it, all others leave it out. */
export interface Silenced {
  readonly finding: Finding
  readonly silencing: Silencing
}

/** Something klint did not check, in words for the summary; `rules` were silent because of it. */
export interface NotChecked {
  readonly what: string
  readonly at?: Location
  readonly rules: readonly string[]
  /** It was asked for and is not there, as a file that cannot be read: `--strict` counts it. */
  readonly unread?: true
  /** Nobody could change that: summaries leave it out, lists have it. */
  readonly always?: true
}

/** The outcome of a run, as the reporters get it: sorted, filtered, decided. */
export interface Outcome {
  readonly findings: readonly Finding[]
  readonly silenced: readonly Silenced[]
  readonly notChecked: readonly NotChecked[]
  /** "Kubernetes 1.34 (clusters/prod.yaml:12)"; one per version assumption that findings rest on. */
  readonly versions: readonly string[]
  /** Documents on disk that held something klint knows. */
  readonly files: number
  /** Objects of running clusters that klint knows something of, and what their clusters are called. */
  readonly objects?: { readonly count: number; readonly clusters: readonly string[] }
  /** What `--fix` mended before this run. */
  readonly fixed?: { readonly findings: number; readonly files: number }
  /** Further lines of the summary: "3 entries of klint-baseline.json are no longer found". */
  readonly notes?: readonly string[]
}
