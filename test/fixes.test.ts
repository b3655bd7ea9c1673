import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { examplesOf } from '../scripts/docs/examples.js'
import { fixTrouble } from '../scripts/fix-trouble.js'
import { filesBelow, read } from './support/repository.js'

const test = suite('fixes: examples of rule pages, and whole repositories')

for (const path of filesBelow('rules-docs', '.md').filter(path => !/README/.test(path)))
  for (const [i, example] of examplesOf(read(path)).entries()) {
    if (example.kind !== 'bad') continue
    test(`${path}: bad example ${i + 1}`, async () => {
      const inputs = [...example.files].map(([uri, source]) => ({ uri, source }))
      assert.equal((await fixTrouble(inputs, example.kubernetesVersion)).trouble, [])
    })
  }

for (const folder of ['examples/nordstrom-2017', 'test/fixtures/two-clusters', 'test/fixtures/kubeadm-default-1.34'])
  test(folder, async () => {
    const inputs = filesBelow(folder).map(uri => ({ uri, source: readFileSync(uri, 'utf8') }))
    const { trouble, fixed } = await fixTrouble(inputs)
    assert.equal(trouble, [])
    if (folder === 'examples/nordstrom-2017') assert.ok(fixed >= 5, `only ${fixed} findings of the talk are mended`)
  })

test.run()
