import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../src/model/document.js'
import { type Piece, Text } from '../../src/model/text.js'
import { open } from '../../src/parsers/embed.js'

const test = suite('model/text')

const doc: Document = open('a.service', 'x'.repeat(10))

/** Every second piece an escape of four characters for one; `count` pieces of the given lengths, one behind the other. */
function pieced(lengths: readonly number[]): Piece[] {
  let start = 0
  return lengths.map((length, i) => {
    const linear = i % 2 === 0
    const piece = { length, doc, start, end: start + (linear ? length : 4), linear }
    start = piece.end
    return piece
  })
}

const textOf = (pieces: readonly Piece[]): Text =>
  new Text(pieces.map(({ length }, i) => (i % 2 === 0 ? 'a' : 'b').repeat(length)).join(''), pieces)

/** Where each character comes from, straight from the pieces. */
const offsets = ({ pieces }: Text): [number, number][] =>
  pieces.flatMap(({ length, start, end, linear }) =>
    Array.from({ length }, (_, i): [number, number] => (linear ? [start + i, start + i + 1] : [start, end])),
  )

test('a slice keeps the place of each of its characters, however many pieces there are', () => {
  const lengths = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(lengths, fc.nat(100), fc.nat(100), (given, a, b) => {
      const text = textOf(pieced(given))
      const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)]
      const slice = text.slice(from, to)
      assert.is(slice.value, text.value.slice(from, to))
      assert.equal(offsets(slice), offsets(text).slice(from, to))
    }),
  )
})

test('an empty slice stands before the character it was cut in front of', () => {
  const text = textOf(pieced(Array.from({ length: 40 }, () => 2)))
  for (let at = 0; at < text.length; at++) {
    assert.is(text.slice(at, at).at.start, offsets(text)[at]?.[0])
    assert.is(text.slice(at, at).at.end, offsets(text)[at]?.[0])
  }
  assert.is(text.slice(text.length, text.length).at.start, text.pieces.at(-1)?.end)
})

test('to split a text of escapes takes each piece up a few times, not once per part', () => {
  const many = 4_000
  const pieces = pieced(Array.from({ length: many }, () => 1))
  let taken = 0
  const counted = new Proxy(pieces, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) taken++
      return Reflect.get(target, key)
    },
  })
  const parts = new Text('a,'.repeat(many / 2), counted).split(',')
  assert.is(parts.length, many / 2 + 1)
  assert.ok(taken < 10 * many, `${taken} pieces for ${many}`)
})

test.run()
