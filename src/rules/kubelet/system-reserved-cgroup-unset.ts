import { backingOf } from '../../facts/reservation-cgroups.js'
import { defineRule } from '../../model/rule.js'

export default defineRule({
  id: 'kubelet/system-reserved-cgroup-unset',
  summary: 'no cgroup backs systemReserved, so it is only a scheduling hint',
  checks: 'kubelet',
  severity: 'info',
  presetSeverity: { talk: 'warning' },
  preset: ['talk', 'strict'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/cm/node_container_manager_linux.go',
    'https://github.com/openshift/openshift-docs/pull/29375',
  ],
  messages: {
    unbacked: {
      what: '`{name}` is set but {state}',
      why: 'the reservation shrinks allocatable, yet a pod burst can still starve sshd and journald because no cgroup protects them',
      help: 'on 1.32 and later set `systemReservedCgroup: /system.slice` and add `system-reserved-compressible` to `enforceNodeAllocatable`; do not enforce memory there unless it was profiled',
    },
  },

  *check(kubelet) {
    if (kubelet.development) return
    const backing = yield* backingOf(kubelet, 'system')
    if (backing === undefined || !('state' in backing)) return
    const { name, state, ...place } = backing
    yield { message: 'unbacked', ...place, values: { name, state } }
  },
})
