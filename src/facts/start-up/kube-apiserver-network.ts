import { type AddressRange, hostBits, parseAddress, parseRange } from '../../model/address.js'
import type { Component } from '../../model/component.js'
import { known, type Read } from '../../model/rule.js'
import { atLeast } from '../../model/version.js'
import { beside } from './beside.js'
import { gateOf, otherThan, outside, rows, written } from './checks.js'

const OWN = 'cmd/kube-apiserver/app/options/validation.go'
const SERVING = 'staging/src/k8s.io/apiserver/pkg/server/options/serving.go'

/** Fewer addresses leave none for Services (pkg/controlplane/apiserver/options, ServiceIPRange). */
const LEAST_HOST_BITS = 3
/** A bitmap of them was kept in etcd. */
const MOST_HOST_BITS = 20

const rangesOf = (text: string): string[] => text.split(',').map(one => one.trim())

/** Service ranges that are written, of which each is one. */
function* serviceRanges(apiserver: Component<'kube-apiserver'>) {
  const setting = yield* written(apiserver, 'service-cluster-ip-range')
  const value = setting?.value
  if (setting === undefined || typeof value !== 'string' || value === '') return undefined
  const ranges = rangesOf(value).map(parseRange)
  return { setting, ranges }
}

/** Whether Services get their addresses without the bitmap, and nothing limits their range. */
function* hasNoBitmap(apiserver: Component<'kube-apiserver'>): Generator<Read, boolean, unknown> {
  const objects = yield* gateOf(apiserver, 'MultiCIDRServiceAllocator')
  if (objects?.value !== true) return false
  if (!atLeast(apiserver.version, '1.31')) return true
  const single = yield* gateOf(apiserver, 'DisableAllocatorDualWrite')
  return single?.value === true
}

/**
 * Both ends of a range of ports: `30000-32767`, `30000+100` or `30000` (apimachinery pkg/util/net/port_range.go, v0.22.17 and v0.37.2).
 * Nothing is the default.
 */
function portRange(text: string): readonly [number, number] | 'default' | 'no range' {
  const trimmed = text.trim()
  if (trimmed === '') return 'default'
  const [, first = '', sign, second = ''] = /^(\d{1,9})(?:([+-])(\d{1,9}))?$/.exec(trimmed) ?? []
  if (first === '') return 'no range'
  const low = Number(first)
  const high = sign === undefined ? low : sign === '-' ? Number(second) : low + Number(second)
  return low > 65_535 || high > 65_535 || high < low ? 'no range' : [low, high]
}

const isRange = (range: AddressRange | undefined): range is AddressRange => range !== undefined

/** Addresses of Services, ports, and who answers for the Service `kubernetes`. */
export const NETWORK = rows('kube-apiserver', [
  {
    id: 'service-cidr',
    settings: ['--service-cluster-ip-range'],
    addresses: true,
    versions: '>=1.16',
    reason: '`{value}` is not one range, or one of IPv4 and one of IPv6',
    remedy: 'write for example 10.96.0.0/12, or 10.96.0.0/12,fd00:10:96::/112',
    source: OWN,
    *check(apiserver) {
      const found = yield* serviceRanges(apiserver)
      if (found === undefined) return
      const { setting, ranges } = found
      const families = ranges.map(range => range?.family)
      // a third one is counted before anybody reads it
      const isFine = ranges.length <= 2 && ranges.every(isRange) && new Set(families).size === ranges.length
      if (!isFine) yield { at: setting, values: { value: String(setting.value) } }
    },
  },
  {
    id: 'service-cidr-size',
    settings: ['--service-cluster-ip-range'],
    versions: '>=1.10',
    reason: 'it has the wrong size, {problem}',
    remedy: 'choose a prefix between /12 and /29 for IPv4, between /108 and /125 for IPv6',
    source: OWN,
    *check(apiserver) {
      const found = yield* serviceRanges(apiserver)
      if (found === undefined) return
      const { setting, ranges } = found
      const [primary] = ranges
      if (primary === undefined || !ranges.every(isRange)) return
      if (hostBits(primary) < LEAST_HOST_BITS) {
        yield { at: setting, values: { problem: 'the range must have at least 8 addresses' } }
        return
      }
      const wide = ranges.find(range => hostBits(range) > MOST_HOST_BITS)
      if (wide !== undefined && !(yield* hasNoBitmap(apiserver)))
        yield {
          at: setting,
          values: { problem: `the range must not have more than ${MOST_HOST_BITS} bits for hosts` },
        }
    },
  },
  {
    id: 'service-cidr-family',
    settings: ['--service-cluster-ip-range', '--advertise-address', '--endpoint-reconciler-type'],
    versions: '>=1.28',
    reason: 'the first range and `--advertise-address` {address} are of different families',
    remedy: 'put the range of the family of {address} first',
    source: OWN,
    *check(apiserver) {
      const found = yield* serviceRanges(apiserver)
      const [primary] = found?.ranges ?? []
      if (found === undefined || primary === undefined) return
      const advertised = yield* written(apiserver, 'advertise-address')
      const text = String(advertised?.value ?? '')
      const address = parseAddress(text)
      if (advertised === undefined || address === undefined || address.bytes.every(byte => byte === 0)) return
      const reconciler = yield* known(apiserver.get('endpoint-reconciler-type'))
      if (reconciler.value === 'none' || address.family === primary.family) return
      yield {
        at: found.setting,
        values: { address: text },
        related: [{ at: advertised, label: 'the address' }],
      }
    },
  },
  {
    id: 'service-node-port',
    settings: ['--kubernetes-service-node-port', '--service-node-port-range'],
    versions: '>=1.10',
    reason: 'it is not a port of `--service-node-port-range` ({range})',
    remedy: 'remove it',
    source: OWN,
    *check(apiserver) {
      const port = yield* written(apiserver, 'kubernetes-service-node-port')
      if (port === undefined || typeof port.value !== 'number' || port.value === 0) return
      const range = yield* known(apiserver.get('service-node-port-range'))
      const ports = portRange(range.value ?? '')
      if (typeof ports === 'string' || (port.value >= ports[0] && port.value <= ports[1])) return
      yield {
        at: port,
        values: { range: range.value ?? '' },
        ...beside([range, 'the range']),
      }
    },
  },
  {
    id: 'node-port-range',
    settings: ['--service-node-port-range'],
    versions: '>=1.10',
    reason: '`{value}` is not a range of ports',
    remedy: 'write for example 30000-32767',
    source: 'staging/src/k8s.io/apimachinery/pkg/util/net/port_range.go',
    *check({ assignments }) {
      for (const flag of assignments) {
        const text = flag.key === 'service-node-port-range' ? flag.value : undefined
        if (text?.known === true && portRange(text.value) === 'no range')
          yield { at: flag, values: { value: text.value } }
      }
    },
  },
  {
    id: 'apiserver-count',
    settings: ['--apiserver-count'],
    versions: '>=1.10',
    reason: 'it must be at least 1',
    remedy: 'remove it',
    source: OWN,
    check: outside(['apiserver-count'], { min: 1 }),
  },
  {
    id: 'reconciler-word',
    settings: ['--endpoint-reconciler-type'],
    versions: '>=1.10',
    reason: '`{value}` is not a reconciler of endpoints',
    remedy: 'remove it, which means lease from 1.11 on',
    source: 'pkg/controlplane/instance.go',
    check: otherThan('endpoint-reconciler-type', ['', 'master-count', 'lease', 'none']),
  },
  {
    id: 'secure-port',
    settings: ['--secure-port'],
    versions: '>=1.14',
    reason: 'it is not a port between 1 and 65535',
    remedy: 'set 6443',
    source: SERVING,
    check: outside(['secure-port'], { min: 1, max: 65_535 }),
  },
  {
    id: 'insecure-port',
    settings: ['--insecure-port', '--port'],
    versions: '1.20 - 1.23',
    reason: 'only 0 is accepted',
    remedy: 'remove it',
    source: 'cmd/kube-apiserver/app/server.go',
    check: outside(['insecure-port', 'port'], { min: 0, max: 0 }),
  },
])
