import { formatDuration } from '../../model/duration.js'
import { offer, removeFlag } from '../../model/fix.js'
import { known } from '../../model/rule.js'
import type { Setting } from '../../model/setting.js'
import { itemsAt } from '../../model/tree.js'
import { lacks } from './absence.js'
import { beside } from './beside.js'
import { otherThan, rows, written } from './checks.js'
import { isOn } from './kubelet-gates.js'
import type { Checking } from './validation.js'
import { isMeantWhole, KUBELET_SIGNS } from './whole-command.js'

const VALIDATION = 'pkg/kubelet/apis/config/validation/validation.go'

/** Words out of a list, and settings that contradict each other. */
export const WORDS = rows('kubelet', [
  {
    // up to 1.19 the topology manager refuses it (pkg/kubelet/cm/topologymanager/topology_manager.go)
    id: 'topology-policy',
    settings: ['topologyManagerPolicy'],
    versions: '>=1.16',
    reason: '`{value}` is not a topology manager policy',
    remedy: 'use none, best-effort, restricted or single-numa-node',
    source: VALIDATION,
    check: otherThan('topologyManagerPolicy', ['none', 'best-effort', 'restricted', 'single-numa-node']),
  },
  {
    id: 'topology-scope',
    settings: ['topologyManagerScope'],
    versions: '>=1.20',
    reason: '`{value}` is not a topology manager scope',
    remedy: 'use container or pod',
    source: VALIDATION,
    check: otherThan('topologyManagerScope', ['container', 'pod']),
  },
  {
    id: 'hairpin',
    settings: ['hairpinMode'],
    versions: '>=1.10',
    reason: '`{value}` is not a hairpin mode',
    remedy: 'use promiscuous-bridge, hairpin-veth or none',
    source: VALIDATION,
    check: otherThan('hairpinMode', ['promiscuous-bridge', 'hairpin-veth', 'none']),
  },
  {
    id: 'swap-behavior-old',
    settings: ['memorySwap.swapBehavior'],
    versions: '1.22 - 1.29',
    reason: '`{value}` is not a swap behavior of this version',
    remedy: 'use LimitedSwap or UnlimitedSwap',
    source: VALIDATION,
    *check(kubelet) {
      if (yield* isOn(kubelet, 'NodeSwap'))
        yield* otherThan<'kubelet'>('memorySwap.swapBehavior', ['', 'LimitedSwap', 'UnlimitedSwap'])(kubelet)
    },
  },
  {
    // UnlimitedSwap went in 1.30 (kubernetes#120784)
    id: 'swap-behavior',
    settings: ['memorySwap.swapBehavior'],
    versions: '>=1.30',
    reason: '`{value}` is not a swap behavior of this version',
    remedy: 'use LimitedSwap or NoSwap',
    source: VALIDATION,
    *check(kubelet) {
      if (yield* isOn(kubelet, 'NodeSwap'))
        yield* otherThan<'kubelet'>('memorySwap.swapBehavior', ['', 'LimitedSwap', 'NoSwap'])(kubelet)
    },
  },
  {
    id: 'memory-reservation',
    settings: ['memoryReservationPolicy'],
    versions: '>=1.36',
    reason: '`{value}` is not a memory reservation policy',
    remedy: 'use None or TieredReservation',
    source: VALIDATION,
    check: otherThan('memoryReservationPolicy', ['None', 'TieredReservation']),
  },
  {
    // k8s.io/component-base/metrics/api/v1/config.go; up to 1.33 metrics/options.go
    id: 'hidden-metrics',
    settings: ['showHiddenMetricsForVersion'],
    versions: '>=1.18',
    reason: 'only the metrics that {previous} hid can be shown',
    remedy: 'set "{previous}" or remove it',
    source: VALIDATION,
    *check(kubelet) {
      const shown = yield* written(kubelet, 'showHiddenMetricsForVersion')
      const { major, minor } = kubelet.version
      const previous = `${major}.${minor - 1}`
      if (typeof shown?.value === 'string' && shown.value !== '' && shown.value !== previous)
        yield { at: shown, values: { previous } }
    },
  },
  {
    id: 'tracing-rate',
    settings: ['tracing.samplingRatePerMillion'],
    versions: '>=1.25',
    reason: 'it does not lie between 0 and 1000000',
    remedy: 'set a number from 0 to 1000000',
    source: 'staging/src/k8s.io/component-base/tracing/api/v1/config.go',
    *check(kubelet) {
      const rate = yield* written(kubelet, 'tracing.samplingRatePerMillion')
      if (typeof rate?.value !== 'number' || !(yield* isOn(kubelet, 'KubeletTracing'))) return
      if (rate.value < 0 || rate.value > 1_000_000) yield { at: rate }
    },
  },
  {
    id: 'tracing-endpoint',
    settings: ['tracing.endpoint'],
    versions: '>=1.25',
    reason: '{detail}',
    remedy: 'write host and port alone: `localhost:4317`',
    source: 'staging/src/k8s.io/component-base/tracing/api/v1/config.go',
    *check(kubelet) {
      const endpoint = yield* written(kubelet, 'tracing.endpoint')
      if (typeof endpoint?.value !== 'string' || !(yield* isOn(kubelet, 'KubeletTracing'))) return
      if (endpoint.value.includes('//')) {
        if (!/^(?:dns|unix|unix-abstract):/i.test(endpoint.value))
          yield { at: endpoint, values: { detail: 'its scheme is none of dns, unix and unix-abstract' } }
        return
      }
      // then it is taken for a name of DNS
      const [host = ''] = endpoint.value.split(/[/?#]/, 1)
      if (host.includes(' ') && !host.includes('@'))
        yield { at: endpoint, values: { detail: 'a blank stands in the name of the host' } }
    },
  },
  {
    id: 'system-cgroups-root',
    settings: ['systemCgroups', 'cgroupRoot'],
    versions: '>=1.8',
    reason: 'it needs a cgroupRoot, and that is empty',
    remedy: 'set cgroupRoot to `/`',
    source: VALIDATION,
    *check(kubelet) {
      const cgroups = yield* written(kubelet, 'systemCgroups')
      if (typeof cgroups?.value !== 'string' || cgroups.value === '') return
      const root = yield* known(kubelet.get('cgroupRoot'))
      if ((root.value ?? '') === '') yield { at: cgroups, ...beside([root, 'the root']) }
    },
  },
  {
    // the file has a default for it, so that only an empty flag is one
    id: 'runtime-endpoint',
    settings: ['containerRuntimeEndpoint'],
    versions: '>=1.27',
    reason: 'it is empty',
    remedy: 'set it to the socket of the runtime, `unix:///run/containerd/containerd.sock`',
    source: VALIDATION,
    *check(kubelet) {
      const endpoint = yield* written(kubelet, 'containerRuntimeEndpoint')
      if (endpoint?.value === '') yield { at: endpoint }
    },
  },
  {
    // dockershim is gone, and the default comes three minors later
    id: 'runtime-endpoint-missing',
    settings: ['--container-runtime-endpoint'],
    always: true,
    versions: '1.24 - 1.26',
    reason: 'nothing says where the container runtime is',
    remedy: 'set it to the socket of the runtime, `unix:///run/containerd/containerd.sock`',
    source: 'cmd/kubelet/app/options/options.go',
    *check(kubelet) {
      const endpoint = yield* known(kubelet.get('containerRuntimeEndpoint'))
      if ((endpoint.value ?? '') !== '') return
      // of Docker another rule tells
      const runtime = yield* written(kubelet, 'container-runtime')
      if (runtime !== undefined && runtime.value !== 'remote') return
      // some flags of it in a note or a patch are no command line
      if (endpoint.by === undefined && !(yield* isMeantWhole(kubelet, KUBELET_SIGNS))) return
      if (yield* lacks(kubelet, 'containerRuntimeEndpoint')) yield { at: endpoint }
    },
  },
  {
    id: 'log-query',
    settings: ['enableSystemLogQuery', 'enableSystemLogHandler'],
    versions: '>=1.27',
    reason: 'it needs enableSystemLogHandler, which is off',
    remedy: 'set `enableSystemLogHandler: true`, or remove it',
    source: VALIDATION,
    *check(kubelet) {
      const query = yield* written(kubelet, 'enableSystemLogQuery')
      if (query?.value !== true) return
      const handler = yield* written(kubelet, 'enableSystemLogHandler')
      if (handler?.value === false) yield { at: query, ...beside([handler, 'switched off']) }
    },
  },
  {
    id: 'shutdown-range',
    settings: ['shutdownGracePeriod', 'shutdownGracePeriodCriticalPods'],
    versions: '>=1.20',
    reason: 'it is neither 0 nor 1s or more',
    remedy: 'set 0s, or 1s and more',
    source: VALIDATION,
    *check(kubelet) {
      for (const key of ['shutdownGracePeriod', 'shutdownGracePeriodCriticalPods'] as const) {
        const period = yield* written(kubelet, key)
        if (typeof period?.value !== 'number' || !isNoPeriod(period.value)) continue
        if (yield* isOn(kubelet, 'GracefulNodeShutdown')) yield { at: period }
      }
    },
  },
  {
    id: 'shutdown-order',
    settings: ['shutdownGracePeriodCriticalPods', 'shutdownGracePeriod'],
    versions: '>=1.20',
    reason: 'the share of critical pods is longer than the whole shutdownGracePeriod ({total})',
    remedy: 'set shutdownGracePeriod above it',
    source: VALIDATION,
    *check(kubelet) {
      const critical = yield* written(kubelet, 'shutdownGracePeriodCriticalPods')
      if (typeof critical?.value !== 'number' || isNoPeriod(critical.value)) return
      const total = yield* known(kubelet.get('shutdownGracePeriod'))
      if (total.value === undefined || isNoPeriod(total.value) || critical.value <= total.value) return
      if (yield* isOn(kubelet, 'GracefulNodeShutdown'))
        yield { at: critical, values: { total: formatDuration(total.value) }, ...beside([total, 'the whole period']) }
    },
  },
  {
    id: 'shutdown-by-priority',
    settings: ['shutdownGracePeriodByPodPriority', 'shutdownGracePeriod', 'shutdownGracePeriodCriticalPods'],
    versions: '>=1.23',
    reason: 'periods by priority exclude {field}',
    remedy: 'keep one of the two',
    source: VALIDATION,
    *check(kubelet) {
      const periods = yield* known(kubelet.node('shutdownGracePeriodByPodPriority'))
      if (itemsAt(periods.value).length === 0) return
      if (!(yield* isOn(kubelet, 'GracefulNodeShutdownBasedOnPodPriority'))) return
      for (const field of ['shutdownGracePeriod', 'shutdownGracePeriodCriticalPods'] as const) {
        const period = yield* written(kubelet, field)
        if (typeof period?.value !== 'number' || period.value <= 0) continue
        yield { at: periods, values: { field }, ...beside([period, 'the other']) }
        return
      }
    },
  },
  {
    id: 'default-sysctls',
    settings: ['defaultPodSysctls'],
    versions: '>=1.37',
    reason: 'it holds what is no sysctl of a pod: {detail}',
    remedy: 'name sysctls that a pod has for itself, such as net.core.somaxconn',
    source: VALIDATION,
    *check(kubelet) {
      const sysctls = yield* known(kubelet.entries('defaultPodSysctls'))
      if (sysctls.value.size === 0 || !(yield* isOn(kubelet, 'DefaultPodSysctls'))) return
      const seen = new Set<string>()
      for (const [name, setting] of sysctls.value) {
        const detail = wrongWithSysctl(name, seen)
        if (detail !== undefined) yield { apart: refused(setting, detail) }
      }
    },
  },
  {
    id: 'run-once',
    settings: ['runOnce'],
    versions: '>=1.32',
    reason: 'there is no such mode any more',
    remedy: 'remove it',
    source: VALIDATION,
    *check(kubelet) {
      const once = yield* written(kubelet, 'runOnce')
      if (once?.value === true && once.by !== undefined)
        yield { at: once, ...offer('safe', 'remove `runOnce`', removeFlag(once.by)) }
    },
  },
])

/** k8s.io/component-helpers/node/util/sysctl/namespace.go */
const NAMESPACED =
  /^(?:net|fs\.mqueue|user)\.|^kernel\.(?:domainname|sem|shm|shmall|shmmax|shmmni|shm_rmid_forced|msg|msgmax|msgmnb|msgmni)$/

function wrongWithSysctl(text: string, seen: Set<string>): string | undefined {
  const name = withDots(text)
  if (text.length > 253 || !text.split(/[./]/).every(part => /^[a-z\d](?:[-_a-z\d]*[a-z\d])?$/.test(part)))
    return `\`${text}\` is not the name of a sysctl`
  if (!NAMESPACED.test(name)) return `\`${text}\` belongs to the node`
  if (seen.has(name)) return `\`${name}\` stands there twice`
  seen.add(name)
  return undefined
}

/** `net/ipv4/conf/eno2.100/rp_filter` has its separators the other way round. */
function withDots(name: string): string {
  if (name[/[./]/.exec(name)?.index ?? -1] !== '/') return name
  return name.replace(/[./]/g, sign => (sign === '.' ? '/' : '.'))
}

function* refused(setting: Setting<unknown>, detail: string): Checking {
  yield { at: yield* known(setting), values: { detail } }
}

/** Milliseconds that are refused as a grace period by themselves. */
const isNoPeriod = (ms: number): boolean => ms < 0 || (ms > 0 && ms < 1_000)
