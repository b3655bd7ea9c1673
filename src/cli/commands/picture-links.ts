import type { Component } from '../../model/component.js'
import type { Location } from '../../model/location.js'
import { knownValue } from '../../model/setting.js'
import type { Edge, Pictured, Tier, TierName } from '../../reporters/picture.js'
import { wordsOf } from './picture-text.js'
import type { View } from './shown.js'

/** Something that no document in view defines, but one names. */
export interface Named {
  readonly tier: TierName
  readonly thing: Pictured
  readonly label: string
}

/** More names than this of one kind say no more. */
const MOST_NAMED = 9

/** Members of etcd, groups of nodes and endpoints of the apiserver that are named, and not in view themselves. */
export function namedOnly(views: readonly View[]): readonly Named[] {
  return [...namedMembers(views), ...namedGroups(views), ...namedEndpoints(views)]
}

const componentsOf = (views: readonly View[], kind: Component['kind']): readonly Component[] =>
  views.flatMap(view => ('component' in view && view.component.kind === kind ? [view.component] : []))

const resourcesOf = (views: readonly View[], kind: string) =>
  views.flatMap(view => ('resource' in view && view.resource.kind === kind ? [view.resource] : []))

function named(
  tier: TierName,
  kind: string,
  label: string,
  names: ReadonlyMap<string, Location>,
  facts: readonly string[],
) {
  return [...names].slice(0, MOST_NAMED).map(
    ([name, at]): Named => ({
      tier,
      label,
      thing: {
        kind,
        name,
        facts,
        instances: { min: 1, max: 1 },
        inView: false,
        at,
        findings: [],
        unknown: 0,
        things: [],
      },
    }),
  )
}

/** Without a member in view the apiserver's `--etcd-servers` tell them, else `--initial-cluster` of those in view. */
function namedMembers(views: readonly View[]): readonly Named[] {
  const members = componentsOf(views, 'etcd')
  const found = new Map<string, Location>()
  if (members.length === 0) {
    for (const apiserver of componentsOf(views, 'kube-apiserver'))
      for (const server of wordsOf(apiserver, 'etcd-servers') ?? [])
        if (!isLocal(hostOf(server)) && !found.has(authorityOf(server)))
          found.set(authorityOf(server), apiserver.anchor)
    return named('etcd', 'etcd', '--etcd-servers', found, ['not in view'])
  }
  const here = new Set(members.flatMap(member => wordsOf(member, 'name') ?? []))
  // a member whose name is not known may be any of them
  if (members.some(member => wordsOf(member, 'name') === undefined)) return []
  for (const member of members)
    for (const peer of wordsOf(member, 'initial-cluster') ?? []) {
      const name = peer.split('=')[0]?.trim() ?? ''
      if (name !== '' && peer.includes('=') && !here.has(name) && !found.has(name)) found.set(name, member.anchor)
    }
  return named('etcd', 'etcd', '--initial-cluster', found, ['not in view'])
}

/** `--nodes=1:10:workers` of the autoscaler. */
function namedGroups(views: readonly View[]): readonly Named[] {
  const here = new Set(resourcesOf(views, 'scaling-group').flatMap(({ name }) => (name === undefined ? [] : [name])))
  for (const kubelet of componentsOf(views, 'kubelet')) if (kubelet.pool !== undefined) here.add(kubelet.pool)
  return componentsOf(views, 'cluster-autoscaler').flatMap(autoscaler =>
    (wordsOf(autoscaler, 'nodes') ?? []).flatMap(group => {
      const [, min, max, name] = /^(\d+):(\d+):(.+)$/.exec(group) ?? []
      if (name === undefined || here.has(name)) return []
      return named('nodes', 'scaling-group', '--nodes', new Map([[name, autoscaler.anchor]]), [
        `${min} to ${max} machines`,
        'not in view',
      ])
    }),
  )
}

/** Servers of kubeconfigs that no load balancer in view answers for. */
function namedEndpoints(views: readonly View[]): readonly Named[] {
  const found = new Map<string, Location>()
  const balancers = resourcesOf(views, 'load-balancer')
  for (const { server, at } of serversOf(views))
    if (!balancers.some(({ name }) => answersFor(name, server)) && !isLocal(hostOf(server)))
      found.set(authorityOf(server), at)
  return named('entry', 'endpoint', 'kubeconfig', found, ['not in view'])
}

function serversOf(views: readonly View[]): readonly { readonly server: string; readonly at: Location }[] {
  return resourcesOf(views, 'kubeconfig').flatMap(config => {
    const server = config.get('server')
    const text = knownValue(server)
    return text === undefined ? [] : [{ server: text, at: server.at }]
  })
}

/** Clouds make the host name of a load balancer from its name. */
const answersFor = (name: string | undefined, server: string): boolean =>
  name !== undefined && name.length > 3 && hostOf(server).includes(name.toLowerCase())

/** Host and port: a user and a password before them are nobody's business. */
const authorityOf = (server: string): string =>
  server
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/s, '')

const hostOf = (server: string): string => authorityOf(server).replace(/:\d+$/, '').toLowerCase()

const isLocal = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|)$/.test(host)

/** What leads where: as written, or as it is in every cluster. */
export function edges(views: readonly View[], tiers: readonly Tier[], all: readonly Named[]): readonly Edge[] {
  const has = (name: TierName, kind?: string): boolean =>
    tiers.some(tier => tier.name === name && (kind === undefined || tier.things.some(thing => thing.kind === kind)))
  const balancers = resourcesOf(views, 'load-balancer')
  const endpoints = all.some(({ tier }) => tier === 'entry')
  const isEntered =
    endpoints || serversOf(views).some(({ server }) => balancers.some(({ name }) => answersFor(name, server)))
  const serves = balancers.some(balancer => knownValue(balancer.get('serves')) === 'kube-apiserver')
  const found: Edge[] = []
  const groups = all.some(({ tier }) => tier === 'nodes')
  if (has('autoscaler') && has('nodes'))
    found.push({
      from: 'autoscaler',
      to: 'nodes',
      because: groups ? 'configuration' : 'architecture',
      label: groups ? '--nodes' : 'resizes',
    })
  if (has('nodes', 'kubelet') && isEntered)
    found.push({ from: 'nodes', to: 'entry', because: 'configuration', label: 'kubeconfig' })
  else if (has('nodes', 'kubelet') && has('control-plane', 'kube-apiserver'))
    found.push({ from: 'nodes', to: 'control-plane', because: 'architecture', label: 'kubelet to apiserver' })
  if (has('control-plane', 'kube-apiserver') && (serves || isEntered))
    found.push({
      from: 'entry',
      to: 'control-plane',
      because: 'configuration',
      label: serves ? 'serves the apiserver' : 'kubeconfig',
    })
  if (has('control-plane', 'kube-apiserver') && has('etcd', 'etcd')) {
    const written = all.find(({ tier, label }) => tier === 'etcd' && label === '--etcd-servers')
    found.push({
      from: 'control-plane',
      to: 'etcd',
      because: written === undefined ? 'architecture' : 'configuration',
      label: written?.label ?? 'apiserver to etcd',
    })
  }
  return found
}
