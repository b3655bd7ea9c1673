import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isDay } from '../../src/model/day.js'

const test = suite('days')

test('days there are', () => {
  for (const day of ['2026-01-01', '2026-12-31', '2028-02-29', '2000-02-29', '2026-04-30']) assert.ok(isDay(day), day)
})

test('and days there are not', () => {
  for (const day of ['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-1-1'])
    assert.not.ok(isDay(day), day)
  for (const word of ['', '31.12.2026', '2026-12-31T00:00:00Z', '12026-01-01', ' 2026-01-01'])
    assert.not.ok(isDay(word))
})

test.run()
