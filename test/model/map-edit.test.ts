import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../src/model/document.js'
import { entriesAdded } from '../../src/model/map-edit.js'
import type { Assignment } from '../../src/model/setting.js'
import { Text } from '../../src/model/text.js'

const test = suite('map edit')

function textOf(doc: Document, words: string): Text {
  const start = doc.source.indexOf(words)
  if (start === -1) throw new Error(`no ${words} in the source`)
  return Text.linear(doc, start, start + words.length)
}

/** An assignment as resolve makes it: a map has no value, an entry spans key and value. */
function assignment(name: Text, value: Text | undefined, layer: Assignment['layer'] = 'file'): Assignment {
  const at = { ...name.at, end: value?.at.end ?? name.at.end }
  const [key, spelling] = [name.value, name.value]
  return { component: 'kubelet', key, name: key, nameText: name, value, layer, spelling, at }
}

const ADDED = [
  ['b', '10%'],
  ['c', '5%'],
] as const

/** The source after the edits; undefined if there are none. */
function mended(source: string, value = '1Gi'): string | undefined {
  const doc: Document = { uri: 'a.yaml', source, holes: [], regions: [] }
  const map = assignment(textOf(doc, 'map'), undefined)
  const entry = assignment(textOf(doc, 'first'), textOf(doc, value))
  return apply(source, entriesAdded(map, [entry], ADDED, '<'))
}

function flag(source: string, words: string): string | undefined {
  const doc: Document = { uri: 'a', source, holes: [], regions: [] }
  return apply(source, entriesAdded(assignment(textOf(doc, 'map'), textOf(doc, words), 'flag'), [], ADDED, '<'))
}

function apply(source: string, edits: ReturnType<typeof entriesAdded>): string | undefined {
  return edits?.reduceRight((text, edit) => text.slice(0, edit.at.start) + edit.text + text.slice(edit.at.end), source)
}

test('a block map goes on below its last entry, as far in as that one', () => {
  assert.is(mended('map:\n    first: 1Gi\nnext: 1\n'), 'map:\n    first: 1Gi\n    b: 10%\n    c: 5%\nnext: 1\n')
})

test('comments stay on their lines', () => {
  assert.is(
    mended('map: # all\n  # big nodes\n  first: 1Gi # enough\n# next\n'),
    'map: # all\n  # big nodes\n  first: 1Gi # enough\n  b: 10%\n  c: 5%\n# next\n',
  )
})

test('line ends are those of the file, and the last line may have none', () => {
  assert.is(mended('map:\r\n  first: 1Gi\r\n'), 'map:\r\n  first: 1Gi\r\n  b: 10%\r\n  c: 5%\r\n')
  assert.is(mended('map:\n  first: "1Gi"'), 'map:\n  first: "1Gi"\n  b: 10%\n  c: 5%')
})

test('a flow map goes on in front of its first entry', () => {
  assert.is(mended('map: {first: 1Gi}'), 'map: {b: 10%, c: 5%, first: 1Gi}')
  assert.is(mended('map: { first: 1Gi } # x'), 'map: { b: 10%, c: 5%, first: 1Gi } # x')
})

test('JSON keeps its quotes and its lines', () => {
  assert.is(
    mended('{"map": {\n    "first": "1Gi"\n}}'),
    '{"map": {\n    "b": "10%",\n    "c": "5%",\n    "first": "1Gi"\n}}',
  )
})

test('the value of a flag goes on behind its last character, also inside quotes', () => {
  assert.is(flag('kubelet "--map=a<1Gi" --v=2', 'a<1Gi'), 'kubelet "--map=a<1Gi,b<10%,c<5%" --v=2')
})

test('a unit writes percent signs twice', () => {
  assert.is(
    flag('# mine\n[Service]\nExecStart=/kubelet --map=a<1Gi\n', 'a<1Gi'),
    '# mine\n[Service]\nExecStart=/kubelet --map=a<1Gi,b<10%%,c<5%%\n',
  )
})

test('where the syntax is not certain there is no edit', () => {
  assert.is(mended('map: &x\n  first: 1Gi\n'), undefined)
  assert.is(mended('map:\n  <<: *other\n  first: 1Gi\n'), undefined)
  assert.is(mended('map: !!map {first: 1Gi}\n'), undefined)
  assert.is(mended('map:\n  first: >-\n    1Gi\n', '>-\n    1Gi'), undefined)
  assert.is(flag('--map=', ''), undefined)
})

test('entries of other documents and of other layers say nothing about the place', () => {
  const source = 'map:\n  first: 1Gi\n'
  const doc: Document = { uri: 'a.yaml', source, holes: [], regions: [] }
  const other: Document = { uri: 'b.yaml', source, holes: [], regions: [] }
  const map = assignment(textOf(doc, 'map'), undefined)
  const far = assignment(textOf(other, 'first'), textOf(other, '1Gi'))
  const dropIn = assignment(textOf(doc, 'first'), textOf(doc, '1Gi'), 'drop-in')
  assert.is(entriesAdded(map, [far, dropIn], ADDED, '<'), undefined)
  assert.is(entriesAdded(map, [far], [], '<'), undefined)
})

test.run()
