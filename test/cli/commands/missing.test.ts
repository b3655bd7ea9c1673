import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { LOOK_AT, missingOf } from '../../../src/cli/commands/missing.js'
import { allRules } from '../../../src/cli/rule-facts.js'
import { READS } from '../../../src/sources/cluster/reads.js'
import type { Missing, Recording } from '../../../src/sources/cluster/recording.js'

const test = suite('what could not be read of a cluster')

const recording = (...missing: Missing[]): Recording => ({
  kind: 'ClusterRecording',
  apiVersion: 'klint.dev/v1',
  klint: '0.1.0',
  takenAt: '2026-01-01T00:00:00Z',
  cluster: 'prod',
  distribution: 'other',
  redacted: false,
  objects: [],
  missing,
})

test('each rule that checks the cluster says what it looks at, in words of the reads', () => {
  const known = READS.flatMap(({ subjects }) => subjects)
  for (const [id, { checks }] of Object.entries(allRules()))
    if (checks === 'cluster') assert.ok(id in LOOK_AT, `${id} is not in src/cli/commands/missing.ts`)
  for (const [id, subjects] of Object.entries(LOOK_AT))
    for (const subject of subjects) assert.ok(known.includes(subject), `${id}: no read tells of ${subject}`)
})

test('a right that is missing, with the rules that compare components', () => {
  const [one] = missingOf(
    recording({
      path: '/api/v1/namespaces/kube-system/pods',
      read: 'control-plane pods',
      why: 'forbidden',
      said: '403',
      count: 1,
    }),
    {},
  )
  assert.is(one?.what, 'how the control plane was started: `list pods` is forbidden')
  for (const rule of ['etcd/timers-differ', 'etcd/election-timeout-too-short', 'apiserver/apiserver-count-mismatch'])
    assert.ok(one?.rules.includes(rule), rule)
  assert.not.ok(one?.rules.some(rule => rule.startsWith('kubelet/')))
})

const without = (read: string): readonly string[] =>
  missingOf(recording({ path: '/x', read, why: 'forbidden', said: '403', count: 1 }), {})[0]?.rules ?? []

test('what another read tells as well is not called silent', () => {
  assert.ok(without('configz').includes('kubelet/eviction-hard-missing'))
  for (const rule of [
    'upgrade/version-skew',
    'kubelet/apiserver-connection-stale',
    'kubelet/heartbeat-without-timeout',
  ]) {
    assert.ok(without('nodes').includes(rule), rule)
    assert.not.ok(without('configz').includes(rule), `${rule}: nodes say their versions`)
  }
  assert.equal(without('configmap kubelet-config'), ['kubelet/config-not-applied'])
  assert.not.ok(without('configmap kube-proxy').includes('upgrade/version-skew'))
})

test.run()
