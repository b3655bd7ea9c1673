import { type ChangedDefault, type ClusterPlan, isEmptyStep, type Move, type Plan, type Turn } from '../model/plan.js'
import { plural } from './reporter.js'

/** What a plan is called: "Kubernetes 1.23 to 1.36". */
export function wayOf({ from, isKnown, isThere }: ClusterPlan, { target }: Plan): string {
  if (isThere) return `Kubernetes ${from}: ${target} is not ahead of it`
  return isKnown ? `Kubernetes ${from} to ${target}` : `to Kubernetes ${target}, from whatever runs (${from})`
}

/** "shop"; beside others one without a name is told by what runs in it: "cluster 2 (cluster-autoscaler)". */
export function nameOf(cluster: ClusterPlan, { clusters }: Plan): string | undefined {
  if (cluster.name !== undefined || clusters.length === 1) return cluster.name
  return `cluster ${clusters.indexOf(cluster) + 1} (${cluster.components.join(', ')})`
}

/** "13 things stop a component on the way, the first in 1.24". */
export function verdictOf({ now, steps, isThere }: ClusterPlan): string {
  const stops = steps.filter(({ stops }) => stops.length > 0)
  const count = stops.reduce((sum, { stops }) => sum + stops.length, 0)
  const already =
    now.length === 0
      ? ''
      : `${plural(now.length, 'thing')} already ${now.length === 1 ? 'keeps' : 'keep'} a component from starting`
  const [first] = stops
  if (first === undefined) {
    if (already !== '') return already
    if (isThere) return 'nothing lies on the way'
    return steps.every(isEmptyStep)
      ? 'everything starts on the way, and nothing changes under you that klint knows of'
      : 'everything starts on the way'
  }
  const ahead = `${plural(count, 'thing')} ${count === 1 ? 'stops' : 'stop'} a component on the way, the first in ${first.kubernetes}`
  return already === '' ? ahead : `${already}; ${ahead}`
}

/** "etcd to 3.6", "kubelet, kube-proxy to 1.25, before kube-apiserver goes to 1.26". */
export function turnWords({ components, to, until, first }: Turn): string {
  const who = `${components.join(', ')} to ${to}`
  if (first !== undefined) return `${who}, before kube-apiserver goes to ${first}`
  return until === undefined ? who : `${who} (may wait until kube-apiserver goes to ${until})`
}

export const changeWords = ({ component, setting, from, to }: ChangedDefault): string =>
  `${component} \`${setting}\`: ${from} -> ${to}`

export const moveWords = ({ component, flag, field }: Move): string => `${component} \`--${flag}\` to \`${field}\``

export const NOTHING = 'nothing to change'

/** How many places of one change are named. */
export const MOST_PLACES = 3
