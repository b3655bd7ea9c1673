import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { authorsName } from '../../src/facts/names.js'
import type { Assignment, Layer, Setting } from '../../src/model/setting.js'
import { Text } from '../../src/model/text.js'

const test = suite('names')

const doc = { uri: 'a', source: 'a', holes: [], regions: [] }
const at = { doc, start: 0, end: 1 }
const kubelet = (configFile: 'yes' | 'no' | 'unknown') => ({ kind: 'kubelet' as const, configFile })

function written(layer: Layer): Setting<string> {
  const nameText = Text.linear(doc, 0, 1)
  const by: Assignment = {
    component: 'kubelet',
    key: 'a',
    name: 'a',
    nameText,
    value: undefined,
    layer,
    spelling: 'a',
    at,
  }
  return { state: 'set', value: '', by, beaten: [], at, assuming: [] }
}
const unset: Setting<undefined> = { state: 'default', value: undefined, beaten: [], at, assuming: [] }

test('a key goes by the name of what sets it', () => {
  assert.is(authorsName(kubelet('yes'), 'kubeReserved', written('flag')), '--kube-reserved')
  assert.is(authorsName(kubelet('no'), 'kubeReserved', written('file')), 'kubeReserved')
})

test('what nothing sets is a flag only where flags are all there is', () => {
  assert.is(authorsName(kubelet('no'), 'kubeReserved', unset), '--kube-reserved')
  assert.is(authorsName(kubelet('yes'), 'kubeReserved', unset), 'kubeReserved')
  assert.is(authorsName(kubelet('unknown'), 'kubeReserved', unset), 'kubeReserved')
})

test('kops makes flags of fields with the names of the kubelet', () => {
  assert.is(authorsName({ ...kubelet('no'), platform: 'kops' }, 'kubeReserved', written('flag')), 'kubeReserved')
})

test('a field without a flag keeps its name', () => {
  assert.is(authorsName(kubelet('no'), 'mergeDefaultEvictionSettings', unset), 'mergeDefaultEvictionSettings')
})

test.run()
