import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Configuration } from '../../src/engine/configuration.js'
import { formatRange } from '../../src/model/version.js'
import { type Files, kubeletConfig, pod, resolved, unit } from '../support/resolved.js'

const test = suite('resolve: groups')

/** Clusters as sorted lists of the kinds of their components and where they stand. */
async function groups(files: Files, config: Configuration = {}): Promise<string[][]> {
  const { clusters } = await resolved(files, config)
  return clusters
    .filter(({ components }) => components.length > 0)
    .map(({ name, components }) => [
      ...(name === undefined ? [] : [`# ${name}`]),
      ...components.map(({ kind, fragments }) => `${kind} ${fragments[0]?.doc.uri}`).sort(),
    ])
    .sort((a, b) => (a.join() < b.join() ? -1 : 1))
}

const etcd = (...args: string[]) => pod('etcd', '3.5.9-0', args)
const apiserver = (...args: string[]) => pod('kube-apiserver', 'v1.30.0', args)
const autoscaler = pod('cluster-autoscaler', 'v1.30.0', ['--cloud-provider=aws'])

test('a folder that is a kit is one cluster', async () => {
  const files = {
    'manifests/kube-apiserver.yaml': apiserver('--profiling=false'),
    'manifests/etcd.yaml': etcd('--name=a'),
    'manifests/kubelet.service': unit('kubelet --max-pods=1'),
  }
  assert.equal(await groups(files), [
    ['etcd manifests/etcd.yaml', 'kube-apiserver manifests/kube-apiserver.yaml', 'kubelet manifests/kubelet.service'],
  ])
})

test('members of one etcd that are given by their files are one cluster', async () => {
  const files = Object.fromEntries(
    ['a', 'b'].flatMap(name => [
      [`hosts/${name}/etcd.service`, '[Service]\nExecStart=/usr/bin/etcd --config-file=/etc/etcd/etcd.yaml\n'],
      [
        `hosts/${name}/etcd.yaml`,
        `name: ${name}\ndata-dir: /var/lib/etcd\nlisten-peer-urls: https://${name}:2380\ninitial-cluster: a=https://a:2380,b=https://b:2380\n`,
      ],
    ]),
  )
  assert.equal(await groups(files), [['etcd hosts/a/etcd.service', 'etcd hosts/b/etcd.service']])
})

test('a member without a version does not have the version of another', async () => {
  const members = '--initial-cluster=a=https://a:2380,b=https://b:2380'
  const { clusters } = await resolved({
    'hosts/a/etcd.yaml': pod('etcd', '3.6.1-0', ['--name=a', members]),
    'hosts/b/etcd.service': `[Service]\nExecStart=/usr/bin/etcd --name=b ${members}\n`,
  })
  assert.is(clusters.length, 1)
  const ranges = clusters[0]!.components.map(({ range }) => formatRange(range))
  assert.is(ranges.filter(range => range === '3.6.1').length, 1)
  assert.is(new Set(ranges).size, 2)
})

test('alternatives in a folder stay apart, and so does what lies beside them', async () => {
  const files = {
    'addons/autoscaler-aks.yaml': autoscaler,
    'addons/autoscaler-vmss.yaml': autoscaler,
    'addons/etcd.yaml': etcd('--name=a'),
  }
  assert.is((await groups(files)).length, 3)
})

test('copies that name their own host are one control plane', async () => {
  const copy = (host: string) => apiserver(`--advertise-address=${host}`, '--profiling=false')
  const files = { 'm/a.yaml': copy('10.0.0.1'), 'm/b.yaml': copy('10.0.0.2'), 'm/etcd.yaml': etcd('--name=a') }
  assert.is((await groups(files)).length, 1)
  assert.is((await groups({ ...files, 'm/b.yaml': copy('10.0.0.1') })).length, 3, 'the same host twice')
})

test('apiservers over one etcd, each with an address of its own, are one control plane wherever they lie', async () => {
  const copy = (host: string, servers: string) => apiserver(`--advertise-address=${host}`, '--etcd-servers', servers)
  const one = 'https://10.0.0.1:2379,https://10.0.0.2:2379'
  const files = { 'hosts/a/api.yaml': copy('10.0.0.1', one), 'hosts/b/api.yaml': copy('10.0.0.2', one) }
  assert.is((await groups(files)).length, 1)
  assert.is((await groups({ ...files, 'hosts/b/api.yaml': copy('10.0.0.2', 'https://10.1.1.1:2379') })).length, 2)
  assert.is((await groups({ ...files, 'hosts/b/api.yaml': copy('10.0.0.1', one) })).length, 2, 'copies of one host')
})

test('an etcd on the own host is no evidence', async () => {
  const copy = (host: string) => apiserver(`--advertise-address=${host}`, '--etcd-servers=https://127.0.0.1:2379')
  assert.is((await groups({ 'a/api.yaml': copy('10.0.0.1'), 'b/api.yaml': copy('10.0.0.2') })).length, 2)
})

test('a templated address is no evidence', async () => {
  const copy = apiserver(
    '--advertise-address=10.0.0.1',
    '--advertise-address={{ ip }}',
    '--etcd-servers=https://e:2379',
  )
  const other = apiserver('--advertise-address=10.0.0.2', '--etcd-servers=https://e:2379')
  assert.is((await groups({ 'a/api.yaml': copy, 'b/api.yaml': other })).length, 2)
})

test('members of one etcd, by flags or variables', async () => {
  const members = 'a=https://10.0.0.1:2380,b=https://10.0.0.2:2380'
  const files = {
    'hosts/a/etcd.yaml': etcd('--name=a', `--initial-cluster=${members}`),
    'hosts/b/etcd.env': `ETCD_NAME=b\nETCD_INITIAL_CLUSTER=${members}\n`,
  }
  assert.is((await groups(files)).length, 1)
})

test('documents of one kubeadm file are one cluster, two files are two', async () => {
  const file = (name: string) =>
    [
      'apiVersion: kubeadm.k8s.io/v1beta3',
      'kind: ClusterConfiguration',
      `clusterName: ${name}`,
      'kubernetesVersion: v1.30.0',
      '---',
      kubeletConfig('maxPods: 50'),
    ].join('\n')
  const result = await groups({ 'a/kubeadm.yaml': file('one'), 'b/kubeadm.yaml': file('two') })
  assert.equal(
    result.map(([name]) => name),
    ['# one', '# two'],
  )
  const together = await groups({ 'x/one.yaml': file('one'), 'x/two.yaml': file('two') })
  assert.equal(
    together.map(([name]) => name),
    ['# one', '# two'],
    'two sets are no kit',
  )
})

const kops = (name: string) => `apiVersion: kops.k8s.io/v1alpha2
kind: Cluster
metadata:
  name: ${name}
spec:
  kubernetesVersion: 1.30.0
  kubelet:
    maxPods: 50
`
const pool = (name: string, cluster: string) => `apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata:
  name: ${name}
  labels:
    kops.k8s.io/cluster: ${cluster}
spec:
  role: Node
`

test('the same written name joins what lies near, and no further', async () => {
  const named = async (files: Files) =>
    (await resolved(files)).clusters.filter(({ name }) => name !== undefined).map(({ name }) => name)
  assert.equal(await named({ 'a/cluster.yaml': kops('x.example'), 'a/pools/p.yaml': pool('p', 'x.example') }), [
    'x.example',
  ])
  assert.equal(await named({ 'a/cluster.yaml': kops('x.example'), 'b/cluster.yaml': kops('y.example') }), [
    'x.example',
    'y.example',
  ])
  assert.equal(await named({ 'a/b/c/cluster.yaml': kops('x.example'), 'd/e/f/cluster.yaml': kops('x.example') }), [
    'x.example',
    'x.example',
  ])
})

test('one host is one cluster', async () => {
  const source = [
    '#cloud-config',
    'write_files:',
    ...[
      ['/etc/systemd/system/kubelet.service', unit('kubelet --max-pods=1')],
      ['/etc/kubernetes/manifests/etcd.yaml', etcd('--name=a')],
    ].flatMap(([path, content]) => [
      `  - path: ${path}`,
      '    content: |',
      ...(content ?? '').split('\n').map(line => `      ${line}`.trimEnd()),
    ]),
    '',
  ].join('\n')
  assert.is((await groups({ 'user-data.yaml': source })).length, 1)
})

const PROD: Configuration = {
  clusters: [
    { name: 'prod', files: ['**/prod-*'] },
    { name: 'test', files: ['**/test-*'] },
  ],
}

test('klint.yaml joins what nothing else would', async () => {
  const files = { 'a/prod-etcd.yaml': etcd('--name=a'), 'b/c/prod-kubelet.service': unit('kubelet --max-pods=1') }
  assert.equal(await groups(files, PROD), [['# prod', 'etcd a/prod-etcd.yaml', 'kubelet b/c/prod-kubelet.service']])
})

test('klint.yaml keeps apart what everything else would join', async () => {
  const one = 'https://10.0.0.1:2379,https://10.0.0.2:2379'
  const copy = (host: string) => apiserver(`--advertise-address=${host}`, `--etcd-servers=${one}`)
  const files = {
    'm/prod-api.yaml': copy('10.0.0.1'),
    'm/test-api.yaml': copy('10.0.0.2'),
    'm/etcd.yaml': etcd('--name=a'),
  }
  const result = await groups(files, PROD)
  assert.equal(
    result.map(([name]) => name),
    ['# prod', '# test'],
  )
  assert.is(result.flat().length, 5, 'what is in no list goes with the first')
})

test('the name in klint.yaml is the name', async () => {
  const result = await groups({ 'prod-cluster.yaml': kops('x.example') }, PROD)
  assert.is(result[0]?.[0], '# prod')
})

test('a file of user data belongs to the module that names it', async () => {
  const files = {
    'infra/main.tf': 'resource "aws_instance" "a" {\n  user_data = file("${path.module}/scripts/user-data.sh")\n}\n',
    'infra/scripts/user-data.sh': '#!/bin/bash\n/usr/bin/kubelet --max-pods=3\n',
  }
  const { clusters } = await resolved(files)
  assert.is(clusters.length, 1)
})

test.run()
