import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { field } from '../../src/facts/fields.js'
import { flag, flagNames } from '../../src/facts/flags.js'
import { fieldLine, findLine, flagLine, tableOf } from '../../src/facts/lines.js'

const test = suite('facts/lines')

/** How often `work` searches through something as long as a table. */
function longSearches(work: () => void): number {
  const searchString = String.prototype.indexOf
  const table = tableOf('kubelet')
  let searches = 0
  String.prototype.indexOf = function (this: string, ...given: [string, number?]) {
    if (given[1] === undefined && this.length === table.length) searches++
    return searchString.apply(this, given)
  }
  try {
    work()
  } finally {
    String.prototype.indexOf = searchString
  }
  return searches
}

test('thousands of names that nobody knows do not search the table thousands of times', () => {
  const searches = longSearches(() => {
    for (let i = 0; i < 10_000; i++) {
      assert.is(flagLine('kubelet', `no-such-flag-${i}`), undefined)
      assert.is(fieldLine('kubelet', `noSuchField${i}`), undefined)
    }
  })
  assert.ok(searches < 500, `${searches} searches`)
})

test('the index knows every flag and field, and the same line as a search', () => {
  const table = tableOf('kubelet')
  longSearches(() => {
    for (let i = 0; i < 1_000; i++) findLine(table, `no-such-flag-${i}`)
  })
  const names = [...flagNames('kubelet')]
  assert.ok(names.length > 200)
  for (const name of names) {
    const line = findLine(table, name)
    assert.ok(line?.startsWith(`${name}\t`), name)
    assert.ok(table.indexOf(`\n${line}\n`) <= table.indexOf(`\n${name}\t`), name)
  }
  assert.is(flag('kubelet', 'max-pods')?.field, 'maxPods')
  assert.is(field('kubelet', 'authentication')?.object, true)
  assert.is(findLine(table, ''), undefined)
  assert.is(findLine(table, 'max-pods\t'), undefined)
})

test.run()
