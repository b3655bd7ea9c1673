import { before, type Version } from '../../model/version.js'

const SEGMENTS = /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*(?:[a-z0-9][-_a-z0-9]*)?[a-z0-9*]$/
/** k8s.io/kubernetes pkg/apis/core/validation/validation.go, SysctlMaxLength. */
const LONGEST = 253

/** Beginnings of what some version of the kubelet knows to have a namespace; newer ones know single names below `kernel.`. */
const NAMESPACED = ['kernel.shm', 'kernel.msg', 'kernel.sem', 'fs.mqueue.', 'net.']
/** The same from 1.37 on; 1.36.3 has none of them. */
const NEWER = ['kernel.domainname', 'user.']

/**
 * Whether the kubelet may let pods set a sysctl, or those of a pattern (pkg/kubelet/sysctl/allowlist.go and component-helpers
 * node/util/sysctl, whose lists differ by version: this is what any of them takes).
 */
export function isSysctlPattern(pattern: string, version: Version): boolean {
  if (pattern.length > LONGEST || !SEGMENTS.test(pattern)) return false
  // `net/ipv4/conf/eno2.100/x` has the meaning of its two separators swapped
  const name = /^[^./]*\//.test(pattern) ? pattern.replaceAll('/', '.') : pattern
  const starts = before(version, '1.37') ? NAMESPACED : [...NAMESPACED, ...NEWER]
  return starts.some(start => name.startsWith(start))
}
