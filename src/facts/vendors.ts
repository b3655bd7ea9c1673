import type { Component } from '../model/component.js'
import { known, type Read } from '../model/rule.js'
import { isUpstreamImage } from './registries.js'

/** Flags that only a vendor's build has: openshift/kubernetes cmd/kube-apiserver/app/options, "UPSTREAM: <carry>" commits. */
const FLAGS: readonly string[] = ['openshift-config']

const asked = new WeakMap<Component, boolean>()

/** Whether a vendor built it, so that nobody can tell from upstream's tables which flags and gates it knows. */
export function isVendorBuild(component: Component): boolean {
  const kept = asked.get(component)
  if (kept !== undefined) return kept
  const found = component.vendor || component.assignments.some(({ name }) => FLAGS.includes(name))
  asked.set(component, found)
  return found
}

/** What they install is upstream's, whatever registry it comes through. */
const INSTALLERS: readonly (string | undefined)[] = ['kubeadm', 'kind', 'kops', 'capi']

/**
 * Whether upstream built it for certain: its image comes from where upstream publishes, or one of the installers fetches it.
 * A binary on a host may be anybody's build. An image nobody knows ends the check.
 */
export function* isUpstreamBuild({ runsIn, platform }: Component): Generator<Read, boolean, unknown> {
  // a unit starts what lies on the host
  const image = runsIn?.kind === 'pod' ? runsIn.get('image') : undefined
  const value = image === undefined ? undefined : (yield* known(image)).value
  return value === undefined ? INSTALLERS.includes(platform) : isUpstreamImage(value)
}
