import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import type { Severity } from '../../src/model/finding.js'
import { describe } from '../../src/model/location.js'
import { defineRule, known, type Rule } from '../../src/model/rule.js'
import { atLeast, before, formatVersion, parseVersion } from '../../src/model/version.js'
import { type Files, kubeletConfig, pod, resolved, unit } from '../support/resolved.js'

const test = suite('engine: versions')

const describes = {
  summary: 'a rule of the tests',
  severity: 'error' as Severity,
  preset: ['recommended'] as const,
  category: 'reliability' as const,
  since: '0.1.0',
  kubernetes: 'any',
  evidence: ['https://example.org'] as const,
}
const say = (what: string) => ({ what, why: 'because', help: 'mend it' })

/** Reports at the versions a predicate picks, and notes which it was asked at. */
function asking(picks: (version: string) => boolean, asked: string[] = []): Rule {
  return defineRule({
    ...describes,
    id: 'test/asking',
    checks: 'kubelet',
    messages: { bad: say('bad at {version}') },
    *check(kubelet) {
      const version = formatVersion(kubelet.version)
      asked.push(version)
      if (picks(version)) yield { message: 'bad', at: kubelet }
    },
  })
}

async function findings(files: Files, rule: Rule, kubernetes?: string, target?: string) {
  const range = kubernetes === undefined ? undefined : parseVersion(kubernetes)
  const { outcome } = await run({
    files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
    preset: 'all',
    only: [rule.id],
    rules: [rule],
    config: {},
    ...(range === undefined ? {} : { kubernetesVersion: range }),
    ...(target === undefined ? {} : { targetVersion: parseVersion(target)?.max ?? { major: 1, minor: 0, patch: 0 } }),
  })
  return outcome
}
const node: Files = { 'kubelet.service': unit('kubelet --max-pods=5') }

test('an exact version is asked once', async () => {
  const asked: string[] = []
  const { findings: found } = await findings(
    node,
    asking(() => true, asked),
    '1.30.2',
  )
  assert.equal(asked, ['1.30.2'])
  assert.equal(
    found.map(({ what }) => what),
    ['bad at 1.30.2'],
  )
})

test('a minor is asked at both ends, newest first', async () => {
  const asked: string[] = []
  await findings(
    node,
    asking(() => true, asked),
    '1.30',
  )
  assert.equal(asked, ['1.30', '1.30.0'])
})

test('an unknown version is asked at both ends of every minor there are facts of', async () => {
  const asked: string[] = []
  const { findings: found } = await findings(
    node,
    asking(() => true, asked),
  )
  assert.is(found.length, 1)
  assert.ok(asked.length > 60, `${asked.length}`)
  assert.equal(
    asked.slice(-4).map(version => version.split('.').length),
    [2, 3, 2, 3],
  )
})

test('the first silence ends it', async () => {
  const asked: string[] = []
  const { findings: found } = await findings(
    node,
    asking(() => false, asked),
  )
  assert.equal(found, [])
  assert.is(asked.length, 1)
  const again: string[] = []
  await findings(
    node,
    asking(version => !version.startsWith('1.30'), again),
  )
  assert.is(again.at(-1), '1.30')
})

test('what is true at some versions only is not told, and counted', async () => {
  const { findings: found, notChecked } = await findings(
    node,
    asking(version => atLeast(parseVersion(version)!.max, '1.20')),
  )
  assert.equal(found, [])
  assert.equal(
    notChecked.map(({ what, rules }) => [what, rules]),
    [['the version is not known', ['test/asking']]],
  )
})

test('a version that is too old for what is written is not asked', async () => {
  const asked: string[] = []
  await findings(
    { 'kubelet.service': unit('kubelet --config-dir=/etc/x --max-pods=5') },
    asking(() => true, asked),
  )
  assert.is(asked.at(-1), '1.28.0', 'the flag came with 1.28')
})

test('a stated version counts also where what is written is newer', async () => {
  const asked: string[] = []
  await findings(
    { 'kubelet.service': unit('kubelet --config-dir=/etc/x') },
    asking(() => true, asked),
    '1.20.0',
  )
  assert.equal(asked, ['1.20.0'])
})

const graded = defineRule({
  ...describes,
  id: 'test/graded',
  checks: 'kubelet',
  messages: { bad: say('bad') },
  *check(kubelet) {
    yield { message: 'bad', at: kubelet, severity: before(kubelet.version, '1.25') ? 'info' : 'error' }
  },
})

test('a severity that depends on the version counts at its lowest', async () => {
  const severities = async (version?: string) =>
    (await findings(node, graded, version)).findings.map(({ severity }) => severity)
  assert.equal(await severities('1.30'), ['error'])
  assert.equal(await severities('1.20'), ['info'])
  assert.equal(await severities(), ['info'])
})

const reading = defineRule({
  ...describes,
  id: 'test/reading',
  checks: 'kubelet',
  messages: { bad: say('bad') },
  *check(kubelet) {
    const pods = yield* known(kubelet.get('maxPods'))
    if (pods.value !== undefined && pods.value > 100) yield { message: 'bad', at: pods }
  },
})

test('a default that rests on an open layer is at most a warning and says what it assumes', async () => {
  const files = { 'kubelet.service': unit('kubelet --v=2 $KUBELET_EXTRA_ARGS') }
  const { findings: found } = await findings(files, reading)
  assert.equal(
    found.map(({ severity, assuming }) => [severity, assuming]),
    [['warning', ['no flag sets it ($KUBELET_EXTRA_ARGS is not in view)']]],
  )
  const written = await findings({ 'kubelet.service': unit('kubelet --max-pods=250 $KUBELET_EXTRA_ARGS') }, reading)
  assert.equal(
    written.findings.map(({ severity, assuming }) => [severity, assuming]),
    [['error', []]],
  )
})

test('an unknown setting ends the check and is counted with the rule', async () => {
  const { findings: found, notChecked } = await findings(
    { 'kubelet.service': unit('kubelet --max-pods={{ n }}') },
    reading,
  )
  assert.equal(found, [])
  assert.equal(
    notChecked.map(({ what, rules }) => [what, rules]),
    [['1 setting comes from a template', ['test/reading']]],
  )
})

const KUBEADM = (version: string) => `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
${version}
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
maxPods: 250
`

test('a platform that writes other defaults at each stretch of versions is one component', async () => {
  const { findings: found } = await findings({ 'kubeadm.yaml': KUBEADM('clusterName: a') }, reading)
  assert.equal(
    found.map(({ at }) => describe(at)),
    ['kubeadm.yaml:7:1'],
  )
})

const onDefault = defineRule({
  ...describes,
  id: 'test/on-default',
  checks: 'kubelet',
  messages: { bad: say('bad') },
  *check(kubelet) {
    const mode = yield* known(kubelet.get('authorization.mode'))
    yield { message: 'bad', at: mode, related: [{ at: mode, label: 'here' }] }
  },
})

test('a finding about what a platform writes stands at the component, at all versions alike', async () => {
  for (const version of ['clusterName: a', 'kubernetesVersion: v1.30.0']) {
    const { findings: found } = await findings({ 'kubeadm.yaml': KUBEADM(version) }, onDefault)
    assert.ok(found.length > 0)
    for (const { at, related } of found) {
      assert.match(describe(at), /^kubeadm\.yaml:/)
      assert.equal(
        related.filter(({ at }) => at.doc.made),
        [],
      )
    }
  }
})

const overCluster = defineRule({
  ...describes,
  id: 'test/cluster',
  checks: 'cluster',
  messages: { bad: say('bad') },
  *check(cluster) {
    for (const api of cluster.of('kube-apiserver'))
      for (const assignment of api.assignments) yield { message: 'bad', at: assignment }
  },
})

test('no finding stands in what a platform writes, whatever the subject', async () => {
  const { findings: found } = await findings({ 'kubeadm.yaml': KUBEADM('kubernetesVersion: v1.30.0') }, overCluster)
  assert.ok(found.length > 0)
  for (const { at } of found) assert.match(describe(at), /^kubeadm\.yaml:/)
})

const counting = defineRule({
  ...describes,
  id: 'test/counting',
  checks: 'kubelet',
  messages: { alone: say('alone at {version}') },
  *check(kubelet, { cluster }) {
    if (cluster.of('kube-apiserver').length === 0) yield { message: 'alone', at: kubelet }
  },
})

test('a version ahead sees the others of its cluster', async () => {
  const files = {
    'm/kubelet.service': unit('kubelet --max-pods=5'),
    'm/api.yaml': pod('kube-apiserver', 'v1.30.0', []),
  }
  const { findings: found } = await findings(files, counting, '1.30.0', '1.34')
  assert.equal(found, [])
})

test('ranges: what a pod’s image says, what klint.yaml says, what the command line says', async () => {
  const ranges = async (files: Files, declared?: string, kubernetes?: string) => {
    const range = declared === undefined ? undefined : parseVersion(declared)
    const config = range === undefined ? {} : { clusters: [{ name: 'x', files: ['**'], kubernetesVersion: range }] }
    const { clusters } = await resolved(files, config, kubernetes)
    return clusters.flatMap(({ components }) =>
      components.map(({ kind, range }) => `${kind} ${formatVersion(range.min)}..${formatVersion(range.max)}`),
    )
  }
  const api = { 'api.yaml': pod('kube-apiserver', 'v1.30.4', []) }
  assert.equal(await ranges(api), ['kube-apiserver 1.30.4..1.30.4'])
  assert.equal(await ranges(api, '1.20', '1.21'), ['kube-apiserver 1.30.4..1.30.4'], 'an image is exact')
  assert.equal(await ranges(node, '1.29'), ['kubelet 1.29.0..1.29'])
  assert.equal(await ranges(node, '1.29', '1.29.3'), ['kubelet 1.29.3..1.29.3'])
  assert.equal(await ranges(node, undefined, '1.29'), ['kubelet 1.29.0..1.29'])
  const installed = {
    'kubeadm.yaml': KUBEADM('kubernetesVersion: v1.30.0'),
    'kubelet.yaml': kubeletConfig('maxPods: 5'),
  }
  const versions = async (...given: [string?, string?]) =>
    [...new Set(await ranges(installed, ...given))].filter(one => one.startsWith('kubelet '))
  assert.equal(await versions('1.33'), ['kubelet 1.33.0..1.33'], 'klint.yaml beats what a file says of the cluster')
  assert.equal(await versions('1.33', '1.33.4'), ['kubelet 1.33.4..1.33.4'], 'and the command line narrows it')
  assert.equal(await versions('1.33', '1.31'), ['kubelet 1.33.0..1.33'], 'which it cannot contradict')
  const both = { ...api, 'kubelet.service': unit('kubelet --max-pods=5') }
  const [own, kubelet] = (await ranges(both)).sort()
  assert.is(own, 'kube-apiserver 1.30.4..1.30.4')
  assert.not.match(kubelet ?? '', '1.30', 'kubelets may be older: another component says nothing of theirs')
})

test('a configuration alone bounds nothing', async () => {
  const asked: string[] = []
  await findings(
    { 'kubelet.yaml': kubeletConfig('maxPods: 5') },
    asking(() => true, asked),
  )
  assert.ok(asked.length > 40)
})

test.run()
