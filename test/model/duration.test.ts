import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { formatDuration, parseDuration } from '../../src/model/duration.js'

const test = suite('model/duration')

/** From the tests of Go's time package (time_test.go, parseDurationTests), in milliseconds. */
const GO: readonly (readonly [string, number])[] = [
  ['0', 0],
  ['5s', 5_000],
  ['30s', 30_000],
  ['1478s', 1_478_000],
  ['-5s', -5_000],
  ['+5s', 5_000],
  ['-0', 0],
  ['+0', 0],
  ['5.0s', 5_000],
  ['5.6s', 5_600],
  ['5.s', 5_000],
  ['.5s', 500],
  ['1.004s', 1_004],
  ['100.00100s', 100_001],
  ['10ns', 0.00001],
  ['11us', 0.011],
  ['12µs', 0.012],
  ['12μs', 0.012],
  ['13ms', 13],
  ['14s', 14_000],
  ['15m', 900_000],
  ['16h', 57_600_000],
  ['3h30m', 12_600_000],
  ['10.5s4m', 250_500],
  ['-2m3.4s', -123_400],
  ['39h9m14.425s', 140_954_425],
  ['1.5h', 5_400_000],
  ['4m0s', 240_000],
]
for (const [text, ms] of GO)
  test(`${text} is ${ms} ms`, () => {
    const found = parseDuration(text)
    assert.ok(found !== undefined && Math.abs(found - ms) < 1e-6, String(found))
  })

for (const text of [
  '',
  '3',
  '-',
  's',
  '.',
  '-.',
  '.s',
  '+.s',
  '1d',
  '1w',
  '10 s',
  ' 10s',
  '10s ',
  '1h-5m',
  '5S',
  '--5s',
  '3000000h',
  '1e3s',
])
  test(`Go refuses ${JSON.stringify(text)}`, () => {
    assert.is(parseDuration(text), undefined)
  })

test('hostile lengths are refused at once', () => {
  assert.is(parseDuration('1h'.repeat(100_000)), undefined)
})

test('durations are written as people write them', () => {
  assert.is(formatDuration(600_000), '10m')
  assert.is(formatDuration(5_400_000), '1h30m')
  assert.is(formatDuration(0), '0s')
  assert.is(formatDuration(250), '250ms')
  assert.is(formatDuration(1_500), '1s500ms')
  assert.is(formatDuration(0.5), '0.5ms')
  assert.is(formatDuration(-60_000), '-1m')
})

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), ms => {
      assert.is(parseDuration(formatDuration(ms)), ms)
    }),
  )
})

test.run()
