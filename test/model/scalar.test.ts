import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  isYamlNull,
  parseBool,
  parseFloating,
  parseInteger,
  parseThreshold,
  parseYamlBool,
  parseYamlNumber,
} from '../../src/model/scalar.js'

const test = suite('model/scalar')

test("booleans are those of Go's strconv.ParseBool", () => {
  for (const text of ['1', 't', 'T', 'true', 'TRUE', 'True']) assert.is(parseBool(text), true, text)
  for (const text of ['0', 'f', 'F', 'false', 'FALSE', 'False']) assert.is(parseBool(text), false, text)
  for (const text of ['', 'yes', 'on', 'tRUE', ' true', '2', 'off']) assert.is(parseBool(text), undefined, text)
})

/** From Go's strconv atoi_test.go (parseInt64BaseTests, base 0). */
const INTEGERS: readonly (readonly [string, number | undefined])[] = [
  ['0', 0],
  ['-0', 0],
  ['1', 1],
  ['+1', 1],
  ['-12345', -12345],
  ['012345', 0o12345],
  ['0x12345', 0x12345],
  ['-0X12345', -0x12345],
  ['0b101', 5],
  ['0o17', 15],
  ['1_000', 1000],
  ['9223372036854775807', 2 ** 63],
  ['', undefined],
  ['-', undefined],
  ['12345x', undefined],
  ['08', undefined],
  ['0x', undefined],
  ['0b12', undefined],
  ['1__0', undefined],
  ['1_', undefined],
  ['1.0', undefined],
  ['1e3', undefined],
  [' 1', undefined],
  ['10%', undefined],
  ['92233720368547758080', undefined],
]
for (const [text, value] of INTEGERS)
  test(`the integer ${JSON.stringify(text)} is ${value}`, () => {
    assert.is(parseInteger(text), value)
  })

test('numbers with a fraction', () => {
  assert.is(parseFloating('0.8'), 0.8)
  assert.is(parseFloating('-1e-3'), -0.001)
  assert.is(parseFloating('5.'), 5)
  for (const text of ['', '.', '0x1p2', 'NaN', 'Inf', '1e999', '1,5', '50%'])
    assert.is(parseFloating(text), undefined, text)
})

/** What gopkg.in/yaml.v2 v2.4.0 makes of it. */
const YAML_NUMBERS: readonly (readonly [string, number | undefined])[] = [
  ['5', 5],
  ['+5', 5],
  ['010', 8],
  ['08', 8],
  ['0o17', 15],
  ['0b11', 3],
  ['-0x1F', -31],
  ['1_000', 1000],
  ['1__0_', 10],
  ['1e3', 1000],
  ['1E-1', 0.1],
  ['.5', 0.5],
  ['-.5', -0.5],
  ['1.', 1],
  ['.inf', Number.POSITIVE_INFINITY],
  ['-.Inf', Number.NEGATIVE_INFINITY],
  ['.nan', Number.NaN],
  ['', undefined],
  ['.', undefined],
  ['_1', undefined],
  ['1e', undefined],
  ['0o18', undefined],
  ['0x1G', undefined],
  ['1.2.3', undefined],
  ['2001-01-01', undefined],
  ['1:30', undefined],
  ['5s', undefined],
]

for (const [text, value] of YAML_NUMBERS)
  test(`\`${text}\` as a number of YAML`, () => {
    assert.ok(Object.is(parseYamlNumber(text), value), `${parseYamlNumber(text)}`)
  })

test('booleans and nothing of YAML', () => {
  for (const text of ['y', 'Y', 'yes', 'On', 'TRUE']) assert.is(parseYamlBool(text), true, text)
  for (const text of ['n', 'No', 'off', 'false']) assert.is(parseYamlBool(text), false, text)
  for (const text of ['', 'tRue', 't', '1', 'oN', 'yEs']) assert.is(parseYamlBool(text), undefined, text)
  for (const text of ['', '~', 'null', 'Null', 'NULL']) assert.ok(isYamlNull(text), text)
  assert.not.ok(isYamlNull('nULL'))
})

test('thresholds are percentages or quantities', () => {
  assert.equal(parseThreshold('5%'), { percent: 5 })
  assert.equal(parseThreshold('12.5%'), { percent: 12.5 })
  assert.equal(parseThreshold('100%'), { percent: 100 })
  assert.equal(parseThreshold('100Mi'), { amount: 104_857_600 })
  assert.equal(parseThreshold('0'), { amount: 0 })
  for (const text of ['', '%', '-5%', '101%', '-1Mi', '100MB', '5 %', 'memory'])
    assert.is(parseThreshold(text), undefined, text)
})

test.run()
