import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { MASK } from '../../../src/model/text.js'
import { open } from '../../../src/parsers/embed.js'
import { readEnvironment } from '../../../src/parsers/syntax/environment.js'

const test = suite('environment files')

const read = (source: string) => readEnvironment(open('kubelet.env', source)).variables
const values = (source: string) => read(source).map(({ name, text }) => [name, text.value])

// Measured with load_env_file of systemd 252.
const FILES: Record<string, [string, [string, string][]]> = {
  'a plain value': ['A=--v=2\n', [['A', '--v=2']]],
  'an empty value': [
    'A=\nB=1',
    [
      ['A', ''],
      ['B', '1'],
    ],
  ],
  'a comment only at the start of a line': ['# A=1\n ;B=2\nC=x # y', [['C', 'x # y']]],
  'a comment that ends in a backslash goes on': ['# a \\\nA=1\nB=2', [['B', '2']]],
  'no specifiers': ['A=10%%', [['A', '10%%']]],
  'no expansion': ['A=$B', [['A', '$B']]],
  'blanks around the equals sign go': ['A = 5  \n', [['A', '5']]],
  'export spoils the line': ['export A=5\nB=6', [['B', '6']]],
  'inner blanks and quotes of an unquoted value stay': ['A=a"b c"d', [['A', 'a"b c"d']]],
  'double quotes go': ['A="--x=1 --y=2"', [['A', '--x=1 --y=2']]],
  'single quotes go and protect everything': [String.raw`A='a\"b'`, [['A', String.raw`a\"b`]]],
  'four escapes inside double quotes': ['A="\\"\\$\\\\\\`\\n"', [['A', '"$\\`\\n']]],
  'an escape outside quotes': [String.raw`A=a\ b\nc`, [['A', 'a bnc']]],
  'an escaped blank at the end stays': [
    'A=a\\ \nB=1',
    [
      ['A', 'a '],
      ['B', '1'],
    ],
  ],
  'a quoted value spans lines': [
    'A="a\nb"\nB=1',
    [
      ['A', 'a\nb'],
      ['B', '1'],
    ],
  ],
  'a backslash joins lines and keeps the indentation': [
    'A=--a \\\n  --b\nB=1',
    [
      ['A', '--a   --b'],
      ['B', '1'],
    ],
  ],
  'a backslash joins lines inside double quotes': ['A="a \\\nb"', [['A', 'a b']]],
  'text behind a closing quote is glued on': ['A="--x=1" --y="2 3"', [['A', '--x=1--y="2 3"']]],
  'two quoted stretches are glued': [`A="a" 'b'`, [['A', 'ab']]],
  'a line without equals sign is nothing': ['nothing\nA=1', [['A', '1']]],
  'a name that is no name is nothing': ['1A=2\nA-B=3\nC=4', [['C', '4']]],
  CRLF: [
    'A=1\r\nB="2"\r\n',
    [
      ['A', '1'],
      ['B', '2'],
    ],
  ],
  'CRLF behind a continuation': ['A=1 \\\r\n2\r\n', [['A', '1 2']]],
}
for (const [name, [source, expected]] of Object.entries(FILES)) test(name, () => assert.equal(values(source), expected))

test('a value is cut as systemd cuts $A', () => {
  const [variable] = read(`A="--x='a b' --y=1  --z=\\"c d\\""\n`)
  assert.equal(
    variable?.words.map(word => word.value),
    ['--x=a b', '--y=1', '--z=c d'],
  )
})
test('words stand at their own columns', () => {
  const [variable] = read('# first\nKUBELET_EXTRA_ARGS="--a=1 \\\n  --eviction-hard=memory.available<100Mi"\n')
  const word = variable!.words[1]!
  assert.is(describe(word.slice(word.value.indexOf('100Mi')).at), 'kubelet.env:3:36')
  assert.is(describe(variable!.at), 'kubelet.env:2:1')
})
test('an empty value stands behind its equals sign', () =>
  assert.is(describe(read('A=')[0]!.text.at), 'kubelet.env:1:3'))
test('what a template fills in is unknown', () => {
  assert.is(read('A=--v=${X} $Y\n')[0]?.text.value, `--v=${MASK.repeat(4)} $Y`)
  assert.is(read('A=--v={{ x }}\n')[0]?.text.value, `--v=${MASK.repeat(7)}`)
})
test('a hole among the assignments', () => assert.ok(readEnvironment(open('a.env', 'A=1\n{{ more }}\n')).open))
test('assignments in a template block are unknown', () => {
  const doc = { ...open('kubelet.env', 'A=1\nB=2\n'), regions: [{ start: 4, end: 8 }] }
  assert.equal(
    readEnvironment(doc).variables.map(({ text }) => text.known),
    [true, false],
  )
})

test.run()
