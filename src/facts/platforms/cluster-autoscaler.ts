import { defaultArgs, lazy, lines } from './rows.js'

/**
 * kubernetes/autoscaler cluster-autoscaler/charts/cluster-autoscaler/values.yaml, chart 9.59.0; the same since 9.0.0.
 * Helm merges `extraArgs` of the user into these, and `null` removes one.
 */
export const CHART_EXTRA_ARGS = defaultArgs(`
* logtostderr true
* stderrthreshold info
* v 4
`)
export const CHART_CLOUD_PROVIDER = 'aws'
export const CHART_TAGS: readonly string[] = [
  'k8s.io/cluster-autoscaler/enabled',
  'k8s.io/cluster-autoscaler/{cluster}',
]

/** A key of kops's `spec.clusterAutoscaler`, its flag, and the value kops writes without it (none: nothing is written). */
export interface AutoscalerKey {
  readonly key: string
  readonly flag: string
  readonly since: number
  readonly value: string
}

/**
 * kubernetes/kops upup/models/cloudup/resources/addons/cluster-autoscaler.addons.k8s.io/k8s-1.15.yaml.template and
 * pkg/model/components/clusterautoscaler.go at v1.20.0, v1.22.0, v1.24.0, v1.26.0, v1.30.0, v1.36.2. A release of kops
 * is taken to be that of the Kubernetes minor it installs.
 */
const KEYS = `
120 balanceSimilarNodeGroups balance-similar-node-groups false
127 emitPerNodegroupMetrics emit-per-nodegroup-metrics false
120 expander expander random
127 ignoreDaemonSetsUtilization ignore-daemonsets-utilization false
120 scaleDownUtilizationThreshold scale-down-utilization-threshold 0.5
127 skipNodesWithCustomControllerPods skip-nodes-with-custom-controller-pods true
120 skipNodesWithLocalStorage skip-nodes-with-local-storage true
120 skipNodesWithSystemPods skip-nodes-with-system-pods true
120 scaleDownDelayAfterAdd scale-down-delay-after-add 10m0s
126 scaleDownUnneededTime scale-down-unneeded-time 10m0s
126 scaleDownUnreadyTime scale-down-unready-time 20m0s
120 newPodScaleUpDelay new-pod-scale-up-delay 0s
124 maxNodeProvisionTime max-node-provision-time 15m0s
126 cordonNodeBeforeTerminating cordon-node-before-terminating true
`

export const KOPS_KEYS = lazy(() =>
  lines(KEYS).map((line): AutoscalerKey => {
    const [since = '', key = '', flag = '', value = ''] = line.split(' ')
    return { since: Number(since), key, flag, value }
  }),
)
