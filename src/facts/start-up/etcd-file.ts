import type { Component } from '../../model/component.js'
import { span } from '../../model/location.js'
import type { Text } from '../../model/text.js'
import { entriesInForce, type Tree, type TreeList, type TreeMap } from '../../model/tree.js'
import { before, type Version } from '../../model/version.js'
import { fieldKnownAt, type KeyFact, keyOf } from '../settings.js'
import { rows } from './checks.js'
import type { Shape } from './decode-shapes.js'
import { type Mismatch, mismatch } from './decode-value.js'
import { type Broken, type Checking, holdsAt } from './validation.js'

/** Fields that are lists in the file as well; URLs, origins and hosts are one string with commas (embed.configJSON). */
const LISTS: readonly string[] = ['cipher-suites', 'log-output', 'log-outputs']

/** Numbers that may be negative; all others are unsigned (embed.Config). */
const SIGNED: readonly string[] = [
  'quota-backend-bytes',
  'backend-batch-limit',
  'max-learners',
  'compaction-batch-limit',
  'experimental-compaction-batch-limit',
  'distributed-tracing-sampling-rate',
  'experimental-distributed-tracing-sampling-rate',
]

/** Fields of a structure of their own, in which numbers and booleans become strings (etcdmain.configProxy, up to 3.5). */
const CONVERTED: readonly string[] = ['discovery-fallback', 'proxy']

/**
 * The file of --config-file is YAML that becomes JSON (sigs.k8s.io/yaml): names nobody knows are skipped, and durations are numbers of
 * nanoseconds (embed.Config, time.Duration).
 */
export const ETCD_FILE = rows('etcd', [
  {
    id: 'file-value',
    settings: ['config-file'],
    versions: '>=3.0',
    reason: 'the file does not decode: {detail}',
    remedy: '{cure}',
    source: 'server/embed/config.go',
    decodes: true,
    *check(etcd) {
      for (const { tree } of etcd.files) if (tree.kind === 'map') yield* fields(etcd, tree, '')
    },
  },
  {
    id: 'file-null',
    settings: ['config-file'],
    versions: '3.6 - 3.7',
    reason: 'the key stands there without a value, and etcd reads one',
    remedy: 'write a value, or remove the key',
    source: 'server/embed/config.go',
    decodes: true,
    *check(etcd) {
      for (const { tree } of etcd.files)
        for (const { key, value } of tree.kind === 'map' ? entriesInForce(tree) : [])
          if (value.kind === 'scalar' && value.empty && needsValue(key.value, etcd.version))
            yield { at: span(key.at, value.at), values: { spelling: key.value } }
    },
  },
])

/** Keys that are looked at once more as plain YAML: 3.6 converts those that became gates without asking (embed.configFromFile, getBoolFlagVal). */
const needsValue = (key: string, version: Version): boolean =>
  key === 'peer-transport-security' || (CONVERTED_KEYS.includes(key) && before(version, '3.7'))

const CONVERTED_KEYS: readonly string[] = [
  'experimental-compact-hash-check-enabled',
  'experimental-enable-lease-checkpoint',
  'experimental-enable-lease-checkpoint-persist',
  'experimental-initial-corrupt-check',
  'experimental-snapshot-catch-up-entries',
  'experimental-stop-grpc-service-on-defrag',
  'experimental-txn-mode-write-with-shared-buffer',
]

function* fields(etcd: Component<'etcd'>, map: TreeMap, prefix: string): Checking {
  const isSure = holdsAt(SURE_NUMBERS, etcd.version)
  for (const { key, value } of entriesInForce(map)) {
    if (value.tag !== undefined) continue
    const path = prefix + key.value
    const fact = keyOf('etcd', path)
    if (fact?.field === path && isKnown(fact, etcd)) {
      const wrong = unreadable(value, fact, isSure)
      if (wrong !== undefined) yield broken(key, value, wrong)
      else if (value.kind === 'list') yield* entries(key, value, isSure)
    } else if (/^(client|peer)-transport-security$/.test(path)) {
      if (value.kind === 'map') yield* fields(etcd, value, `${path}.`)
      else if (value.kind === 'list' && !value.open)
        yield broken(key, value, { detail: 'it takes a map of fields, not a list', cure: 'write its fields below it' })
    }
  }
}

function* entries(key: Text, { items }: TreeList, isSure: boolean): Generator<Broken> {
  for (const { value, conditional } of items) {
    const wrong = conditional ? undefined : mismatch(value, 'string', isSure)
    if (wrong !== undefined) yield { ...broken(key, value, wrong), at: value.at }
  }
}

/** Releases that read numbers as gopkg.in/yaml.v2 v2.4.0 does: what is built by Go 1.13 and later. */
const SURE_NUMBERS = '>=3.5.0 or 3.4.23 - 3.4'

const isKnown = ({ fieldLife }: KeyFact, { version }: Component): boolean =>
  fieldLife !== undefined && fieldKnownAt(fieldLife, version)

function unreadable(value: Tree, fact: KeyFact, isSure: boolean): Mismatch | undefined {
  if (value.kind === 'scalar' && (value.empty || !value.text.known)) return undefined
  if (fact.type === 'list' && LISTS.includes(fact.key)) return mismatch(value, { of: 'list', items: 'string' }, isSure)
  if (value.kind === 'scalar' && CONVERTED.includes(fact.key)) return undefined
  const shape = SHAPES[fact.type] ?? 'string'
  const wrong = mismatch(value, shape, isSure)
  if (wrong !== undefined || shape !== 'int64' || SIGNED.includes(fact.key)) return wrong
  return value.kind === 'scalar' && !value.quoted && /^-\d+$/.test(value.text.value)
    ? { detail: 'it takes a whole number that is not negative', cure: 'write a whole number from 0 on' }
    : undefined
}

/** Lists and maps of flags are one string, but for those of `LISTS`. */
const SHAPES: Readonly<Partial<Record<KeyFact['type'], Shape>>> = {
  bool: 'bool',
  int: 'int64',
  duration: 'nanoseconds',
}

function broken(key: Text, value: Tree, { detail, cure }: Mismatch): Broken {
  const at = value.kind === 'scalar' ? span(key.at, value.at) : key.at
  const { source } = at.doc
  const text = source.slice(at.start, at.end)
  const spelling = text.length > 80 || /[\n\r`]/.test(text) ? key.value : text
  return { at, values: { detail, cure, spelling } }
}
