import { type Request, selectionOf } from '../../engine/run.js'
import { outermost } from '../../model/document.js'
import type { NotChecked } from '../../model/finding.js'
import { providerOf } from '../../sources/cluster/documents.js'
import { permissionFor } from '../../sources/cluster/reading.js'
import { readOf } from '../../sources/cluster/reads.js'
import type { Missing, Recording } from '../../sources/cluster/recording.js'
import { allRules, type RuleFacts } from '../rule-facts.js'

/** What could not be read of a cluster, in sentences, and all rules that are silent for it. */
export const missingOf = (recording: Recording): NotChecked[] => [
  ...hiddenIn(recording),
  ...recording.missing.map(
    (one): NotChecked => ({
      what: sentence(one),
      rules: RULES_WITHOUT[one.read]?.() ?? rulesWithout(readOf(one.read).subjects),
      unread: true,
    }),
  ),
]

/**
 * What was not checked of a cluster in a run: only rules that run are silent, and what nobody could read is not told again by those
 * who missed it.
 */
export async function notCheckedIn(
  request: Pick<Request, 'preset' | 'only' | 'select' | 'ignore' | 'config'>,
  ofCluster: readonly NotChecked[],
  found: readonly NotChecked[],
): Promise<NotChecked[]> {
  const { enabled } = await selectionOf(request)
  const rules = allRules()
  const runs = (id: string): boolean => {
    const facts = rules[id]
    return facts !== undefined && enabled({ id, ...facts })
  }
  const asked = ofCluster.flatMap(one => {
    const silent = one.rules.filter(runs)
    return one.rules.length > 0 && silent.length === 0 ? [] : [{ ...one, rules: silent }]
  })
  const unread = asked.filter(one => one.unread)
  const isTold = ({ at, rules }: NotChecked): boolean =>
    at !== undefined &&
    outermost(at.doc).live !== undefined &&
    rules.length > 0 &&
    unread.some(one => rules.every(rule => one.rules.includes(rule)))
  return [...asked, ...found.filter(one => !isTold(one))]
}

/** What a running kube-apiserver, which is a component all the same, does not stand for. */
const HIDDEN = ['kube-controller-manager', 'kube-scheduler', 'etcd']

function hiddenIn(recording: Recording): NotChecked[] {
  const managedBy = providerOf(recording)
  const hidden = `${HIDDEN.slice(0, -1).join(', ')} and ${HIDDEN.at(-1)}`
  // who looks at others as well still has those
  const rules = rulesWithout(HIDDEN).filter(id => LOOK_AT[id]?.every(one => HIDDEN.includes(one)) ?? true)
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
  'upgrade/removed-config-kind': ['kube-apiserver', 'kube-scheduler'],
  'upgrade/version-skew': ['kubelet', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'],
}

/** Reads that are silent for other rules than all that look at their subjects. */
const RULES_WITHOUT: Readonly<Record<string, () => string[]>> = {
  // versions are what nodes show by themselves
  configz: () => rulesWithout(['kubelet']).filter(id => !BY_VERSION.includes(id)),
  // kubelets say themselves what they run with
  'configmap kubelet-config': () => ['kubelet/config-not-applied'],
  // the image tells the version
  'configmap kube-proxy': () => rulesWithout(['kube-proxy']).filter(id => !BY_VERSION.includes(id)),
}

const BY_VERSION = ['kubelet/apiserver-connection-stale', 'kubelet/heartbeat-without-timeout', 'upgrade/version-skew']

function rulesWithout(subjects: readonly string[]): string[] {
  const isMeant = (id: string, { checks }: RuleFacts): boolean => {
    const looksAt = checks === 'cluster' ? LOOK_AT[id] : checks === undefined ? undefined : [checks]
    return looksAt?.some(subject => subjects.includes(subject)) === true
  }
  return Object.entries(allRules())
    .flatMap(([id, facts]) => (isMeant(id, facts) ? [id] : []))
    .sort()
}
