import { newestRenewal } from '../../facts/apiserver-leases.js'
import { isStale, statusAge } from '../../facts/autoscaler-status.js'
import { formatDuration } from '../../model/duration.js'
import { defineRule, known } from '../../model/rule.js'

export default defineRule({
  id: 'autoscaler/status-unhealthy',
  summary: 'the autoscaler has stopped: it neither adds nor removes nodes',
  checks: 'autoscaler-status',
  severity: 'warning',
  preset: ['recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any, in a running cluster',
  evidence: [
    'https://github.com/kubernetes/autoscaler/issues/1836',
    'https://github.com/kubernetes/autoscaler/issues/10161',
    'https://github.com/deckhouse/deckhouse/issues/7322',
    'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.33.0/cluster-autoscaler/clusterstate/clusterstate.go',
    'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
  ],
  messages: {
    unhealthy: {
      what: 'the autoscaler calls the cluster `{health}`{counted}, and neither adds nor removes nodes',
      why: 'with more unready nodes than `--max-total-unready-percentage` it halts, so pods that lost their node find no other',
      help: 'see why the nodes are not ready, with `kubectl get nodes` and the conditions of one of them',
    },
    stale: {
      what: 'the autoscaler has written no status for {age}',
      why: 'it writes one every 10 seconds while it lives: nobody adds nodes for pods that find no room',
      help: 'see why its pod does not run or hangs; where there is no autoscaler any more, delete the ConfigMap kube-system/cluster-autoscaler-status',
    },
  },
  options: {
    stale: { type: 'duration', default: '10m', why: 'how old the status may be' },
  },

  *check(status, { cluster, options }) {
    const time = yield* known(status.get('time'))
    const now = newestRenewal(cluster)
    if (isStale(time.value, now, options.stale)) {
      // Nobody in view writes it: a provider does, or what is left of one that is gone.
      const isInView = cluster.of('cluster-autoscaler').length > 0
      const age = Math.floor((statusAge(time.value, now) ?? 0) / 60_000) * 60_000
      yield {
        message: 'stale',
        at: time,
        values: { age: formatDuration(age) },
        ...(isInView ? {} : { severity: 'info' as const }),
      }
      return
    }
    const health = yield* known(status.get('health'))
    if (health.value === undefined || health.value === 'Healthy') return
    const [ready, registered] = [status.number('ready'), status.number('registered')]
    const isCounted = ready.state === 'set' && registered.state === 'set'
    const counted = isCounted ? ` (${ready.value} of ${registered.value} nodes are ready)` : ''
    yield { message: 'unhealthy', at: health, values: { health: health.value, counted } }
  },
})
