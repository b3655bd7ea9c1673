import { isSeenRunning } from '../../facts/running.js'
import { resolvedSlice } from '../../facts/systemd-slices.js'
import { isVendorBuild } from '../../facts/vendors.js'
import type { Component } from '../../model/component.js'
import { defineRule, known, type Read, type Report } from '../../model/rule.js'

/** The words of enforceNodeAllocatable that need the cgroup. */
const CGROUPS = [
  ['kubeReservedCgroup', /^kube-reserved(?:-compressible)?$/],
  ['systemReservedCgroup', /^system-reserved(?:-compressible)?$/],
] as const

export default defineRule({
  id: 'kubelet/reserved-cgroup-not-slice',
  summary: 'with the systemd driver a reserved cgroup must be a slice given by its own name',
  checks: 'kubelet',
  severity: 'error',
  preset: ['recommended'],
  category: 'correctness',
  since: '0.1.0',
  kubernetes: '>=1.8',
  evidence: [
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/cm/cgroup_manager_linux.go',
    'https://github.com/kubernetes/kubernetes/issues/110288',
    'https://github.com/kubernetes/kubernetes/issues/96352',
    'https://github.com/kubernetes/website/issues/19104',
  ],
  messages: {
    elsewhere: {
      what: '`{spelling}` stops kubelet {version}: the systemd driver looks for `{resolved}`',
      why: 'systemd has no such slice, so the kubelet exits at start',
      help: 'name a slice, for example `/kube.slice`, and set `Slice=kube.slice` in kubelet.service and containerd.service',
      effect: 'stops',
    },
  },

  *check(kubelet) {
    if (isSeenRunning(kubelet) || isVendorBuild(kubelet)) return
    for (const [key, words] of CGROUPS) yield { apart: look(kubelet, key, words) }
  },
})

function* look(
  kubelet: Component<'kubelet'>,
  key: (typeof CGROUPS)[number][0],
  words: RegExp,
): Generator<Read | Report<'elsewhere'>, void, unknown> {
  const setting = kubelet.get(key)
  // up to 1.5 there are none
  if (setting === undefined) return
  const cgroup = yield* known(setting)
  if (cgroup.value === undefined || cgroup.value === '' || cgroup.by === undefined) return
  const resolved = resolvedSlice(cgroup.value)
  if (resolved === undefined) return
  const enforced = yield* known(kubelet.get('enforceNodeAllocatable'))
  if (!(enforced.value ?? []).some(({ value }) => words.test(value))) return
  // what the runtime answers where nothing is written nobody can tell from here
  const driver = yield* known(kubelet.get('cgroupDriver'))
  if (driver.state !== 'set' || driver.value !== 'systemd') return
  yield { message: 'elsewhere', at: cgroup, values: { spelling: cgroup.by.spelling, resolved } }
}
