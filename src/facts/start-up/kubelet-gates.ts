import type { Component, ScalarKey } from '../../model/component.js'
import { known, type Read } from '../../model/rule.js'
import type { Assignment, KnownSetting, Layer } from '../../model/setting.js'
import { itemsAt, lookup } from '../../model/tree.js'
import { atLeast } from '../../model/version.js'
import { gate, gateAt } from '../gates.js'
import { beside } from './beside.js'
import { gateOf, needsGate, rows, written } from './checks.js'
import type { Checking, Validation } from './validation.js'

const VALIDATION = 'pkg/kubelet/apis/config/validation/validation.go'

/** Whether a gate is on, as one counts that a version has no more: it went when it was on for good. Nobody knows it of the ones to come. */
export function* isOn(kubelet: Component<'kubelet'>, name: string): Generator<Read, boolean, unknown> {
  const found = yield* gateOf(kubelet, name)
  if (found !== undefined) return found.value === true
  const fact = gate(name)
  return fact !== undefined && gateAt(fact, 'kubelet', kubelet.version).known === 'removed'
}

const needing = (
  id: string,
  keys: readonly [ScalarKey<'kubelet'>, ...ScalarKey<'kubelet'>[]],
  name: string,
  versions: string,
  isUsed?: (value: unknown) => boolean,
): Validation<'kubelet'> => ({
  id,
  settings: keys,
  versions,
  reason: `it needs the gate ${name}, which is off`,
  remedy: 'remove it or enable the gate',
  source: VALIDATION,
  check: needsGate(keys, name, isUsed),
})

const isTrue = (value: unknown): boolean => value === true
const isNotZero = (value: unknown): boolean => value !== 0
const isPositive = (value: unknown): boolean => typeof value === 'number' && value > 0
const isWord = (value: unknown): boolean => value !== ''
const hasItems = (value: unknown): boolean => !Array.isArray(value) || value.length > 0

/** Settings that count only while a gate is on, and stop the kubelet without it. */
export const GATES = rows('kubelet', [
  needing(
    'cfs-period-gate',
    ['cpuCFSQuotaPeriod'],
    'CustomCPUCFSQuotaPeriod',
    '>=1.20',
    value => typeof value === 'number' && value !== 100,
  ),
  needing('image-max-age-gate', ['imageMaximumGCAge'], 'ImageMaximumGCAge', '>=1.29', isNotZero),
  needing('server-bootstrap-gate', ['serverTLSBootstrap'], 'RotateKubeletServerCertificate', '>=1.11', isTrue),
  needing('rotate-gate', ['rotateCertificates'], 'RotateKubeletClientCertificate', '1.11 - 1.18', isTrue),
  needing(
    'topology-policy-gate',
    ['topologyManagerPolicy'],
    'TopologyManager',
    '1.16 - 1.26',
    value => value !== 'none',
  ),
  needing(
    'topology-scope-gate',
    ['topologyManagerScope'],
    'TopologyManager',
    '1.20 - 1.26',
    value => value !== 'container',
  ),
  needing(
    'shutdown-gate',
    ['shutdownGracePeriod', 'shutdownGracePeriodCriticalPods'],
    'GracefulNodeShutdown',
    '>=1.20',
    isPositive,
  ),
  needing('swap-gate', ['memorySwap.swapBehavior'], 'NodeSwap', '>=1.22', isWord),
  needing('crash-backoff-gate', ['crashLoopBackOff.maxContainerRestartPeriod'], 'KubeletCrashLoopBackOffMax', '>=1.32'),
  needing(
    'pull-policy-gate',
    ['imagePullCredentialsVerificationPolicy', 'preloadedImagesVerificationAllowlist'],
    'KubeletEnsureSecretPulledImages',
    '>=1.33',
    value => isWord(value) && hasItems(value),
  ),
  needing('tracing-gate', ['tracing.endpoint', 'tracing.samplingRatePerMillion'], 'KubeletTracing', '1.25 - 1.33'),
  needing('log-query-gate', ['enableSystemLogQuery'], 'NodeLogQuery', '>=1.27', isTrue),
  needing(
    'memory-throttling-gate',
    ['memoryThrottlingFactor'],
    'MemoryQoS',
    '>=1.37',
    // what was the default before still passes
    value => typeof value === 'number' && value > 0 && value <= 1 && value !== 0.9,
  ),
  needing(
    'memory-reservation-gate',
    ['memoryReservationPolicy'],
    'MemoryQoS',
    '>=1.36',
    value => value === 'TieredReservation',
  ),
  {
    id: 'shutdown-by-priority-gate',
    settings: ['shutdownGracePeriodByPodPriority'],
    versions: '>=1.23',
    reason: 'it needs the gate GracefulNodeShutdownBasedOnPodPriority, which is off',
    remedy: 'remove it or enable the gate',
    source: VALIDATION,
    *check(kubelet) {
      const periods = yield* known(kubelet.node('shutdownGracePeriodByPodPriority'))
      if (itemsAt(periods.value).length === 0) return
      const on = yield* gateOf(kubelet, 'GracefulNodeShutdownBasedOnPodPriority')
      if (on?.value === false) yield { at: periods, ...beside([on, 'the gate']) }
    },
  },
  {
    id: 'default-sysctls-gate',
    settings: ['defaultPodSysctls'],
    versions: '>=1.37',
    reason: 'it needs the gate DefaultPodSysctls, which is off',
    remedy: 'remove it or enable the gate',
    source: VALIDATION,
    *check(kubelet) {
      const sysctls = yield* known(kubelet.entries('defaultPodSysctls'))
      if (sysctls.by === undefined || sysctls.value.size === 0) return
      const on = yield* gateOf(kubelet, 'DefaultPodSysctls')
      if (on?.value === false) yield { at: sysctls, ...beside([on, 'the gate']) }
    },
  },
  {
    // pkg/kubelet/apis/config/v1beta1/defaults.go fills in what a gate asks for only where it knows of the gate
    id: 'gate-on-too-late',
    settings: ['featureGates'],
    versions: '>=1.32',
    reason: '{field} got no default before this gate was on, and must be set with it',
    remedy: 'switch the gate on in the file of `--config`, and nowhere else',
    source: VALIDATION,
    *check(kubelet) {
      for (const one of DEFAULTED) yield { apart: unfilled(kubelet, one) }
    },
  },
  {
    id: 'gate-off-too-late',
    settings: ['featureGates'],
    versions: '>=1.32',
    reason: '{field} got its default before this gate was off, and must not be set without it',
    remedy: 'switch the gate off in the file of `--config`, and nowhere else',
    source: VALIDATION,
    *check(kubelet) {
      for (const one of DEFAULTED) yield { apart: filledBefore(kubelet, one) }
    },
  },
])

/** Fields whose default depends on a gate. Both gates are on from 1.35. */
const DEFAULTED = [
  { gate: 'KubeletCrashLoopBackOffMax', field: 'crashLoopBackOff.maxContainerRestartPeriod' },
  { gate: 'KubeletEnsureSecretPulledImages', field: 'imagePullCredentialsVerificationPolicy' },
] as const
type Defaulted = (typeof DEFAULTED)[number]

/** The defaults of who has no file are made before flags are read, those of a file by what it says itself. */
function* unfilled(kubelet: Component<'kubelet'>, { gate: name, field }: Defaulted): Checking {
  const on = yield* gateOf(kubelet, name)
  if (on?.value !== true || on.by?.layer !== 'flag') return
  if ((yield* known(kubelet.get(field))).state === 'set') return
  const [below, ...further] = on.beaten.filter(({ layer }) => layer === 'file' || layer === 'drop-in')
  const isOff = (one: Assignment | undefined): boolean => one?.value?.value === 'false'
  if (isOff(below) && [below, ...further].some(one => one?.layer === 'file' && isOff(one)))
    yield { at: on, values: { field } }
  else if (atLeast(kubelet.version, '1.35') || !(yield* hasNoFile(kubelet, field))) return
  else if (isOff(below) || (yield* written(kubelet, 'config-dir')) === undefined) yield { at: on, values: { field } }
}

/** The same, and defaults of a file that a drop-in changes. */
function* filledBefore(kubelet: Component<'kubelet'>, { gate: name, field }: Defaulted): Checking {
  const off = yield* gateOf(kubelet, name)
  if (off?.value !== false || off.by === undefined) return
  const filled = yield* known(kubelet.get(field))
  if (filled.state === 'set' || filled.by?.layer === 'drop-in') return
  if (wasOn(off) || (atLeast(kubelet.version, '1.35') && (yield* isOffTooLate(kubelet, off.by.layer, name, field))))
    yield { at: off, values: { field } }
}

/** What lies below has it on, and had its defaults filled in for that. */
function wasOn({ by, beaten }: KnownSetting<unknown>): boolean {
  const below = beaten.filter(({ layer }) => layer === 'file' || layer === 'drop-in')
  const isTrue = (one: Assignment | undefined): boolean => one?.value?.value === 'true'
  return below.some(one => one.layer === 'file' && isTrue(one)) || (by?.layer === 'flag' && isTrue(below[0]))
}

/** A gate that is on unless somebody switches it off is on for who reads flags or a file before that. */
function* isOffTooLate(
  kubelet: Component<'kubelet'>,
  layer: Layer,
  name: string,
  field: Defaulted['field'],
): Generator<Read, boolean, unknown> {
  // a running kubelet shows what is set, and not by whom
  if (layer === 'observed') return false
  return (yield* hasNoFile(kubelet, field)) || (layer === 'drop-in' && !isNamedBefore(kubelet, name))
}

/** What a platform starts may get its file from there. */
function* hasNoFile(kubelet: Component<'kubelet'>, field: Defaulted['field']): Generator<Read, boolean, unknown> {
  // rests on whatever could still name one
  yield* known(kubelet.get(field))
  return kubelet.configFile === 'no' && kubelet.platform === undefined
}

/** Whether the gate may have been off already when the file below the drop-ins got its defaults. */
const isNamedBefore = ({ assignments, files }: Component<'kubelet'>, name: string): boolean =>
  assignments.some(
    ({ layer, key, entry }) => layer !== 'drop-in' && key === 'featureGates' && (entry === name || entry === 'AllBeta'),
  ) ||
  // by a template
  files.some(({ layer, tree }) => layer === 'file' && lookup(tree, 'featureGates', name).state === 'unknown')
