import { discovers, nodeGroups, scalesDown } from '../../facts/node-groups.js'
import type { Cluster, Component } from '../../model/component.js'
import { replaceValue } from '../../model/edit.js'
import { offer } from '../../model/fix.js'
import { defineRule, known, type Read } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'

type Autoscaler = Component<'cluster-autoscaler'>

export default defineRule({
  id: 'autoscaler/bulk-delete-uncapped',
  summary: 'many nodes may be deleted at the same moment',
  checks: 'cluster-autoscaler',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/autoscaler/issues/446',
    'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/core/scaledown/budgets/budgets.go',
    'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
  ],
  messages: {
    many: {
      what: 'up to {count} nodes may be deleted at the same moment (`{spelling}`)',
      why: 'new deletions start with every scan, so a wrong judgement empties the cluster within minutes',
      help: 'set `{flag}=10` (the default) and keep group minimums',
    },
  },
  options: {
    max: { type: 'number', default: 20, why: 'nodes at once; raise it for very large clusters' },
    maxShare: { type: 'number', default: 0.5, why: 'share of all nodes, from which on it is an error' },
  },
  fix: 'unsafe',

  *check(autoscaler, { cluster, options }) {
    if (autoscaler.development) return
    const limit = yield* deletedAtOnce(autoscaler)
    if (limit.by === undefined || limit.value === undefined || limit.value <= options.max) return
    if (!(yield* scalesDown(autoscaler))) return
    const most = largest(autoscaler, cluster)
    yield {
      message: 'many',
      at: limit,
      values: { count: limit.value, flag: `--${limit.by.name}` },
      severity: most !== undefined && limit.value >= options.maxShare * most ? 'error' : 'warning',
      ...offer('unsafe', 'delete at most 10, as by default', replaceValue(limit.by, '10')),
    }
  },
})

/**
 * `--max-scale-down-parallelism` since 1.25; up to 1.32 `--max-empty-bulk-delete` sets it where it is not set itself
 * (cluster-autoscaler main.go).
 */
function* deletedAtOnce(autoscaler: Autoscaler): Generator<Read, KnownSetting<number | undefined>, unknown> {
  const bulk = autoscaler.get('max-empty-bulk-delete')
  const parallelism = autoscaler.get('max-scale-down-parallelism')
  if (parallelism === undefined) return yield* known(bulk)
  const limit = yield* known(parallelism)
  return limit.state === 'set' || bulk === undefined ? limit : yield* known(bulk)
}

/** The most nodes the groups may have together; undefined if one of them is not in view. */
function largest(autoscaler: Autoscaler, cluster: Cluster): number | undefined {
  const found = answer(discovers(autoscaler))
  if (found !== false) return undefined
  return answer(nodeGroups(autoscaler, cluster))?.reduce((sum, { max = 0 }) => sum + max, 0)
}

/** What a reading says, if it does not meet anything unknown: here that decides the severity only. */
function answer<T>(reading: Generator<Read, T, unknown>): T | undefined {
  for (;;) {
    const step = reading.next()
    if (step.done) return step.value
    if (step.value.read === undefined || step.value.read.state === 'unknown') return undefined
  }
}
