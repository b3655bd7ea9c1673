import type { Component } from '../model/component.js'
import { known, type Read } from '../model/rule.js'
import type { KnownSetting } from '../model/setting.js'
import { authorsName } from './names.js'
import { beside } from './start-up/beside.js'

/** What becomes of a reservation: the cgroup that backs it, or why none does. */
export type Backing =
  | { readonly name: string; readonly cgroup: string }
  | ({ readonly name: string; readonly state: string; readonly at: KnownSetting<unknown> } & ReturnType<typeof beside>)

const KEYS = {
  kube: { reserved: 'kubeReserved', cgroup: 'kubeReservedCgroup', enforced: /^kube-reserved(?:-compressible)?$/ },
  system: {
    reserved: 'systemReserved',
    cgroup: 'systemReservedCgroup',
    enforced: /^system-reserved(?:-compressible)?$/,
  },
} as const

/**
 * The cgroup of a reservation (pkg/kubelet/cm/node_container_manager_linux.go). Undefined where nothing is reserved, or reservedSystemCPUs
 * excludes the cgroups (pkg/kubelet/apis/config/validation/validation.go, from 1.17 on).
 */
export function* backingOf(
  kubelet: Component<'kubelet'>,
  of: keyof typeof KEYS,
): Generator<Read, Backing | undefined, unknown> {
  const keys = KEYS[of]
  const reserved = yield* known(kubelet.entries(keys.reserved))
  if (reserved.value.size === 0) return undefined
  const cpus = kubelet.get('reservedSystemCPUs')
  if (cpus !== undefined && (yield* known(cpus)).value) return undefined

  const name = authorsName(kubelet, keys.reserved, reserved)
  // Up to 1.5 there are no such cgroups at all.
  const setting = kubelet.get(keys.cgroup)
  const cgroup = setting === undefined ? undefined : yield* known(setting)
  const cgroupName = authorsName(kubelet, keys.cgroup, cgroup?.by === undefined ? reserved : cgroup)
  if (cgroup?.value === undefined || cgroup.value === '')
    return { name, state: `\`${cgroupName}\` is empty`, at: reserved }

  const enforced = yield* known(kubelet.get('enforceNodeAllocatable'))
  if ((enforced.value ?? []).some(({ value }) => keys.enforced.test(value))) return { name, cgroup: cgroup.value }
  const list = authorsName(kubelet, 'enforceNodeAllocatable', enforced.by === undefined ? cgroup : enforced)
  const state = `\`${cgroupName}\` has no effect, because \`${list}\` does not name ${of}-reserved`
  return { name, state, at: cgroup, ...beside([enforced, 'what is enforced']) }
}
