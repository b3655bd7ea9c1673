import type { Live } from '../../model/document.js'

/** What was read of a cluster: plain data, so that it can be written down and linted elsewhere. */
export interface Recording {
  readonly kind: 'ClusterRecording'
  readonly apiVersion: 'klint.dev/v1'
  /** klint's own version. */
  readonly klint: string
  /** ISO 8601, UTC. */
  readonly takenAt: string
  /** What the cluster is called in reports. */
  readonly cluster: string
  readonly distribution: Distribution
  /** Names stand for others, and secrets for themselves no more. */
  readonly redacted: boolean
  readonly objects: readonly RecordedObject[]
  readonly missing: readonly Missing[]
}

/** Who runs the control plane, or made the nodes, where that shows. */
export type Distribution = 'eks' | 'gke' | 'aks' | 'openshift' | 'k3s' | 'rke2' | 'other'

/** Clusters whose control plane nobody but the provider sees. */
export const PROVIDERS: Readonly<Partial<Record<Distribution, string>>> = { eks: 'EKS', gke: 'GKE', aks: 'AKS' }

/** An object of the API: of a node one stands for its group; `Version` is what `/version` answers. */
export interface RecordedObject extends Omit<Live, 'cluster'> {
  /** Of a node: what tells its group from others. */
  readonly group?: string
  readonly pool?: string
  readonly role?: 'control-plane' | 'worker'
  readonly body: unknown
}

/** Something that could not be read, and what for. */
export interface Missing {
  /** `/api/v1/nodes/ip-10-0-1-7/proxy/configz`. */
  readonly path: string
  /** Of reads.ts. */
  readonly read: string
  readonly why: 'forbidden' | 'unauthorized' | 'not-found' | 'timeout' | 'failed' | 'limit' | 'unreadable'
  /** What the apiserver said, or what happened: it may hold anything. */
  readonly said: string
  /** How many requests ended so. */
  readonly count: number
}
