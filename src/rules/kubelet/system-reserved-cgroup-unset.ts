import { authorsName } from '../../facts/names.js'
import { defineRule, known } from '../../model/rule.js'

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
    const reserved = yield* known(kubelet.entries('systemReserved'))
    if (reserved.value.size === 0) return
    // It excludes the cgroups (validation.go), and came with 1.17.
    const cpus = kubelet.get('reservedSystemCPUs')
    if (cpus !== undefined && (yield* known(cpus)).value) return

    const name = authorsName(kubelet, 'systemReserved', reserved)
    // Up to 1.5 there are no such cgroups at all.
    const setting = kubelet.get('systemReservedCgroup')
    const cgroup = setting === undefined ? undefined : yield* known(setting)
    const cgroupName = authorsName(kubelet, 'systemReservedCgroup', cgroup?.by === undefined ? reserved : cgroup)
    if (cgroup?.value === undefined || cgroup.value === '') {
      yield { message: 'unbacked', at: reserved, values: { name, state: `\`${cgroupName}\` is empty` } }
      return
    }

    const enforced = yield* known(kubelet.get('enforceNodeAllocatable'))
    if ((enforced.value ?? []).some(({ value }) => /^system-reserved(?:-compressible)?$/.test(value))) return
    const list = authorsName(kubelet, 'enforceNodeAllocatable', enforced.by === undefined ? cgroup : enforced)
    const state = `\`${cgroupName}\` has no effect, because \`${list}\` does not name system-reserved`
    const related = enforced.by === undefined ? [] : [{ at: enforced, label: 'what is enforced' }]
    yield { message: 'unbacked', at: cgroup, values: { name, state }, related }
  },
})
