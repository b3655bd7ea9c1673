import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { formatQuantity, parseQuantity } from '../../src/model/quantity.js'

const test = suite('model/quantity')

/** Forms that apimachinery's pkg/api/resource/quantity_test.go accepts. */
const GOOD: readonly (readonly [string, number])[] = [
  ['0', 0],
  ['0Mi', 0],
  ['100m', 0.1],
  ['1500m', 1.5],
  ['0.1', 0.1],
  ['.5', 0.5],
  ['1.', 1],
  ['1.5Gi', 1_610_612_736],
  ['128974848', 128_974_848],
  ['129e6', 129_000_000],
  ['129M', 129_000_000],
  ['123Mi', 128_974_848],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1E', 1e18],
  ['1Ei', 2 ** 60],
  ['12k', 12_000],
  ['100u', 0.0001],
  ['100n', 1e-7],
  ['-5Mi', -5_242_880],
  ['+1Ki', 1024],
  ['1e-3', 0.001],
  ['10Ti', 10 * 2 ** 40],
]
for (const [text, value] of GOOD)
  test(`${text} is ${value}`, () => {
    assert.is(parseQuantity(text), value)
  })

for (const text of [
  '',
  '1K',
  '1GB',
  '1gi',
  '1 Gi',
  ' 1',
  '5%',
  'Gi',
  '.',
  '-',
  '1.1.M',
  '1+1.0M',
  '0x1',
  '1e',
  '1kk',
  '1_000',
  'NaN',
  'Infinity',
])
  test(`Kubernetes refuses ${JSON.stringify(text)}`, () => {
    assert.is(parseQuantity(text), undefined)
  })

test('bytes are written in the largest unit that divides them', () => {
  assert.is(formatQuantity(262_144_000), '250Mi')
  assert.is(formatQuantity(1_610_612_736), '1536Mi')
  assert.is(formatQuantity(2 ** 31), '2Gi')
  assert.is(formatQuantity(0), '0')
  assert.is(formatQuantity(1000), '1000')
  assert.is(formatQuantity(1_503_238_553), '1433.6Mi')
  assert.is(formatQuantity(-1024), '-1Ki')
})

test('multiples of a unit are read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), count => {
      assert.is(parseQuantity(formatQuantity(count * 1024)), count * 1024)
    }),
  )
})

test.run()
