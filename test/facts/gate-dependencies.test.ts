import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { gateDependencies } from '../../src/facts/gate-dependencies.js'
import { gate, gateAt } from '../../src/facts/gates.js'
import { parseVersion } from '../../src/model/version.js'

const test = suite('facts/gate-dependencies')
const version = (text: string) => parseVersion(text)!.max

test('nothing before 1.35, the same from the newest minor on', () => {
  assert.equal(gateDependencies(version('1.34')), [])
  assert.equal(gateDependencies(version('1.38')), gateDependencies(version('1.37')))
  // rows of 1.35.4, 1.36.3 and 1.37.2
  assert.equal(
    ['1.35', '1.36', '1.37'].map(minor => gateDependencies(version(minor)).length),
    [38, 57, 72],
  )
})

for (const minor of ['1.35', '1.36', '1.37'])
  test(`${minor} has the gates, and by default none is on without what it needs`, () => {
    for (const { gate: name, needs } of gateDependencies(version(minor))) {
      const [on, off] = [name, needs].map(of => {
        const fact = gate(of)
        assert.ok(fact !== undefined, of)
        return gateAt(fact, 'kubelet', version(minor))
      })
      assert.is(on?.known, 'yes', `${name} in ${minor}`)
      assert.is(off?.known, 'yes', `${needs} in ${minor}`)
      assert.not(on?.default === true && off?.default === false, `${name} without ${needs}`)
    }
  })

test.run()
