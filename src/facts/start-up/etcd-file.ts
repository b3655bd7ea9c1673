import type { Component } from '../../model/component.js'
import { span } from '../../model/location.js'
import type { Text } from '../../model/text.js'
import type { Tree, TreeMap } from '../../model/tree.js'
import { minorOf } from '../../model/version.js'
import { fieldKnownAt, type KeyFact, keyOf } from '../settings.js'
import { rows } from './checks.js'
import type { Shape } from './decode-shapes.js'
import { type Mismatch, mismatch } from './decode-value.js'
import type { Broken, Checking } from './validation.js'

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

/**
 * The file of --config-file is YAML that becomes JSON (sigs.k8s.io/yaml): names nobody knows are skipped, numbers and booleans become
 * strings where a string is wanted, and durations are numbers of nanoseconds (embed.Config, time.Duration).
 */
export const ETCD_FILE = rows('etcd', [
  {
    id: 'file-value',
    settings: ['config-file'],
    versions: '>=3.0',
    reason: 'the file does not decode: {detail}',
    remedy: '{cure}',
    source: 'server/embed/config.go',
    *check(etcd) {
      for (const { tree } of etcd.files) if (tree.kind === 'map') yield* fields(etcd, tree, '')
    },
  },
])

function* fields(etcd: Component<'etcd'>, map: TreeMap, prefix: string): Checking {
  const last = new Map(map.entries.map(entry => [entry.key.value, entry]))
  for (const { key, value, conditional } of last.values()) {
    if (conditional || !key.known || value.tag !== undefined) continue
    const path = prefix + key.value
    const fact = keyOf('etcd', path)
    if (fact?.field === path && isKnown(fact, etcd)) {
      const wrong = unreadable(value, fact)
      if (wrong !== undefined) yield broken(key, value, wrong)
    } else if (/^(client|peer)-transport-security$/.test(path)) {
      if (value.kind === 'map') yield* fields(etcd, value, `${path}.`)
      else if (value.kind === 'list' && !value.open)
        yield broken(key, value, { detail: 'it takes a map of fields, not a list', cure: 'write its fields below it' })
    }
  }
}

function isKnown({ fieldLife }: KeyFact, { version }: Component): boolean {
  return fieldLife !== undefined && fieldKnownAt(fieldLife, minorOf(version))
}

function unreadable(value: Tree, fact: KeyFact): Mismatch | undefined {
  if (value.kind === 'scalar' && (value.empty || !value.text.known)) return undefined
  if (fact.type === 'list' && LISTS.includes(fact.key)) return mismatch(value, { of: 'list', items: 'string' })
  const shape = SHAPES[fact.type]
  if (shape === undefined) {
    if (value.kind === 'scalar' || value.open) return undefined
    return { detail: `it takes a string, not a ${value.kind}`, cure: 'write one string, with commas between its parts' }
  }
  const wrong = mismatch(value, shape)
  if (wrong !== undefined || shape !== 'int64' || SIGNED.includes(fact.key)) return wrong
  return value.kind === 'scalar' && !value.quoted && /^-\d+$/.test(value.text.value)
    ? { detail: 'it takes a whole number that is not negative', cure: 'write a whole number from 0 on' }
    : undefined
}

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
