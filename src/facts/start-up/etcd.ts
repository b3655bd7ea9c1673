import type { Component } from '../../model/component.js'
import { parseDuration } from '../../model/duration.js'
import { flagRemoved } from '../../model/fix.js'
import { known, type Read } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import { atLeast, before } from '../../model/version.js'
import { isSkipped } from '../etcd-variables.js'
import { CIPHER_SUITES, ETCD_TLS_VERSIONS } from '../tls.js'
import { beside, contradiction } from './beside.js'
import { items, outside, rows, written } from './checks.js'
import { ETCD_FILE } from './etcd-file.js'
import { ETCD_LOGS } from './etcd-logs.js'
import { beatenFlags, parsedFlags } from './etcd-parsed.js'
import { ETCD_URLS } from './etcd-urls.js'
import { ETCD_VALUES } from './etcd-values.js'
import type { Checking } from './validation.js'

type Etcd = Component<'etcd'>

const CONFIG = 'server/embed/config.go'
const FLAGS = 'server/etcdmain/config.go'

export const VALIDATIONS = rows('etcd', [
  ...ETCD_FILE,
  {
    id: 'election-bounds',
    settings: ['heartbeat-interval', 'election-timeout'],
    versions: 'any',
    reason: 'it must be a number of milliseconds from 1 to 50000',
    remedy: 'use 100 for `heartbeat-interval` and 1000 for `election-timeout`',
    source: CONFIG,
    *check(etcd) {
      yield { apart: outside<'etcd'>(['heartbeat-interval'], { min: 1 })(etcd) }
      yield { apart: outside<'etcd'>(['election-timeout'], { min: 1, max: 50_000 })(etcd) }
    },
  },
  {
    id: 'bootstrap-one',
    settings: ['initial-cluster', 'discovery', 'discovery-srv', 'discovery-endpoints'],
    versions: 'any',
    reason: '{others} says where the cluster is to be found as well',
    remedy: 'keep one of them, `initial-cluster` if in doubt',
    source: CONFIG,
    check: bootstrapOne,
  },
  {
    id: 'cluster-state',
    settings: ['initial-cluster-state'],
    versions: 'any',
    reason: '`{value}` is neither new nor existing',
    remedy: 'write new for the first start of the cluster, existing for a member that joins it',
    source: FLAGS,
    *check(etcd) {
      yield* wordCheck(etcd, 'initial-cluster-state', ['new', 'existing'])
    },
  },
  {
    id: 'discovery-fallback',
    settings: ['discovery-fallback'],
    versions: 'any',
    reason: '`{value}` is nothing to fall back to in this version',
    remedy: 'remove it, or write exit',
    source: FLAGS,
    *check(etcd) {
      const isGone = atLeast(etcd.version, '3.6')
      // then it is not read from a file any more
      if (isGone && (yield* written(etcd, 'discovery-fallback'))?.by?.layer === 'file') return
      yield* wordCheck(etcd, 'discovery-fallback', isGone ? ['exit'] : ['exit', 'proxy'])
    },
  },
  {
    id: 'proxy',
    settings: ['proxy'],
    versions: '<3.6',
    reason: '`{value}` is not off, readonly or on',
    remedy: 'remove it, or put it in quotes',
    source: FLAGS,
    *check(etcd) {
      yield* wordCheck(etcd, 'proxy', ['off', 'readonly', 'on'])
      const setting = yield* written(etcd, 'proxy')
      const value = setting?.by?.value
      // `off` of YAML is a boolean, and becomes `false`
      if (setting?.by?.layer !== 'file' || value === undefined || !/^o(?:n|ff)$/.test(value.value)) return
      if (!/["']/.test(value.at.doc.source[value.at.start - 1] ?? ''))
        yield { at: setting, values: { value: value.value === 'on' ? 'true' : 'false' } }
    },
  },
  {
    id: 'v2-deprecation',
    settings: ['v2-deprecation'],
    versions: '>=3.5',
    reason: '`{value}` is not accepted in this version',
    remedy: 'remove it',
    source: FLAGS,
    *check(etcd) {
      const words = before(etcd.version, '3.6') ? ['not-yet', ...V2_STAGES] : V2_STAGES
      const wrong = (text: string): string | undefined => text.split(',').find(word => !words.includes(word))
      for (const { written: flag, value: text } of parsedFlags(etcd, 'v2-deprecation')) {
        const value = wrong(text.value)
        if (value !== undefined) yield { at: flag, values: { value } }
      }
      const setting = yield* written(etcd, 'v2-deprecation')
      // the file takes any word
      if (setting?.by?.layer !== 'environment' || typeof setting.value !== 'string') return
      const value = wrong(setting.value)
      if (value !== undefined) yield { at: setting, values: { value } }
    },
  },
  {
    id: 'discovery-pair',
    settings: ['discovery-token', 'discovery-endpoints'],
    versions: '>=3.6',
    reason: '`{other}` belongs to it, and is not set',
    remedy: 'set both `--discovery-token` and `--discovery-endpoints`',
    source: CONFIG,
    *check(etcd) {
      const token = yield* known(etcd.get('discovery-token'))
      const endpoints = yield* known(etcd.get('discovery-endpoints'))
      const [hasToken, hasEndpoints] = [(token.value ?? '') !== '', (endpoints.value ?? []).length > 0]
      if (hasToken && !hasEndpoints) yield { at: token, values: { other: 'discovery-endpoints' } }
      if (hasEndpoints && !hasToken) yield { at: endpoints, values: { other: 'discovery-token' } }
    },
  },
  {
    id: 'compaction-mode',
    settings: ['auto-compaction-mode'],
    versions: '>=3.3',
    reason: '`{value}` is neither periodic nor revision',
    remedy: 'write periodic or revision',
    source: CONFIG,
    *check(etcd) {
      const setting = yield* written(etcd, 'auto-compaction-mode')
      const value = setting?.value
      if (setting === undefined || typeof value !== 'string' || ['periodic', 'revision'].includes(value)) return
      if (value === '' && before(etcd.version, '3.6')) return
      yield { at: setting, values: { value } }
    },
  },
  {
    id: 'compaction',
    settings: ['auto-compaction-retention'],
    versions: '>=3.3',
    reason: '`{value}` is neither a number nor a duration',
    remedy: 'write 8h in mode periodic, or a number of revisions in mode revision',
    source: 'server/embed/etcd.go',
    *check(etcd) {
      const setting = yield* written(etcd, 'auto-compaction-retention')
      const value = setting?.value
      if (setting === undefined || typeof value !== 'string' || value === '') return
      if (!/^\+?\d{1,18}$/.test(value) && parseDuration(value) === undefined) yield { at: setting, values: { value } }
    },
  },
  {
    id: 'compaction-without-mode',
    settings: ['auto-compaction-retention', 'auto-compaction-mode'],
    versions: '3.3 - 3.5',
    reason: 'in a file a time needs `auto-compaction-mode` besides, which has no default there',
    remedy: 'add `auto-compaction-mode: periodic` to the file',
    source: 'server/embed/etcd.go',
    *check(etcd) {
      const retention = yield* written(etcd, 'auto-compaction-retention')
      if (retention?.by?.layer !== 'file' || typeof retention.value !== 'string') return
      // of a whole number nothing is made without a mode, and nothing is compacted
      const time = /^\+?\d+$/.test(retention.value) ? undefined : parseDuration(retention.value)
      if (time === undefined || time === 0) return
      const mode = yield* known(etcd.get('auto-compaction-mode'))
      if (mode.state !== 'set' || mode.value === '') yield { at: retention }
    },
  },
  {
    id: 'hash-check-time',
    settings: ['compact-hash-check-time', 'experimental-compact-hash-check-time'],
    versions: '>=3.5.5',
    reason: 'it must be above 0',
    remedy: 'remove it: the default is 1m',
    source: CONFIG,
    *check(etcd) {
      for (const key of ['compact-hash-check-time', 'experimental-compact-hash-check-time'] as const)
        yield { apart: hashCheckTime(etcd, key) }
    },
  },
  {
    id: 'lease-checkpoint',
    settings: ['experimental-enable-lease-checkpoint-persist', 'experimental-enable-lease-checkpoint'],
    always: true,
    versions: '>=3.5.2 or 3.4.20 - 3.4',
    reason: 'LeaseCheckpointPersist needs LeaseCheckpoint, which is off',
    remedy: 'enable both',
    source: CONFIG,
    *check(etcd) {
      const persist = yield* leaseGate(etcd, 'LeaseCheckpointPersist', 'experimental-enable-lease-checkpoint-persist')
      if (persist?.value !== true) return
      const checkpoint = yield* leaseGate(etcd, 'LeaseCheckpoint', 'experimental-enable-lease-checkpoint')
      if (checkpoint === undefined || checkpoint.value === true) return
      yield {
        at: persist,
        ...beside([checkpoint, 'what it needs']),
      }
    },
  },
  {
    id: 'lease-checkpoint-logger',
    settings: ['experimental-enable-lease-checkpoint', 'logger'],
    versions: '3.4.20 - 3.4',
    reason: 'alone it is warned of, and the logger capnslog panics over that warning',
    remedy: 'set `logger` to zap',
    source: CONFIG,
    *check(etcd) {
      const checkpoint = yield* written(etcd, 'experimental-enable-lease-checkpoint')
      if (checkpoint?.value !== true) return
      const persist = yield* known(etcd.get('experimental-enable-lease-checkpoint-persist'))
      const logger = yield* known(etcd.get('logger'))
      if (persist.value !== true && logger.value === 'capnslog') yield { at: checkpoint }
    },
  },
  {
    id: 'tls-version-name',
    settings: ['tls-min-version', 'tls-max-version'],
    versions: '>=3.5.8 or 3.4.25 - 3.4',
    reason: '`{value}` is no version of TLS that etcd knows',
    remedy: 'write TLS1.2 or TLS1.3',
    source: 'client/pkg/tlsutil/versions.go',
    *check(etcd) {
      for (const key of ['tls-min-version', 'tls-max-version'] as const) yield { apart: tlsVersionName(etcd, key) }
    },
  },
  {
    id: 'tls-versions',
    settings: ['tls-min-version', 'tls-max-version'],
    versions: '>=3.5.8 or 3.4.25 - 3.4',
    reason: 'the minimum {min} is above the maximum {max}',
    remedy: 'set the maximum to TLS1.3, or remove it',
    source: CONFIG,
    check: tlsVersions,
  },
  {
    id: 'tls-ciphers',
    settings: ['cipher-suites', 'tls-min-version'],
    versions: '>=3.5.8 or 3.4.25 - 3.4',
    reason: 'with TLS1.3 as minimum there are no cipher suites to choose',
    remedy: 'remove `cipher-suites`, or set `tls-min-version` to TLS1.2',
    source: CONFIG,
    *check(etcd) {
      const suites = yield* items(etcd, 'cipher-suites')
      const min = yield* known(etcd.get('tls-min-version'))
      const own = etcd.get('cipher-suites')
      if (suites.length === 0 || own === undefined || min.value !== 'TLS1.3') return
      yield { at: own, ...beside([min, 'the minimum']) }
    },
  },
  {
    id: 'tls-cipher-name',
    settings: ['cipher-suites'],
    versions: '>=3.4',
    reason: '`{value}` is no cipher suite that etcd knows',
    remedy: 'use names such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    source: 'client/pkg/tlsutil/cipher_suites.go',
    *check(etcd) {
      const setting = yield* known(etcd.get('cipher-suites'))
      for (const { value, at } of setting.value ?? [])
        if (value !== '' && !CIPHER_SUITES.has(value))
          yield { at, values: { value, ...(setting.by === undefined ? {} : { spelling: setting.by.spelling }) } }
    },
  },
  {
    id: 'experimental-and-new',
    settings: ['experimental-*'],
    versions: '3.6',
    reason: '`{new}` is the same setting, and only one of them may be set',
    remedy: 'keep `{new}`',
    source: CONFIG,
    *check(etcd) {
      for (const name of RENAMED) yield { apart: renamedTwice(etcd, `experimental-${name}`, name) }
      for (const [name, gate] of GATED) yield { apart: gatedTwice(etcd, `experimental-${name}`, gate) }
    },
  },
  ...ETCD_VALUES,
  ...ETCD_URLS,
  ...ETCD_LOGS,
])

/** Up to 3.5 the values of --v2-deprecation from write-only on; `not-yet` went with 3.6. */
const V2_STAGES: readonly string[] = ['write-only', 'write-only-skip-check', 'write-only-drop-data', 'gone']

function* wordCheck(
  etcd: Etcd,
  key: 'initial-cluster-state' | 'discovery-fallback' | 'proxy',
  words: readonly string[],
): Checking {
  yield { apart: beatenWords(etcd, key, words) }
  const setting = yield* written(etcd, key)
  const value = setting?.value
  if (setting === undefined || typeof value !== 'string' || words.includes(value)) return
  // nothing in a file is the default
  if (isSkipped(etcd, setting.by) || (value === '' && setting.by?.layer === 'file')) return
  yield { at: setting, values: { value } }
}

/** The word of a flag that sets nothing is looked at as well. */
function* beatenWords(etcd: Etcd, key: Parameters<typeof wordCheck>[1], words: readonly string[]): Checking {
  const own = etcd.get(key)
  const by = own?.state === 'set' ? own.by : undefined
  for (const { written: flag, value } of beatenFlags(etcd, key, by))
    if (!words.includes(value.value)) yield { at: flag, values: { value: value.value } }
}

function* bootstrapOne(etcd: Etcd): Checking {
  const found: { readonly name: string; readonly setting: KnownSetting<unknown> }[] = []
  const cluster = yield* written(etcd, 'initial-cluster')
  if (isText(cluster) && cluster.value !== DEFAULT_CLUSTER) found.push({ name: 'initial-cluster', setting: cluster })
  for (const key of ['discovery', 'discovery-srv'] as const) {
    if (etcd.get(key) === undefined || (key === 'discovery' && atLeast(etcd.version, '3.7'))) continue
    const setting = yield* written(etcd, key)
    if (isText(setting)) found.push({ name: key, setting })
  }
  if (atLeast(etcd.version, '3.6')) {
    const endpoints = yield* written(etcd, 'discovery-endpoints')
    if (endpoints !== undefined && Array.isArray(endpoints.value) && endpoints.value.length > 0)
      found.push({ name: 'discovery-endpoints', setting: endpoints })
  }
  const [first, ...others] = found
  if (first === undefined || others.length === 0) return
  yield {
    at: first.setting,
    values: { others: others.map(({ name }) => `\`${name}\``).join(' and ') },
    related: others.map(({ setting }) => ({ at: setting, label: 'the other' })),
  }
}

/** What a file may say that counts as nothing beside discovery. */
const DEFAULT_CLUSTER = 'default=http://localhost:2380'

const isText = (setting: KnownSetting<unknown> | undefined): setting is KnownSetting<string> =>
  typeof setting?.value === 'string' && setting.value !== ''

function* hashCheckTime(etcd: Etcd, key: 'compact-hash-check-time' | 'experimental-compact-hash-check-time'): Checking {
  const setting = yield* written(etcd, key)
  if (setting !== undefined && typeof setting.value === 'number' && setting.value <= 0) yield { at: setting }
}

/** Up to 3.5 a flag, from 3.6 on a gate that the flag still sets. */
function* leaseGate(
  etcd: Etcd,
  gate: 'LeaseCheckpoint' | 'LeaseCheckpointPersist',
  key: 'experimental-enable-lease-checkpoint' | 'experimental-enable-lease-checkpoint-persist',
): Generator<Read, KnownSetting<unknown> | undefined, unknown> {
  if (etcd.get(key) !== undefined) {
    const flag = yield* known(etcd.get(key))
    if (flag.state === 'set' || before(etcd.version, '3.6')) return flag
  }
  if (before(etcd.version, '3.6')) return undefined
  const own: KnownSetting<unknown> = yield* known(etcd.get('feature-gates', gate))
  if (own.state === 'set' && own.value !== undefined) return own
  // both are alpha
  const all: KnownSetting<unknown> = yield* known(etcd.get('feature-gates', 'AllAlpha'))
  return all.value === undefined ? own : all
}

function* tlsVersionName(etcd: Etcd, key: 'tls-min-version' | 'tls-max-version'): Checking {
  const setting = yield* written(etcd, key)
  const value = setting?.value
  if (setting === undefined || typeof value !== 'string' || value === '' || ETCD_TLS_VERSIONS.includes(value)) return
  yield { at: setting, values: { value } }
}

function* tlsVersions(etcd: Etcd): Checking {
  const min = yield* known(etcd.get('tls-min-version'))
  const max = yield* known(etcd.get('tls-max-version'))
  const [least, most] = [min, max].map(({ value }) => ETCD_TLS_VERSIONS.indexOf(value ?? ''))
  if (least === undefined || most === undefined || most === -1 || least <= most) return
  const values = { min: min.value ?? '', max: max.value ?? '' }
  yield* contradiction([max, 'the other version'], [min, 'the other version'], values)
}

/** embed.experimentalFlagMigrationMap of 3.6 */
const RENAMED = [
  'compact-hash-check-time',
  'corrupt-check-time',
  'compaction-batch-limit',
  'watch-progress-notify-interval',
  'warning-apply-duration',
  'bootstrap-defrag-threshold-megabytes',
  'memory-mlock',
  'snapshot-catchup-entries',
  'compaction-sleep-interval',
  'downgrade-check-time',
  'peer-skip-client-san-verification',
  'enable-distributed-tracing',
  'distributed-tracing-address',
  'distributed-tracing-service-name',
  'distributed-tracing-instance-id',
  'distributed-tracing-sampling-rate',
] as const

/** features.ExperimentalFlagToFeatureMap of 3.6 */
const GATED = [
  ['stop-grpc-service-on-defrag', 'StopGRPCServiceOnDefrag'],
  ['initial-corrupt-check', 'InitialCorruptCheck'],
  ['compact-hash-check-enabled', 'CompactHashCheck'],
  ['txn-mode-write-with-shared-buffer', 'TxnModeWriteWithSharedBuffer'],
  ['enable-lease-checkpoint', 'LeaseCheckpoint'],
  ['enable-lease-checkpoint-persist', 'LeaseCheckpointPersist'],
] as const

function* renamedTwice(
  etcd: Etcd,
  old: `experimental-${(typeof RENAMED)[number]}`,
  name: (typeof RENAMED)[number],
): Checking {
  const before = yield* written(etcd, old)
  const now = before === undefined ? undefined : yield* written(etcd, name)
  if (before !== undefined && now !== undefined) yield twice(etcd, before, now, name)
}

function* gatedTwice(
  etcd: Etcd,
  old: `experimental-${(typeof GATED)[number][0]}`,
  gate: (typeof GATED)[number][1],
): Checking {
  const flag = yield* written(etcd, old)
  if (flag === undefined) return
  // the text of the gates is searched for the name, so that a longer one counts as well (SetFeatureGatesFromExperimentalFlags)
  for (const written of etcd.assignments) {
    if (written.key !== 'feature-gates' || written.entry?.includes(gate) !== true) continue
    const own: KnownSetting<unknown> = yield* known(etcd.get('feature-gates', written.entry))
    if (own.by?.entry !== written.entry) continue
    yield twice(etcd, flag, own, `feature-gates=${gate}`)
    return
  }
}

function twice(etcd: Etcd, old: KnownSetting<unknown>, now: KnownSetting<unknown>, name: string) {
  const edit = old.by?.layer === 'flag' ? flagRemoved(etcd, old.by) : undefined
  return {
    at: old,
    values: { new: name },
    related: [{ at: now, label: 'the new name' as const }],
    ...(edit === undefined ? {} : { fix: { level: 'safe' as const, title: 'remove the old name', edits: [edit] } }),
  }
}
