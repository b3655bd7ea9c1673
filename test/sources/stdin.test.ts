import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UserError } from '../../src/model/user-error.js'
import { readStdin } from '../../src/sources/stdin.js'
import { inTree } from '../support/tree.js'

const test = suite('stdin')

const read = (source: string, filename?: string) =>
  inTree({ input: source }, root => {
    const descriptor = openSync(join(root, 'input'), 'r')
    try {
      return readStdin(filename, descriptor)
    } finally {
      closeSync(descriptor)
    }
  })

test('the whole of it, with the name that was given', async () => {
  const source = 'ü'.repeat(100_000)
  assert.equal(await read(source, 'a/kubelet.service'), { uri: 'a/kubelet.service', source })
  assert.is((await read('x')).uri, 'stdin')
})

test('too much is an error of the user', async () => {
  try {
    await read('x'.repeat(3_000_000))
    assert.unreachable()
  } catch (error) {
    assert.instance(error, UserError)
  }
})

test.run()
