import { newestRenewal } from '../../facts/apiserver-leases.js'
import { isStale } from '../../facts/autoscaler-status.js'
import { defineRule, known } from '../../model/rule.js'

export default defineRule({
  id: 'autoscaler/scale-down-wave',
  summary: 'the autoscaler is about to remove a large part of the nodes',
  checks: 'autoscaler-status',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any, in a running cluster',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/autoscaler/issues/446',
    'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
    'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.33.0/cluster-autoscaler/clusterstate/api/types.go',
    'https://github.com/kubernetes/autoscaler/pull/6375',
  ],
  messages: {
    wave: {
      what: 'the autoscaler is about to remove {candidates} of {registered} nodes',
      why: 'what it calls unneeded is deleted after `--scale-down-unneeded-time`: where it sees no pods on full nodes it empties the cluster',
      help: 'see whether these nodes really hold no pods; if they do, run `kubectl -n kube-system scale deployment cluster-autoscaler --replicas=0` before anything else',
    },
  },
  options: {
    share: { type: 'number', default: 0.2, why: 'of the nodes, from which on a scale-down is a wave' },
    nodes: { type: 'number', default: 3, why: 'fewer nodes are no wave, whatever share of the cluster they are' },
    stale: {
      type: 'duration',
      default: '10m',
      why: 'of a status older than this nothing follows: autoscaler/status-unhealthy speaks of it',
    },
  },

  *check(status, { cluster, options }) {
    const candidates = yield* known(status.number('candidates'))
    const { value: registered } = yield* known(status.number('registered'))
    const { value: count = 0 } = candidates
    if (count < options.nodes || registered === undefined || count <= options.share * registered) return
    const { value: time } = yield* known(status.get('time'))
    if (isStale(time, newestRenewal(cluster), options.stale)) return
    yield { message: 'wave', at: candidates, values: { candidates: count, registered } }
  },
})
