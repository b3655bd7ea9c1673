import { scalesDown, unneededTime } from '../../facts/node-groups.js'
import { formatDuration } from '../../model/duration.js'
import { defineRule } from '../../model/rule.js'
import { atLeast } from '../../model/version.js'

export default defineRule({
  id: 'autoscaler/unsynced-cache-scale-down',
  summary: 'this autoscaler acts before its caches are filled',
  checks: 'cluster-autoscaler',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'cluster-autoscaler <1.33.0',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/autoscaler/issues/7419',
    'https://github.com/kubernetes/autoscaler/issues/446',
    'https://github.com/kubernetes/autoscaler/commit/24f68f98e2',
  ],
  messages: {
    unsynced: {
      what: '{component} {version} does not wait for its caches to sync',
      why: 'on a slow apiserver every node looks empty and is deleted while pods run on it',
      help: 'upgrade to 1.33 or later (same minor as the cluster), or set `--scale-down-unneeded-time={minUnneeded}` or more',
    },
  },
  options: {
    minUnneeded: { type: 'duration', default: '20m', why: 'unneeded time that is accepted' },
  },

  *check(autoscaler, { cluster, options, strict }) {
    if (autoscaler.vendor || autoscaler.development) return
    if (atLeast(autoscaler.version, '1.33.0')) return
    if (!(yield* scalesDown(autoscaler))) return
    const time = yield* unneededTime(autoscaler, cluster)
    const fast = time.value < options.minUnneeded
    if (!fast && !strict) return
    yield {
      message: 'unsynced',
      at: autoscaler.range.at ?? autoscaler.anchor,
      severity: fast ? 'warning' : 'info',
      values: { minUnneeded: formatDuration(options.minUnneeded) },
    }
  },
})
