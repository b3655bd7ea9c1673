import type { ComponentKind } from '../model/fragment.js'
import type { Version } from '../model/version.js'
import { gate, gateAt } from './gates.js'
import {
  type Comparing,
  comparedAs,
  entryDefault,
  isOrdered,
  REPLICATED,
  type ReplicatedKind,
} from './replica-settings.js'
import { type KeyFact, keyOf } from './settings.js'

/**
 * How what runs is compared with what files say of it. `written`: only where a file sets it, since an installer or the host
 * decides it elsewhere.
 */
export type ComparingFiles = Comparing | 'written'

interface HostSettings {
  /** Flags, or fields without a flag; a `*` at the end stands for any rest. */
  readonly names: readonly string[]
  readonly compared: Exclude<ComparingFiles, 'value'>
  readonly because: string
}

const LOGGING: HostSettings = {
  names: [
    'add-dir-header',
    'alsologtostderr',
    'log-backtrace-at',
    'log-dir',
    'log-file*',
    'logging.options.*',
    'logtostderr',
    'one-output',
    'skip-headers',
    'skip-log-headers',
    'stderrthreshold',
  ],
  compared: 'not',
  because: 'where the log of a host goes changes nothing of what the component does',
}

/** Of components that run once on each node, or in a Deployment. */
const OF_NODES: Readonly<Record<Exclude<ComponentKind, ReplicatedKind>, readonly HostSettings[]>> = {
  kubelet: [
    {
      names: ['address', 'healthz-bind-address', 'hostname-override', 'node-ip', 'pod-cidr', 'provider-id'],
      compared: 'not',
      because: 'an address or a name of the node',
    },
    {
      names: [
        'bootstrap-kubeconfig',
        'cert-dir',
        'config',
        'config-dir',
        'kubeconfig',
        'root-dir',
        'pod-manifest-path',
      ],
      compared: 'written',
      because: 'a path of the node, which its installer chooses',
    },
    { names: ['client-ca-file'], compared: 'presence', because: 'a file of the node' },
    {
      names: ['tls-cert-file', 'tls-private-key-file'],
      compared: 'written',
      because: 'without a certificate the kubelet makes one itself, and shows it',
    },
    {
      names: ['nodeStatusReportFrequency', 'serialize-image-pulls', 'maxParallelImagePulls'],
      compared: 'written',
      because: 'another setting decides the default (pkg/kubelet/apis/config/v1beta1/defaults.go)',
    },
    {
      names: [
        'resolv-conf',
        'cgroup-driver',
        'container-runtime-endpoint',
        'image-service-endpoint',
        'kubelet-cgroups',
      ],
      compared: 'written',
      because: 'kubeadm, the init system and the container runtime decide it on the node',
    },
    {
      names: ['node-labels', 'register-with-taints', 'volume-plugin-dir'],
      compared: 'written',
      because: 'pools and installers add to it',
    },
    LOGGING,
  ],
  'kube-proxy': [
    {
      names: ['bind-address', 'healthz-bind-address', 'hostname-override', 'metrics-bind-address', 'master'],
      compared: 'not',
      because: 'an address or a name of the node',
    },
    { names: ['config', 'kubeconfig'], compared: 'not', because: 'a file in its pod, which kubeadm names' },
    { names: ['cluster-cidr'], compared: 'written', because: 'kubeadm fills in the range of its pods' },
    LOGGING,
  ],
  'cluster-autoscaler': [
    {
      names: ['address', 'kubeconfig', 'cloud-config'],
      compared: 'presence',
      because: 'a path or an address of its pod',
    },
    LOGGING,
  ],
}

/** What replicas may have for themselves, and what a file says for all of them nevertheless. */
const SAID_FOR_ALL: readonly string[] = [
  'apiserver-count',
  'election-timeout',
  'heartbeat-interval',
  'log-level',
  'logging-format',
  'v',
  'vmodule',
]

/** Nameservers are asked in their order. */
const ORDERED: readonly string[] = ['cluster-dns']

const names = (patterns: readonly string[], name: string): boolean =>
  patterns.some(pattern => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern))

const isReplicated = (kind: ComponentKind): kind is ReplicatedKind => REPLICATED.some(one => one === kind)

/** How a setting of a running component is compared with the same setting of files. */
export function comparedWithFiles(fact: KeyFact): ComparingFiles {
  const { component, flag, key } = fact
  if (isReplicated(component)) return SAID_FOR_ALL.includes(flag ?? key) ? 'value' : comparedAs(component, fact)
  const own = OF_NODES[component].find(one => names(one.names, flag ?? key) || names(one.names, key))
  return own?.compared ?? 'value'
}

export const isOrderedList = (fact: KeyFact): boolean =>
  isOrdered(fact) || (fact.flag !== undefined && ORDERED.includes(fact.flag))

/** What an entry of a map is where nobody writes it, as text: empty where that is nothing, `undefined` where it is not known. */
export function unwrittenEntry(fact: KeyFact, entry: string, version: Version): string | undefined {
  const { component } = fact
  if (isReplicated(component)) return entryDefault(component, fact, entry, version)
  if (fact.key !== 'featureGates' && fact.flag !== 'feature-gates') return ''
  const known = gate(entry)
  const state = known === undefined ? undefined : gateAt(known, component, version).default
  return state === undefined ? undefined : `${state}`
}

/** The setting of a key as assignments have it; undefined for what no facts are known of. */
export const settingOf = (kind: ComponentKind, key: string): KeyFact | undefined => keyOf(kind, key)
