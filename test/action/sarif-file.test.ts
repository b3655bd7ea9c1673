import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readInputs } from '../../src/action/inputs.js'
import { categoryOf, sarifFile } from '../../src/action/sarif-file.js'
import { UserError } from '../../src/model/user-error.js'
import { inTree } from '../support/tree.js'

const test = suite('action: SARIF file')

const asked = (name: string, upload = 'false') => readInputs({ 'INPUT_SARIF-FILE': name, 'INPUT_UPLOAD-SARIF': upload })

test('none, a named one, one in the folder of the runner', () =>
  inTree({ temp: null, work: null }, root => {
    const env = { RUNNER_TEMP: join(root, 'temp') }
    const workspace = join(root, 'work')
    assert.is(sarifFile(asked(''), env, workspace), undefined)
    const named = { name: 'out/k.sarif', path: join(workspace, 'out/k.sarif') }
    assert.equal(sarifFile(asked('out/k.sarif', 'true'), env, workspace), named)
    const [a, b] = [0, 1].map(() => sarifFile(asked('', 'true'), env, workspace))
    assert.ok(a?.path.startsWith(join(root, 'temp', 'klint-')) && a.path.endsWith('/klint.sarif'), a?.path)
    assert.is(a?.name, a?.path)
    assert.is.not(a?.path, b?.path)
  }))

test('a link of the checkout does not lead the file out of it', () =>
  inTree({ home: null, 'work/in': null, 'work/out': { link: '../home' }, 'work/own': { link: 'in' } }, root => {
    const workspace = join(root, 'work')
    for (const name of ['out/k.sarif', 'out/new/folder/k.sarif', 'in/../out/k.sarif', join(workspace, 'out/k.sarif')])
      assert.throws(
        () => sarifFile(asked(name), {}, workspace),
        (error: unknown) => error instanceof UserError && error.what.includes('leads out of the checkout'),
      )
    for (const name of [
      'k.sarif',
      'in/k.sarif',
      'own/k.sarif',
      'new/k.sarif',
      join(root, 'home/k.sarif'),
      '../k.sarif',
    ])
      assert.ok(sarifFile(asked(name), {}, workspace), name)
    assert.not.ok(existsSync(join(root, 'home/new')))
  }))

test('runs over different paths are different analyses', () => {
  assert.is(categoryOf([]), undefined)
  assert.is(categoryOf(['./']), undefined)
  assert.is(categoryOf(['clusters/prod/']), 'clusters-prod')
  assert.is(categoryOf(['./a', 'b c', '::x']), 'a+b-c+-x')
})

test.run()
