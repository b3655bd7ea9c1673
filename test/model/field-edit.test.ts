import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../src/model/document.js'
import { type FieldValue, fieldAdded } from '../../src/model/field-edit.js'
import { readYaml } from '../../src/parsers/syntax/yaml.js'

const test = suite('field-edit')

function added(source: string, path: string, value: FieldValue): string | undefined {
  const doc: Document = { uri: 'x', source, holes: [], regions: [] }
  const [tree] = readYaml(doc).trees
  assert.ok(tree !== undefined)
  const edit = fieldAdded({ layer: 'file', tree, at: tree.at }, path, value)
  return edit && source.slice(0, edit.at.start) + edit.text + source.slice(edit.at.end)
}

const HEAD = 'kind: A\nmaxPods: 5 # why\n'

test('scalars, as YAML needs them', () => {
  assert.is(added(HEAD, 'a', 15), `${HEAD}a: 15\n`)
  assert.is(added(HEAD, 'a', false), `${HEAD}a: false\n`)
  assert.is(added(HEAD, 'a', '30s'), `${HEAD}a: 30s\n`)
  assert.is(added(HEAD, 'a', '/run/a.sock'), `${HEAD}a: /run/a.sock\n`)
  for (const text of ['', '15', 'true', 'No', '10.0.0.1', 'a: b', '*', '~', '0x1f', '1e3', 'unix:///run/a.sock'])
    assert.is(added(HEAD, 'a', text), `${HEAD}a: ${JSON.stringify(text)}\n`)
})

test('lists and maps, below each other', () => {
  assert.is(added(HEAD, 'a', ['b', '10.0.0.10']), `${HEAD}a:\n  - b\n  - "10.0.0.10"\n`)
  assert.is(added(HEAD, 'a', { cpu: '500m', 'x/y': true }), `${HEAD}a:\n  cpu: 500m\n  "x/y": true\n`)
  assert.is(added(HEAD, 'a', []), `${HEAD}a: []\n`)
  assert.is(added(HEAD, 'a', {}), `${HEAD}a: {}\n`)
})

test('a field of a map that is there, or is made', () => {
  assert.is(added('kind: A\na:\n  b: 1\n', 'a.c', 2), 'kind: A\na:\n  b: 1\n  c: 2\n')
  assert.is(added(HEAD, 'a.b.c', 2), `${HEAD}a:\n  b:\n    c: 2\n`)
  assert.is(added('kind: A\na: {b: 1}\n', 'a.c', '2'), 'kind: A\na: {c: "2", b: 1}\n')
})

test('behind the last line that is a key, and not into what is longer', () => {
  assert.is(added('kind: A\nb: |\n  x\n', 'a', 1), 'kind: A\na: 1\nb: |\n  x\n')
  assert.is(added('kind: A\nb:\n  c: 1\n', 'a', 1), 'kind: A\na: 1\nb:\n  c: 1\n')
  assert.is(added('kind: A', 'a', 1), 'kind: A\na: 1')
  assert.is(added('kind: A\r\nb: 1\r\n', 'a', 1), 'kind: A\r\nb: 1\r\na: 1\r\n')
})

test('JSON, with the blanks it has', () => {
  assert.is(added('{"kind": "A"}', 'a', ['b']), '{"a": ["b"], "kind": "A"}')
  assert.is(added('{\n  "kind": "A"\n}\n', 'a', { b: 'c' }), '{\n  "a": {"b":"c"},\n  "kind": "A"\n}\n')
})

test('nothing where it is there, leads through something else, or may come from a template', () => {
  assert.is(added('kind: A\na: 1\n', 'a', 2), undefined)
  assert.is(added('kind: A\na: 1\n', 'a.b', 2), undefined)
  assert.is(added('- a\n', 'a', 2), undefined)
})

test.run()
