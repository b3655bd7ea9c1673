import type { Component, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { known, type Read } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import { isCipherSuite, TLS_CURVES, TLS_VERSIONS } from '../tls.js'
import { filled, lacks } from './absence.js'
import { items, outside, written } from './checks.js'
import type { Checking, Validation } from './validation.js'

/** Flags of what a component serves health and metrics with. */
interface ServingKeys<K extends ComponentKind> {
  readonly port: ScalarKey<K>
  readonly suites: ScalarKey<K>
  readonly version: ScalarKey<K>
  readonly curves: ScalarKey<K>
  readonly certificate: ScalarKey<K>
  readonly key: ScalarKey<K>
  readonly withoutHttp2: ScalarKey<K>
}

/** The same at whoever serves with k8s.io/apiserver. */
export const SERVING = {
  port: 'secure-port',
  suites: 'tls-cipher-suites',
  version: 'tls-min-version',
  curves: 'tls-curve-preferences',
  certificate: 'tls-cert-file',
  key: 'tls-private-key-file',
  withoutHttp2: 'disable-http2-serving',
} as const

const SOURCE = 'staging/src/k8s.io/apiserver/pkg/server/options/serving.go'
const CIPHERS = 'staging/src/k8s.io/component-base/cli/flag/ciphersuites_flag.go'

/** Of which HTTP/2 wants one. */
const HTTP2 = ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256']
const SNI = 'tls-sni-cert-key'

/**
 * What one that may serve nothing checks, from `since` on, which has the flags: where the port is 0 nothing is served, and of TLS nothing is
 * looked at.
 */
export const servingRows = <K extends ComponentKind>(keys: ServingKeys<K>, since: string): readonly Validation<K>[] => {
  const { port, suites, version } = keys
  return [
    {
      id: 'secure-port',
      settings: [`--${String(port)}`],
      versions: `>=${since}`,
      reason: 'it is not a port',
      remedy: 'remove it, for the default is fine',
      source: SOURCE,
      check: outside([port], { min: 0, max: 65_535 }),
    },
    {
      id: 'tls-names',
      settings: [`--${String(suites)}`],
      versions: '>=1.17',
      reason: '`{name}` is not a cipher suite',
      remedy: 'remove it, or write a suite such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      source: CIPHERS,
      *check(component) {
        if (!(yield* serves(component, port))) return
        const named = yield* items(component, suites)
        // an empty text is an empty list
        if (named.length === 1 && named[0]?.value === '') return
        for (const item of named)
          if (!isCipherSuite(item.value, component.version)) yield { at: item, values: { name: item.value } }
      },
    },
    {
      id: 'tls-version',
      settings: [`--${String(version)}`],
      versions: '>=1.17',
      reason: '`{value}` is not a version of TLS',
      remedy: 'use VersionTLS12 or VersionTLS13',
      source: CIPHERS,
      *check(component) {
        const least = yield* written(component, version)
        if (typeof least?.value !== 'string' || least.value === '' || TLS_VERSIONS.includes(least.value)) return
        if (yield* serves(component, port)) yield { at: least, values: { value: least.value } }
      },
    },
    ifServed(http2Row(keys), port),
    ...tlsRows(keys).map(row => ifServed(row, port)),
  ]
}

const ifServed = <K extends ComponentKind>(row: Validation<K>, port: ScalarKey<K>): Validation<K> => ({
  ...row,
  *check(component) {
    if (yield* serves(component, port)) yield* row.check(component)
  },
})

/** What a row says of suites with which HTTP/2 cannot be served. */
export const HTTP2_WORDS = {
  reason: 'HTTP/2 demands `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` or its ECDSA sister',
  remedy: 'add `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`, or the ECDSA suite if the key is one of ECDSA',
} as const

/** net/http2 refuses a list of suites that it could not be served with. */
export const http2Row = <K extends ComponentKind>(
  keys: Pick<ServingKeys<K>, 'suites' | 'version' | 'withoutHttp2'>,
): Validation<K> => ({
  id: 'tls-http2',
  settings: [`--${String(keys.suites)}`, `--${String(keys.version)}`, `--${String(keys.withoutHttp2)}`],
  versions: '>=1.14',
  ...HTTP2_WORDS,
  source: 'vendor/golang.org/x/net/http2/server.go',
  *check(component) {
    const list = yield* suitesWithoutHttp2(component, keys)
    if (list === undefined) return
    const off = component.get(keys.withoutHttp2)
    const isOff: KnownSetting<unknown> | undefined = off === undefined ? undefined : yield* known(off)
    if (isOff?.value !== true) yield { at: list }
  },
})

/** The list of suites, where HTTP/2 could not be served with it. */
export function* suitesWithoutHttp2<K extends ComponentKind>(
  component: Component<K>,
  { suites, version }: Pick<ServingKeys<K>, 'suites' | 'version'>,
) {
  const list = yield* filled(component, suites)
  if (list === undefined) return undefined
  const named = yield* items(component, suites)
  // a name that is none is refused before
  if (named.some(({ value }) => HTTP2.includes(value) || !isCipherSuite(value, component.version))) return undefined
  const least: KnownSetting<unknown> = yield* known(component.get(version))
  // from 1.3 on the list is not asked for
  return least.value === 'VersionTLS13' ? undefined : list
}

/** What everybody checks who serves. */
export const tlsRows = <K extends ComponentKind>({
  curves,
  certificate,
  key,
}: Pick<ServingKeys<K>, 'curves' | 'certificate' | 'key'>): readonly Validation<K>[] => [
  {
    id: 'tls-curves',
    settings: [`--${String(curves)}`],
    versions: '>=1.36',
    reason: 'each curve must be known and stand there once, `{value}` {problem}',
    remedy: 'write numbers of curves, each once: 29 is X25519, 4588 X25519MLKEM768, 23 P-256',
    source: 'staging/src/k8s.io/component-base/cli/flag/curves_flag.go',
    *check(component) {
      const list = yield* written(component, curves)
      if (list === undefined) return
      const named = yield* items(component, curves)
      // unlike a list of words, one of numbers has to have one
      if (named.length === 0) yield { at: list, values: { value: '', problem: 'is no number of one' } }
      const seen = new Set<number>()
      for (const { value, at } of named) {
        const id = /^[+-]?\d{1,9}$/.test(value) ? Number(value) : undefined
        if (id === undefined || !TLS_CURVES.has(id))
          yield {
            at,
            values: {
              value,
              problem: id === undefined ? 'is no number of one' : 'is not known',
              spelling: `--${String(curves)}`,
            },
          }
        else if (seen.has(id)) yield { at: list, values: { value, problem: 'does so twice' } }
        if (id !== undefined) seen.add(id)
      }
    },
  },
  {
    id: 'tls-pair',
    settings: [`--${String(certificate)}`, `--${String(key)}`, `--${SNI}`],
    versions: '>=1.13',
    reason: 'a certificate and its key belong together, {problem}',
    remedy: 'name the certificate and its key',
    source: SOURCE,
    *check(component) {
      yield { apart: half(component, certificate, key) }
      yield { apart: half(component, key, certificate) }
      for (const pair of component.assignments) {
        const text = pair.key === SNI ? pair.value : undefined
        if (text === undefined || !text.known) continue
        // `certificate,key:names`
        const files = (text.value.split(':', 1)[0] ?? '').split(',')
        if (files.length !== 2) yield { at: pair, values: { problem: 'write `certificate,key`' } }
      }
    },
  },
]

function* half<K extends ComponentKind>(component: Component<K>, key: ScalarKey<K>, other: ScalarKey<K>): Checking {
  const one = yield* filled(component, key)
  if (one !== undefined && (yield* lacks(component, other)))
    yield { at: one, values: { problem: `\`--${String(other)}\` is missing` } }
}

function* serves<K extends ComponentKind>(
  component: Component<K>,
  port: ScalarKey<K>,
): Generator<Read, boolean, unknown> {
  const setting: KnownSetting<unknown> = yield* known(component.get(port))
  return typeof setting.value === 'number' && setting.value > 0
}
