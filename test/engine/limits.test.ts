import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'

const test = suite('engine: limits of a run')

test('a file of more installer documents than anybody writes is named as not checked, and costs nothing', async () => {
  const document =
    'apiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\nnodeRegistration: {kubeletExtraArgs: {max-pods: "1"}}\n---\n'
  const began = performance.now()
  const { outcome } = await run({
    files: [{ uri: 'k.yaml', source: document.repeat(400) }],
    preset: 'all',
    config: {},
  })
  assert.match(
    outcome.notChecked.map(({ what }) => what).join('\n'),
    'more documents of kubeadm or kind than klint follows',
  )
  assert.ok(performance.now() - began < 5000)
})

test('fixes of very many documents inside one are advice beyond some hundreds', async () => {
  const document =
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard:\n  memory.available: 300Mi\n---\n'
  const content = Buffer.from(document.repeat(300)).toString('base64')
  const source = `#cloud-config\nwrite_files:\n- path: /etc/kubernetes/kubelet.yaml\n  encoding: b64\n  content: ${content}\n`
  const began = performance.now()
  const { outcome } = await run({
    files: [{ uri: 'user-data.yaml', source }],
    preset: 'all',
    only: ['kubelet/eviction-hard-partial'],
    config: {},
  })
  assert.is(outcome.findings.length, 300)
  assert.is(outcome.findings.filter(({ fix }) => fix?.onDisk !== undefined).length, 200)
  assert.ok(performance.now() - began < 30_000)
})

test.run()
