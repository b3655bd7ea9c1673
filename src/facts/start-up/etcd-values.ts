import type { Component } from '../../model/component.js'
import type { Assignment } from '../../model/setting.js'
import { rows, written } from './checks.js'
import { parsedFlags } from './etcd-parsed.js'
import { urlOf } from './etcd-urls.js'
import type { Checking } from './validation.js'

type Etcd = Component<'etcd'>

/** What etcd asks of the text of single settings. */
export const ETCD_VALUES = rows('etcd', [
  {
    id: 'cors',
    settings: ['cors'],
    versions: '>=3.4',
    reason: '`{value}` is neither `*` nor a list of the form scheme://host:port',
    remedy: 'write `*`, or origins with their port such as https://app.example.org:443',
    source: 'pkg/flags/unique_urls.go',
    check: cors,
  },
  {
    id: 'auth-token',
    settings: ['auth-token'],
    versions: '>=3.2',
    reason: '{fault}',
    remedy: 'write simple, or jwt with its options, as in jwt,priv-key=/etc/etcd/jwt.key,sign-method=RS256,ttl=10m',
    source: 'server/auth/store.go',
    *check(etcd) {
      const setting = yield* written(etcd, 'auth-token')
      const value = setting?.value
      const fault = typeof value === 'string' ? tokenFault(value) : undefined
      if (setting !== undefined && fault !== undefined) yield { at: setting, values: { fault } }
    },
  },
  {
    id: 'corrupt-check-time',
    settings: ['corrupt-check-time', 'experimental-corrupt-check-time'],
    versions: '>=3.6',
    reason: 'it must not be negative: etcd panics over it once it serves',
    remedy: 'write 0s to leave the check out, or a time such as 24h',
    source: 'server/etcdserver/server.go',
    *check(etcd) {
      for (const key of ['corrupt-check-time', 'experimental-corrupt-check-time'] as const)
        yield { apart: negativeTime(etcd, key) }
    },
  },
  {
    id: 'tracing-sampling-rate',
    settings: [
      'distributed-tracing-sampling-rate',
      'experimental-distributed-tracing-sampling-rate',
      'enable-distributed-tracing',
    ],
    versions: '>=3.5.8',
    reason: 'tracing is enabled, and the rate must lie between 0 and 1000000',
    remedy: 'write how many of a million requests are sampled',
    source: 'server/embed/config_tracing.go',
    *check(etcd) {
      for (const [key, on] of TRACING) yield { apart: samplingRate(etcd, key, on) }
    },
  },
])

function* cors(etcd: Etcd): Checking {
  for (const { written: flag, value } of parsedFlags(etcd, 'cors'))
    if (value.value !== '*' && !areOrigins(value.value)) yield { at: flag, values: { value: value.value } }
  const setting = yield* written(etcd, 'cors')
  if (setting?.by === undefined || setting.by.layer === 'flag') return
  const text = setting.by.value?.value
  // nothing is no origin at all; a list is told of with the types of the file
  if (text === undefined || text === '' || text === '*' || areOrigins(text) || isNoText(setting.by)) return
  yield { at: setting, values: { value: text } }
}

/** In a file what is no text does not decode, or is nothing: `cors: 5`, `cors: null`. */
const isNoText = ({ layer, value }: Assignment): boolean =>
  layer === 'file' && /^(?:null|Null|NULL|~)$/.test(value?.value ?? '')

const areOrigins = (text: string): boolean => text.split(',').every(origin => urlOf(origin) !== undefined)

/** One of two, with `name=value` pairs; of what jwt needs besides only its method of signing can be told without its keys. */
function tokenFault(text: string): string | undefined {
  const [type = '', ...pairs] = text.split(',')
  const options = new Map<string, string>()
  for (const pair of pairs) {
    const [name = '', value, ...more] = pair.split('=')
    if (value === undefined || more.length > 0) return `\`${pair}\` is not of the form name=value`
    if (options.has(name)) return `\`${name}\` stands twice`
    options.set(name, value)
  }
  if (type === '' || type === 'simple') return undefined
  if (type !== 'jwt') return `\`${type}\` is neither simple nor jwt`
  return (options.get('sign-method') ?? '') === '' ? 'jwt needs `sign-method`' : undefined
}

function* negativeTime(etcd: Etcd, key: 'corrupt-check-time' | 'experimental-corrupt-check-time'): Checking {
  if (etcd.get(key) === undefined) return
  const setting = yield* written(etcd, key)
  if (setting !== undefined && typeof setting.value === 'number' && setting.value < 0) yield { at: setting }
}

const TRACING = [
  ['distributed-tracing-sampling-rate', 'enable-distributed-tracing'],
  ['experimental-distributed-tracing-sampling-rate', 'experimental-enable-distributed-tracing'],
] as const

/** 3.6 has both names, and each sets the other's (etcdmain parse). */
function* samplingRate(etcd: Etcd, key: (typeof TRACING)[number][0], on: (typeof TRACING)[number][1]): Checking {
  if (etcd.get(key) === undefined || etcd.get(on) === undefined) return
  const rate = yield* written(etcd, key)
  if (rate === undefined || typeof rate.value !== 'number' || (rate.value >= 0 && rate.value <= 1_000_000)) return
  const enabled = yield* written(etcd, on)
  if (enabled?.value === true) yield { at: rate, related: [{ at: enabled, label: 'what enables it' }] }
}
