import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { planOf } from '../../src/engine/plan.js'
import { run } from '../../src/engine/run.js'
import type { ClusterPlan } from '../../src/model/plan.js'
import { parseVersion } from '../../src/model/version.js'
import { turnWords } from '../../src/reporters/plan-words.js'
import { filesBelow } from '../support/repository.js'
import { staticPod } from '../support/static-pod.js'

const test = suite('engine: the plan of an upgrade')

async function plans(files: Record<string, string>, to: string, kubernetes?: string): Promise<readonly ClusterPlan[]> {
  const target = parseVersion(to)?.max
  if (target === undefined) throw new Error('no version')
  const from = kubernetes === undefined ? undefined : parseVersion(kubernetes)
  const { outcome, clusters } = await run({
    files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
    preset: 'recommended',
    config: {},
    targetVersion: target,
    ...(from === undefined ? {} : { kubernetesVersion: from }),
  })
  return planOf(outcome.findings, clusters, target).clusters
}

const EXAMPLE = 'examples/upgrade-1.23'
const example = Object.fromEntries(
  filesBelow(EXAMPLE).map(path => [relative(EXAMPLE, path), readFileSync(path, 'utf8')]),
)

test('every stopper of the example, at the minor where it bites', async () => {
  const found = (await plans(example, '1.36')).flatMap(({ steps }) =>
    steps.flatMap(({ kubernetes, stops }) => stops.map(({ bites, what }) => `${kubernetes} ${bites} ${what}`)),
  )
  assert.equal(found, [
    '1.24 1.24 `/var/run/dockershim.sock` needs dockershim, which was removed in kubelet 1.24',
    '1.24 1.24 `--image-pull-progress-deadline` was removed in kubelet 1.24',
    '1.24 1.24 `--container-runtime=docker` needs dockershim, which was removed in kubelet 1.24',
    '1.24 1.24 `--network-plugin` was removed in kubelet 1.24',
    '1.24 1.24 `--cni-bin-dir` was removed in kubelet 1.24',
    '1.25 1.25 admission plugin `PodSecurityPolicy` was removed in kube-apiserver 1.25',
    '1.25 1.25 feature gate `TTLAfterFinished` was removed in 1.25',
    '1.26 1.26 `cloud-provider: openstack` stops kubelet 1.26: it has no cloud provider `openstack`',
    '1.26 1.26 `cloud-provider: openstack` stops kube-controller-manager 1.26: it has no cloud provider `openstack`',
    '1.26 1.26 feature gate `CSIMigrationOpenStack` was removed in 1.26',
    '1.27 1.27 `kubeadm.k8s.io/v1beta2` of InitConfiguration was removed in kubeadm 1.27',
    '1.27 1.27 `kubeadm.k8s.io/v1beta2` of ClusterConfiguration was removed in kubeadm 1.27',
    '1.27 1.27 `--pod-eviction-timeout` was removed in kube-controller-manager 1.27',
    '1.27 1.27 lock type `endpointsleases` was removed in kube-controller-manager 1.27',
    '1.27 1.27 feature gate `EphemeralContainers` was removed in 1.27',
    '1.28 1.28 `kubescheduler.config.k8s.io/v1beta2` of KubeSchedulerConfiguration was removed in kube-scheduler 1.28',
    '1.29 1.29 `cloud-provider: openstack` stops kube-apiserver 1.29: it has no cloud provider `openstack`',
    '1.33 1.33 `--cloud-config` was removed in kube-apiserver 1.33',
    '1.34 1.34 `--cloud-config` was removed in kubelet 1.34',
    '1.34 1.34 `--enable-v2` was removed in etcd 3.6',
    '1.35 1.35 `--pod-infra-container-image` was removed in kubelet 1.35',
    '1.33 1.33 `--max-empty-bulk-delete` was removed in cluster-autoscaler 1.33',
  ])
})

test('defaults that nobody wrote, at the minor of Kubernetes that changes them', async () => {
  const [shop] = await plans(example, '1.36')
  const changes = shop?.steps.flatMap(({ kubernetes, defaults }) =>
    defaults.map(({ component, setting }) => `${kubernetes} ${component} ${setting}`),
  )
  assert.equal(changes, [
    '1.27 kubelet kubeAPIQPS',
    '1.27 kubelet kubeAPIBurst',
    '1.27 kubelet eventRecordQPS',
    '1.31 kube-apiserver --enable-logs-handler',
    '1.32 kube-controller-manager --node-monitor-grace-period',
    '1.35 kubelet failCgroupV1',
    '1.35 kubelet imagePullCredentialsVerificationPolicy',
    '1.36 kube-apiserver --audit-log-maxage',
    '1.36 kube-apiserver --audit-log-maxbackup',
  ])
})

test('kubelets wait as long as they may, and no longer', async () => {
  const [shop] = await plans(example, '1.29')
  const order = shop?.steps.map(({ kubernetes, order }) => `${kubernetes}: ${order.map(turnWords).join('; ')}`)
  const control = (to: string) => `kube-apiserver to ${to}; kube-controller-manager, kube-scheduler to ${to}`
  assert.equal(order, [
    `1.24: ${control('1.24')}; kubelet to 1.24 (may wait until kube-apiserver goes to 1.26)`,
    `1.25: ${control('1.25')}; kubelet to 1.25 (may wait until kube-apiserver goes to 1.26)`,
    `1.26: kubelet to 1.25, before kube-apiserver goes to 1.26; ${control('1.26')}; kubelet to 1.26 (may wait until kube-apiserver goes to 1.29)`,
    `1.27: ${control('1.27')}; kubelet to 1.27 (may wait until kube-apiserver goes to 1.29)`,
    `1.28: ${control('1.28')}; kubelet to 1.28 (may wait until kube-apiserver goes to 1.29)`,
    `1.29: kubelet to 1.28, before kube-apiserver goes to 1.29; ${control('1.29')}; kubelet to 1.29`,
  ])
})

test('an etcd goes first where a minor brings a new one', async () => {
  const files = {
    'etcd.yaml': staticPod('etcd', 'registry.k8s.io/etcd:3.5.15-0', '--data-dir=/var/lib/etcd'),
    'apiserver.yaml': staticPod('kube-apiserver', 'v1.33.2', '--secure-port=6443'),
  }
  const [cluster] = await plans(files, '1.34')
  const [step] = cluster?.steps ?? []
  assert.is(cluster?.from, '1.33')
  assert.equal(step?.order.map(turnWords), ['etcd to 3.6', 'kube-apiserver to 1.34'])
  assert.equal(
    step?.defaults.map(({ setting, from, to }) => `${setting} ${from} ${to}`),
    ['--snapshot-count 100000 10000'],
  )
})

test('what kubeadm takes out of its own file on the way is nothing to do; what stands there too late is', async () => {
  const files = {
    'kubelet.service':
      '[Service]\nEnvironmentFile=/var/lib/kubelet/kubeadm-flags.env\nExecStart=/usr/bin/kubelet $KUBELET_KUBEADM_ARGS\n',
    'var/lib/kubelet/kubeadm-flags.env':
      'KUBELET_KUBEADM_ARGS="--container-runtime=remote --network-plugin=cni --pod-infra-container-image=registry.k8s.io/pause:3.6"\n',
  }
  const stops = (all: readonly ClusterPlan[]) =>
    all.flatMap(({ now, steps }) => [...now, ...steps.flatMap(({ stops }) => stops)].map(({ what }) => what))
  assert.equal(stops(await plans(files, '1.36', '1.23')), ['`--network-plugin` was removed in kubelet 1.24'])
  assert.equal(stops(await plans(files, '1.36', '1.28')), [
    '`--container-runtime` was removed in kubelet 1.27',
    '`--network-plugin` was removed in kubelet 1.24',
  ])
})

test('a flag that lives on as a field', async () => {
  const unit = (flags: string) => ({
    'kubelet.service': `[Service]\nExecStart=/usr/bin/kubelet --config=/etc/kubelet.yaml ${flags}\n`,
    'etc/kubelet.yaml': 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n',
  })
  const moves = (await plans(unit('--iptables-masquerade-bit=14'), '1.31', '1.30')).flatMap(({ steps }) =>
    steps.flatMap(({ kubernetes, moves }) => moves.map(({ flag, field }) => `${kubernetes} ${flag} ${field}`)),
  )
  assert.equal(moves, ['1.31 iptables-masquerade-bit iptablesMasqueradeBit'])
})

test('of an unknown version only steps with something in them; a target that is reached', async () => {
  const files = { 'kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet --network-plugin=cni\n' }
  const [unknown] = await plans(files, '1.25')
  assert.is(unknown?.isKnown, false)
  assert.ok(unknown?.steps.every(({ stops, defaults, begins }) => stops.length + defaults.length + begins.length > 0))
  assert.is(unknown?.steps.at(-1)?.kubernetes, '1.24')
  const [there] = await plans(files, '1.22', '1.23')
  assert.is(there?.isThere, true)
  assert.equal(there?.steps, [])
})

test.run()
