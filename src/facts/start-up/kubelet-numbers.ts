import type { ScalarKey } from '../../model/component.js'
import { formatDuration } from '../../model/duration.js'
import { known } from '../../model/rule.js'
import { beside, contradiction } from './beside.js'
import { outside, rows, written } from './checks.js'
import { isOn } from './kubelet-gates.js'
import type { Validation } from './validation.js'

const VALIDATION = 'pkg/kubelet/apis/config/validation/validation.go'
const SECOND = 1_000

/** pkg/kubelet/apis/kubeletconfig/validation up to 1.10: there since 1.8. */
const notNegative = (id: string, key: ScalarKey<'kubelet'>): Validation<'kubelet'> => ({
  id,
  settings: [key],
  versions: '>=1.8',
  reason: 'it is negative',
  remedy: 'set 0 or more',
  source: VALIDATION,
  check: outside([key], { min: 0 }),
})

/** Numbers and durations that have ends. A zero of a field without a pointer is "unset", and its default is filled in. */
export const NUMBERS = rows('kubelet', [
  notNegative('negative-eventburst', 'eventBurst'),
  notNegative('negative-eventrecordqps', 'eventRecordQPS'),
  notNegative('negative-kubeapiburst', 'kubeAPIBurst'),
  notNegative('negative-kubeapiqps', 'kubeAPIQPS'),
  notNegative('negative-maxopenfiles', 'maxOpenFiles'),
  notNegative('negative-maxpods', 'maxPods'),
  notNegative('negative-podspercore', 'podsPerCore'),
  notNegative('negative-registryburst', 'registryBurst'),
  notNegative('negative-registrypullqps', 'registryPullQPS'),
  {
    // the limit is set before the directories of the kubelet are, for which more are open; in a file 0 is the default
    id: 'few-open-files',
    settings: ['maxOpenFiles'],
    versions: '>=1.8',
    reason: 'it has more files open than that before it runs',
    remedy: 'set 1000000, the default',
    source: 'cmd/kubelet/app/server.go',
    *check(kubelet) {
      const files = yield* written(kubelet, 'maxOpenFiles')
      // a negative one is refused for that
      if (typeof files?.value === 'number' && files.value >= 0 && files.value <= 10) yield { at: files }
    },
  },
  {
    // cAdvisor panics; a nanosecond is enough
    id: 'global-housekeeping',
    settings: ['--global-housekeeping-interval'],
    versions: '1.26 - 1.36',
    reason: 'it is not greater than 0',
    remedy: 'remove it, which means 1m0s',
    source: 'vendor/github.com/google/cadvisor/manager/manager.go',
    check: outside(['global-housekeeping-interval'], { min: 1e-6 }),
  },
  {
    id: 'node-lease-duration',
    settings: ['nodeLeaseDurationSeconds'],
    versions: '>=1.12',
    reason: 'it is negative',
    remedy: 'set 40, the default',
    source: VALIDATION,
    check: outside(['nodeLeaseDurationSeconds'], { min: 1 }),
  },
  {
    id: 'port',
    settings: ['port'],
    versions: '>=1.8',
    reason: 'it is not a port',
    remedy: 'set 10250, where the apiserver looks for it',
    source: VALIDATION,
    check: outside(['port'], { min: 1, max: 65_535 }),
  },
  {
    id: 'healthz-port',
    settings: ['healthzPort'],
    versions: '>=1.8',
    reason: 'it is not a port',
    remedy: 'set 10248, or 0 for none',
    source: VALIDATION,
    check: outside(['healthzPort'], { min: 0, max: 65_535 }),
  },
  {
    id: 'read-only-port',
    settings: ['readOnlyPort'],
    versions: '>=1.8',
    reason: 'it is not a port',
    remedy: 'set 0 for none',
    source: VALIDATION,
    check: outside(['readOnlyPort'], { min: 0, max: 65_535 }),
  },
  {
    id: 'oom-score',
    settings: ['oomScoreAdj'],
    versions: '>=1.8',
    reason: 'it does not lie between -1000 and 1000',
    remedy: 'set -999, the default',
    source: VALIDATION,
    check: outside(['oomScoreAdj'], { min: -1000, max: 1000 }),
  },
  {
    id: 'iptables-bit',
    settings: ['iptablesMasqueradeBit', 'iptablesDropBit'],
    versions: '>=1.8',
    reason: 'it does not lie between 0 and 31',
    remedy: 'remove it (the kubelet does nothing with it since 1.28)',
    source: VALIDATION,
    check: outside(['iptablesMasqueradeBit', 'iptablesDropBit'], { min: 0, max: 31 }),
  },
  {
    // up to 1.18 cmd/kubelet/app/options/options.go, ValidateKubeletFlags
    id: 'status-max-images',
    settings: ['nodeStatusMaxImages'],
    versions: '>=1.18',
    reason: 'it is below -1, which means all of them',
    remedy: 'set 50, the default, or -1',
    source: VALIDATION,
    check: outside(['nodeStatusMaxImages'], { min: -1 }),
  },
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
      const values = { high: high.value }
      yield* contradiction([low, 'the other threshold'], [high, 'the other threshold'], values)
    },
  },
  {
    id: 'image-max-age',
    settings: ['imageMaximumGCAge', 'imageMinimumGCAge'],
    versions: '>=1.29',
    reason: 'it is not above imageMinimumGCAge ({min})',
    remedy: 'set it above {min}, or to 0s for no maximum',
    source: VALIDATION,
    *check(kubelet) {
      const max = yield* written(kubelet, 'imageMaximumGCAge')
      if (typeof max?.value !== 'number' || max.value === 0 || !(yield* isOn(kubelet, 'ImageMaximumGCAge'))) return
      const min = yield* known(kubelet.get('imageMinimumGCAge'))
      // a negative one is refused whatever the minimum is
      if (min.value !== undefined && max.value <= Math.max(min.value, 0))
        yield { at: max, values: { min: formatDuration(min.value) }, ...beside([min, 'the minimum']) }
    },
  },
  {
    id: 'image-min-age',
    settings: ['imageMinimumGCAge'],
    versions: '>=1.36',
    reason: 'it is negative',
    remedy: 'set 2m, the default',
    source: VALIDATION,
    check: outside(['imageMinimumGCAge'], { min: 0 }),
  },
  {
    id: 'cfs-period-range-old',
    settings: ['cpuCFSQuotaPeriod'],
    versions: '1.12 - 1.25',
    reason: 'it does not lie between 1us and 1s',
    remedy: 'set 100ms, the default',
    source: VALIDATION,
    *check(kubelet) {
      if (yield* isOn(kubelet, 'CustomCPUCFSQuotaPeriod'))
        yield* outside<'kubelet'>(['cpuCFSQuotaPeriod'], { min: 0.001, max: SECOND })(kubelet)
    },
  },
  {
    id: 'cfs-period-range',
    settings: ['cpuCFSQuotaPeriod'],
    versions: '>=1.26',
    reason: 'it does not lie between 1ms and 1s',
    remedy: 'set 100ms, the default',
    source: VALIDATION,
    *check(kubelet) {
      if (yield* isOn(kubelet, 'CustomCPUCFSQuotaPeriod'))
        yield* outside<'kubelet'>(['cpuCFSQuotaPeriod'], { min: 1, max: SECOND })(kubelet)
    },
  },
  {
    id: 'crash-backoff-range',
    settings: ['crashLoopBackOff.maxContainerRestartPeriod'],
    versions: '>=1.32',
    reason: 'it does not lie between 1s and 300s',
    remedy: 'set a value from 1s to 300s',
    source: VALIDATION,
    *check(kubelet) {
      const longest = yield* written(kubelet, 'crashLoopBackOff.maxContainerRestartPeriod')
      if (typeof longest?.value !== 'number' || !(yield* isOn(kubelet, 'KubeletCrashLoopBackOffMax'))) return
      // whole milliseconds are compared
      const ms = Math.trunc(longest.value)
      if (ms < SECOND || ms > 300 * SECOND) yield { at: longest }
    },
  },
  {
    id: 'userns-ids',
    settings: ['userNamespaces.idsPerPod'],
    versions: '>=1.33',
    reason: 'it is not a multiple of 65536 below 2^32',
    remedy: 'set 65536, the default',
    source: 'pkg/kubelet/apis/config/validation/validation_linux.go',
    *check(kubelet) {
      const ids = yield* written(kubelet, 'userNamespaces.idsPerPod')
      if (typeof ids?.value !== 'number') return
      if (ids.value < 65_536 || ids.value % 65_536 !== 0 || ids.value > 2 ** 32 - 1) yield { at: ids }
    },
  },
  {
    id: 'memory-throttling',
    settings: ['memoryThrottlingFactor'],
    versions: '>=1.22',
    reason: 'it is not above 0 and at most 1',
    remedy: 'set 0.9',
    source: VALIDATION,
    *check(kubelet) {
      const factor = yield* written(kubelet, 'memoryThrottlingFactor')
      if (typeof factor?.value === 'number' && !(factor.value > 0 && factor.value <= 1)) yield { at: factor }
    },
  },
])
