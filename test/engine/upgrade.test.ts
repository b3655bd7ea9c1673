import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import { documentsOf } from '../../src/sources/cluster/documents.js'
import { KUBEADM_CONFIGZ, nodes, recording, SOUND, version } from '../support/recordings.js'

const test = suite('engine: --target-version')

const apiserver = (...flags: string[]): { uri: string; source: string } => ({
  uri: 'kube-apiserver.yaml',
  source: `apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver, namespace: kube-system}
spec:
  containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver:v1.30.4
      command:
        - kube-apiserver
${flags.map(flag => `        - ${flag}\n`).join('')}`,
})

const findings = async (target: number | undefined, ...flags: string[]) => {
  const { outcome } = await run({
    files: [apiserver(...flags)],
    preset: 'recommended',
    config: {},
    ...(target === undefined ? {} : { targetVersion: { major: 1, minor: target, patch: 0 } }),
  })
  return outcome.findings.map(
    ({ rule, severity, assuming }) => `${severity} ${rule}${assuming.map(one => `: ${one}`).join('')}`,
  )
}

test('a flag that goes on the way is a warning, and says at which minor', async () => {
  assert.equal(await findings(36, '--cloud-provider=aws'), [
    'warning upgrade/removed-flag: an upgrade to Kubernetes 1.33',
  ])
})

test('so is a feature gate, at the minor that no longer knows it and not at the one before', async () => {
  const gate = '--feature-gates=CloudDualStackNodeIPs=true'
  assert.equal(await findings(33, gate), ['warning upgrade/removed-feature-gate: an upgrade to Kubernetes 1.32'])
  assert.equal(await findings(31, gate), [])
})

test('that something is seen to run says nothing of a version ahead', async () => {
  const { outcome } = await run({
    files: documentsOf(
      recording([
        version('v1.30.4'),
        ...nodes({
          name: 'workers',
          count: 3,
          version: 'v1.30.4',
          configz: {
            ...KUBEADM_CONFIGZ,
            ...SOUND,
            // 1.30 has no such field
            crashLoopBackOff: undefined,
            featureGates: { CloudDualStackNodeIPs: true },
          },
        }),
      ]),
    ),
    preset: 'recommended',
    config: {},
    targetVersion: { major: 1, minor: 33, patch: 0 },
  })
  assert.equal(
    outcome.findings.map(({ rule, assuming }) => [rule, ...assuming]),
    [['upgrade/removed-feature-gate', 'an upgrade to Kubernetes 1.32']],
  )
})

test('not before the target, and not without one', async () => {
  assert.equal(await findings(32, '--cloud-provider=aws'), [])
  assert.equal(await findings(undefined, '--cloud-provider=aws'), [])
})

test('what is wrong already is said once', async () => {
  assert.equal(await findings(36, '--enable-agregator-routing=true'), ['error cluster/unknown-flag'])
})

test.run()
