import { authorsName } from '../../facts/names.js'
import { type Provider, reservation } from '../../facts/reservations.js'
import type { Component } from '../../model/component.js'
import { offerAll } from '../../model/fix.js'
import { formatQuantity } from '../../model/quantity.js'
import { reservedAdded } from '../../model/reserved-edit.js'
import { defineRule, known } from '../../model/rule.js'
import type { KnownSetting, Setting } from '../../model/setting.js'
import { before } from '../../model/version.js'

/** The least any provider sets aside, on the smallest machine. */
const LEAST = 255 * 2 ** 20

export default defineRule({
  id: 'kubelet/kube-reserved-missing',
  summary: 'nothing is reserved for the kubelet and the container runtime',
  checks: 'kubelet',
  severity: 'warning',
  presetSeverity: { talk: 'error' },
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://www.tibobeijen.nl/2019/02/01/learning-from-kubernetes-cluster-failure/',
    'https://engineering.saltside.se/our-first-kubernetes-outage-c6b9249cfd3a',
    'https://github.com/kubernetes/kops/issues/5713',
    'https://github.com/kubernetes/kops/blob/master/docs/node_resource_handling.md',
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/cm/node_container_manager_linux.go',
    'https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go',
    'https://learn.microsoft.com/azure/aks/node-resource-reservations',
    'https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes',
  ],
  messages: {
    missing: {
      what: '`{name}` {state}: pods may use the whole node',
      why: 'the scheduler fills the node to the brim, kubelet and runtime starve, PLEG turns unhealthy and the pods move to the next node',
      help: 'set `kubeReserved: {cpu: {cpu}, memory: {memory}}` ({size}; larger nodes need more)',
    },
    little: {
      what: '`{name}` {state}: all the memory that is held back is the {amount} of `{system}`',
      why: 'the scheduler fills the rest to the brim: kubelet and runtime share that little with the operating system, PLEG turns unhealthy and the pods move to the next node',
      help: 'set `kubeReserved: {cpu: {cpu}, memory: {memory}}` ({size}; larger nodes need more)',
    },
    neither: {
      what: '`{name}` and `{system}` are not set: pods may use the whole node',
      why: 'the scheduler fills the node to the brim: kubelet and runtime starve, PLEG turns unhealthy, sshd and journald stall, and the pods move to the next node',
      help: 'set `kubeReserved: {cpu: {cpu}, memory: {memory}}`, which may hold the share of the system as well ({size}; larger nodes need more)',
    },
    noCpu: {
      what: '`{name}` {state}: pods may be promised all CPU of the node',
      why: 'when every pod uses what it was promised, the kubelet and the runtime get too little CPU to report in time and the node flaps',
      help: 'add `cpu: {cpu}` to `kubeReserved` ({size}; larger nodes need more)',
      severity: 'warning',
    },
  },
  options: {
    formula: {
      type: 'string',
      default: 'gke',
      why: 'whose sizes are offered as remedy: gke, eks or aks',
    },
    acceptSystemReservedOnly: {
      type: 'boolean',
      default: true,
      why: 'the scheduler only knows the sum of both reservations',
    },
  },
  fix: 'unsafe',

  *check(kubelet, { options }) {
    if (kubelet.development) return
    const memory = yield* known(kubelet.get('kubeReserved', 'memory'))
    const cpu = yield* known(kubelet.get('kubeReserved', 'cpu'))
    const [hasMemory, hasCpu] = [isPositive(memory.value), isPositive(cpu.value)]
    if (hasMemory && hasCpu) return

    const systemMemory = yield* known(kubelet.get('systemReserved', 'memory'))
    const covered = options.acceptSystemReservedOnly && (systemMemory.value ?? 0) >= LEAST
    const lacksMemory = !hasMemory && !covered
    const written = yield* known(kubelet.entries('kubeReserved'))
    const sizes = remedy(kubelet, options.formula)
    if (lacksMemory && written.by === undefined && systemMemory.by === undefined) {
      // One cause and one remedy: system-reserved-missing leaves it to this message (precedence.ts). CPU is not asked for, so
      // that what is not known about it cannot bring the other rule back.
      const [name, system] = [
        authorsName(kubelet, 'kubeReserved', memory),
        authorsName(kubelet, 'systemReserved', memory),
      ]
      yield { message: 'neither', at: memory, values: { name, system, ...sizes }, ...sized(kubelet, written, sizes) }
      return
    }
    const lacksCpu = !hasCpu && !(yield* cpuReservedElsewhere(kubelet))
    if (!lacksMemory && !lacksCpu) return

    const at = lacksMemory ? memory : cpu
    const lacks = lacksMemory && lacksCpu ? 'has neither memory nor cpu' : `has no ${lacksMemory ? 'memory' : 'cpu'}`
    const state = written.by === undefined ? 'is not set' : lacks
    const values = { name: authorsName(kubelet, 'kubeReserved', at), state, ...sizes }
    const fix = sized(kubelet, written, sizes)
    if (lacksMemory && isPositive(systemMemory.value)) {
      const [system, amount] = [
        authorsName(kubelet, 'systemReserved', systemMemory),
        formatQuantity(systemMemory.value),
      ]
      yield { message: 'little', at, values: { ...values, system, amount }, ...fix }
    } else yield { message: lacksMemory ? 'missing' : 'noCpu', at, values, ...fix }
  },
})

/** Offered only where the number of pods is written, which says how large the node is meant to be. */
function sized(kubelet: Component<'kubelet'>, written: Reserved, { cpu, memory }: { cpu: string; memory: string }) {
  if (kubelet.get('maxPods')?.state !== 'set') return {}
  const edits = reservedAdded(kubelet, 'kubeReserved', written, [
    ['cpu', cpu],
    ['memory', memory],
  ])
  return offerAll('unsafe', `reserve ${cpu} and ${memory}`, edits)
}

type Reserved = KnownSetting<ReadonlyMap<string, Setting<unknown>>>

const isPositive = (amount: number | undefined): amount is number => amount !== undefined && amount > 0

function* cpuReservedElsewhere(kubelet: Component<'kubelet'>) {
  const system = yield* known(kubelet.get('systemReserved', 'cpu'))
  if (isPositive(system.value)) return true
  // The kubelet knows it from 1.17 on.
  const cpus = kubelet.get('reservedSystemCPUs')
  if (cpus === undefined) return false
  const { value } = yield* known(cpus)
  return value !== undefined && value !== ''
}

/** The size of a node is in no file, so the remedy names the one it is meant for. */
function remedy(kubelet: Component<'kubelet'>, formula: string) {
  const pods = kubelet.get('maxPods')
  const maxPods = pods?.state === 'set' && pods.value !== undefined && pods.value > 0 ? pods.value : 110
  const { memory, cores } = reservation(providerOf(formula, kubelet), { memory: 16 * 2 ** 30, cores: 4, maxPods })
  return {
    cpu: `${Math.ceil(cores * 1000)}m`,
    memory: formatQuantity(Math.ceil(memory / 2 ** 20) * 2 ** 20),
    size: `for ${maxPods} pods on 4 cores and 16Gi`,
  }
}

function providerOf(formula: string, kubelet: Component<'kubelet'>): Provider {
  if (formula === 'eks') return 'eks'
  if (formula === 'aks') return before(kubelet.version, '1.29') ? 'aks-before-1.29' : 'aks'
  return 'gke'
}
