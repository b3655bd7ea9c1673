import type { Component } from '../../model/component.js'
import { known, type Read } from '../../model/rule.js'
import type { KnownSetting, ListItem } from '../../model/setting.js'
import { atLeast } from '../../model/version.js'
import { isSkipped } from '../etcd-variables.js'
import { beside } from './beside.js'
import { rows, written } from './checks.js'
import { entriesOf } from './common.js'
import { familyOf, splitHostPort } from './endpoints.js'
import { parsedFlags } from './etcd-parsed.js'
import { type Broken, type Checking, holdsAt } from './validation.js'

type Etcd = Component<'etcd'>

const BOUND = ['listen-peer-urls', 'listen-client-urls', 'listen-client-http-urls', 'listen-metrics-urls'] as const
const ADVERTISED = ['initial-advertise-peer-urls', 'advertise-client-urls'] as const

const CONFIG = 'server/embed/config.go'
/** Releases that have listen-client-http-urls. */
const HTTP_URLS = '>=3.5.8 or 3.4.25 - 3.4'

/** What etcd asks of the URLs it listens on and those it tells others of. */
export const ETCD_URLS = rows('etcd', [
  {
    id: 'url-form',
    settings: [...BOUND, ...ADVERTISED],
    addresses: true,
    versions: 'any',
    reason: '`{url}` is not of the form scheme://host:port',
    remedy: 'write http:// or https://, a host and a port, and nothing behind it',
    source: 'client/pkg/types/urls.go',
    *check(etcd) {
      for (const key of [...BOUND, ...ADVERTISED]) {
        yield { apart: eachUrl(etcd, key, ({ value }) => urlOf(value) === undefined) }
        yield { apart: beatenUrls(etcd, key) }
      }
    },
  },
  {
    id: 'listen-urls',
    settings: BOUND,
    addresses: true,
    versions: '>=3.2',
    reason: '`{url}` names a host, and etcd listens on IP addresses only',
    remedy: 'write an address of the machine, or 0.0.0.0 for all of them',
    source: CONFIG,
    *check(etcd) {
      for (const key of BOUND) yield { apart: eachUrl(etcd, key, ({ value }) => isBoundToName(urlOf(value))) }
    },
  },
  {
    id: 'advertise-host',
    settings: ADVERTISED,
    versions: '>=3.4',
    reason: '`{url}` has no host, so nobody could reach the member there',
    remedy: 'write the address of the member',
    source: CONFIG,
    *check(etcd) {
      for (const key of ADVERTISED)
        yield { apart: eachUrl(etcd, key, ({ value }) => urlOf(value)?.host === '' && !isSocket(urlOf(value))) }
    },
  },
  {
    id: 'listen-http',
    settings: ['listen-client-http-urls', 'listen-client-urls'],
    versions: HTTP_URLS,
    reason: '`{url}` has an address that `listen-client-urls` has too',
    remedy: 'give it another port',
    source: 'server/embed/etcd.go',
    *check(etcd) {
      const http = yield* urlsOf(etcd, 'listen-client-http-urls')
      const client = yield* known(etcd.get('listen-client-urls'))
      const taken = new Set((client.value ?? []).map(({ value }) => addressOf(value)))
      for (const item of http?.value ?? []) {
        const address = addressOf(item.value)
        if (http !== undefined && address !== undefined && taken.has(address))
          yield {
            ...brokenUrl(item, http),
            ...beside([client, 'the other list']),
          }
      }
    },
  },
  {
    id: 'advertise-missing',
    settings: ['listen-client-urls', 'advertise-client-urls'],
    versions: 'any',
    reason: '`advertise-client-urls` must be set with it',
    remedy: 'set `--advertise-client-urls` to the URL at which clients reach this member',
    source: 'server/etcdmain/config.go',
    *check(etcd) {
      const listen = yield* written(etcd, 'listen-client-urls')
      // of a file it has a default nevertheless, from 3.1 on
      if (listen?.by === undefined || (listen.by.layer === 'file' && atLeast(etcd.version, '3.1'))) return
      const advertise = yield* known(etcd.get('advertise-client-urls'))
      if (advertise.state === 'set' || (yield* mayBeProxy(etcd))) return
      yield { at: listen }
    },
  },
  {
    id: 'client-cert-pair',
    settings: ['listen-client-urls', 'listen-metrics-urls', 'cert-file', 'key-file'],
    always: true,
    versions: '>=3.1',
    reason: 'clients are served over https without {missing}',
    remedy: 'set `--cert-file` and `--key-file`',
    source: 'client/pkg/transport/listener.go',
    *check(etcd) {
      yield* certificates(etcd, ['listen-client-urls', 'listen-client-http-urls', 'listen-metrics-urls'], {
        cert: 'cert-file',
        key: 'key-file',
        auto: 'auto-tls',
      })
    },
  },
  {
    id: 'peer-cert-pair',
    settings: ['listen-peer-urls', 'peer-cert-file', 'peer-key-file'],
    versions: '>=3.1',
    reason: 'peers are served over https without {missing}',
    remedy: 'set `--peer-cert-file` and `--peer-key-file`',
    source: 'client/pkg/transport/listener.go',
    *check(etcd) {
      yield* certificates(etcd, ['listen-peer-urls'], {
        cert: 'peer-cert-file',
        key: 'peer-key-file',
        auto: 'peer-auto-tls',
      })
    },
  },
])

type UrlsKey = (typeof BOUND)[number] | (typeof ADVERTISED)[number]

export interface Url {
  readonly scheme: 'http' | 'https' | 'unix' | 'unixs'
  readonly host: string
  readonly port: string
}

/** Undefined where etcd refuses it; of sockets only the port is looked at, as net/url does. */
export function urlOf(text: string): Url | undefined {
  const found = /^(https?|unixs?):\/\/(.*)$/i.exec(text.trim())
  const scheme = found?.[1]?.toLowerCase()
  const rest = found?.[2] ?? ''
  if (scheme === 'unix' || scheme === 'unixs')
    return /^[^/?#]*:(?!\d*(?:[/?#]|$))[^/?#:\]@]*(?:[/?#]|$)/.test(rest) ? undefined : { scheme, host: rest, port: '' }
  if (scheme !== 'http' && scheme !== 'https') return undefined
  const authority = rest.split(/[?#]/, 1)[0] ?? ''
  if (authority.includes('/')) return undefined
  const split = splitHostPort(authority.slice(authority.lastIndexOf('@') + 1))
  return split === undefined || !/^\d*$/.test(split.port) ? undefined : { scheme, ...split }
}

const isSocket = (url: Url | undefined): boolean => url?.scheme === 'unix' || url?.scheme === 'unixs'

/** `localhost` is let through; a zone behind `%` is not looked at. */
function isBoundToName(url: Url | undefined): boolean {
  if (url === undefined || isSocket(url) || url.host.includes('%')) return false
  return url.host !== 'localhost' && familyOf(url.host) === undefined
}

const addressOf = (text: string): string | undefined => {
  const url = urlOf(text)
  return url === undefined ? undefined : `${url.host}:${url.port}`
}

/** A list that somebody wrote. */
function* urlsOf(
  etcd: Etcd,
  key: UrlsKey,
): Generator<Read, KnownSetting<readonly ListItem[] | undefined> | undefined, unknown> {
  if (etcd.get(key) === undefined) return undefined
  // of a file it is skipped where no flag of that name exists yet
  if (key === 'listen-client-http-urls' && !holdsAt(HTTP_URLS, etcd.version)) return undefined
  const setting = yield* known(etcd.get(key))
  return setting.state === 'set' ? setting : undefined
}

function* eachUrl(etcd: Etcd, key: UrlsKey, isBad: (item: ListItem) => boolean): Checking {
  const setting = yield* urlsOf(etcd, key)
  if (setting === undefined || isSkipped(etcd, setting.by)) return
  for (const item of setting.value ?? []) if (isBad(item)) yield brokenUrl(item, setting)
}

/** Those of a flag that sets nothing. */
function* beatenUrls(etcd: Etcd, key: UrlsKey): Checking {
  // of a list every occurrence that counts is among its items
  for (const { written: flag, value } of parsedFlags(etcd, key)) {
    if (!etcd.overruled.includes(flag)) continue
    for (const item of entriesOf(value))
      if (urlOf(item.value) === undefined) yield { at: item.at, values: { url: item.value, spelling: flag.spelling } }
  }
}

const brokenUrl = (item: ListItem, { by }: KnownSetting<unknown>): Broken => ({
  at: item.at,
  values: { url: item.value, ...(by === undefined ? {} : { spelling: by.spelling }) },
})

/** A proxy of the v2 API serves no clients of its own (server/etcdmain/config.go, mayBeProxy); there is none from 3.6 on. */
function* mayBeProxy(etcd: Etcd): Generator<Read, boolean, unknown> {
  if (atLeast(etcd.version, '3.6')) return false
  const proxy = yield* known(etcd.get('proxy'))
  if (proxy.value !== undefined && proxy.value !== 'off') return true
  const discovery = yield* known(etcd.get('discovery'))
  if ((discovery.value ?? '') === '') return false
  const fallback = yield* known(etcd.get('discovery-fallback'))
  return fallback.value !== 'exit'
}

interface Certificate {
  readonly cert: 'cert-file' | 'peer-cert-file'
  readonly key: 'key-file' | 'peer-key-file'
  readonly auto: 'auto-tls' | 'peer-auto-tls'
}

function* certificates(etcd: Etcd, lists: readonly UrlsKey[], { cert, key, auto }: Certificate): Checking {
  const certificate = yield* known(etcd.get(cert))
  const own = yield* known(etcd.get(key))
  const missing = [certificate, own].flatMap(({ value }, i) => ((value ?? '') === '' ? [i === 0 ? cert : key] : []))
  if (missing.length === 0) return
  // it makes itself a pair only where none is named
  if (missing.length === 2 && (yield* known(etcd.get(auto))).value === true) return
  for (const list of lists) yield { apart: overTls(etcd, list, missing) }
}

function* overTls(etcd: Etcd, list: UrlsKey, missing: readonly string[]): Checking {
  const setting = yield* urlsOf(etcd, list)
  const secure = setting?.value?.find(({ value }) => {
    const url = urlOf(value)
    return url?.scheme === 'https' || url?.scheme === 'unixs'
  })
  if (setting === undefined || secure === undefined) return
  yield {
    at: setting,
    values: { missing: missing.map(name => `\`${name}\``).join(' and ') },
  }
}
