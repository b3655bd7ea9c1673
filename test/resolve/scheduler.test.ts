import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { kubeletConfig, only, pod, resolved, said } from '../support/resolved.js'

const test = suite('resolve: kube-scheduler')

const PATH = '/etc/kubernetes/scheduler.yaml'

const configuration = (...lines: readonly string[]): string =>
  ['apiVersion: kubescheduler.config.k8s.io/v1', 'kind: KubeSchedulerConfiguration', ...lines, ''].join('\n')

const scheduler = async (args: readonly string[], config?: string, version = 'v1.34.2') =>
  only(
    await resolved({
      'kube-scheduler.yaml': pod('kube-scheduler', version, args),
      ...(config === undefined ? {} : { [`rootfs${PATH}`]: config }),
    }),
    'kube-scheduler',
  )

const withFile = (args: readonly string[], lines: readonly string[], version?: string) =>
  scheduler([`--config=${PATH}`, ...args], configuration(...lines), version)

test('without a file its flags count, over the defaults of the file', async () => {
  const view = await scheduler(['--kube-api-qps=5', '--leader-elect=false', '--profiling=false'])
  assert.is(said(view.get('kube-api-qps')), 'set 5 by flag --kube-api-qps=5')
  assert.is(said(view.get('enableProfiling')), 'set false by flag --profiling=false')
  assert.is(said(view.get('enableContentionProfiling')), 'default true')
  assert.is(said(view.get('parallelism')), 'default 16')
  assert.is(view.configFile, 'no')
})

test('with --config of the flags that the file holds only those of the leader election count', async () => {
  const view = await withFile(
    ['--kube-api-qps=5', '--leader-elect=false', '--secure-port=10260', '--pod-max-in-unschedulable-pods-duration=1m'],
    ['parallelism: 8', 'clientConnection: {burst: 7}', 'leaderElection: {leaderElect: true, leaseDuration: 30s}'],
  )
  assert.is(view.configFile, 'yes')
  assert.is(said(view.get('kube-api-qps')), 'default 50')
  assert.is(said(view.get('kube-api-burst')), 'set 7 by file burst: 7')
  assert.is(said(view.get('leader-elect')), 'set false by flag --leader-elect=false over leaderElect: true')
  assert.is(said(view.get('leader-elect-lease-duration')), 'set 30000 by file leaseDuration: 30s')
  assert.is(said(view.get('leader-elect-renew-deadline')), 'default 10000')
  assert.is(said(view.get('parallelism')), 'set 8 by file parallelism: 8')
  assert.is(said(view.get('secure-port')), 'set 10260 by flag --secure-port=10260')
  assert.is(
    said(view.get('pod-max-in-unschedulable-pods-duration')),
    'set 60000 by flag --pod-max-in-unschedulable-pods-duration=1m',
  )
})

test('up to 1.22.3 the file silences those of the leader election as well', async () => {
  const at = async (version: string) =>
    said((await withFile(['--leader-elect=false'], [], version)).get('leader-elect'))
  assert.is(await at('v1.22.3'), 'default true')
  assert.is(await at('v1.22.4'), 'set false by flag --leader-elect=false')
})

test('a zero of the file is as good as nothing, unless the field is a pointer', async () => {
  const view = await withFile(
    [],
    ['parallelism: 0', 'clientConnection: {qps: 0}', 'leaderElection: {leaseDuration: 0s, resourceName: ""}'],
  )
  assert.is(said(view.get('parallelism')), 'set 0 by file parallelism: 0')
  assert.is(said(view.get('clientConnection.qps')), 'default 50 by file qps: 0')
  assert.is(said(view.get('leaderElection.leaseDuration')), 'default 15000 by file leaseDuration: 0s')
  assert.is(said(view.get('leaderElection.resourceName')), 'default kube-scheduler by file resourceName: ""')
})

test('contention is only profiled by itself where anything is', async () => {
  const contention = async (...lines: string[]) => said((await withFile([], lines)).get('enableContentionProfiling'))
  assert.is(await contention(), 'default true')
  assert.is(await contention('enableProfiling: false'), 'default false')
  assert.is(await contention('enableProfiling: "{{ p }}"'), 'unknown: comes from a template')
  assert.is(
    await contention('enableProfiling: false', 'enableContentionProfiling: true'),
    'set true by file enableContentionProfiling: true',
  )
})

test('what a file that is not in view decides is not known', async () => {
  const view = await scheduler([`--config=${PATH}`, '--kube-api-qps=5', '--leader-elect=false', '--v=4'])
  assert.is(said(view.get('kube-api-qps')), 'unknown: is decided by the file of --config')
  assert.is(said(view.get('parallelism')), 'unknown: is decided by the file of --config')
  assert.is(said(view.get('leader-elect')), 'set false by flag --leader-elect=false')
  assert.is(said(view.get('leader-elect-lease-duration')), 'unknown: is decided by the file of --config')
  assert.is(said(view.get('secure-port')), 'default 10259')
  assert.is(said(view.get('v')), 'set 4 by flag --v=4')
  assert.is(view.configFile, 'yes')
})

test('an empty --config names no file', async () => {
  const view = await scheduler(['--config=', '--kube-api-qps=5'])
  assert.is(said(view.get('kube-api-qps')), 'set 5 by flag --kube-api-qps=5')
  assert.is(view.configFile, 'no')
})

test('a template that names the file leaves open what it says', async () => {
  const view = await scheduler(['"--config={{ file }}"', '--kube-api-qps=5'])
  assert.is(said(view.get('kube-api-qps')), 'unknown: is decided by the file of --config')
  assert.is(view.configFile, 'unknown')
})

test('a file alone is loaded by a scheduler whose flags nobody sees', async () => {
  const files = {
    'scheduler/config.yaml': configuration('parallelism: 8'),
    // a kubelet's business
    'scheduler/kubelet.env': 'KUBELET_EXTRA_ARGS=--max-pods=5\n',
    'kubelet/config.yaml': kubeletConfig('maxPods: 5'),
  }
  const view = only(await resolved(files), 'kube-scheduler')
  assert.is(said(view.get('parallelism')), 'set 8 by file parallelism: 8')
  assert.is(said(view.get('leader-elect')), 'default true assuming the command line')
  assert.is(said(view.get('feature-gates', 'NodeSwap')), 'default nothing assuming the command line')
  assert.is(view.configFile, 'yes')
})

test.run()
