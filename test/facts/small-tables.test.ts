import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bugsOf } from '../../src/facts/kubelet-bugs.js'
import { builtInEvictionNeedsConfig, evictionHardDefaults, LEGACY_DEFAULTS } from '../../src/facts/kubelet-defaults.js'
import { loadBalancerHost } from '../../src/facts/load-balancer-hosts.js'
import { type Provider, reservation } from '../../src/facts/reservations.js'
import { fieldDefault, flagDefault, keyOf } from '../../src/facts/settings.js'
import { parseVersion, type Version } from '../../src/model/version.js'

const test = suite('facts/small-tables')

function at(text: string): Version {
  const range = parseVersion(text)
  if (range === undefined) throw new Error(text)
  return range.max
}

const THRESHOLDS: readonly (readonly [string, string])[] = [
  ['1.3', ''],
  ['1.4', 'memory.available=100Mi'],
  ['1.6', 'memory.available=100Mi'],
  ['1.7', 'memory.available=100Mi nodefs.available=10% nodefs.inodesFree=5%'],
  ['1.9', 'memory.available=100Mi nodefs.available=10% nodefs.inodesFree=5% imagefs.available=15%'],
  ['1.29', 'memory.available=100Mi nodefs.available=10% nodefs.inodesFree=5% imagefs.available=15%'],
  [
    '1.30',
    'memory.available=100Mi nodefs.available=10% nodefs.inodesFree=5% imagefs.available=15% imagefs.inodesFree=5%',
  ],
]
for (const [version, text] of THRESHOLDS)
  test(`built-in hard thresholds of ${version}`, () => {
    assert.is([...evictionHardDefaults(at(version))].map(([name, value]) => `${name}=${value}`).join(' '), text)
  })

test('the built-in thresholds are those of the flag and field tables', () => {
  const fact = keyOf('kubelet', 'evictionHard')
  assert.ok(fact !== undefined)
  for (let minor = 3; minor <= 37; minor++) {
    const version = at(`1.${minor}`)
    const text = (minor < 10 ? flagDefault : fieldDefault)(fact, version) ?? ''
    const entries = text === '' ? [] : text.split(',').map(part => part.split('<'))
    const sort = (list: readonly (readonly (string | undefined)[])[]) => list.map(entry => entry.join('<')).sort()
    assert.equal(sort(entries), sort([...evictionHardDefaults(version)]), `1.${minor}`)
  }
})

test('without a file there are no thresholds from 1.26 on', () => {
  assert.is(builtInEvictionNeedsConfig(at('1.25')), false)
  assert.is(builtInEvictionNeedsConfig(at('1.26')), true)
})

test('the legacy defaults are what the flags register', () => {
  for (const [field, value] of Object.entries(LEGACY_DEFAULTS)) {
    const fact = keyOf('kubelet', field)
    assert.ok(fact !== undefined)
    for (const version of ['1.10', '1.20', '1.37']) {
      assert.is(flagDefault(fact, at(version)), value, `${field} ${version}`)
      assert.is.not(fieldDefault(fact, at(version)), value, `${field} ${version}`)
    }
  }
})

const BUGS: readonly (readonly [string, string])[] = [
  ['1.6.13', 'heartbeat-timeout http2-health-check'],
  ['1.7.7', 'heartbeat-timeout http2-health-check'],
  ['1.7.8', 'close-on-failure http2-health-check'],
  ['1.7.16', 'close-on-failure http2-health-check'],
  ['1.8.0', 'close-on-failure http2-health-check'],
  ['1.8.14', 'http2-health-check'],
  ['1.9.8', 'close-on-failure http2-health-check'],
  ['1.10.2', 'close-on-failure http2-health-check'],
  ['1.10.3', 'http2-health-check'],
  ['1.11.0', 'http2-health-check'],
  ['1.14.2', 'close-without-rotation http2-health-check'],
  ['1.14.3', 'http2-health-check'],
  ['1.15.0', 'http2-health-check'],
  ['1.18.17', 'http2-health-check'],
  ['1.18', ''],
  ['1.19.4', 'http2-health-check'],
  ['1.19.5', ''],
  ['1.20.0', ''],
  ['1.37', ''],
]
for (const [version, ids] of BUGS)
  test(`connection bugs of kubelet ${version}: ${ids || 'none'}`, () => {
    assert.is(
      bugsOf(at(version))
        .map(bug => bug.id)
        .join(' '),
      ids,
    )
  })

test('host names give away what stands behind them', () => {
  const of = loadBalancerHost
  assert.is(of('api-prod-1234567890.eu-central-1.elb.amazonaws.com'), 'classic-elb-or-alb')
  assert.is(of('internal-api-123456789.us-gov-west-1.elb.amazonaws.com'), 'classic-elb-or-alb')
  assert.is(of('Api-1234567890.cn-north-1.elb.amazonaws.com.cn.'), 'classic-elb-or-alb')
  assert.is(of('api-0123456789abcdef.elb.eu-central-1.amazonaws.com'), 'nlb')
  assert.is(of('0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com'), 'eks-endpoint')
  assert.is(of('prod-dns-1a2b3c4d.hcp.westeurope.azmk8s.io'), 'aks-endpoint')
  for (const name of ['api.example.com', '10.0.0.1', 'elb.amazonaws.com', `${'a-'.repeat(5_000)}1234567890`])
    assert.is(of(name), undefined, name.slice(0, 30))
})

const GI = 2 ** 30
const MI = 2 ** 20

/** Figures the providers publish; MiB, rounded down. */
const MEMORY: readonly (readonly [Provider, number, number, number])[] = [
  ['gke', 0.6, 110, 255],
  ['gke', 2, 110, 512],
  ['gke', 4, 110, 1024],
  ['gke', 8, 110, 1843],
  ['gke', 16, 110, 2662],
  ['gke', 32, 110, 3645],
  ['gke', 64, 110, 5611],
  ['gke', 128, 110, 9543],
  ['gke', 256, 110, 12165],
  ['eks', 8, 29, 574],
  ['eks', 8, 58, 893],
  ['eks', 32, 110, 1465],
  ['eks', 64, 234, 2829],
  ['aks', 8, 30, 619],
  ['aks', 2, 110, 512],
  ['aks-before-1.29', 8, 30, 1843],
]
for (const [provider, memory, maxPods, expected] of MEMORY)
  test(`${provider} reserves ${expected} MiB of ${memory} GiB for ${maxPods} pods`, () => {
    assert.is(Math.floor(reservation(provider, { memory: memory * GI, cores: 4, maxPods }).memory / MI), expected)
  })

test('cores are reserved in shrinking shares', () => {
  const cores = (provider: Provider, count: number) =>
    Math.round(reservation(provider, { memory: 8 * GI, cores: count, maxPods: 110 }).cores * 10_000) / 10
  assert.equal(
    [1, 2, 4, 8].map(count => cores('gke', count)),
    [60, 70, 80, 90],
  )
  assert.equal(
    [2, 16].map(count => cores('eks', count)),
    [70, 110],
  )
  assert.equal(
    [1, 2, 3, 64, 96].map(count => cores('aks', count)),
    [60, 100, 100, 740, 740],
  )
})

test.run()
