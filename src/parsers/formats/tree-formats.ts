import type { TreeFormat } from '../format.js'
import { apiserverPolicy } from './apiserver-policy.js'
import { autoscalerRelease } from './autoscaler-release.js'
import { autoscalerValues } from './autoscaler-values.js'
import { capa } from './capa.js'
import { capi } from './capi.js'
import { cloudformation } from './cloudformation.js'
import { componentConfiguration } from './component-configuration.js'
import { configMap } from './configmap.js'
import { controlPlaneObjects } from './control-plane-objects.js'
import { etcdConfig } from './etcd-config.js'
import { kind } from './kind.js'
import { kops } from './kops.js'
import { kubeadm } from './kubeadm.js'
import { kubeadmPatches } from './kubeadm-patches.js'
import { kubeconfig } from './kubeconfig.js'
import { kubeletConfiguration } from './kubelet-configuration.js'
import { kustomization } from './kustomization.js'
import { liveConfigz, liveNode } from './live-node.js'
import { liveVersion } from './live-version.js'
import { pod } from './pod.js'
import { prometheus } from './prometheus.js'
import { workload } from './workload.js'

/** Schemas in YAML and JSON. Every one that wants a tree reads it; each looks at kind and apiVersion first, so the order tells nothing. */
export const TREE_FORMATS: readonly TreeFormat[] = [
  pod,
  workload,
  kubeletConfiguration,
  componentConfiguration,
  apiserverPolicy,
  kubeadm,
  kubeadmPatches,
  configMap,
  kind,
  kops,
  capi,
  capa,
  cloudformation,
  etcdConfig,
  autoscalerValues,
  autoscalerRelease,
  kubeconfig,
  prometheus,
  kustomization,
  controlPlaneObjects,
  liveNode,
  liveConfigz,
  liveVersion,
]
