import { discovers, type NodeGroup, nodeGroups, scalesDown } from '../../facts/node-groups.js'
import type { Cluster, Component } from '../../model/component.js'
import { defineRule, known, type Read } from '../../model/rule.js'

export default defineRule({
  id: 'autoscaler/scale-in-without-floor',
  summary: 'every autoscaled group may shrink to nothing',
  checks: 'cluster-autoscaler',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/autoscaler/issues/446',
    'https://github.com/kubernetes/autoscaler/issues/7419',
    'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/core/scaledown/budgets/budgets.go',
    'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
  ],
  messages: {
    shrinks: {
      what: 'the autoscaled groups may shrink to {nodes} in total',
      why: 'a wrong scale-in can then take the last nodes, and no flag limits deletions per hour',
      help: 'give the group that runs system and core pods a minimum of {want}',
    },
  },
  options: {
    minTotal: { type: 'number', default: 2, why: 'nodes that are left in any case' },
    minShare: { type: 'number', default: 0.2, why: 'share of the desired size that is left in any case' },
    ignoreGroups: { type: 'strings', default: [], why: 'names of groups that may be empty (batch, GPU)' },
  },

  *check(autoscaler, { cluster, options, strict }) {
    if (autoscaler.development) return
    if (!(yield* scalesDown(autoscaler))) return
    const all = yield* nodeGroups(autoscaler, cluster)
    const groups = (all ?? []).filter(({ name }) => name === undefined || !options.ignoreGroups.includes(name))
    const [first, ...others] = groups.filter(({ min }) => min === 0).concat(groups.filter(({ min }) => min > 0))
    if (first === undefined || isSingleNode(groups)) return
    const sum = groups.reduce((total, { min }) => total + min, 0)
    const running = workersIn(cluster)
    const desired = desiredOf(groups) || nodesOf(running)
    const want = Math.max(options.minTotal, Math.ceil(options.minShare * desired))
    if (sum >= want || (sum > 0 && !strict)) return
    if (sum + nodesOf(yield* fixedAmong(running, cluster)) >= want) return
    if (yield* hasFixedNodes(cluster)) return
    yield {
      message: 'shrinks',
      at: first,
      severity: sum === 0 ? 'warning' : 'info',
      values: { nodes: sum === 1 ? '1 node' : `${sum} nodes`, want },
      related: others.slice(0, 5).map(({ at, min }) => ({ at, label: `may shrink to ${min}` })),
    }
  },
})

const isSingleNode = (groups: readonly NodeGroup[]): boolean =>
  groups.every(({ max }) => max !== undefined) && groups.reduce((sum, { max = 0 }) => sum + max, 0) <= 1

const desiredOf = (groups: readonly NodeGroup[]): number => groups.reduce((sum, { desired = 0 }) => sum + desired, 0)

/** Of a running cluster; files of kubelets say nothing of how many there are. */
const workersIn = (cluster: Cluster): readonly Component[] =>
  cluster.of('kubelet').filter(({ role, anchor }) => role === 'worker' && anchor.doc.live !== undefined)

const nodesOf = (kubelets: readonly Component[]): number =>
  kubelets.reduce((sum, { instances }) => sum + instances.min, 0)

/** Those of pools that no autoscaler is given: clouds name a group after its pool, and put something around it. */
function* fixedAmong(kubelets: readonly Component[], cluster: Cluster): Generator<Read, readonly Component[], unknown> {
  const names: string[] = []
  for (const autoscaler of cluster.of('cluster-autoscaler')) {
    if (yield* discovers(autoscaler)) return []
    for (const { name = '' } of (yield* nodeGroups(autoscaler, cluster)) ?? []) names.push(name)
  }
  return kubelets.filter(({ pool }) => pool !== undefined && !names.some(name => name.includes(pool)))
}

/** A group beside them that no autoscaler touches keeps the pods that matter. */
function* hasFixedNodes(cluster: Cluster): Generator<Read, boolean, unknown> {
  for (const group of cluster.resourcesOf('scaling-group')) {
    const autoscaled = yield* known(group.get('autoscaled'))
    const role = yield* known(group.get('role'))
    if (autoscaled.value === 'true' || role.value === 'control-plane') continue
    const min = yield* known(group.number('min'))
    if (min.value === undefined || min.value > 0) return true
  }
  return false
}
