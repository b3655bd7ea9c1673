import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { field, nearestField } from '../../src/facts/fields.js'
import { defaultAt, type FlagFact, flag, knownAt, nearestFlag, versions } from '../../src/facts/flags.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import { parseVersion, type Version } from '../../src/model/version.js'

const test = suite('facts/flags')

function at(text: string): Version {
  const range = parseVersion(text)
  if (range === undefined) throw new Error(text)
  return range.min
}

function known(component: ComponentKind, name: string): FlagFact {
  const fact = flag(component, name)
  if (fact === undefined) throw new Error(`${component} --${name}`)
  return fact
}

/** Defaults as README and changelogs state them. */
const DEFAULTS: readonly (readonly [ComponentKind, string, string, string | undefined])[] = [
  ['kube-apiserver', 'endpoint-reconciler-type', '1.10', 'master-count'],
  ['kube-apiserver', 'endpoint-reconciler-type', '1.11', 'lease'],
  ['kube-apiserver', 'etcd-quorum-read', '1.8', 'false'],
  ['kube-apiserver', 'etcd-quorum-read', '1.9', 'true'],
  ['kube-apiserver', 'apiserver-count', '1.36', '1'],
  ['kube-apiserver', 'insecure-port', '1.19', '8080'],
  ['kube-apiserver', 'insecure-port', '1.20', '0'],
  ['kube-apiserver', 'audit-log-maxage', '1.35', '0'],
  ['kube-apiserver', 'audit-log-maxage', '1.36', '366'],
  ['kube-apiserver', 'audit-log-maxsize', '1.36', '100'],
  ['kube-controller-manager', 'node-monitor-grace-period', '1.31', '40s'],
  ['kube-controller-manager', 'node-monitor-grace-period', '1.32', '50s'],
  ['kubelet', 'kube-api-qps', '1.26', '5'],
  ['kubelet', 'kube-api-qps', '1.27', '50'],
  ['kubelet', 'event-burst', '1.27', '100'],
  ['kubelet', 'fail-cgroupv1', '1.34', 'false'],
  ['kubelet', 'fail-cgroupv1', '1.35', 'true'],
  ['kubelet', 'kube-reserved', '1.30', undefined],
  ['etcd', 'snapshot-count', '3.1', '10000'],
  ['etcd', 'snapshot-count', '3.2', '100000'],
  ['etcd', 'snapshot-count', '3.6', '10000'],
  ['etcd', 'strict-reconfig-check', '3.0', 'false'],
  ['etcd', 'strict-reconfig-check', '3.1', 'true'],
  ['etcd', 'pre-vote', '3.5', 'true'],
  ['etcd', 'enable-v2', '3.3', 'true'],
  ['etcd', 'enable-v2', '3.4', 'false'],
  ['etcd', 'heartbeat-interval', '3.5', '100'],
  ['cluster-autoscaler', 'max-graceful-termination-sec', '1.0', '600'],
  ['cluster-autoscaler', 'expander', '1.32', 'random'],
  ['cluster-autoscaler', 'expander', '1.33', 'least-waste'],
]
for (const [component, name, version, value] of DEFAULTS)
  test(`${component} ${version} registers --${name} with ${value ?? 'nothing'}`, () => {
    assert.is(defaultAt(known(component, name), at(version)), value)
  })

/** First version that exits over the flag, and the last that knows it. */
const REMOVED: readonly (readonly [ComponentKind, string, string, string])[] = [
  ['kube-apiserver', 'insecure-port', '1.24', '1.23.17'],
  ['kube-apiserver', 'etcd-quorum-read', '1.13', '1.12'],
  ['kube-controller-manager', 'port', '1.24', '1.23'],
  ['kube-scheduler', 'port', '1.24', '1.23'],
  ['kube-scheduler', 'policy-config-file', '1.23', '1.22'],
  ['kubelet', 'allow-privileged', '1.15', '1.14'],
  ['kubelet', 'log-file', '1.26', '1.25'],
  ['etcd', 'enable-v2', '3.6', '3.5'],
  ['etcd', 'experimental-warning-apply-duration', '3.7', '3.6'],
  ['cluster-autoscaler', 'max-empty-bulk-delete', '1.33', '1.32'],
  // Registered without a variable up to 1.32, though deprecated in 1.29.
  ['cluster-autoscaler', 'gce-expander-ephemeral-storage-support', '1.33', '1.32'],
]
for (const [component, name, gone, last] of REMOVED)
  test(`${component} ${gone} no longer knows --${name}`, () => {
    assert.is(knownAt(known(component, name), at(gone)), 'removed')
    assert.is(knownAt(known(component, name), at(last)), 'yes')
  })

test('what a patch brought is there from that patch on', () => {
  const tls = known('etcd', 'tls-min-version')
  const releases = ['3.3.27', '3.4.24', '3.4.25', '3.5.7', '3.5.8', '3.6.0']
  assert.equal(
    releases.map(release => knownAt(tls, at(release))),
    ['too-new', 'too-new', 'yes', 'too-new', 'yes', 'yes'],
  )
})

test('a flag of a later version is too new, a backported one may be there', () => {
  assert.is(knownAt(known('kubelet', 'config-dir'), at('1.27')), 'too-new')
  assert.is(knownAt(known('kubelet', 'config-dir'), at('1.28')), 'yes')
  const backported = known('kube-apiserver', 'lease-reuse-duration-seconds')
  assert.is(knownAt(backported, at('1.17')), 'too-new')
  assert.is(knownAt(backported, at('1.20')), 'maybe')
  assert.is(knownAt(backported, at('1.21')), 'yes')
})

test('a minor that got the flag in a patch only may have it', () => {
  const fact = known('cluster-autoscaler', 'force-delete-failed-nodes')
  assert.is(knownAt(fact, at('1.30')), 'too-new')
  assert.is(knownAt(fact, at('1.32')), 'maybe')
  assert.is(knownAt(fact, at('1.34')), 'yes')
})

test('versions outside the facts are no reason to report', () => {
  assert.is(knownAt(known('kubelet', 'v'), at('1.1')), 'maybe')
  assert.is(knownAt(known('kubelet', 'v'), at('1.99')), 'maybe')
  assert.is(knownAt(known('kubelet', 'allow-privileged'), at('1.99')), 'removed')
  assert.is(knownAt(known('cluster-autoscaler', 'expander'), at('1.37')), 'maybe')
})

test('a flag that went and came back is gone in between only', () => {
  const config = known('kubelet', 'config')
  assert.is(knownAt(config, at('1.5')), 'yes')
  assert.is(knownAt(config, at('1.8')), 'removed')
  assert.is(knownAt(config, at('1.10')), 'yes')
})

test('underscores are dashes, but not for etcd', () => {
  assert.is(flag('kube-apiserver', 'max_requests_inflight')?.name, 'max-requests-inflight')
  assert.is(flag('cluster-autoscaler', 'scale_down_enabled')?.name, 'scale-down-enabled')
  assert.is(flag('etcd', 'heartbeat_interval'), undefined)
})

test('names that are no flags have no facts', () => {
  for (const name of ['', '#', '# data of 2026-11-22', 'a\tb', 'v\n', 'constructor', 'x'.repeat(10_000)])
    assert.is(flag('kubelet', name), undefined, name.slice(0, 20))
})

test('the kubelet works on with flags that only ask for the file', () => {
  const hard = known('kubelet', 'eviction-hard')
  assert.equal([hard.deprecated, hard.deprecation, hard.removed], [110, 'config', undefined])
  assert.equal([hard.type, hard.entryType, hard.mapSyntax, hard.field], ['map', 'threshold', '<', 'evictionHard'])
  assert.is(known('kubelet', 'allow-privileged').deprecation, 'removal')
})

test('a remedy names what comes instead', () => {
  const renamed = known('kubelet', 'experimental-fail-swap-on').remedy
  assert.equal(renamed, { kind: 'rename', text: 'use `--fail-swap-on`', targets: ['--fail-swap-on'] })
  assert.is(known('etcd', 'experimental-enable-lease-checkpoint').remedy?.kind, 'gate')
  assert.match(known('kubelet', 'log-file').remedy?.text ?? '', 'standard error')
})

test('flags etcd ignores take no value', () => {
  const force = known('etcd', 'force')
  assert.equal([force.type, force.ignored], ['bool', true])
})

test('the nearest flag is found, and only one the version knows', () => {
  assert.is(nearestFlag('kubelet', 'evicton-hard'), 'eviction-hard')
  assert.is(nearestFlag('kubelet', 'eviction_hardd', at('1.30')), 'eviction-hard')
  assert.is(nearestFlag('kubelet', 'allow-priviledged', at('1.30')), undefined)
  assert.is(nearestFlag('kubelet', 'something-else-entirely'), undefined)
})

test('the autoscaler counted its own versions before 1.12', () => {
  assert.equal(versions('cluster-autoscaler').slice(0, 8), [5, 6, 100, 101, 102, 103, 112, 113])
  assert.equal(versions('etcd').slice(-3), [305, 306, 307])
  assert.is(versions('kubelet').at(-1), 137)
})

test('fields know when they came, and objects are fields', () => {
  assert.equal(field('kubelet', 'mergeDefaultEvictionSettings'), {
    path: 'mergeDefaultEvictionSettings',
    object: false,
    introduced: 133,
  })
  assert.is(field('kubelet', 'authentication.anonymous')?.object, true)
  assert.is(field('kubelet', 'evictionhard'), undefined)
  assert.is(nearestField('kubelet', 'evictionhard'), 'evictionHard')
  assert.equal(field('kubelet', 'podManifestPath')?.legacy, [106, 109])
})

test.run()
