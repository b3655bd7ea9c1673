import type { Finding } from './finding.js'
import type { ComponentKind } from './fragment.js'
import type { Location } from './location.js'

/** What lies between what runs and a later Kubernetes, minor by minor: `klint upgrade`. */
export interface Plan {
  /** "1.36". */
  readonly target: string
  readonly clusters: readonly ClusterPlan[]
}

export interface ClusterPlan {
  readonly name?: string
  /** What runs in it, each once. */
  readonly components: readonly ComponentKind[]
  /** "1.23", or where nobody states it what may run: "1.22 - 1.26". */
  readonly from: string
  /** The present version is stated: every minor on the way is a step. */
  readonly isKnown: boolean
  /** The target lies not ahead of what runs. */
  readonly isThere: boolean
  /** What keeps a component from starting at the version that runs. */
  readonly now: readonly Finding[]
  /** Where the present version is not stated, those that have something in them. */
  readonly steps: readonly PlanStep[]
}

/** One minor of Kubernetes. */
export interface PlanStep {
  readonly kubernetes: string
  /** What keeps a component from starting from here on. */
  readonly stops: readonly Finding[]
  /** Defaults nobody wrote, and that are others from here on. */
  readonly defaults: readonly ChangedDefault[]
  /** What is written, and read past from here on. */
  readonly ignored: readonly Finding[]
  /** What else is found from here on. */
  readonly begins: readonly Finding[]
  /** Flags that are gone, and live on as a field of the configuration file. */
  readonly moves: readonly Move[]
  /** Who is upgraded after whom. */
  readonly order: readonly Turn[]
}

export interface ChangedDefault {
  readonly component: ComponentKind
  /** As people call it: `--expander`. */
  readonly setting: string
  readonly from: string
  readonly to: string
  readonly effect: string
  /** The components that rely on it. */
  readonly at: readonly Location[]
}

export interface Move {
  readonly component: ComponentKind
  readonly flag: string
  readonly field: string
  readonly at: Location
}

export interface Turn {
  readonly components: readonly ComponentKind[]
  /** "1.24", "3.6". */
  readonly to: string
  /** Those that may also wait, and the minor of the apiserver that needs them. */
  readonly until?: string
  /** They cannot follow this step unless they were upgraded to this before. */
  readonly first?: string
}

export const isEmptyStep = ({ stops, defaults, ignored, begins, moves }: PlanStep): boolean =>
  [stops, defaults, ignored, begins, moves].every(({ length }) => length === 0)

/** Whether something does not start, now or on the way. */
export const isStopped = ({ clusters }: Plan): boolean =>
  clusters.some(({ now, steps }) => now.length > 0 || steps.some(({ stops }) => stops.length > 0))
