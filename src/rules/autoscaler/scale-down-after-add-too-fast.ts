import { scalesDown } from '../../facts/node-groups.js'
import { formatDuration } from '../../model/duration.js'
import { replaceValue } from '../../model/edit.js'
import { offer } from '../../model/fix.js'
import { defineRule, known } from '../../model/rule.js'

export default defineRule({
  id: 'autoscaler/scale-down-after-add-too-fast',
  summary: 'scale-down may start right after a scale-up',
  checks: 'cluster-autoscaler',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
    'https://github.com/zalando-incubator/kubernetes-on-aws/tree/dev/cluster/manifests',
  ],
  messages: {
    soon: {
      what: 'scale-down may start {value} after a node was added (`{spelling}`)',
      why: 'nodes are judged before pods have landed on them, so the cluster flaps and evicts pods each time',
      help: 'set `--{flag}=10m` or more (the talk used 40m)',
    },
  },
  options: {
    warnBelow: { type: 'duration', default: '5m', why: 'half of the default of cluster-autoscaler' },
  },
  fix: 'unsafe',

  *check(autoscaler, { options }) {
    if (autoscaler.development) return
    // Before 1.0 one flag was the delay after everything (cluster-autoscaler 1.0.0 main.go).
    const delay = yield* known(autoscaler.get('scale-down-delay-after-add') ?? autoscaler.get('scale-down-delay'))
    if (delay.by === undefined || delay.value === undefined) return
    if (delay.value < 0 || delay.value >= options.warnBelow) return
    if (!(yield* scalesDown(autoscaler))) return
    yield {
      message: 'soon',
      at: delay,
      values: { value: formatDuration(delay.value), flag: delay.by.name },
      ...offer('unsafe', 'wait 10m, as by default', replaceValue(delay.by, '10m')),
    }
  },
})
