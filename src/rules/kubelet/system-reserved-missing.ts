import { authorsName } from '../../facts/names.js'
import { offerAll } from '../../model/fix.js'
import { formatQuantity } from '../../model/quantity.js'
import { reservedAdded } from '../../model/reserved-edit.js'
import { defineRule, known } from '../../model/rule.js'

/** The least any provider sets aside for kubelet, runtime and system together, on the smallest machine. */
const LEAST = 255 * 2 ** 20

export default defineRule({
  id: 'kubelet/system-reserved-missing',
  summary: 'nothing is reserved for the operating system',
  checks: 'kubelet',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://www.bluematador.com/blog/post-mortem-kubernetes-node-oom',
    'https://github.com/kubernetes/kops/blob/master/docs/node_resource_handling.md',
    'https://github.com/kubernetes-sigs/kubespray/blob/master/docs/operations/cgroups.md',
    'https://github.com/nailgun/seedbox/issues/15',
  ],
  messages: {
    missing: {
      what: '`{name}` {state}: nothing is held back for the operating system',
      why: 'sshd, journald and agents compete with pods, so an overloaded node can neither recover nor be debugged',
      help: 'set `systemReserved: {cpu: 100m, memory: {minMemory}}`',
    },
  },
  options: {
    minMemory: {
      type: 'quantity',
      default: '512Mi',
      why: 'the value offered as remedy; kubespray reserves 512Mi, the example of kops 768Mi',
    },
    acceptKubeReservedOnly: {
      type: 'boolean',
      default: true,
      why: 'GKE, EKS and AKS put everything into kubeReserved',
    },
  },
  fix: 'unsafe',

  *check(kubelet, { options }) {
    if (kubelet.development) return
    const memory = yield* known(kubelet.get('systemReserved', 'memory'))
    if (memory.value !== undefined && memory.value > 0) return
    if (options.acceptKubeReservedOnly) {
      const kube = yield* known(kubelet.get('kubeReserved', 'memory'))
      if (kube.value !== undefined && kube.value >= LEAST) return
    }
    const state = memory.by === undefined ? 'is not set' : 'has no memory'
    const name = authorsName(kubelet, 'systemReserved', memory)
    const minMemory = formatQuantity(options.minMemory)
    const written = yield* known(kubelet.entries('systemReserved'))
    const added = reservedAdded(kubelet, 'systemReserved', written, [
      ['cpu', '100m'],
      ['memory', minMemory],
    ])
    yield {
      message: 'missing',
      at: memory,
      values: { name, state, minMemory },
      ...offerAll('unsafe', `reserve ${minMemory} for the system`, added),
    }
  },
})
