import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { directiveProblems, directives, suppressed } from '../../src/engine/suppressions.js'
import type { Document } from '../../src/model/document.js'
import { at, decoded, document, embedded } from '../support/outcome.js'

const test = suite('suppressions')

const RULE = 'kubelet/max-pods'
const silenced = (doc: Document, words: string, rule = RULE): boolean =>
  suppressed({ rule, at: at(doc, words) }) !== undefined
const doc = (source: string): Document => document('a.yaml', source)

test('at the end of the line, in any comment', () => {
  for (const leader of ['#', '//', ';'])
    assert.ok(
      silenced(doc(`a: 1\nmaxPods: 500 ${leader} klint: ignore[kubelet/max-pods] tested with 500\nb: 2\n`), '500'),
      leader,
    )
})

test('on a line of its own above, also several', () => {
  const source =
    '  # klint: ignore[etcd/x] why\n  # klint:ignore[ kubelet/max-pods , b/c ]\n  maxPods: 500\n  other: 1\n'
  assert.ok(silenced(doc(source), '500'))
  assert.ok(silenced(doc(source), '500', 'etcd/x'))
  assert.not.ok(silenced(doc(source), 'other'))
  assert.not.ok(silenced(doc(source), '500', 'etcd/y'))
})

test('only its own line: not the one below an end of line comment, not one above', () => {
  const source = 'a: 1 # klint: ignore[kubelet/max-pods]\nb: 2\n\n# klint: ignore[kubelet/max-pods]\n\nc: 3\n'
  assert.ok(silenced(doc(source), '1'))
  assert.not.ok(silenced(doc(source), '2'))
  assert.not.ok(silenced(doc(source), '3'), 'an empty line parts them')
})

test('prose is no directive', () => {
  for (const line of [
    'a: 1 # see klint: ignore[kubelet/max-pods]',
    '# write a: 1 # klint: ignore[kubelet/max-pods]\na: 1',
    'a: 1 #klint ignore[kubelet/max-pods]',
    'a: 1# klint: ignore[kubelet/max-pods]',
  ])
    assert.is(directives(doc(line)).length, 0, line)
})

test('the reason, with brackets in it, and CRLF', () => {
  const [one] = directives(doc('a: 1 # klint: ignore[kubelet/max-pods] see [1]\r\nb: 1\r\n'))
  assert.is(one!.reason, 'see [1]')
  assert.is(one!.line, 1)
})

test('the first line of a range decides', () => {
  const one = doc('a: # klint: ignore[kubelet/max-pods]\n  b: 1\n')
  assert.ok(suppressed({ rule: RULE, at: { doc: one, start: 0, end: one.source.length } }))
})

test('in an embedded document it stands in the same line on disk', () => {
  const outer = document('user-data.yaml', 'content: |\n  maxPods: 500 # klint: ignore[kubelet/max-pods] why\n')
  const inner = embedded(outer, 'maxPods: 500 # klint: ignore[kubelet/max-pods] why', 'user-data.yaml#x')
  assert.ok(silenced(inner, '500'))
})

test('in a decoded document, and at the scalar that holds it', () => {
  const outer = document('user-data.yaml', 'content: aGVsbG8= # klint: ignore[kubelet/max-pods] why\n')
  assert.ok(silenced(decoded(outer, 'aGVsbG8=', 'maxPods: 500\n', '/etc/kubelet.yaml'), '500'))
  const plain = document('user-data.yaml', 'content: aGVsbG8=\n')
  assert.ok(
    silenced(
      decoded(plain, 'aGVsbG8=', '# klint: ignore[kubelet/max-pods]\nmaxPods: 500\n', '/etc/kubelet.yaml'),
      '500',
    ),
  )
})

test('unknown names and malformed directives are told, with place and nearest name', () => {
  const one = doc(
    'a: 1 # klint: ignore[kubelet/max-pod, etcd/x]\n# klint: ignore all of it\n# klint: ignore[]\n# klint: ignroe[etcd/x]\n',
  )
  const found = directiveProblems(one, new Set([RULE, 'etcd/x']))
  assert.equal(
    found.map(({ kind, nearest, at }) => [kind, nearest, one.source.slice(at.start, at.end)]),
    [
      ['unknown-rule', RULE, 'kubelet/max-pod'],
      ['malformed', undefined, '# klint: ignore all of it'],
      ['malformed', undefined, '# klint: ignore[]'],
      ['malformed', undefined, '# klint: ignroe[etcd/x]'],
    ],
  )
})

test('hostile lines take linear time', () => {
  const start = performance.now()
  directives(
    doc(`${'# klint: '.repeat(1000)}\n${'x'.repeat(2_000_000)} # klint: ignore[a/b]\n${' klint:# '.repeat(1000)}`),
  )
  directives(doc('# klint: ignore[a/b]\n'.repeat(50_000)))
  assert.ok(performance.now() - start < 1000, `${performance.now() - start} ms`)
})

test.run()
