import { known } from '../../model/rule.js'
import { needsGate, otherThan, outside, rows } from './checks.js'
import { KUBELET_EVICTION } from './kubelet-eviction.js'
import { KUBELET_FILES } from './kubelet-files.js'
import { KUBELET_MANAGERS } from './kubelet-managers.js'
import { KUBELET_PROCESS } from './kubelet-process.js'
import { KUBELET_RESERVATIONS } from './kubelet-reservations.js'
import { KUBELET_TLS } from './kubelet-tls.js'

const VALIDATION = 'pkg/kubelet/apis/config/validation/validation.go'

export const VALIDATIONS = rows('kubelet', [
  {
    id: 'image-gc-percent',
    settings: ['imageGCHighThresholdPercent', 'imageGCLowThresholdPercent'],
    versions: '>=1.8',
    reason: 'it is not a percentage',
    remedy: 'set a value between 0 and 100',
    source: VALIDATION,
    check: outside(['imageGCHighThresholdPercent', 'imageGCLowThresholdPercent'], { min: 0, max: 100 }),
  },
  {
    id: 'image-gc-order',
    settings: ['imageGCLowThresholdPercent', 'imageGCHighThresholdPercent'],
    versions: '>=1.12',
    reason: 'the low threshold must be below the high threshold ({high})',
    remedy: 'set it below {high}',
    source: VALIDATION,
    *check(kubelet) {
      const low = yield* known(kubelet.get('imageGCLowThresholdPercent'))
      const high = yield* known(kubelet.get('imageGCHighThresholdPercent'))
      if (low.value === undefined || high.value === undefined || low.value < high.value) return
      const [at, other] = low.by === undefined ? [high, low] : [low, high]
      yield {
        at,
        values: { high: high.value },
        ...(other.by === undefined ? {} : { related: [{ at: other, label: 'the other threshold' }] }),
      }
    },
  },
  {
    id: 'topology-policy',
    settings: ['topologyManagerPolicy'],
    versions: '>=1.16',
    reason: '`{value}` is not a topology manager policy',
    remedy: 'use none, best-effort, restricted or single-numa-node',
    source: VALIDATION,
    check: otherThan('topologyManagerPolicy', ['none', 'best-effort', 'restricted', 'single-numa-node']),
  },
  {
    id: 'crash-backoff-gate',
    settings: ['crashLoopBackOff.maxContainerRestartPeriod'],
    versions: '>=1.32',
    reason: 'it needs the gate KubeletCrashLoopBackOffMax',
    remedy: 'remove it or enable the gate',
    source: VALIDATION,
    check: needsGate(['crashLoopBackOff.maxContainerRestartPeriod'], 'KubeletCrashLoopBackOffMax'),
  },
  ...KUBELET_FILES,
  ...KUBELET_EVICTION,
  ...KUBELET_RESERVATIONS,
  ...KUBELET_MANAGERS,
  ...KUBELET_PROCESS,
  ...KUBELET_TLS,
])
