import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { currentId, RENAMED, renamedNote } from '../../src/model/renamed.js'
import { CATALOG } from '../../src/rules/catalog.js'

const test = suite('renamed rules')

const renamed = { 'a/old': 'a/new' }

test('an old id leads to the new one, all others to themselves', () => {
  assert.is(currentId('a/old', renamed), 'a/new')
  assert.is(currentId('a/new', renamed), 'a/new')
  assert.is(currentId('toString', renamed), 'toString')
  assert.is(renamedNote('a/old', renamed), 'the rule `a/old` is called `a/new` now')
  assert.is(renamedNote('a/new', renamed), undefined)
})

test('the table leads to rules that exist, in one step, from none that does', () => {
  for (const [old, now] of Object.entries(RENAMED)) {
    assert.ok(now in CATALOG, now)
    assert.not.ok(old in CATALOG, old)
  }
})

test.run()
