import type { RecordedObject, Recording } from '../../src/sources/cluster/recording.js'
import { recordingFile } from '../../src/sources/cluster/recording-file.js'

/** Recordings of clusters, by hand. */

/** The bytes of a file that `klint cluster --record` could have written. */
export const recorded = (objects: readonly RecordedObject[], more: Partial<Recording> = {}): Uint8Array =>
  recordingFile(
    {
      kind: 'ClusterRecording',
      apiVersion: 'klint.dev/v1',
      klint: '0.1.0',
      takenAt: '2026-01-01T00:00:00.000Z',
      cluster: 'prod',
      distribution: 'other',
      redacted: false,
      objects,
      missing: [],
      ...more,
    },
    false,
  )

export const version = (gitVersion = 'v1.34.2'): RecordedObject => ({
  kind: 'Version',
  name: 'version',
  count: 1,
  others: [],
  body: { major: '1', minor: '34', gitVersion },
})

export interface Group {
  readonly names: readonly string[]
  readonly pool?: string
  readonly role?: 'control-plane' | 'worker'
  /** What tells it from another group of its pool. */
  readonly type?: string
  readonly configz?: Readonly<Record<string, unknown>>
}

/** A group of nodes, and what the kubelet of the first answers. */
export function nodes({ names, pool, role = 'worker', type = 'm5.xlarge', configz = {} }: Group): RecordedObject[] {
  const [name = 'node', ...others] = names
  const of = {
    kind: 'Node',
    name,
    count: names.length,
    others: others.slice(0, 3),
    group: JSON.stringify([pool, role, type]),
    ...(pool === undefined ? {} : { pool }),
    role,
  }
  const resources = { cpu: '4', memory: '16Gi' }
  return [
    {
      ...of,
      body: {
        kind: 'Node',
        apiVersion: 'v1',
        metadata: { name },
        status: { capacity: resources, allocatable: resources, nodeInfo: { kubeletVersion: 'v1.34.2' } },
      },
    },
    { ...of, part: 'configz', body: { kind: 'KubeletConfiguration', evictionHard: {}, ...configz } },
  ]
}

/** The mirror pod of a static pod. */
export const mirrorPod = (of: string, node: string, command: readonly string[]): RecordedObject => ({
  kind: 'Pod',
  namespace: 'kube-system',
  name: `${of}-${node}`,
  count: 1,
  others: [],
  body: {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: `${of}-${node}`, namespace: 'kube-system', labels: { component: of, tier: 'control-plane' } },
    spec: { nodeName: node, containers: [{ name: of, image: imageOf(of), command: [of, ...command] }] },
  },
})

const imageOf = (of: string): string => `registry.k8s.io/${of}:${of === 'etcd' ? '3.6.4-0' : 'v1.34.2'}`
