import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { LOOK_AT, missingOf, notCheckedIn } from '../../../src/cli/commands/missing.js'
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
  )
  assert.is(one?.what, 'how the control plane was started: `list pods` is forbidden')
  for (const rule of ['etcd/timers-differ', 'etcd/election-timeout-too-short', 'apiserver/apiserver-count-mismatch'])
    assert.ok(one?.rules.includes(rule), rule)
  assert.not.ok(one?.rules.some(rule => rule.startsWith('kubelet/')))
})

const forbidden = (read: string): Missing => ({ path: '/api', read, why: 'forbidden', said: '403', count: 1 })

test('who may not ask kubelets still knows their versions, and what they run with says kubeadm only in part', () => {
  const [configz, kept] = missingOf(recording(forbidden('configz'), forbidden('configmap kubelet-config')))
  assert.ok(configz?.rules.includes('kubelet/eviction-hard-missing'))
  for (const rule of ['upgrade/version-skew', 'kubelet/apiserver-connection-stale'])
    assert.not.ok(configz?.rules.includes(rule), rule)
  assert.equal(kept?.rules, ['kubelet/config-not-applied'])
  const [proxy] = missingOf(recording(forbidden('configmap kube-proxy')))
  assert.not.ok(proxy?.rules.includes('upgrade/version-skew'))
})

test('only rules that run are silent, and what none of them looks at is not missed', async () => {
  const missing = missingOf(recording(forbidden('nodes'), forbidden('control-plane pods'), forbidden('flow schemas')))
  const told = async (request: Partial<Parameters<typeof notCheckedIn>[0]>) =>
    (await notCheckedIn({ preset: 'recommended', config: {}, ...request }, missing, [])).map(({ rules }) => rules)
  assert.equal(await told({ only: ['etcd/timers-differ'] }), [['etcd/timers-differ'], []])
  assert.not.ok(
    (await told({ config: { rules: { 'etcd/timers-differ': { severity: 'off' } } } }))[1]?.includes(
      'etcd/timers-differ',
    ),
  )
  assert.ok((await told({ preset: 'all' }))[0]?.includes('kubelet/kube-reserved-cgroup-unset'))
  assert.not.ok((await told({}))[0]?.includes('kubelet/kube-reserved-cgroup-unset'))
})

test.run()
