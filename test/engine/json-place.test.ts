import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { itemPlace, jsonBreaksAt } from '../../src/engine/json-place.js'

const test = suite('engine: places in JSON')

const isJson = (source: string): boolean => {
  try {
    JSON.parse(source)
    return true
  } catch {
    return false
  }
}

test('JSON breaks nowhere', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(4), (source, indent) => {
      const text = JSON.stringify(JSON.parse(source), undefined, indent)
      assert.is(jsonBreaksAt(`${text}\n`), text.length)
    }),
  )
})

test('what is no JSON breaks where it goes wrong, and could have gone on until there', () => {
  const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', 'true', 'null', ' ', '\n', '"', '-', 'x')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), list => {
      const source = list.join('')
      const at = jsonBreaksAt(source)
      if (isJson(source)) assert.is(at, source.trimEnd().length)
      else if (at < source.trimEnd().length) assert.not.ok(isJson(source.slice(0, at + 1)) && isJson(source), source)
      assert.ok(at <= source.length)
    }),
    { numRuns: 2000 },
  )
})

for (const [source, words] of [
  ['{"a": 1,}', '}'],
  ['{"a" 1}', '1}'],
  ['[1 2]', '2]'],
  ['[1,]', ']'],
  ['{"a": tru}', 'tru'],
  ['{a: 1}', 'a:'],
  ['{"a": "x\ny"}', '"x'],
  ['{"a": 01}', '1}'],
  ['[] []', '[]'],
] as const)
  test(`${JSON.stringify(source)} breaks before \`${words}\``, () => {
    assert.is(jsonBreaksAt(source), source.lastIndexOf(words))
  })

test('items are found whatever they hold', () => {
  const items = [{ a: '],[' }, [1, [2]], '"findings": [', 3]
  for (const indent of [0, 2]) {
    const source = JSON.stringify({ x: [['findings']], findings: items, y: [7] }, undefined, indent)
    for (const [i, item] of items.entries()) {
      const rest = source.slice(itemPlace(source, '"findings"', i))
      assert.ok(rest.replace(/\s/g, '').startsWith(JSON.stringify(item).replace(/\s/g, '')), rest)
    }
  }
})

test.run()
