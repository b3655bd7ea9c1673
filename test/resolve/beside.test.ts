import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'

const test = suite('resolve: what lies beside')

const CONFIG = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
evictionHard: {memory.available: 100Mi}
`
const DROP_IN = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
evictionHard: {nodefs.available: "10%", nodefs.inodesFree: "5%"}
`
const UNIT = `[Service]
EnvironmentFile=/etc/kubernetes/kubelet.env
ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet-config.yaml $KUBELET_ARGS
`

const outcomeOf = async (files: Readonly<Record<string, string>>) => {
  const { outcome } = await run({
    files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
    preset: 'recommended',
    config: {},
  })
  return {
    rules: outcome.findings.map(({ rule, at }) => `${rule} ${at.doc.uri}`),
    notChecked: outcome.notChecked.map(({ what }) => what),
  }
}

test('a file alone counts as it is written', async () => {
  const { rules } = await outcomeOf({ 'a/kubelet.yaml': CONFIG })
  assert.ok(rules.includes('kubelet/eviction-hard-partial a/kubelet.yaml'))
})

test('drop-ins beside it may be merged over it', async () => {
  const { rules } = await outcomeOf({ 'a/kubelet.yaml': CONFIG, 'a/kubelet.conf.d/20-evict.conf': DROP_IN })
  assert.not(rules.some(rule => rule.startsWith('kubelet/eviction-hard-partial')))
})

test('a file of arguments beside it may be its flags', async () => {
  const { rules } = await outcomeOf({
    'a/kubelet.yaml': CONFIG,
    'a/kubelet.env':
      'KUBELET_OPTS="--v=2 --eviction-hard=memory.available<1Gi,nodefs.available<10%,nodefs.inodesFree<5%"\n',
  })
  assert.equal(rules, [])
})

test('two files that may be the one that is loaded: neither is judged alone, and both are in view', async () => {
  const { rules, notChecked } = await outcomeOf({
    'prod/units/kubelet.service': UNIT,
    'prod/a/kubelet-config.yaml': CONFIG,
    'prod/b/kubelet-config.yaml': CONFIG,
    'prod/a/kubelet.env': 'KUBELET_ARGS=--v=2\n',
    'prod/b/kubelet.env': 'KUBELET_ARGS=--v=3\n',
  })
  assert.equal(
    rules.filter(rule => !rule.endsWith('a/kubelet-config.yaml') && !rule.endsWith('b/kubelet-config.yaml')),
    [],
  )
  assert.not(rules.some(rule => rule.startsWith('kubelet/eviction-hard-partial')))
  assert.not(notChecked.some(what => what.includes('kubelet-config.yaml is not in')))
  assert.ok(notChecked.includes('two files in view could be /etc/kubernetes/kubelet.env'))
})

test.run()
