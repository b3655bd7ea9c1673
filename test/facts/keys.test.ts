import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { flagNames } from '../../src/facts/flags.js'
import { keyOf } from '../../src/facts/settings.js'
import type { Component } from '../../src/model/component.js'
import type { ListItem, Setting, Threshold } from '../../src/model/setting.js'

const test = suite('facts/keys')

type Answer<T> = Setting<T | undefined> | undefined

/** Never called: it has to compile, and each line marked as an error has to be one. */
export function types(
  kubelet: Component<'kubelet'>,
  etcd: Component<'etcd'>,
  apiserver: Component<'kube-apiserver'>,
  scheduler: Component<'kube-scheduler'>,
): unknown[] {
  const field: Answer<Threshold> = kubelet.get('evictionHard', 'memory.available')
  const flag: Answer<Threshold> = kubelet.get('eviction-hard', 'memory.available')
  const interval: Answer<number> = etcd.get('heartbeat-interval')
  const qps: Answer<number> = kubelet.get('kubeAPIQPS')
  const reserved: Answer<number> = kubelet.get('kubeReserved', 'memory')
  const gate: Answer<boolean> = kubelet.get('featureGates', 'NodeSwap')
  const anonymous: Answer<boolean> = kubelet.get('authentication.anonymous.enabled')
  const dns: Answer<readonly ListItem[]> = kubelet.get('clusterDNS')
  const servers: Answer<readonly ListItem[]> = apiserver.get('etcd-servers')
  const lease: Answer<number> = scheduler.get('leaderElection.leaseDuration')
  const all = kubelet.entries('systemReserved')
  return [
    ...[field, flag, interval, qps, reserved, gate, anonymous, dns, servers, lease, all],
    // @ts-expect-error misspelt
    kubelet.get('evictionhard', 'memory.available'),
    // @ts-expect-error misspelt
    etcd.get('heartbeat-intervall'),
    // @ts-expect-error a map read as a scalar
    kubelet.get('evictionHard'),
    // @ts-expect-error a scalar read as a map
    kubelet.get('maxPods', 'memory'),
    // @ts-expect-error the key of another component
    apiserver.get('heartbeat-interval'),
    // @ts-expect-error a scalar has no entries
    kubelet.entries('maxPods'),
    // @ts-expect-error a value of another type
    kubelet.get('maxPods') satisfies Answer<string>,
    // @ts-expect-error an object holds no value
    kubelet.get('authentication'),
  ]
}

test('keys that rules read exist at run time', () => {
  assert.is(keyOf('kubelet', 'evictionHard')?.type, 'map')
  assert.is(keyOf('etcd', 'heartbeat-interval')?.type, 'int')
  assert.is(keyOf('kube-apiserver', 'etcd-servers')?.type, 'list')
  assert.ok([...flagNames('kubelet')].includes('eviction-hard'))
})

test('the keys cost nothing at run time', async () => {
  assert.equal(Object.keys(await import('../../src/facts/keys.js')), [])
})

test.run()
