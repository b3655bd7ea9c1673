import { LOCK_BETWEEN, lockRemoved } from '../../facts/leader-locks.js'
import { isSeenRunning } from '../../facts/running.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { sameLocation } from '../../model/location.js'
import { defineRule, known } from '../../model/rule.js'
import { formatMinor, minorOf } from '../../model/version.js'

const KEYS: readonly string[] = ['leader-elect-resource-lock', 'leaderElection.resourceLock']
const ELECT: Readonly<Record<string, string>> = {
  'leader-elect-resource-lock': 'leader-elect',
  'leaderElection.resourceLock': 'leaderElection.leaderElect',
}

export default defineRule({
  id: 'upgrade/removed-leader-lock',
  summary: 'the kind of lock for leader election does not exist in this version',
  checks: 'assignment',
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: '>=1.24',
  evidence: [
    'https://github.com/kubernetes/client-go/blob/v0.28.15/tools/leaderelection/resourcelock/interface.go',
    'https://github.com/kubernetes/kubernetes/pull/106852',
    'https://github.com/kubernetes/autoscaler/tree/cluster-autoscaler-1.24.0/cluster-autoscaler/vendor/k8s.io/client-go/tools/leaderelection/resourcelock',
  ],
  messages: {
    leases: {
      what: 'lock type `{lock}` was removed in {component} {removed}',
      why: 'the process exits at start',
      help: 'remove `{spelling}`, the default is `leases`',
      effect: 'stops',
    },
    through: {
      what: 'lock type `{lock}` was removed in {component} {removed}',
      why: 'the process exits at start; one that jumps straight to `leases` leads beside the one it replaces',
      help: 'use `{between}` first, then remove it: the default is `leases`',
      effect: 'stops',
    },
  },

  *check(written) {
    const { of, key } = written
    const elect = ELECT[key]
    if (!KEYS.includes(key) || elect === undefined || isVendorBuild(of) || isSeenRunning(of)) return
    const setting = of.answer({ key })
    if (setting === undefined) return
    const lock = yield* known(setting)
    if (lock.by === undefined || !sameLocation(lock.by.at, written.at) || typeof lock.value !== 'string') return
    const removed = lockRemoved(of.kind, lock.value)
    const here = minorOf(of.version)
    if (removed === undefined || removed > here + 1) return
    const election = of.answer({ key: elect })
    if (election !== undefined && (yield* known(election)).value === false) return
    const between = LOCK_BETWEEN[lock.value]
    yield {
      message: between === undefined ? 'leases' : 'through',
      at: written,
      ...(removed > here ? { severity: 'warning', bites: removed } : {}),
      values: { lock: lock.value, removed: formatMinor(removed), ...(between === undefined ? {} : { between }) },
    }
  },
})
