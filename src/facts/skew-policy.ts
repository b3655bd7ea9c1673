import type { ComponentKind } from '../model/fragment.js'
import { minorOf, type Version } from '../model/version.js'

/**
 * How many minors apart two components may run (kubernetes/website content/en/releases/version-skew-policy.md @01bc0975, November 2026).
 * cloud-controller-manager (as the controller manager) and kubeadm (against the kubelet) have rows there too, and are no components here.
 */
export interface SkewLimit {
  readonly component: ComponentKind
  readonly other: ComponentKind
  readonly newerBy: number
  readonly olderBy: number
  /** Releases of the component before this minor (as minorOf) were given less. */
  readonly before?: { readonly minor: number; readonly newerBy: number; readonly olderBy: number }
  /** Whom the component meets: whomever a load balancer leads to, one that most likely stands beside it, or what runs on its node. */
  readonly meets: 'any' | 'own' | 'node'
}

/** The three minors came with the kubelet of 1.25 and the apiserver of 1.28 (KEP 3935). */
export const SKEW_POLICY: readonly SkewLimit[] = [
  // of two apiservers the older one is judged: it is newer by as much from the other side
  {
    component: 'kube-apiserver',
    other: 'kube-apiserver',
    newerBy: Number.POSITIVE_INFINITY,
    olderBy: 1,
    meets: 'any',
  },
  {
    component: 'kubelet',
    other: 'kube-apiserver',
    newerBy: 0,
    olderBy: 3,
    before: { minor: 125, newerBy: 0, olderBy: 2 },
    meets: 'any',
  },
  {
    component: 'kube-proxy',
    other: 'kube-apiserver',
    newerBy: 0,
    olderBy: 3,
    before: { minor: 125, newerBy: 0, olderBy: 2 },
    meets: 'any',
  },
  {
    component: 'kube-proxy',
    other: 'kubelet',
    newerBy: 3,
    olderBy: 3,
    before: { minor: 125, newerBy: 2, olderBy: 2 },
    meets: 'node',
  },
  { component: 'kube-controller-manager', other: 'kube-apiserver', newerBy: 0, olderBy: 1, meets: 'own' },
  { component: 'kube-scheduler', other: 'kube-apiserver', newerBy: 0, olderBy: 1, meets: 'own' },
]

/** What a release of the component is given. */
export function limitsOf(limit: SkewLimit, version: Version): { readonly newerBy: number; readonly olderBy: number } {
  const { before } = limit
  return before !== undefined && minorOf(version) < before.minor ? before : limit
}

/** Minors from the older to the newer; negative where `version` is the older one. Undefined across majors. */
export function minorsBetween(version: Version, other: Version): number | undefined {
  return version.major === other.major ? version.minor - other.minor : undefined
}
