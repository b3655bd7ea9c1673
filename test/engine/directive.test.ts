import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readDirective } from '../../src/engine/directive.js'
import { Text } from '../../src/model/text.js'
import { document } from '../support/outcome.js'

const test = suite('directive')

const read = (words: string) => {
  const doc = document('a.yaml', words)
  return readDirective(Text.linear(doc, 0, words.length))
}
const said = (words: string): unknown => {
  const found = read(words)
  if (found === undefined) return undefined
  if ('what' in found) return found.what
  const { verb, names, reason, until } = found
  return [verb, names.map(({ written }) => written), reason, ...(until === undefined ? [] : [until])]
}

test('verb, rules, reason', () => {
  const cases: [string, unknown][] = [
    ['klint: ignore[a/b] why not', ['ignore', ['a/b'], 'why not']],
    ['klint:ignore[a/b]', ['ignore', ['a/b'], '']],
    ['klint:  ignore-file [ a/b ,c/d ]  see [1]: done ', ['ignore-file', ['a/b', 'c/d'], 'see [1]: done']],
    ['klint: disable[a/b]reason', ['disable', ['a/b'], 'reason']],
    ['klint: enable[a/b]', ['enable', ['a/b'], '']],
    ['klint: ignore[größe/🦀] naïve 🦀', ['ignore', ['größe/🦀'], 'naïve 🦀']],
    ['klint: ignore[a/b] until 2026-12-31: new images', ['ignore', ['a/b'], 'new images', '2026-12-31']],
    ['klint: ignore[a/b] until 2028-02-29', ['ignore', ['a/b'], '', '2028-02-29']],
    ['klint: ignore[a/b] until 1.34 is everywhere', ['ignore', ['a/b'], 'until 1.34 is everywhere']],
    ['klint: ignore[a/b] until 2027 comes', ['ignore', ['a/b'], 'until 2027 comes']],
    ['klint: ignore[a/b] several\n  lines', ['ignore', ['a/b'], 'several lines']],
  ]
  for (const [words, expected] of cases) assert.equal(said(words), expected, words)
})

test('the rules know their places', () => {
  const words = 'klint: ignore[ a/b, c/d ]'
  const found = read(words)
  assert.ok(found !== undefined && 'names' in found)
  assert.equal(
    found.names.map(({ at }) => words.slice(at.start, at.end)),
    ['a/b', 'c/d'],
  )
})

test('prose is no directive', () => {
  for (const words of [
    '',
    'klint:',
    'klint: a linter for clusters',
    'klint: https://example.org',
    'klint ignore[a/b]',
    'see klint: ignore[a/b]',
    'Klint: ignore[a/b]',
  ])
    assert.is(said(words), undefined, words)
})

test('what is nearly one is malformed', () => {
  const cases: [string, RegExp][] = [
    ['klint: ignore', /names its rules/],
    ['klint: ignore all of it', /names its rules/],
    ['klint: ignore[]', /named by their ids/],
    ['klint: ignore[a/b,]', /named by their ids/],
    ['klint: ignore[a/b c/d]', /named by their ids/],
    ['klint: ignore[a[b]]', /named by their ids/],
    ['klint: ignore[[a/b]]', /named by their ids/],
    ['klint: ignore[a/b', /bracket of `klint: ignore\[` is not closed/],
    [`klint: ignore[${'a'.repeat(5000)}]`, /not closed/],
    ['klint: ignroe[a/b]', /unknown directive `klint: ignroe`/],
    ['klint: off[a/b]', /unknown directive `klint: off`/],
    ['klint: [a/b]', /unknown directive `klint: `/],
    ['klint: ignore[a/b] until 2026-13-01: why', /`until 2026-13-01` gives no last day/],
    ['klint: ignore[a/b] until 2026-02-30: why', /gives no last day/],
    ['klint: ignore[a/b] until 2026-1-1: why', /gives no last day/],
    ['klint: ignore[a/b] until 2026-12-31 why', /gives no last day/],
    ['klint: ignore[a/b] until 2027/03/01: why', /`until 2027\/03\/01` gives no last day/],
    ['klint: ignore[a/b] until 01.03.2027 why', /gives no last day/],
    ['klint: ignore[a/b] until March: why', /`until March` gives no last day/],
  ]
  for (const [words, expected] of cases) assert.match(String(said(words)), expected, words)
})

test.run()
