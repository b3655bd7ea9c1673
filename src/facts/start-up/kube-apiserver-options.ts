import { known } from '../../model/rule.js'
import { minorOf } from '../../model/version.js'
import { lacks } from './absence.js'
import { contradiction } from './beside.js'
import { items, needsGate, otherThan, outside, rows, written } from './checks.js'
import { APISERVER_SIGNS, isMeantWhole } from './whole-command.js'

const SERVER = 'staging/src/k8s.io/apiserver/pkg/server/options/server_run_options.go'
const ETCD = 'staging/src/k8s.io/apiserver/pkg/server/options/etcd.go'
const CONTROL_PLANE = 'pkg/controlplane/apiserver/options/validation.go'

/** What a directive of `Strict-Transport-Security` may be. */
const isDirective = (text: string): boolean =>
  text === 'includeSubDomains' || text === 'preload' || /^max-age=[^=]*$/.test(text)

/** One of each marks the start and the end of the host in a regular expression (CVE-2022-1996). */
const isPinned = (text: string): boolean => /\^|\/\//.test(text) && /[$:]/.test(text)

/** kube-apiserver calls the checks of its generic options only from 1.31 on. */
const NEGATIVE = {
  versions: '>=1.31',
  reason: 'it must not be negative',
  remedy: 'remove it',
  source: SERVER,
} as const

/** What kube-apiserver shares with every other apiserver, and where it keeps its objects. */
export const OPTIONS = rows('kube-apiserver', [
  {
    id: 'etcd-servers',
    settings: ['--etcd-servers'],
    always: true,
    versions: '>=1.10',
    reason: 'it must name at least one etcd',
    remedy: 'name the client URLs of etcd, for example `--etcd-servers=https://127.0.0.1:2379`',
    source: ETCD,
    *check(apiserver) {
      const servers = yield* known(apiserver.get('etcd-servers'))
      if ((servers.value?.length ?? 0) > 0) return
      // some flags of it in a note or a patch are no command line
      if (servers.by === undefined && !(yield* isMeantWhole(apiserver, APISERVER_SIGNS))) return
      if (yield* lacks(apiserver, 'etcd-servers')) yield { at: servers }
    },
  },
  {
    id: 'storage-media-type',
    settings: ['--storage-media-type'],
    versions: '>=1.29',
    reason: '`{value}` is not a media type of the storage',
    remedy: 'remove it, which means application/vnd.kubernetes.protobuf',
    source: ETCD,
    check: otherThan('storage-media-type', [
      '',
      'application/json',
      'application/yaml',
      'application/vnd.kubernetes.protobuf',
    ]),
  },
  {
    id: 'watch-cache-sizes',
    settings: ['--watch-cache-sizes', '--watch-cache'],
    versions: '>=1.22',
    reason: '`{entry}` is not resource#size',
    remedy: 'write for example `nodes#500,deployments.apps#100`, or remove it',
    source: ETCD,
    *check(apiserver) {
      const entries = yield* items(apiserver, 'watch-cache-sizes')
      if (entries.length === 1 && entries[0]?.value === '') return
      const cached = yield* known(apiserver.get('watch-cache'))
      if (cached.value !== true) return
      for (const { value, at } of entries)
        if (!/^[^#]*#\+?\d+$/.test(value) && !value.includes('"'))
          yield { at, values: { entry: value, spelling: '--watch-cache-sizes' } }
    },
  },
  {
    id: 'encryption-reload',
    settings: ['--encryption-provider-config-automatic-reload', '--encryption-provider-config'],
    versions: '>=1.26',
    reason: 'it needs `--encryption-provider-config`',
    remedy: 'set `--encryption-provider-config`, or remove it',
    source: ETCD,
    *check(apiserver) {
      const reload = yield* written(apiserver, 'encryption-provider-config-automatic-reload')
      if (reload?.value === true && (yield* lacks(apiserver, 'encryption-provider-config'))) yield { at: reload }
    },
  },
  {
    id: 'inflight-negative',
    settings: ['--max-requests-inflight', '--max-mutating-requests-inflight'],
    ...NEGATIVE,
    remedy: 'remove it, the defaults are 400 and 200',
    check: outside(['max-requests-inflight', 'max-mutating-requests-inflight'], { min: 0 }),
  },
  {
    id: 'goaway-chance',
    settings: ['--goaway-chance'],
    versions: '>=1.31',
    reason: 'it must lie between 0 and 0.02',
    remedy: 'set 0.001, or remove it',
    source: SERVER,
    check: outside(['goaway-chance'], { min: 0, max: 0.02 }),
  },
  {
    id: 'negative-livez-grace-period',
    settings: ['--livez-grace-period'],
    ...NEGATIVE,
    check: outside(['livez-grace-period'], { min: 0 }),
  },
  {
    id: 'negative-request-timeout',
    settings: ['--request-timeout'],
    ...NEGATIVE,
    check: outside(['request-timeout'], { min: 0 }),
  },
  {
    id: 'negative-min-request-timeout',
    settings: ['--min-request-timeout'],
    ...NEGATIVE,
    check: outside(['min-request-timeout'], { min: 0 }),
  },
  {
    id: 'negative-storage-initialization-timeout',
    settings: ['--storage-initialization-timeout'],
    ...NEGATIVE,
    check: outside(['storage-initialization-timeout'], { min: 0 }),
  },
  {
    id: 'negative-shutdown-delay-duration',
    settings: ['--shutdown-delay-duration'],
    ...NEGATIVE,
    check: outside(['shutdown-delay-duration'], { min: 0 }),
  },
  {
    id: 'negative-shutdown-watch-termination-grace-period',
    settings: ['--shutdown-watch-termination-grace-period'],
    ...NEGATIVE,
    check: outside(['shutdown-watch-termination-grace-period'], { min: 0 }),
  },
  {
    id: 'hsts',
    settings: ['--strict-transport-security-directives'],
    versions: '>=1.31',
    reason: '`{value}` is not a directive of Strict-Transport-Security',
    remedy: 'write for example max-age=31536000,includeSubDomains',
    source: SERVER,
    *check(apiserver) {
      // a quote begins a cell of CSV, which may hold anything
      for (const { value, at } of yield* items(apiserver, 'strict-transport-security-directives'))
        if (!value.includes('"') && !isDirective(value))
          yield { at, values: { value, spelling: '--strict-transport-security-directives' } }
    },
  },
  {
    id: 'cors',
    settings: ['--cors-allowed-origins'],
    versions: '>=1.31',
    reason: '`{value}` does not mark the start and the end of the host',
    remedy: 'write for example ^https://host\\.example\\.com$',
    source: SERVER,
    *check(apiserver) {
      for (const { value, at } of yield* items(apiserver, 'cors-allowed-origins'))
        if (!value.includes('"') && !isPinned(value))
          yield { at, values: { value, spelling: '--cors-allowed-origins' } }
    },
  },
  {
    id: 'emulation-forward',
    settings: ['--emulation-forward-compatible', '--runtime-config-emulation-forward-compatible', '--emulated-version'],
    versions: '>=1.33',
    reason: 'it needs an emulated version below the binary',
    remedy: 'remove it',
    source: SERVER,
    *check(apiserver) {
      for (const key of ['emulation-forward-compatible', 'runtime-config-emulation-forward-compatible'] as const) {
        const forward = yield* written(apiserver, key)
        if (forward?.value !== true) continue
        const emulated = yield* items(apiserver, 'emulated-version')
        const stated = emulated.map(({ value }) => /^(?:kube=)?1\.(\d+)$/.exec(value)?.[1])
        // another component's, or a spelling klint does not know
        if (stated.includes(undefined)) continue
        if (stated.every(minor => Number(minor) === minorOf(apiserver.version) % 100)) yield { at: forward }
      }
    },
  },
  {
    id: 'peer-gate',
    settings: ['--peer-ca-file', '--peer-advertise-ip', '--peer-advertise-port'],
    versions: '>=1.28',
    reason: 'it needs the gate UnknownVersionInteroperabilityProxy',
    remedy: 'remove it, or enable the gate',
    source: CONTROL_PLANE,
    check: needsGate(
      ['peer-ca-file', 'peer-advertise-ip', 'peer-advertise-port'],
      'UnknownVersionInteroperabilityProxy',
      value => value !== '',
    ),
  },
  {
    id: 'coordinated-leadership',
    settings: [
      '--coordinated-leadership-lease-duration',
      '--coordinated-leadership-renew-deadline',
      '--coordinated-leadership-retry-period',
    ],
    versions: '>=1.34',
    reason: '{longer} must be longer than {shorter}',
    remedy: 'remove it, the defaults are 15s, 10s and 2s',
    source: CONTROL_PLANE,
    *check(apiserver) {
      const lease = yield* known(apiserver.get('coordinated-leadership-lease-duration'))
      const renew = yield* known(apiserver.get('coordinated-leadership-renew-deadline'))
      const retry = yield* known(apiserver.get('coordinated-leadership-retry-period'))
      for (const [longer, shorter, words] of [
        [lease, renew, ['the lease', 'the deadline of its renewal']],
        [renew, retry, ['the deadline of the renewal', 'the pause between two tries']],
      ] as const) {
        if ((longer.value ?? 0) > (shorter.value ?? 0)) continue
        const values = { longer: words[0], shorter: words[1] }
        yield* contradiction([longer, 'the other duration'], [shorter, 'the other duration'], values)
      }
    },
  },
  {
    id: 'identity-lease',
    settings: ['--identity-lease-duration-seconds', '--identity-lease-renew-interval-seconds'],
    versions: '1.20 - 1.25',
    reason: 'it must be greater than 0',
    remedy: 'remove it',
    source: 'cmd/kube-apiserver/app/options/validation.go',
    check: outside(['identity-lease-duration-seconds', 'identity-lease-renew-interval-seconds'], { min: 1 }),
  },
])
