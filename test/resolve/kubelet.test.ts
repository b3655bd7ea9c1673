import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Files, kubeletConfig, only, placeOf, resolved, said, saidMap, unit } from '../support/resolved.js'

const test = suite('resolve: kubelet')

const flagsOnly = (words = '--node-ip=10.0.0.1'): Files => ({ 'kubelet.service': unit(`kubelet ${words}`) })
const withFile = (lines: readonly string[], words = ''): Files => ({
  'node/kubelet.service': unit(`kubelet --config=/etc/kubernetes/kubelet.yaml ${words}`.trim()),
  'node/kubelet.yaml': kubeletConfig(...lines),
})
/** Drop-ins by file name, with a file unless there is none. */
const withDropIns = (
  dropIns: Readonly<Record<string, readonly string[]>>,
  lines: readonly string[] | 'no file' = ['maxPods: 50'],
  words = '',
): Files => ({
  'node/kubelet.service': unit(
    `kubelet ${lines === 'no file' ? '' : '--config=/etc/kubernetes/kubelet.yaml '}--config-dir=/etc/kubernetes/kubelet.conf.d ${words}`.trim(),
  ),
  ...(lines === 'no file' ? {} : { 'node/kubelet.yaml': kubeletConfig(...lines) }),
  ...Object.fromEntries(
    Object.entries(dropIns).map(([name, more]) => [`node/kubelet.conf.d/${name}`, kubeletConfig(...more)]),
  ),
})
const at = async (files: Files, version = '1.34') => only(await resolved(files), 'kubelet', version)
const get = async (files: Files, key: string, version?: string) => said((await at(files, version)).get(key))
const entry = async (files: Files, name: string, version?: string) =>
  said((await at(files, version)).get('evictionHard', name))

// the order of layers, from the one that wins

test('flags beat drop-ins, those beat the file, that beats the default', async () => {
  const files = withDropIns({ '10.conf': ['maxPods: 60'] }, ['maxPods: 50', 'podsPerCore: 7'], '--max-pods=70')
  assert.is(await get(files, 'maxPods'), 'set 70 by flag --max-pods=70 over maxPods: 60, maxPods: 50')
  assert.is(
    await get(withDropIns({ '10.conf': ['maxPods: 60'] }), 'maxPods'),
    'set 60 by drop-in maxPods: 60 over maxPods: 50',
  )
  assert.is(await get(files, 'podsPerCore'), 'set 7 by file podsPerCore: 7')
  assert.is(await get(files, 'registryPullQPS'), 'default 5')
})

test('an address that is empty leaves what was there', async () => {
  const files = withFile(['address: 10.0.0.1'], '--address= --healthz-bind-address=')
  assert.is(await get(files, 'address'), 'set 10.0.0.1 by file address: 10.0.0.1')
  assert.is(await get(files, 'healthzBindAddress'), 'default 127.0.0.1')
})

test('a field of a drop-in in other letters is unknown where it counts', async () => {
  const files = withDropIns({ '10.conf': ['maxpods: 60', 'evictionhard: {memory.available: 1Gi}'] })
  assert.is(await get(files, 'maxPods', '1.32'), 'unknown: is written in other letters')
  assert.is(await entry(files, 'memory.available', '1.32'), 'unknown: is written in other letters')
  assert.is(await get(files, 'maxPods', '1.31'), 'set 50 by file maxPods: 50')
  assert.is(await get(files, 'podsPerCore', '1.32'), 'default 0')
})

// hard eviction

test('a status is reported as often as a file says it is computed', async () => {
  const both = withFile(['nodeStatusUpdateFrequency: 20s'])
  assert.is(await get(both, 'nodeStatusReportFrequency'), 'default 20000')
  assert.is(await get(withFile(['maxPods: 50']), 'nodeStatusReportFrequency'), 'default 300000')
  assert.is(await get(flagsOnly('--node-status-update-frequency=20s'), 'nodeStatusReportFrequency'), 'default 300000')
})

test('thresholds: a flags-only kubelet has none from 1.26 on, and the built-in ones before', async () => {
  assert.is(await entry(flagsOnly(), 'memory.available', '1.26'), 'default nothing')
  assert.is(await entry(flagsOnly(), 'memory.available', '1.25'), `default ${100 * 2 ** 20}`)
  assert.equal(saidMap(await at(flagsOnly(), '1.34'), 'evictionHard'), [])
})

test('thresholds: a file that leaves the field out has the built-in ones of its version', async () => {
  const names = async (version: string) => saidMap(await at(withFile(['maxPods: 50']), version), 'evictionHard')
  assert.equal(await names('1.34'), [
    'imagefs.available: default 15%',
    'imagefs.inodesFree: default 5%',
    `memory.available: default ${100 * 2 ** 20}`,
    'nodefs.available: default 10%',
    'nodefs.inodesFree: default 5%',
  ])
  assert.is((await names('1.29')).length, 4, 'imagefs.inodesFree came with 1.30')
})

test('thresholds: a directory of drop-ins alone has none', async () => {
  const files = withDropIns({ '10.conf': ['maxPods: 60'] }, 'no file')
  assert.is(await entry(files, 'memory.available'), 'default nothing')
  assert.is((await at(files)).configFile, 'no')
})

test('thresholds: an empty map counts as set', async () => {
  const view = await at(withFile(['evictionHard: {}']))
  assert.is(said(view.get('evictionHard', 'memory.available')), 'set nothing by file evictionHard: {}')
  assert.is(placeOf(view.get('evictionHard', 'memory.available')), 'node/kubelet.yaml:3:1')
})

test('thresholds: a partial map of the file drops the others', async () => {
  const files = withFile(['evictionHard:', '  nodefs.available: 7%'])
  assert.is(await entry(files, 'nodefs.available'), 'set 7% by file nodefs.available: 7%')
  assert.is(await entry(files, 'memory.available'), 'set nothing by file evictionHard')
})

test('thresholds: mergeDefaultEvictionSettings of the file keeps them from 1.33 on', async () => {
  const files = withFile(['mergeDefaultEvictionSettings: true', 'evictionHard:', '  nodefs.available: 7%'])
  assert.is(await entry(files, 'memory.available', '1.33'), `default ${100 * 2 ** 20} by file evictionHard`)
  assert.is(await entry(files, 'nodefs.available', '1.33'), 'set 7% by file nodefs.available: 7%')
  assert.is(await entry(files, 'memory.available', '1.32'), 'set nothing by file evictionHard')
})

test('thresholds: mergeDefaultEvictionSettings does nothing for a flag or in a drop-in', async () => {
  const flag = withFile(['mergeDefaultEvictionSettings: true'], '--eviction-hard=nodefs.available<5%')
  assert.is(await entry(flag, 'memory.available'), 'set nothing by flag --eviction-hard=nodefs.available<5%')
  const dropIn = withDropIns({ '10.conf': ['mergeDefaultEvictionSettings: true'] }, [
    'evictionHard:',
    '  nodefs.available: 7%',
  ])
  assert.is(await entry(dropIn, 'memory.available'), 'set nothing by file evictionHard')
})

test('thresholds: whether the defaults are kept is unknown where a template says so', async () => {
  const files = withFile(['mergeDefaultEvictionSettings: {{ m }}', 'evictionHard:', '  nodefs.available: 7%'])
  assert.is(await entry(files, 'memory.available'), 'unknown: comes from a template')
  assert.is(await entry(files, 'nodefs.available'), 'set 7% by file nodefs.available: 7%')
  assert.is(await entry(files, 'memory.available', '1.32'), 'set nothing by file evictionHard', 'no such field yet')
})

test('thresholds: a partial map of a drop-in keeps the others', async () => {
  const files = withDropIns({ '10.conf': ['evictionHard:', '  memory.available: 1Gi'] })
  assert.is(await entry(files, 'memory.available'), 'set 1073741824 by drop-in memory.available: 1Gi')
  assert.is(await entry(files, 'nodefs.available'), 'default 10% by drop-in evictionHard')
})

test('thresholds: a drop-in over a partial file adds to what the file left', async () => {
  const files = withDropIns({ '10.conf': ['evictionHard:', '  memory.available: 1Gi'] }, [
    'evictionHard:',
    '  memory.available: 2Gi',
    '  nodefs.available: 7%',
  ])
  assert.is(
    await entry(files, 'memory.available'),
    'set 1073741824 by drop-in memory.available: 1Gi over memory.available: 2Gi',
  )
  assert.is(await entry(files, 'nodefs.available'), 'set 7% by file nodefs.available: 7%')
  assert.is(await entry(files, 'imagefs.available'), 'set nothing by file evictionHard')
})

test('thresholds: several drop-ins without a file add up', async () => {
  const files = withDropIns(
    { '10.conf': ['evictionHard:', '  memory.available: 1Gi'], '20.conf': ['evictionHard:', '  nodefs.available: 7%'] },
    'no file',
  )
  assert.is(await entry(files, 'memory.available'), 'set 1073741824 by drop-in memory.available: 1Gi')
  assert.is(await entry(files, 'nodefs.available'), 'set 7% by drop-in nodefs.available: 7%')
  assert.is(await entry(files, 'imagefs.available'), 'default nothing by drop-in evictionHard')
})

test('thresholds: a flag replaces the whole map of file and drop-ins', async () => {
  const files = withDropIns(
    { '10.conf': ['evictionHard:', '  memory.available: 1Gi'] },
    ['evictionHard:', '  nodefs.available: 7%'],
    '--eviction-hard=imagefs.available<9%',
  )
  assert.is(await entry(files, 'imagefs.available'), 'set 9% by flag imagefs.available<9%')
  assert.is(
    await entry(files, 'memory.available'),
    'set nothing by flag --eviction-hard=imagefs.available<9% over evictionHard, evictionHard',
  )
})

test('null deletes a drop-in map from 1.32 on; nothing refills it, and a later drop-in starts from an empty one', async () => {
  const files = withDropIns(
    { '10.conf': ['evictionHard: null'], '20.conf': ['evictionHard:', '  nodefs.available: 7%'] },
    ['evictionHard:', '  memory.available: 2Gi'],
  )
  assert.is(
    await entry(files, 'memory.available', '1.32'),
    'set nothing by drop-in evictionHard: null over evictionHard',
  )
  assert.is(await entry(files, 'nodefs.available', '1.32'), 'set 7% by drop-in nodefs.available: 7%')
  assert.is(await entry(files, 'memory.available', '1.31'), `set ${2 ** 31} by file memory.available: 2Gi`)
})

test('null deletes an entry, and a scalar comes back as its default', async () => {
  const files = withDropIns({ '10.conf': ['maxPods: null', 'evictionHard:', '  memory.available: null'] })
  assert.is(await get(files, 'maxPods', '1.32'), 'default 110 by drop-in maxPods: null over maxPods: 50')
  assert.is(await get(files, 'maxPods', '1.31'), 'set 50 by file maxPods: 50')
  assert.is(await entry(files, 'memory.available', '1.32'), 'set nothing by drop-in memory.available: null')
  assert.is(await entry(files, 'nodefs.available', '1.32'), 'default 10% by drop-in evictionHard')
})

test('null deletes a group of fields', async () => {
  const files = withDropIns({ '10.conf': ['authentication: null'] }, [
    'authentication:',
    '  anonymous:',
    '    enabled: true',
  ])
  assert.is(
    await get(files, 'authentication.anonymous.enabled', '1.32'),
    'default false by drop-in authentication: null over enabled: true',
  )
})

test('a null of the file counts as not written', async () => {
  assert.is(await entry(withFile(['evictionHard:']), 'memory.available'), `default ${100 * 2 ** 20}`)
  assert.is(await get(withFile(['maxPods: null']), 'maxPods'), 'default 110')
})

// legacy defaults

test('without a file the legacy defaults hold, with one those of v1beta1', async () => {
  const keys = [
    'authentication.anonymous.enabled',
    'authentication.webhook.enabled',
    'authorization.mode',
    'readOnlyPort',
  ]
  const all = async (files: Files) => Promise.all(keys.map(key => get(files, key)))
  assert.equal(await all(flagsOnly()), ['default true', 'default false', 'default AlwaysAllow', 'default 10255'])
  assert.equal(await all(withFile([])), ['default false', 'default true', 'default Webhook', 'default 0'])
  assert.equal(
    await all(withDropIns({ '10.conf': ['maxPods: 3'] }, 'no file')),
    ['default true', 'default false', 'default AlwaysAllow', 'default 10255'],
    'a directory of drop-ins alone counts as without',
  )
})

test('readOnlyPort: 0 of a drop-in closes the port even without a file', async () => {
  const files = withDropIns({ '10.conf': ['readOnlyPort: 0'] }, 'no file')
  assert.is(await get(files, 'readOnlyPort'), 'default 0 by drop-in readOnlyPort: 0')
})

// the directory

test('drop-ins: recursive, in lexical order of paths, only names that end in .conf', async () => {
  const files = withDropIns({
    '20-b.conf': ['maxPods: 20'],
    '15-sub/99.conf': ['maxPods: 15', 'podsPerCore: 15'],
    '.hidden.conf': ['podsPerCore: 1', 'registryBurst: 11'],
    '90-not.yaml': ['maxPods: 90'],
  })
  assert.is(await get(files, 'maxPods'), 'set 20 by drop-in maxPods: 20 over maxPods: 15, maxPods: 50')
  assert.is(await get(files, 'podsPerCore'), 'set 15 by drop-in podsPerCore: 15 over podsPerCore: 1')
  assert.is(await get(files, 'registryBurst'), 'set 11 by drop-in registryBurst: 11')
})

test('drop-ins: a directory that is not in view makes all but flags unknown', async () => {
  const files = {
    'node/kubelet.service': unit('kubelet --config=/etc/kubelet.yaml --config-dir=/etc/kubelet.d --max-pods=9'),
    'node/kubelet.yaml': kubeletConfig('podsPerCore: 3'),
  }
  assert.is(await get(files, 'maxPods'), 'set 9 by flag --max-pods=9')
  assert.is(await get(files, 'podsPerCore'), 'unknown: /etc/kubelet.d is not in view')
  assert.is(await entry(files, 'memory.available'), 'unknown: /etc/kubelet.d is not in view')
})

// zeros and empty lists

test('a zero of a field without a pointer is not written; of one with a pointer it is', async () => {
  assert.is(await get(withFile(['maxPods: 0']), 'maxPods'), 'default 110 by file maxPods: 0')
  assert.is(
    await get(withFile(['nodeStatusUpdateFrequency: 0s']), 'nodeStatusUpdateFrequency'),
    'default 10000 by file nodeStatusUpdateFrequency: 0s',
  )
  assert.is(await get(withFile(['registryPullQPS: 0']), 'registryPullQPS'), 'set 0 by file registryPullQPS: 0')
  assert.is(
    await get(withFile(['serializeImagePulls: false']), 'serializeImagePulls'),
    'set false by file serializeImagePulls: false',
  )
})

test('a zero flag is a zero', async () => {
  assert.is(
    await get(withFile(['maxPods: 50'], '--max-pods=0'), 'maxPods'),
    'set 0 by flag --max-pods=0 over maxPods: 50',
  )
})

test('a zero of a drop-in is the default and not what the file says', async () => {
  assert.is(
    await get(withDropIns({ '10.conf': ['maxPods: 0'] }), 'maxPods'),
    'default 110 by drop-in maxPods: 0 over maxPods: 50',
  )
})

test('an empty list of the file is the default from 1.32 on, but only beside a directory of drop-ins', async () => {
  const lines = ['enforceNodeAllocatable: []']
  const files = withDropIns({ '10.conf': ['maxPods: 60'] }, lines)
  assert.is(await get(files, 'enforceNodeAllocatable', '1.32'), 'default [pods] by file enforceNodeAllocatable: []')
  assert.is(await get(files, 'enforceNodeAllocatable', '1.31'), 'set [] by file enforceNodeAllocatable: []')
  assert.is(await get(withFile(lines), 'enforceNodeAllocatable', '1.32'), 'set [] by file enforceNodeAllocatable: []')
})

// unknown fields, repeated keys

test('a name in another case has no effect, of a repeated key the last one wins', async () => {
  assert.is(await get(withFile(['MaxPods: 5']), 'maxPods'), 'default 110')
  assert.is(await get(withFile(['maxPods: 5', 'maxPods: 6']), 'maxPods'), 'set 6 by file maxPods: 6')
})

// maps and gates

test('a map flag replaces the map of the file, feature gates are added to it', async () => {
  const files = withFile(
    ['kubeReserved:', '  cpu: 100m', 'featureGates:', '  A: true', '  B: true'],
    '--kube-reserved=memory=1Gi --feature-gates=B=false,C=true',
  )
  const view = await at(files)
  assert.is(said(view.get('kubeReserved', 'memory')), 'set 1073741824 by flag memory=1Gi')
  assert.is(said(view.get('kubeReserved', 'cpu')), 'set nothing by flag --kube-reserved=memory=1Gi over kubeReserved')
  assert.equal(saidMap(view, 'featureGates'), [
    'A: set true by file A: true',
    'B: set false by flag B=false over B: true',
    'C: set true by flag C=true',
  ])
})

test('a list flag replaces the list of the file', async () => {
  const files = withFile(
    ['enforceNodeAllocatable: [pods, system-reserved]'],
    '--enforce-node-allocatable=kube-reserved',
  )
  assert.is(
    await get(files, 'enforceNodeAllocatable'),
    'set [kube-reserved] by flag --enforce-node-allocatable=kube-reserved over enforceNodeAllocatable: [pods, system-reserved]',
  )
})

// what is not in view

test('a file that is not in view makes unknown what no flag sets', async () => {
  const files = {
    'kubelet.service': unit('kubelet --config=/etc/kubelet.yaml --max-pods=9 --eviction-hard=memory.available<1Gi'),
  }
  const view = await at(files)
  assert.is(view.configFile, 'yes')
  assert.is(said(view.get('maxPods')), 'set 9 by flag --max-pods=9')
  assert.is(said(view.get('podsPerCore')), 'unknown: /etc/kubelet.yaml is not in view')
  assert.ok(said(view.get('evictionHard', 'nodefs.available')).startsWith('set nothing by flag'))
  assert.is(said(view.get('kubeReserved', 'cpu')), 'unknown: /etc/kubelet.yaml is not in view')
})

test('a templated command line may name a file: it is not known whether one is loaded', async () => {
  const files = { 'kubelet.service': unit('kubelet {{ args }} --max-pods=9') }
  const view = await at(files)
  assert.is(view.configFile, 'unknown')
  assert.is(said(view.get('maxPods')), 'set 9 by flag --max-pods=9')
  assert.is(said(view.get('memorySwap.swapBehavior')), 'unknown: a template is not in view')
})

test('a file alone: what no flag and no drop-in is known to set is assumed', async () => {
  const view = await at({ 'kubelet.yaml': kubeletConfig('evictionHard:', '  nodefs.available: 10%') })
  assert.is(said(view.get('evictionHard', 'memory.available')), 'set nothing by file evictionHard')
  assert.is(said(view.get('kubeReserved', 'cpu')), 'default nothing assuming the command line, a drop-in directory')
  assert.is(said(view.get('maxPods')), 'default 110 assuming the command line, a drop-in directory')
})

test('a file alone that has a domain and no DNS server: what puts it in may set anything', async () => {
  const files = { 'kubelet-config.json': kubeletConfig('clusterDomain: cluster.local', 'maxPods: 50') }
  assert.match(await get(files, 'registryPullQPS'), /^unknown/)
  assert.match((await at(files)).get('kubeReserved', 'memory')?.state ?? '', 'unknown')
  const whole = { 'kubelet.yaml': kubeletConfig('clusterDomain: cluster.local', 'clusterDNS: [10.96.0.10]') }
  assert.is((await at(whole)).get('kubeReserved', 'memory')?.state, 'default')
})

test('a file near a kubelet whose command line a template fills may be its own', async () => {
  const files = {
    'node/kubelet.service': unit('kubelet {{ args }}'),
    'node/kubelet.yaml': kubeletConfig('evictionHard:', '  nodefs.available: 10%'),
  }
  const { clusters } = await resolved(files)
  const views = clusters.flatMap(({ components }) => components).map(subject => subject.at(subject.points[0]!))
  assert.equal(
    views.map(view => said(view?.kind === 'kubelet' ? only2(view) : undefined)),
    ['unknown: a template fills it', 'unknown: the command line is not in view'],
  )
})

const only2 = (view: { get(key: string): ReturnType<Awaited<ReturnType<typeof at>>['get']> }) => view.get('maxPods')

test('a key in a template block and a map with a hole are unknown', async () => {
  const files = withFile([
    '{% if x %}',
    'maxPods: 5',
    '{% endif %}',
    'evictionHard:',
    '  nodefs.available: 10%',
    '  {{ more }}',
  ])
  assert.is(await get(files, 'maxPods'), 'unknown: is conditional')
  assert.is(await entry(files, 'nodefs.available'), 'set 10% by file nodefs.available: 10%')
  assert.is(await entry(files, 'memory.available'), 'unknown: may come from a template')
})

test.run()
