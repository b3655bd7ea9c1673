import type { Component, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { known, type Read } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import { isCipherSuite, TLS_VERSIONS } from '../tls.js'
import { items, outside, written } from './checks.js'
import type { Validation } from './validation.js'

/** Flags of what a component serves health and metrics with. */
interface ServingKeys<K extends ComponentKind> {
  readonly port: ScalarKey<K>
  readonly suites: ScalarKey<K>
  readonly version: ScalarKey<K>
}

/** The same at whoever serves with k8s.io/apiserver and may leave it. */
export const SERVING = { port: 'secure-port', suites: 'tls-cipher-suites', version: 'tls-min-version' } as const

const SOURCE = 'staging/src/k8s.io/apiserver/pkg/server/options/serving.go'
const CIPHERS = 'staging/src/k8s.io/component-base/cli/flag/ciphersuites_flag.go'

/** `since`: the minor that has the flags. Where the port is 0 nothing is served, and of TLS nothing is looked at. */
export const servingRows = <K extends ComponentKind>(
  { port, suites, version }: ServingKeys<K>,
  since: string,
): readonly Validation<K>[] => [
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
    reason: 'no cipher suite has that name',
    remedy: 'remove it, or write a suite such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    source: CIPHERS,
    *check(component) {
      if (!(yield* serves(component, port))) return
      for (const item of yield* items(component, suites))
        if (item.value !== '' && !isCipherSuite(item.value, component.version))
          yield { at: item, values: { spelling: item.value } }
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
]

function* serves<K extends ComponentKind>(
  component: Component<K>,
  port: ScalarKey<K>,
): Generator<Read, boolean, unknown> {
  const setting: KnownSetting<unknown> = yield* known(component.get(port))
  return typeof setting.value === 'number' && setting.value > 0
}
