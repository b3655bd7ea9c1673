import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { MASK } from '../../../src/model/text.js'
import { open } from '../../../src/parsers/embed.js'
import { readUnit } from '../../../src/parsers/syntax/systemd.js'
import { withoutVariables } from '../../../src/parsers/syntax/words.js'
import { show } from '../../support/words.js'

const test = suite('systemd units')

const unit = (...lines: string[]) => readUnit(open('kubelet.service', ['[Service]', ...lines].join('\n'))).directives
const exec = (value: string) => unit(`ExecStart=${value}`).map(({ words = [] }) => show(words))
const args = (value: string) => exec(`/k ${value}`)[0]?.slice(1)

const WORDS: Record<string, [string, string[]]> = {
  'blanks separate': ['--a=1   --b', ['--a=1', '--b']],
  'quotes around a word go': ['"--x=a b"', ['--x=a b']],
  'quotes are honoured inside a word': ['--x="a b"', ['--x=a b']],
  'single quotes inside a word': ["--x='a b'c", ['--x=a bc']],
  'one kind of quote protects the other': [`"it's"`, ["it's"]],
  'an empty quoted word is an empty argument': ['"" x', ['', 'x']],
  'escapes are decoded': [String.raw`a\tb\x41\x20c`, ['a\tbA c']],
  'an escaped blank does not separate': [String.raw`a\sb`, ['a b']],
  'an unknown escape stays': [String.raw`a\qb`, [String.raw`a\qb`]],
  'a variable of its own splits': ['$FOO', ['<$FOO>…']],
  'quotes do not keep systemd from expanding': ['"$FOO"', ['<$FOO>…']],
  'a variable in braces is one argument': ['${FOO}', ['<$FOO>']],
  'a variable in braces inside a word': ['--k=${FOO}/x', ['--k=<$FOO>/x']],
  'a bare variable inside a word stays': ['k=$FOO', ['k=$FOO']],
  'a word that goes on behind a bare variable vanishes': ['a $FOO/x b', ['a', 'b']],
  'two dollars are one': ['a$$b $$FOO', ['a$b', '$FOO']],
  'no default values': ['${FOO:-x}', ['?']],
  'a brace that never closes stays': ['a${FOO', ['a${FOO']],
  'two per cent signs are one': ['nodefs.available<10%%', ['nodefs.available<10%']],
  'a per cent sign before punctuation stays': ['a<10%,b<5%', ['a<10%,b<5%']],
  'a specifier is unknown': ['--hostname-override=%H-%i', ['--hostname-override=?-?']],
  'a per cent sign before a letter that is no specifier stays': ['10%z', ['10%z']],
  'what a shell would print is unknown': ['--a=$(hostname -f) b', ['--a=?', 'b']],
  'redirections are no syntax': ['2>&1 | tee', ['2>&1', '|', 'tee']],
  'an escaped semicolon is an argument': [String.raw`a \; b`, ['a', ';', 'b']],
}
for (const [name, [value, expected]] of Object.entries(WORDS)) test(name, () => assert.equal(args(value), expected))

for (const prefix of ['-', '@', ':', '+', '!', '!!', '|', '-+', '!@-'])
  test(`prefix ${prefix} is no part of the path`, () => {
    const value = prefix.includes('@') ? `${prefix}/usr/bin/kubelet argv0 --a` : `${prefix}/usr/bin/kubelet --a`
    assert.equal(exec(value), [['/usr/bin/kubelet', '--a']])
  })

test('a colon switches expansion off', () => assert.equal(exec(':/k $A ${B} %%'), [['/k', '$A', '${B}', '%']]))
test('a semicolon separates commands', () =>
  assert.equal(exec('/k --a ; /j --b;c ";" d'), [
    ['/k', '--a'],
    ['/j', '--b;c', ';', 'd'],
  ]))

test('a backslash at the end joins lines with a blank', () =>
  assert.equal(show(unit('ExecStart=/k \\', '  --a\\', '--b')[0]!.words ?? []), ['/k', '--a', '--b']))
test('comment lines inside a continuation are skipped', () =>
  assert.equal(show(unit('ExecStart=/k \\', '  # --old \\', ' ; no', '  --a', 'Restart=always')[0]!.words ?? []), [
    '/k',
    '--a',
  ]))
test('an empty line ends a continuation', () =>
  assert.equal(
    unit('ExecStart=/k \\', '', '--a=1').map(({ key }) => key),
    ['ExecStart', '--a'],
  ))
test('CRLF line ends', () =>
  assert.equal(show(unit('ExecStart=/k \\\r', ' --a=1\r', 'X=y\r')[0]!.words ?? []), ['/k', '--a=1']))
test('a continuation inside quotes', () => assert.equal(args('"a \\\n b"'), ['a   b']))

test('keys repeat and keep their order, an empty value stands for itself', () => {
  const found = unit('ExecStart=', 'ExecStart=/k', 'ExecStart=/j').map(({ text, words }) => [
    text.value,
    words !== undefined,
  ])
  assert.equal(found, [
    ['', false],
    ['/k', true],
    ['/j', true],
  ])
})
test('blanks around key and value go', () =>
  assert.equal(
    unit('  Restart  =  always  ').map(d => [d.key, d.text.value]),
    [['Restart', 'always']],
  ))
test('sections are told apart', () => {
  const found = readUnit(open('a.service', '[Unit]\nA=1\n[Service]\nA=2\n')).directives
  assert.equal(
    found.map(({ section, text }) => [section, text.value]),
    [
      ['Unit', '1'],
      ['Service', '2'],
    ],
  )
})
test('comments begin a line, with # or ;', () =>
  assert.equal(
    unit('# A=1', ';B=2', 'C=3 # x').map(d => d.text.value),
    ['3 # x'],
  ))

const environment = (value: string) =>
  (unit(`Environment=${value}`)[0]?.variables ?? []).map(({ name, text, words }) => [
    name,
    text.value,
    words.map(word => word.value),
  ])
test('several assignments on a line', () =>
  assert.equal(environment('A=1 "B=--x=1 --y=2" C="z z"'), [
    ['A', '1', ['1']],
    ['B', '--x=1 --y=2', ['--x=1', '--y=2']],
    ['C', 'z z', ['z', 'z']],
  ]))
test('no expansion in Environment=, so that a reference is for a template engine; specifiers yes', () =>
  assert.equal(
    environment('A=$B N=%n P=10%% U=https://${ip}:2380 D=5$').map(([, value]) => value),
    [MASK, MASK, '10%', `https://${MASK}:2380`, '5$'],
  ))
test('quotes in the value are respected when it is cut', () =>
  assert.equal(environment(String.raw`"A=--x='a b' --y=\"c d\""`)[0]?.[2], ['--x=a b', '--y=c d']))
test('a word that is no assignment is ignored', () => assert.equal(environment('A=1 nothing 2=3'), [['A', '1', ['1']]]))

test('EnvironmentFile=, optional and not', () => {
  const files = unit('EnvironmentFile=/etc/a', 'EnvironmentFile=-/etc/b', 'EnvironmentFile=').map(
    ({ file }) => file && [file.path.value, file.optional],
  )
  assert.equal(files, [['/etc/a', false], ['/etc/b', true], undefined])
})

test('a template that prints nothing does not end a continuation', () =>
  assert.equal(show(unit('ExecStart=/k \\', '{% if x %}', '  --a \\', '{% endif %}', '  --b')[0]!.words ?? []), [
    '/k',
    '--a=?',
    '--b',
  ]))
test('nor does one that prints words', () =>
  assert.equal(show(unit('ExecStart=/k \\', '  {{ words }}', '  --a', 'Restart=always')[0]!.words ?? []), [
    '/k',
    '?',
    '--a',
  ]))
test('a hole among the directives', () => assert.ok(readUnit(open('u.service', '[Service]\n{{ more }}\nA=1\n')).open))
test('every word is found at its own column, behind continuation lines', () => {
  const doc = open(
    'kubelet.service',
    '[Service]\nExecStart=/k \\\n  --a=1 \\\n  # no\n  "--eviction-hard=memory.available<100Mi"\n',
  )
  const word = readUnit(doc).directives[0]!.words![2]!.parts[0]!.text
  assert.is(describe(word.slice(word.value.indexOf('100Mi')).at), 'kubelet.service:5:37')
})

test('every character of every word stands where it points', () => {
  const piece = fc.stringMatching(/^[a-z=<%,.$"' \\\n#;{}A-Z-]{0,60}$/)
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), pieces => {
      const doc = open('u.service', `[Service]\nExecStart=/k ${pieces.join(' ')}\nEnvironment=${pieces.join('')}\n`)
      const seen = withoutVariables(doc, '$(').value
      for (const { words = [], variables = [] } of readUnit(doc).directives)
        for (const text of [
          ...words.flatMap(({ parts }) => parts.map(part => part.text)),
          ...variables.flatMap(v => [v.text, ...v.words]),
        ]) {
          assert.is(
            text.pieces.reduce((sum, { length }) => sum + length, 0),
            text.length,
          )
          let offset = 0
          for (const { length, linear, start, end } of text.pieces) {
            if (linear) assert.is(text.value.slice(offset, offset + length), seen.slice(start, end))
            offset += length
          }
        }
    }),
    { numRuns: 500 },
  )
})

test('a hundred thousand words take no longer than they should', () => {
  const doc = open('u.service', `[Service]\nExecStart=/k ${String.raw`\ta "b" `.repeat(50_000)}\n`)
  const before = performance.now()
  assert.is(readUnit(doc).directives[0]!.words!.length, 100_001)
  assert.ok(performance.now() - before < 3000)
})

test.run()
