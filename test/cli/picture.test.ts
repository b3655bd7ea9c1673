import { readdirSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { clusterViews } from '../../src/cli/commands/picture.js'
import { run } from '../../src/engine/run.js'
import type { Outcome } from '../../src/model/finding.js'
import { countsOf, countWords, type Picture, type Pictured } from '../../src/reporters/picture.js'
import { filesBelow, read } from '../support/repository.js'

const test = suite('cli: picture')

async function pictureOf(files: Readonly<Record<string, string>>): Promise<{ outcome: Outcome; picture: Picture }> {
  const inputs = Object.entries(files).map(([uri, source]) => ({ uri, source }))
  const { outcome, clusters } = await run({ files: inputs, preset: 'all', config: {} })
  return { outcome, picture: clusterViews(clusters, outcome.findings, []).picture() }
}

const boxes = ({ clusters }: Picture): string[] =>
  clusters.flatMap(({ tiers }) => tiers.map(({ name, things }) => `${name}: ${things.map(words).join(' | ')}`))

const words = ({ kind, name, facts, inView, findings }: Pictured): string =>
  [
    kind,
    ...(name === undefined ? [] : [name]),
    ...facts,
    ...(inView ? [] : ['named only']),
    ...(findings.length === 0 ? [] : [countWords(countsOf(findings))]),
  ].join(', ')

const edges = ({ clusters }: Picture): string[] =>
  clusters.flatMap(({ edges }) => edges.map(({ from, to, because, label }) => `${from} > ${to}: ${label} (${because})`))

const exampleOf = (folder: string): Record<string, string> =>
  Object.fromEntries(filesBelow(`examples/${folder}`).map(path => [path.split('/').slice(2).join('/'), read(path)]))

test('the cluster of the talk: who is named, who is in view, and what leads where', async () => {
  const { picture } = await pictureOf(exampleOf('nordstrom-2017'))
  assert.equal(boxes(picture), [
    'etcd: etcd, etcd-1, 3.1.8, 1 warning, 1 info | etcd, etcd-2, 3.1.8 | etcd, etcd-3, 3.1.8, 1 warning',
    'nodes: kubelet, WorkerLaunchConfiguration, Kubernetes 1.7.6, 2 errors, 1 warning | kubelet, BatchLaunchConfiguration, Kubernetes 1.8.4, 1 error, 2 warnings, 1 info | kubelet, GpuLaunchConfiguration, Kubernetes 1.7.6, 1 error, 2 infos | scaling-group, prod-workers, 0 to 400 machines',
    'entry: load-balancer, prod-kube-apiserver, classic, port 443, internal, 1 error | kubeconfig, 1 warning',
    'other: volume, prod-etcd-1-data, gp2, 20 GiB, 1 warning',
    'nodes: kubelet, controller-1.yaml, Kubernetes 1.7.6, 1 error, 1 info | kubelet, controller-2.yaml, Kubernetes 1.7.6, 1 error, 1 info | kubelet, controller-3.yaml, Kubernetes 1.7.6, 1 error, 1 info',
    'control-plane: kube-apiserver, controller-1.yaml, Kubernetes 1.7.6, 2 errors, 1 warning | kube-apiserver, controller-2.yaml, Kubernetes 1.7.6, 3 errors | kube-apiserver, controller-3.yaml, Kubernetes 1.7.6, 3 errors | kube-controller-manager, controller-1.yaml, Kubernetes 1.7.6 | kube-controller-manager, controller-2.yaml, Kubernetes 1.7.6 | kube-controller-manager, controller-3.yaml, Kubernetes 1.7.6',
    'etcd: etcd, 10.0.0.21:2379, not in view, named only | etcd, 10.0.0.22:2379, not in view, named only | etcd, 10.0.0.23:2379, not in view, named only',
    'autoscaler: cluster-autoscaler, 0.6.1, 2 errors, 4 warnings',
    'nodes: scaling-group, prod-workers, 0 to 400 machines, not in view, named only | scaling-group, prod-batch, 0 to 100 machines, not in view, named only',
  ])
  assert.equal(edges(picture), [
    'nodes > entry: kubeconfig (configuration)',
    'nodes > control-plane: kubelet to apiserver (architecture)',
    'control-plane > etcd: --etcd-servers (configuration)',
    'autoscaler > nodes: --nodes (configuration)',
  ])
})

const member = (name: string, ...more: readonly string[]): string => `apiVersion: v1
kind: Pod
metadata: { name: etcd, namespace: kube-system }
spec:
  containers:
    - name: etcd
      image: registry.k8s.io/etcd:3.5.9-0
      command: [etcd, --name=${name}, '--initial-cluster=a=https://10.0.0.1:2380,b=https://10.0.0.2:2380,c=https://10.0.0.3:2380'${more.map(word => `, ${word}`).join('')}]
`

test('members that others name are drawn, unless one in view could be any of them', async () => {
  const { picture } = await pictureOf({ 'a.yaml': member('a') })
  const names = picture.clusters.flatMap(({ tiers }) =>
    tiers.flatMap(({ name, things }) => things.map(thing => [name, thing.name, thing.inView])),
  )
  assert.equal(names, [
    ['etcd', 'a', true],
    ['etcd', 'b', false],
    ['etcd', 'c', false],
  ])
  const templated = await pictureOf({ 'a.yaml': member('"{{ name }}"') })
  assert.not.ok(boxes(templated.picture).some(line => line.includes('named only')))
})

test('a group of machines and its kubelets are one box', async () => {
  const { picture } = await pictureOf({
    'kops.yaml': `apiVersion: kops.k8s.io/v1alpha2
kind: Cluster
metadata: { name: prod.example.com }
spec:
  kubernetesVersion: 1.32.0
  api: { loadBalancer: { class: Network, type: Public } }
  etcdClusters:
    - name: main
      etcdMembers: [{ name: a, instanceGroup: master }]
---
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata: { name: nodes, labels: { kops.k8s.io/cluster: prod.example.com } }
spec: { role: Node, minSize: 2, maxSize: 10, machineType: m5.large }
`,
  })
  const [cluster] = picture.clusters
  assert.is(cluster?.name, 'prod.example.com')
  const nodes = cluster?.tiers.find(({ name }) => name === 'nodes')?.things ?? []
  assert.equal(
    nodes.map(({ kind, name, things }) => [kind, name, things.length]),
    [['kubelet', 'nodes', 2]],
  )
  assert.ok(nodes[0]?.facts.includes('2 to 10 machines'))
  assert.ok(
    edges(picture).includes('entry > control-plane: serves the apiserver (configuration)'),
    edges(picture).join(),
  )
})

test('a finding about equal things is about each of them', async () => {
  const group = (name: string): string => `---
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata: { name: ${name}, labels: { kops.k8s.io/cluster: prod.example.com } }
spec: { role: Node, minSize: 2, maxSize: 2 }
`
  const { outcome, picture } = await pictureOf({
    'kops.yaml': `apiVersion: kops.k8s.io/v1alpha2
kind: Cluster
metadata: { name: prod.example.com }
spec: { kubernetesVersion: 1.32.0 }
${group('a')}${group('b')}`,
  })
  const shared = outcome.findings.findIndex(({ rule }) => rule === 'kubelet/kube-reserved-missing')
  assert.ok(shared >= 0)
  const about = picture.clusters.flatMap(({ tiers }) =>
    tiers.flatMap(({ things }) =>
      things.filter(({ findings }) => findings.some(({ index }) => index === shared)).map(({ name }) => name),
    ),
  )
  assert.equal(about, ['a', 'b'])
})

test('reasons for not knowing are said once', async () => {
  const { picture } = await pictureOf({
    'a/kubelet.yaml':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: {{ a }}\npodPidsLimit: {{ b }}\n',
  })
  assert.equal(
    picture.clusters[0]?.gaps
      .filter(({ what }) => what.includes('template'))
      .map(({ what, settings }) => [what, settings]),
    [['comes from a template', ['maxPods', 'podPidsLimit']]],
  )
})

test('each finding is in one cluster or in none, and those of a box are in its cluster', async () => {
  for (const folder of readdirSync('examples', { withFileTypes: true })) {
    if (!folder.isDirectory()) continue
    const { outcome, picture } = await pictureOf(exampleOf(folder.name))
    const all = [...picture.clusters.flatMap(({ findings }) => findings), ...picture.rest].map(({ index }) => index)
    assert.equal(
      all.sort((a, b) => a - b),
      outcome.findings.map((_, i) => i),
      folder.name,
    )
    for (const { tiers, findings } of picture.clusters) {
      const here = new Set(findings.map(({ index }) => index))
      for (const { index } of tiers.flatMap(({ things }) => things.flatMap(({ findings }) => findings)))
        assert.ok(here.has(index) || picture.clusters.some(other => other.findings.some(mark => mark.index === index)))
    }
  }
})

test('a document that cannot be read belongs to no cluster', async () => {
  const { outcome, picture } = await pictureOf({
    'x/kubelet.yaml': 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\na: [\n',
  })
  assert.is(outcome.findings[0]?.rule, 'klint/unreadable-document')
  assert.equal(
    picture.rest.map(({ index }) => index),
    [0],
  )
})

test.run()
