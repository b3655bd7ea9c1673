import { type IdentityLease, identityLeases } from '../../facts/apiserver-leases.js'
import type { Cluster, Component, Resource } from '../../model/component.js'
import { formatDuration } from '../../model/duration.js'
import { defineRule, known, type Read } from '../../model/rule.js'
import { writtenValue } from '../../model/setting.js'
import { before } from '../../model/version.js'

export default defineRule({
  id: 'apiserver/stale-endpoint',
  summary: 'the kubernetes Service has an address where no apiserver lives',
  checks: 'cluster',
  severity: 'error',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: '>=1.26, in a running cluster',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/kubernetes/issues/22609',
    'https://github.com/kubernetes/kops/issues/9327',
    'https://github.com/kubernetes/kops/issues/12627',
    'https://github.com/k3s-io/k3s/issues/14594',
    'https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controlplane/apiserver/server.go',
    'https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controlplane/reconcilers/lease.go',
  ],
  messages: {
    named: {
      what: 'the `kubernetes` Service still has the address {address}, where no apiserver lives',
      why: 'about 1 in {addresses} API calls from pods goes there and fails, and it does so until somebody intervenes',
      help: '{remedy}',
    },
    unnamed: {
      what: 'the `kubernetes` Service has {addresses} addresses, and only {living}',
      why: 'for about {surplus} in {addresses} API calls of pods nobody answers, and it stays so until somebody intervenes',
      help: '{remedy}',
    },
  },
  options: {
    dead: {
      type: 'duration',
      default: '2m',
      why: 'how long an apiserver has not renewed its lease before it counts as dead; a living one does every 10s',
    },
  },

  *check(cluster, { options }) {
    const endpoints = yield* largest(cluster)
    if (endpoints === undefined || endpoints.addresses.length < 2) return
    for (const apiserver of cluster.of('kube-apiserver')) {
      // With `none` somebody else writes the addresses: a load balancer's, or one for each zone.
      const type = apiserver.get('endpoint-reconciler-type')
      if (type?.state === 'set' && type.value === 'none') return
    }
    if ([...cluster.of('kube-apiserver'), ...cluster.of('kubelet')].some(renewsNothing)) return
    const leases = yield* identityLeases(cluster)
    const living = leases.filter(({ age }) => age <= options.dead)
    // More leases than addresses: one has just come and is not listed yet. None: an apiserver answered, so they are not telling.
    const surplus = endpoints.addresses.length - living.length
    if (living.length === 0 || surplus <= 0) return
    const gone = leases.filter(({ age }) => age > options.dead)
    const related = gone.map(({ renewed, age }) => ({
      at: renewed,
      label: `${formatDuration(Math.floor(age / 1_000) * 1_000)} behind the others`,
    }))
    const dead = deadAmong(endpoints.addresses, surplus, gone, cluster)
    const values = { addresses: endpoints.addresses.length, remedy: remedy(cluster) }
    for (const { address, at } of dead)
      yield { message: 'named', at, values: { ...values, address }, related: dead.length === 1 ? related : [] }
    if (dead.length > 0) return
    yield {
      message: 'unnamed',
      at: endpoints.at,
      values: {
        ...values,
        living: living.length === 1 ? '1 apiserver lives' : `${living.length} apiservers live`,
        surplus,
      },
      related,
    }
  },
})

/** It may live and renew nothing: in the middle of the upgrade to 1.26, or where the gate is off. */
function renewsNothing(one: Component): boolean {
  if (before(one.range.max, '1.26')) return one.kind === 'kube-apiserver' || one.role === 'control-plane'
  const gate =
    one.kind === 'kube-apiserver' ? one.answer({ key: 'feature-gates', entry: 'APIServerIdentity' }) : undefined
  return gate !== undefined && gate.state !== 'unknown' && gate.value === false
}

interface Address {
  readonly address: string
  readonly at: Resource
}

/** Of the objects that list addresses, the one with most: there is one for each family, and in old clusters one of the old kind. */
function* largest(
  cluster: Cluster,
): Generator<Read, { readonly at: Resource; readonly addresses: readonly Address[] } | undefined, unknown> {
  let found: { at: Resource; addresses: Address[] } | undefined
  for (const endpoints of cluster.resourcesOf('endpoints')) {
    // A provider's addresses are what it makes of its apiservers, which nobody else sees.
    if ((yield* known(endpoints.get('managedBy'))).value !== undefined) return undefined
    const addresses: Address[] = []
    const { value: items = [] } = yield* known(endpoints.items('addresses'))
    for (const item of items) {
      const { value } = yield* known(item.get(''))
      if (value !== undefined && !addresses.some(({ address }) => address === value))
        addresses.push({ address: value, at: item })
    }
    if (found === undefined || addresses.length > found.addresses.length) found = { at: endpoints, addresses }
  }
  return found
}

/** Which of them they are, where pods of apiservers tell: of a dead one, or of all that live. Empty where they do not. */
function deadAmong(
  addresses: readonly Address[],
  surplus: number,
  gone: readonly IdentityLease[],
  cluster: Cluster,
): readonly Address[] {
  const apiservers = cluster.of('kube-apiserver')
  const ofDead = gone.flatMap(({ hostname }) => {
    const pod = apiservers.find(({ runsIn }) => hostname !== undefined && runsIn?.name?.endsWith(`-${hostname}`))
    return advertised(pod) ?? []
  })
  const named = addresses.filter(({ address }) => ofDead.includes(address))
  if (named.length === surplus) return named
  const known = apiservers.map(advertised)
  const others = addresses.filter(({ address }) => !known.includes(address))
  return known.includes(undefined) || others.length !== surplus ? [] : others
}

const advertised = (apiserver: Component<'kube-apiserver'> | undefined): string | undefined =>
  writtenValue(apiserver?.get('advertise-address'))

function remedy(cluster: Cluster): string {
  const counts = cluster.of('kube-apiserver').some(apiserver => {
    const type = apiserver.get('endpoint-reconciler-type')
    return type?.state === 'set' && type.value === 'master-count'
  })
  return counts
    ? 'set `--endpoint-reconciler-type=lease` on every apiserver, then run `kubectl -n default delete endpoints kubernetes`, which the apiservers make anew'
    : 'delete the key of the dead address below `/registry/masterleases/` in etcd, then run `kubectl -n default delete endpoints kubernetes`, which the apiservers make anew'
}
