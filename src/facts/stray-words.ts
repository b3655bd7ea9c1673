import type { ComponentKind } from '../model/fragment.js'
import type { Version, VersionRange } from '../model/version.js'
import { holdsAt } from './start-up/validation.js'

interface Refusal {
  /** Versions that exit over a word of their command line that no flag takes; all others read past it. */
  readonly versions: string
  /** First release of the last stretch. */
  readonly since?: string
}

/*
 * cmd/kubelet/app/server.go (`unknown command`: 1.12.10, not 1.10.13), cmd/kube-proxy/app/server.go (1.7.12: `no arguments are supported`),
 * Args of cmd/*\/app (1.19.16; kube-scheduler 1.9.11 and 1.10.13 refused them too, and 1.12.10 to 1.18.20 only say so),
 * etcd server/etcdmain/config.go parse(). cluster-autoscaler never looks (main.go, kube_flag.InitFlags).
 */
const REFUSALS: Readonly<Partial<Record<ComponentKind, Refusal>>> = {
  kubelet: { versions: '>=1.12', since: '1.12' },
  'kube-proxy': { versions: '>=1.7', since: '1.7' },
  'kube-apiserver': { versions: '>=1.19', since: '1.19' },
  'kube-controller-manager': { versions: '>=1.19', since: '1.19' },
  'kube-scheduler': { versions: '1.9 - 1.10 or >=1.19', since: '1.19' },
  etcd: { versions: 'any' },
}

/** Whether a component exits over a stray word. */
export const refusesStrays = (kind: ComponentKind, version: Version): boolean =>
  holdsAt(REFUSALS[kind]?.versions ?? '<0.1', version)

/** The release that first does so for good, where the oldest of a range does not. */
export function refusesStraysFrom(kind: ComponentKind, range: VersionRange): string | undefined {
  return refusesStrays(kind, range.min) ? undefined : REFUSALS[kind]?.since
}
