import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import { defineRule } from '../../src/model/rule.js'
import rule from '../../src/rules/kubelet/eviction-hard-missing.js'

const test = suite('engine: a rule that throws')

const files = [
  {
    uri: 'kubelet.yaml',
    source: 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard: {}\n',
  },
]

const broken = defineRule({
  ...rule,
  id: 'kubelet/broken',
  // biome-ignore lint/correctness/useYield: it throws before
  *check() {
    throw new Error('out of luck')
  },
})

const request = { files, preset: 'all', only: ['kubelet/broken', rule.id], rules: [broken, rule], config: {} } as const

test('the others still report, and it is named once', async () => {
  const crashes: Error[] = []
  const { outcome } = await run({ ...request, onCrash: crash => crashes.push(crash) })
  assert.equal(
    outcome.findings.map(finding => finding.rule),
    [rule.id],
  )
  assert.equal(
    crashes.map(crash => [crash.message, 'rule' in crash ? crash.rule : '']),
    [['out of luck', 'kubelet/broken']],
  )
})

test('without anybody who listens it ends the run', async () => {
  try {
    await run(request)
    assert.unreachable('it did not throw')
  } catch (error) {
    assert.instance(error, Error)
    assert.match(String(error), 'out of luck')
  }
})

test.run()
