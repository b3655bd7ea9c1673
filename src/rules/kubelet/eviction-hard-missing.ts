import { evictionHardDefaults } from '../../facts/kubelet-defaults.js'
import type { Component } from '../../model/component.js'
import { replaceValue } from '../../model/edit.js'
import { offer } from '../../model/fix.js'
import { entriesAdded } from '../../model/map-edit.js'
import { formatQuantity } from '../../model/quantity.js'
import { defineRule, known } from '../../model/rule.js'
import type { Threshold } from '../../model/setting.js'
import { mapAdded } from '../../model/setting-edit.js'

export default defineRule({
  id: 'kubelet/eviction-hard-missing',
  summary: 'no hard memory eviction threshold is in effect',
  checks: 'kubelet',
  severity: 'error',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/kubernetes/pull/110263',
    'https://github.com/kubernetes/kubernetes/issues/71661',
    'https://www.bluematador.com/blog/post-mortem-kubernetes-node-oom',
    'https://www.tibobeijen.nl/2019/02/01/learning-from-kubernetes-cluster-failure/',
  ],
  messages: {
    missing: {
      what: 'no hard memory eviction threshold is in effect: {reason}',
      why: 'the kernel OOM killer then picks the victim, and it may pick the kubelet or the container runtime, so the node goes NotReady',
      help: 'set `evictionHard` with `memory.available: {minimum}`, `nodefs.available: 10%`, `nodefs.inodesFree: 5%` and `imagefs.available: 15%`',
    },
    zero: {
      what: 'memory eviction is switched off by `{spelling}`',
      why: 'the kernel OOM killer then picks the victim, and it may pick the kubelet or the container runtime',
      help: 'set `memory.available` to at least `{minimum}`',
    },
    noConfigFile: {
      what: 'the kubelet runs without `--config`, so Kubernetes {version} applies no eviction thresholds',
      why: 'since 1.26 the built-in thresholds are filled in only while a config file is loaded; memory pressure then ends in the kernel OOM killer',
      help: 'start the kubelet with `--config`, or pass `--eviction-hard=memory.available<{minimum},nodefs.available<10%,nodefs.inodesFree<5%,imagefs.available<15%`',
    },
  },
  options: {
    minimum: {
      type: 'quantity',
      default: '500Mi',
      why: 'the value offered as remedy; the built-in threshold is 100Mi',
    },
  },
  fix: 'unsafe',

  *check(kubelet, { options }) {
    if (kubelet.development) return
    const memory = yield* known(kubelet.get('evictionHard', 'memory.available'))
    const minimum = formatQuantity(options.minimum)
    if (memory.value !== undefined) {
      if (!isOff(memory.value)) return
      const edit = replaceValue(memory.by, minimum)
      yield { message: 'zero', at: memory, values: { minimum }, ...offer('unsafe', `set ${minimum}`, edit) }
      return
    }
    if (memory.by !== undefined) {
      const entries = yield* known(kubelet.entries('evictionHard'))
      const reason =
        entries.value.size === 0 ? 'the value is empty' : 'the map names other signals and replaces the default'
      const written = [...entries.value.values()].flatMap(entry =>
        entry.state === 'set' && entry.by ? [entry.by] : [],
      )
      const added = thresholds(kubelet, minimum).filter(([signal]) => !entries.value.has(signal))
      const edits = entriesAdded(memory.by, written, added, '<')
      const fix = { level: 'unsafe', title: TITLE, edits: edits ?? [] } as const
      yield { message: 'missing', at: memory, values: { reason, minimum }, ...(edits === undefined ? {} : { fix }) }
      return
    }
    const map = {
      field: 'evictionHard',
      flag: 'eviction-hard',
      entries: thresholds(kubelet, minimum),
      separator: '<',
    } as const
    const fix = offer('unsafe', TITLE, mapAdded(kubelet, map))
    if (kubelet.configFile === 'no') yield { message: 'noConfigFile', at: memory, values: { minimum }, ...fix }
    else
      yield {
        message: 'missing',
        at: memory,
        values: {
          reason: kubelet.isObserved ? 'the kubelet runs without one' : 'this version has no default for it',
          minimum,
        },
        ...(kubelet.isObserved ? {} : fix),
      }
  },
})

const TITLE = 'set the built-in thresholds, with more room for memory'

/** What is built in at every version that may run, with the memory that is offered; signals that the oldest does not know stop it. */
const thresholds = ({ range }: Component<'kubelet'>, minimum: string): readonly (readonly [string, string])[] => [
  ['memory.available', minimum],
  ...[...evictionHardDefaults(range.min)].filter(([signal]) => signal !== 'memory.available'),
]

/** 0% and 100% switch a signal off (pkg/kubelet/eviction/helpers.go, parseThresholdStatement). */
function isOff(threshold: Threshold): boolean {
  return 'percent' in threshold ? threshold.percent === 0 || threshold.percent === 100 : threshold.amount === 0
}
