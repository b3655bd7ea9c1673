import type { Field } from '../../model/fragment.js'
import { scalarText, type TreeMap } from '../../model/tree.js'
import { implied } from './fields.js'

const CLUSTER_TAG = 'kubernetes.io/cluster/'
const AUTOSCALER_TAG = 'k8s.io/cluster-autoscaler/'

/** Cluster name the tags tell: `KubernetesCluster = "x"` (kops, old cloud provider) or the key `kubernetes.io/cluster/x`. */
export function clusterOf(tags: TreeMap | undefined): string | undefined {
  for (const { key, value } of tags?.entries ?? []) {
    if (key.known && key.value.startsWith(CLUSTER_TAG)) return key.value.slice(CLUSTER_TAG.length)
    const text = key.value === 'KubernetesCluster' ? scalarText(value) : undefined
    if (text?.known) return text.value
  }
  return undefined
}

/** The tag that says a Kubernetes cluster owns the resource, even where the name of the cluster is not known. */
export function kubernetesField(tags: TreeMap | undefined): Field | undefined {
  const tag = tags?.entries.find(({ key }) => key.value.startsWith(CLUSTER_TAG) || key.value === 'KubernetesCluster')
  return tag === undefined || tag.conditional ? undefined : implied('true', tag.key.at, 'tags')
}

/**
 * Whether cluster-autoscaler finds the group by its tags: `true` at the tag, unknown if a tag may be missing here, undefined
 * if there is none. Its own tags are `k8s.io/cluster-autoscaler/enabled` and `…/<cluster name>`.
 */
export function autoscaledField(tags: TreeMap | undefined): Field | undefined {
  if (tags === undefined) return undefined
  const tag = tags.entries.find(({ key }) => key.value.startsWith(AUTOSCALER_TAG))
  if (tag !== undefined) return implied('true', tag.key.at, tag.key.known ? tag.key.value : `${AUTOSCALER_TAG}…`)
  if (tags.open || tags.entries.some(({ key }) => !key.known))
    return { state: 'unknown', why: 'tags come from a template', at: tags.at }
  return undefined
}
