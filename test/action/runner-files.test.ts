import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Outputs, summaryRoom, writeOutputs, writeSummary } from '../../src/action/runner-files.js'
import { UserError } from '../../src/model/user-error.js'
import { inTree } from '../support/tree.js'

const test = suite('action: files of the runner')

const OUTPUTS: Outputs = { findings: 3, errors: 2, warnings: 1, 'sarif-file': 'a b.sarif', 'exit-code': 1 }

/** Reads the file as the runner does. */
function values(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  const lines = text.split('\n')
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    const [, name, delimiter] = /^([\w-]+)<<(.+)$/.exec(line) ?? []
    if (name === undefined) continue
    const value: string[] = []
    for (let next = lines.shift(); next !== undefined && next !== delimiter; next = lines.shift()) value.push(next)
    found[name] = value.join('\n')
  }
  return found
}

test('outputs are added, each behind a delimiter of its own', () =>
  inTree({ out: 'before<<x\n1\nx\n' }, root => {
    const path = join(root, 'out')
    writeOutputs(OUTPUTS, { GITHUB_OUTPUT: path })
    const text = readFileSync(path, 'utf8')
    assert.equal(values(text), {
      before: '1',
      findings: '3',
      errors: '2',
      warnings: '1',
      'sarif-file': 'a b.sarif',
      'exit-code': '1',
    })
    const delimiters = [...text.matchAll(/<<(ghadelimiter_[0-9a-f-]{36})$/gm)].map(([, one]) => one)
    assert.is(new Set(delimiters).size, 5)
  }))

test('a value cannot set another output', () =>
  inTree({ out: '' }, root => {
    const path = join(root, 'out')
    const evil = 'x\nghadelimiter_0\nexit-code=0\nexit-code<<y\n0\ny'
    writeOutputs({ ...OUTPUTS, 'sarif-file': evil }, { GITHUB_OUTPUT: path })
    const found = values(readFileSync(path, 'utf8'))
    assert.is(found['sarif-file'], evil)
    assert.is(found['exit-code'], '1')
  }))

test('without files nothing is written; one that cannot be is a mistake', () =>
  inTree({ folder: null }, root => {
    writeOutputs(OUTPUTS, {})
    writeSummary('x', { GITHUB_STEP_SUMMARY: '' })
    assert.throws(
      () => writeOutputs(OUTPUTS, { GITHUB_OUTPUT: join(root, 'folder') }),
      (error: unknown) => error instanceof UserError && /`GITHUB_OUTPUT` cannot be written \(EISDIR\)/.test(error.what),
    )
  }))

test('what is in the summary already counts', () =>
  inTree({ sum: 'x'.repeat(1000), full: 'x'.repeat(1024 * 1024 + 1) }, root => {
    assert.is(summaryRoom({}), 1024 * 1024)
    assert.is(summaryRoom({ GITHUB_STEP_SUMMARY: join(root, 'none') }), 1024 * 1024)
    assert.is(summaryRoom({ GITHUB_STEP_SUMMARY: join(root, 'sum') }), 1024 * 1024 - 1000)
    assert.is(summaryRoom({ GITHUB_STEP_SUMMARY: join(root, 'full') }), 0)
  }))

test.run()
