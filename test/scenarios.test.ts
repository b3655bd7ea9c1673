import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../src/engine/run.js'
import { compact } from '../src/reporters/compact.js'
import { context } from './support/outcome.js'

/**
 * Whole repositories, all rules of the recommended preset: `test/fixtures/<scenario>/` and beside it the report that is expected,
 * `<scenario>.txt`. `UPDATE=1 npm test -- scenarios` writes it anew; a person reads the difference.
 */
const test = suite('scenarios')
const FIXTURES = 'test/fixtures'

function filesBelow(folder: string): { uri: string; source: string }[] {
  const found: { uri: string; source: string }[] = []
  const walk = (at: string) => {
    for (const name of readdirSync(at).sort()) {
      const path = join(at, name)
      if (statSync(path).isDirectory()) walk(path)
      else found.push({ uri: relative(folder, path), source: readFileSync(path, 'utf8') })
    }
  }
  walk(folder)
  return found
}

const scenarios = readdirSync(FIXTURES).filter(name => statSync(join(FIXTURES, name)).isDirectory())

test('there are scenarios', () => assert.ok(scenarios.length > 0))

for (const scenario of scenarios)
  test(scenario, async () => {
    const { outcome } = await run({ files: filesBelow(join(FIXTURES, scenario)), preset: 'recommended', config: {} })
    const report = compact(outcome, context())
    const expected = join(FIXTURES, `${scenario}.txt`)
    if (process.env.UPDATE === '1') writeFileSync(expected, report)
    assert.fixture(report, readFileSync(expected, 'utf8'))
  })

for (const example of ['nordstrom-2017-fixed', 'kubeadm-1.36'])
  test(`klint is silent on examples/${example}`, async () => {
    for (const preset of ['talk', 'recommended'] as const) {
      const { outcome } = await run({ files: filesBelow(join('examples', example)), preset, config: {} })
      assert.equal(
        outcome.findings.map(({ rule, what }) => `${rule}: ${what}`),
        [],
      )
    }
  })

test.run()
