import type { NotChecked } from '../../model/finding.js'
import { providerOf } from '../../sources/cluster/documents.js'
import { permissionFor } from '../../sources/cluster/read-cluster.js'
import { readOf } from '../../sources/cluster/reads.js'
import type { Missing, Recording } from '../../sources/cluster/recording.js'
import type { Options } from '../options.js'
import { allRules, type RuleFacts } from '../rule-facts.js'

/** What could not be read of a cluster, in sentences, and the rules that are silent for it. */
export const missingOf = (recording: Recording, options: Pick<Options, 'preset'>): NotChecked[] => [
  ...hiddenIn(recording, options),
  ...recording.missing.map(one => ({ what: sentence(one), rules: silentWithout(one.read, options) })),
]

/** What a running kube-apiserver, which is a component all the same, does not stand for. */
const HIDDEN = ['kube-controller-manager', 'kube-scheduler', 'etcd']

function hiddenIn(recording: Recording, options: Pick<Options, 'preset'>): NotChecked[] {
  const managedBy = providerOf(recording)
  const hidden = `${HIDDEN.slice(0, -1).join(', ')} and ${HIDDEN.at(-1)}`
  // who looks at others as well still has those
  const rules = rulesWithout(HIDDEN, options).filter(id => LOOK_AT[id]?.every(one => HIDDEN.includes(one)) ?? true)
  if (managedBy !== undefined) return [{ what: `${managedBy} runs ${hidden} and shows nothing of them`, rules }]
  if (recording.distribution !== 'k3s') return []
  return [{ what: `k3s runs ${hidden} within itself and shows only the arguments it was given for them`, rules }]
}

function sentence(one: Missing): string {
  const { tells } = readOf(one.read)
  const many = one.count > 1 ? ` (${one.count} times)` : ''
  switch (one.why) {
    case 'forbidden':
      return `${tells}: \`${permissionFor(one)}\` is forbidden`
    case 'unauthorized':
      return `${tells}: the apiserver does not accept the credentials for ${one.path}`
    case 'not-found':
      return `${tells}: there is no ${one.path}`
    default:
      return `${tells}: ${one.said} for ${one.path}${many}`
  }
}

/** What rules that check the cluster as a whole look at: without any of it they are silent. */
export const LOOK_AT: Readonly<Record<string, readonly string[]>> = {
  'apiserver/apiserver-count-mismatch': ['kube-apiserver'],
  'apiserver/stale-endpoint': ['lease', 'endpoints'],
  'cluster/flag-drift': ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'],
  'cluster/kubernetes-service-affinity': ['service'],
  'etcd/timers-differ': ['etcd'],
  'loadbalancer/classic-elb': ['kubeconfig'],
  'upgrade/version-skew': ['kubelet', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'],
}

/** Rules that ask only for what a node says of itself in the list of nodes. */
const OF_NODES = ['kubelet/apiserver-connection-stale', 'kubelet/heartbeat-without-timeout', 'upgrade/version-skew']

/** Where a read is not the only one to tell of its subject: whether a rule is silent without it. */
const SILENT: Readonly<Record<string, (rule: string) => boolean>> = {
  configz: rule => !OF_NODES.includes(rule),
  'configmap kubelet-config': rule => rule === 'kubelet/config-not-applied',
  'configmap kube-proxy': rule => rule !== 'upgrade/version-skew',
}

const silentWithout = (read: string, options: Pick<Options, 'preset'>): string[] =>
  rulesWithout(readOf(read).subjects, options).filter(SILENT[read] ?? (() => true))

/** Of the preset, as far as it is known here. */
function rulesWithout(subjects: readonly string[], { preset = 'recommended' }: Pick<Options, 'preset'>): string[] {
  const isMeant = (id: string, { checks, preset: of }: RuleFacts): boolean => {
    const looksAt = checks === 'cluster' ? LOOK_AT[id] : checks === undefined ? undefined : [checks]
    const isSilent = looksAt?.some(subject => subjects.includes(subject)) === true
    return isSilent && (preset === 'all' || of.some(name => name === preset))
  }
  return Object.entries(allRules())
    .flatMap(([id, facts]) => (isMeant(id, facts) ? [id] : []))
    .sort()
}
