import { parseDuration } from '../model/duration.js'
import type { ComponentKind } from '../model/fragment.js'
import { parseQuantity } from '../model/quantity.js'
import { parseBool, parseFloating, parseInteger } from '../model/scalar.js'
import type { FlagFact } from './flags.js'
import { holdsPlaceholder } from './placeholders.js'

/*
 * What the flag libraries make of a value: spf13/pflag (bool.go, int.go, int32.go, uint.go, float64.go, duration.go, ip.go) at the
 * components of Kubernetes and cluster-autoscaler, flag of Go's standard library at etcd. Both hand it to strconv and time.
 */

/** How a flag reads its value, as far as that may fail. */
interface Reader {
  /** Completes "it does not parse as …". */
  readonly type: string
  /** Completes "write …". */
  readonly example: string
  readonly reads: (text: string) => boolean
}

const integer: Reader = {
  type: 'an integer',
  example: 'a whole number',
  reads: text => parseInteger(text) !== undefined,
}
const int32: Reader = {
  type: 'an integer of 32 bits',
  example: 'a whole number up to 2147483647',
  reads: text => {
    const value = parseInteger(text)
    return value !== undefined && value >= -(2 ** 31) && value < 2 ** 31
  },
}
const unsigned: Reader = {
  type: 'an integer from 0 on',
  example: 'a whole number from 0 on',
  // up to 2^64, of which the last half is more than parseInteger takes
  reads: text => !/^[+-]/.test(text) && (parseInteger(text) !== undefined || /^\d{19,20}$/.test(text)),
}
/** Of a verbosity only decimal digits are read, at first with a sign (klog.go). */
const signedVerbosity: Reader = {
  type: 'a whole number',
  example: 'a whole number such as 2',
  reads: text => /^[+-]?\d{1,10}$/.test(text),
}
/** From 1.24 on (component-base/config/types.go, later logs/api/v1/pflags.go). */
const verbosity: Reader = {
  type: 'a whole number from 0 to 2147483647',
  example: 'a whole number such as 2',
  reads: text => /^\d{1,10}$/.test(text) && Number(text) < 2 ** 31,
}
const bool: Reader = { type: 'a boolean', example: 'true or false', reads: text => parseBool(text) !== undefined }
const float: Reader = {
  type: 'a number',
  example: 'a number such as 0.5',
  // strconv.ParseFloat knows these besides, and underlines in the hexadecimal ones
  reads: text =>
    parseFloating(text) !== undefined || /^[+-]?(?:inf|infinity|nan|0x[\da-f_.]+(?:p[+-]?\d+)?)$/i.test(text),
}
const duration: Reader = {
  type: 'a duration',
  example: 'a number with its unit, such as 30s',
  reads: text => parseDuration(text) !== undefined,
}
const quantity: Reader = {
  type: 'a quantity',
  example: 'a quantity such as 64Mi',
  reads: text => parseQuantity(text) !== undefined,
}
const ip: Reader = {
  type: 'an IP address',
  example: 'an address such as 10.0.0.1',
  reads: text => isAddress(text.trim()) || holdsPlaceholder(text),
}

/** Nothing, or what net.ParseIP may read: a host name, a port or a prefix behind it are never read. Groups of IPv6 are not counted. */
function isAddress(text: string): boolean {
  if (text === '') return true
  if (!text.includes(':')) return isIpv4(text)
  const groups = text.split(':')
  const last = groups.at(-1) ?? ''
  // what is empty stands for zeros, at an end together with its neighbour: `::1`
  if (groups.length < 3 || /^:[^:]|[^:]:$/.test(text)) return false
  return groups.slice(0, -1).every(isGroup) && (isGroup(last) || isIpv4(last))
}

const isGroup = (text: string): boolean => /^[\da-f]{0,4}$/i.test(text)

function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part) && Number(part) <= 255)
}

const KINDS: Readonly<Partial<Record<FlagFact['type'], Reader>>> = { bool, int: integer, float, duration }

/** Flags whose type is narrower than the tables say, by component. */
const OF_THEIR_OWN: Readonly<Partial<Record<ComponentKind, Readonly<Record<string, Reader>>>>> = {
  // pkg/util/flag IPVar
  kubelet: { v: verbosity, address: ip, 'healthz-bind-address': ip },
  'kube-proxy': { v: verbosity, 'bind-address': ip },
  'kube-apiserver': {
    v: verbosity,
    'advertise-address': ip,
    'bind-address': ip,
    'insecure-bind-address': ip,
    'kubelet-port': unsigned,
    'kubelet-read-only-port': unsigned,
  },
  'kube-controller-manager': { v: verbosity, 'bind-address': ip },
  'kube-scheduler': { v: verbosity, 'bind-address': ip },
  'cluster-autoscaler': { v: signedVerbosity },
  // server/etcdmain/config.go, server/embed/config.go: UintVar and Uint64Var of 3.5, 3.6 and 3.7
  etcd: Object.fromEntries(
    [
      'auth-token-ttl',
      'bcrypt-cost',
      'bootstrap-defrag-threshold-megabytes',
      'election-timeout',
      'experimental-bootstrap-defrag-threshold-megabytes',
      'experimental-snapshot-catchup-entries',
      'heartbeat-interval',
      'max-concurrent-streams',
      'max-request-bytes',
      'max-snapshots',
      'max-txn-ops',
      'max-wals',
      'self-signed-cert-validity',
      'snapshot-catchup-entries',
      'snapshot-count',
    ].map(name => [name, unsigned]),
  ),
}

const QUANTITIES: readonly string[] = ['log-json-info-buffer-size', 'log-text-info-buffer-size']

/** Integers that are read into 64 bits at a component; all others there are of 32 (what 1.30.14, 1.34.4 and 1.37.2 register). */
const WIDE: Readonly<Partial<Record<ComponentKind, readonly string[]>>> = {
  kubelet: ['max-open-files', 'pod-max-pids', 'application-metrics-count-limit'],
  'kube-controller-manager': ['http2-max-streams-per-connection', 'secure-port'],
  'kube-scheduler': ['http2-max-streams-per-connection', 'secure-port'],
  'kube-proxy': [],
}
/** First minor of which it is known that they are. */
const NARROW_SINCE = 130
const UNSIGNED_SINCE = 124

function readerOf({ component, name, type }: FlagFact, minor: number): Reader | undefined {
  const own = OF_THEIR_OWN[component]?.[name]
  if (own !== undefined) return own === verbosity && minor < UNSIGNED_SINCE ? signedVerbosity : own
  if (QUANTITIES.includes(name)) return component === 'cluster-autoscaler' ? undefined : quantity
  if (type === 'int' && minor >= NARROW_SINCE && WIDE[component]?.includes(name) === false) return int32
  return KINDS[type]
}

/** Why a component cannot read the value of a flag at a minor, in the words of its message; undefined where it can, or nobody can tell. */
export function misread(fact: FlagFact, text: string, minor: number): Pick<Reader, 'type' | 'example'> | undefined {
  // those end the process before anything is started
  if (fact.ignored || fact.name === 'version' || fact.name === 'help') return undefined
  const reader = readerOf(fact, minor)
  if (reader === undefined || reader.reads(text)) return undefined
  // it is not its size that is wrong
  return reader === int32 && !integer.reads(text) ? integer : reader
}

/** What stands between name and value of an entry without which the flag is refused, and from which minor on that is so. */
export interface PairSyntax {
  readonly sign: '<' | '=' | ':'
  readonly since: number
  /** The whole value is one entry (MapStringString with NoSplit). */
  readonly isOne?: true
}

/** component-base/cli/flag/*map_string_string.go; ConfigurationMap (node-labels, runtime-config) takes an entry without a value. */
const PAIRS: Readonly<Partial<Record<ComponentKind, Readonly<Record<string, PairSyntax>>>>> = {
  kubelet: {
    'eviction-hard': { sign: '<', since: 110 },
    'eviction-soft': { sign: '<', since: 110 },
    'eviction-soft-grace-period': { sign: '=', since: 110 },
    'eviction-minimum-reclaim': { sign: '=', since: 110 },
    'kube-reserved': { sign: '=', since: 110 },
    'system-reserved': { sign: '=', since: 110 },
    'qos-reserved': { sign: '=', since: 111 },
    'manifest-url-header': { sign: ':', since: 110 },
    'cpu-manager-policy-options': { sign: '=', since: 123, isOne: true },
    'topology-manager-policy-options': { sign: '=', since: 126 },
  },
  'kube-apiserver': { 'oidc-required-claim': { sign: '=', since: 112, isOne: true } },
}

export function pairSyntax({ component, name }: FlagFact, minor: number): PairSyntax | undefined {
  const found = PAIRS[component]?.[name]
  return found === undefined || minor < found.since ? undefined : found
}
