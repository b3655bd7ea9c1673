import type { Component } from '../../model/component.js'
import { formatQuantity, parseQuantity } from '../../model/quantity.js'
import { known, type Read } from '../../model/rule.js'
import { parseBool } from '../../model/scalar.js'
import { itemsAt, lookup, stringAt, type Tree } from '../../model/tree.js'
import { before, minorOf } from '../../model/version.js'
import { beside } from './beside.js'
import { gateOf, otherThan, rows, written } from './checks.js'
import { hasReservedCpus } from './kubelet-reservations.js'
import { cpuOption, exclusiveCpuOptions, type PolicyOption, topologyOption } from './policy-options.js'
import type { Checking } from './validation.js'
import { eachEntry, entryNames, writtenEntryText } from './written-text.js'

const CPU = 'pkg/kubelet/cm/cpumanager/cpu_manager.go'
const MEMORY = 'pkg/kubelet/cm/memorymanager/memory_manager.go'

export const MANAGERS = rows('kubelet', [
  {
    id: 'cpu-policy-word',
    settings: ['cpuManagerPolicy'],
    versions: '>=1.10',
    reason: '`{value}` is not a CPU manager policy',
    remedy: 'use none or static',
    source: CPU,
    *check(kubelet) {
      if (yield* lacksGate(kubelet, 'CPUManager', '1.26')) return
      yield* otherThan<'kubelet'>('cpuManagerPolicy', ['none', 'static', ''])(kubelet)
    },
  },
  {
    id: 'cpu-static-reservation',
    settings: ['cpuManagerPolicy', 'kubeReserved', 'systemReserved', 'reservedSystemCPUs'],
    versions: '>=1.10',
    reason: 'the static policy needs CPU that is reserved',
    remedy: 'set cpu in kubeReserved, or reservedSystemCPUs',
    source: CPU,
    *check(kubelet) {
      const policy = yield* written(kubelet, 'cpuManagerPolicy')
      if (policy?.value !== 'static' || (yield* hasReservedCpus(kubelet))) return
      if (yield* lacksGate(kubelet, 'CPUManager', '1.26')) return
      for (const key of ['kubeReserved', 'systemReserved'] as const) {
        const cpu = yield* known(kubelet.get(key, 'cpu'))
        if (cpu.value !== undefined && cpu.value !== 0) return
      }
      yield { at: policy }
    },
  },
  {
    id: 'cpu-options-none',
    settings: ['cpuManagerPolicyOptions', 'cpuManagerPolicy'],
    versions: '>=1.22',
    reason: 'the policy none takes no options',
    remedy: 'remove the options, or set `cpuManagerPolicy: static`',
    source: 'pkg/kubelet/cm/cpumanager/policy_none.go',
    *check(kubelet) {
      const policy = yield* known(kubelet.get('cpuManagerPolicy'))
      if (policy.value !== undefined && policy.value !== '' && policy.value !== 'none') return
      if (yield* lacksGate(kubelet, 'CPUManagerPolicyOptions', '1.33')) return
      const at = yield* firstOption(kubelet, 'cpuManagerPolicyOptions')
      if (at !== undefined) yield { at, ...beside([policy, 'the policy']) }
    },
  },
  {
    id: 'policy-options',
    settings: ['cpuManagerPolicyOptions', 'topologyManagerPolicyOptions'],
    versions: '>=1.22',
    reason: '{detail}',
    remedy: '{cure}',
    source: 'pkg/kubelet/cm/cpumanager/policy_options.go',
    *check(kubelet) {
      yield { apart: gatedOptions(kubelet, 'cpuManagerPolicyOptions', 'CPUManagerPolicyOptions', '1.33') }
      yield { apart: cpuOptions(kubelet) }
      yield { apart: exclusiveOptions(kubelet) }
      yield { apart: gatedOptions(kubelet, 'topologyManagerPolicyOptions', 'TopologyManagerPolicyOptions', '1.32') }
      yield { apart: topologyOptions(kubelet) }
    },
  },
  {
    id: 'memory-policy-word',
    settings: ['memoryManagerPolicy'],
    versions: '>=1.22',
    reason: '`{value}` is not a memory manager policy',
    remedy: 'use None or Static',
    source: MEMORY,
    *check(kubelet) {
      // BestEffort is for Windows nodes, from 1.32
      if (yield* isMemoryManagerOff(kubelet)) return
      yield* otherThan<'kubelet'>('memoryManagerPolicy', ['None', 'Static', 'BestEffort', ''])(kubelet)
    },
  },
  {
    id: 'memory-static-empty',
    settings: ['memoryManagerPolicy', 'reservedMemory'],
    versions: '>=1.22',
    reason: 'the Static policy needs reservedMemory',
    remedy:
      'add reservedMemory, as much memory as kubeReserved, systemReserved and the hard eviction threshold add up to',
    source: MEMORY,
    *check(kubelet) {
      const policy = yield* written(kubelet, 'memoryManagerPolicy')
      if (policy?.value !== 'Static' || (yield* isMemoryManagerOff(kubelet))) return
      const { state, value } = yield* known(kubelet.node('reservedMemory'))
      const isEmpty = value?.kind === 'list' && value.items.length === 0 && !value.open
      if (state === 'default' || isEmpty) yield { at: policy }
    },
  },
  {
    id: 'memory-static-sum',
    settings: ['reservedMemory', 'kubeReserved', 'systemReserved', 'evictionHard'],
    versions: '>=1.22',
    reason:
      'memory adds up to {sum}, while kubeReserved, systemReserved and the hard eviction threshold reserve {want}',
    remedy: 'make it add up to {want}',
    source: MEMORY,
    *check(kubelet) {
      const policy = yield* written(kubelet, 'memoryManagerPolicy')
      if (policy?.value !== 'Static' || (yield* isMemoryManagerOff(kubelet))) return
      const reserved = yield* reservedMemory(kubelet)
      if (reserved === undefined) return
      const want = yield* reservedInAll(kubelet)
      if (want === undefined || want === reserved.sum) return
      yield {
        at: reserved.at,
        values: { spelling: 'reservedMemory', sum: formatQuantity(reserved.sum), want: formatQuantity(want) },
      }
    },
  },
])

type OptionsKey = 'cpuManagerPolicyOptions' | 'topologyManagerPolicyOptions'

/** A gate that always is on from a version on. */
function* lacksGate(kubelet: Component<'kubelet'>, gate: string, ga: string): Generator<Read, boolean, unknown> {
  if (!before(kubelet.version, ga)) return false
  return (yield* gateOf(kubelet, gate))?.value === false
}

function* isMemoryManagerOff(kubelet: Component<'kubelet'>): Generator<Read, boolean, unknown> {
  return yield* lacksGate(kubelet, 'MemoryManager', '1.32')
}

function* firstOption(kubelet: Component<'kubelet'>, key: OptionsKey) {
  for (const name of entryNames(kubelet, key)) {
    const found = yield* writtenEntryText(kubelet, key, name)
    if (found !== undefined) return found.by
  }
  return undefined
}

function* gatedOptions(kubelet: Component<'kubelet'>, key: OptionsKey, gate: string, ga: string): Checking {
  if (!before(kubelet.version, ga)) return
  const on = yield* gateOf(kubelet, gate)
  if (on?.value !== false) return
  const at = yield* firstOption(kubelet, key)
  if (at === undefined) return
  yield {
    at,
    values: { detail: `options need the gate ${gate}`, cure: 'remove them or enable the gate' },
    ...beside([on, 'the gate']),
  }
}

function* cpuOptions(kubelet: Component<'kubelet'>): Checking {
  const policy = yield* known(kubelet.get('cpuManagerPolicy'))
  if (policy.value !== 'static' || (yield* lacksGate(kubelet, 'CPUManagerPolicyOptions', '1.33'))) return
  yield* optionsOf(kubelet, 'cpuManagerPolicyOptions', cpuOption, 'CPUManager')
}

function* topologyOptions(kubelet: Component<'kubelet'>): Checking {
  const policy = yield* known(kubelet.get('topologyManagerPolicy'))
  if (policy.value === undefined || policy.value === '' || policy.value === 'none') return
  if (yield* lacksGate(kubelet, 'TopologyManagerPolicyOptions', '1.32')) return
  yield* optionsOf(kubelet, 'topologyManagerPolicyOptions', topologyOption, 'TopologyManager')
}

const STAGES = { alpha: 'Alpha', beta: 'Beta' } as const

function* optionsOf(
  kubelet: Component<'kubelet'>,
  key: OptionsKey,
  optionAt: (name: string, minor: number) => PolicyOption | 'none' | undefined,
  manager: 'CPUManager' | 'TopologyManager',
): Checking {
  const minor = minorOf(kubelet.version)
  yield* eachEntry(kubelet, [key], function* (name, { by, text }) {
    const option = optionAt(name, minor)
    if (option === undefined) return
    if (option === 'none') {
      yield { at: by, values: { detail: `\`${name}\` is not an option of this version`, cure: 'remove the option' } }
      return
    }
    if (option.stage !== 'stable') {
      const gate = `${manager}Policy${STAGES[option.stage]}Options`
      const on = yield* gateOf(kubelet, gate)
      if (on?.value === false) {
        yield { at: by, values: { detail: `the option needs the gate ${gate}`, cure: 'remove it or enable the gate' } }
        return
      }
    }
    const wrong = option.takes === 'bool' ? wrongBool(text) : wrongCount(text)
    if (wrong !== undefined) yield { at: by, values: wrong }
  })
}

const wrongBool = (text: string) =>
  parseBool(text) === undefined
    ? { detail: 'it is neither true nor false', cure: 'write "true" or "false"' }
    : undefined

/** The manager has 8 built in, and takes no less. */
const wrongCount = (text: string) =>
  /^[+-]?\d+$/.test(text) && Number(text) >= 8
    ? undefined
    : { detail: 'it must be a number of at least 8', cure: 'write "8" or more' }

function* exclusiveOptions(kubelet: Component<'kubelet'>): Checking {
  const policy = yield* known(kubelet.get('cpuManagerPolicy'))
  if (policy.value !== 'static') return
  for (const [one, other] of exclusiveCpuOptions(minorOf(kubelet.version))) {
    const [first, second] = [yield* isOn(kubelet, one), yield* isOn(kubelet, other)]
    if (first === undefined || second === undefined) continue
    yield {
      at: second,
      values: { detail: `it cannot stand beside \`${one}\``, cure: 'remove one of them' },
      related: [{ at: first, label: 'the other option' }],
    }
    return
  }
}

function* isOn(kubelet: Component<'kubelet'>, option: string) {
  const { value, by } = yield* known(kubelet.get('cpuManagerPolicyOptions', option))
  return typeof value === 'string' && parseBool(value) === true ? by : undefined
}

/** Memory that reservedMemory sets aside, where a file says so and all of it is in view; huge pages are another matter. */
function* reservedMemory(kubelet: Component<'kubelet'>) {
  const reserved = yield* known(kubelet.node('reservedMemory'))
  const list = reserved.value
  const nodes = itemsAt(list)
  if (list?.kind !== 'list' || list.open || nodes.length === 0 || nodes.length < list.items.length) return undefined
  let sum = 0
  for (const node of nodes) {
    const memory = memoryOf(node)
    if (memory === undefined) return undefined
    sum += memory
  }
  return { sum, at: reserved }
}

function memoryOf(node: Tree): number | undefined {
  const limits = lookup(node, 'limits')
  if (limits.state !== 'found' || limits.value.kind !== 'map' || limits.value.open) return undefined
  if (lookup(limits.value, 'memory').state === 'absent') return 0
  const text = stringAt(limits.value, 'memory')
  return text === undefined ? undefined : parseQuantity(text)
}

/** What the kubelet keeps from pods; undefined where a share of the node is a part of it. */
function* reservedInAll(kubelet: Component<'kubelet'>): Generator<Read, number | undefined, unknown> {
  const ignoring = kubelet.get('experimentalNodeAllocatableIgnoreEvictionThreshold')
  const ignores = ignoring === undefined ? false : (yield* known(ignoring)).value
  let sum = 0
  if (ignores !== true) {
    const { value } = yield* known(kubelet.get('evictionHard', 'memory.available'))
    if (value !== undefined && !('amount' in value)) return undefined
    sum = value?.amount ?? 0
  }
  for (const key of ['kubeReserved', 'systemReserved'] as const)
    sum += (yield* known(kubelet.get(key, 'memory'))).value ?? 0
  return sum
}
