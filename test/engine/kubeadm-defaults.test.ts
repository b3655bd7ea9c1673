import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inputsOf } from '../../scripts/docs/recorded.js'
import { run } from '../../src/engine/run.js'
import { parseVersion } from '../../src/model/version.js'
import { KUBEADM_MINORS, kubeadmDefault, kubeadmDocuments } from '../support/kubeadm-defaults.js'

const test = suite('engine: what kubeadm writes starts')

/** What keeps it from starting, is gone, or goes with the next minor. */
async function stoppers(files: ReadonlyMap<string, string>, minor: number): Promise<string[]> {
  const kubernetesVersion = parseVersion(`1.${minor}.0`)
  assert.ok(kubernetesVersion)
  const { outcome, clusters } = await run({ files: inputsOf(files), preset: 'all', config: {}, kubernetesVersion })
  const kinds = new Set(clusters.flatMap(({ components }) => components.map(({ kind }) => kind)))
  for (const kind of ['kubelet', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'] as const)
    assert.ok(kinds.has(kind), `${kind} was not looked at`)
  return outcome.findings
    .filter(
      ({ rule, effect }) => effect !== undefined || rule.startsWith('upgrade/') || rule.endsWith('/will-not-start'),
    )
    .map(({ rule, what }) => `${rule}: ${what}`)
}

for (const minor of KUBEADM_MINORS) {
  test(`the files of 1.${minor}`, async () => {
    assert.equal(await stoppers(kubeadmDefault(minor), minor), [])
  })

  test(`the documents of 1.${minor}`, async () => {
    assert.equal(await stoppers(new Map([['kubeadm.yaml', kubeadmDocuments(minor)]]), minor), [])
  })
}

test.run()
