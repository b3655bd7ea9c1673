import type { Component, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import type { Read } from '../../model/rule.js'
import { filled } from './absence.js'

/** What nobody starts an apiserver without. */
export const APISERVER_SIGNS = [
  'etcd-servers',
  'service-account-key-file',
  'service-account-signing-key-file',
  'service-cluster-ip-range',
  'client-ca-file',
  'tls-cert-file',
] as const

/** What a kubelet of a cluster has one of. */
export const KUBELET_SIGNS = ['kubeconfig', 'bootstrap-kubeconfig', 'config'] as const

/** Whether a command line looks like all of it, and not like the few flags that a note or a patch is about. */
export function* isMeantWhole<K extends ComponentKind>(
  component: Component<K>,
  signs: readonly ScalarKey<K>[],
): Generator<Read, boolean, unknown> {
  for (const key of signs) if ((yield* filled(component, key)) !== undefined) return true
  return false
}
