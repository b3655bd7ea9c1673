import { isAuthored } from '../../model/authored.js'
import type { Component } from '../../model/component.js'
import { formatDuration } from '../../model/duration.js'
import { known, type Read } from '../../model/rule.js'
import { parseBool } from '../../model/scalar.js'
import type { ListItem } from '../../model/setting.js'
import { atLeast, before, minorOf } from '../../model/version.js'
import { beside } from './beside.js'
import { gateOf, items, outside, rows, written } from './checks.js'
import { entriesOf } from './common.js'
import { undecodable, unknownKind } from './decode.js'
import { familyOf, familyOfRange, splitHostPort } from './endpoints.js'
import { loggingRow } from './logging.js'
import type { Broken, Checking } from './validation.js'

const VALIDATION = 'pkg/proxy/apis/config/validation/validation.go'

type Proxy = Component<'kube-proxy'>

const OPTIONS = 'cmd/kube-proxy/app/options.go'

export const VALIDATIONS = rows('kube-proxy', [
  {
    id: 'config-strict',
    settings: ['--config'],
    versions: '>=1.9',
    reason: 'the file does not decode: {detail}',
    remedy: '{cure}',
    source: OPTIONS,
    *check(proxy) {
      yield { apart: unknownKind<'kube-proxy'>('KubeProxyConfiguration', API_VERSIONS)(proxy) }
      // names nobody knows are skipped, with a line in the log
      yield { apart: undecodable<'kube-proxy'>()(proxy) }
    },
  },
  {
    id: 'gate-form',
    settings: ['--feature-gates'],
    versions: '>=1.9',
    reason: 'its gates do not count beside the file, and `{entry}` is not of the form NAME=true',
    remedy: 'remove the flag, and write the gates into `featureGates` of the file',
    source: 'staging/src/k8s.io/component-base/cli/flag/map_string_bool.go',
    *check(proxy) {
      for (const written of proxy.overruled) {
        const { value, spelling } = written
        if (value === undefined || !isAuthored(written)) continue
        for (const entry of entriesOf(value)) {
          const [, of] = /=(.*)$/s.exec(entry.value) ?? []
          if (entry.known && (of === undefined || parseBool(of.trim()) === undefined))
            yield { at: entry, values: { entry: entry.value, spelling } }
        }
      }
    },
  },
  {
    id: 'sync-period',
    settings: ['iptables.syncPeriod', 'ipvs.syncPeriod', 'nftables.syncPeriod'],
    versions: '>=1.10',
    reason: 'the time between two synchronisations must be above 0',
    remedy: 'set it to 30s',
    source: VALIDATION,
    *check(proxy) {
      for (const section of yield* sections(proxy))
        yield {
          apart: numberCheck(proxy, `${section}.syncPeriod`, value => value <= 0),
        }
    },
  },
  {
    id: 'min-sync-period',
    settings: ['iptables.minSyncPeriod', 'ipvs.minSyncPeriod', 'nftables.minSyncPeriod'],
    versions: '>=1.10',
    reason: 'it must not be negative',
    remedy: 'set it to 1s',
    source: VALIDATION,
    *check(proxy) {
      for (const section of yield* sections(proxy))
        yield { apart: numberCheck(proxy, `${section}.minSyncPeriod`, value => value < 0) }
    },
  },
  {
    id: 'sync-order',
    settings: [
      'iptables.minSyncPeriod',
      'iptables.syncPeriod',
      'ipvs.minSyncPeriod',
      'ipvs.syncPeriod',
      'nftables.minSyncPeriod',
      'nftables.syncPeriod',
    ],
    versions: '>=1.10',
    reason: 'minSyncPeriod ({min}) must not be longer than syncPeriod ({max})',
    remedy: 'set minSyncPeriod to 1s and syncPeriod to 30s',
    source: VALIDATION,
    *check(proxy) {
      for (const section of yield* sections(proxy)) yield { apart: syncOrder(proxy, section) }
    },
  },
  {
    id: 'config-sync-period',
    settings: ['configSyncPeriod'],
    versions: '>=1.9',
    reason: 'it must be above 0',
    remedy: 'remove it: the default is 15m',
    source: VALIDATION,
    check: proxy => numberCheck(proxy, 'configSyncPeriod', value => value <= 0),
  },
  {
    id: 'udp-idle-timeout',
    settings: ['udpIdleTimeout'],
    versions: '1.9 - 1.25',
    reason: 'it must be above 0',
    remedy: 'remove it: the default is 250ms',
    source: VALIDATION,
    check: proxy => numberCheck(proxy, 'udpIdleTimeout', value => value <= 0),
  },
  {
    id: 'bind-address',
    settings: ['bindAddress'],
    addresses: true,
    versions: '>=1.9',
    reason: '`{value}` is not an IP address',
    remedy: 'set it to 0.0.0.0, or :: for IPv6',
    source: VALIDATION,
    check: proxy => textCheck(proxy, 'bindAddress', value => value === '' || familyOf(value) !== undefined),
  },
  {
    id: 'healthz-address',
    settings: ['healthzBindAddress'],
    addresses: true,
    versions: '>=1.19',
    reason: '`{value}` is not an IP address with a port from 1 to 65535',
    remedy: 'set it to 0.0.0.0:10256',
    source: VALIDATION,
    check: proxy => servedAt(proxy, 'healthzBindAddress'),
  },
  {
    id: 'metrics-address',
    settings: ['metricsBindAddress'],
    addresses: true,
    versions: '>=1.19',
    reason: '`{value}` is not an IP address with a port from 1 to 65535',
    remedy: 'set it to 127.0.0.1:10249',
    source: VALIDATION,
    check: proxy => servedAt(proxy, 'metricsBindAddress'),
  },
  {
    id: 'cluster-cidr',
    settings: ['clusterCIDR'],
    addresses: true,
    versions: '>=1.9',
    reason: '`{value}` is not one range, or one of each IP family',
    remedy: 'write the range of the pods, as in 10.244.0.0/16',
    source: VALIDATION,
    check: clusterCidr,
  },
  {
    id: 'port-range',
    settings: ['portRange'],
    versions: '1.9 - 1.30',
    reason: '`{value}` is not a range of ports',
    remedy: 'remove it: nothing uses it',
    source: VALIDATION,
    check: proxy => textCheck(proxy, 'portRange', isPortRange),
  },
  {
    id: 'masquerade-bit',
    settings: ['iptables.masqueradeBit', 'nftables.masqueradeBit'],
    versions: '>=1.9',
    reason: 'it must be a bit from 0 to 31',
    remedy: 'set it to 14',
    source: VALIDATION,
    *check(proxy) {
      yield { apart: numberCheck(proxy, 'iptables.masqueradeBit', isNoBit) }
      if ((yield* modeOf(proxy)) === 'nftables') yield { apart: numberCheck(proxy, 'nftables.masqueradeBit', isNoBit) }
    },
  },
  {
    id: 'oom-score',
    settings: ['oomScoreAdj'],
    versions: '>=1.9',
    reason: 'it must lie between -1000 and 1000',
    remedy: 'set it to -999',
    source: VALIDATION,
    check: outside(['oomScoreAdj'], { min: -1000, max: 1000 }),
  },
  {
    id: 'conntrack-max',
    settings: ['conntrack.maxPerCore', 'conntrack.min'],
    versions: '>=1.9',
    reason: 'it must not be negative',
    remedy: 'remove it',
    source: VALIDATION,
    check: outside(['conntrack.maxPerCore', 'conntrack.min'], { min: 0 }),
  },
  {
    id: 'conntrack-timeouts',
    settings: [
      'conntrack.tcpEstablishedTimeout',
      'conntrack.tcpCloseWaitTimeout',
      'conntrack.udpTimeout',
      'conntrack.udpStreamTimeout',
    ],
    versions: '>=1.9',
    reason: 'it must not be negative',
    remedy: 'remove it',
    source: VALIDATION,
    check: outside(
      [
        'conntrack.tcpEstablishedTimeout',
        'conntrack.tcpCloseWaitTimeout',
        'conntrack.udpTimeout',
        'conntrack.udpStreamTimeout',
      ],
      { min: 0 },
    ),
  },
  {
    id: 'detect-local',
    settings: ['detectLocalMode'],
    versions: '>=1.19',
    reason: '`{value}` is not a mode of detecting local traffic',
    remedy: 'use ClusterCIDR or NodeCIDR, from 1.24 BridgeInterface or InterfaceNamePrefix',
    source: VALIDATION,
    check: proxy => textCheck(proxy, 'detectLocalMode', value => localModes(proxy).includes(value.trim())),
  },
  {
    id: 'detect-local-interface',
    settings: ['detectLocal.bridgeInterface', 'detectLocal.interfaceNamePrefix', 'detectLocalMode'],
    versions: '>=1.24',
    reason: 'the mode needs {field}',
    remedy: 'set {field}, or use detectLocalMode ClusterCIDR',
    source: VALIDATION,
    *check(proxy) {
      const mode = yield* written(proxy, 'detectLocalMode')
      const word = String(mode?.value)
      const key = Object.hasOwn(INTERFACES, word) ? INTERFACES[word] : undefined
      if (mode === undefined || key === undefined) return
      const name = yield* known(proxy.get(key))
      if ((name.value ?? '') === '') yield { at: mode, values: { field: key } }
    },
  },
  {
    id: 'burst',
    settings: ['clientConnection.burst'],
    versions: '>=1.9',
    reason: 'it must not be negative',
    remedy: 'set it to 10',
    source: VALIDATION,
    check: outside(['clientConnection.burst'], { min: 0 }),
  },
  {
    id: 'node-port-addresses',
    settings: ['nodePortAddresses'],
    addresses: true,
    versions: '>=1.10',
    reason: '`{value}` is not a range{keywords}',
    remedy: 'write ranges of the nodes, as in 10.0.0.0/16',
    source: VALIDATION,
    check: nodePortAddresses,
  },
  {
    id: 'ipvs-timeouts',
    settings: ['ipvs.tcpTimeout', 'ipvs.tcpFinTimeout', 'ipvs.udpTimeout'],
    versions: '>=1.18',
    reason: 'it must not be negative',
    remedy: 'remove it',
    source: VALIDATION,
    *check(proxy) {
      if ((yield* modeOf(proxy)) !== 'ipvs') return
      for (const key of ['ipvs.tcpTimeout', 'ipvs.tcpFinTimeout', 'ipvs.udpTimeout'] as const)
        yield { apart: numberCheck(proxy, key, value => value < 0) }
    },
  },
  {
    id: 'ipvs-exclude',
    settings: ['ipvs.excludeCIDRs'],
    addresses: true,
    versions: '>=1.12',
    reason: '`{value}` is not a range',
    remedy: 'write it as in 10.0.0.0/16',
    source: VALIDATION,
    *check(proxy) {
      if ((yield* modeOf(proxy)) !== 'ipvs') return
      for (const item of yield* items(proxy, 'ipvs.excludeCIDRs'))
        if (familyOfRange(item.value) === undefined) yield brokenItem(proxy, 'ipvs.excludeCIDRs', item)
    },
  },
  {
    id: 'ipvs-scheduler',
    settings: ['ipvs.scheduler'],
    versions: '1.10 - 1.26',
    reason: '`{value}` is not an IPVS scheduler that kube-proxy knows',
    remedy: 'use rr',
    source: VALIDATION,
    *check(proxy) {
      // from 1.27 on the kernel decides
      if ((yield* modeOf(proxy)) === 'ipvs')
        yield* textCheck(proxy, 'ipvs.scheduler', value => SCHEDULERS.includes(value))
    },
  },
  {
    id: 'hidden-metrics',
    settings: ['showHiddenMetricsForVersion'],
    versions: '>=1.18',
    reason: 'only the metrics that were hidden since {previous} can be shown',
    remedy: 'remove it',
    source: 'staging/src/k8s.io/component-base/metrics/version_parser.go',
    *check(proxy) {
      const { major, minor } = proxy.version
      const previous = `${major}.${minor - 1}`
      const setting = yield* written(proxy, 'showHiddenMetricsForVersion')
      if (setting === undefined || setting.value === '' || setting.value === previous) return
      yield { at: setting, values: { previous } }
    },
  },
  loggingRow<'kube-proxy'>(['logging', '--logging-format', '--v', '--vmodule', '--log-*'], '>=1.28'),
  {
    id: 'hostname-override',
    settings: ['hostnameOverride'],
    versions: '>=1.13',
    reason: 'a name of blanks is none',
    remedy: 'remove it',
    source: OPTIONS,
    *check(proxy) {
      const setting = yield* written(proxy, 'hostnameOverride')
      // that of a file is taken as it is
      if (setting?.by?.layer === 'flag' && /^\s+$/.test(String(setting.value))) yield { at: setting }
    },
  },
])

const API_VERSIONS = { 'kubeproxy.config.k8s.io/v1alpha1': '>=1.9' }

/** A mode nobody wrote is iptables; on Windows it is kernelspace, which no check here looks at. */
function* modeOf(proxy: Proxy): Generator<Read, string, unknown> {
  const mode = yield* known(proxy.get('mode'))
  return mode.value === undefined || mode.value === '' ? 'iptables' : mode.value
}

type Section = 'iptables' | 'ipvs' | 'nftables'

/**
 * Sections of which the periods are looked at. Up to 1.30 each was checked on its own, iptables' in every mode; from 1.31 on there is
 * one pair of periods, that of the mode in force, and without a file nftables has it from the flags of iptables (processV1Alpha1Flags).
 */
function* sections(proxy: Proxy): Generator<Read, readonly Section[], unknown> {
  const mode = yield* modeOf(proxy)
  const own: Section = mode === 'ipvs' || mode === 'nftables' ? mode : 'iptables'
  if (before(proxy.version, '1.31')) return own === 'iptables' ? ['iptables'] : ['iptables', own]
  if (own !== 'nftables') return [own]
  if (proxy.configFile === 'unknown') return []
  return proxy.configFile === 'yes' ? ['nftables'] : ['iptables']
}

function* syncOrder(proxy: Proxy, section: Section): Checking {
  const min = yield* known(proxy.get(`${section}.minSyncPeriod`))
  const max = yield* known(proxy.get(`${section}.syncPeriod`))
  if (min.value === undefined || max.value === undefined || max.value <= 0 || min.value <= max.value) return
  const [at, other] = min.state === 'set' ? [min, max] : [max, min]
  if (at.state !== 'set') return
  yield {
    at,
    values: { min: formatDuration(min.value), max: formatDuration(max.value) },
    ...beside([other, 'the other period']),
  }
}

type NumberKey = Parameters<typeof outside<'kube-proxy'>>[0][number]

function* numberCheck(proxy: Proxy, key: NumberKey, isBad: (value: number) => boolean): Checking {
  const setting = yield* written(proxy, key)
  if (setting !== undefined && typeof setting.value === 'number' && isBad(setting.value)) yield { at: setting }
}

function* textCheck(proxy: Proxy, key: NumberKey, isFine: (value: string) => boolean): Checking {
  const setting = yield* written(proxy, key)
  const value = setting?.value
  if (setting !== undefined && typeof value === 'string' && !isFine(value)) yield { at: setting, values: { value } }
}

function* servedAt(proxy: Proxy, key: 'healthzBindAddress' | 'metricsBindAddress'): Checking {
  yield { apart: textCheck(proxy, key, isServed) }
  if (proxy.configFile !== 'yes') return
  // beside a file the flag is parsed, and port 0 is one (pkg/util/flag/flags.go, IPPortVar)
  for (const written of proxy.assignments) {
    if (written.layer !== 'flag' || written.key !== key || !isAuthored(written) || !written.value?.known) continue
    const { value } = written.value
    if (!isServed(value.replace(/:\+?0+$/, ':1'))) yield { at: written, values: { value } }
  }
}

const isNoBit = (value: number): boolean => value < 0 || value > 31

/** An address without a port gets the port of the default (AppendPortIfNeeded); nothing at all turns it off, or is the default. */
function isServed(value: string): boolean {
  if (value === '' || familyOf(value) !== undefined) return true
  const { host = '', port = '' } = splitHostPort(value) ?? {}
  return familyOf(host) !== undefined && /^\+?\d{1,6}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535
}

function* clusterCidr(proxy: Proxy): Checking {
  const setting = yield* written(proxy, 'clusterCIDR')
  const value = setting?.value
  if (setting === undefined || typeof value !== 'string') return
  if (atLeast(proxy.version, '1.31')) {
    const local = yield* known(proxy.get('detectLocalMode'))
    if (![undefined, '', 'ClusterCIDR'].includes(local.value)) return
    // a flag that is written is cut at its commas even if there is nothing to cut
    if (value === '' && setting.by?.layer !== 'flag') return
  } else if (value === '') return
  const families = value.split(',').map(familyOfRange)
  const areRanges = families.every(family => family !== undefined)
  if (areRanges && families.length === 1) return
  if (areRanges && families.length > 1) {
    const allowsTwo = yield* isDualStack(proxy)
    const isPair = families.length === 2 && families[0] !== families[1]
    if (allowsTwo === undefined || (allowsTwo && isPair)) return
    // 1.16 and 1.17 look at each range alone
    if (allowsTwo && before(proxy.version, '1.18')) return
  }
  yield { at: setting, values: { value } }
}

/** Whether clusterCIDR may hold two ranges; undefined where that is not known. */
function* isDualStack(proxy: Proxy): Generator<Read, boolean | undefined, unknown> {
  const minor = minorOf(proxy.version)
  if (minor >= 123) return true
  return minor < 116 ? false : (yield* gateOf(proxy, 'IPv6DualStack'))?.value
}

const SCHEDULERS: readonly string[] = ['', 'rr', 'wrr', 'lc', 'wlc', 'lblc', 'lblcr', 'sh', 'dh', 'sed', 'nq']

const INTERFACES: Readonly<Record<string, 'detectLocal.bridgeInterface' | 'detectLocal.interfaceNamePrefix'>> = {
  BridgeInterface: 'detectLocal.bridgeInterface',
  InterfaceNamePrefix: 'detectLocal.interfaceNamePrefix',
}

const localModes = ({ version }: Proxy): readonly string[] => [
  '',
  'ClusterCIDR',
  'NodeCIDR',
  ...(atLeast(version, '1.24') ? ['BridgeInterface', 'InterfaceNamePrefix'] : []),
]

/** `300-2000`, `300`, `300+10` (apimachinery pkg/util/net/port_range.go). */
function isPortRange(value: string): boolean {
  const text = value.trim()
  if (text === '') return true
  const found = /^(\d{1,5})(?:\s*([-+])\s*(\d{1,5}))?$/.exec(text)
  if (found === null) return false
  const [low, high] = [Number(found[1]), Number(found[3] ?? found[1])]
  if (found[2] === '+') return low <= 65535
  return low <= high && high <= 65535
}

/** Keywords: primary from 1.31 on, alone, and from 1.37 on beside others, with localhost and all. */
function* nodePortAddresses(proxy: Proxy): Checking {
  const all = yield* items(proxy, 'nodePortAddresses')
  const mayMix = atLeast(proxy.version, '1.37')
  const words = mayMix ? ['primary', 'localhost', 'all'] : atLeast(proxy.version, '1.31') ? ['primary'] : []
  const keywords = words.length === 0 ? '' : `, or \`${words.join('` or `')}\`${mayMix ? '' : ' alone'}`
  const seen = new Set<string>()
  for (const item of all) {
    const isWord = words.includes(item.value)
    const isFine = isWord
      ? mayMix
        ? !seen.has(item.value)
        : all.length === 1
      : familyOfRange(item.value) !== undefined
    seen.add(item.value)
    if (!isFine) yield brokenItem(proxy, 'nodePortAddresses', item, { keywords })
  }
}

/** Placed on the item, in the words of the whole. */
function brokenItem(
  proxy: Proxy,
  key: 'nodePortAddresses' | 'ipvs.excludeCIDRs',
  { value, at }: ListItem,
  values: Readonly<Record<string, string>> = {},
): Broken {
  const setting = proxy.get(key)
  const spelling = setting?.state === 'unknown' ? undefined : setting?.by?.spelling
  return { at, values: { value, ...values, ...(spelling === undefined ? {} : { spelling }) } }
}
