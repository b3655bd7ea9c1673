import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ownSettings, REPLICATED } from '../../src/facts/replica-settings.js'
import { replicasOf } from '../../src/facts/replicas.js'
import { keyOf } from '../../src/facts/settings.js'
import { type Files, pod, resolved } from '../support/resolved.js'
import { staticPod } from '../support/static-pod.js'

const test = suite('replicas')

/** The names of each group of replicas of a cluster that holds all files. */
async function groups(files: Files): Promise<string[]> {
  const { clusters } = await resolved(files, { clusters: [{ name: 'prod', files: ['**'] }] })
  return clusters.flatMap(cluster =>
    replicasOf(cluster.at(0)).map(({ kind, replicas }) => `${kind}: ${replicas.map(({ name }) => name).join(', ')}`),
  )
}

const apiserver = (name: string, ...args: readonly string[]): string => pod('kube-apiserver', 'v1.34.2', args, name)
const scheduler = (...args: readonly string[]): string => staticPod('kube-scheduler', 'v1.34.2', ...args)
const etcd = (name: string, ...args: readonly string[]): string =>
  staticPod('etcd', '3.5.24-0', `--name=${name}`, ...args)

test('replicas are called by their pods, by their files below the folder all lie in, or by the lines of one file', async () => {
  assert.equal(
    await groups({
      'prod/a.yaml': apiserver('kube-apiserver-cp-1'),
      'prod/b.yaml': apiserver('kube-apiserver-cp-2'),
    }),
    ['kube-apiserver: kube-apiserver-cp-1, kube-apiserver-cp-2'],
  )
  assert.equal(
    await groups({
      'prod/cp-1/apiserver.yaml': apiserver('kube-apiserver'),
      'prod/cp-2/apiserver.yaml': apiserver('kube-apiserver'),
    }),
    ['kube-apiserver: cp-1/apiserver.yaml, cp-2/apiserver.yaml'],
  )
  assert.equal(
    await groups({ 'prod/apiservers.yaml': `${apiserver('kube-apiserver')}---\n${apiserver('kube-apiserver')}` }),
    ['kube-apiserver: apiservers.yaml:8, apiservers.yaml:21'],
  )
})

test('the first member of an etcd that grew lists itself alone, and the others list it', async () => {
  const [one, two] = ['m1=https://10.0.0.1:2380', 'm2=https://10.0.0.2:2380']
  assert.equal(
    await groups({
      'm1/etcd.yaml': etcd('m1', `--initial-cluster=${one}`),
      'm2/etcd.yaml': etcd('m2', `--initial-cluster=${one},${two}`),
      'm3/etcd.yaml': etcd('m3', `--initial-cluster=${one},${two},m3=https://10.0.0.3:2380`),
    }),
    ['etcd: m1, m2, m3'],
  )
  assert.equal(
    await groups({
      'm1/etcd.yaml': etcd('m1', `--initial-cluster=${one}`),
      'm2/etcd.yaml': etcd('m2', `--initial-cluster=${two}`),
    }),
    [],
  )
})

test('two files of one host are no two replicas', async () => {
  assert.equal(
    await groups({
      'old/apiserver.yaml': apiserver('kube-apiserver', '--advertise-address=10.0.0.1'),
      'new/apiserver.yaml': apiserver('kube-apiserver', '--advertise-address=10.0.0.1'),
    }),
    [],
  )
})

test('apiservers with stores of their own are no replicas of each other', async () => {
  const [left, right] = ['http://a:2379,http://b:2379', 'http://c:2379,http://d:2379']
  const of = (store: string) => apiserver('kube-apiserver', `--etcd-servers=${store}`)
  assert.equal(await groups({ 'a/apiserver.yaml': of(left), 'b/apiserver.yaml': of(right) }), [])
  assert.equal(await groups({ 'a/apiserver.yaml': of(left), 'b/apiserver.yaml': of('http://b:2379,http://a:2379') }), [
    'kube-apiserver: a/apiserver.yaml, b/apiserver.yaml',
  ])
})

test('schedulers with other files or locks are other schedulers', async () => {
  assert.equal(
    await groups({
      'a/scheduler.yaml': scheduler('--config=/etc/kubernetes/scheduler.yaml'),
      'b/scheduler.yaml': scheduler('--config=/etc/kubernetes/scheduler.yaml', '--v=4'),
      'c/scheduler.yaml': scheduler('--config=/etc/kubernetes/batch.yaml'),
      'd/scheduler.yaml': scheduler('--leader-elect-resource-name=batch'),
    }),
    ['kube-scheduler: a/scheduler.yaml, b/scheduler.yaml'],
  )
})

test('every setting that hosts have for themselves is a flag of its component, and says why', () => {
  for (const kind of REPLICATED)
    for (const { flags, because } of ownSettings(kind)) {
      assert.ok(because.length > 0)
      for (const flag of flags.filter(name => !name.endsWith('*')))
        assert.ok(
          REPLICATED.some(other => keyOf(other, flag) !== undefined),
          `there is no flag --${flag}`,
        )
    }
})

test.run()
