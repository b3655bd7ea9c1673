import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { textAt } from '../../../src/model/tree.js'
import { open } from '../../../src/parsers/embed.js'
import { configMap } from '../../../src/parsers/formats/configmap.js'
import { kind } from '../../../src/parsers/formats/kind.js'
import { kubeadm } from '../../../src/parsers/formats/kubeadm.js'
import { kubeletConfiguration } from '../../../src/parsers/formats/kubelet-configuration.js'
import { belongs, child, fragments, only, placeOf, plain, readWith, versions } from '../../support/fragments.js'
import { text } from '../../support/text.js'

const test = suite('formats/kubeadm')

const settings = (source: string) => only(readWith(kubeadm, source, 'kubeadm.yaml'), 'settings')

test('every document of a file is of one set', () => {
  const found = fragments(
    readWith(
      kubeadm,
      text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: InitConfiguration
        ---
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: ClusterConfiguration
        clusterName: prod
        kubernetesVersion: v1.29.4
        ---
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: JoinConfiguration
      `,
      'kubeadm.yaml',
    ),
    'settings',
  )
  assert.equal(
    found.map(one => [one.what, one.apiVersion, one.platform]),
    [
      ['InitConfiguration', 'kubeadm.k8s.io/v1beta3', 'kubeadm'],
      ['ClusterConfiguration', 'kubeadm.k8s.io/v1beta3', 'kubeadm'],
      ['JoinConfiguration', 'kubeadm.k8s.io/v1beta3', 'kubeadm'],
    ],
  )
  assert.equal(
    found.map(one => one.set),
    Array(3).fill('kubeadm:kubeadm.yaml'),
  )
  assert.equal(
    found.map(one => one.role),
    ['control-plane', 'control-plane', 'worker'],
  )
  assert.is(found[1]?.cluster, 'prod')
  assert.is(versions(found[1]!)[0], 'kubernetes 1.29.4')
  assert.is(found[1]?.versions?.[0]?.range.source, 'kubernetesVersion of kubeadm.yaml:7:20')
})

test('the name nobody chose joins nothing', () => {
  assert.is(
    settings('apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nclusterName: kubernetes\n').cluster,
    undefined,
  )
})

test('versions: releases, channels, templates', () => {
  const of = (version: string) =>
    versions(
      settings(`apiVersion: kubeadm.k8s.io/v1beta9\nkind: ClusterConfiguration\nkubernetesVersion: ${version}\n`),
    )
  assert.equal(of('1.31.2'), ['kubernetes 1.31.2'])
  assert.equal(of('stable-1.29'), ['kubernetes 1.29'])
  assert.equal(of('stable'), [])
  assert.equal(of('"{{ version }}"'), [])
  assert.equal(of('v{{ version }}'), [])
})

test('apiVersion bounds what a template hides', () => {
  const of = (version: string) => {
    const [hint] = settings(`apiVersion: kubeadm.k8s.io/${version}\nkind: ClusterConfiguration\n`).versions ?? []
    return [hint?.bound, hint?.range.min.minor, hint?.range.max.minor]
  }
  assert.equal(of('v1alpha1'), [true, 0, 11])
  assert.equal(of('v1alpha3'), [true, 12, 14])
  assert.equal(of('v1beta2'), [true, 15, 26])
  assert.equal(of('v1beta4'), [true, 31, Number.POSITIVE_INFINITY])
})

test('who joins: workers, control planes, nobody knows', () => {
  const join = (rest: string) => settings(`apiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\n${rest}`).role
  assert.is(join(''), 'worker')
  assert.is(join('controlPlane: {}\n'), 'control-plane')
  assert.is(join('{{ if .cp }}\ncontrolPlane: {}\n{{ end }}\n'), undefined)
})

test('kinds of kubeadm that configure no component, and of others', () => {
  for (const source of [
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ResetConfiguration\n',
    'apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfiguration\n',
    'kind: ClusterConfiguration\n',
  ])
    assert.equal(readWith(kubeadm, source).fragments, [])
})

const CONFIG_MAPS = text`
  apiVersion: v1
  kind: ConfigMap
  metadata: { name: kubeadm-config, namespace: kube-system }
  data:
    ClusterConfiguration: |
      apiVersion: kubeadm.k8s.io/v1beta3
      kind: ClusterConfiguration
      apiServer:
        extraArgs:
          audit-log-path: /var/log/audit.log
  ---
  apiVersion: v1
  kind: ConfigMap
  metadata: { name: kubelet-config, namespace: kube-system }
  data:
    kubelet: |
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      maxPods: 30
`

test('ConfigMaps of kubeadm in one file are one set', () => {
  const parsed = readWith(configMap, CONFIG_MAPS, 'cm.yaml')
  const cluster = child(parsed, 'kubeadm-config.data.ClusterConfiguration')
  assert.is(placeOf(cluster, '/var/log'), 'cm.yaml:10:25')
  assert.is(only(readWith(kubeadm, cluster), 'settings').set, 'kubeadm:cm.yaml')
  const kubelet = only(readWith(kubeletConfiguration, child(parsed, 'kubelet-config.data.kubelet')), 'config')
  assert.equal(belongs(kubelet), {
    set: 'kubeadm:cm.yaml',
    path: '/var/lib/kubelet/config.yaml',
    platform: 'kubeadm',
  })
})

test('any ConfigMap may hold a document, and nobody is its platform', () => {
  const parsed = readWith(configMap, CONFIG_MAPS.replace('kubelet-config', 'my-kubelet'), 'cm.yaml')
  const kubelet = only(readWith(kubeletConfiguration, child(parsed, 'my-kubelet.data.kubelet')), 'config')
  assert.equal(belongs(kubelet), {})
})

test('short values and secrets in base64 are no documents', () => {
  assert.equal(readWith(configMap, 'kind: ConfigMap\ndata: { a: b, c: 1 }\n').embedded, [])
  assert.equal(readWith(configMap, 'kind: Secret\ndata: { a: aGVsbG8K }\n').embedded, [])
  assert.is(readWith(configMap, 'kind: Secret\nstringData:\n  a: |\n    kind: X\n    b: c\n').embedded.length, 1)
})

const KIND = text`
  kind: Cluster
  apiVersion: kind.x-k8s.io/v1alpha4
  name: dev
  featureGates: { "X": true }
  kubeadmConfigPatches:
  - |
    kind: KubeletConfiguration
    maxPods: 20
  nodes:
  - role: control-plane
    image: kindest/node:v1.27.3@sha256:aa
    kubeadmConfigPatches:
    - |
      kind: ClusterConfiguration
      apiVersion: kubeadm.k8s.io/v1beta3
      apiServer:
        extraArgs:
          v: "4"
  - role: worker
    image: kindest/node:v1.27.3@sha256:aa
`

test('a kind cluster and its patches are one set', () => {
  const parsed = readWith(kind, KIND, 'kind.yaml')
  const cluster = only(parsed, 'settings')
  assert.equal([cluster.platform, cluster.what], ['kind', 'Cluster'])
  assert.equal(belongs(cluster), { set: 'kind:kind.yaml', cluster: 'dev', platform: 'kind' })
  assert.equal(versions(cluster), ['kubernetes 1.27.3'])

  const patch = child(parsed, 'nodes[0].kubeadmConfigPatches[0]')
  assert.is(placeOf(patch, '"4"'), 'kind.yaml:18:12')
  const settings = only(readWith(kubeadm, patch), 'settings')
  assert.is(settings.set, 'kind:kind.yaml')
  assert.is(textAt(settings.tree, 'apiServer', 'extraArgs', 'v')?.value, '4')
  assert.is(settings.role, 'control-plane')

  const kubelet = only(readWith(kubeletConfiguration, child(parsed, 'kubeadmConfigPatches[0]')), 'config')
  assert.is(kubelet.layer, 'patch')
  assert.equal(belongs(kubelet), {
    set: 'kind:kind.yaml',
    path: '/var/lib/kubelet/config.yaml',
    platform: 'kind',
  })
})

test('kind nodes of different versions state none', () => {
  const cluster = only(readWith(kind, KIND.replace('v1.27.3', 'v1.28.0')), 'settings')
  assert.equal(versions(cluster), [])
  assert.is(cluster.cluster, 'dev')
})

test('a JoinConfiguration patch of kind joins what the node is', () => {
  const patch = '|\n    kind: JoinConfiguration\n    apiVersion: kubeadm.k8s.io/v1beta3\n'
  const role = (node: string) => {
    const source = `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n${node}kubeadmConfigPatches:\n  - ${patch}`
    const [doc] = readWith(kind, source).embedded
    return doc === undefined ? 'no patch' : only(readWith(kubeadm, doc), 'settings').role
  }
  assert.is(role(''), undefined)
  assert.is(role('nodes:\n- role: worker\n  '), 'worker')
  assert.is(role('nodes:\n- extraMounts: []\n  '), 'control-plane')
})

test('a patch of kind finds its document by its kind alone', () => {
  const source = text`
    kind: Cluster
    apiVersion: kind.x-k8s.io/v1alpha4
    nodes:
    - role: worker
      kubeadmConfigPatches:
      - |
        nodeRegistration:
          kubeletExtraArgs:
            max-pods: "20"
        kind: JoinConfiguration
      - |
        kind: ClusterConfiguration
        apiServer: {}
  `
  const [join, cluster] = readWith(kind, source, 'kind.yaml').embedded
  const settings = only(readWith(kubeadm, join!), 'settings')
  assert.equal([settings.what, settings.apiVersion, settings.role], ['JoinConfiguration', undefined, 'worker'])
  assert.is(textAt(settings.tree, 'nodeRegistration', 'kubeletExtraArgs', 'max-pods')?.value, '20')
  assert.is(only(readWith(kubeadm, cluster!), 'settings').what, 'ClusterConfiguration')
})

test('without its apiVersion nothing else is a document of kubeadm', () => {
  for (const source of ['kind: ClusterConfiguration\n', 'kind: InitConfiguration\napiVersion: example.com/v1\n'])
    assert.equal(readWith(kubeadm, source).fragments, [], source)
  const doc = {
    ...open('k', 'kind: ClusterConfiguration\napiVersion: {{ x }}\n'),
    hint: { platform: 'kind', patch: true },
  }
  assert.equal(readWith(kubeadm, doc).fragments, [])
})

test('other things called Cluster', () => {
  assert.equal(readWith(kind, 'apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\n').fragments, [])
})

test('places survive: the key of a setting', () => {
  const { tree, at } = settings(
    'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\napiServer:\n  extraArgs: { v: 2 }\n',
  )
  assert.equal(plain(tree), {
    apiVersion: 'kubeadm.k8s.io/v1beta3',
    kind: 'ClusterConfiguration',
    apiServer: { extraArgs: { v: '2' } },
  })
  assert.is(describe(at), 'kubeadm.yaml:2:7')
})

test('the nodes of minikube are for a laptop', () => {
  const cluster = 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\ncertificatesDir: '
  assert.is(settings(`${cluster}/var/lib/minikube/certs\n`).development, true)
  assert.is(settings(`${cluster}/etc/kubernetes/pki\n`).development, undefined)
})

test.run()
