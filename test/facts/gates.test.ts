import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type GateFact, gate, gateAt, nearestGate } from '../../src/facts/gates.js'
import { parseVersion, type Version } from '../../src/model/version.js'

const test = suite('facts/gates')

function at(text: string): Version {
  const range = parseVersion(text)
  if (range === undefined) throw new Error(text)
  return range.min
}

function known(name: string): GateFact {
  const fact = gate(name)
  if (fact === undefined) throw new Error(name)
  return fact
}

test('a gate goes from alpha over beta to locked, and then it is gone', () => {
  const fact = known('APISelfSubjectReview')
  const state = (version: string) => gateAt(fact, 'kubelet', at(version))
  assert.equal(state('1.25'), { known: 'too-new' })
  assert.equal(state('1.26'), { known: 'yes', stage: 'alpha', default: false, locked: false })
  assert.equal(state('1.27'), { known: 'yes', stage: 'beta', default: true, locked: false })
  assert.equal(state('1.29'), { known: 'yes', stage: 'ga', default: true, locked: true })
  assert.equal(state('1.30'), { known: 'removed' })
})

test('of two sources about a lock the later one counts', () => {
  for (const name of [
    'ComponentSLIs',
    'CustomResourceFieldSelectors',
    'RetryGenerateName',
    'SizeMemoryBackedVolumes',
  ]) {
    assert.equal(
      [gateAt(known(name), 'kubelet', at('1.32')).locked, gateAt(known(name), 'kubelet', at('1.33')).locked],
      [false, true],
      name,
    )
    assert.is(gateAt(known(name), 'kubelet', at('1.32')).stage, 'ga')
  }
  const migration = known('CSIMigrationvSphere')
  assert.is(gateAt(migration, 'kubelet', at('1.26')).locked, false)
  assert.is(gateAt(migration, 'kubelet', at('1.27')).locked, true)
})

test('a backported gate may be there', () => {
  const fact = known('UnauthenticatedHTTP2DOSMitigation')
  assert.is(gateAt(fact, 'kube-apiserver', at('1.24')).known, 'too-new')
  assert.is(gateAt(fact, 'kube-apiserver', at('1.25')).known, 'maybe')
  assert.is(gateAt(fact, 'kube-apiserver', at('1.29')).known, 'yes')
})

test('AllAlpha and AllBeta are gates', () => {
  assert.equal(gateAt(known('AllAlpha'), 'kubelet', at('1.30')), {
    known: 'yes',
    stage: 'alpha',
    default: false,
    locked: false,
  })
  assert.is(gateAt(known('AllBeta'), 'kubelet', at('1.16')).known, 'too-new')
})

test('gates of Kubernetes are known to all five components, etcd has its own', () => {
  assert.is(gateAt(known('NodeSwap'), 'kube-scheduler', at('1.30')).known, 'yes')
  assert.is(gateAt(known('NodeSwap'), 'etcd', at('3.6')).known, 'never')
  assert.is(gateAt(known('CompactHashCheck'), 'etcd', at('3.6')).stage, 'alpha')
  assert.is(gateAt(known('CompactHashCheck'), 'etcd', at('3.5')).known, 'too-new')
  assert.is(gateAt(known('CompactHashCheck'), 'kubelet', at('1.36')).known, 'never')
  assert.is(gateAt(known('NodeSwap'), 'cluster-autoscaler', at('1.30')).known, 'maybe')
})

test('gates that went are removed in the minor that refuses them', () => {
  for (const [name, minor] of [
    ['Accelerators', '1.11'],
    ['CSINodeInfo', '1.21'],
    ['DynamicVolumeProvisioning', '1.8'],
    ['EnableEquivalenceClassCache', '1.14'],
    ['IPv6DualStack', '1.25'],
  ] as const)
    assert.is(gateAt(known(name), 'kube-apiserver', at(minor)).known, 'removed', name)
})

test('what one component turns on is on there alone', () => {
  assert.is(gateAt(known('WatchListClient'), 'kube-controller-manager', at('1.34')).default, true)
  assert.is(gateAt(known('WatchListClient'), 'kube-controller-manager', at('1.31')).default, false)
  assert.is(gateAt(known('WatchListClient'), 'kube-scheduler', at('1.34')).default, false)
  assert.is(gateAt(known('WatchListClient'), 'kube-scheduler', at('1.35')).default, true)
})

test('a version newer than the facts may have changed the gate', () => {
  assert.is(gateAt(known('AllAlpha'), 'kubelet', at('1.99')).known, 'maybe')
})

test('names are case-sensitive; the nearest one is offered', () => {
  assert.is(gate('nodeswap'), undefined)
  assert.is(gate('# gate'), undefined)
  assert.is(gate(''), undefined)
  assert.is(nearestGate('nodeswap'), 'NodeSwap')
  assert.is(nearestGate('CompactHashChek', 'etcd'), 'CompactHashCheck')
  assert.is(nearestGate('NothingLikeThisAtAll'), undefined)
})

test.run()
