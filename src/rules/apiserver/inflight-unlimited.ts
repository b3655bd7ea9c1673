import { isSeenRunning } from '../../facts/running.js'
import { isFair } from '../../facts/start-up/kube-apiserver-admission.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { defineRule, known } from '../../model/rule.js'
import { atLeast } from '../../model/version.js'

export default defineRule({
  id: 'apiserver/inflight-unlimited',
  summary: 'requests in flight are not limited',
  checks: 'kube-apiserver',
  severity: 'error',
  preset: ['recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kubernetes/kubernetes/issues/49684',
    'https://github.com/kubernetes/kubernetes/issues/47899',
    'https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/server/options/feature.go',
  ],
  messages: {
    stops: {
      what: '`{spelling}` stops kube-apiserver {version}: both limits are 0',
      why: 'priority and fairness shares out the sum of both, and without one the apiserver exits at start',
      help: 'remove both flags, the defaults are 400 and 200',
      effect: 'stops',
    },
    unlimited: {
      what: '`{spelling}` means no limit',
      why: 'a burst of lists is served all at once and drives the apiserver out of memory',
      help: 'remove the flag, the defaults are 400 and 200',
    },
  },

  *check(apiserver) {
    const reads = yield* known(apiserver.get('max-requests-inflight'))
    const writes = yield* known(apiserver.get('max-mutating-requests-inflight'))
    const zero = [reads, writes].filter(({ value, by }) => value === 0 && by !== undefined)
    const [first] = zero
    if (first === undefined) return
    if (yield* isFair(apiserver)) {
      // one limit of 0 adds nothing to the sum, and does no harm
      if (zero.length < 2 || !atLeast(apiserver.version, '1.23')) return
      if (!isSeenRunning(apiserver) && !isVendorBuild(apiserver))
        yield { message: 'stops', at: first, related: [{ at: writes, label: 'the other limit' }] }
      return
    }
    for (const limit of zero) yield { message: 'unlimited', at: limit }
  },
})
