import type { Component } from '../../model/component.js'
import type { Read } from '../../model/rule.js'
import { filled } from './absence.js'

/** What nobody starts an apiserver without. */
const SIGNS = [
  'etcd-servers',
  'service-account-key-file',
  'service-account-signing-key-file',
  'service-cluster-ip-range',
  'client-ca-file',
  'tls-cert-file',
] as const

/** Whether a command line looks like all of it, and not like the few flags that a note or a patch is about. */
export function* isMeantWhole(apiserver: Component<'kube-apiserver'>): Generator<Read, boolean, unknown> {
  for (const key of SIGNS) if ((yield* filled(apiserver, key)) !== undefined) return true
  return false
}
