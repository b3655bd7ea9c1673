import { evictionHardDefaults, unchosenEvictionHard } from '../../facts/kubelet-defaults.js'
import type { Component } from '../../model/component.js'
import { replaceValue } from '../../model/edit.js'
import type { Edit } from '../../model/finding.js'
import { offer } from '../../model/fix.js'
import { formatQuantity } from '../../model/quantity.js'
import { defineRule, known } from '../../model/rule.js'
import type { Assignment, Threshold } from '../../model/setting.js'
import { mapAdded } from '../../model/setting-edit.js'

export default defineRule({
  id: 'kubelet/eviction-memory-too-late',
  summary: 'the hard memory threshold leaves the kubelet no time to act',
  checks: 'kubelet',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://www.bluematador.com/blog/post-mortem-kubernetes-node-oom',
    'https://github.com/kubernetes/kops/blob/master/docs/node_resource_handling.md',
    'https://github.com/kubernetes/kubernetes/blob/master/cluster/gce/config-default.sh',
    'https://learn.microsoft.com/azure/aks/node-resource-reservations',
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/eviction/helpers.go',
  ],
  messages: {
    low: {
      what: 'memory eviction starts only below {value} (`{spelling}`)',
      why: 'the kubelet samples memory about every 10s and a pod can allocate that much in between, so the OOM killer wins and takes node daemons with it',
      help: 'raise `memory.available` to `{raised}`, or add `evictionSoft` with `memory.available: 1Gi`, `evictionSoftGracePeriod` with `memory.available: 90s` and `evictionMaxPodGracePeriod: 60`',
    },
    builtIn: {
      what: 'memory eviction starts only below the built-in {value}',
      why: 'the kubelet samples memory about every 10s and a pod can allocate that much in between, so the OOM killer wins and takes node daemons with it',
      help: 'set `evictionHard` with `memory.available: {raised}` and the other signals, or add `evictionSoft` with `memory.available: 1Gi`, `evictionSoftGracePeriod` with `memory.available: 90s` and `evictionMaxPodGracePeriod: 60`',
    },
  },
  options: {
    min: {
      type: 'quantity',
      default: '250Mi',
      why: 'the least that counts as early enough; what the scripts for GCE in kubernetes/kubernetes use',
    },
    minPercent: {
      type: 'number',
      default: undefined,
      why: 'the least percentage that counts as early enough; without it percentages are not judged',
    },
    acceptIfReserved: {
      type: 'boolean',
      default: true,
      why: 'GKE, EKS and AKS pair 100Mi with large reservations, which leave the same room',
    },
  },
  fix: 'unsafe',

  *check(kubelet, { options, strict }) {
    if (kubelet.development) return
    const hard = yield* known(kubelet.get('evictionHard', 'memory.available'))
    if (hard.value === undefined || isOff(hard.value)) return
    const asPercent = 'percent' in hard.value
    const least: Threshold = asPercent ? { percent: options.minPercent ?? 0 } : { amount: options.min }
    if (!isBelow(hard.value, least)) return
    const isBuiltIn =
      hard.by === undefined || hard.by.at.doc.made === true || hard.state === 'default' || showsBuiltIn(kubelet)
    if (isBuiltIn && !strict && !mentionsEviction(kubelet)) return

    const soft = yield* known(kubelet.get('evictionSoft', 'memory.available'))
    if (soft.value !== undefined && !isAtMost(soft.value, hard.value)) return
    if (options.acceptIfReserved) {
      const reserved = yield* known(kubelet.get('kubeReserved', 'memory'))
      if (reserved.value !== undefined && reserved.value > 0) return
    }

    const raised = written(least)
    const values = { value: written(hard.value), raised }
    // unsafe: a node that is tight on memory evicts pods at once
    const title = `raise \`memory.available\` to ${raised}`
    if (isBuiltIn) yield { message: 'builtIn', at: hard, values, ...offer('unsafe', title, raisedMap(kubelet, raised)) }
    else yield { message: 'low', at: hard, values, ...offer('unsafe', title, raise(hard.by, raised)) }
  },
})

/** 0% and 100% switch a signal off; kubelet/eviction-hard-missing speaks of that. */
const isOff = (threshold: Threshold): boolean =>
  'percent' in threshold ? threshold.percent === 0 || threshold.percent === 100 : threshold.amount === 0

/** A share and an amount cannot be compared without the size of the node: neither is below the other. */
function isBelow(threshold: Threshold, other: Threshold): boolean {
  if ('percent' in threshold) return 'percent' in other && threshold.percent < other.percent
  return 'amount' in other && threshold.amount < other.amount
}

const isAtMost = (threshold: Threshold, other: Threshold): boolean =>
  'percent' in threshold === 'percent' in other && !isBelow(other, threshold)

const written = (threshold: Threshold): string =>
  'percent' in threshold ? `${threshold.percent}%` : formatQuantity(threshold.amount)

/** Thresholds, that is: kubeadm writes `evictionPressureTransitionPeriod: 0s` into every file. What a platform fills in is a default as well. */
const mentionsEviction = (kubelet: Component<'kubelet'>): boolean =>
  kubelet.assignments.some(
    ({ key, at }) => (kubelet.isObserved ? /^evictionSoft/ : /^eviction(Hard|Soft)/).test(key) && !at.doc.made,
  )

/** A running kubelet shows what is built in as if somebody had set it. */
function showsBuiltIn(kubelet: Component<'kubelet'>): boolean {
  const map = kubelet.isObserved ? kubelet.entries('evictionHard') : undefined
  if (map?.state !== 'set') return false
  const { value: entries } = map
  return unchosenEvictionHard(kubelet.version).some(
    unchosen =>
      entries.size === unchosen.size &&
      [...entries].every(([signal, entry]) => entry.state === 'set' && entry.by?.value?.value === unchosen.get(signal)),
  )
}

/** Percent signs are left alone: units write them twice. */
const raise = (by: Assignment | undefined, raised: string): Edit | undefined =>
  raised.includes('%') ? undefined : replaceValue(by, raised)

/** The built-in map where nobody wrote one, with more room for memory: a map of one signal would drop the others. */
function raisedMap(kubelet: Component<'kubelet'>, raised: string): Edit | undefined {
  const map = kubelet.entries('evictionHard')
  if (map === undefined || map.state === 'unknown' || map.by !== undefined) return undefined
  const others = [...evictionHardDefaults(kubelet.range.min)].filter(([signal]) => signal !== 'memory.available')
  const entries = [['memory.available', raised] as const, ...others]
  return mapAdded(kubelet, { field: 'evictionHard', flag: 'eviction-hard', entries, separator: '<' })
}
