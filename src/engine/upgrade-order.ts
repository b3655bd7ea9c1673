import { releaseWith } from '../facts/own-releases.js'
import { limitsOf, SKEW_POLICY } from '../facts/skew-policy.js'
import type { ComponentKind } from '../model/fragment.js'
import { smallest } from '../model/lists.js'
import type { Turn } from '../model/plan.js'
import { firstOf, formatMinor, minorOf } from '../model/version.js'
import type { Subject } from '../resolve/index.js'

/** Beside the apiserver, one minor behind at most: right after it. */
const CONTROL_PLANE: readonly ComponentKind[] = ['kube-controller-manager', 'kube-scheduler']
const NODES: readonly ComponentKind[] = ['kubelet', 'kube-proxy']

/**
 * In which order components go to each minor (the version skew policy): etcd before the apiservers that use what it brings, apiservers
 * before all that asks them, kubelets and proxies last. Those may stay where they are for as long as the policy lets them; then
 * they have to be upgraded before the apiserver goes on.
 */
export function orderOf(subjects: readonly Subject[], minors: readonly number[]): ReadonlyMap<number, readonly Turn[]> {
  const oldest = (kind: ComponentKind): number | undefined => {
    const here = subjects.filter(subject => subject.kind === kind).map(({ range }) => minorOf(range.min))
    return here.length === 0 ? undefined : smallest(here)
  }
  // where each is by then, if it waits for as long as it may
  const at = new Map(NODES.flatMap(kind => (oldest(kind) === undefined ? [] : [[kind, oldest(kind) ?? 0] as const])))
  let etcd = oldest('etcd')
  const turns = new Map<number, readonly Turn[]>()
  for (const minor of minors) {
    const behind = (kind: ComponentKind): boolean => (oldest(kind) ?? minor) < minor
    const to = formatMinor(minor)
    const here: Turn[] = []
    const late = NODES.filter(kind => minor - (at.get(kind) ?? minor) > lagOf(kind, at.get(kind) ?? minor))
    if (late.length > 0) {
      here.push({ components: late, to: formatMinor(minor - 1), first: to })
      for (const kind of late) at.set(kind, minor - 1)
    }
    const release = releaseWith('etcd', minor)
    if (etcd !== undefined && release !== undefined && release > etcd) {
      here.push({ components: ['etcd'], to: formatMinor(release) })
      etcd = release
    }
    if (behind('kube-apiserver')) here.push({ components: ['kube-apiserver'], to })
    const beside = CONTROL_PLANE.filter(behind)
    if (beside.length > 0) here.push({ components: beside, to })
    const nodes = NODES.filter(behind)
    const waits = nodes.map(kind => (at.get(kind) ?? minor) + lagOf(kind, at.get(kind) ?? minor) + 1)
    const last = minors.at(-1) ?? minor
    const until = waits.length === 0 ? undefined : smallest(waits)
    if (nodes.length > 0)
      here.push({
        components: nodes,
        to,
        ...(until === undefined || minor === last || until <= minor
          ? {}
          : { until: formatMinor(Math.min(until, last)) }),
      })
    if (behind('cluster-autoscaler')) here.push({ components: ['cluster-autoscaler'], to })
    turns.set(minor, here)
  }
  return turns
}

/** How many minors a release may be behind the apiserver. */
function lagOf(kind: ComponentKind, minor: number): number {
  const limit = SKEW_POLICY.find(({ component, other }) => component === kind && other === 'kube-apiserver')
  return limit === undefined ? 0 : limitsOf(limit, firstOf(minor)).olderBy
}
