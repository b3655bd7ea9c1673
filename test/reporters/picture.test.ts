import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { layout } from '../../src/reporters/html/layout.js'
import {
  countWords,
  type Edge,
  folded,
  instancesWords,
  type Pictured,
  rowsOf,
  type Tier,
} from '../../src/reporters/picture.js'
import { pictured } from '../support/pictured.js'

const test = suite('picture')

const thing = (name: string, more: Partial<Pictured> = {}): Pictured => pictured({ name, ...more })
const tier = (name: Tier['name'], things: readonly Pictured[]): Tier => ({ name, things })
const namesIn = ({ things }: Pick<Tier, 'things'>): (string | undefined)[] => things.map(({ name }) => name)

test('words for counts', () => {
  assert.is(countWords({ error: 2, warning: 0, info: 1 }), '2 errors, 1 info')
  assert.is(countWords({ error: 0, warning: 0, info: 0 }), 'no findings')
  assert.is(instancesWords({ min: 3, max: 3 }), '3')
  assert.is(instancesWords({ min: 1, max: 5 }), '1 to 5')
  assert.is(instancesWords({ min: 2 }), '2 or more')
  assert.is(instancesWords({ min: 1 }), undefined)
})

test('too many of a kind: those with findings stay, the last box stands for the others and what was found in them once', () => {
  const shared = { index: 1, severity: 'error' } as const
  const things = [
    thing('a'),
    thing('b', { findings: [{ index: 0, severity: 'info' }] }),
    thing('c'),
    thing('d', { findings: [shared], unknown: 2, things: [3] }),
    thing('e', { findings: [shared], unknown: 1, things: [4] }),
    thing('f', { kind: 'kube-proxy' }),
  ]
  const { things: few } = folded(tier('nodes', things), 2)
  assert.equal(namesIn({ things: few }), ['b', '4 more', 'f'])
  assert.equal(few[1]?.findings, [shared])
  assert.is(few[1]?.unknown, 3)
  assert.equal(few[1]?.things, [3, 4])
  assert.equal(folded(tier('nodes', things), 5).things, things)
})

test('rows are balanced, and kinds of the control plane have their own', () => {
  const five = tier(
    'nodes',
    ['a', 'b', 'c', 'd', 'e'].map(name => thing(name)),
  )
  assert.equal(
    rowsOf(five, 4).map(row => row.length),
    [3, 2],
  )
  const plane = tier('control-plane', [
    thing('a', { kind: 'kube-apiserver' }),
    thing('b', { kind: 'kube-apiserver' }),
    thing('c', { kind: 'kube-scheduler' }),
  ])
  assert.equal(
    rowsOf(plane, 4).map(row => row.length),
    [2, 1],
  )
  assert.equal(
    rowsOf(tier('control-plane', [thing('a', { kind: 'kube-apiserver' }), thing('c', { kind: 'etcd' })]), 4).map(
      row => row.length,
    ),
    [2],
  )
})

test('boxes lie in their tier, tiers below each other, and an arrow that passes one by goes around it', () => {
  const tiers = [
    tier(
      'nodes',
      ['a', 'b', 'c', 'd', 'e'].map(name => thing(name)),
    ),
    tier('entry', [thing('lb')]),
    tier('control-plane', [thing('api')]),
  ]
  const around: Edge = { from: 'nodes', to: 'control-plane', because: 'architecture', label: 'x' }
  for (const columns of [2, 4]) {
    const drawing = layout(tiers, [around], columns, () => 3)
    let below = 0
    for (const { x, y, width, height, boxes } of drawing.tiers) {
      assert.ok(y >= below)
      below = y + height
      for (const box of boxes) {
        assert.ok(box.x > x && box.x + box.width < x + width && box.y > y && box.y + box.height < y + height)
        for (const other of boxes)
          assert.ok(
            other === box ||
              other.x >= box.x + box.width ||
              box.x >= other.x + other.width ||
              other.y >= box.y + box.height ||
              box.y >= other.y + other.height,
          )
      }
    }
    assert.ok(below <= drawing.height)
    const [first] = drawing.tiers
    assert.ok(drawing.width > first!.width + 10)
    assert.is(drawing.arrows[0]?.end, true)
    assert.is(layout(tiers, [], columns, () => 3).width, first!.width + 2)
  }
})

test.run()
