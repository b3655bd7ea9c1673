import { authorsName } from '../../facts/names.js'
import { defineRule, known } from '../../model/rule.js'

export default defineRule({
  id: 'kubelet/kube-reserved-cgroup-unset',
  summary: 'no cgroup backs kubeReserved, so it is only a scheduling hint',
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
    'https://github.com/kubernetes/kubernetes/blob/v1.36.0/cmd/kubelet/app/server.go',
    'https://github.com/kubernetes-sigs/kubespray/blob/master/docs/operations/cgroups.md',
    'https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go',
  ],
  messages: {
    unbacked: {
      what: '`{name}` is set but {state}',
      why: 'the reservation shrinks allocatable, yet kubelet and runtime can still be starved because no cgroup protects them',
      help: 'run kubelet and runtime in `kube.slice`, set `kubeReservedCgroup: /kube.slice` and add `kube-reserved-compressible` (1.32 and later) or `kube-reserved` to `enforceNodeAllocatable`',
    },
  },

  *check(kubelet) {
    if (kubelet.development) return
    const reserved = yield* known(kubelet.entries('kubeReserved'))
    if (reserved.value.size === 0) return
    // It excludes the cgroups (validation.go), and came with 1.17.
    const cpus = kubelet.get('reservedSystemCPUs')
    if (cpus !== undefined && (yield* known(cpus)).value) return

    const name = authorsName(kubelet, 'kubeReserved', reserved)
    const said = (state: string) => ({ message: 'unbacked' as const, values: { name, state } })
    // Up to 1.5 there are no such cgroups at all.
    const setting = kubelet.get('kubeReservedCgroup')
    const cgroup = setting === undefined ? undefined : yield* known(setting)
    const cgroupName = authorsName(kubelet, 'kubeReservedCgroup', cgroup?.by === undefined ? reserved : cgroup)
    if (cgroup?.value === undefined || cgroup.value === '') {
      yield { ...said(`\`${cgroupName}\` is empty`), at: reserved }
      return
    }

    const enforced = yield* known(kubelet.get('enforceNodeAllocatable'))
    if (!(enforced.value ?? []).some(({ value }) => /^kube-reserved(?:-compressible)?$/.test(value))) {
      const list = authorsName(kubelet, 'enforceNodeAllocatable', enforced.by === undefined ? cgroup : enforced)
      const state = `\`${cgroupName}\` has no effect, because \`${list}\` does not name kube-reserved`
      const related = enforced.by === undefined ? [] : [{ at: enforced, label: 'what is enforced' }]
      yield { ...said(state), at: cgroup, related }
      return
    }

    const own = yield* known(kubelet.get('kubeletCgroups'))
    if (own.value && !isBelow(own.value, cgroup.value))
      yield { ...said(`the kubelet does not run below \`${cgroup.value}\``), at: own }
  },
})

/** With or without the leading slash; of systemd's slices, `kube-a.slice` lies below `kube.slice` (systemd.slice(5)). */
function isBelow(cgroup: string, parent: string): boolean {
  const [path, above] = [segments(cgroup), segments(parent)]
  if (above.every((segment, i) => path[i] === segment)) return true
  const slice = above[above.length - 1]?.replace(/\.slice$/, '')
  return slice !== undefined && path.some(segment => segment.startsWith(`${slice}-`) || segment === `${slice}.slice`)
}

const segments = (cgroup: string): string[] => cgroup.split('/').filter(segment => segment !== '')
