import { scalesDown, unneededTime } from '../../facts/node-groups.js'
import { formatDuration } from '../../model/duration.js'
import { replaceValue } from '../../model/edit.js'
import { offer } from '../../model/fix.js'
import { defineRule } from '../../model/rule.js'
import { before } from '../../model/version.js'

/** Before this version scale-down may act on caches that are not filled yet: see autoscaler/unsynced-cache-scale-down. */
const WAITS_FOR_CACHES = '1.33.0'

export default defineRule({
  id: 'autoscaler/scale-down-too-fast',
  summary: 'nodes are removed minutes after they look unneeded',
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
    'https://github.com/kubernetes/autoscaler/issues/227',
    'https://github.com/kubernetes/autoscaler/issues/1836',
    'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
    'https://github.com/gardener/gardener/blob/master/pkg/apis/core/v1beta1/defaults_shoot.go',
  ],
  messages: {
    fast: {
      what: 'nodes are removed {value} after they look unneeded ({origin})',
      why: 'if the autoscaler ever sees an empty pod list, for example after an apiserver restart, that is all the time before the fleet shrinks',
      help: 'set `--scale-down-unneeded-time={recommended}` (Nordstrom ended up with 40m) and alert on `cluster_autoscaler_unneeded_nodes_count`',
    },
  },
  options: {
    recommended: { type: 'duration', default: '30m', why: 'the default of Gardener; the talk used 40m' },
    warnBelow: { type: 'duration', default: '10m', why: 'faster than the default of cluster-autoscaler' },
    errorBelow: { type: 'duration', default: '5m', why: 'shorter than a restart of the control plane' },
  },
  fix: 'unsafe',

  *check(autoscaler, { cluster, options, strict }) {
    if (autoscaler.development) return
    if (!(yield* scalesDown(autoscaler))) return
    const time = yield* unneededTime(autoscaler, cluster)
    const old = !autoscaler.vendor && before(autoscaler.version, WAITS_FOR_CACHES)
    const severity =
      time.value < options.errorBelow
        ? 'error'
        : time.value < options.warnBelow || (old && time.value < options.recommended)
          ? 'warning'
          : 'info'
    if (time.value >= options.recommended || (severity === 'info' && !strict)) return
    const recommended = formatDuration(options.recommended)
    const byDefault = time.by === undefined || time.by.at.doc.made
    const origin = byDefault ? 'the default' : `\`${time.by.spelling}\``
    yield {
      message: 'fast',
      // The version is what makes the default worth a warning, and unsynced-cache-scale-down says more about it (precedence.ts).
      at: byDefault && old ? (autoscaler.range.at ?? time) : time,
      severity,
      values: { value: formatDuration(time.value), origin, recommended },
      ...offer('unsafe', `wait ${recommended}; that costs money`, replaceValue(time.by, recommended)),
    }
  },
})
