import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { nodeGroupSpec } from '../../src/facts/node-groups.js'

const test = suite('node groups')

test('minimum, maximum and a name that may have colons of its own', () => {
  assert.equal(nodeGroupSpec('1:10:workers'), { min: 1, max: 10, name: 'workers' })
  assert.equal(nodeGroupSpec('0:5:https://www.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/g'), {
    min: 0,
    max: 5,
    name: 'https://www.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/g',
  })
})

test('what the autoscaler refuses', () => {
  for (const text of ['', 'workers', '1:workers', '1:10:', 'a:b:workers', '[min]:[max]:[name]', '-1:10:workers'])
    assert.is(nodeGroupSpec(text), undefined, text)
})

test.run()
