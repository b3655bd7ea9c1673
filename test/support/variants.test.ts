import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { mutationsOf } from './mutations.js'
import { text } from './text.js'
import { nested, shifted, withByteOrderMark, withCrLf } from './variants.js'

const test = suite('variants')
const mark = (file: string, line: number, column: number) => ({
  file,
  from: { line, column },
  to: { line, column: column + 3 },
  message: 'x',
})
const lineOf = (files: ReadonlyMap<string, string>, file: string, line: number): string =>
  files.get(file)?.split('\n')[line - 1] ?? ''

test('text drops the indentation of the code around it', () => {
  assert.is(
    text`
    a:
      b: ${1}

    c: 2
  `,
    'a:\n  b: 1\n\nc: 2\n',
  )
})

test('shift puts comments in front, behind a first line that must be first, and nowhere in JSON', () => {
  const files = new Map([
    ['a.yaml', 'one: 1\ntwo: 2\n'],
    ['user-data', '#cloud-config\ntwo: 2\n'],
    ['a.json', '{\n"two": 2\n}\n'],
  ])
  const { files: moved, move } = shifted(files)
  for (const file of files.keys()) {
    const { line } = move(mark(file, 2, 1)).from
    assert.is(lineOf(moved, file, line), lineOf(files, file, 2), file)
  }
  assert.is(lineOf(moved, 'user-data', 1), '#cloud-config')
  assert.is(moved.get('a.json'), files.get('a.json'))
})

test('CRLF is not doubled, and a byte order mark comes first', () => {
  assert.is(withCrLf(new Map([['a', 'x\r\ny\n']])).files.get('a'), 'x\r\ny\r\n')
  assert.is(withByteOrderMark(new Map([['a', 'x']])).files.get('a'), '\uFEFFx')
})

test('a nested document keeps its characters, at the mapped place', () => {
  const source = 'kind: KubeletConfiguration\n\nevictionHard:\n  nodefs.available: 10%\n'
  const variant = nested(new Map([['kubelet.yaml', source]]))
  assert.ok(variant)
  const moved = variant.move(mark('kubelet.yaml', 4, 21))
  assert.is(
    lineOf(variant.files, 'machine.tf', moved.from.line).slice(moved.from.column - 1, moved.to.column - 1),
    '10%',
  )
})

test('only documents that user data writes are nested', () => {
  assert.is(nested(new Map([['a.yaml', 'kind: Deployment\n']])), undefined)
  assert.is(
    nested(
      new Map([
        ['a.service', 'x\n'],
        ['b.service', 'y\n'],
      ]),
    ),
    undefined,
  )
  assert.is(nested(new Map([['a.service', 'ExecStart=/k ${X}\n']])), undefined)
})

test('every kind of value is hidden in turn, quotes stay, keys stay, and what others load disappears', () => {
  const names = mutationsOf(
    new Map([
      ['a.yaml', 'kind: X\nmaxPods: "110"\nlist:\n  - one\n# comment: no\nimage: r/k:v1.2.3\nblock: |\n'],
      ['b.service', 'ExecStart=/k --a=1 --b=2 \\\n  --config=/x\n'],
    ]),
    99,
  ).map(({ name, unties }) => `${name}${unties ? ' (unties)' : ''}`)
  assert.equal(names, [
    'a.yaml:1 `X` comes from a template (unties)',
    'a.yaml:2 `110` comes from a template',
    'a.yaml:4 `one` comes from a template (unties)',
    'a.yaml:6 `r/k:v1.2.3` comes from a template (unties)',
    'a.yaml:6 `v1.2.3` comes from a template',
    'b.service:1 `1` comes from a template',
    'b.service:1 `2` comes from a template',
    'b.service:2 `/x` comes from a template (unties)',
    'a.yaml is not there (unties)',
  ])
  const [, hidden] = mutationsOf(new Map([['a.yaml', 'kind: X\nmaxPods: "110"\n']]))
  assert.is(hidden?.files.get('a.yaml'), 'kind: X\nmaxPods: "{{ x }}"\n')
})

test('the number of mutations is bounded, and they are spread', () => {
  const source = Array.from({ length: 100 }, (_, i) => `k${i}: ${i}\n`).join('')
  const names = mutationsOf(new Map([['a.yaml', source]]), 4).map(({ name }) => name.split(' ')[0])
  assert.equal(names, ['a.yaml:1', 'a.yaml:26', 'a.yaml:51', 'a.yaml:76'])
})

test.run()
