import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { all, only, resolved, said } from '../../support/resolved.js'

const test = suite('platforms: files that are carried to the nodes')

type Written = Readonly<Record<string, string>>

const indented = (source: string, by: number) =>
  source
    .trimEnd()
    .split('\n')
    .map(line => `${' '.repeat(by)}${line}`)
    .join('\n')
const files = (written: Written, by: number) =>
  Object.entries(written).flatMap(([path, content]) => [
    `${' '.repeat(by)}- path: ${path}`,
    `${' '.repeat(by)}  content: |`,
    indented(content, by + 4),
  ])
const DIRECTORY = '/etc/kubernetes/patches'
const plane = (written: Written, directory = DIRECTORY) =>
  [
    'apiVersion: controlplane.cluster.x-k8s.io/v1beta1',
    'kind: KubeadmControlPlane',
    'metadata: { name: cp }',
    'spec:',
    '  replicas: 3',
    '  version: v1.30.4',
    '  kubeadmConfigSpec:',
    '    clusterConfiguration:',
    '      etcd: { local: { extraArgs: { heartbeat-interval: "500" } } }',
    `    initConfiguration: { patches: { directory: ${directory} } }`,
    `    joinConfiguration: { patches: { directory: ${directory} } }`,
    '    files:',
    ...files(written, 6),
    '',
  ].join('\n')
const workers = (written: Written, name = 'md-0') =>
  [
    '---',
    'apiVersion: bootstrap.cluster.x-k8s.io/v1beta1',
    'kind: KubeadmConfigTemplate',
    `metadata: { name: ${name} }`,
    'spec:',
    '  template:',
    '    spec:',
    `      joinConfiguration: { patches: { directory: ${DIRECTORY} } }`,
    '      files:',
    ...files(written, 8),
    '',
  ].join('\n')

const ETCD = [
  'apiVersion: v1',
  'kind: Pod',
  'spec:',
  '  containers:',
  '    - name: etcd',
  '      command: [etcd, --data-dir=/var/lib/etcd, --election-timeout=5000, --heartbeat-interval=500]',
].join('\n')
/** With it the folder is in view; it changes nothing. */
const NOTHING = { [`${DIRECTORY}/kube-scheduler.yaml`]: 'spec: { containers: [] }' }
const kubelet = (...lines: string[]) =>
  ['apiVersion: kubelet.config.k8s.io/v1beta1', 'kind: KubeletConfiguration', ...lines].join('\n')
const LITTLE = { [`${DIRECTORY}/kubeletconfiguration.yaml`]: kubelet('registryBurst: 20') }

test('the object’s own patch of etcd replaces its command', async () => {
  const etcd = only(
    await resolved({ 'c.yaml': plane({ [`${DIRECTORY}/etcd0+strategic.yaml`]: ETCD }) }),
    'etcd',
    '3.5.1',
  )
  assert.is(said(etcd.get('election-timeout')), 'set 5000 by flag --election-timeout=5000')
  assert.is(said(etcd.get('heartbeat-interval')), 'set 500 by flag --heartbeat-interval=500')
})

test('a folder nobody names holds no patches', async () => {
  const written = { ...NOTHING, '/etc/patches/etcd0.yaml': ETCD }
  const etcd = only(await resolved({ 'c.yaml': plane(written) }), 'etcd', '3.5.1')
  assert.is(said(etcd.get('election-timeout')), 'default 1000')
})

test('a folder of which nothing is in view may hold patches of everything', async () => {
  const result = await resolved({ 'c.yaml': plane({}) + workers({}) })
  const unknown = 'unknown: a patch of kubeadm’s may change its command line'
  assert.is(said(only(result, 'etcd', '3.5.1').get('election-timeout')), unknown)
  assert.is(said(only(result, 'kube-apiserver', '1.30.4').get('max-requests-inflight')), unknown)
  for (const view of all(result, 'kubelet', '1.30.4')) assert.match(said(view.get('maxPods')), /^unknown/)
})

test('another object’s patches are not those of this one', async () => {
  const patch = { [`${DIRECTORY}/kubeletconfiguration.yaml`]: kubelet('maxPods: 50') }
  const pods = all(
    await resolved({ 'c.yaml': plane(NOTHING) + workers(patch) + workers(LITTLE, 'md-1') }),
    'kubelet',
    '1.30.4',
  )
  assert.equal(
    pods.map(view => said(view.get('maxPods')).replace(/ assuming .*/, '')),
    ['default 110', 'default 110', 'set 50 by file maxPods: 50', 'default 110'],
  )
})

for (const name of ['kubeletconfiguration0+strategic.yaml', 'kubeletconfiguration+merge.yaml'])
  test(`${name} goes into the configuration of the nodes it is written to`, async () => {
    const patch = kubelet('kubeReserved: { memory: 512Mi }', 'evictionHard: { memory.available: 500Mi }')
    const result = await resolved({ 'c.yaml': plane({ [`${DIRECTORY}/${name}`]: patch }) + workers(LITTLE) })
    const found = all(result, 'kubelet', '1.30.4')
    assert.is(found.length, 3)
    for (const view of found.slice(0, 2)) {
      assert.is(said(view.get('kubeReserved', 'memory')), 'set 536870912 by file memory: 512Mi')
      assert.is(said(view.get('evictionHard', 'memory.available')), 'set 524288000 by file memory.available: 500Mi')
      assert.match(said(view.get('clusterDomain')), 'set cluster.local')
    }
    assert.match(said(found[2]?.get('kubeReserved', 'memory')), /^(default|no such key)/)
  })

test('what a JSON patch of the kubelet changes is not known', async () => {
  const patch = '- { op: add, path: /maxPods, value: 50 }'
  const result = await resolved({ 'c.yaml': plane({ [`${DIRECTORY}/kubeletconfiguration+json.yaml`]: patch }) })
  for (const view of all(result, 'kubelet', '1.30.4')) assert.match(said(view.get('maxPods')), /^unknown/)
})

test('the folder may have any name', async () => {
  const written = { '/etc/extra/etcd.yaml': ETCD, '/etc/extra/kubeletconfiguration.yaml': kubelet('maxPods: 50') }
  const result = await resolved({ 'c.yaml': plane(written, '/etc/extra/') })
  assert.match(said(only(result, 'etcd', '3.5.1').get('election-timeout')), '5000')
  for (const view of all(result, 'kubelet', '1.30.4'))
    assert.is(said(view.get('maxPods')), 'set 50 by file maxPods: 50')
})

test('a patch that a Secret holds, or a command changes, may say anything', async () => {
  const secret = `      - path: ${DIRECTORY}/etcd.yaml\n        contentFrom: { secret: { name: a, key: b } }\n`
  const commands = `    preKubeadmCommands: ["sed -i s/A/B/ ${DIRECTORY}/etcd.yaml"]\n`
  for (const source of [plane(NOTHING) + secret, plane({ [`${DIRECTORY}/etcd.yaml`]: ETCD }) + commands]) {
    const etcd = only(await resolved({ 'c.yaml': source }), 'etcd', '3.5.1')
    assert.match(said(etcd.get('election-timeout')), /^unknown/)
  }
})

test('a file the kubelets of the object do not load is no kubelet’s', async () => {
  const result = await resolved({ 'c.yaml': plane({ ...NOTHING, '/etc/tool/kubelet.yaml': kubelet('maxPods: 50') }) })
  assert.equal(
    all(result, 'kubelet', '1.30.4').map(view => said(view.get('maxPods')).replace(/ assuming .*/, '')),
    ['default 110', 'default 110'],
  )
})

const UNIT = '[Service]\nExecStart=/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml'
const machine = (written: Written) => ['#cloud-config', 'write_files:', ...files(written, 2), ''].join('\n')
const OTHER = { '/etc/tool/kubelet.yaml': kubelet('maxPods: 50') }

test('nor is one of a machine whose kubelet loads another', async () => {
  const unit = { '/etc/systemd/system/kubelet.service': UNIT }
  const own = { '/var/lib/kubelet/config.yaml': kubelet('maxPods: 20') }
  const of = async (written: Written) =>
    all(await resolved({ 'user-data.yaml': machine(written) }), 'kubelet', '1.30').map(view =>
      said(view.get('maxPods')),
    )
  assert.equal(await of({ ...unit, ...own, ...OTHER }), ['set 20 by file maxPods: 20'])
  assert.equal(await of({ ...unit, ...OTHER }), ['unknown: /var/lib/kubelet/config.yaml is not in view'])
  assert.equal(await of({ '/etc/systemd/system/kubelet.service': UNIT.replace(/=\S+$/, '={{ file }}'), ...OTHER }), [
    'unknown: a template is not in view',
    'unknown: the command line is not in view',
  ])
  assert.match((await of(OTHER)).join(), /^set 50 by file maxPods: 50/)
})

test.run()
