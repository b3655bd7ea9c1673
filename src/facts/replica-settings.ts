import { minorOf, type Version } from '../model/version.js'
import { gate, gateAt } from './gates.js'
import type { KeyFact } from './settings.js'

/** Components that run once per control-plane host, all alike. */
export const REPLICATED = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'] as const
export type ReplicatedKind = (typeof REPLICATED)[number]

/**
 * How a setting is compared among replicas. `presence`: all set it or none, to whatever value. `own-member`: as a set, but where each
 * names one alone it may be the one beside it. Lists are compared as sets unless their order means something.
 */
export type Comparing = 'not' | 'presence' | 'own-member' | 'value'

/** Settings that replicas may have for themselves. */
export interface OwnSettings {
  /** Flags; a `*` at the end stands for any rest. */
  readonly flags: readonly string[]
  readonly compared: Exclude<Comparing, 'value'>
  readonly because: string
}

const PROCESS: readonly OwnSettings[] = [
  {
    flags: ['address', 'bind-address', 'insecure-bind-address'],
    compared: 'not',
    because: 'an address of the host',
  },
  {
    flags: ['tls-cert-file', 'tls-private-key-file', 'tls-sni-cert-key'],
    compared: 'presence',
    because: "a certificate of the host's own, whose file may carry its name",
  },
  { flags: ['cert-dir'], compared: 'not', because: 'a folder of the host' },
  {
    flags: [
      'add-dir-header',
      'alsologtostderr',
      'debug-socket-path',
      'experimental-logging-sanitization',
      'log-*',
      'logging-format',
      'logtostderr',
      'one-output',
      'skip-headers',
      'skip-log-headers',
      'stderrthreshold',
      'v',
      'vmodule',
    ],
    compared: 'not',
    because: 'no answer depends on what is logged, and one replica logs more while somebody looks for something',
  },
  { flags: ['help', 'version', 'write-config-to'], compared: 'not', because: 'the process prints something and ends' },
]

const CLIENT: readonly OwnSettings[] = [
  { flags: ['master'], compared: 'not', because: 'the apiserver beside it' },
  {
    flags: ['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig'],
    compared: 'presence',
    because: 'a file of the host',
  },
]

/** Per component, the first that names a flag counts. */
const OWN: Readonly<Record<ReplicatedKind, readonly OwnSettings[]>> = {
  'kube-apiserver': [
    {
      flags: ['advertise-address', 'external-hostname', 'peer-advertise-*', 'public-address-override'],
      compared: 'not',
      because: 'an address or a name of the host',
    },
    {
      flags: ['etcd-servers'],
      compared: 'own-member',
      because: 'order means nothing, and an apiserver may talk to the member beside it alone',
    },
    {
      flags: [
        'etcd-certfile',
        'etcd-keyfile',
        'kubelet-client-certificate',
        'kubelet-client-key',
        'proxy-client-cert-file',
        'proxy-client-key-file',
      ],
      compared: 'presence',
      because: "a certificate of the host's own, whose file may carry its name",
    },
    {
      flags: ['apiserver-count'],
      compared: 'not',
      because: 'only the master-count reconciler reads it, and there one count that is wrong is wrong by itself',
    },
    ...PROCESS,
  ],
  'kube-controller-manager': [...CLIENT, ...PROCESS],
  'kube-scheduler': [
    ...CLIENT,
    { flags: ['config'], compared: 'not', because: 'schedulers with other files are other schedulers' },
    ...PROCESS,
  ],
  etcd: [
    {
      flags: ['name', 'advertise-client-urls', 'listen-*', 'host-whitelist'],
      compared: 'not',
      because: 'a name or an address of the host',
    },
    {
      flags: ['addr', 'bind-addr', 'peer-addr', 'peer-bind-addr'],
      compared: 'not',
      because: 'an address of the host',
    },
    {
      flags: ['initial-*', 'discovery*', 'peers', 'peers-file'],
      compared: 'not',
      because: 'read once, when the member is new: each has what was true when it joined',
    },
    { flags: ['data-dir', 'wal-dir'], compared: 'not', because: 'where its disk is mounted' },
    {
      flags: [
        'cert-file',
        'key-file',
        'client-cert-file',
        'client-key-file',
        'peer-cert-file',
        'peer-key-file',
        'peer-client-cert-file',
        'peer-client-key-file',
      ],
      compared: 'presence',
      because: "a certificate of the host's own, whose file may carry its name",
    },
    {
      flags: ['heartbeat-interval', 'election-timeout'],
      compared: 'not',
      because: 'what shorter timers of one member do is an outage of its own',
    },
    {
      flags: ['distributed-tracing-instance-id', 'experimental-distributed-tracing-instance-id'],
      compared: 'not',
      because: 'a name of the member',
    },
    { flags: ['config-file'], compared: 'not', because: 'what the file says is compared' },
    {
      flags: ['debug', 'enable-log-rotation', 'log-*', 'logger'],
      compared: 'not',
      because: 'no answer depends on what is logged, and one member logs more while somebody looks for something',
    },
    { flags: ['help', 'version'], compared: 'not', because: 'the process prints something and ends' },
  ],
}

/**
 * Settings that decide what an answer is: a request that one replica grants another refuses, or what one writes another cannot read.
 * Times, limits and files that are only read anew are left out.
 */
const ANSWERS: Readonly<Record<ReplicatedKind, readonly string[]>> = {
  'kube-apiserver': [
    'admission-control',
    'admission-control-config-file',
    'api-audiences',
    'authentication-config',
    'authorization-config',
    'authorization-mode',
    'authorization-policy-file',
    'authorization-rbac-super-user',
    'authorization-webhook-config-file',
    'authorization-webhook-version',
    'disable-admission-plugins',
    'enable-admission-plugins',
    'encryption-provider-config',
    'etcd-prefix',
    'etcd-servers-overrides',
    'experimental-encryption-provider-config',
    'feature-gates',
    'oidc-*',
    'portal-net',
    'requestheader-*',
    'runtime-config',
    'service-account-api-audiences',
    'service-account-issuer',
    'service-account-jwks-uri',
    'service-account-key-file',
    'service-account-lookup',
    'service-account-signing-key-file',
    'service-cluster-ip-range',
    'storage-backend',
    'storage-media-type',
    'storage-version',
    'storage-versions',
  ],
  'kube-controller-manager': ['feature-gates', 'service-account-private-key-file', 'service-cluster-ip-range'],
  'kube-scheduler': ['feature-gates'],
  etcd: ['feature-gates'],
}

/** Settings that name a file: another path may lead to the same content. */
export const namesFile = ({ flag, type }: KeyFact): boolean => type !== 'map' && /-(?:file|config)$/.test(flag ?? '')

/** Lists whose order means something: plugins run one after the other, the first issuer signs, the first address that a node has is used. */
const ORDERED: readonly string[] = ['admission-control', 'service-account-issuer', 'kubelet-preferred-address-types']

/**
 * Admission plugins that run where nobody names them, and the first minor in which they do (pkg/kubeapiserver/options/plugins.go,
 * DefaultOffAdmissionPlugins, 1.20 to 1.36). Those of 1.20 are older, from when on is not recorded: 0.
 */
const DEFAULT_PLUGINS: Readonly<Record<string, number>> = {
  CertificateApproval: 0,
  CertificateSigning: 0,
  CertificateSubjectRestriction: 0,
  ClusterTrustBundleAttest: 127,
  DefaultIngressClass: 0,
  DefaultStorageClass: 0,
  DefaultTolerationSeconds: 0,
  JobValidation: 136,
  LimitRanger: 0,
  MutatingAdmissionPolicy: 132,
  MutatingAdmissionWebhook: 0,
  NamespaceLifecycle: 0,
  NodeDeclaredFeatureValidator: 135,
  PersistentVolumeClaimResize: 0,
  PodGroupProtection: 136,
  PodGroupWorkloadExists: 136,
  PodResizeValidator: 136,
  PodSecurity: 123,
  PodTopologyLabels: 133,
  Priority: 0,
  ResourceQuota: 0,
  RuntimeClass: 0,
  ServiceAccount: 0,
  StorageObjectInUseProtection: 0,
  TaintNodesByCondition: 0,
  ValidatingAdmissionPolicy: 126,
  ValidatingAdmissionWebhook: 0,
}

const names = (patterns: readonly string[], flag: string): boolean =>
  patterns.some(pattern => (pattern.endsWith('*') ? flag.startsWith(pattern.slice(0, -1)) : flag === pattern))

/** What replicas of a kind may have for themselves, and why. */
export const ownSettings = (kind: ReplicatedKind): readonly OwnSettings[] => OWN[kind]

export const comparedAs = (kind: ReplicatedKind, { flag, key }: KeyFact): Comparing =>
  OWN[kind].find(({ flags }) => names(flags, flag ?? key))?.compared ?? 'value'

export const decidesAnswers = (kind: ReplicatedKind, { flag, key }: KeyFact): boolean =>
  names(ANSWERS[kind], flag ?? key)

export const isOrdered = ({ flag }: KeyFact): boolean => flag !== undefined && ORDERED.includes(flag)

/** Whether naming an element of a list changes nothing: it is there without. */
export function isThereAnyway({ flag }: KeyFact, item: string, version: Version): boolean {
  const since =
    flag === 'enable-admission-plugins' && Object.hasOwn(DEFAULT_PLUGINS, item) ? DEFAULT_PLUGINS[item] : undefined
  return since !== undefined && since <= minorOf(version)
}

/** What an entry of a map is where nobody writes it: empty where that is nothing, `undefined` where it is not known. */
export function entryDefault(
  kind: ReplicatedKind,
  { flag }: KeyFact,
  entry: string,
  version: Version,
): string | undefined {
  if (flag === 'runtime-config') return servedByDefault(entry, version)
  if (flag !== 'feature-gates') return ''
  const fact = gate(entry)
  const state = fact === undefined ? undefined : gateAt(fact, kind, version).default
  return state === undefined ? undefined : `${state}`
}

/** Stable APIs are served, alpha ones are not; beta ones are up to 1.23, later ones have to be asked for (KEP 3136). */
function servedByDefault(entry: string, version: Version): string {
  if (/(?:^|\/)v\d+$/.test(entry)) return 'true'
  if (/\/v\d+alpha\d+$/.test(entry)) return 'false'
  return /\/v\d+beta\d+$/.test(entry) ? `${minorOf(version) < 124}` : ''
}

/** Gates that set many others. */
export const GROUP_GATES: readonly string[] = ['AllAlpha', 'AllBeta']
