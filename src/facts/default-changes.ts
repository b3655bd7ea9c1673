import type { ComponentKind } from '../model/fragment.js'

/** A default that changes with a minor, where who relies on it notices. */
export interface DefaultChange {
  readonly component: ComponentKind
  /** As assignments have it. */
  readonly key: string
  /** Of a map, the entry that is there from then on. */
  readonly entry?: string
  /** What it is called where nobody wrote it: `--expander`. */
  readonly name: string
  /** First minor of the component with the new one. */
  readonly since: number
  /** Words for people; a test compares them with the tables. */
  readonly from: string
  readonly to: string
  /** Completes "which means that …". */
  readonly effect: string
  /** Only where this is set, to whatever value. */
  readonly where?: string
  /** Upstream. */
  readonly source: string
}

const KUBELET = 'kubernetes/kubernetes pkg/kubelet/apis/config/v1beta1/defaults.go'
const ETCD = 'etcd-io/etcd server/embed/config.go'
const AUTOSCALER = 'kubernetes/autoscaler cluster-autoscaler/config/flags/flags.go'
const AUDIT = 'kubernetes/kubernetes CHANGELOG/CHANGELOG-1.36.md (137379)'

export const DEFAULT_CHANGES: readonly DefaultChange[] = [
  {
    component: 'kubelet',
    key: 'nodeStatusReportFrequency',
    name: 'nodeStatusReportFrequency',
    since: 117,
    from: '1m0s',
    to: '5m0s',
    effect: 'a node without news reports its status every five minutes; its lease says that it lives',
    source: KUBELET,
  },
  {
    component: 'kubelet',
    key: 'container-runtime',
    name: '--container-runtime',
    since: 124,
    from: 'docker',
    to: 'remote',
    effect: 'a node that runs Docker needs another runtime, and `containerRuntimeEndpoint` to find it',
    source: 'kubernetes/kubernetes cmd/kubelet/app/options/container_runtime.go',
  },
  {
    component: 'kubelet',
    key: 'kubeAPIQPS',
    name: 'kubeAPIQPS',
    since: 127,
    from: '5',
    to: '50',
    effect: 'every kubelet may send ten times as many requests to the apiserver',
    source: KUBELET,
  },
  {
    component: 'kubelet',
    key: 'kubeAPIBurst',
    name: 'kubeAPIBurst',
    since: 127,
    from: '10',
    to: '100',
    effect: 'after an outage of the control plane all kubelets come at once, with ten times the burst',
    source: KUBELET,
  },
  {
    component: 'kubelet',
    key: 'eventRecordQPS',
    name: 'eventRecordQPS',
    since: 127,
    from: '5',
    to: '50',
    effect: 'a node in trouble writes ten times as many events to etcd',
    source: KUBELET,
  },
  {
    component: 'kubelet',
    key: 'evictionHard',
    entry: 'imagefs.inodesFree',
    name: 'evictionHard',
    since: 130,
    from: 'no imagefs.inodesFree',
    to: 'imagefs.inodesFree<5%',
    effect: 'pods are evicted where the file system of images runs out of inodes',
    source: KUBELET,
  },
  {
    component: 'kubelet',
    key: 'failCgroupV1',
    name: 'failCgroupV1',
    since: 135,
    from: 'false',
    to: 'true',
    effect: 'the kubelet of a node with cgroup v1 does not start',
    source: KUBELET,
  },
  {
    component: 'kubelet',
    key: 'imagePullCredentialsVerificationPolicy',
    name: 'imagePullCredentialsVerificationPolicy',
    since: 135,
    from: 'no check',
    to: 'NeverVerifyPreloadedImages',
    effect: 'a pod needs credentials of its own for a private image that another one pulled',
    source: KUBELET,
  },
  {
    component: 'kube-apiserver',
    key: 'endpoint-reconciler-type',
    name: '--endpoint-reconciler-type',
    since: 111,
    from: 'master-count',
    to: 'lease',
    effect: 'an apiserver that dies leaves the endpoints of `kubernetes` by itself',
    source: 'kubernetes/kubernetes cmd/kube-apiserver/app/options/options.go',
  },
  {
    component: 'kube-apiserver',
    key: 'insecure-port',
    name: '--insecure-port',
    since: 120,
    from: '8080',
    to: '0',
    effect: 'probes and scripts that ask 127.0.0.1:8080 fail',
    source: 'kubernetes/kubernetes CHANGELOG/CHANGELOG-1.20.md',
  },
  {
    component: 'kube-apiserver',
    key: 'enable-logs-handler',
    name: '--enable-logs-handler',
    since: 131,
    from: 'true',
    to: 'false',
    effect: '/logs is not served any more',
    source: 'kubernetes/kubernetes cmd/kube-apiserver/app/options/options.go',
  },
  {
    component: 'kube-apiserver',
    key: 'audit-log-maxage',
    name: '--audit-log-maxage',
    since: 136,
    from: '0',
    to: '366',
    where: 'audit-log-path',
    effect: 'audit logs older than 366 days are deleted',
    source: AUDIT,
  },
  {
    component: 'kube-apiserver',
    key: 'audit-log-maxbackup',
    name: '--audit-log-maxbackup',
    since: 136,
    from: '0',
    to: '100',
    where: 'audit-log-path',
    effect: 'only a hundred old audit logs are kept',
    source: AUDIT,
  },
  {
    component: 'kube-controller-manager',
    key: 'horizontal-pod-autoscaler-sync-period',
    name: '--horizontal-pod-autoscaler-sync-period',
    since: 112,
    from: '30s',
    to: '15s',
    effect: 'workloads are scaled twice as often',
    source: 'kubernetes/kubernetes pkg/controller/podautoscaler/config/v1alpha1/defaults.go',
  },
  {
    component: 'kube-controller-manager',
    key: 'node-monitor-grace-period',
    name: '--node-monitor-grace-period',
    since: 132,
    from: '40s',
    to: '50s',
    effect: 'a dead node is noticed ten seconds later',
    source: 'kubernetes/kubernetes pkg/controller/nodelifecycle/config/v1alpha1/defaults.go',
  },
  {
    component: 'kube-proxy',
    key: 'iptables.minSyncPeriod',
    name: 'iptables.minSyncPeriod',
    since: 119,
    from: '0s',
    to: '1s',
    effect: 'rules follow services up to a second later, and cost less where many change',
    source: 'kubernetes/kubernetes pkg/proxy/apis/config/v1alpha1/defaults.go',
  },
  {
    component: 'etcd',
    key: 'strict-reconfig-check',
    name: '--strict-reconfig-check',
    since: 301,
    from: 'false',
    to: 'true',
    effect: 'a change of members that would lose the quorum is refused',
    source: ETCD,
  },
  {
    component: 'etcd',
    key: 'snapshot-count',
    name: '--snapshot-count',
    since: 302,
    from: '10000',
    to: '100000',
    effect: 'etcd holds more of its log in memory, and members catch up without a snapshot',
    source: ETCD,
  },
  {
    component: 'etcd',
    key: 'enable-v2',
    name: '--enable-v2',
    since: 304,
    from: 'true',
    to: 'false',
    effect: 'clients of the v2 API, an old flannel among them, get no answer',
    source: ETCD,
  },
  {
    component: 'etcd',
    key: 'pre-vote',
    name: '--pre-vote',
    since: 305,
    from: 'false',
    to: 'true',
    effect: 'a member that comes back asks before it stands for election, so that the leader stays',
    source: ETCD,
  },
  {
    component: 'etcd',
    key: 'logger',
    name: '--logger',
    since: 305,
    from: 'capnslog',
    to: 'zap',
    effect: 'logs are JSON, which alerts and parsers of the old lines do not read',
    source: ETCD,
  },
  {
    component: 'etcd',
    key: 'snapshot-count',
    name: '--snapshot-count',
    since: 306,
    from: '100000',
    to: '10000',
    effect: 'snapshots are taken ten times as often, and a slow member needs one sooner',
    source: ETCD,
  },
  {
    component: 'cluster-autoscaler',
    key: 'parallel-drain',
    name: '--parallel-drain',
    since: 128,
    from: 'false',
    to: 'true',
    effect: 'several nodes with pods are drained at a time',
    source: AUTOSCALER,
  },
  {
    component: 'cluster-autoscaler',
    key: 'expander',
    name: '--expander',
    since: 133,
    from: 'random',
    to: 'least-waste',
    effect: 'new nodes come from the group that leaves the least idle, and not from any',
    source: AUTOSCALER,
  },
  {
    component: 'cluster-autoscaler',
    key: 'cordon-node-before-terminating',
    name: '--cordon-node-before-terminating',
    since: 134,
    from: 'false',
    to: 'true',
    effect: 'a node is cordoned before it goes',
    source: AUTOSCALER,
  },
]
