import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { didYouMean, distance, nearest } from '../../src/model/nearest.js'

const test = suite('nearest')

test('distance counts a swap of neighbours once', () => {
  assert.is(distance('kubelet', 'kubelet'), 0)
  assert.is(distance('kuebelt', 'kubelet'), 2)
  assert.is(distance('kubeelt', 'kubelet'), 1)
  assert.is(distance('', 'abc'), 3)
  assert.ok(distance('aaaaaaaa', 'bbbbbbbb', 2) > 2)
})

test('the nearest name, or none', () => {
  const names = ['eviction-hard', 'eviction-soft', 'max-pods']
  assert.is(nearest('evction-hard', names), 'eviction-hard')
  assert.is(nearest('EVICTION_HARD', names), 'eviction-hard')
  assert.is(nearest('maxpods', names), 'max-pods')
  assert.is(nearest('something-else', names), undefined)
  assert.is(nearest('', names), undefined)
})

test('a name without its group', () => {
  assert.is(
    nearest('eviction-hard-missing', ['etcd/x', 'kubelet/eviction-hard-missing']),
    'kubelet/eviction-hard-missing',
  )
})

test('the beginning of one name alone', () => {
  assert.is(nearest('warn', ['error', 'warning']), 'warning')
  assert.is(nearest('max', ['max-pods', 'max-open-files']), undefined)
})

test('the tail of a message', () => {
  assert.is(didYouMean('jsno', ['json', 'sarif']), ', did you mean `json`?')
  assert.is(didYouMean('zzzzz', ['json']), '')
})

test('hostile words are not compared', () => {
  assert.is(nearest('x'.repeat(1_000_000), ['x'.repeat(1_000_000)]), undefined)
})

test.run()
