import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { wordList } from '../../src/action/word-list.js'

const test = suite('action: words of an input')

const split = (text: string): readonly string[] => wordList(text, 'args')

test('blanks and line ends separate', () => {
  assert.equal(split(''), [])
  assert.equal(split(' \n\t '), [])
  assert.equal(split('--preset strict\n--ignore  etcd\r\n'), ['--preset', 'strict', '--ignore', 'etcd'])
})

test('quotes and backslashes as in a shell', () => {
  assert.equal(split(`'a b' "c d" e\\ f`), ['a b', 'c d', 'e f'])
  assert.equal(split(`--only='a b'c"d"`), ['--only=a bcd'])
  assert.equal(split(`'' ""`), ['', ''])
  assert.equal(split(`'it''s' "say \\"hi\\" \\n"`), ['its', 'say "hi" \\n'])
  assert.equal(split(`'a\\' b`), ['a\\', 'b'])
  assert.equal(split('a\\\nb "c\\\nd"'), ['ab', 'cd'])
  assert.equal(split('end\\'), ['end\\'])
})

test('nothing else of a shell', () => {
  const text = '$HOME `id` $(id) * ~ ;rm -rf / | & > x #y'
  assert.equal(split(text), text.split(' '))
})

test('an open quote is a mistake that names the input', () => {
  for (const text of [`'a`, `a "b c`, `"\\"`])
    assert.throws(() => split(text), /the input `args` has a ['"] that is not closed/)
})

test.run()
