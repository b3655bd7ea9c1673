import type { Component } from '../../model/component.js'
import { known } from '../../model/rule.js'
import { DISCOVERY } from './autoscaler-groups.js'
import { NAMES } from './autoscaler-names.js'
import { integer, isRange } from './autoscaler-values.js'
import { beside } from './beside.js'
import { items, outside, rows, written } from './checks.js'
import { ELECTION, leaderRows } from './leader.js'
import type { Checking } from './validation.js'

/** main.go up to 1.32, below cluster-autoscaler of kubernetes/autoscaler; read at tags of every minor from 1.0.5 to 1.36.1. */
const FLAGS = 'cluster-autoscaler/config/flags/flags.go'

export const VALIDATIONS = rows('cluster-autoscaler', [
  ...leaderRows<'cluster-autoscaler'>(ELECTION),
  ...DISCOVERY,
  ...NAMES,
  {
    id: 'cores-total',
    settings: ['--cores-total', '--memory-total'],
    versions: '>=1.0',
    reason: '`{value}` is not the least and the most, in that order and not negative',
    remedy: 'write for example 0:1000',
    source: FLAGS,
    *check(autoscaler) {
      for (const key of ['cores-total', 'memory-total'] as const) yield { apart: limit(autoscaler, key) }
    },
  },
  {
    id: 'gpu-total',
    settings: ['--gpu-total'],
    versions: '>=1.3',
    reason: '`{value}` is not a type with the least and the most, in that order and not negative',
    remedy: 'write for example nvidia.com/gpu:0:10',
    source: FLAGS,
    *check(autoscaler): Checking {
      for (const { key, value, at, spelling } of autoscaler.assignments) {
        if (key !== 'gpu-total' || value?.known !== true) continue
        const [, least, most, ...more] = value.value.split(':')
        if (more.length > 0 || !isRange(least, most)) yield { at, values: { spelling, value: value.value } }
      }
    },
  },
  {
    id: 'drain-priority-and-termination',
    settings: ['--drain-priority-config', '--max-graceful-termination-sec'],
    versions: '>=1.29',
    reason: 'it excludes `--max-graceful-termination-sec`, whatever that says',
    remedy: 'keep one of the two',
    source: FLAGS,
    *check(autoscaler) {
      const priorities = yield* written(autoscaler, 'drain-priority-config')
      const seconds = yield* written(autoscaler, 'max-graceful-termination-sec')
      if (priorities !== undefined && seconds !== undefined)
        yield { at: priorities, related: [{ at: seconds, label: 'the other one' }] }
    },
  },
  {
    id: 'drain-priority-format',
    settings: ['--drain-priority-config'],
    versions: '>=1.29',
    reason: '`{value}` is not a list of priorities and seconds',
    remedy: 'write for example 2000000000:120,0:60',
    source: FLAGS,
    *check(autoscaler) {
      const priorities = yield* written(autoscaler, 'drain-priority-config')
      if (typeof priorities?.value !== 'string') return
      const isFine = priorities.value
        .split(',')
        .every(pair => pair.split(':').length === 2 && pair.split(':').every(part => integer(part) !== undefined))
      if (!isFine) yield { at: priorities, values: { value: priorities.value } }
    },
  },
  {
    id: 'parallel-drain',
    settings: ['--max-drain-parallelism', '--parallel-drain'],
    versions: '1.26 - 1.31',
    reason: 'to drain more than one node at a time needs `--parallel-drain=true`',
    remedy: 'set `--parallel-drain=true`',
    source: 'cluster-autoscaler/main.go',
    *check(autoscaler) {
      const most = yield* known(autoscaler.get('max-drain-parallelism'))
      const parallel = yield* known(autoscaler.get('parallel-drain'))
      if ((most.value ?? 0) <= 1 || parallel.value !== false || parallel.assuming.length > 0) return
      const [at, other] = most.by === undefined ? [parallel, undefined] : [most, parallel]
      if (at.by === undefined) return
      yield { at, ...beside([other, 'not in parallel']) }
    },
  },
  {
    id: 'predicate-parallelism',
    settings: ['--predicate-parallelism'],
    versions: '>=1.35',
    reason: 'it must be at least 1',
    remedy: 'remove it, for the default is 4',
    source: FLAGS,
    check: outside(['predicate-parallelism'], { min: 1 }),
  },
  {
    id: 'dynamic-resources',
    settings: ['--enable-dynamic-resource-allocation'],
    versions: '>=1.35',
    reason: 'it can no longer be switched off',
    remedy: 'remove it',
    source: FLAGS,
    *check(autoscaler) {
      const on = yield* written(autoscaler, 'enable-dynamic-resource-allocation')
      if (on?.value === false) yield { at: on }
    },
  },
  {
    id: 'bypassed-schedulers',
    settings: ['--bypassed-scheduler-names', '--allowed-scheduler-names'],
    versions: '>=1.35',
    reason: 'a scheduler that is bypassed must be among `--allowed-scheduler-names`',
    remedy: 'add it to `--allowed-scheduler-names`',
    source: FLAGS,
    *check(autoscaler) {
      const allowed = yield* items(autoscaler, 'allowed-scheduler-names')
      if (allowed.length === 0) return
      for (const item of yield* items(autoscaler, 'bypassed-scheduler-names'))
        if (item.value !== '' && !allowed.some(({ value }) => value === item.value))
          yield { at: item, values: { spelling: item.value }, related: [{ at: allowed[0]!, label: 'those allowed' }] }
    },
  },
])

function* limit(autoscaler: Component<'cluster-autoscaler'>, key: 'cores-total' | 'memory-total'): Checking {
  const total = yield* written(autoscaler, key)
  if (typeof total?.value !== 'string') return
  const [least, ...most] = total.value.split(':')
  if (most.length !== 1 || !isRange(least, most[0])) yield { at: total, values: { value: total.value } }
}
