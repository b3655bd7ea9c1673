import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Fragment } from '../../../src/model/fragment.js'
import { describe } from '../../../src/model/location.js'
import { lookup, scalarText } from '../../../src/model/tree.js'
import { formatRange } from '../../../src/model/version.js'
import { text } from '../../support/text.js'
import { flag, type Given, place, written } from './settings.js'

const test = suite('platforms: kops')

const made = (source: string, kubernetes: string | undefined = '1.29.3'): Fragment[] => {
  const options: Given = kubernetes === undefined ? { platform: 'kops' } : { platform: 'kops', kubernetes }
  return written('kops.yaml', source, options)
}
const argv = (fragments: readonly Fragment[], component: string) =>
  fragments.flatMap(one => (one.kind === 'argv' && one.component === component ? [one] : []))

const CLUSTER = text`
  kind: Cluster
  metadata: { name: prod }
  spec:
    etcdClusters:
      - name: main
        etcdMembers: [{ name: a }, { name: b }, { name: c }]
        manager:
          env:
            - name: ETCD_QUOTA_BACKEND_BYTES
              value: "4294967296"
            - name: ETCD_MANAGER_DAILY_BACKUPS_RETENTION
              value: 7d
      - name: events
        etcdMembers: [{ name: a }]
    kubeAPIServer:
      maxRequestsInflight: 800
      runtimeConfig:
        api/all: "true"
        batch/v2alpha1: "true"
      serviceAccountKeyFile: [/a, /b]
      enableAdmissionPlugins: [NodeRestriction, PodSecurity]
    kubelet:
      kubeReserved:
        cpu: 100m
        memory: 1Gi
      evictionHard: memory.available<5%
      maxPods: 50
    masterKubelet:
      maxPods: 20
`
const GROUPS = text`
  ---
  kind: InstanceGroup
  metadata: { name: masters, labels: { kops.k8s.io/cluster: prod } }
  spec: { role: Master, minSize: 3, maxSize: 3 }
  ---
  kind: InstanceGroup
  metadata: { name: nodes, labels: { kops.k8s.io/cluster: prod } }
  spec:
    role: Node
    minSize: 2
    maxSize: 10
    kubelet:
      maxPods: 99
      kubeReserved:
        memory: 2Gi
`

test('a key becomes its flag and stands where it is written', () => {
  const all = made(CLUSTER)
  assert.is(place(all, 'kube-apiserver', 'max-requests-inflight'), '--max-requests-inflight=800 @ kops.yaml:16:5')
  assert.is(
    place(all, 'kube-apiserver', 'runtime-config'),
    '--runtime-config=api/all=true,batch/v2alpha1=true @ kops.yaml:17:5',
  )
  assert.equal(flag(all, 'kube-apiserver', 'service-account-key-file'), [
    '--service-account-key-file=/a',
    '--service-account-key-file=/b',
  ])
  assert.equal(flag(all, 'kube-apiserver', 'enable-admission-plugins'), [
    '--enable-admission-plugins=NodeRestriction,PodSecurity',
  ])
})

test('a value that means unset writes no flag', () => {
  const source = 'kind: Cluster\nmetadata: { name: prod }\nspec:\n  kubeAPIServer:\n    maxRequestsInflight: 0\n'
  assert.equal(flag(made(source), 'kube-apiserver', 'max-requests-inflight'), [])
})

test('the apiserver count is the size of the main etcd cluster unless it is written', () => {
  assert.equal(flag(made(CLUSTER), 'kube-apiserver', 'apiserver-count'), ['--apiserver-count=3'])
  const own = CLUSTER.replace('maxRequestsInflight: 800', 'apiServerCount: 1')
  assert.is(place(made(own), 'kube-apiserver', 'apiserver-count'), '--apiserver-count=1 @ kops.yaml:16:5')
})

test('apiservers are counted exactly once their groups are in view', () => {
  assert.equal(argv(made(CLUSTER), 'kube-apiserver')[0]?.instances, { min: 3 })
  assert.equal(argv(made(CLUSTER + GROUPS), 'kube-apiserver')[0]?.instances, { min: 3, max: 3 })
})

test('the kubelets of a group: the section of its role below its own', () => {
  const kubelets = argv(made(CLUSTER + GROUPS), 'kubelet')
  assert.equal(
    kubelets.map(({ pool, role }) => `${pool} ${role}`),
    ['masters control-plane', 'nodes worker'],
  )
  const [masters, nodes] = kubelets.map(one => [one])
  assert.equal(flag(masters ?? [], 'kubelet', 'max-pods'), ['--max-pods=20'])
  assert.equal(flag(masters ?? [], 'kubelet', 'kube-reserved'), [])
  assert.is(place(nodes ?? [], 'kubelet', 'max-pods'), '--max-pods=99 @ kops.yaml:42:5')
  assert.equal(flag(nodes ?? [], 'kubelet', 'kube-reserved'), ['--kube-reserved=cpu=100m,memory=2Gi'])
  assert.is(place(nodes ?? [], 'kubelet', 'eviction-hard'), '--eviction-hard=memory.available<5% @ kops.yaml:26:5')
  assert.equal(nodes?.[0]?.instances, { min: 2, max: 10 })
})

test('without a threshold of the user kops sets its own', () => {
  const masters = argv(made(CLUSTER + GROUPS), 'kubelet').slice(0, 1)
  const [text_] = flag(masters, 'kubelet', 'eviction-hard')
  assert.is(
    text_,
    '--eviction-hard=memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%,imagefs.available<10%,imagefs.inodesFree<5%',
  )
  assert.match(String(place(masters, 'kubelet', 'eviction-hard')), /@ kops 1\.23 and newer defaults:/)
})

test('a cluster alone has kubelets of its workers, of no known group', () => {
  const [kubelet, ...others] = argv(made(CLUSTER), 'kubelet')
  assert.is(others.length, 0)
  assert.is(kubelet?.pool, undefined)
  assert.is(kubelet?.role, 'worker')
  assert.is(kubelet?.open, false)
  const last = kubelet?.words.at(-1)?.parts[0]
  assert.is(last !== undefined && 'variable' in last ? last.text.value : '', 'an InstanceGroup', 'which may set more')
})

test('a group whose cluster is not in view is only half known', () => {
  const [kubelet] = argv(made(GROUPS.slice(GROUPS.lastIndexOf('kind:'))), 'kubelet')
  assert.ok(kubelet?.open)
  assert.equal(flag(kubelet === undefined ? [] : [kubelet], 'kubelet', 'eviction-hard'), [])
})

test('etcd clusters take the environment of their manager, without what is its own', () => {
  const etcds = argv(made(CLUSTER), 'etcd')
  assert.equal(
    etcds.map(one =>
      one.environment.variables.map(({ name, text: value }) => `${name}=${value.value} @ ${describe(value.at)}`),
    ),
    [['ETCD_QUOTA_BACKEND_BYTES=4294967296 @ kops.yaml:10:21'], []],
  )
  assert.equal(
    etcds.map(({ instances }) => instances),
    [
      { min: 3, max: 3 },
      { min: 1, max: 1 },
    ],
  )
  const hint = etcds[0]?.versions?.find(({ of }) => of === 'etcd')
  assert.is(hint === undefined ? '' : formatRange(hint.range), '3.5')
})

test('timing of etcd reaches it only where kops runs it itself', () => {
  const source =
    'kind: Cluster\nmetadata: { name: prod }\nspec:\n  etcdClusters:\n    - name: main\n      heartbeatInterval: 1s\n      leaderElectionTimeout: 5s\n'
  const variables = (kubernetes: string) =>
    argv(made(source, kubernetes), 'etcd').flatMap(one =>
      one.environment.variables.map(({ name, text: value }) => `${name}=${value.known ? value.value : '?'}`),
    )
  assert.equal(variables('1.9.3'), ['ETCD_HEARTBEAT_INTERVAL=1000', 'ETCD_ELECTION_TIMEOUT=5000'])
  assert.equal(variables('1.20.0'), ['ETCD_HEARTBEAT_INTERVAL=?', 'ETCD_ELECTION_TIMEOUT=?'])
})

test('quorum reads of an etcd 2 are switched off from Kubernetes 1.9 on', () => {
  const source = (version: string) =>
    `kind: Cluster\nmetadata: { name: prod }\nspec:\n  etcdClusters:\n    - name: main\n${version}`
  const reads = (version: string, kubernetes: string) =>
    flag(made(source(version), kubernetes), 'kube-apiserver', 'etcd-quorum-read')
  assert.equal(reads('', '1.9.3'), ['--etcd-quorum-read=false'])
  assert.equal(reads('', '1.8.3'), [])
  assert.equal(reads('      version: 3.1.11\n', '1.9.3'), [])
  assert.equal(reads('      version: {{ v }}\n', '1.9.3'), ['--etcd-quorum-read=?'])
})

test('the graceful shutdown stands in the file kops names', () => {
  const all = made(`${CLUSTER}    shutdownGracePeriod: 1m\n${GROUPS}`)
  const files = all.flatMap(one => (one.kind === 'config' ? [one] : []))
  assert.equal(
    files.map(({ path, pool }) => `${path} ${pool}`),
    ['/var/lib/kubelet/kubelet.conf masters', '/var/lib/kubelet/kubelet.conf nodes'],
  )
  const values = files.map(({ tree }) => {
    const found = lookup(tree, 'shutdownGracePeriod')
    return found.state === 'found' ? scalarText(found.value)?.value : found.state
  })
  assert.equal(values, ['1m', '30s'])
  assert.equal(flag(argv(all, 'kubelet'), 'kubelet', 'config').length, 2)
})

test('the autoscaler of kops: its keys over its defaults', () => {
  const source = `${CLUSTER}  clusterAutoscaler:\n    enabled: true\n    scaleDownUnneededTime: 5m0s\n`
  const all = made(source)
  assert.is(
    place(all, 'cluster-autoscaler', 'scale-down-unneeded-time'),
    '--scale-down-unneeded-time=5m0s @ kops.yaml:32:5',
  )
  assert.equal(flag(all, 'cluster-autoscaler', 'expander'), ['--expander=random'])
  assert.is(argv(made(source.replace('enabled: true', 'enabled: false')), 'cluster-autoscaler').length, 0)
})

test('two clusters with groups of their own in one set stay apart', () => {
  const other = `${CLUSTER}${GROUPS}`.replaceAll('prod', 'test').replace('maxPods: 20', 'maxPods: 21')
  const kubelets = argv(made(`${CLUSTER}${GROUPS}---\n${other}`), 'kubelet')
  assert.equal(
    kubelets.map(one => `${one.cluster} ${one.pool} ${flag([one], 'kubelet', 'max-pods')}`),
    [
      'prod masters --max-pods=20',
      'prod nodes --max-pods=99',
      'test masters --max-pods=21',
      'test nodes --max-pods=99',
    ],
  )
})

test.run()
