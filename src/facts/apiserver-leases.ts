import type { Cluster, Resource } from '../model/component.js'
import { cannotTell, known, type Read } from '../model/rule.js'
import type { KnownSetting } from '../model/setting.js'
import { parseTimestamp } from '../model/timestamp.js'

/** An apiserver that says it lives, or said so until it died. */
export interface IdentityLease {
  readonly lease: Resource
  readonly renewed: KnownSetting<string | undefined>
  /** Behind the newest lease of all in view, milliseconds: there is no other clock here. */
  readonly age: number
  /** Of the machine; absent before 1.27. */
  readonly hostname?: string
}

/**
 * Leases by which apiservers of 1.26 and later show that they live: renewed every 10 seconds, deleted an hour after the last time
 * (kubernetes/kubernetes pkg/controlplane/apiserver/server.go, IdentityLeaseRenewIntervalPeriod). Empty where none is in view, and of
 * files, which nobody says are all of them; ends the check where one cannot be read.
 */
export function* identityLeases(cluster: Cluster): Generator<Read, readonly IdentityLease[], unknown> {
  const leases: { lease: Resource; renewed: KnownSetting<string | undefined>; time: number; hostname?: string }[] = []
  for (const lease of cluster.resourcesOf('lease')) {
    if (lease.anchor.doc.live === undefined) continue
    if ((yield* known(lease.get('identityOf'))).value !== 'kube-apiserver') continue
    const renewed = yield* known(lease.get('renewTime'))
    const time = parseTimestamp(renewed.value ?? '') ?? (yield* cannotTell('when a lease was renewed', renewed))
    const { value: hostname } = yield* known(lease.get('hostname'))
    leases.push({ lease, renewed, time, ...(hostname === undefined ? {} : { hostname }) })
  }
  if (leases.length === 0) return []
  const now = newestRenewal(cluster) ?? 0
  return leases.map(({ time, ...lease }) => ({ ...lease, age: now - time }))
}

/** When anything in view last renewed a lease, milliseconds since 1970; undefined if nothing did. */
export function newestRenewal(cluster: Cluster): number | undefined {
  let newest: number | undefined
  for (const lease of cluster.resourcesOf('lease')) {
    const renewed = lease.get('renewTime')
    const time = renewed.state === 'set' ? parseTimestamp(renewed.value ?? '') : undefined
    if (time !== undefined && (newest === undefined || time > newest)) newest = time
  }
  return newest
}

/** How many addresses the `kubernetes` Service has, in the family that has most; 0 where none is in view. */
export const mostAddresses = (cluster: Cluster): number =>
  cluster.resourcesOf('endpoints').reduce((most, endpoints) => {
    const addresses = endpoints.items('addresses')
    return addresses.state === 'set' ? Math.max(most, addresses.value?.length ?? 0) : most
  }, 0)
