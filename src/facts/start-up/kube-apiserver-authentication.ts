import { parseUrl } from '../../model/url.js'
import { atLeast } from '../../model/version.js'
import { filled, lacks } from './absence.js'
import { gateOf, items, outside, rows, written } from './checks.js'

const OPTIONS = 'pkg/kubeapiserver/options/authentication.go'
const COMPLETION = 'pkg/controlplane/apiserver/options/options.go'
const VALIDATION = 'pkg/controlplane/apiserver/options/validation.go'

const HOUR = 3_600_000
/** 2^32 seconds. */
const LONGEST = 2 ** 32 * 1000

/** Name of an abstract socket. */
const SOCKET = /^@(?:[a-zA-Z0-9_-]+\.)*[a-zA-Z0-9_-]+$/

/** Flags that tell of one OIDC provider. */
const OIDC = [
  'oidc-issuer-url',
  'oidc-client-id',
  'oidc-ca-file',
  'oidc-username-claim',
  'oidc-username-prefix',
  'oidc-groups-claim',
  'oidc-groups-prefix',
  'oidc-signing-algs',
] as const

const REQUIRED_CLAIM = 'oidc-required-claim'

/** Who clients are, and the tokens of service accounts. */
export const AUTHENTICATION = rows('kube-apiserver', [
  {
    id: 'api-audiences',
    settings: ['--api-audiences', '--service-account-issuer', '--service-account-signing-key-file'],
    versions: '1.13 - 1.19',
    reason: 'audiences, issuer and signing key are only taken together',
    remedy: 'set `--service-account-issuer` and `--service-account-signing-key-file`',
    source: 'cmd/kube-apiserver/app/options/validation.go',
    *check(apiserver) {
      const audiences = yield* filled(apiserver, 'api-audiences')
      if (audiences === undefined) return
      const isAlone =
        (yield* lacks(apiserver, 'service-account-issuer')) ||
        (yield* lacks(apiserver, 'service-account-signing-key-file'))
      if (isAlone) yield { at: audiences }
    },
  },
  {
    id: 'issuer-format',
    settings: ['--service-account-issuer'],
    versions: '>=1.20',
    reason: 'an issuer must be a URL or have no colon and be named once, `{value}` {problem}',
    remedy: 'write an https URL, such as https://kubernetes.default.svc.cluster.local',
    source: OPTIONS,
    *check(apiserver) {
      const issuers = yield* filled(apiserver, 'service-account-issuer')
      if (issuers === undefined) return
      const seen = new Set<string>()
      const spelling = '--service-account-issuer'
      for (const { value, at } of yield* items(apiserver, 'service-account-issuer')) {
        if (value.includes(':') && parseUrl(value) === undefined)
          yield { at, values: { value, problem: 'is not a URL', spelling } }
        // several issuers came with 1.22; until then the last one counted
        else if (seen.has(value) && atLeast(apiserver.version, '1.22'))
          yield { at: issuers, values: { value, problem: 'is named twice' } }
        seen.add(value)
      }
    },
  },
  {
    id: 'jwks-uri',
    settings: ['--service-account-jwks-uri'],
    versions: '>=1.21',
    reason: 'it is not an https URL',
    remedy: 'write an https URL, or remove it',
    source: OPTIONS,
    *check(apiserver) {
      const uri = yield* filled(apiserver, 'service-account-jwks-uri')
      if (uri !== undefined && parseUrl(String(uri.value))?.scheme !== 'https') yield { at: uri }
    },
  },
  {
    id: 'token-expiration',
    settings: ['--service-account-max-token-expiration'],
    versions: '>=1.20',
    reason: 'it must lie between 1h and 2^32 seconds',
    remedy: 'set 24h, or remove it',
    source: COMPLETION,
    check: outside(['service-account-max-token-expiration'], { min: HOUR, max: LONGEST, zero: true }),
  },
  {
    id: 'signing-endpoint',
    settings: [
      '--service-account-signing-endpoint',
      '--service-account-signing-key-file',
      '--service-account-key-file',
    ],
    versions: '>=1.32',
    reason: 'the signer cannot be used, {problem}',
    remedy: 'keep either the endpoint or the key files, and enable the gate ExternalServiceAccountTokenSigner',
    source: VALIDATION,
    *check(apiserver) {
      const endpoint = yield* filled(apiserver, 'service-account-signing-endpoint')
      if (endpoint === undefined) return
      const path = String(endpoint.value)
      if (path.startsWith('@') && !SOCKET.test(path))
        yield { at: endpoint, values: { problem: 'it is not the name of an abstract socket' } }
      for (const key of ['service-account-signing-key-file', 'service-account-key-file'] as const) {
        const file = yield* filled(apiserver, key)
        if (file === undefined) continue
        yield {
          at: endpoint,
          values: { problem: `it excludes \`--${key}\`` },
          related: [{ at: file, label: 'the key file' }],
        }
        return
      }
      const gate = yield* gateOf(apiserver, 'ExternalServiceAccountTokenSigner')
      if (gate?.value === false)
        yield { at: endpoint, values: { problem: 'it needs the gate ExternalServiceAccountTokenSigner' } }
    },
  },
  {
    id: 'oidc-pair',
    settings: ['--oidc-issuer-url', '--oidc-client-id'],
    versions: '>=1.14',
    reason: 'it needs `{other}`',
    remedy: 'set both, or none',
    source: OPTIONS,
    *check(apiserver) {
      // beside a file of providers the flags are refused whatever they say
      if (!(yield* lacks(apiserver, 'authentication-config'))) return
      for (const [key, other] of [
        ['oidc-issuer-url', 'oidc-client-id'],
        ['oidc-client-id', 'oidc-issuer-url'],
      ] as const) {
        const one = yield* filled(apiserver, key)
        if (one !== undefined && (yield* lacks(apiserver, other))) yield { at: one, values: { other: `--${other}` } }
      }
    },
  },
  {
    id: 'oidc-alone',
    settings: ['--oidc-username-claim', '--oidc-issuer-url', '--oidc-client-id'],
    always: true,
    versions: '>=1.29',
    reason: 'flags of OIDC need `--oidc-issuer-url` and `--oidc-client-id`',
    remedy: 'set both, or remove all flags of OIDC',
    source: OPTIONS,
    *check(apiserver) {
      if (!(yield* lacks(apiserver, 'authentication-config'))) return
      const isNone = (yield* lacks(apiserver, 'oidc-issuer-url')) && (yield* lacks(apiserver, 'oidc-client-id'))
      if (!isNone) return
      // whatever it says, an empty text as well
      const one = apiserver.assignments.find(
        ({ layer, key }) => layer === 'flag' && (key === REQUIRED_CLAIM || OIDC.some(flag => flag === key)),
      )
      if (one !== undefined) yield { at: one }
    },
  },
  {
    id: 'authentication-config',
    settings: ['--authentication-config', '--oidc-issuer-url'],
    versions: '>=1.29',
    reason: 'it excludes `{flag}`',
    remedy: 'move the provider into the file of `--authentication-config` and remove the `--oidc-` flags',
    source: OPTIONS,
    *check(apiserver) {
      const config = yield* filled(apiserver, 'authentication-config')
      if (config === undefined) return
      for (const flag of OIDC) {
        const oidc = yield* written(apiserver, flag)
        if (oidc === undefined) continue
        yield { at: config, values: { flag: `--${flag}` }, related: [{ at: oidc, label: 'the provider of the flags' }] }
        return
      }
    },
  },
])
