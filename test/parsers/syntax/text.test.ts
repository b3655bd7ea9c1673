import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { Text } from '../../../src/model/text.js'
import { textAt } from '../../../src/model/tree.js'
import { open } from '../../../src/parsers/embed.js'
import { readYaml } from '../../../src/parsers/syntax/yaml.js'

const test = suite('texts of readers')

const words = fc
  .array(fc.constantFrom('a', ',', '<', '=', ' ', '\n', '\t', '"', '😀'), { maxLength: 20 })
  .map(parts => parts.join(''))

/** A Text of many pieces: a double-quoted scalar with escapes. */
function quoted(value: string): Text {
  const found = textAt(readYaml(open('a.yaml', `k: ${JSON.stringify(value)}`)).trees[0]!, 'k')
  if (found === undefined) throw new Error('no scalar')
  return found
}

/** For each character its offset on disk, with `w` where it stands for a whole range. */
function places({ pieces }: Text): string[] {
  return pieces.flatMap(({ length, start, end, linear }) =>
    Array.from({ length }, (_, i) => (linear ? `${start + i}` : `w${start}-${end}`)),
  )
}

test('a slice keeps the places of its characters', () => {
  fc.assert(
    fc.property(words, fc.nat(22), fc.nat(22), (value, a, b) => {
      const text = quoted(value)
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      assert.is(text.slice(from, to).value, value.slice(from, to))
      assert.equal(places(text.slice(from, to)), places(text).slice(from, to))
    }),
    { numRuns: 1000 },
  )
})

test('an empty slice stands where it was cut', () => {
  const text = quoted('a\tb')
  assert.equal(
    [0, 1, 2, 3].map(at => text.slice(at, at).at.start),
    [4, 5, 7, 8],
  )
})

test('parts of a split, joined again, are the text', () => {
  fc.assert(
    fc.property(words, fc.constantFrom(',', '<', '\n', 'a'), (value, separator) => {
      const text = quoted(value)
      const parts = text.split(separator)
      assert.equal(
        parts.map(part => part.value),
        value.split(separator),
      )
      const glued: Text[] = []
      let at = 0
      for (const part of parts) {
        if (at > 0) glued.push(text.slice(at - separator.length, at))
        glued.push(part)
        at += part.length + separator.length
      }
      const whole = Text.join(glued)
      assert.is(whole.value, value)
      assert.equal(places(whole), places(text))
    }),
    { numRuns: 1000 },
  )
})

test('trimming keeps the places of what is left', () => {
  fc.assert(
    fc.property(words, value => {
      const text = quoted(value)
      const trimmed = text.trim()
      assert.is(trimmed.value, value.trim())
      const start = value.length - value.trimStart().length
      assert.equal(places(trimmed), places(text).slice(start, start + trimmed.length))
    }),
    { numRuns: 1000 },
  )
})

test('a threshold is found at its own column', () => {
  const source = 'args: "--eviction-hard=memory.available<100Mi,nodefs.available<10%"'
  const text = textAt(readYaml(open('a.yaml', source)).trees[0]!, 'args')
  const value = text?.split('=')[1]?.split(',')[0]?.split('<')[1]
  assert.is(value?.at.start, source.indexOf('100Mi'))
  assert.is(value?.at.end, source.indexOf(',nodefs'))
})

test.run()
