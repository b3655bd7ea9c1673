import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { contrast } from '../../src/model/contrast.js'

const test = suite('model/contrast')

test('short values stay', () => {
  assert.equal(contrast('Node,RBAC', 'RBAC', 20), ['Node,RBAC', 'RBAC'])
  assert.equal(contrast('', 'RBAC', 20), ['', 'RBAC'])
})

test('a list begins with the first element that differs', () => {
  assert.equal(contrast('NodeRestriction,AlwaysPullImages', 'NodeRestriction,PodSecurity', 20), [
    '…,AlwaysPullImages',
    '…,PodSecurity',
  ])
  assert.equal(contrast('ResourceQuota,Priority,PodSecurity', 'ResourceQuota,Priority', 30), [
    '…,Priority,PodSecurity',
    '…,Priority',
  ])
})

test('of anything else a little of what is the same is shown', () => {
  assert.equal(contrast('https://discovery.example.com/prod', 'https://discovery.example.com/test', 12), [
    '…com/prod',
    '…com/test',
  ])
})

test('what is still too long is cut', () => {
  const [left, right] = contrast('a'.repeat(50), 'b'.repeat(5), 10)
  assert.equal([left, right], ['aaaaaaaaa…', 'bbbbb'])
})

test.run()
