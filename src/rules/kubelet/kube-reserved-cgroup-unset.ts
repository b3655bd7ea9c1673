import { backingOf } from '../../facts/reservation-cgroups.js'
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
    const backing = yield* backingOf(kubelet, 'kube')
    if (backing === undefined) return
    if ('state' in backing) {
      const { name, state, ...place } = backing
      yield { message: 'unbacked', ...place, values: { name, state } }
      return
    }
    const { name, cgroup } = backing
    const own = yield* known(kubelet.get('kubeletCgroups'))
    if (own.value && !isBelow(own.value, cgroup))
      yield { message: 'unbacked', at: own, values: { name, state: `the kubelet does not run below \`${cgroup}\`` } }
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
