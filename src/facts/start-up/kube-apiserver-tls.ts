import { isCipherSuite, TLS_VERSIONS } from '../tls.js'
import { items, otherThan, rows } from './checks.js'
import { SERVING, tlsRows } from './serving.js'

const FLAGS = 'staging/src/k8s.io/component-base/cli/flag/ciphersuites_flag.go'

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
  ...tlsRows<'kube-apiserver'>(SERVING),
])
