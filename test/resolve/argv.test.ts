import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { only, placeOf, pod, resolved, said, saidMap, unit } from '../support/resolved.js'

const test = suite('resolve: command lines')

const apiserver = async (...args: string[]) =>
  only(await resolved({ 'kube-apiserver.yaml': pod('kube-apiserver', 'v1.30.1', args) }), 'kube-apiserver')
const kubelet = async (words: string, at = '1.30', more = '') =>
  only(await resolved({ 'kubelet.service': unit(`kubelet ${words}`, more) }), 'kubelet', at)

test('an underscore in the name of a flag is a dash', async () => {
  assert.is(said((await kubelet('--max_pods=50')).get('maxPods')), 'set 50 by flag --max_pods=50')
})

test('at etcd it is another name', async () => {
  const files = { 'etcd.yaml': pod('etcd', '3.5.9-0', ['--heartbeat_interval=500']) }
  assert.is(said(only(await resolved(files), 'etcd').get('heartbeat-interval')), 'default 100')
})

test('etcd takes one dash as two', async () => {
  const files = { 'etcd.yaml': pod('etcd', '3.5.9-0', ['-heartbeat-interval=500']) }
  assert.is(
    said(only(await resolved(files), 'etcd').get('heartbeat-interval')),
    'set 500 by flag -heartbeat-interval=500',
  )
})

test('a value may be a word of its own', async () => {
  assert.is(said((await kubelet('--max-pods 50 --v=2')).get('maxPods')), 'set 50 by flag --max-pods 50')
})

test('behind one dash stands a letter, and then its value', async () => {
  assert.is(said((await apiserver('-v2')).get('v')), 'set 2 by flag -v2')
  assert.is(said((await apiserver('-v=2')).get('v')), 'set 2 by flag -v=2')
  assert.is(said((await apiserver('-vx', '--v=1')).get('v')), 'set 1 by flag --v=1')
})

test('a boolean takes no word of its own', async () => {
  const view = await kubelet('--anonymous-auth false --max-pods=9')
  assert.is(said(view.get('authentication.anonymous.enabled')), 'set true by flag --anonymous-auth')
  assert.is(said(view.get('maxPods')), 'set 9 by flag --max-pods=9', 'the stray word ends nothing')
})

test('a bare boolean is true, with a value it is that', async () => {
  assert.is(said((await apiserver('--profiling')).get('profiling')), 'set true by flag --profiling')
  assert.is(said((await apiserver('--profiling=false')).get('profiling')), 'set false by flag --profiling=false')
})

test('of a scalar the last occurrence wins', async () => {
  assert.is(
    said((await kubelet('--max-pods=1 --max-pods=2 --max-pods=3')).get('maxPods')),
    'set 3 by flag --max-pods=3 over --max-pods=1, --max-pods=2',
  )
})

test('a list replaces the default, then appends', async () => {
  const view = await kubelet('--enforce-node-allocatable=pods --enforce-node-allocatable=kube-reserved,system-reserved')
  assert.is(
    said(view.get('enforceNodeAllocatable')),
    'set [pods kube-reserved system-reserved] by flag --enforce-node-allocatable=kube-reserved,system-reserved',
  )
})

test('a map clears the default, then accumulates; of one entry the last counts', async () => {
  const view = await kubelet(
    '--eviction-hard=memory.available<1Gi --eviction-hard=nodefs.available<5%,memory.available<2Gi',
  )
  assert.equal(saidMap(view, 'evictionHard'), [
    'memory.available: set 2147483648 by flag memory.available<2Gi over memory.available<1Gi',
    'nodefs.available: set 5% by flag nodefs.available<5%',
  ])
  assert.is(
    said(view.get('evictionHard', 'imagefs.available')),
    'set nothing by flag --eviction-hard=nodefs.available<5%,memory.available<2Gi',
  )
})

test('an empty map flag counts as set', async () => {
  const view = await kubelet('--eviction-hard=', '1.20')
  assert.is(said(view.get('evictionHard', 'memory.available')), 'set nothing by flag --eviction-hard=')
})

test('feature gates accumulate', async () => {
  const view = await apiserver('--feature-gates=A=true,B=false', '--feature-gates=B=true')
  assert.equal(saidMap(view, 'feature-gates'), [
    'A: set true by flag A=true',
    'B: set true by flag B=true over B=false',
  ])
})

test('nothing is read behind two dashes alone', async () => {
  assert.is(said((await kubelet('-- --max-pods=9')).get('maxPods')), 'default 110')
})

test('a templated value is unknown, and nothing else', async () => {
  const view = await apiserver('--profiling={{ p }}', '--max-requests-inflight=400')
  assert.is(said(view.get('profiling')), 'unknown: comes from a template')
  assert.is(said(view.get('max-requests-inflight')), 'set 400 by flag --max-requests-inflight=400')
  assert.is(said(view.get('max-mutating-requests-inflight')), 'default 200')
})

test('a templated word makes what stands before it and what is absent unknown', async () => {
  const view = await apiserver('--max-requests-inflight=400', '"{{ extra }}"', '--profiling=false')
  assert.is(said(view.get('max-requests-inflight')), 'unknown: a template fills it')
  assert.is(said(view.get('profiling')), 'set false by flag --profiling=false')
  assert.is(said(view.get('max-mutating-requests-inflight')), 'unknown: a template fills it')
})

test('a templated name is a templated word', async () => {
  const view = await apiserver('--{{ name }}=400', '--profiling=false')
  assert.is(said(view.get('max-requests-inflight')), 'unknown: a template fills it')
  assert.is(said(view.get('profiling')), 'set false by flag --profiling=false')
})

test('a templated word behind a flag nobody knows is no value for certain', async () => {
  const view = await apiserver('--no-such-flag', '"{{ extra }}"')
  assert.is(said(view.get('profiling')), 'unknown: a template fills it')
})

test('a templated piece of a map leaves its other entries known', async () => {
  const view = await kubelet("'--eviction-hard={{ a }},nodefs.available<10%'")
  assert.is(said(view.get('evictionHard', 'nodefs.available')), 'set 10% by flag nodefs.available<10%')
  assert.is(said(view.get('evictionHard', 'memory.available')), 'unknown: comes from a template')
  assert.is(said(view.entries('evictionHard')), 'unknown: comes from a template')
})

test('a templated value of an entry is that entry alone', async () => {
  const view = await kubelet("'--eviction-hard=memory.available<{{ a }},nodefs.available<10%'")
  assert.is(said(view.get('evictionHard', 'memory.available')), 'unknown: comes from a template')
  assert.is(said(view.get('evictionHard', 'nodefs.available')), 'set 10% by flag nodefs.available<10%')
  assert.ok(said(view.get('evictionHard', 'imagefs.available')).startsWith('set nothing by flag'))
})

test('a variable nothing sets is open: what is absent assumes it, what is written does not', async () => {
  const view = await kubelet('--max-pods=9 $KUBELET_EXTRA_ARGS')
  assert.is(said(view.get('maxPods')), 'set 9 by flag --max-pods=9')
  assert.is(said(view.get('podsPerCore')), 'default 0 assuming $KUBELET_EXTRA_ARGS')
  assert.is(said(view.get('evictionHard', 'memory.available')), 'default nothing assuming $KUBELET_EXTRA_ARGS')
})

test('a file that may be missing is open, one that may not dangles', async () => {
  const optional = await kubelet('$ARGS', '1.30', 'EnvironmentFile=-/etc/default/kubelet')
  assert.is(said(optional.get('maxPods')), 'default 110 assuming /etc/default/kubelet')
  const needed = await kubelet('$ARGS', '1.30', 'EnvironmentFile=/etc/default/kubelet')
  assert.is(said(needed.get('maxPods')), 'unknown: /etc/default/kubelet is not in view')
})

test('a variable inside a word is its value; one nobody sets makes the value unknown', async () => {
  const set = await kubelet('--max-pods=${PODS} --v=2', '1.30', 'Environment=PODS=33')
  assert.is(said(set.get('maxPods')), 'set 33 by flag --max-pods=33')
  const unset = await kubelet('--max-pods=${PODS} --pods-per-core=2')
  assert.is(said(unset.get('maxPods')), 'unknown: comes from a template')
  assert.is(said(unset.get('podsPerCore')), 'set 2 by flag --pods-per-core=2')
})

test('a value that is none of its type is unknown', async () => {
  assert.is(said((await kubelet('--max-pods=many')).get('maxPods')), 'unknown: is no int')
  assert.is(said((await apiserver('--profiling=maybe')).get('profiling')), 'unknown: is no bool')
})

test('a flag of another version is no key of this one', async () => {
  const result = await resolved({ 'kubelet.service': unit('kubelet --network-plugin=cni') })
  assert.is(said(only(result, 'kubelet', '1.30').get('network-plugin')), 'no such key')
  assert.is(said(only(result, 'kubelet', '1.20').get('network-plugin')), 'set cni by flag --network-plugin=cni')
})

test('places are those of the value in the file', async () => {
  const view = await kubelet('\\\n  --max-pods=50 \\\n  --eviction-hard=memory.available<1Gi,nodefs.available<5%')
  assert.is(placeOf(view.get('maxPods')), 'kubelet.service:5:3')
  assert.is(placeOf(view.get('evictionHard', 'nodefs.available')), 'kubelet.service:6:40')
  assert.is(placeOf(view.get('evictionHard', 'imagefs.available')), 'kubelet.service:6:3', 'the map that dropped it')
  assert.is(placeOf(view.get('podsPerCore')), 'kubelet.service:4:11', 'a default stands at the anchor')
})

test.run()
