import type { ComponentKind } from '../model/fragment.js'
import { minorOf, type Version } from '../model/version.js'

/**
 * The first minor without each cloud provider that was built into kubelet and kube-controller-manager: imports of kubernetes/kubernetes
 * pkg/cloudprovider/providers, read at every minor from 1.24 to 1.31; the three of 1.16 from CHANGELOG-1.16 (#72178).
 */
const REMOVED: Readonly<Record<string, number>> = {
  cloudstack: 116,
  ovirt: 116,
  photon: 116,
  openstack: 126,
  aws: 127,
  azure: 130,
  vsphere: 130,
  gce: 131,
}

/** The gates that a built-in provider needs to be false are true by default from here on, and locked from 1.31 on. */
const DISABLED = 129

/** What a component makes of the name of a cloud provider. */
export type ProviderAnswer =
  | 'fine'
  /** It exits. */
  | 'refused'
  /** It exits unless the gates say otherwise. */
  | 'refused-unless-gated'

/**
 * cmd/kubelet/app/server.go and pkg/kubelet/kubelet.go, cmd/kube-controller-manager/app/cloudproviders.go (from 1.32 on options.go), and
 * pkg/kubeapiserver/options/cloudprovider.go of kubernetes/kubernetes, at every minor from 1.24 to 1.37.
 */
export function providerAt(kind: ComponentKind, name: string, version: Version): ProviderAnswer {
  if (name === '' || name === 'external') return 'fine'
  const minor = minorOf(version)
  if (kind === 'kube-apiserver') return byApiserver(name, minor)
  if (kind !== 'kubelet' && kind !== 'kube-controller-manager') return 'fine'
  // what was built in before 1.16 is not recorded
  const removed = Object.hasOwn(REMOVED, name) ? REMOVED[name] : 116
  if (removed !== undefined && minor >= removed) return 'refused'
  return minor >= DISABLED ? 'refused-unless-gated' : 'fine'
}

/** Takes any name until 1.28, names of built-in ones with their gates until 1.31, and has no such flag from 1.33 on. */
function byApiserver(name: string, minor: number): ProviderAnswer {
  if (minor < DISABLED || minor >= 133) return 'fine'
  const removed = Object.hasOwn(REMOVED, name) ? REMOVED[name] : undefined
  return removed !== undefined && minor < removed ? 'refused-unless-gated' : 'refused'
}
