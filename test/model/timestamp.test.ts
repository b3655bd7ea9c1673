import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseTimestamp } from '../../src/model/timestamp.js'

const test = suite('timestamp')

test('what Kubernetes writes', () => {
  assert.is(parseTimestamp('2026-11-26T07:00:00.123456Z'), Date.UTC(2026, 10, 26, 7, 0, 0) + 123.456)
  assert.is(parseTimestamp('2026-11-26T07:00:00Z'), Date.UTC(2026, 10, 26, 7))
  assert.is(parseTimestamp('2026-11-26T09:30:00+02:30'), Date.UTC(2026, 10, 26, 7))
})

test('what Go prints', () => {
  assert.is(parseTimestamp('2021-01-27 21:57:30.462764772 +0000 UTC'), Date.UTC(2021, 0, 27, 21, 57, 30) + 462.764772)
  assert.is(parseTimestamp('2021-01-27 21:57:30 -0130 XYZ'), Date.UTC(2021, 0, 27, 23, 27, 30))
  assert.is(parseTimestamp('2021-01-27 21:57:30.5 +0000 UTC m=+499650.735'), Date.UTC(2021, 0, 27, 21, 57, 30, 500))
})

test('what is no time of a known zone', () => {
  for (const text of ['', 'now', '2026-11-26', '2026-11-26T07:00:00', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z'])
    assert.is(parseTimestamp(text), undefined, text)
})

test('every day there is', () => {
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  fc.assert(fc.property(days, date => parseTimestamp(date.toISOString()) === date.getTime()))
})

test.run()
