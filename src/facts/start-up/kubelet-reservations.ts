import type { Component } from '../../model/component.js'
import { parseQuantity } from '../../model/quantity.js'
import { known, type Read } from '../../model/rule.js'
import { before } from '../../model/version.js'
import { items, rows } from './checks.js'
import type { Checking } from './validation.js'
import { eachEntry } from './written-text.js'

const SERVER = 'cmd/kubelet/app/server.go'
const RESERVED = ['kubeReserved', 'systemReserved'] as const
/** `storage` was the name of ephemeral-storage at first, and pid came with 1.14. */
const RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage', 'pid'])

/** Which reservation each word of enforceNodeAllocatable enforces; the compressible ones came with 1.32. */
const ENFORCED: Readonly<Record<string, (typeof RESERVED)[number]>> = {
  'kube-reserved': 'kubeReserved',
  'system-reserved': 'systemReserved',
  'kube-reserved-compressible': 'kubeReserved',
  'system-reserved-compressible': 'systemReserved',
}

export const RESERVATIONS = rows('kubelet', [
  {
    id: 'reserved-key',
    settings: RESERVED,
    versions: 'any',
    reason: '`{key}` cannot be reserved',
    remedy: 'use cpu, memory, ephemeral-storage or pid',
    source: SERVER,
    *check(kubelet) {
      const isOld = before(kubelet.version, '1.14')
      yield* eachEntry(kubelet, RESERVED, function* (key, { by }) {
        if (!RESOURCES.has(key) && !(isOld && key === 'storage')) yield { at: by, values: { key } }
      })
    },
  },
  {
    id: 'reserved-quantity',
    settings: RESERVED,
    versions: 'any',
    reason: '`{value}` is not a quantity',
    remedy: 'write for example 500Mi or 100m',
    source: SERVER,
    *check(kubelet) {
      yield* eachEntry(kubelet, RESERVED, function* (key, { by, text }) {
        if (!RESOURCES.has(key) || text.length > 100 || (parseQuantity(text) ?? -1) >= 0) return
        // these take the place of both of them before anything is parsed
        if (key === 'cpu' && (yield* hasReservedCpus(kubelet))) return
        yield { at: by, values: { value: text } }
      })
    },
  },
  {
    id: 'qos-reserved',
    settings: ['qosReserved'],
    versions: '>=1.11',
    reason: 'only a percentage of memory can be reserved by QoS',
    remedy: 'write for example memory: 50%',
    source: 'pkg/kubelet/cm/container_manager.go',
    *check(kubelet) {
      yield* eachEntry(kubelet, ['qosReserved'], function* (key, { by, text }) {
        if (key !== 'memory' || !/^[+-]?\d+%+$/.test(text) || !isShare(Number.parseInt(text, 10))) yield { at: by }
      })
    },
  },
  {
    id: 'reserved-empty',
    settings: ['enforceNodeAllocatable', 'kubeReserved', 'systemReserved'],
    versions: '>=1.8',
    reason: '`{word}` is enforced but {key} reserves nothing',
    remedy: 'set {key}, or remove {word} from enforceNodeAllocatable',
    source: 'pkg/kubelet/cm/node_container_manager_linux.go',
    *check(kubelet) {
      for (const { value, at } of yield* items(kubelet, 'enforceNodeAllocatable')) {
        const key = Object.hasOwn(ENFORCED, value) ? ENFORCED[value] : undefined
        if (key !== undefined) yield { apart: emptiness(kubelet, value, key, at) }
      }
    },
  },
])

const isShare = (percent: number): boolean => percent >= 0 && percent <= 100

function* emptiness(
  kubelet: Component<'kubelet'>,
  word: string,
  key: (typeof RESERVED)[number],
  at: { readonly doc: Component['anchor']['doc']; readonly start: number; readonly end: number },
): Checking {
  const reserved = yield* known(kubelet.entries(key))
  if (reserved.value.size > 0) return
  if (key === 'systemReserved' && (yield* hasReservedCpus(kubelet))) return
  yield { at, values: { spelling: word, word, key } }
}

/** `reservedSystemCPUs` is written, so that cpu is taken out of kubeReserved and set in systemReserved. */
export function* hasReservedCpus(kubelet: Component<'kubelet'>): Generator<Read, boolean, unknown> {
  if (before(kubelet.version, '1.17')) return false
  const { value } = yield* known(kubelet.get('reservedSystemCPUs'))
  return value !== undefined && value !== ''
}
