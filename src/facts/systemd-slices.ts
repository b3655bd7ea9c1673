const SLICE = '.slice'

/**
 * The path the kubelet's systemd driver makes of a cgroup's name, where that is another cgroup than the one that was meant: it takes the
 * last part of the path, and what is no slice gets the ending of one (pkg/kubelet/cm/cgroup_manager_linux.go, ParseSystemdToCgroupName
 * and ToSystemd). Undefined where it finds what was meant, or what was meant is not to be told.
 */
export function resolvedSlice(cgroup: string): string | undefined {
  const parts = cgroup.split('/').filter(part => part !== '')
  const last = parts.at(-1)
  if (last === undefined || last.length > 200) return undefined
  const resolved = expanded(last.endsWith(SLICE) ? last.slice(0, -SLICE.length) : last)
  const isUnit = /\.(?:service|scope)$/.test(last)
  return isUnit || (parts.length > 1 && resolved !== `/${parts.join('/')}`) ? resolved : undefined
}

/** `a-b` lies in `a`: /a.slice/a-b.slice (systemd.slice(5)). */
function expanded(name: string): string {
  const parts = name.split('-')
  return parts.map((_, i) => `/${parts.slice(0, i + 1).join('-')}${SLICE}`).join('')
}
