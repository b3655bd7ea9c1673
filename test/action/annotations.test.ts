import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { github } from '../../src/reporters/github.js'
import { at, context, document, finding, outcome } from '../support/outcome.js'

const test = suite('action: which findings are annotated')

const findings = Array.from({ length: 15 }, (_, i) =>
  finding(at(document(`pool-${i}.yaml`, 'kind: KubeletConfiguration\n'), 'kind'), { severity: 'warning' }),
)
const annotated = (isChanged?: (path: string) => boolean): (string | undefined)[] =>
  github(outcome(findings), context(isChanged === undefined ? {} : { isChanged }))
    .split('\n')
    .flatMap(line => /^::warning file=pool-(\d+)/.exec(line)?.[1] ?? [])

test('the first ten, where nobody knows what changed', () => {
  assert.equal(annotated(), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
})

test('those in files that changed before all others, in their order', () => {
  assert.equal(
    annotated(path => path === 'pool-14.yaml' || path === 'pool-3.yaml'),
    ['3', '14', '0', '1', '2', '4', '5', '6', '7', '8'],
  )
  assert.equal(
    annotated(() => false),
    annotated(),
  )
})

test.run()
