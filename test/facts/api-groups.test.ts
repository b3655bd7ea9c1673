import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRegistered } from '../../src/facts/api-groups.js'
import { parseVersion } from '../../src/model/version.js'

const test = suite('facts/api-groups')
const at = (group: string, version: string, minor: string) => isRegistered(group, version, parseVersion(minor)!.max)

test('what a version of the apiserver registers', () => {
  assert.is(at('batch', 'v2alpha1', '1.20'), 'yes')
  assert.is(at('batch', 'v2alpha1', '1.21'), 'no')
  assert.is(at('settings.k8s.io', 'v1alpha1', '1.19'), 'yes')
  assert.is(at('settings.k8s.io', 'v1alpha1', '1.20'), 'no group')
  assert.is(at('example.com', 'v1', '1.34'), 'no group')
})

test('a version that went and came back', () => {
  for (const [minor, answer] of [
    ['1.13', 'yes'],
    ['1.14', 'no'],
    ['1.25', 'no'],
    ['1.26', 'yes'],
  ] as const)
    assert.is(at('admissionregistration.k8s.io', 'v1alpha1', minor), answer, minor)
})

test('the core group is always there', () => {
  for (const minor of ['1.10', '1.22', '1.37']) assert.is(at('', 'v1', minor), 'yes')
})

test.run()
