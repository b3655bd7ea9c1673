import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isUnlistedFlag } from '../../src/facts/unlisted-flags.js'

const test = suite('unlisted flags')

test('flags of the log, at all but etcd', () => {
  for (const name of ['v', 'vmodule', 'log-dir', 'log-json-split-stream', 'leader-elect-lease-duration'])
    assert.ok(isUnlistedFlag('kubelet', name) && isUnlistedFlag('kube-scheduler', name), name)
  assert.not.ok(isUnlistedFlag('etcd', 'logtostderr'))
  assert.not.ok(isUnlistedFlag('kubelet', 'log-direction'))
})

test('flags of Windows builds, each at its component', () => {
  assert.ok(isUnlistedFlag('kubelet', 'windows-service'))
  assert.ok(isUnlistedFlag('kube-proxy', 'source-vip'))
  assert.not.ok(isUnlistedFlag('kubelet', 'source-vip'))
  assert.not.ok(isUnlistedFlag('kube-apiserver', 'windows-service'))
})

test('flags of the apiserver that are older than the tables', () => {
  assert.ok(isUnlistedFlag('kube-apiserver', 'cluster-name') && isUnlistedFlag('kube-apiserver', 'etcd-config'))
  assert.not.ok(isUnlistedFlag('kubelet', 'etcd-config'))
})

test.run()
