import type { Component, ScalarKey } from '../../model/component.js'
import { formatDuration } from '../../model/duration.js'
import type { ComponentKind } from '../../model/fragment.js'
import { known, type Read } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import { contradiction } from './beside.js'
import { written } from './checks.js'
import type { Validation } from './validation.js'

/** Settings of the election among the instances of a component, all of them durations but for `elect`. */
interface ElectionKeys<K extends ComponentKind> {
  readonly elect: ScalarKey<K>
  readonly lease: ScalarKey<K>
  readonly renew: ScalarKey<K>
  readonly retry: ScalarKey<K>
}

/** k8s.io/component-base/config/options/leaderelectionconfig.go, BindLeaderElectionFlags: the same at whoever elects a leader. */
export const ELECTION = {
  elect: 'leader-elect',
  lease: 'leader-elect-lease-duration',
  renew: 'leader-elect-renew-deadline',
  retry: 'leader-elect-retry-period',
} as const

/** A retry is spread over up to so many times its period (JitterFactor). */
const JITTER = 1.2

const SOURCE = 'staging/src/k8s.io/client-go/tools/leaderelection/leaderelection.go'

/** What NewLeaderElector refuses (client-go v0.15.12 to v0.37.2, the same code in the trees of 1.9 to 1.13). Nothing is checked without an election. */
export const leaderRows = <K extends ComponentKind>(keys: ElectionKeys<K>): readonly Validation<K>[] => {
  const { lease, renew, retry } = keys
  const spelt = (key: ScalarKey<K>): string => `--${String(key)}`
  return [
    {
      id: 'leader-positive',
      settings: [spelt(lease), spelt(renew), spelt(retry)],
      versions: '>=1.12',
      reason: 'a leader election takes time, so it must be greater than 0',
      remedy: 'use 15s, 10s and 2s, or remove the three',
      source: SOURCE,
      *check(component) {
        const times = yield* timesOf(component, keys)
        for (const at of times === undefined ? [] : [times.lease, times.renew, times.retry])
          if (at.value <= 0 && at.by !== undefined) yield { at }
      },
    },
    {
      id: 'leader-order',
      settings: [spelt(lease), spelt(renew)],
      versions: 'any',
      reason: 'the lease ({longer}) must be longer than the renew deadline ({shorter})',
      remedy: 'make the lease the longer one, for example 15s and 10s',
      source: SOURCE,
      *check(component) {
        const times = yield* timesOf(component, keys)
        if (times === undefined || !isPositive(times) || times.lease.value > times.renew.value) return
        const { lease, renew } = times
        yield* contradiction([lease, 'the lease'], [renew, 'the renew deadline'], inWords(lease, renew))
      },
    },
    {
      id: 'leader-retry',
      settings: [spelt(renew), spelt(retry)],
      versions: 'any',
      reason: 'the renew deadline ({longer}) must be longer than 1.2 times the retry period ({shorter})',
      remedy: 'leave time for more than one retry, for example 10s and 2s',
      source: SOURCE,
      *check(component) {
        const times = yield* timesOf(component, keys)
        if (times === undefined || !isPositive(times) || times.renew.value > jittered(times.retry.value)) return
        const { renew, retry } = times
        yield* contradiction([renew, 'the renew deadline'], [retry, 'the retry period'], inWords(renew, retry))
      },
    },
  ]
}

/** Kinds of locks that client-go knows or knew; those that are gone have a rule of their own. */
const LOCKS = ['leases', 'endpoints', 'configmaps', 'endpointsleases', 'configmapsleases']

/** Whoever elects a leader makes its lock at the start. */
export const lockRow = <K extends ComponentKind>(lock: ScalarKey<K>, elect: ScalarKey<K>): Validation<K> => ({
  id: 'leader-lock',
  settings: [`--${String(lock)}`],
  versions: '>=1.14',
  reason: '{value} is not a kind of lock',
  remedy: 'remove it, the default is leases',
  source: 'staging/src/k8s.io/client-go/tools/leaderelection/resourcelock/interface.go',
  *check(component) {
    const kind = yield* written(component, lock)
    if (kind === undefined || typeof kind.value !== 'string' || LOCKS.includes(kind.value)) return
    // left empty in a file it is the default
    if (kind.value === '' && kind.by?.layer !== 'flag') return
    const isElected: KnownSetting<unknown> = yield* known(component.get(elect))
    if (isElected.value === true)
      yield { at: kind, values: { value: kind.value === '' ? 'an empty text' : `\`${kind.value}\`` } }
  },
})

interface Time extends KnownSetting<unknown> {
  /** Milliseconds. */
  readonly value: number
}

interface Times {
  readonly lease: Time
  readonly renew: Time
  readonly retry: Time
}

/** Undefined without an election. */
function* timesOf<K extends ComponentKind>(
  component: Component<K>,
  { elect, lease, renew, retry }: ElectionKeys<K>,
): Generator<Read, Times | undefined, unknown> {
  const isElected: KnownSetting<unknown> = yield* known(component.get(elect))
  if (isElected.value !== true) return undefined
  const [a, b, c] = [yield* timeOf(component, lease), yield* timeOf(component, renew), yield* timeOf(component, retry)]
  return a === undefined || b === undefined || c === undefined ? undefined : { lease: a, renew: b, retry: c }
}

function* timeOf<K extends ComponentKind>(
  component: Component<K>,
  key: ScalarKey<K>,
): Generator<Read, Time | undefined, unknown> {
  const found: KnownSetting<unknown> = yield* known(component.get(key))
  return typeof found.value === 'number' ? { ...found, value: found.value } : undefined
}

const isPositive = ({ lease, renew, retry }: Times): boolean => lease.value > 0 && renew.value > 0 && retry.value > 0

/** In whole nanoseconds, as Go has them. */
const jittered = (retry: number): number => Math.trunc(JITTER * retry * 1e6) / 1e6

const inWords = (longer: Time, shorter: Time) => ({
  longer: formatDuration(longer.value),
  shorter: formatDuration(shorter.value),
})
