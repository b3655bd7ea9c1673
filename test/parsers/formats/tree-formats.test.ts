import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { open } from '../../../src/parsers/embed.js'
import { merge } from '../../../src/parsers/format.js'
import { objectsOf } from '../../../src/parsers/formats/list.js'
import { TREE_FORMATS } from '../../../src/parsers/formats/tree-formats.js'
import { mayMatter } from '../../../src/parsers/sniff.js'
import { readYaml } from '../../../src/parsers/syntax/yaml.js'

const test = suite('formats/tree-formats')

function readAll(source: string, uri = 'a/patches/etcd.yaml') {
  const doc = open(uri, source)
  const trees = objectsOf(readYaml(doc).trees)
  const context = { doc, siblings: trees }
  return merge(
    trees.flatMap(tree => TREE_FORMATS.filter(one => one.wants(tree, doc)).map(one => one.read(tree, context))),
  )
}

const HEADS: readonly (readonly [apiVersion: string, kind: string])[] = [
  ['v1', 'Pod'],
  ['v1', 'List'],
  ['v1', 'Config'],
  ['v1', 'ConfigMap'],
  ['v1', 'Secret'],
  ['apps/v1', 'Deployment'],
  ['kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration'],
  ['kubeproxy.config.k8s.io/v1alpha1', 'KubeProxyConfiguration'],
  ['kubeadm.k8s.io/v1beta3', 'ClusterConfiguration'],
  ['kubeadm.k8s.io/v1beta4', 'JoinConfiguration'],
  ['kind.x-k8s.io/v1alpha4', 'Cluster'],
  ['kops.k8s.io/v1alpha2', 'Cluster'],
  ['kops.k8s.io/v1alpha2', 'InstanceGroup'],
  ['controlplane.cluster.x-k8s.io/v1beta1', 'KubeadmControlPlane'],
  ['bootstrap.cluster.x-k8s.io/v1beta1', 'KubeadmConfigTemplate'],
  ['helm.toolkit.fluxcd.io/v2', 'HelmRelease'],
  ['argoproj.io/v1alpha1', 'Application'],
  ['monitoring.coreos.com/v1', 'PrometheusRule'],
  ['monitoring.coreos.com/v1', 'PodMonitor'],
]

// Keys that formats follow, so that random documents get deep into them.
const KEYS =
  'metadata name namespace labels spec template containers command args env value valueFrom image volumes hostPath path mountPath volumeMounts replicas data stringData nodes kubeadmConfigPatches role api loadBalancer class etcdClusters etcdMembers fileAssets content isBase64 hooks manifest additionalUserData kubeadmConfigSpec clusterConfiguration joinConfiguration files encoding chart values valuesObject parameters source sources helm helmCharts releases set clusters server contexts current-context groups rules alert expr items version kubernetesVersion cloudProvider extraArgs autoDiscovery controlPlane'.split(
    ' ',
  )

const { document } = fc.letrec<{ document: unknown; value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(
      '',
      'etcd',
      'kube-apiserver',
      'cluster-autoscaler',
      '$(A)$(A)',
      '{{ x }}',
      'true',
      'aGk=',
      'v1.2.3',
      7,
      null,
      true,
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 5 }),
  ),
  document: fc
    .tuple(fc.constantFrom(...HEADS), fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }))
    .map(([[apiVersion, kind], rest]) => ({ apiVersion, kind, ...rest })),
}))

test('no document makes a format throw, and every place lies in the document', () => {
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 3 }), documents => {
      const source = documents.map(one => JSON.stringify(one)).join('\n---\n')
      for (const { at } of readAll(source).fragments) {
        assert.ok(at.start >= 0 && at.start <= at.end)
        assert.ok(at.end <= at.doc.source.length)
      }
    }),
    { numRuns: 300 },
  )
})

test('many documents, containers and variables in one file take no more than their share', () => {
  const started = performance.now()
  const kubelets = Array(2000).fill('kind: KubeletConfiguration\n').join('---\n')
  assert.is(readAll(kubelets, 'many.yaml').fragments.length, 2000)
  const groups = Array(2000).fill('apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\n').join('---\n')
  assert.is(readAll(groups, 'many.yaml').fragments.length, 4000)
  const containers = Array.from({ length: 1000 }, (_, i) => `{ name: c${i}, command: [etcd, "--name=$(A)"] }`)
  assert.is(readAll(`kind: Pod\nspec: { containers: [${containers.join(', ')}] }\n`, 'x.yaml').fragments.length, 1000)
  const references = '$(A)'.repeat(5000)
  const env = '[{ name: A, value: x }]'
  const one = `kind: Pod\nspec: { containers: [{ name: e, command: [etcd, "${references}"], env: ${env} }] }\n`
  assert.is(readAll(one, 'x.yaml').fragments.length, 1)
  assert.ok(performance.now() - started < 10_000)
})

test('the byte check lets every kind pass that a format reads', () => {
  for (const [apiVersion, kind] of HEADS) {
    if (apiVersion === 'v1' || kind === 'Deployment' || kind === 'HelmRelease' || kind === 'Application') continue
    assert.ok(mayMatter('x.yaml', `apiVersion: ${apiVersion}\nkind: ${kind}\n`), kind)
  }
})

test('a document no format wants is nothing', () => {
  for (const source of ['', '[]', 'a: 1', 'apiVersion: v1\nkind: ServiceAccount\n', '"text"', 'kind: [Pod]\n'])
    assert.equal(readAll(source, 'x.yaml'), { fragments: [], embedded: [], problems: [] })
})

test.run()
