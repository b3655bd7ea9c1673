/**
 * Of two findings on one token the harder speaks: the losers are silent where the winner reports the same place,
 * with that message if one is named.
 */
export interface Precedence {
  readonly winner: string
  readonly message?: string
  readonly losers: readonly string[]
}

export const PRECEDENCE: readonly Precedence[] = [
  { winner: 'controller-manager/will-not-start', losers: ['cluster/flag-drift'] },
  { winner: 'scheduler/will-not-start', losers: ['cluster/flag-drift'] },
  { winner: 'autoscaler/will-not-start', losers: ['cluster/flag-drift'] },
  {
    winner: 'upgrade/removed-cloud-provider',
    losers: [
      'upgrade/removed-flag',
      'upgrade/deprecated-flag',
      'kubelet/will-not-start',
      'apiserver/will-not-start',
      'controller-manager/will-not-start',
      'cluster/flag-drift',
    ],
  },
  {
    winner: 'upgrade/removed-dockershim',
    losers: ['upgrade/removed-flag', 'upgrade/inert-flag', 'upgrade/deprecated-flag', 'kubelet/will-not-start'],
  },
  {
    winner: 'upgrade/removed-leader-lock',
    losers: ['controller-manager/will-not-start', 'scheduler/will-not-start', 'autoscaler/will-not-start'],
  },
  {
    winner: 'upgrade/removed-config-kind',
    losers: ['scheduler/will-not-start', 'kubelet/will-not-start', 'apiserver/will-not-start'],
  },
  { winner: 'upgrade/removed-admission-plugin', losers: ['apiserver/will-not-start'] },
  {
    winner: 'upgrade/removed-flag',
    losers: [
      'cluster/unknown-flag',
      'autoscaler/bulk-delete-uncapped',
      'apiserver/etcd-quorum-read-off',
      'cluster/flag-drift',
      'kubelet/will-not-start',
      'upgrade/deprecated-flag',
      'upgrade/inert-flag',
    ],
  },
  { winner: 'upgrade/deprecated-flag', losers: ['upgrade/inert-flag'] },
  { winner: 'upgrade/removed-feature-gate', losers: ['cluster/flag-drift'] },
  { winner: 'apiserver/etcd-quorum-read-off', losers: ['cluster/flag-drift'] },
  { winner: 'apiserver/reconciler-not-lease', losers: ['cluster/flag-drift'] },
  { winner: 'kubelet/heartbeat-without-timeout', losers: ['kubelet/apiserver-connection-stale'] },
  {
    winner: 'kubelet/eviction-hard-missing',
    losers: ['kubelet/eviction-hard-partial', 'kubelet/eviction-memory-too-late'],
  },
  { winner: 'kubelet/kube-reserved-missing', losers: ['kubelet/kube-reserved-cgroup-unset'] },
  {
    winner: 'kubelet/kube-reserved-missing',
    message: 'neither',
    losers: ['kubelet/system-reserved-missing', 'kubelet/system-reserved-cgroup-unset'],
  },
  { winner: 'kubelet/system-reserved-missing', losers: ['kubelet/system-reserved-cgroup-unset'] },
  { winner: 'autoscaler/unsynced-cache-scale-down', losers: ['autoscaler/scale-down-too-fast'] },
  // the same list of suites
  {
    winner: 'apiserver/will-not-start',
    message: 'tls-names',
    losers: ['apiserver/tls-ciphers-without-http2'],
  },
  { winner: 'apiserver/will-not-start', message: 'apf-runtime-config', losers: ['apiserver/runtime-config-unknown'] },
  {
    winner: 'apiserver/will-not-start',
    losers: ['cluster/flag-drift', 'apiserver/apiserver-count-mismatch', 'apiserver/reconciler-not-lease'],
  },
  { winner: 'etcd/election-ratio-too-low', losers: ['etcd/election-timeout-too-short'] },
  {
    winner: 'etcd/will-not-start',
    losers: [
      'etcd/election-ratio-too-low',
      'etcd/election-timeout-too-short',
      'etcd/timers-differ',
      'cluster/flag-drift',
    ],
  },
  { winner: 'etcd/flag-env-conflict', losers: ['cluster/flag-drift'] },
  { winner: 'kube-proxy/mode-unusable', losers: ['cluster/flag-drift'] },
  { winner: 'kube-proxy/will-not-start', losers: ['cluster/flag-drift'] },
]
