import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { recognises } from './judge.js'
import { staticPod } from './static-pod.js'

const test = suite('judge')

test('a file counts as recognised if something a rule is asked about comes out of it', async () => {
  const pod = new Map([['pod.yaml', staticPod('etcd', '3.5.24-0')]])
  assert.is(await recognises(pod, 'etcd'), true)
  assert.is(await recognises(pod, 'assignment'), true)
  assert.is(await recognises(pod, 'cluster'), true)
  assert.is(await recognises(pod, 'kubelet'), false)
  const nothing = new Map([['etcd.conf.yml', 'colour: blue\n']])
  for (const subject of ['etcd', 'assignment', 'cluster'] as const) assert.is(await recognises(nothing, subject), false)
})

test.run()
