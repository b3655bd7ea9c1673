import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../src/model/document.js'
import { replaceValue } from '../../src/model/edit.js'
import type { Assignment } from '../../src/model/setting.js'
import { MASK, Text } from '../../src/model/text.js'

const test = suite('edits')

const document = (source: string, more: Partial<Document> = {}): Document => ({
  uri: 'etcd.env',
  source,
  holes: [],
  regions: [],
  ...more,
})

function assignment(doc: Document, value: Text | undefined): Assignment {
  const nameText = Text.linear(doc, 0, 1)
  return {
    component: 'etcd',
    key: 'election-timeout',
    name: 'election-timeout',
    nameText,
    value,
    layer: 'flag',
    spelling: '',
    at: nameText.at,
  }
}

test('a value that stands as it is is replaced in its place', () => {
  const doc = document('a=1000')
  const edit = replaceValue(assignment(doc, Text.linear(doc, 2, 6)), '5000')
  assert.equal(edit, { at: { doc, start: 2, end: 6 }, text: '5000' })
})

test('no value, no edit', () => {
  assert.is(replaceValue(undefined, '5000'), undefined)
  assert.is(replaceValue(assignment(document('a'), undefined), '5000'), undefined)
})

test('a converted value stands for something else', () => {
  const doc = document('a: 1s')
  assert.is(replaceValue(assignment(doc, Text.whole(doc, 3, 5, '1000')), '5000'), undefined)
})

test('a value joined from two places belongs to neither', () => {
  const [one, two] = [document('a=10'), document('b=00', { uri: 'b.env' })]
  const value = Text.join([Text.linear(one, 2, 4), Text.linear(two, 2, 4)])
  assert.is(replaceValue(assignment(one, value), '5000'), undefined)
})

test('what a template prints is not ours to replace', () => {
  const doc = document('a={{ x }}')
  assert.is(replaceValue(assignment(doc, Text.linear(doc, 2, 9, MASK.repeat(7))), '5000'), undefined)
})

test('what a platform writes lies on no disk', () => {
  const doc = document('a=1000', { made: true })
  assert.is(replaceValue(assignment(doc, Text.linear(doc, 2, 6)), '5000'), undefined)
})

test.run()
