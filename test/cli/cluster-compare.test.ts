import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../support/klint.js'
import { KUBEADM_CONFIGZ, mirrorPod, nodes, packed, recording, version } from '../support/recordings.js'
import { kubeletConfig, pod } from '../support/resolved.js'
import type { Files } from '../support/tree.js'

const test = suite('klint cluster --compare')

const V = 'v1.34.2'
const prod = await packed(
  recording([
    version(V),
    ...nodes({ name: 'workers', count: 40, version: V, configz: { ...KUBEADM_CONFIGZ, maxPods: 250 } }),
    mirrorPod('kube-apiserver', 'cp-1', `registry.k8s.io/kube-apiserver:${V}`, ['--request-timeout=30s']),
  ]),
)
const files: Files = {
  '.git': null,
  'prod.json.gz': prod,
  'infra/kubelet.yaml': kubeletConfig('maxPods: 110'),
  'infra/kube-apiserver.yaml': pod('kube-apiserver', V, ['--request-timeout=60s']),
}
const DRIFT = ['cluster', 'prod.json.gz', '--only', 'klint/drift']

test('a recording stands for the cluster: differences with both places, 1', async () => {
  const { code, out, err } = await klint(files, [...DRIFT, '--compare', 'infra'])
  assert.is(code, 1)
  assert.is(err, '')
  assert.match(out, 'warning[klint/drift]: `maxPods` is `250` in the cluster and `110` in the files')
  assert.match(out, /::: infra\/kubelet\.yaml:3:1\n.*\n.*-+ written here/)
  assert.match(out, '`--request-timeout` is `30s` in the cluster and `60s` in the files')
  assert.match(out, /0 errors, 2 warnings/)
})

test('several paths, and only what they hold', async () => {
  const both = await klint(files, [
    ...DRIFT,
    '-f',
    'compact',
    '--compare',
    'infra/kubelet.yaml',
    'infra/kube-apiserver.yaml',
  ])
  assert.is(both.out.split('\n').filter(line => line.includes('klint/drift')).length, 2)
  const one = await klint(files, [...DRIFT, '-f', 'compact', '--compare', 'infra/kube-apiserver.yaml'])
  assert.is(one.out.split('\n').filter(line => line.includes('klint/drift')).length, 1)
  assert.match(one.err, 'klint: in the cluster, and not in the files: kubelet')
})

test('standard input is what the cluster is compared with as well', async () => {
  const { out } = await klint(files, [...DRIFT, '--compare', '-'], { stdin: kubeletConfig('maxPods: 111') })
  assert.match(out, '`250` in the cluster and `111` in the files')
  assert.match(out, '::: stdin:3:1')
})

test('JSON has both places', async () => {
  const { out } = await klint(files, [...DRIFT, '-f', 'json', '--compare', 'infra/kubelet.yaml'])
  const [finding]: { rule: string; related: { location: { path?: string } }[] }[] = JSON.parse(out).findings
  assert.is(finding?.rule, 'klint/drift')
  assert.is(finding?.related[0]?.location.path, 'infra/kubelet.yaml')
  assert.match(JSON.stringify(finding), /workers-1/)
})

test('rules run beside it, and klint.yaml counts', async () => {
  const alone = await klint(files, ['cluster', 'prod.json.gz', '-f', 'compact'])
  assert.not.match(alone.out, /klint\/drift/)
  const beside = await klint(files, ['cluster', 'prod.json.gz', '-f', 'compact', '--compare', 'infra'])
  assert.match(beside.out, /klint\/drift/)
  assert.match(beside.out, / (?:kubelet|apiserver)\//)
  const off = { ...files, 'klint.yaml': 'rules: {klint/drift: off}\n' }
  assert.not.match((await klint(off, ['cluster', 'prod.json.gz', '--compare', 'infra'])).out, /klint\/drift/)
  const excluded = { ...files, 'klint.yaml': 'exclude: [infra/kubelet.yaml]\n' }
  assert.not.match((await klint(excluded, [...DRIFT, '--compare', 'infra'])).out, /maxPods/)
  const below = { ...files, 'infra/klint.yaml': 'rules: {klint/drift: error}\n' }
  assert.match((await klint(below, [...DRIFT, '--compare', 'infra'])).out, /2 errors, 0 warnings/)
  const ignored = await klint(files, ['cluster', 'prod.json.gz', '--ignore', 'klint/drift', '--compare', 'infra'])
  assert.not.match(ignored.out, /klint\/drift/)
})

test('no drift: 0', async () => {
  const same = { ...files, 'infra/kubelet.yaml': kubeletConfig('maxPods: 250') }
  const { code, out } = await klint(same, [...DRIFT, '--compare', 'infra/kubelet.yaml'])
  assert.is(code, 0)
  assert.match(out, '0 errors, 0 warnings')
})

test('a cluster that is not among those of the files is told, and changes no exit code', async () => {
  const of = (name: string) =>
    `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nclusterName: ${name}\nkubernetesVersion: v1.33.1\n`
  const two = { ...files, 'x/a.yaml': of('staging'), 'y/b.yaml': of('dev') }
  const { code, out } = await klint(two, [...DRIFT, '--compare', 'x', 'y'])
  assert.is(code, 0)
  assert.match(out, 'which cluster of the files is `prod` is not known: they hold `staging`, `dev`')
  const named = { ...two, 'klint.yaml': 'clusters: [{name: prod, files: [x/**]}]\n' }
  assert.match(
    (await klint(named, [...DRIFT, '--compare', 'x', 'y'])).out,
    'is `1.34.2` in the cluster and `1.33.1` in the files',
  )
})

test('two recordings are two states of one cluster', async () => {
  const earlier = await packed(
    recording([version(V), ...nodes({ name: 'workers', version: V, configz: { ...KUBEADM_CONFIGZ, maxPods: 110 } })]),
  )
  const { out } = await klint({ ...files, 'monday.json.gz': earlier }, [...DRIFT, '--compare', 'monday.json.gz'])
  assert.match(out, '`maxPods` is `250` in the cluster and `110` in the files')
})

const wrong: readonly (readonly [readonly string[], RegExp])[] = [
  [[...DRIFT, '--compare', 'nowhere'], /`nowhere`/],
  [['cluster', '--compare', 'nowhere'], /`nowhere`/],
  [['cluster', 'infra'], /takes no paths, and `infra` is one\n.*`--compare`/],
  [['cluster', 'prod.json.gz', 'staging.json.gz'], /`prod\.json\.gz` and `staging\.json\.gz` are two clusters/],
  [['cluster', 'gone.json.gz'], /`gone\.json\.gz` cannot be read/],
  [['cluster', 'prod.json.gz', '--context', 'x'], /is a recording, so that nobody is asked: `--context` is about/],
  [['cluster', 'prod.json.gz', '--record', 'y.json.gz'], /`--record` is about a running cluster/],
]
for (const [argv, message] of wrong)
  test(`2: klint ${argv.join(' ')}`, async () => {
    const { code, out, err } = await klint(files, argv)
    assert.is(code, 2)
    assert.is(out, '')
    assert.match(err, message)
  })

test.run()
