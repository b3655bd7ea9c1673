import type { Component } from '../../model/component.js'
import { parseDuration } from '../../model/duration.js'
import { parseQuantity } from '../../model/quantity.js'
import { known } from '../../model/rule.js'
import { before, type Version } from '../../model/version.js'
import { rows } from './checks.js'
import { eachEntry, writtenEntryText } from './written-text.js'

const HELPERS = 'pkg/kubelet/eviction/helpers.go'
const MAPS = ['evictionHard', 'evictionSoft', 'evictionSoftGracePeriod', 'evictionMinimumReclaim'] as const

/** pkg/kubelet/eviction/api/types.go. */
const SIGNALS: ReadonlySet<string> = new Set([
  'memory.available',
  'nodefs.available',
  'nodefs.inodesFree',
  'imagefs.available',
  'imagefs.inodesFree',
  'allocatableMemory.available',
  'pid.available',
])
/** Known to 1.31 and not to 1.28. */
const LATER: ReadonlySet<string> = new Set(['containerfs.available', 'containerfs.inodesFree'])
/** Known to 1.8 and 1.9 alone. */
const EARLIER: ReadonlySet<string> = new Set(['allocatableNodeFs.available'])

const isSignal = (name: string, version: Version): boolean =>
  SIGNALS.has(name) || (LATER.has(name) && !before(version, '1.29')) || (EARLIER.has(name) && before(version, '1.12'))

/** The number before `%`; undefined where Go would refuse it. Of forms nobody writes (`0x1p3%`, `inf%`) nothing is said. */
const percentOf = (text: string): number | undefined => {
  // as TrimRight of Go; a pattern that ends with `$` begins anew at every sign of a long row
  let end = text.length
  while (text[end - 1] === '%') end--
  const digits = text.slice(0, end)
  return /^[+-]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})$/.test(digits) ? Number(digits) : undefined
}
const isOddNumber = (text: string): boolean => /^[+-]?(?:0x|inf|nan|[\d.]+e|[\d.]{30})/i.test(text)

/** parseThresholdStatement: more than nothing, or a share of all; 0% and 100% switch the signal off. */
function isThreshold(text: string): boolean {
  if (isOddNumber(text)) return true
  if (!text.endsWith('%')) return (parseQuantity(text) ?? -1) > 0
  const percent = percentOf(text)
  return percent !== undefined && percent >= 0 && percent <= 100
}

/** parseMinimumReclaims: nothing is fine, but not as a percentage. */
function isReclaim(text: string): boolean {
  if (isOddNumber(text)) return true
  return text.endsWith('%') ? (percentOf(text) ?? -1) > 0 : (parseQuantity(text) ?? -1) >= 0
}

export const EVICTION = rows('kubelet', [
  {
    id: 'eviction-signal',
    settings: MAPS,
    versions: 'any',
    reason: '`{signal}` is not an eviction signal',
    remedy:
      'use memory.available, nodefs.available, nodefs.inodesFree, imagefs.available, imagefs.inodesFree or pid.available',
    source: HELPERS,
    *check(kubelet) {
      yield* eachEntry(kubelet, MAPS, function* (signal, { by }) {
        if (!isSignal(signal, kubelet.version)) yield { at: by, values: { signal } }
      })
    },
  },
  {
    id: 'eviction-quantity',
    settings: ['evictionHard', 'evictionSoft'],
    versions: 'any',
    reason: '`{value}` is neither an amount above zero nor a percentage',
    remedy: 'write for example 500Mi or 10%',
    source: HELPERS,
    *check(kubelet) {
      yield* eachEntry(kubelet, ['evictionHard', 'evictionSoft'], function* (_, { by, text }) {
        if (!isThreshold(text)) yield { at: by, values: { value: text } }
      })
    },
  },
  {
    id: 'soft-without-grace',
    settings: ['evictionSoft', 'evictionSoftGracePeriod'],
    versions: 'any',
    reason: '`{signal}` has no entry in evictionSoftGracePeriod',
    remedy: 'add `{signal}: 90s` to evictionSoftGracePeriod',
    source: HELPERS,
    *check(kubelet) {
      yield* eachEntry(kubelet, ['evictionSoft'], function* (signal, { by, text }) {
        if (text === '0%' || text === '100%' || !isThreshold(text) || !isSignal(signal, kubelet.version)) return
        if (yield* lacksGrace(kubelet, signal)) yield { at: by, values: { signal } }
      })
    },
  },
  {
    id: 'grace-invalid',
    settings: ['evictionSoftGracePeriod'],
    versions: 'any',
    reason: '`{value}` is not a grace period',
    remedy: 'write a duration such as 90s',
    source: HELPERS,
    *check(kubelet) {
      yield* eachEntry(kubelet, ['evictionSoftGracePeriod'], function* (_, { by, text }) {
        if ((parseDuration(text) ?? -1) < 0 && text.length < 100) yield { at: by, values: { value: text } }
      })
    },
  },
  {
    id: 'reclaim-invalid',
    settings: ['evictionMinimumReclaim'],
    versions: 'any',
    reason: '`{value}` is not an amount to reclaim',
    remedy: 'write for example 500Mi or 5%',
    source: HELPERS,
    *check(kubelet) {
      yield* eachEntry(kubelet, ['evictionMinimumReclaim'], function* (_, { by, text }) {
        if (!isReclaim(text)) yield { at: by, values: { value: text } }
      })
    },
  },
])

function* lacksGrace(kubelet: Component<'kubelet'>, signal: string) {
  // one that cannot be read is there, and another row's
  if ((yield* writtenEntryText(kubelet, 'evictionSoftGracePeriod', signal)) !== undefined) return false
  const grace = yield* known(kubelet.get('evictionSoftGracePeriod', signal))
  return grace.value === undefined
}
