import type { ComponentKind } from '../../src/model/fragment.js'

/** A difference between klint and a component that is meant to be. All of them stand in docs/ORACLES.md as well. */
export interface Explained {
  readonly comparison: 'starts' | 'flags' | 'values'
  /** Every component if absent. */
  readonly components?: readonly ComponentKind[]
  /** What the component says, or the name of the flag, gate or key. */
  readonly pattern: RegExp
  readonly reason: string
  /** Upstream. */
  readonly source: string
}

export const EXPLAINED: readonly Explained[] = [
  {
    comparison: 'starts',
    pattern: /no such file or directory|not a directory|is a directory|Couldn't open .*Err:0x2/,
    reason: 'whether a file is on the machine is not in view; files that are written for it are',
    source: 'the system call open',
  },
  {
    comparison: 'starts',
    components: ['kubelet'],
    pattern: /is not a subset of online-cpus|references a NUMA node|determined by Node Allocatable feature/,
    reason: 'how many processors, NUMA nodes and bytes a machine has is not in view',
    source: 'pkg/kubelet/cm/container_manager_linux.go, pkg/kubelet/cm/memorymanager/policy_static.go',
  },
  {
    comparison: 'starts',
    components: ['kubelet'],
    pattern: /too many open files/,
    reason: 'it cannot start with ten; how many more it opens depends on what it finds',
    source: 'cmd/kubelet/app/server.go (rlimit.SetNumFiles)',
  },
  {
    comparison: 'starts',
    components: ['kubelet'],
    pattern: /could not configure tracer provider: failed to build resolver/,
    reason: 'older releases of gRPC refuse endpoints that newer ones take, up to which one is not recorded',
    source: 'cmd/kubelet/app/server.go (newTracerProvider)',
  },
  {
    comparison: 'starts',
    components: ['kubelet'],
    pattern: /kubelet user assigned IDs/,
    reason: 'how many subordinate ids the machine gives the user kubelet is not in view',
    source: 'pkg/kubelet/userns/userns_manager.go',
  },
  {
    comparison: 'starts',
    components: ['kube-proxy'],
    pattern: /KubeProxyConfiguration\.Mode\.ProxyMode: Invalid value: "kernelspace"/,
    reason: 'a pod may run on Windows, where this is the mode',
    source: 'pkg/proxy/apis/config/validation/validation.go (validateProxyModeWindows)',
  },
  {
    comparison: 'starts',
    components: ['kube-proxy'],
    pattern: /BindAddress: Invalid value: "(?:\d+(?:\.\d+){3}|[\da-f:]+)": must be IP:port/,
    reason:
      'to an address of a flag it adds the port of the default, but not where it is asked for its configuration, as it is here',
    source: 'cmd/kube-proxy/app/options.go (Complete)',
  },
  {
    comparison: 'starts',
    components: ['kube-apiserver'],
    pattern:
      /resources\[\d+\]\.providers\[\d+\]\.\w+\.keys\[\d+\]\.secret: Invalid value: .*(?:base64 encoded|expected length)/,
    reason: 'what stands for a secret that is to be filled in, such as CHANGEME, is left to whoever fills it in',
    source: 'staging/src/k8s.io/apiserver/pkg/apis/apiserver/validation/validation_encryption.go (validateKey)',
  },
  {
    comparison: 'flags',
    components: ['kubelet', 'kube-proxy'],
    pattern: /^--(?:help|version): end it/,
    reason: 'cobra adds it when the command runs, after it was asked for its flags',
    source: 'github.com/spf13/cobra command.go (InitDefaultHelpFlag, updateParentsPflags)',
  },
  {
    comparison: 'flags',
    components: ['kubelet'],
    pattern: /^--container-log-max-size: it is string/,
    reason: 'registered as a string, and read as a quantity when the log manager is made',
    source: 'cmd/kubelet/app/options/options.go, pkg/kubelet/logs/container_log_manager.go (parseMaxSize)',
  },
  {
    comparison: 'flags',
    components: ['kube-apiserver'],
    pattern: /^--enable-logs-handler: it is deprecated/,
    reason: 'its deprecation was taken back in 1.37, so that no version may be told to leave it',
    source: 'pkg/controlplane/apiserver/options/options.go',
  },
  {
    comparison: 'flags',
    components: ['kubelet'],
    pattern: /^--(?:cloud-provider|provider-id): it is deprecated/,
    reason: 'their deprecation was taken back in 1.29 and 1.28, so that no version may be told to leave them',
    source: 'cmd/kubelet/app/options/options.go',
  },
  {
    comparison: 'values',
    components: ['kubelet'],
    pattern: /^staticPodURLHeader: .*<masked>/,
    reason: 'the kubelet does not show the values of headers',
    source: 'pkg/kubelet/apis/config/types.go (StaticPodURLHeader) and cmd/kubelet/app/server.go (logConfig)',
  },
  {
    comparison: 'values',
    pattern: /^[\w-]+: (?:[^,\s]*,)* [^,]*, klint [^,\s]/,
    reason: 'klint leaves out the blanks around items of a list, so that it knows the names people meant',
    source: 'pkg/flags/unique_strings.go of etcd, string_slice.go of spf13/pflag',
  },
  {
    comparison: 'values',
    components: ['etcd'],
    pattern: /^quota-backend-bytes: 2147483648, klint none$/,
    reason: '0 stands for the default of the storage, which is what etcd logs',
    source: 'server/storage/quota.go (DefaultQuotaBytes)',
  },
  {
    comparison: 'values',
    components: ['etcd'],
    pattern: /^auto-compaction-retention: /,
    reason: 'etcd logs what it made of it together with the mode; klint shows what is written',
    source: 'server/embed/config.go (parseCompactionRetention)',
  },
  {
    comparison: 'values',
    components: ['etcd'],
    pattern: /^auto-compaction-mode: none, klint periodic$/,
    reason:
      'up to 3.5 only the flag has this default; without a mode and a retention nothing is compacted, as with the default',
    source: 'server/etcdmain/config.go of 3.5 (newConfig)',
  },
  {
    comparison: 'values',
    components: ['etcd'],
    pattern: /^initial-cluster: /,
    reason: 'made of the name and --initial-advertise-peer-urls where nothing is written',
    source: 'server/embed/config.go (InitialClusterFromName)',
  },
  {
    comparison: 'values',
    components: ['etcd'],
    pattern: /^feature-gates: .*All(?:Alpha|Beta)=/,
    reason: 'etcd logs every gate that AllAlpha or AllBeta sets; klint keeps them as they are written',
    source: 'pkg/featuregate/feature_gate.go (Set)',
  },
  {
    comparison: 'values',
    components: ['etcd'],
    pattern:
      /^feature-gates: .*\b(CompactHashCheck|InitialCorruptCheck|LeaseCheckpoint(?:Persist)?|StopGRPCServiceOnDefrag|TxnModeWriteWithSharedBuffer)=\w+.*, klint (?!.*\b\1=)/,
    reason: 'in 3.6 a flag that is still called experimental sets its gate; klint keeps them apart',
    source: 'server/embed/config.go of 3.6 (SetFeatureGatesFromExperimentalFlags)',
  },
  {
    comparison: 'values',
    components: ['etcd'],
    pattern:
      /^(?:compact-hash-check-time|corrupt-check-time|compaction-batch-limit|compaction-sleep-interval|watch-progress-notify-interval|warning-apply-duration|bootstrap-defrag-threshold-megabytes|memory-mlock|snapshot-catchup-entries|downgrade-check-time|peer-skip-client-san-verification|(?:enable-)?distributed-tracing[a-z-]*): /,
    reason: 'in 3.6 the older name of a setting sets the newer one, and etcd shows both; klint keeps them apart',
    source: 'server/etcdmain/config.go of 3.6 (parse)',
  },
  {
    comparison: 'values',
    components: ['etcd'],
    pattern: /^v2-deprecation: write-only, klint /,
    reason: 'whatever is written but write-only-drop-data, etcd 3.6 uses its default',
    source: 'server/etcdmain/config.go of 3.6 (parse)',
  },
  {
    comparison: 'values',
    components: ['kube-proxy'],
    pattern: /^(?:ipvs|iptables|nftables)\.(?:minSyncPeriod|syncPeriod|masqueradeAll): none, klint /,
    reason:
      'kube-proxy knows one period and one masqueradeAll, those of its mode, and writes them into the section of that mode alone',
    source: 'pkg/proxy/apis/config/v1alpha1/conversion.go',
  },
  {
    comparison: 'values',
    components: ['kube-proxy'],
    pattern: /^(?:healthz|metrics)BindAddress: (.*):\d+, klint (?:\1|none)$/,
    reason: 'what is missing of an address, or all of it, comes from the default',
    source: 'pkg/proxy/apis/config/v1alpha1/defaults.go',
  },
  {
    comparison: 'values',
    components: ['kube-proxy'],
    pattern: /^portRange: none, klint /,
    reason: 'the field is there, and nothing reads it any more',
    source: 'pkg/proxy/apis/config/v1alpha1/conversion.go',
  },
  {
    comparison: 'values',
    components: ['kubelet', 'kube-proxy'],
    pattern: /^logging\.options\.(?:text|json)\.splitStream: none, klint true$/,
    reason: 'a flaw of theirs: registering the flags of logging once more puts the default over what the file says',
    source:
      'cmd/kube-proxy/app/options.go (copyLogsFromFlags), cmd/kubelet/app/server.go (kubeletConfigFlagPrecedence), component-base/logs/api/v1/options.go (addFlags)',
  },
  {
    comparison: 'values',
    components: ['kubelet'],
    pattern: /^tls(?:CertFile|PrivateKeyFile): \/var\/lib\/kubelet\/pki\/kubelet\.(?:crt|key), klint none$/,
    reason: 'a kubelet without a certificate signs one itself, and shows where; nobody has written that',
    source: 'cmd/kubelet/app/server.go (InitializeTLS)',
  },
  {
    comparison: 'values',
    components: ['kubelet'],
    pattern:
      /^(?:crashLoopBackOff\.maxContainerRestartPeriod: none, klint 300000|imagePullCredentialsVerificationPolicy: none, klint NeverVerifyPreloadedImages)$/,
    reason: 'the default is there only while its gate is on',
    source: 'pkg/kubelet/apis/config/v1beta1/defaults.go (SetDefaults_KubeletConfiguration)',
  },
  {
    comparison: 'values',
    components: ['kubelet'],
    pattern: /^serializeImagePulls: none, klint true$/,
    reason: 'maxParallelImagePulls above 1 turns this default around',
    source: 'pkg/kubelet/apis/config/v1beta1/defaults.go (SetDefaults_KubeletConfiguration)',
  },
  {
    comparison: 'values',
    components: ['kubelet'],
    pattern: /^podLogsDir: |^registerWithTaints: none, klint \S+-$|^address: 127\.0\.0\.1, klint none$/,
    reason:
      'klint shows what is written: the kubelet cleans a path, drops a taint to be removed, and reads past an empty address',
    source:
      'pkg/kubelet/kubeletconfig/configfiles/configfiles.go, pkg/util/taints/taints.go, pkg/util/flag/flags.go (IPVar)',
  },
  {
    comparison: 'values',
    components: ['kube-apiserver'],
    pattern: /^service-node-port-range: (\d+)-\d+, klint \1(?:\+\d+)?$/,
    reason: 'a range of one port, or of a base and an offset, is shown with both ends',
    source: 'apimachinery/pkg/util/net/port_range.go',
  },
  {
    comparison: 'values',
    components: ['kube-apiserver'],
    pattern: /^audit-webhook-(?:batch-)?initial-backoff: /,
    reason: 'two flags set one value, and both show it',
    source: 'staging/src/k8s.io/apiserver/pkg/server/options/audit.go (AuditWebhookOptions.AddFlags)',
  },
]

export const explained = (
  comparison: Explained['comparison'],
  component: ComponentKind,
  text: string,
): Explained | undefined =>
  EXPLAINED.find(
    one => one.comparison === comparison && (one.components?.includes(component) ?? true) && one.pattern.test(text),
  )
