import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isScalar, parseDocument } from 'yaml'
import type { Document } from '../../../src/model/document.js'
import { MASK, Text } from '../../../src/model/text.js'
import { lookup, type Tree, textAt, treeAt } from '../../../src/model/tree.js'
import { embed, open } from '../../../src/parsers/embed.js'
import { readYaml } from '../../../src/parsers/syntax/yaml.js'
import { readScalar } from '../../../src/parsers/syntax/yaml-scalar.js'
import { text } from '../../support/text.js'

const test = suite('syntax/yaml')

const read = (source: string) => readYaml(open('a.yaml', source))
const one = (source: string): Tree => {
  const { trees, problems } = read(source)
  assert.equal(
    problems.map(({ what }) => what),
    [],
  )
  assert.is(trees.length, 1)
  return trees[0]!
}

/** A tree in few words: `?` unknown, `+` open, `if` conditional. */
function brief(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.empty ? null : tree.text.value.replaceAll(/\uFDD0+/g, '?')
  if (tree.kind === 'list')
    return [
      ...tree.items.map(({ value, conditional }) => (conditional ? { if: brief(value) } : brief(value))),
      ...(tree.open ? ['+'] : []),
    ]
  return Object.fromEntries([
    ...tree.entries.map(({ key, value, conditional }) => [
      `${conditional ? 'if ' : ''}${key.value.replaceAll(/\uFDD0+/g, '?')}`,
      brief(value),
    ]),
    ...(tree.open ? [['+', '']] : []),
  ])
}

const trees: Readonly<Record<string, readonly [string, unknown]>> = {
  'scalars stay what is written': [
    'a: 0644\nb: yes\nc: ~\nd:\ne: "null"\nf: !!str null',
    { a: '0644', b: 'yes', c: null, d: null, e: 'null', f: 'null' },
  ],
  JSON: ['{"a": {"b": [1, true, null]}, "c":"x\\/\\u00e9"}', { a: { b: ['1', 'true', null] }, c: 'x/é' }],
  'JSON below comments, indented by tabs': [
    '# generated\n{\n\t"a": 1,\n\t"b": [\n\t\t2\n\t]\n}\n',
    { a: '1', b: ['2'] },
  ],
  CRLF: ['a: |\r\n  x\r\n  y\r\nb: >-\r\n  x\r\n  y\r\nc: "x\r\n  y"\r\n', { a: 'x\ny\n', b: 'x y', c: 'x y' }],
  'directives and markers': ['%YAML 1.2\n---\na: 1\n...\n', { a: '1' }],
  anchors: ['a: &x [1]\nb: *x', { a: ['1'], b: ['1'] }],
  'a later anchor of one name counts from there on': [
    'a: &x 1\nb: *x\nc: &x 2\nd: *x',
    { a: '1', b: '1', c: '2', d: '2' },
  ],
  'own entries and earlier maps win over merged ones': [
    'x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  <<: [*x, *y]\n  a: 0',
    { x: { a: '1', b: '1' }, y: { b: '2', c: '2' }, z: { a: '0', b: '1', c: '2' } },
  ],
  'a merge of something unknown opens': ['z:\n  <<: {{ x }}\n  a: 0', { z: { a: '0', '+': '' } }],
  'templated values and keys': ['a: {{ x }}-b\n{{ k }}: c', { a: '?-b', '?': 'c', '+': '' }],
  'a quoted template is a value': [
    'a: "{{ x }}"\nb: [ {{ y }}, z ]\nc: [ "{{ y }}" ]',
    { a: '?', b: ['?', 'z', '+'], c: ['?'] },
  ],
  'a printed line opens all that is open there, and nothing else': [
    'a:\n  b:\n    c: 1\n{{ x }}\nd:\n  e: 1\n',
    { a: { b: { c: '1', '+': '' }, '+': '' }, d: { e: '1' }, '+': '' },
  ],
  'a printed line in place of a value': ['a:\n  {{ x }}\nb: 1', { a: '?', b: '1', '+': '' }],
  'a list that is printed behind its key': ['k: 1\na:${x}\nb: 1', { k: '1', a: '?', b: '1', '+': '' }],
  'a printed line below `nindent`': [
    'a: {{ x | nindent 2 }}\n  b: 1\nc: 1',
    { a: { b: '1', '+': '' }, c: '1', '+': '' },
  ],
  'a printed line among items': ['a:\n  - 1\n  {{ x }}\n  - 2\nb: 3', { a: ['1', '2', '+'], b: '3', '+': '' }],
  'a printed line in a literal block is text': [
    'a:\n  b: |\n    x\n    {{ y }}\n    z\n  c: 1',
    { a: { b: 'x\n\n\n\n\n?\nz\n', c: '1' } },
  ],
  'a printed line behind a literal block may be either': ['b: |\n  x\n{{ y }}\nc: 1', { b: 'x\n?\n', c: '1', '+': '' }],
  'a literal block of templates only': ['b: |\n  {{ y }}\nc: 1', { b: '\n\n?\n', c: '1', '+': '' }],
  'a printed line in a folded block': ['b: >-\n  x\n  {{ y }}\n  z\nc: 1', { b: 'x ? z', c: '1' }],
  'statements make entries and items conditional': [
    'a:\n  {{ if x }}\n  b: 1\n  {{ else }}\n  b: 2\n  {{ end }}\n  c:\n    - 1\n    {{ range y }}\n    - 2\n    {{ end }}\n',
    { a: { 'if b': '2', c: ['1', { if: '2' }, '+'] } },
  ],
  'only the map that holds the block is unsure of its entries': [
    'a:\n  {{ if x }}\n  b:\n    c: 1\n  {{ end }}\n',
    { a: { 'if b': { c: '1' } } },
  ],
  'a block around the whole document': ['{{ if x }}\na: 1\nb: 2\n{{ end }}\n', { a: '1', b: '2' }],
  'a block around the first entries': ['{{ if x }}\na: 1\n{{ end }}\nb: 2\n', { 'if a': '1', b: '2' }],
  'a value in a block': ['a:\n  {{ if x }}\n  b\n  {{ else }}\n  c\n  {{ end }}\n', { a: '?' }],
  'statements in a folded block': ['a: >-\n  x\n  {{ if y }}\n  z\n  {{ end }}\n  w\n', { a: 'x ? w' }],
  'duplicate keys are kept': ['a: 1\na: 2', { a: '2' }],
}
for (const [name, [source, expected]] of Object.entries(trees))
  test(name, () => assert.equal(brief(one(source)), expected))

test('duplicate keys are entries in order, the last wins', () => {
  const tree = one('a: 1\na: 2')
  assert.is(tree.kind === 'map' && tree.entries.length, 2)
  assert.is(textAt(tree, 'a')?.value, '2')
})

test('a hole is unknown, not absent; so is a key beside a printed line', () => {
  const tree = one('a: {{ x }}\nb:\n  c: 1\n  {{ y }}\n')
  assert.is(lookup(tree, 'a', 'b').state, 'unknown')
  assert.is(lookup(tree, 'b', 'd').state, 'unknown')
  assert.is(lookup(one('a: 1'), 'b').state, 'absent')
})

test('documents are read one by one, and only those that are wanted', () => {
  const source = 'kind: A\n---\nkind: [B\n---\n# nothing\n---\nkind: C\n...\n---\nkind: D\n'
  const { trees, problems } = read(source)
  assert.equal(trees.map(brief), [{ kind: 'A' }, { kind: 'C' }, { kind: 'D' }])
  assert.is(problems.length, 1)
  const seen: string[] = []
  const some = readYaml(open('a.yaml', source), part => seen.push(part) > 0 && part.includes('kind: D'))
  assert.is(some.problems.length, 0)
  assert.equal(some.trees.map(brief), [{ kind: 'D' }])
  assert.is(seen[0], 'kind: A\n')
})

test('JSON texts one after another are documents', () => {
  const { trees, problems } = read('{"a": {"b": "1"}}\n{"a": "2"}\n{\n  "a": "}"\n}\n')
  assert.equal([trees.map(brief), problems], [[{ a: { b: '1' } }, { a: '2' }, { a: '}' }], []])
  assert.is(read('a: 1\nb: {"c": 1}\n{"d": 1}\n').trees.length, 0, 'not in YAML')
})

test('a broken document is told with its place, a template is not called broken', () => {
  const [broken] = read('a: 1\nb: "x\nc: 1\n').problems
  assert.is(broken?.because, 'broken')
  assert.is(broken?.what, 'is not valid YAML: a closing quote is missing')
  const [tabbed] = read('a:\n\tb: 1\n').problems
  assert.equal([tabbed?.what, tabbed?.at.start], ['is not valid YAML: a tab stands where blanks indent', 3])
  assert.is(read('a: 1\n {{ if x }} b\n  : "\n').problems[0]?.because, 'template')
  assert.is(read('a: ${X}\n b: "\n').problems[0]?.because, 'broken')
})

test('aliases and depth are bounded', () => {
  const bomb = [
    'a0: &a0 [x, x]',
    ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
  ].join('\n')
  const chain = ['a0: &a0 [x]', ...Array.from({ length: 400 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`)].join('\n')
  for (const source of [
    bomb,
    chain,
    '['.repeat(100_000),
    '{"a":'.repeat(100_000),
    Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
  ]) {
    const { trees, problems } = read(source)
    assert.equal([trees.length, problems.map(({ because }) => because)], [0, ['limit']])
  }
  assert.is(read('a: &a [*a]').problems[0]?.because, 'broken')
  assert.is(read('a: *b').problems[0]?.because, 'broken')
})

test('maps, lists and scalars lie where they are written', () => {
  const source = text`
    a:
      b: 1 # c

      d: |
        x

    # e
    f: [ 1, 2 ] # g
  `
  const tree = one(source)
  const at = (...route: string[]) => {
    const found = treeAt(tree, ...route)
    return found && source.slice(found.at.start, found.at.end)
  }
  assert.is(at('a'), 'b: 1 # c\n\n  d: |\n    x')
  assert.is(at('a', 'd'), '|\n    x')
  assert.is(at('f'), '[ 1, 2 ]')
  assert.is(at(), source.slice(0, source.indexOf(' # g')))
})

test('tags of other schemas are kept, those of YAML are not; vaults are unknown', () => {
  const tree = one('a: !Sub "x"\nb: !!str 1\nc: !vault |\n  abc\n')
  assert.is(treeAt(tree, 'a')?.tag, '!Sub')
  assert.is(treeAt(tree, 'b')?.tag, undefined)
  assert.is(lookup(tree, 'c').state, 'found')
  assert.is(textAt(tree, 'c'), undefined)
})

test("a piece map that does not rebuild the parser's value stands for the whole scalar", () => {
  const source = 'a: "x\\ty"'
  const node = parseDocument(source, { keepSourceTokens: true }).get('a', true)
  const scalar = isScalar(node) ? node.srcToken : undefined
  if (scalar?.type !== 'double-quoted-scalar') throw new Error('no scalar')
  const doc = open('a.yaml', source)
  assert.equal(
    readScalar(doc, 0, scalar, 'x\ty').text.pieces.map(({ linear }) => linear),
    [true, false, true],
  )
  const other = readScalar(doc, 0, scalar, 'something else').text
  assert.is(other.value, 'something else')
  assert.equal(
    other.pieces.map(({ start, end, linear }) => [start, end, linear]),
    [[3, 9, false]],
  )
})

const sign = fc.constantFrom(...'ab<=,%#-:\'"\\{}|> \té😀')
const line = fc.array(sign, { maxLength: 12 }).map(signs => signs.join(''))
const content = fc.array(line, { minLength: 1, maxLength: 5 }).map(lines => lines.join('\n'))

/** `value` written as one entry, or undefined where the style cannot say it. */
const STYLES: readonly ((value: string) => string | undefined)[] = [
  value => `k: ${JSON.stringify(value)}\n`,
  value =>
    `k: "${value
      .replaceAll(/["\\]/g, '\\$&')
      .replaceAll('\n', '\\n\\\n  ')
      .replaceAll('\t', '\\t')
      .replaceAll(/\n {2}(?= )/g, '\n  \\')}"\n`,
  value =>
    /^\s|\s$|[ \t]\n|\n[ \t]/.test(value)
      ? undefined
      : `k: '${value.replaceAll("'", "''").replaceAll(/\n+/g, '$&\n  ')}'\n`,
  // The parser drops last lines of nothing but blanks.
  value =>
    /(?:^|\n)[ \t]+\n*$/.test(value)
      ? undefined
      : `k: |2${value.endsWith('\n') ? '+' : '-'}\n${value
          .split('\n')
          .map(each => (each === '' ? '' : `  ${each}`))
          .join('\n')}${value.endsWith('\n') ? '' : '\n'}`,
  value =>
    /^\s|\n\s|\s\n|\n$|\t/.test(value) ? undefined : `- x\n- k: >2-\n    ${value.replaceAll(/\n+/g, '$&\n    ')}\n`,
]

const nested = (tree: Tree): Text | undefined => (tree.kind === 'list' ? textAt(tree, '1', 'k') : textAt(tree, 'k'))

/** Every character of a linear piece is the character of the document, at its own place. */
function holdsPlaces(value: Text): void {
  let offset = 0
  for (const { length, doc, start, end, linear } of value.pieces) {
    if (linear) {
      assert.is(end - start, length)
      assert.is(value.value.slice(offset, offset + length), doc.source.slice(start, end))
    } else assert.ok(start <= end)
    offset += length
  }
  assert.is(offset, value.length)
}

test('every character of a value points at itself through one to four nestings', () => {
  let tried = 0
  fc.assert(
    fc.property(
      content,
      fc.array(fc.nat(STYLES.length - 1), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (value, styles, crlf) => {
        let source = value
        for (const style of styles) {
          const next = STYLES[style]!(source)
          if (next === undefined) return
          source = next
        }
        let doc: Document = open('a.yaml', crlf ? source.replaceAll('\n', '\r\n') : source)
        if (doc.holes.length > 0) return
        for (let i = styles.length - 1; i >= 0; i--) {
          const { trees, problems } = readYaml(doc)
          assert.equal(
            problems.map(({ what }) => what),
            [],
          )
          const found = nested(trees[0]!)
          if (found === undefined) {
            assert.is(i, 0)
            return
          }
          holdsPlaces(found)
          if (i === 0) {
            if (!crlf) assert.is(found.value, value)
            tried++
          }
          doc = embed(found, { name: `${i}` })
          assert.is(doc.source, found.value)
        }
      },
    ),
    { numRuns: 3000 },
  )
  assert.ok(tried > 500)
})

test('the pieces of every value rebuild what the parser made of it, whatever the text', () => {
  const soup = fc.array(
    fc.constantFrom(
      'a',
      'b: ',
      '\n',
      '  ',
      '\n  ',
      "'",
      '"',
      '\\n',
      '\\',
      '|',
      '>',
      '-',
      '- ',
      '\r\n',
      ' ',
      '\t',
      '+',
      '2',
      '#',
      '{',
      '}',
      '[',
      ']',
      ',',
      'k: |\n  ',
      'k: >\n  ',
      "''",
      'x y',
    ),
    { maxLength: 25 },
  )
  fc.assert(
    fc.property(soup, parts => {
      const source = parts.join('')
      const walk = (tree: Tree): void => {
        if (tree.kind === 'map')
          for (const { key, value } of tree.entries) {
            holdsPlaces(key)
            walk(value)
          }
        else if (tree.kind === 'list') for (const { value } of tree.items) walk(value)
        else {
          holdsPlaces(tree.text)
          const { pieces } = tree.text
          const given = pieces.some(
            ({ linear, start, end }) => !linear && start === tree.at.start && end === tree.at.end,
          )
          assert.is(given, false, JSON.stringify(source))
        }
      }
      if (open('a.yaml', source).holes.length === 0) for (const tree of read(source).trees) walk(tree)
    }),
    { numRuns: 3000 },
  )
})

test('templates of any kind are read without an exception, and places stay in the text', () => {
  const parts = [
    '{{ x }}',
    '{{ if y }}',
    '{{ end }}',
    '{{/* c */}}',
    '${V}',
    'a: ',
    'b:',
    '\n',
    '\n  ',
    '\n    ',
    '- ',
    'k: |\n    ',
    'k: >\n    ',
    '"',
    "'",
    'z',
    '---\n',
    '&a ',
    '*a',
    '<<: ',
    '{{ t | nindent 4 }}',
    '[',
    ']',
    '{',
    '}',
    ',',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), soup => {
      const doc = open('a.yaml', soup.join(''))
      const { trees, problems } = readYaml(doc)
      for (const { at } of [...trees, ...problems])
        assert.ok(at.start >= 0 && at.start <= at.end && at.end <= doc.source.length)
      const walk = (tree: Tree): void => {
        if (tree.kind === 'map') for (const { value } of tree.entries) walk(value)
        else if (tree.kind === 'list') for (const { value } of tree.items) walk(value)
        else {
          let offset = 0
          for (const { start, end, length, linear } of tree.text.pieces) {
            const value = tree.text.value.slice(offset, offset + length)
            if (linear)
              for (let i = 0; i < length; i++)
                assert.ok(
                  value[i] === doc.source[start + i] || value[i] === MASK || value[i] === '\n' || value[i] === ' ',
                )
            if (linear) assert.is(end - start, length)
            offset += length
          }
        }
      }
      trees.forEach(walk)
    }),
    { numRuns: 3000 },
  )
})

test('a hole in a nested document is unknown there, at its own place', () => {
  const source = text`
    write_files:
      - content: |
          [Service]
          {{ if x }}
          Environment=A={{ y }}
          {{ end }}
          {{ z }}
  `
  const content =
    textAt(one(source), 'write_files', '0', 'content') ?? treeAt(one(source), 'write_files', '0', 'content')
  const value = content instanceof Text ? content : content?.kind === 'scalar' ? content.text : undefined
  const child = embed(value!, { name: 'x.service' })
  assert.is(child.source.replaceAll(/^ +/gm, ''), '[Service]\n{{ if x }}\nEnvironment=A={{ y }}\n{{ end }}\n{{ z }}\n')
  assert.equal(
    child.holes.map(({ start, end, kind }) => `${kind} ${child.source.slice(start, end)}`),
    ['statement {{ if x }}', 'value {{ y }}', 'statement {{ end }}', 'value {{ z }}'],
  )
  assert.is(child.regions.length, 1)
})

test.run()
