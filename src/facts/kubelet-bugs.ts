import { atLeast, before, type Version } from '../model/version.js'

/** Releases in which the kubelet's connection to the apiserver hangs; from CHANGELOG-1.7 to CHANGELOG-1.20. */
export type KubeletBug = 'heartbeat-timeout' | 'close-on-failure' | 'close-without-rotation' | 'http2-health-check'

export interface KubeletBugFact {
  readonly id: KubeletBug
  /** Pull request of kubernetes/kubernetes that mended it. */
  readonly pull: number
  /** Releases with the mend, oldest first; the last one is the first minor without the bug. */
  readonly fixed: readonly string[]
  /** First release with it; absent: all before the first mend. */
  readonly since?: string
  /** Lower case, no full stop. */
  readonly effect: string
}

export const KUBELET_BUGS: readonly KubeletBugFact[] = [
  {
    id: 'heartbeat-timeout',
    pull: 52176,
    fixed: ['1.7.8', '1.8.0'],
    effect: 'a heartbeat on a dead connection waits about 15 minutes',
  },
  {
    // Until 1.7.8 the heartbeat had no timeout after which to close; 1.7 never got the mend.
    id: 'close-on-failure',
    pull: 63492,
    since: '1.7.8',
    fixed: ['1.8.14', '1.9.9', '1.10.3', '1.11.0'],
    effect: 'after a heartbeat timed out, the dead connection is used again',
  },
  {
    // Only without client certificate rotation or without a bootstrap kubeconfig.
    id: 'close-without-rotation',
    pull: 78016,
    since: '1.14.0',
    fixed: ['1.14.3', '1.15.0'],
    effect: 'a failed heartbeat does not close the connections',
  },
  {
    id: 'http2-health-check',
    pull: 95981,
    fixed: ['1.18.18', '1.19.5', '1.20.0'],
    effect: 'only the kernel notices an HTTP/2 connection that was dropped silently, after about 15 minutes',
  },
]

/** Whether a release has the bug. An open patch means the newest one of its minor. */
export function hasBug({ fixed, since }: KubeletBugFact, version: Version): boolean {
  if (since !== undefined && before(version, since)) return false
  return !fixed.some(
    (release, i) => atLeast(version, release) && (i === fixed.length - 1 || sameMinor(version, release)),
  )
}

export const bugsOf = (version: Version): readonly KubeletBugFact[] => KUBELET_BUGS.filter(bug => hasBug(bug, version))

const sameMinor = (version: Version, release: string): boolean =>
  release.startsWith(`${version.major}.${version.minor}.`)
