import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { stringAt } from '../../../src/model/tree.js'
import { capi } from '../../../src/parsers/formats/capi.js'
import { belongs, child, fragments, only, placeOf, readWith, versions } from '../../support/fragments.js'
import { text } from '../../support/text.js'

const test = suite('formats/capi')

const FILE = text`
  apiVersion: controlplane.cluster.x-k8s.io/v1beta1
  kind: KubeadmControlPlane
  metadata:
    name: prod-cp
    labels: { cluster.x-k8s.io/cluster-name: prod }
  spec:
    replicas: 3
    version: v1.30.2
    kubeadmConfigSpec:
      clusterConfiguration:
        apiServer:
          extraArgs: { audit-log-maxage: "30" }
      initConfiguration: {}
      joinConfiguration: {}
      files:
      - path: /etc/kubernetes/patches/kubeletconfiguration0.yaml
        content: |
          maxPods: 50
      - path: /etc/encoded
        encoding: base64
        content: a2luZDogUG9kCg==
      - path: /etc/appended
        append: true
        content: "x: y"
      - path: /etc/secret
        contentFrom: { secret: { name: a, key: b } }
  ---
  apiVersion: bootstrap.cluster.x-k8s.io/v1beta1
  kind: KubeadmConfigTemplate
  metadata:
    name: "${'${CLUSTER}'}-md-0"
  spec:
    template:
      spec:
        joinConfiguration:
          nodeRegistration:
            kubeletExtraArgs: { max-pods: "20" }
  ---
  apiVersion: cluster.x-k8s.io/v1beta1
  kind: MachineDeployment
  spec:
    template:
      spec:
        version: v1.29.9
        bootstrap:
          configRef: { kind: KubeadmConfigTemplate, name: "${'${CLUSTER}'}-md-0" }
`

test('kubeadm’s documents inside the objects', () => {
  const found = fragments(readWith(capi, FILE, 'cluster.yaml'), 'settings')
  assert.equal(
    found.map(one => [one.what, one.role, one.set]),
    [
      ['ClusterConfiguration', 'control-plane', 'capi:cluster.yaml'],
      ['InitConfiguration', 'control-plane', 'capi:cluster.yaml'],
      ['JoinConfiguration', 'control-plane', 'capi:cluster.yaml'],
      ['JoinConfiguration', 'worker', 'capi:cluster.yaml'],
    ],
  )
  const [cluster] = found
  assert.is(stringAt(cluster!.tree, 'apiServer', 'extraArgs', 'audit-log-maxage'), '30')
  assert.is(describe(cluster!.at), 'cluster.yaml:10:5')
  assert.is(cluster?.apiVersion, 'controlplane.cluster.x-k8s.io/v1beta1')
  assert.is(cluster?.platform, 'kubeadm')
  assert.is(cluster?.cluster, 'prod')
  assert.equal(versions(cluster!), ['kubernetes 1.30.2'])
})

test('workers have the version of the machines that use the template, also by a templated name', () => {
  const worker = fragments(readWith(capi, FILE, 'cluster.yaml'), 'settings')[3]!
  assert.equal(versions(worker), ['kubernetes 1.29.9'])
  assert.equal(belongs(worker).pool, '${CLUSTER}-md-0')
})

test('several control planes in a file: nobody says whose the workers are', () => {
  const [first = ''] = FILE.split('---\n')
  const found = fragments(readWith(capi, `${FILE}---\n${first.replace('prod-cp', 'test-cp')}`, 'c.yaml'), 'settings')
  assert.equal(
    [...new Set(found.map(one => one.set))],
    ['capi:c.yaml#prod-cp', 'capi:c.yaml#${CLUSTER}-md-0', 'capi:c.yaml#test-cp'],
  )
})

test('files', () => {
  const parsed = readWith(capi, FILE, 'cluster.yaml')
  assert.equal(
    parsed.embedded.map(doc => doc.path),
    ['/etc/kubernetes/patches/kubeletconfiguration0.yaml', '/etc/encoded'],
  )
  const patch = child(parsed, 'prod-cp.files[0]')
  assert.is(placeOf(patch, '50'), 'cluster.yaml:18:18')
  assert.is(patch.hint?.role, 'control-plane')
  assert.is(child(parsed, 'prod-cp.files[1]').source, 'kind: Pod\n')
})

test('templates of a ClusterClass', () => {
  const source = text`
    apiVersion: controlplane.cluster.x-k8s.io/v1beta2
    kind: KubeadmControlPlaneTemplate
    metadata: { name: cp }
    spec:
      template:
        spec:
          kubeadmConfigSpec:
            clusterConfiguration: { etcd: {} }
  `
  assert.equal(
    fragments(readWith(capi, source), 'settings').map(one => one.what),
    ['ClusterConfiguration'],
  )
})

test('unfinished objects and those of others', () => {
  for (const source of [
    'apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\n',
    'apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\nspec: { kubeadmConfigSpec: [] }\n',
    'apiVersion: example.com/v1\nkind: KubeadmConfig\nspec: { joinConfiguration: {} }\n',
    'apiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: RKE2ConfigTemplate\nspec: {}\n',
  ])
    assert.equal(readWith(capi, source).fragments, [])
})

test('machines of the Docker provider are for a laptop', () => {
  const controlPlane = text`
    apiVersion: controlplane.cluster.x-k8s.io/v1beta1
    kind: KubeadmControlPlane
    spec: { kubeadmConfigSpec: { initConfiguration: {} } }
  `
  const machines = (kind: string) =>
    `apiVersion: infrastructure.cluster.x-k8s.io/v1beta1\nkind: ${kind}\n---\n${controlPlane}`
  const development = (source: string) => only(readWith(capi, source), 'settings').development
  assert.is(development(machines('DockerMachineTemplate')), true)
  assert.is(development(machines('DevClusterTemplate')), true)
  assert.is(development(machines('AWSMachineTemplate')), undefined)
  assert.is(development(controlPlane), undefined)
})

test.run()
