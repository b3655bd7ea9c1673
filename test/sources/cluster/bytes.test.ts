import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bytes } from '../../../src/sources/cluster/bytes.js'

const test = suite('bytes that arrive in pieces')

test('they are one text, whatever the pieces, and pieces may be used again', () => {
  const text = 'ä€😀'.repeat(9000)
  const [all, piece] = [Buffer.from(text), Buffer.alloc(7)]
  const gathered = bytes()
  for (let at = 0; at < all.length; at += piece.length) {
    all.copy(piece, 0, at, at + piece.length)
    gathered.push(piece.subarray(0, Math.min(piece.length, all.length - at)))
  }
  assert.is(gathered.length, all.length)
  assert.is(gathered.text(), text)
  gathered.clear()
  gathered.push(Buffer.from('x'))
  assert.is(gathered.text(), 'x')
  assert.is(bytes().text(), '')
})

test('pieces of one byte take no more room than they are', () => {
  const gathered = bytes()
  const before = process.memoryUsage.rss()
  for (let i = 0; i < 1_000_000; i++) gathered.push(Buffer.alloc(1))
  assert.is(gathered.length, 1_000_000)
  assert.ok(process.memoryUsage.rss() - before < 60e6)
})

test.run()
