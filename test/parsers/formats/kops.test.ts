import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { stringAt } from '../../../src/model/tree.js'
import { kops } from '../../../src/parsers/formats/kops.js'
import { belongs, child, fragments, only, placeOf, plainFields, readWith, versions } from '../../support/fragments.js'
import { text } from '../../support/text.js'

const test = suite('formats/kops')

const CLUSTER = text`
  apiVersion: kops.k8s.io/v1alpha2
  kind: Cluster
  metadata:
    name: prod.example.com
  spec:
    api:
      loadBalancer:
        type: Internal
        class: Classic
        idleTimeoutSeconds: 4000
    cloudProvider: aws
    kubernetesVersion: v1.21.4
    etcdClusters:
    - name: main
      version: 3.4.13
      etcdMembers:
      - name: a
        instanceGroup: master-a
        volumeType: gp2
        volumeSize: 20
      - name: b
        instanceGroup: master-b
    fileAssets:
    - name: audit
      path: /srv/kubernetes/audit.yaml
      roles: [Master]
      content: |
        apiVersion: audit.k8s.io/v1
    - name: encoded
      isBase64: true
      content: a2luZDogUG9kCg==
    hooks:
    - name: tune.service
      manifest: |
        [Service]
        ExecStart=/bin/true
    - manifest: |
        Type=oneshot
`
const GROUP = text`
  apiVersion: kops.k8s.io/v1alpha2
  kind: InstanceGroup
  metadata:
    name: nodes-a
    labels:
      kops.k8s.io/cluster: prod.example.com
  spec:
    role: Node
    minSize: 0
    maxSize: 20
    kubelet:
      kubeReserved: { cpu: 100m }
    additionalUserData:
    - name: 10-limits
      type: text/cloud-config
      content: |
        #cloud-config
        runcmd: []
`
const FILE = `${CLUSTER}---\n${GROUP}`

test('cluster and groups of a file are one set, joined by the written name', () => {
  const [cluster, group] = fragments(readWith(kops, FILE, 'kops.yaml'), 'settings')
  assert.equal([cluster?.what, group?.what, cluster?.platform], ['Cluster', 'InstanceGroup', 'kops'])
  const shared = { set: 'kops:kops.yaml', cluster: 'prod.example.com', platform: 'kops' }
  assert.equal(belongs(cluster!), shared)
  assert.equal(belongs(group!), { ...shared, pool: 'nodes-a', role: 'worker' })
  assert.equal(versions(cluster!), ['kubernetes 1.21.4', 'etcd 3.4.13'])
  assert.is(stringAt(group!.tree, 'spec', 'kubelet', 'kubeReserved', 'cpu'), '100m')
  assert.is(describe(cluster!.at), 'kops.yaml:4:9')
})

test('two clusters in one file stay apart', () => {
  const other = FILE.replaceAll('prod.example.com', 'test.example.com')
  const sets = fragments(readWith(kops, `${FILE}---\n${other}`, 'kops.yaml'), 'settings').map(one => one.set)
  assert.equal(sets, [
    'kops:kops.yaml:prod.example.com',
    'kops:kops.yaml:prod.example.com',
    'kops:kops.yaml:test.example.com',
    'kops:kops.yaml:test.example.com',
  ])
})

test('groups: control plane, workers, bastions', () => {
  const role = (name: string) => {
    const [settings] = fragments(readWith(kops, GROUP.replace('role: Node', `role: ${name}`)), 'settings')
    return settings?.role
  }
  assert.is(role('Master'), 'control-plane')
  assert.is(role('ControlPlane'), 'control-plane')
  assert.is(role('Bastion'), undefined)
  assert.is(role('"{{ role }}"'), undefined)
})

const resources = (source: string) => fragments(readWith(kops, source, 'kops.yaml'), 'resource')

test('the load balancer', () => {
  const balancer = resources(CLUSTER).find(one => one.type === 'load-balancer')!
  assert.equal(plainFields(balancer), {
    provider: 'aws',
    product: 'classic',
    internal: 'true',
    idleTimeout: '4000',
    serves: 'kube-apiserver',
    ports: ['443'],
    listenerPorts: ['443'],
  })
  const product = balancer.fields.get('product')!
  assert.is(describe(product.at), 'kops.yaml:9:7')
  assert.is(product.state === 'set' ? product.spelling : '', 'class')
})

test('a load balancer without a class has no product, one from a template an unknown one', () => {
  const product = (source: string) => plainFields(resources(source).find(one => one.type === 'load-balancer')!).product
  assert.is(product(CLUSTER.replace(/ +class: Classic\n/, '')), undefined)
  assert.is(product(CLUSTER.replace('Classic', '"{{ class }}"')), '?')
})

test('no load balancer: none', () => {
  const source = 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec: { api: { dns: {} } }\n'
  assert.equal(resources(source), [])
})

test('the provider of v1alpha3 is a key', () => {
  const source = CLUSTER.replace('cloudProvider: aws', 'cloudProvider: { gce: {} }').replace('alpha2', 'alpha3')
  assert.is(plainFields(resources(source)[0]!).provider, 'gcp')
})

test('volumes of etcd members', () => {
  const volumes = resources(CLUSTER).filter(one => one.type === 'volume')
  assert.equal(
    volumes.map(one => one.name),
    ['main-a', 'main-b'],
  )
  assert.equal(volumes.map(plainFields), [
    { type: 'gp2', size: '20', serves: 'etcd', provider: 'aws' },
    { serves: 'etcd', provider: 'aws' },
  ])
  assert.equal(belongs(volumes[0]!).role, 'control-plane')
})

test('a group is a scaling group', () => {
  const [group] = resources(GROUP)
  assert.is(group?.type, 'scaling-group')
  assert.is(group?.name, 'nodes-a')
  assert.equal(plainFields(group!), { name: 'nodes-a', min: '0', max: '20', role: 'worker' })
})

test('files, units and user data are documents of their machines', () => {
  const parsed = readWith(kops, FILE, 'kops.yaml')
  assert.is(parsed.embedded.length, 4)
  const audit = child(parsed, 'fileAssets[0]')
  assert.is(audit.path, '/srv/kubernetes/audit.yaml')
  assert.is(audit.hint?.role, 'control-plane')
  assert.is(placeOf(audit, 'audit.k8s.io'), 'kops.yaml:28:19')

  const encoded = child(parsed, 'fileAssets[1]')
  assert.is(encoded.source, 'kind: Pod\n')
  assert.is(encoded.path, '/srv/kubernetes/assets/encoded')
  assert.is(placeOf(encoded, 'Pod'), 'kops.yaml:31:14')

  assert.is(child(parsed, 'hooks[0]').hint?.unit, 'tune.service')
  const script = child(parsed, 'additionalUserData[0]')
  assert.equal([script.hint?.role, script.hint?.pool, script.hint?.set], ['worker', 'nodes-a', 'kops:kops.yaml'])
  assert.is.not(script.host?.id, audit.host?.id)
})

test('base64 that is none is left alone', () => {
  const source = CLUSTER.replace('a2luZDogUG9kCg==', '"not base64!"')
  assert.equal(
    readWith(kops, source).embedded.filter(({ uri }) => uri.includes('fileAssets[1]')),
    [],
  )
})

test('other groups and kinds', () => {
  for (const source of [
    'apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\n',
    'apiVersion: kops.k8s.io/v1alpha2\nkind: SSHCredential\n',
    'apiVersion: "{{ v }}"\nkind: Cluster\n',
  ])
    assert.equal(readWith(kops, source).fragments, [])
})

test('an unfinished cluster throws nothing', () => {
  const source =
    'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec: { etcdClusters: [1, { etcdMembers: {} }], fileAssets: [[]], hooks: x }\n'
  assert.is(only(readWith(kops, source), 'settings').what, 'Cluster')
})

test.run()
