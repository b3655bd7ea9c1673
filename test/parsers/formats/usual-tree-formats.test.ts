import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { open } from '../../../src/parsers/embed.js'
import { TREE_FORMATS } from '../../../src/parsers/formats/tree-formats.js'
import { OTHERS, USUAL } from '../../../src/parsers/formats/usual-tree-formats.js'
import { readYaml } from '../../../src/parsers/syntax/yaml.js'

const test = suite('usual tree formats')

const RARE: Readonly<Record<string, readonly string[]>> = {
  kind: [
    'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n',
    'kind: Cluster\napiVersion: kind.sigs.k8s.io/v1alpha3\n',
  ],
  kops: ['kind: InstanceGroup\napiVersion: kops.k8s.io/v1alpha2\n', 'kind: Cluster\napiVersion: kops/v1alpha1\n'],
  capi: ['kind: KubeadmControlPlane\napiVersion: controlplane.cluster.x-k8s.io/v1beta1\n'],
  capa: ['kind: AWSCluster\napiVersion: infrastructure.cluster.x-k8s.io/v1beta2\n'],
  cloudformation: ['Resources:\n  A: {Type: "AWS::EC2::Instance"}\n'],
  'autoscaler-release': [
    'kind: HelmRelease\napiVersion: helm.toolkit.fluxcd.io/v2\n',
    'kind: Application\napiVersion: argoproj.io/v1alpha1\n',
    'kind: ApplicationSet\napiVersion: argoproj.io/v1alpha1\n',
    'helmCharts:\n- name: cluster-autoscaler\n',
    'releases:\n- name: cluster-autoscaler\n',
  ],
  prometheus: [
    'kind: PrometheusRule\napiVersion: monitoring.coreos.com/v1\n',
    'kind: PodMonitor\napiVersion: monitoring.coreos.com/v1\n',
    'groups:\n- rules: []\n',
  ],
  'control-plane-object': [
    'kind: Service\napiVersion: v1\nmetadata: {name: kubernetes}\nspec: {sessionAffinity: ClientIP}\n',
    'kind: EndpointSlice\nmetadata: {namespace: default, name: kubernetes, labels: {kubernetes.io/service-name: kubernetes}}\n',
    'kind: Lease\napiVersion: coordination.k8s.io/v1\nmetadata: {namespace: kube-system}\n',
    'kind: ConfigMap\nmetadata: {name: cluster-autoscaler-status}\n',
  ],
  kustomization: [
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n',
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n',
  ],
}

/** They read what a running cluster says, for which all formats are loaded. */
const LIVE = ['configz', 'node', 'version']

test('every format that is loaded on demand is among those with a sample', () => {
  const rare = TREE_FORMATS.filter(format => !USUAL.includes(format))
  assert.equal(rare.map(({ name }) => name).sort(), [...Object.keys(RARE), ...LIVE].sort())
})

for (const [name, sources] of Object.entries(RARE))
  test(`${name} is loaded for what it wants`, () => {
    for (const source of sources) {
      const doc = open('a.yaml', source)
      const [tree] = readYaml(doc).trees
      const format = TREE_FORMATS.find(one => one.name === name)
      assert.ok(tree !== undefined && format?.wants(tree, doc), source)
      assert.ok(OTHERS.test(source), source)
    }
  })

test('the usual formats keep their order among all', () => {
  assert.equal(
    TREE_FORMATS.filter(format => USUAL.includes(format)),
    USUAL,
  )
})

test.run()
