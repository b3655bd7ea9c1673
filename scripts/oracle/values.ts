import type { KeyFact } from '../../src/facts/settings.js'
import type { Component } from './components.js'

/*
 * What is written into flags and fields, in the text of a command line or of YAML: good and bad values of each type, those where a type
 * ends, and those only one of the two readers takes.
 */

const VALUES: Readonly<Record<KeyFact['type'], { readonly good: readonly string[]; readonly bad: readonly string[] }>> =
  {
    bool: { good: ['true', 'false', 'True', '1', 't'], bad: ['yes', 'on', 'tRue', '2', '', 'off'] },
    int: {
      good: ['0', '1', '2', '10', '50', '100', '1000', '65535', '0x10', '+5'],
      bad: [
        '-1',
        '-10',
        '101',
        '2147483648',
        '9223372036854775808',
        '1e3',
        '1.5',
        'ten',
        '',
        '10s',
        '1,000',
        '010',
        ' 5',
        '1_000',
      ],
    },
    float: { good: ['0', '1', '0.5', '1e2', '10'], bad: ['-1', 'half', '', '1,5', '1.1', 'NaN', '50%'] },
    duration: {
      good: ['0s', '1s', '10s', '1m30s', '1.5h', '500ms', '24h', '0'],
      bad: ['-1s', '10', '1d', '10 s', '', 'never', '1h 30m', '3000000h', '5M', '1w'],
    },
    quantity: {
      good: ['0', '1', '100Mi', '1Gi', '0.5', '1e3', '500m'],
      bad: ['100MB', '1 Gi', '-1', '', 'lots', '1gi', '10%'],
    },
    string: { good: [], bad: ['', 'x', 'no such thing'] },
    list: { good: ['', 'a', 'a,b'], bad: ['a,,b', ' a'] },
    map: { good: ['', 'a=1'], bad: ['a', '=1', 'a=', 'a=1,,b=2', 'a:1'] },
  }

/** Words and addresses that some flags and fields take, by the last part of their name; a list is written with commas. */
const WORDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^(?:bind-address|bindAddress|address|nodeIP|node-ip|advertise-address|peer-advertise-ip)$/,
    ['127.0.0.1', '0.0.0.0', '::1', 'localhost', '1.2.3', '10.1.2.3'],
  ],
  [
    /(?:healthz|metrics)(?:-bind-address|BindAddress)$/,
    ['127.0.0.1', '127.0.0.1:10299', ':10298', '0.0.0.0:99999', 'localhost:80', ''],
  ],
  [
    /(?:cidr|CIDR|cidrs|CIDRs|ip-range)$/,
    [
      '10.0.0.0/16',
      'fd00::/64',
      '10.0.0.0/16,fd00::/64',
      '10.0.0.0',
      '10.0.0.0/33',
      '10.0.0.1/16',
      '10.0.0.0/16,10.1.0.0/16',
      'fd00::/64,10.0.0.0/16',
      '10.0.0.0/8',
      '10.0.0.0/30',
    ],
  ],
  [/^(?:proxy-mode|mode)$/, ['iptables', 'ipvs', 'nftables', 'userspace', 'IPTables', 'kernelspace']],
  [
    /^(?:detect-local-mode|detectLocalMode)$/,
    ['ClusterCIDR', 'NodeCIDR', 'BridgeInterface', 'InterfaceNamePrefix', 'clustercidr'],
  ],
  [/(?:logging-format|^format)$/, ['text', 'json', 'xml', 'JSON']],
  [/tls-min-version|tlsMinVersion/, ['VersionTLS12', 'VersionTLS13', 'TLS1.2', 'VersionTLS10', '']],
  [/tls-max-version/, ['TLS1.2', 'TLS1.3', '']],
  [
    /cipher-suites|tlsCipherSuites/,
    [
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_AES_128_GCM_SHA256',
      'TLS_RSA_WITH_RC4_128_SHA',
      'ECDHE-RSA-AES128-GCM-SHA256',
    ],
  ],
  [/tls-curve-preferences|tlsCurvePreferences/, ['23', '29', '23,24', '1', '4588']],
  [
    /authorization-mode$/,
    ['RBAC', 'Node,RBAC', 'AlwaysAllow', 'AlwaysDeny', 'ABAC', 'Webhook', 'RBAC,RBAC', 'rbac', 'Node,,RBAC'],
  ],
  [
    /admission-plugins$/,
    [
      'NodeRestriction',
      'PodSecurityPolicy',
      'NodeRestriction,PodSecurity',
      'podsecurity',
      'AlwaysPullImages',
      'SecurityContextDeny',
      'DenyServiceExternalIPs',
    ],
  ],
  [/endpoint-reconciler-type/, ['lease', 'master-count', 'none', 'leases']],
  [
    /runtime-config/,
    [
      'api/all=true',
      'api/beta=false',
      'batch/v1=false',
      'api/legacy=true',
      'api/all=maybe',
      'extensions/v1beta1=true',
      'resource.k8s.io/v1beta1=true',
      'nonsense',
    ],
  ],
  [
    /storage-media-type/,
    ['application/json', 'application/vnd.kubernetes.protobuf', 'application/yaml', 'application/cbor'],
  ],
  [/storage-backend/, ['etcd3', 'etcd2', '']],
  [/audit-(?:log|webhook)-mode/, ['batch', 'blocking', 'blocking-strict', 'async']],
  [/audit-log-format/, ['json', 'legacy', 'yaml']],
  [/audit-(?:log|webhook)-version/, ['audit.k8s.io/v1', 'audit.k8s.io/v1beta1', 'v1']],
  [/audit-log-path/, ['-', '/var/log/audit.log', '/var/log/no/such/audit.log']],
  [/service-node-port-range/, ['30000-32767', '30000', '0-0', '32767-30000', '30000+100', '1-65536', '30000-']],
  [/show-hidden-metrics-for-version|showHiddenMetricsForVersion/, ['1.36', '1.33', '1.20', '1.37', 'x', '']],
  [/service-account-issuer/, ['https://x.example', 'kubernetes.default.svc', 'https://x.example/ y', ':x']],
  [/cloud-provider$/, ['external', 'aws', '', 'x']],
  [/cpu-manager-policy$|cpuManagerPolicy$/, ['none', 'static', 'dynamic', 'None']],
  [/memory-manager-policy$|memoryManagerPolicy$/, ['None', 'Static', 'static']],
  [
    /topology-manager-policy$|topologyManagerPolicy$/,
    ['none', 'best-effort', 'restricted', 'single-numa-node', 'strict'],
  ],
  [/topology-manager-scope$|topologyManagerScope$/, ['container', 'pod', 'node']],
  [/hairpin-mode|hairpinMode/, ['promiscuous-bridge', 'hairpin-veth', 'none', 'veth']],
  [/cgroup-driver|cgroupDriver/, ['cgroupfs', 'systemd', 'cgroup']],
  [/ChangeDetectionStrategy$/, ['Get', 'Cache', 'Watch', 'Poll']],
  [
    /enforce-node-allocatable|enforceNodeAllocatable/,
    ['none', 'pods', 'pods,system-reserved', 'kube-reserved', 'all', 'none,pods', ''],
  ],
  [/reserved-cpus|reservedSystemCPUs/, ['0', '0-1', '0,1', '1-0', 'x']],
  [
    /system-reserved$|systemReserved$|kube-reserved$|kubeReserved$/,
    ['cpu=100m', 'cpu=100m,memory=200Mi', 'memory=-1', 'cpu=x', 'storage=1Gi', 'ephemeral-storage=1Gi', 'pid=100'],
  ],
  [
    /eviction-hard$|evictionHard$/,
    [
      'memory.available<100Mi',
      'memory.available<5%',
      'nodefs.available<10%,memory.available<1Gi',
      'memory.available<101%',
      'memory.free<1Gi',
      'memory.available<-1Mi',
      'memory.available=100Mi',
      'memory.available<0%',
      'pid.available<5%',
    ],
  ],
  [/eviction-soft$|evictionSoft$/, ['memory.available<200Mi', 'nodefs.available<15%']],
  [/grace-period$|evictionSoftGracePeriod$/, ['memory.available=1m', 'memory.available=-1s', 'memory.available=1']],
  [
    /minimum-reclaim$|evictionMinimumReclaim$/,
    ['memory.available=100Mi', 'memory.available=-1', 'nodefs.available=10%', 'x=1'],
  ],
  [
    /node-labels/,
    ['a=b', 'kubernetes.io/role=master', 'node-role.kubernetes.io/worker=', 'a=b c', 'node.kubernetes.io/x=y', '-a=b'],
  ],
  [/register-with-taints/, ['a=b:NoSchedule', 'a:NoExecute', 'a=b:Never', 'a=b']],
  [/qos-reserved|qosReserved/, ['memory=50%', 'memory=101%', 'cpu=50%', 'memory=50']],
  [
    /image-pull-credentials-verification-policy|imagePullCredentialsVerificationPolicy/,
    ['NeverVerify', 'AlwaysVerify', 'NeverVerifyPreloadedImages', 'Never'],
  ],
  [/swapBehavior/, ['NoSwap', 'LimitedSwap', 'UnlimitedSwap', '']],
  [/cluster-dns|clusterDNS/, ['10.96.0.10', '10.96.0.10,10.96.0.11', 'dns', '']],
  [/leader-elect-resource-lock|resourceLock/, ['leases', 'endpoints', 'configmaps', 'endpointsleases', 'x']],
  [/(?:leader-elect-resource-name(?:space)?|resourceName(?:space)?)$/, ['x']],
  [/^controllers$/, ['*', '*,-cronjob', 'cronjob', '*,nope', '-nope', 'cronjob-controller', '*,bootstrap-signer']],
  [/cidr-allocator-type/, ['RangeAllocator', 'CloudAllocator', 'x']],
  [/api-content-type|contentType/, ['application/json', 'application/vnd.kubernetes.protobuf', 'x']],
  [/ipvs-scheduler|ipvs\.scheduler|^scheduler$/, ['rr', 'lc', 'x', '']],
  [
    /nodeport-addresses|nodePortAddresses/,
    ['10.0.0.0/8', 'primary', 'localhost', '10.0.0.1', 'all', 'primary,10.0.0.0/8'],
  ],
  [/auto-compaction-mode/, ['periodic', 'revision', 'Periodic']],
  [/auto-compaction-retention/, ['0', '1', '10m', '1h', '-1', '1d', '5m30s']],
  [/initial-cluster-state/, ['new', 'existing', 'old']],
  [
    /initial-cluster$/,
    [
      'default=http://localhost:2380',
      'other=http://localhost:2380',
      'default=http://10.0.0.1:2380',
      'x',
      'default=http://localhost:2380,b=http://10.0.0.2:2380',
    ],
  ],
  [
    /(?:listen|advertise)-(?:client|peer)(?:-http)?-urls$|listen-metrics-urls/,
    [
      'http://127.0.0.1:2391',
      'https://127.0.0.1:2392',
      '127.0.0.1:2393',
      'http://127.0.0.1',
      'http://localhost:2394/x',
      'http://nohost.invalid:2395',
      'unix://localhost:x',
      'http://[::1]:2396',
    ],
  ],
  [/log-level/, ['debug', 'info', 'warn', 'error', 'panic', 'trace', 'INFO']],
  [/log-format/, ['json', 'console', 'text']],
  [/^logger$/, ['zap', 'capnslog', 'x']],
  [/log-outputs/, ['default', 'stderr', 'stdout', 'stderr,stdout', 'default,stderr', '/var/log/etcd.log']],
  [/^metrics$/, ['basic', 'extensive', 'none']],
  [/discovery-fallback/, ['exit', 'proxy', 'x']],
  [/v2-deprecation/, ['not-yet', 'write-only', 'write-only-drop-data', 'gone', 'x']],
  [/freelist-type/, ['array', 'map', 'x', '']],
  [/auth-token$/, ['simple', 'jwt', 'x', 'simple,x=y']],
  [/^(?:experimental-)?compact-hash-check-time|corrupt-check-time/, ['0', '1m', '-1s']],
  [/(?:^|\.)(?:name|data-dir|wal-dir)$/, ['a', '/var/lib/etcd2']],
  [/gates$/, []],
]

/** Flags and fields that say where to find or reach something, start something else, or end the component: no configuration to judge. */
const LEFT_ALONE: Readonly<Partial<Record<Component, RegExp>>> = {
  kubelet:
    /^(?:config|config-dir|root-dir|cert-dir|kubeconfig|bootstrap-kubeconfig|container-runtime-endpoint|containerRuntimeEndpoint|image-service-endpoint|imageServiceEndpoint|lock-file|exit-on-lock-contention|runonce|hostname-override|manifest-url|staticPodURL|enableServer|port|address)$/,
  'kube-proxy': /^(?:config|kubeconfig|clientConnection\.kubeconfig|cleanup|init-only|write-config-to|master)$/,
  'kube-scheduler': /^(?:config|kubeconfig|clientConnection\.kubeconfig|write-config-to|master|secure-port)$/,
  'kube-controller-manager': /^(?:kubeconfig|master|secure-port)$/,
  'kube-apiserver': /^(?:etcd-servers|cert-dir|secure-port|service-account-key-file|service-account-signing-key-file)$/,
  etcd: /^(?:config-file|data-dir|discovery.*|proxy.*|force-new-cluster|socket-.*|experimental-distributed-tracing-address|distributed-tracing-address)$/,
}

/** What is left alone everywhere: files that nobody made, and what ends a component at once. */
const FILES =
  /(?:file|File|kubeconfig|-key|-cert|certificate|cloud-config|config-file|-dir|Dir|Path|-config|-cafile|encryption-provider-config|jwks-uri|manifest|cert-key)$|^(?:version|help)$/

export function isLeftAlone(component: Component, name: string): boolean {
  return LEFT_ALONE[component]?.test(name) === true || FILES.test(name)
}

/** What may be written for a flag or field: its words where it has some, else what its type takes and does not take. */
export function valuesOf(
  { type, entryType, mapSyntax = '=' }: Pick<KeyFact, 'type' | 'entryType' | 'mapSyntax'>,
  name: string,
) {
  const words = WORDS.find(([pattern]) => pattern.test(name))?.[1]
  if (words !== undefined) return { good: words, bad: [...words, ...(type === 'string' ? ['x'] : [])] }
  const found = VALUES[type]
  if (type !== 'map') return found
  const own = entryType === undefined || entryType === 'threshold' ? VALUES.string : VALUES[entryType]
  const entry = (value: string): string => `a${mapSyntax}${value}`
  return { good: own.good.map(entry), bad: [...found.bad, ...own.bad.map(entry)] }
}

/** What YAML makes another type of, or nothing. */
export const ODD_YAML = [
  'null',
  '~',
  '""',
  '[]',
  '{}',
  '"5"',
  '5',
  '1.5',
  'true',
  '"true"',
  'yes',
  '[a]',
  '{a: b}',
  '5s',
  '"5s"',
  '1e3',
  '2026-01-01',
  '0o17',
  '-1',
]
