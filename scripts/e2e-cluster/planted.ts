/** An outage of talk.ts, and the object whose name a report about it has. */
export interface Planted {
  readonly rule: string
  /** The end of the place in a report, behind the name of the cluster. */
  readonly object: string
}

const configz = (rule: string, node: string): Planted => ({ rule, object: `node/${node}/configz` })
const autoscaler = (rule: string): Planted => ({ rule, object: 'deployment/kube-system/cluster-autoscaler' })
const pod = (rule: string, name: string): Planted => ({ rule, object: `pod/kube-system/${name}` })

export const PLANTED: readonly Planted[] = [
  configz('kubelet/kube-reserved-missing', 'ip-10-0-1-4'),
  configz('kubelet/kube-reserved-missing', 'ip-10-0-2-4'),
  configz('kubelet/eviction-hard-missing', 'ip-10-0-2-4'),
  configz('kubelet/eviction-hard-partial', 'ip-10-0-3-4'),
  configz('kubelet/system-reserved-missing', 'ip-10-0-3-4'),
  autoscaler('autoscaler/scale-in-without-floor'),
  autoscaler('autoscaler/scale-down-too-fast'),
  autoscaler('autoscaler/scale-down-after-add-too-fast'),
  autoscaler('autoscaler/bulk-delete-uncapped'),
  pod('etcd/election-timeout-too-short', 'etcd-ip-10-0-1-4'),
  pod('etcd/timers-differ', 'etcd-ip-10-0-1-4'),
  pod('etcd/election-ratio-too-low', 'etcd-ip-10-0-1-6'),
  pod('apiserver/reconciler-not-lease', 'kube-apiserver-ip-10-0-1-4'),
  pod('apiserver/reconciler-not-lease', 'kube-apiserver-ip-10-0-1-5'),
  pod('apiserver/reconciler-not-lease', 'kube-apiserver-ip-10-0-1-6'),
  pod('apiserver/apiserver-count-mismatch', 'kube-apiserver-ip-10-0-1-4'),
  { rule: 'apiserver/stale-endpoint', object: 'endpointslice/default/kubernetes' },
  { rule: 'autoscaler/scale-down-wave', object: 'configmap/kube-system/cluster-autoscaler-status' },
  { rule: 'autoscaler/status-unhealthy', object: 'configmap/kube-system/cluster-autoscaler-status' },
  pod('cluster/flag-drift', 'kube-apiserver-ip-10-0-1-5'),
  { rule: 'cluster/kubernetes-service-affinity', object: 'service/default/kubernetes' },
  { rule: 'upgrade/version-skew', object: 'node/ip-10-0-3-4' },
]
