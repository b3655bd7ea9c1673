import type { ComponentKind } from '../model/fragment.js'

/**
 * The releases of components with versions of their own that come with a minor of Kubernetes: from each minor of Kubernetes on (as
 * minorOf) up to the next one named. An etcd is upgraded by whoever runs it; when is best told by what kubeadm ships. Minors before
 * the first are not recorded.
 */
const RELEASES: Partial<Record<ComponentKind, readonly (readonly [kubernetes: number, own: number])[]>> = {
  // DefaultEtcdVersion of kubernetes/kubernetes cmd/kubeadm/app/constants/constants.go at each minor's first release: 1.9 to 1.37
  etcd: [
    [109, 301],
    [111, 302],
    [114, 303],
    [117, 304],
    [122, 305],
    [134, 306],
    [137, 307],
  ],
  // kubernetes/autoscaler cluster-autoscaler/README.md, Releases: from 1.12 on the minor of Kubernetes
  'cluster-autoscaler': [
    [106, 5],
    [107, 6],
    [108, 100],
    [109, 101],
    [110, 102],
    [111, 103],
  ],
}

/** The first minor of cluster-autoscaler that is numbered as the Kubernetes it is for. */
const SAME_NUMBER = 112

/** The minor a component has where Kubernetes is at a minor; Kubernetes' own but for components with releases of their own. */
export function releaseWith(kind: ComponentKind, kubernetes: number): number | undefined {
  const known = RELEASES[kind]
  if (known === undefined || (kind === 'cluster-autoscaler' && kubernetes >= SAME_NUMBER)) return kubernetes
  return known.findLast(([from]) => from <= kubernetes)?.[1]
}

/**
 * The first minor of Kubernetes after one that brings a minor of a component, or a later one. Undefined where none is recorded: the
 * component's minor is newer than all of them.
 */
export function kubernetesWith(kind: ComponentKind, own: number, after = 0): number | undefined {
  const known = RELEASES[kind]
  if (known === undefined || (kind === 'cluster-autoscaler' && own >= SAME_NUMBER)) return Math.max(own, after + 1)
  const from = known.find(([, release]) => release >= own)?.[0]
  return from === undefined ? undefined : Math.max(from, after + 1)
}
