import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import { all, type Files, kubeletConfig, pod, resolved, said, unit } from '../support/resolved.js'

const test = suite('resolve: hostile repositories')

const MANY = 1_200
const each = (make: (i: number) => Files, many = MANY): Files =>
  Object.assign({}, ...Array.from({ length: many }, (_, i) => make(i)))

/** What is quadratic in these takes minutes; what is not takes less than a second, most of it for reading. */
async function soon(files: Files) {
  const began = performance.now()
  const result = await resolved(files)
  const ms = performance.now() - began
  assert.ok(ms < 6_000, `${Math.round(ms)} ms for ${Object.keys(files).length} files`)
  return result
}

test('thousands of units of one folder that load one file', async () => {
  const result = await soon({
    'x/kubelet.yaml': kubeletConfig('maxPods: 3'),
    ...each(i => ({ [`x/u${i}.service`]: unit('kubelet --config=/etc/kubelet.yaml') })),
  })
  assert.is(result.clusters.length, 1)
  assert.ok(all(result, 'kubelet', '1.30').every(view => said(view.get('maxPods')) === 'set 3 by file maxPods: 3'))
})

test('thousands of machines, each with files of the same names', async () => {
  const result = await soon(
    each(i => ({
      [`h/${i}/kubelet.service`]: unit(
        'kubelet --config=/etc/kubelet.yaml --config-dir=/etc/kubelet.conf.d $ARGS',
        'EnvironmentFile=/etc/default/kubelet',
      ),
      [`h/${i}/kubelet.service.d/10.conf`]: '[Service]\nEnvironment=X=1\n',
      [`h/${i}/kubelet.yaml`]: kubeletConfig(`maxPods: ${i}`),
      [`h/${i}/kubelet.conf.d/1.conf`]: kubeletConfig(`podsPerCore: ${i + 1}`),
      [`h/${i}/default/kubelet`]: `ARGS=--registry-burst=${i}\n`,
    })),
  )
  assert.is(result.clusters.length, MANY)
  const kubelets = all(result, 'kubelet', '1.30')
  assert.is(kubelets.length, MANY)
  assert.is(said(kubelets[7]?.get('podsPerCore')), 'set 8 by drop-in podsPerCore: 8')
  assert.is(said(kubelets[7]?.get('registryBurst')), 'set 7 by flag --registry-burst=7')
})

test('a unit with thousands of drop-ins', async () => {
  const result = await soon({
    'kubelet.service': unit('kubelet --max-pods=${PODS}'),
    ...each(
      i => ({ [`kubelet.service.d/${String(i).padStart(5, '0')}.conf`]: `[Service]\nEnvironment=PODS=${i}\n` }),
      5_000,
    ),
  })
  assert.is(said(all(result, 'kubelet', '1.30')[0]?.get('maxPods')), 'set 4999 by flag --max-pods=4999')
})

test('a kubelet with thousands of configuration drop-ins', async () => {
  const result = await soon({
    'kubelet.service': unit('kubelet --config-dir=/etc/kubernetes/kubelet.conf.d'),
    ...each(i => ({
      [`kubernetes/kubelet.conf.d/${i + 10_000}.conf`]: kubeletConfig(
        'evictionHard:',
        `  memory.available: ${i + 1}Mi`,
      ),
    })),
  })
  const [view] = all(result, 'kubelet', '1.34')
  const setting = view?.get('evictionHard', 'memory.available')
  assert.ok(setting?.state === 'set' && setting.beaten.length === MANY - 1)
  assert.ok(said(setting).startsWith(`set ${MANY * 2 ** 20} by drop-in`))
})

test('thousands of kubelets that templates start, and as many configurations', async () => {
  const result = await soon(
    each(i => ({
      [`u/${i}/kubelet.service`]: unit('kubelet {{ args }}'),
      [`c/${i}/kubelet.yaml`]: kubeletConfig('maxPods: 3'),
    })),
  )
  assert.is(all(result, 'kubelet', '1.30').length, 2 * MANY)
})

test('thousands of apiservers over one etcd', async () => {
  const api = (i: number) =>
    pod('kube-apiserver', 'v1.30.0', ['--etcd-servers=https://e:2379', `--advertise-address=h${i}`])
  assert.is((await soon(each(i => ({ [`h/${i}/api.yaml`]: api(i) })))).clusters.length, 1)
})

test('thousands of pods in one file', async () => {
  const source = Array.from({ length: MANY }, (_, i) => pod('kube-apiserver', 'v1.30.0', [`--advertise-address=h${i}`]))
  assert.is((await soon({ 'all.yaml': source.join('---\n') })).clusters.length, 1)
})

test('one name in thousands of folders joins neighbours and ends', async () => {
  const group = (i: number) =>
    `apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: p${i}\n  labels:\n    kops.k8s.io/cluster: x.example\nspec:\n  role: Node\n`
  await soon(each(i => ({ [`h/${i}/group.yaml`]: group(i) })))
})

test('an environment file with more variables than a call has arguments', async () => {
  const lines = Array.from({ length: 200_000 }, (_, i) => `V${i}=--max-pods=${i}`)
  const files = {
    'default/kubelet': `${lines.join('\n')}\n`,
    'kubelet.service': unit('kubelet $V0 $V199999', 'EnvironmentFile=/etc/default/kubelet'),
  }
  assert.ok(said(all(await soon(files), 'kubelet', '1.30')[0]?.get('maxPods')).startsWith('set 199999 by flag'))
})

test('variables that name each other are words, no circle', async () => {
  const files = {
    'default/kubelet': 'A=$B\nB=$A\n',
    'kubelet.service': unit(
      'kubelet $A --max-pods=3',
      'Environment="A=$B" "B=$A"\nEnvironmentFile=/etc/default/kubelet',
    ),
  }
  assert.is(said(all(await soon(files), 'kubelet', '1.30')[0]?.get('maxPods')), 'set 3 by flag --max-pods=3')
})

test('configurations that name each other end', async () => {
  const files = {
    'a.service': unit('kubelet --config=/etc/a.yaml --config-dir=/etc/kubernetes/x.d'),
    'a.yaml': kubeletConfig('maxPods: 3', 'staticPodPath: /etc/a.yaml'),
    'kubernetes/x.d/x.d/x.d/1.conf': kubeletConfig('maxPods: 4'),
  }
  assert.is(
    said(all(await soon(files), 'kubelet', '1.30')[0]?.get('maxPods')),
    'set 4 by drop-in maxPods: 4 over maxPods: 3',
  )
})

test('a path that is nothing but folders', async () => {
  const deep = `${'d/'.repeat(20_000)}kubelet.yaml`
  await soon({
    [deep]: kubeletConfig('maxPods: 3'),
    'kubelet.service': unit(`kubelet --config=/${deep} --config-dir=/${'d/'.repeat(20_000)}`),
  })
})

test('a command line without end is read so far, and the rest is unknown', async () => {
  const flags = Array.from({ length: 50_000 }, (_, i) => `--max-pods=${i}`).join(' ')
  const began = performance.now()
  const { outcome } = await run({
    files: [{ uri: 'kubelet.service', source: unit(`kubelet ${flags}`) }],
    preset: 'all',
    config: {},
  })
  assert.equal(outcome.findings, [])
  assert.ok(performance.now() - began < 6_000)
  const view = all(await soon({ 'kubelet.service': unit(`kubelet ${flags}`) }), 'kubelet', '1.30')[0]
  assert.is(said(view?.get('maxPods')), 'unknown: a command line longer than klint reads fills it')
})

test('a map without end as well', async () => {
  const gates = Array.from({ length: 20_000 }, (_, i) => `A${i}=true`).join(',')
  const view = all(await soon({ 'kubelet.service': unit(`kubelet --feature-gates=${gates}`) }), 'kubelet', '1.30')[0]
  assert.is(said(view?.get('featureGates', 'A1')), 'set true by flag A1=true')
  assert.is(said(view?.get('featureGates', 'A19999')), 'unknown: has more entries than klint reads')
})

test('an entry written again and again counts each time, and so do those of repeated flags', async () => {
  const again = Array.from({ length: 20_000 }, (_, i) => `memory.available<${i}Mi`).join(',')
  const one = all(await soon({ 'kubelet.service': unit(`kubelet --eviction-hard=${again}`) }), 'kubelet', '1.30')[0]
  assert.is(said(one?.get('evictionHard', 'nodefs.available')), 'unknown: has more entries than klint reads')
  const words = Array.from(
    { length: 4_000 },
    (_, i) => `--feature-gates=${Array.from({ length: 30 }, (_, j) => `A${i}x${j}=true`).join(',')}`,
  )
  const view = all(await soon({ 'kubelet.service': unit(`kubelet ${words.join(' ')}`) }), 'kubelet', '1.30')[0]
  assert.is(said(view?.get('featureGates', 'A1x1')), 'set true by flag A1x1=true')
  assert.is(said(view?.get('featureGates', 'A3999x1')), 'unknown: has more entries than klint reads')
  const entries = view?.assignments.filter(({ entry }) => entry !== undefined) ?? []
  assert.is(entries.length, 5_000)
})

test('a cluster of thousands is judged kind by kind', async () => {
  const files = each(i => ({ [`x/u${i}.service`]: unit(`kubelet --max-pods=${i}`) }), 300)
  const began = performance.now()
  await run({ files: Object.entries(files).map(([uri, source]) => ({ uri, source })), preset: 'all', config: {} })
  assert.ok(performance.now() - began < 8_000, `${Math.round(performance.now() - began)} ms`)
})

test.run()
