import type { NotChecked } from '../../model/finding.js'
import { permissionFor } from '../../sources/cluster/read-cluster.js'
import { readOf } from '../../sources/cluster/reads.js'
import type { Missing, Recording } from '../../sources/cluster/recording.js'
import type { Options } from '../options.js'
import { allRules, type RuleFacts } from '../rule-facts.js'

/** What could not be read of a cluster, in sentences, and the rules that are silent for it. */
export const missingOf = ({ missing }: Recording, options: Pick<Options, 'preset'>): NotChecked[] =>
  missing.map(one => ({ what: sentence(one), rules: rulesWithout(readOf(one.read).subjects, options) }))

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
