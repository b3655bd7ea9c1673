import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fieldValue } from '../../src/facts/field-values.js'
import { keyOf } from '../../src/facts/settings.js'

const test = suite('facts/field-values')

const value = (flag: string, text: string) => {
  const key = keyOf('kubelet', flag)
  assert.ok(key !== undefined, flag)
  return fieldValue(key, text)
}

test('a flag is what its field would hold', () => {
  assert.is(value('fail-swap-on', 'F'), false)
  assert.is(value('max-pods', '0x6e'), 110)
  assert.is(value('sync-frequency', '1m'), '1m')
  assert.is(value('cluster-domain', 'cluster.local'), 'cluster.local')
  assert.equal(value('cluster-dns', '10.0.0.10, 10.0.0.11'), ['10.0.0.10', '10.0.0.11'])
  assert.equal(value('cluster-dns', ''), [])
  assert.equal(value('eviction-hard', 'memory.available<500Mi,nodefs.available<10%'), {
    'memory.available': '500Mi',
    'nodefs.available': '10%',
  })
  assert.equal(value('kube-reserved', 'cpu=500m,,memory=1Gi'), { cpu: '500m', memory: '1Gi' })
  assert.equal(value('feature-gates', 'NodeSwap=T'), { NodeSwap: true })
})

test('what the flag could not read is no value', () => {
  assert.is(value('fail-swap-on', 'no'), undefined)
  assert.is(value('max-pods', 'many'), undefined)
  assert.is(value('eviction-hard', 'memory.available=500Mi'), undefined)
  assert.is(value('feature-gates', 'NodeSwap=maybe'), undefined)
  assert.is(value('manifest-url-header', 'a:b'), undefined, 'a header may have several values')
})

test.run()
