import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { random } from '../../../scripts/bench/random.js'
import { itemStream } from '../../../src/sources/cluster/item-stream.js'

const test = suite('item stream')

/** What comes out of a text whose bytes arrive in pieces of some sizes. */
function cut(text: string, sizes: () => number): { readonly items: unknown[]; readonly rest: unknown } {
  const items: unknown[] = []
  const stream = itemStream(item => items.push(JSON.parse(item)))
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) {
    const size = Math.max(1, sizes())
    stream.push(bytes.subarray(at, at + size))
    at += size
  }
  return { items, rest: JSON.parse(stream.rest()) }
}

const AWKWARD = ['plain', '', '"', '\\', '\\"', '\\\\', '{[', ']}', '"items":[', 'ä€😀', '\u0000\n', 'a"b\\c{d}e[f]']

test('items come out as they are and the rest without them, wherever the bytes are cut', () => {
  const { next } = random(7)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!
  const value = (depth: number): unknown => {
    const kind = depth > 4 ? 0 : Math.floor(next() * 4)
    if (kind === 0) return pick([...AWKWARD, 1.5, true, null])
    if (kind === 1) return Array.from({ length: Math.floor(next() * 4) }, () => value(depth + 1))
    return Object.fromEntries(
      Array.from({ length: Math.floor(next() * 4) }, () => [pick([...AWKWARD, 'items']), value(depth + 1)]),
    )
  }
  for (let i = 0; i < 400; i++) {
    const items = Array.from({ length: Math.floor(next() * 5) }, () => ({ metadata: value(2), items: [value(3)] }))
    const [before, after] = [{ kind: 'NodeList', metadata: { continue: pick(AWKWARD) } }, { more: value(1) }]
    const list = next() < 0.5 ? { ...before, items, ...after } : { items, ...before, ...after }
    const text = JSON.stringify(list, undefined, pick([0, 2]))
    const found = cut(text, () => Math.floor(next() * pick([1, 3, 60, 5000])))
    assert.equal(found.items, items)
    assert.equal(found.rest, { ...list, items: [] })
  }
})

test('what is no list of objects is left where it is', () => {
  for (const text of [
    '{"items":null}',
    '{"items":"x"}',
    '{"a":{"items":[{"b":1}]}}',
    '{"items":[]}',
    '{"items":[1,"{"]}',
  ])
    assert.equal(
      cut(text, () => 2),
      { items: [], rest: JSON.parse(text) },
    )
})

test.run()
