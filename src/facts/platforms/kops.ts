/**
 * What kops makes of its keys. The tables are `json name, flag, kind, unset value` of the struct tags in kubernetes/kops
 * pkg/apis/kops/v1alpha2/componentconfig.go: v1.37.0-alpha.1, and what only 1.15.0 or v1.20.0 had.
 * Kinds (pkg/flagbuilder/build_flags.go): `map` k=v,…; `list` a,b; `repeat` a flag for each item; `value`.
 * `empty=x`: x writes no flag; `keep-empty`: the empty string does write one.
 */
import { defaultArgs, lazy, lines, NEWEST } from './rows.js'

export interface KopsKey {
  readonly key: string
  readonly flag: string
  readonly kind: 'map' | 'list' | 'repeat' | 'value'
  readonly empty: string
  readonly keepEmpty: boolean
}

function keys(table: string): () => ReadonlyMap<string, KopsKey> {
  return lazy(() => new Map(lines(table).map(line => [line.slice(0, line.indexOf(' ')), kopsKey(line)])))
}

function kopsKey(line: string): KopsKey {
  const [key = '', flag = '', kind, rule = ''] = line.split(' ')
  const known = kind === 'map' || kind === 'list' || kind === 'repeat' ? kind : 'value'
  const empty = rule.startsWith('empty=') ? rule.slice('empty='.length) : ''
  return { key, flag, kind: known, empty, keepEmpty: rule === 'keep-empty' }
}

const KUBELET = `
allowPrivileged allow-privileged value
allowedUnsafeSysctls allowed-unsafe-sysctls list
anonymousAuth anonymous-auth value
apiServers api-servers value
authenticationTokenWebhook authentication-token-webhook value
authenticationTokenWebhookCacheTtl authentication-token-webhook-cache-ttl value
authorizationMode authorization-mode value
babysitDaemons babysit-daemons value
bootstrapKubeconfig bootstrap-kubeconfig value
cgroupDriver cgroup-driver value
cgroupRoot cgroup-root value
clientCaFile client-ca-file value
cloudProvider cloud-provider value
clusterDNS cluster-dns value
clusterDomain cluster-domain value
configureCbr0 configure-cbr0 value
containerLogMaxFiles container-log-max-files value
containerLogMaxSize container-log-max-size value
cpuCFSQuota cpu-cfs-quota value
cpuCFSQuotaPeriod cpu-cfs-quota-period value
cpuManagerPolicy cpu-manager-policy value
dockerDisableSharedPID docker-disable-shared-pid value
enableCadvisorJsonEndpoints enable-cadvisor-json-endpoints value
enableCustomMetrics enable-custom-metrics value
enableDebuggingHandlers enable-debugging-handlers value
enforceNodeAllocatable enforce-node-allocatable value
eventBurst event-burst value
eventQPS event-qps value empty=0
evictionHard eviction-hard value
evictionMaxPodGracePeriod eviction-max-pod-grace-period value empty=0
evictionMinimumReclaim eviction-minimum-reclaim value
evictionPressureTransitionPeriod eviction-pressure-transition-period value empty=0s
evictionSoft eviction-soft value
evictionSoftGracePeriod eviction-soft-grace-period value
experimentalAllocatableIgnoreEviction experimental-allocatable-ignore-eviction value
experimentalAllowedUnsafeSysctls experimental-allowed-unsafe-sysctls list
failSwapOn fail-swap-on value
featureGates feature-gates map
hairpinMode hairpin-mode value
hostnameOverride hostname-override value
housekeepingInterval housekeeping-interval value
imageGCHighThresholdPercent image-gc-high-threshold value
imageGCLowThresholdPercent image-gc-low-threshold value
imagePullProgressDeadline image-pull-progress-deadline value
kernelMemcgNotification kernel-memcg-notification value
kubeAPIQPS kube-api-qps value
kubeReserved kube-reserved map
kubeReservedCgroup kube-reserved-cgroup value
kubeconfigPath kubeconfig value
kubeletCgroups kubelet-cgroups value
logFormat logging-format value empty=text
logLevel v value empty=0
maxPods max-pods value
networkPluginMTU network-plugin-mtu value
networkPluginName network-plugin value
nodeLabels node-labels map
nodeStatusUpdateFrequency node-status-update-frequency value
nonMasqueradeCIDR non-masquerade-cidr value
nvidiaGPUs experimental-nvidia-gpus value empty=0
podCIDR pod-cidr value
podInfraContainerImage pod-infra-container-image value
podManifestPath pod-manifest-path value
podPidsLimit pod-max-pids value
protectKernelDefaults protect-kernel-defaults value
readOnlyPort read-only-port value
reconcileCIDR reconcile-cidr value
registerNode register-node value
registerSchedulable register-schedulable value
registryBurst registry-burst value
registryPullQPS registry-qps value
requireKubeconfig require-kubeconfig value
resolvConf resolv-conf value keep-empty
rootDir root-dir value
rotateCertificates rotate-certificates value
runtimeCgroups runtime-cgroups value
runtimeRequestTimeout runtime-request-timeout value
seccompDefault seccomp-default value
seccompProfileRoot seccomp-profile-root value
serializeImagePulls serialize-image-pulls value
streamingConnectionIdleTimeout streaming-connection-idle-timeout value
systemCgroups system-cgroups value
systemReserved system-reserved map
systemReservedCgroup system-reserved-cgroup value
taints register-with-taints list
tlsCertFile tls-cert-file value
tlsCipherSuites tls-cipher-suites list
tlsMinVersion tls-min-version value
tlsPrivateKeyFile tls-private-key-file value
topologyManagerPolicy topology-manager-policy value
volumePluginDirectory volume-plugin-dir value
volumeStatsAggPeriod volume-stats-agg-period value
`

const APISERVER = `
address address value
admissionControl admission-control list
admissionControlConfigFile admission-control-config-file value
advertiseAddress advertise-address value
allowPrivileged allow-privileged value
anonymousAuth anonymous-auth value
apiAudiences api-audiences list
apiServerCount apiserver-count value
auditDynamicConfiguration audit-dynamic-configuration value
auditLogFormat audit-log-format value
auditLogMaxAge audit-log-maxage value
auditLogMaxBackups audit-log-maxbackup value
auditLogMaxSize audit-log-maxsize value
auditLogPath audit-log-path value
auditPolicyFile audit-policy-file value
auditWebhookBatchBufferSize audit-webhook-batch-buffer-size value
auditWebhookBatchMaxSize audit-webhook-batch-max-size value
auditWebhookBatchMaxWait audit-webhook-batch-max-wait value
auditWebhookBatchThrottleBurst audit-webhook-batch-throttle-burst value
auditWebhookBatchThrottleEnable audit-webhook-batch-throttle-enable value
auditWebhookBatchThrottleQps audit-webhook-batch-throttle-qps value
auditWebhookConfigFile audit-webhook-config-file value
auditWebhookInitialBackoff audit-webhook-initial-backoff value
auditWebhookMode audit-webhook-mode value
authenticationConfigFile authentication-config value
authenticationTokenWebhookCacheTtl authentication-token-webhook-cache-ttl value
authenticationTokenWebhookConfigFile authentication-token-webhook-config-file value
authorizationMode authorization-mode value
authorizationRbacSuperUser authorization-rbac-super-user value
authorizationWebhookCacheAuthorizedTtl authorization-webhook-cache-authorized-ttl value
authorizationWebhookCacheUnauthorizedTtl authorization-webhook-cache-unauthorized-ttl value
authorizationWebhookConfigFile authorization-webhook-config-file value
basicAuthFile basic-auth-file value
bindAddress bind-address value
clientCAFile client-ca-file value
cloudProvider cloud-provider value
compactionInterval etcd-compaction-interval value
corsAllowedOrigins cors-allowed-origins list
defaultNotReadyTolerationSeconds default-not-ready-toleration-seconds value
defaultUnreachableTolerationSeconds default-unreachable-toleration-seconds value
deleteCollectionWorkers delete-collection-workers value empty=0
disableAdmissionPlugins disable-admission-plugins list
enableAdmissionPlugins enable-admission-plugins list
enableAggregatorRouting enable-aggregator-routing value
enableBootstrapTokenAuth enable-bootstrap-token-auth value
enableContentionProfiling contention-profiling value
enableProfiling profiling value
encryptionProviderConfig encryption-provider-config value
etcdCaFile etcd-cafile value
etcdCertFile etcd-certfile value
etcdKeyFile etcd-keyfile value
etcdQuorumRead etcd-quorum-read value
etcdServers etcd-servers list
etcdServersOverrides etcd-servers-overrides list
eventTTL event-ttl value
experimentalEncryptionProviderConfig experimental-encryption-provider-config value
featureGates feature-gates map
goawayChance goaway-chance value
http2MaxStreamsPerConnection http2-max-streams-per-connection value
insecureBindAddress insecure-bind-address value
insecurePort insecure-port value
kubeletCertificateAuthority kubelet-certificate-authority value
kubeletClientCertificate kubelet-client-certificate value
kubeletClientKey kubelet-client-key value
kubeletPreferredAddressTypes kubelet-preferred-address-types list
logFormat logging-format value empty=text
logLevel v value empty=0
maxMutatingRequestsInflight max-mutating-requests-inflight value empty=0
maxRequestsInflight max-requests-inflight value empty=0
minRequestTimeout min-request-timeout value
oidcCAFile oidc-ca-file value
oidcClientID oidc-client-id value
oidcGroupsClaim oidc-groups-claim value
oidcGroupsPrefix oidc-groups-prefix value
oidcIssuerURL oidc-issuer-url value
oidcRequiredClaim oidc-required-claim repeat
oidcUsernameClaim oidc-username-claim value
oidcUsernamePrefix oidc-username-prefix value
proxyClientCertFile proxy-client-cert-file value
proxyClientKeyFile proxy-client-key-file value
requestTimeout request-timeout value
requestheaderAllowedNames requestheader-allowed-names list
requestheaderClientCAFile requestheader-client-ca-file value
requestheaderExtraHeaderPrefixes requestheader-extra-headers-prefix list
requestheaderGroupHeaders requestheader-group-headers list
requestheaderUsernameHeaders requestheader-username-headers list
runtimeConfig runtime-config map
securePort secure-port value
serviceAccountIssuer service-account-issuer value
serviceAccountJWKSURI service-account-jwks-uri value
serviceAccountKeyFile service-account-key-file repeat
serviceAccountSigningKeyFile service-account-signing-key-file value
serviceClusterIPRange service-cluster-ip-range value
serviceNodePortRange service-node-port-range value
storageBackend storage-backend value
storageInitializationTimeout storage-initialization-timeout value
strictTransportSecurityDirectives strict-transport-security-directives list
targetRamMb target-ram-mb value empty=0
tlsCertFile tls-cert-file value
tlsCipherSuites tls-cipher-suites list
tlsMinVersion tls-min-version value
tlsPrivateKeyFile tls-private-key-file value
tokenAuthFile token-auth-file value
watchCache watch-cache value
watchCacheSizes watch-cache-sizes list empty=0
`

const CONTROLLER_MANAGER = `
ClusterSigningDuration cluster-signing-duration value
allocateNodeCIDRs allocate-node-cidrs value
attachDetachReconcileSyncPeriod attach-detach-reconcile-sync-period value
authenticationKubeconfig authentication-kubeconfig value
authorizationAlwaysAllowPaths authorization-always-allow-paths list
authorizationKubeconfig authorization-kubeconfig value
cidrAllocatorType cidr-allocator-type value
cloudProvider cloud-provider value
clusterCIDR cluster-cidr value
clusterName cluster-name value
concurrentDeploymentSyncs concurrent-deployment-syncs value
concurrentEndpointSyncs concurrent-endpoint-syncs value
concurrentHorizontalPodAustoscalerSyncs concurrent-horizontal-pod-autoscaler-syncs value
concurrentJobSyncs concurrent-job-syncs value
concurrentNamespaceSyncs concurrent-namespace-syncs value
concurrentRcSyncs concurrent-rc-syncs value
concurrentReplicasetSyncs concurrent-replicaset-syncs value
concurrentResourceQuotaSyncs concurrent-resource-quota-syncs value
concurrentServiceSyncs concurrent-service-syncs value
concurrentServiceaccountTokenSyncs concurrent-serviceaccount-token-syncs value
configureCloudRoutes configure-cloud-routes value
controllers controllers list
disableAttachDetachReconcileSync disable-attach-detach-reconcile-sync value
enableContentionProfiling contention-profiling value
enableLeaderMigration enable-leader-migration value
enableProfiling profiling value
endpointSliceUpdatesBatchPeriod endpointslice-updates-batch-period value
endpointUpdatesBatchPeriod endpoint-updates-batch-period value
experimentalClusterSigningDuration experimental-cluster-signing-duration value
externalCloudVolumePlugin external-cloud-volume-plugin value
featureGates feature-gates map
horizontalPodAutoscalerCpuInitializationPeriod horizontal-pod-autoscaler-cpu-initialization-period value
horizontalPodAutoscalerDownscaleDelay horizontal-pod-autoscaler-downscale-delay value
horizontalPodAutoscalerDownscaleStabilization horizontal-pod-autoscaler-downscale-stabilization value
horizontalPodAutoscalerInitialReadinessDelay horizontal-pod-autoscaler-initial-readiness-delay value
horizontalPodAutoscalerSyncPeriod horizontal-pod-autoscaler-sync-period value
horizontalPodAutoscalerTolerance horizontal-pod-autoscaler-tolerance value
horizontalPodAutoscalerUpscaleDelay horizontal-pod-autoscaler-upscale-delay value
horizontalPodAutoscalerUseRestClients horizontal-pod-autoscaler-use-rest-clients value
kubeAPIBurst kube-api-burst value
kubeAPIQPS kube-api-qps value
logFormat logging-format value empty=text
logLevel v value empty=0
master master value
minResyncPeriod min-resync-period value
nodeCIDRMaskSize node-cidr-mask-size value
nodeMonitorGracePeriod node-monitor-grace-period value
nodeMonitorPeriod node-monitor-period value
podEvictionTimeout pod-eviction-timeout value
rootCAFile root-ca-file value
serviceAccountPrivateKeyFile service-account-private-key-file value
terminatedPodGCThreshold terminated-pod-gc-threshold value
tlsCertFile tls-cert-file value
tlsCipherSuites tls-cipher-suites list
tlsMinVersion tls-min-version value
tlsPrivateKeyFile tls-private-key-file value
useServiceAccountCredentials use-service-account-credentials value
`

const SCHEDULER = `
authenticationKubeconfig authentication-kubeconfig value
authorizationAlwaysAllowPaths authorization-always-allow-paths list
authorizationKubeconfig authorization-kubeconfig value
enableContentionProfiling contention-profiling value
enableProfiling profiling value
featureGates feature-gates map
kubeAPIBurst kube-api-burst value
kubeAPIQPS kube-api-qps value
logFormat logging-format value empty=text
logLevel v value
master master value
tlsCertFile tls-cert-file value
tlsPrivateKeyFile tls-private-key-file value
`

export const KOPS_KUBELET = keys(KUBELET)
export const KOPS_APISERVER = keys(APISERVER)
export const KOPS_CONTROLLER_MANAGER = keys(CONTROLLER_MANAGER)
export const KOPS_SCHEDULER = keys(SCHEDULER)

/**
 * Flags kops gives where the user says nothing: pkg/model/components/{kubelet,apiserver,kubecontrollermanager,kubescheduler}.go
 * and nodeup/pkg/model/kubelet.go at 1.9.0, 1.12.0, v1.20.0, v1.22.0, v1.26.0, v1.30.0, v1.36.2. A release of kops is taken to
 * be that of the Kubernetes minor it installs. `!` beats the user. What depends on cloud and network is `{unknown}` or left out.
 */
export const KUBELET_DEFAULTS = defaultArgs(`
1.7- eviction-hard memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%,imagefs.available<10%,imagefs.inodesFree<5%
*! pod-manifest-path /etc/kubernetes/manifests
*! kubeconfig /var/lib/kubelet/kubeconfig
*! cgroup-root /
*! enable-debugging-handlers true
1.19- authorization-mode Webhook
1.19- authentication-token-webhook true
*! client-ca-file /srv/kubernetes/ca.crt
1.20- cgroup-driver systemd
1.22- protect-kernel-defaults true
1.23-! config /var/lib/kubelet/kubelet.conf
`)
export const KUBELET_CONFIG_PATH = '/var/lib/kubelet/kubelet.conf'
/** The file holds what has no flag: nodeup/pkg/model/kubelet.go, v1.23.0. */
export const KUBELET_CONFIG_SINCE = 123
export const SHUTDOWN = { shutdownGracePeriod: '30s', shutdownGracePeriodCriticalPods: '10s' }

export const APISERVER_DEFAULTS = defaultArgs(`
* apiserver-count {members}
1.12-! etcd-servers https://127.0.0.1:4001
-1.11! etcd-servers http://127.0.0.1:4001
*! secure-port 443
*! allow-privileged true
*! anonymous-auth false
* kubelet-preferred-address-types InternalIP,Hostname,ExternalIP
1.6 admission-control NamespaceLifecycle,LimitRanger,ServiceAccount,PersistentVolumeLabel,DefaultStorageClass,DefaultTolerationSeconds,ResourceQuota
1.7-1.8 admission-control Initializers,NamespaceLifecycle,LimitRanger,ServiceAccount,PersistentVolumeLabel,DefaultStorageClass,DefaultTolerationSeconds,NodeRestriction,ResourceQuota
1.9 admission-control Initializers,NamespaceLifecycle,LimitRanger,ServiceAccount,PersistentVolumeLabel,DefaultStorageClass,DefaultTolerationSeconds,MutatingAdmissionWebhook,ValidatingAdmissionWebhook,NodeRestriction,ResourceQuota
1.10- enable-admission-plugins {unknown}
1.19- authorization-mode {authorization}
-1.18 authorization-mode {unknown}
* v 2
`)

/**
 * pkg/model/components/apiserver.go at 1.9.0 - 1.15.0: from Kubernetes 1.9 on quorum reads are switched off for an etcd 2,
 * which is what 1.10 and older get unless a version is written (etcd.go, DefaultEtcd2Version).
 */
export const QUORUM_READ_SINCE = 109
export const ETCD2_BY_DEFAULT_UNTIL = 110
export const ETCD2_UNTIL = 112

export const CONTROLLER_MANAGER_DEFAULTS = defaultArgs(`
* attach-detach-reconcile-sync-period 1m0s
*! leader-elect true
* use-service-account-credentials true
* v 2
`)
export const SCHEDULER_DEFAULTS = defaultArgs(`
* leader-elect true
* v 2
`)

/** etcd timing reaches etcd only without etcd-manager, the default up to Kubernetes 1.11: protokube/pkg/protokube/etcd_manifest.go and pkg/model/components/etcd.go, 1.12.0. */
export const ETCD_LEGACY_UNTIL = 111

/** Versions of etcd where none is written: pkg/model/components/etcd.go at 1.12.0, 1.15.0, v1.18.0, v1.22.0, v1.36.2. */
export const ETCD_VERSIONS: readonly { readonly since: number; readonly until: number; readonly version: string }[] = [
  { since: 0, until: 110, version: '2.2.1' },
  { since: 111, until: 113, version: '3.2.24' },
  { since: 114, until: 116, version: '3.3' },
  { since: 117, until: 121, version: '3.4' },
  { since: 122, until: 133, version: '3.5' },
  { since: 134, until: 136, version: '3.6' },
  { since: 137, until: NEWEST, version: '3.7' },
]
