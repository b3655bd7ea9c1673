import type { TreeFormat } from '../format.js'
import * as release from './autoscaler-release.js'
import * as values from './autoscaler-values.js'
import * as capa from './capa.js'
import * as capi from './capi.js'
import * as cloudFormation from './cloudformation.js'
import * as component from './component-configuration.js'
import * as configMap from './configmap.js'
import * as etcd from './etcd-config.js'
import * as kind from './kind.js'
import * as kops from './kops.js'
import * as kubeadm from './kubeadm.js'
import * as patches from './kubeadm-patches.js'
import * as kubeconfig from './kubeconfig.js'
import * as kubelet from './kubelet-configuration.js'
import * as pod from './pod.js'
import * as prometheus from './prometheus.js'
import * as workload from './workload.js'

/** Schemas in YAML and JSON. Every one that wants a tree reads it; each looks at kind and apiVersion first, so the order tells nothing. */
export const TREE_FORMATS: readonly TreeFormat[] = [
  pod.pod,
  workload.workload,
  kubelet.kubeletConfiguration,
  component.componentConfiguration,
  kubeadm.kubeadm,
  patches.kubeadmPatches,
  configMap.configMap,
  kind.kind,
  kops.kops,
  capi.capi,
  capa.capa,
  cloudFormation.cloudformation,
  etcd.etcdConfig,
  values.autoscalerValues,
  release.autoscalerRelease,
  kubeconfig.kubeconfig,
  prometheus.prometheus,
]

/** A document that holds none of these is none of theirs. */
export const TREE_MARKS: readonly string[] = [
  ...new Set(
    [
      pod,
      kubelet,
      component,
      kubeadm,
      configMap,
      kind,
      kops,
      capi,
      capa,
      cloudFormation,
      etcd,
      values,
      release,
      kubeconfig,
      prometheus,
    ].flatMap(({ marks }) => marks),
  ),
]

/** Documents that are read whatever they hold, by their path. */
export const TREE_PATHS: readonly RegExp[] = [patches.paths]
