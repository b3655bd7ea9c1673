import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import { place } from '../../src/model/location.js'
import { documentsOf } from '../../src/sources/cluster/documents.js'
import type { RecordedObject } from '../../src/sources/cluster/recording.js'

const test = suite('rules on a running cluster: replicas and versions')

function mirrorPod(component: string, node: string, version: string, ...args: readonly string[]): RecordedObject {
  const name = `${component}-${node}`
  const container = { name: component, image: `registry.k8s.io/${component}:${version}`, command: [component, ...args] }
  const metadata = { name, namespace: 'kube-system', labels: { component, tier: 'control-plane' } }
  const body = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { nodeName: node, containers: [container] } }
  return { kind: 'Pod', namespace: 'kube-system', name, count: 1, others: [], role: 'control-plane', body }
}

function pool(name: string, version: string, count: number): RecordedObject {
  const metadata = { name, labels: { 'kubernetes.io/os': 'linux' } }
  const body = { apiVersion: 'v1', kind: 'Node', metadata, status: { nodeInfo: { kubeletVersion: version } } }
  return { kind: 'Node', name, count, others: [], group: name, pool: name, role: 'worker', body }
}

async function told(objects: readonly RecordedObject[]): Promise<string[]> {
  const files = documentsOf({
    kind: 'ClusterRecording',
    apiVersion: 'klint.dev/v1',
    klint: '0.1.0',
    takenAt: '2026-11-26T00:00:00Z',
    cluster: 'prod',
    distribution: 'other',
    redacted: false,
    objects,
    missing: [],
  })
  const { outcome } = await run({ files, preset: 'recommended', config: {} })
  return outcome.findings
    .filter(({ rule }) => rule === 'cluster/flag-drift' || rule === 'upgrade/version-skew')
    .map(({ severity, what, at, related }) => {
      const also = related.map(one => place(one.at).doc.uri).join(', ')
      return `${severity} ${place(at).doc.uri}: ${what} (${also})`
    })
}

const apiserver = (n: number, version: string, ...args: readonly string[]): RecordedObject =>
  mirrorPod(
    'kube-apiserver',
    `cp-${n}`,
    version,
    `--advertise-address=10.0.0.${n}`,
    '--etcd-servers=https://127.0.0.1:2379',
    ...args,
  )
const etcd = (n: number, ...args: readonly string[]): RecordedObject => {
  const members = [1, 2, 3].slice(0, n).map(i => `cp-${i}=https://10.0.0.${i}:2380`)
  return mirrorPod('etcd', `cp-${n}`, '3.6.5-0', `--name=cp-${n}`, `--initial-cluster=${members.join(',')}`, ...args)
}

test('mirror pods of a sound cluster are alike', async () => {
  const hosts = [1, 2, 3].flatMap(n => [
    apiserver(n, 'v1.34.2', '--authorization-mode=Node,RBAC'),
    mirrorPod('kube-controller-manager', `cp-${n}`, 'v1.34.2', '--leader-elect=true'),
    etcd(n, '--data-dir=/var/lib/etcd'),
  ])
  assert.equal(await told([...hosts, pool('blue', 'v1.34.2', 40), pool('green', 'v1.32.0', 3)]), [])
})

test('replicas that differ are told by their pods', async () => {
  const modes = ['Node,RBAC', 'RBAC', 'Node,RBAC']
  const hosts = [1, 2, 3].flatMap((n, i) => [
    apiserver(n, 'v1.34.2', `--authorization-mode=${modes[i]}`),
    etcd(n, ...(n === 1 ? ['--quota-backend-bytes=8589934592'] : [])),
  ])
  assert.equal(await told(hosts), [
    'error prod/pod/kube-system/kube-apiserver-cp-2: `--authorization-mode` is `RBAC` on kube-apiserver-cp-2 and `Node,RBAC` on kube-apiserver-cp-1, kube-apiserver-cp-3 (prod/pod/kube-system/kube-apiserver-cp-1)',
    'warning prod/pod/kube-system/etcd-cp-1: `--quota-backend-bytes` is `8589934592` on etcd-cp-1 and `0` by default on etcd-cp-2, etcd-cp-3 (prod/pod/kube-system/etcd-cp-2)',
  ])
})

test('node pools of one minor share a finding about their distance from the apiserver', async () => {
  const pools = [pool('blue', 'v1.35.1', 400), pool('green', 'v1.35.0', 20), pool('old', 'v1.30.2', 2)]
  assert.equal(await told([apiserver(1, 'v1.34.2'), ...pools]), [
    'error prod/node/blue: kubelet 1.35 is newer than kube-apiserver 1.34.2 (prod/pod/kube-system/kube-apiserver-cp-1, prod/node/green)',
    'error prod/node/old: kubelet 1.30.2 is 4 minor versions older than kube-apiserver 1.34.2, and the limit is 3 (prod/pod/kube-system/kube-apiserver-cp-1)',
  ])
})

test('an upgrade that has reached one host is no outage', async () => {
  const hosts = [1, 2, 3].flatMap(n => {
    const version = n === 1 ? 'v1.35.0' : 'v1.34.2'
    return [
      apiserver(n, version, ...(n === 1 ? ['--goaway-chance=0.001'] : [])),
      mirrorPod('kube-controller-manager', `cp-${n}`, version, '--leader-elect=true'),
      mirrorPod('kube-scheduler', `cp-${n}`, version, '--leader-elect=true'),
    ]
  })
  assert.equal(await told([...hosts, pool('cp', 'v1.34.2', 3)]), [])
})

test.run()
