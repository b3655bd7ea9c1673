import type { Document } from '../../model/document.js'
import type { TreeFormat } from '../format.js'
import { apiserverPolicy } from './apiserver-policy.js'
import { autoscalerValues } from './autoscaler-values.js'
import { componentConfiguration } from './component-configuration.js'
import { configMap } from './configmap.js'
import { etcdConfig } from './etcd-config.js'
import { kubeadm } from './kubeadm.js'
import { kubeadmPatches } from './kubeadm-patches.js'
import { kubeconfig } from './kubeconfig.js'
import { kubeletConfiguration } from './kubelet-configuration.js'
import { pod } from './pod.js'
import { workload } from './workload.js'

export const USUAL: readonly TreeFormat[] = [
  pod,
  workload,
  kubeletConfiguration,
  componentConfiguration,
  apiserverPolicy,
  kubeadm,
  kubeadmPatches,
  configMap,
  etcdConfig,
  autoscalerValues,
  kubeconfig,
]

/** Words without which none of the other formats wants a tree: groups of their objects, and keys of files that have no kind. */
export const OTHERS =
  /kops|cluster\.x-k8s\.io|kind\.(?:x-k8s|sigs)|Resources|HelmRelease|argoproj\.io|helmCharts|releases|monitoring\.coreos\.com|groups|kustomize\.(?:config|toolkit)|kubernetes\.io\/service-name|coordination\.k8s\.io|cluster-autoscaler-status|sessionAffinity|(?:^|\n)(?:resources|bases)[ \t]*:/

let all: readonly TreeFormat[] | undefined

/** Loads the formats that most runs do without, if the document may be one of theirs. */
export async function prepareTreeFormats({ source, live }: Document): Promise<void> {
  if (all === undefined && (live !== undefined || OTHERS.test(source)))
    all = (await import('./tree-formats.js')).TREE_FORMATS
}

/** Those that may want a tree of a document that was prepared for. */
export const treeFormats = (): readonly TreeFormat[] => all ?? USUAL
