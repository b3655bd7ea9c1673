import { type Listed, listedMembers } from '../../facts/initial-cluster.js'
import { isSeenRunning } from '../../facts/running.js'
import { beside } from '../../facts/start-up/beside.js'
import { familyOf } from '../../facts/start-up/endpoints.js'
import { type Url, urlOf } from '../../facts/start-up/etcd-urls.js'
import { isVendorBuild } from '../../facts/vendors.js'
import type { Component } from '../../model/component.js'
import { defineRule, known, type Read, type Report } from '../../model/rule.js'
import { atLeast } from '../../model/version.js'

/** `initial-cluster` where nobody wrote one (server/embed/config.go, NewConfig). */
const DEFAULT = 'default=http://localhost:2380'

/** No cluster has more members by far. */
const MOST = 1_000

export default defineRule({
  id: 'etcd/initial-cluster-mismatch',
  summary: 'an etcd member does not fit the initial cluster it is given',
  checks: 'etcd',
  severity: 'error',
  preset: ['recommended'],
  category: 'correctness',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/etcd-io/etcd/blob/v3.6.10/server/config/config.go',
    'https://github.com/etcd-io/etcd/blob/v3.6.10/server/embed/config.go',
  ],
  messages: {
    missing: {
      what: '`initial-cluster` does not list this member, `{name}`',
      why: 'the member exits at its first start, so the cluster forms without it or not at all',
      help: 'add `{name}=` and its peer URL to `initial-cluster`, the same on all members',
      effect: 'stops',
    },
    differs: {
      what: '`initial-cluster` has other peer URLs for `{name}` than `initial-advertise-peer-urls`',
      why: 'the member exits at its first start, so the cluster forms without it or not at all',
      help: 'write the URLs of `initial-advertise-peer-urls` there',
      effect: 'stops',
    },
    malformed: {
      what: '`{entry}` of `initial-cluster` has no URL of the form scheme://host:port',
      why: 'the member exits at its first start, so the cluster forms without it or not at all',
      help: 'write `{name}=https://` or `{name}=http://` with the host and the port of the member',
      effect: 'stops',
    },
    left: {
      what: '`initial-cluster` is left at its default, which does not have the URLs of `initial-advertise-peer-urls`',
      why: 'the member exits at its first start: only with a `name` is the list made of what it advertises',
      help: 'set `name`, or write `default=` and its peer URL into `initial-cluster`',
      effect: 'stops',
    },
    twice: {
      what: '`initial-cluster` has the peer URL `{url}` twice',
      why: 'the member exits at its first start, so the cluster forms without it or not at all',
      help: 'give every member its own peer URL',
      effect: 'stops',
    },
  },

  *check(etcd) {
    if (isSeenRunning(etcd) || isVendorBuild(etcd)) return
    const cluster = yield* known(etcd.get('initial-cluster'))
    if (cluster.state !== 'set') yield { apart: leftAlone(etcd) }
    const text = cluster.by?.value
    if (cluster.state !== 'set' || text === undefined || (yield* isFoundOtherwise(etcd))) return
    const members = listedMembers(text)
    if (members.length === 0 || members.length > MOST) return
    const malformed = members.find(({ url }) => urlOf(url) === undefined)
    if (malformed !== undefined) {
      const { name, text } = malformed
      yield { message: 'malformed', at: text, values: { entry: text.value, name } }
      return
    }
    const twice = repeated(members)
    if (twice !== undefined) {
      const [first, second] = twice
      yield {
        message: 'twice',
        at: second.text,
        values: { url: second.url },
        related: [{ at: first.text, label: 'the first' }],
      }
    }
    const name = yield* known(etcd.get('name'))
    // then the list is made of the name
    if (text.value === DEFAULT && name.value !== 'default' && atLeast(etcd.version, '3.1')) return
    const own = members.filter(member => member.name === name.value)
    if (own.length === 0) {
      yield {
        message: 'missing',
        at: cluster,
        values: { name: name.value ?? '' },
        ...beside([name, 'the name']),
      }
      return
    }
    const state = yield* known(etcd.get('initial-cluster-state'))
    const advertised = yield* known(etcd.get('initial-advertise-peer-urls'))
    // who joins announced its URLs before
    if (state.value === 'existing' || advertised.value === undefined) return
    if (advertised.state !== 'set' && (yield* advertisesMachine(etcd))) return
    if (
      differ(
        own.map(({ url }) => url),
        advertised.value.map(({ value }) => value),
      )
    )
      yield {
        message: 'differs',
        at: own[0]?.text ?? cluster,
        values: { name: name.value ?? '' },
        ...beside([advertised, 'the URLs it advertises']),
      }
  },
})

/** Neither a name nor a list (embed.UpdateDefaultClusterFromName): what it advertises has to be the default as well. */
function* leftAlone(etcd: Component<'etcd'>): Generator<Read | Report<'left'>, void, unknown> {
  if (!atLeast(etcd.version, '3.1') || (yield* isFoundOtherwise(etcd))) return
  const name = yield* known(etcd.get('name'))
  const state = yield* known(etcd.get('initial-cluster-state'))
  const advertised = yield* known(etcd.get('initial-advertise-peer-urls'))
  if (advertised.state !== 'set' || advertised.value === undefined) return
  if ((name.value ?? 'default') !== 'default' || state.value === 'existing') return
  const urls = advertised.value.map(({ value }) => value)
  // another rule tells of a URL that is none
  if (
    urls.length === 0 ||
    urls.some(url => urlOf(url) === undefined) ||
    !differ([DEFAULT.replace(/^default=/, '')], urls)
  )
    return
  yield { message: 'left', at: advertised }
}

/** Discovery finds the cluster without the list, and a proxy is no member of it. */
function* isFoundOtherwise(etcd: Component<'etcd'>): Generator<Read, boolean, unknown> {
  if (!atLeast(etcd.version, '3.6')) {
    const proxy = yield* known(etcd.get('proxy'))
    if (proxy.value !== undefined && proxy.value !== 'off') return true
  }
  for (const key of ['discovery', 'discovery-srv'] as const) {
    if (etcd.get(key) === undefined) continue
    const setting = yield* known(etcd.get(key))
    if ((setting.value ?? '') !== '') return true
  }
  if (!atLeast(etcd.version, '3.6')) return false
  const endpoints = yield* known(etcd.get('discovery-endpoints'))
  return (endpoints.value ?? []).length > 0
}

/** Who listens on all addresses and says nothing else advertises the one of its default route (embed.UpdateDefaultClusterFromName). */
function* advertisesMachine(etcd: Component<'etcd'>): Generator<Read, boolean, unknown> {
  if (!atLeast(etcd.version, '3.1')) return true
  const listen = yield* known(etcd.get('listen-peer-urls'))
  return (listen.value ?? []).some(({ value }) => urlOf(value) === undefined || ANY.test(value))
}

const ANY = /\/\/(?:0\.0\.0\.0|\[::\])/

function repeated(members: readonly Listed[]): readonly [Listed, Listed] | undefined {
  const seen = new Map<string, Listed>()
  for (const member of members) {
    const before = seen.get(member.url)
    if (before !== undefined) return [before, member]
    seen.set(member.url, member)
  }
  return undefined
}

/**
 * Host names are resolved before they are compared (pkg/netutil, URLStringsEqual), so only what no resolver makes equal differs: the
 * count, the schemes and ports, and addresses among themselves.
 */
function differ(listed: readonly string[], advertised: readonly string[]): boolean {
  const [a, b] = [listed.map(urlOf), [...new Set(advertised)].map(urlOf)]
  if (![...a, ...b].every(isPlain)) return false
  if (a.length !== b.length) return true
  const endpoint = ({ scheme, port }: Url) => `${scheme} ${port}`
  const whole = (url: Url) => `${endpoint(url)} ${url.host.toLowerCase()}`
  if (!isAlike(a.filter(isPlain).map(endpoint), b.filter(isPlain).map(endpoint))) return true
  // no resolver takes localhost for an address of the network
  if ((a.some(isNetwork) && b.every(isLocal)) || (b.some(isNetwork) && a.every(isLocal))) return true
  const areAddresses = [...a, ...b].every(url => url !== undefined && familyOf(url.host) === 4)
  return areAddresses && !isAlike(a.filter(isPlain).map(whole), b.filter(isPlain).map(whole))
}

const isLocal = (url: Url | undefined): boolean => url?.host === 'localhost'
const isNetwork = (url: Url | undefined): boolean =>
  url !== undefined && familyOf(url.host) === 4 && !url.host.startsWith('127.')

const isPlain = (url: Url | undefined): url is Url => url !== undefined && !url.scheme.startsWith('unix')

const isAlike = (a: readonly string[], b: readonly string[]): boolean => [...a].sort().join() === [...b].sort().join()
