import { isCipherSuite, TLS_CURVES, TLS_VERSIONS } from '../tls.js'
import { filled, lacks } from './absence.js'
import { items, otherThan, rows } from './checks.js'

const FLAGS = 'staging/src/k8s.io/component-base/cli/flag/ciphersuites_flag.go'
const SERVING = 'staging/src/k8s.io/apiserver/pkg/server/options/serving.go'

/** What the apiserver serves TLS with. */
export const TLS = rows('kube-apiserver', [
  {
    id: 'tls-names',
    settings: ['--tls-cipher-suites'],
    versions: '>=1.17',
    reason: '`{name}` is not a cipher suite Go knows',
    remedy: 'remove the name, or write a suite of crypto/tls such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    source: FLAGS,
    *check(apiserver) {
      for (const { value, at } of yield* items(apiserver, 'tls-cipher-suites'))
        if (!isCipherSuite(value, apiserver.version))
          yield { at, values: { name: value, spelling: '--tls-cipher-suites' } }
    },
  },
  {
    id: 'tls-version',
    settings: ['--tls-min-version'],
    versions: '>=1.17',
    reason: '`{value}` is not a version of TLS',
    remedy: 'use VersionTLS12 or VersionTLS13',
    source: FLAGS,
    check: otherThan('tls-min-version', ['', ...TLS_VERSIONS]),
  },
  {
    id: 'tls-curves',
    settings: ['--tls-curve-preferences'],
    versions: '>=1.36',
    reason: 'each curve must be known and stand there once, `{value}` {problem}',
    remedy: 'write numbers of curves, each once: 29 is X25519, 4588 X25519MLKEM768, 23 P-256',
    source: 'staging/src/k8s.io/component-base/cli/flag/curves_flag.go',
    *check(apiserver) {
      const curves = yield* filled(apiserver, 'tls-curve-preferences')
      if (curves === undefined) return
      const seen = new Set<number>()
      for (const { value, at } of yield* items(apiserver, 'tls-curve-preferences')) {
        // what is no number the parser of flags refuses
        if (!/^-?\d{1,9}$/.test(value)) continue
        const id = Number(value)
        if (!TLS_CURVES.has(id))
          yield { at, values: { value, problem: 'is not known', spelling: '--tls-curve-preferences' } }
        else if (seen.has(id)) yield { at: curves, values: { value, problem: 'does so twice' } }
        seen.add(id)
      }
    },
  },
  {
    id: 'tls-pair',
    settings: ['--tls-cert-file', '--tls-private-key-file', '--tls-sni-cert-key'],
    versions: '>=1.10',
    reason: 'a certificate and its key belong together, {problem}',
    remedy: 'name the certificate and its key',
    source: SERVING,
    *check(apiserver) {
      for (const [key, other] of [
        ['tls-cert-file', 'tls-private-key-file'],
        ['tls-private-key-file', 'tls-cert-file'],
      ] as const) {
        const one = yield* filled(apiserver, key)
        if (one !== undefined && (yield* lacks(apiserver, other)))
          yield { at: one, values: { problem: `\`--${other}\` is missing` } }
      }
      for (const pair of apiserver.assignments) {
        const text = pair.key === 'tls-sni-cert-key' ? pair.value : undefined
        if (text === undefined || !text.known) continue
        // `certificate,key:names`
        const files = (text.value.split(':', 1)[0] ?? '').split(',')
        if (files.length !== 2) yield { at: pair, values: { problem: 'write `certificate,key`' } }
      }
    },
  },
])
