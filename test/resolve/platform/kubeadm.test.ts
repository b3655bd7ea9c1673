import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Fragment, PatchFragment } from '../../../src/model/fragment.js'
import { describe } from '../../../src/model/location.js'
import { MASK } from '../../../src/model/text.js'
import { lookup, scalarText, type Tree } from '../../../src/model/tree.js'
import { formatRange } from '../../../src/model/version.js'
import { platformFragments } from '../../../src/resolve/platform.js'
import { text } from '../../support/text.js'
import { at, flag, given, place, trees, words, written } from './settings.js'

const test = suite('platforms: kubeadm')

const argv = (fragments: readonly Fragment[], component: string) =>
  fragments.flatMap(one => (one.kind === 'argv' && one.component === component ? [one] : []))
const shown = (tree: Tree | undefined, ...route: string[]): string => {
  const found = tree === undefined ? undefined : lookup(tree, ...route)
  if (found?.state !== 'found') return found?.state ?? 'nothing'
  const value = scalarText(found.value)
  return value === undefined ? found.value.kind : `${value.value.replaceAll(MASK, '?')} @ ${describe(value.at)}`
}
const config = (fragments: readonly Fragment[]) => fragments.flatMap(one => (one.kind === 'config' ? [one] : []))
const env = (fragments: readonly Fragment[]) =>
  fragments.flatMap(one =>
    one.kind === 'env'
      ? one.variables.flatMap(({ words: all }) =>
          all.map(word => `${word.value.replaceAll(MASK, '?')} @ ${describe(word.at)}`),
        )
      : [],
  )

const V1BETA3 = text`
  kind: ClusterConfiguration
  apiVersion: kubeadm.k8s.io/v1beta3
  apiServer:
    extraArgs:
      max-requests-inflight: "800"
      enable-admission-plugins: NodeRestriction,PodSecurity
`

test('an argument of the user stands at his key', () => {
  const made = written('kubeadm.yaml', V1BETA3, { kubernetes: '1.29.0' })
  assert.is(place(made, 'kube-apiserver', 'max-requests-inflight'), '--max-requests-inflight=800 @ kubeadm.yaml:5:5')
})

test('an empty address is one that kubeadm looks up on the machine', () => {
  const init = text`
    kind: InitConfiguration
    apiVersion: kubeadm.k8s.io/v1beta3
    localAPIEndpoint:
      advertiseAddress: ""
      bindPort: 0
    ---
    kind: ClusterConfiguration
    apiVersion: kubeadm.k8s.io/v1beta3
  `
  const made = written('kubeadm.yaml', init, { kubernetes: '1.29.0' })
  const all = (component: string, name: string) => [...new Set(flag(made, component, name))]
  assert.equal(all('etcd', 'advertise-client-urls'), ['--advertise-client-urls=https://?:2379'])
  assert.equal(all('kube-apiserver', 'secure-port'), ['--secure-port=6443'])
})

test('a name the user gives removes the default of that name, once', () => {
  const made = written('kubeadm.yaml', V1BETA3, { kubernetes: '1.29.0' })
  assert.equal(flag(made, 'kube-apiserver', 'enable-admission-plugins'), [
    '--enable-admission-plugins=NodeRestriction,PodSecurity',
  ])
})

test('defaults come sorted, then the arguments of the user in his order', () => {
  const names = words(written('kubeadm.yaml', V1BETA3, { kubernetes: '1.29.0' }), 'kube-apiserver').map(
    word => word.split('=')[0] ?? '',
  )
  assert.equal(names.slice(-2), ['--max-requests-inflight', '--enable-admission-plugins'])
  assert.equal(names.slice(0, -2), [...names.slice(0, -2)].sort())
})

test('v1beta4 lists repeat an argument and drop all defaults of its name', () => {
  const source = text`
    kind: ClusterConfiguration
    controllerManager:
      extraArgs:
        - name: controllers
          value: "*"
        - name: controllers
          value: -ttl
        - name: node-monitor-grace-period
          value: 20s
  `
  const made = written('k.yaml', source, { kubernetes: '1.32.1' })
  assert.equal(flag(made, 'kube-controller-manager', 'controllers'), ['--controllers=*', '--controllers=-ttl'])
  assert.is(
    place(made, 'kube-controller-manager', 'node-monitor-grace-period'),
    '--node-monitor-grace-period=20s @ k.yaml:8:13',
  )
})

test('at one version there is one command line', () => {
  const [only, ...others] = argv(written('k.yaml', V1BETA3, { kubernetes: '1.29.0' }), 'kube-apiserver')
  assert.is(others.length, 0)
  assert.is(only?.open, false)
  assert.equal(only?.instances, { min: 1 })
  assert.is(only?.role, 'control-plane')
})

test('later versions have theirs, earlier ones none: an upgrade writes the defaults anew', () => {
  const all = argv(
    platformFragments(given('k.yaml', 'kind: ClusterConfiguration\n', { kubernetes: '1.20.0' })),
    'kube-apiserver',
  )
  assert.equal(
    all.map(({ when }) => (when === undefined ? '' : formatRange(when))),
    ['1.20 - 1.21', '1.22 - 99.99'],
  )
  assert.equal(
    all.map(one => flag([one], 'kube-apiserver', 'insecure-port').length),
    [1, 0],
  )
})

test('without a version every stretch of defaults is there, and they do not overlap', () => {
  const made = argv(written('k.yaml', 'kind: ClusterConfiguration\n'), 'kube-apiserver')
  const ranges = made.map(({ when }) => (when === undefined ? 'always' : formatRange(when)))
  assert.equal(ranges.slice(-3), ['1.12 - 1.19', '1.20 - 1.21', '1.22 - 99.99'])
  assert.ok(made.every(one => one.words.length > 20))
})

test('defaults of old and new versions differ', () => {
  const old = written('k.yaml', 'kind: MasterConfiguration\n', { kubernetes: '1.9.6' })
  assert.is(
    place(old, 'kube-apiserver', 'etcd-servers'),
    '--etcd-servers=http://127.0.0.1:2379 @ kubeadm 1.8 - 1.9 defaults:23:1',
  )
  assert.equal(flag(old, 'kube-apiserver', 'insecure-port'), ['--insecure-port=0'])
  assert.equal(flag(old, 'kube-controller-manager', 'address'), ['--address=127.0.0.1'])
  const now = written('k.yaml', 'kind: ClusterConfiguration\n', { kubernetes: '1.36.0' })
  assert.equal(flag(now, 'kube-apiserver', 'etcd-servers'), ['--etcd-servers=https://127.0.0.1:2379'])
  assert.equal(flag(now, 'kube-apiserver', 'insecure-port'), [])
  assert.equal(flag(now, 'kube-controller-manager', 'bind-address'), ['--bind-address=127.0.0.1'])
})

test('up to 1.10 kubeadm puts its etcd behind the arguments of the user', () => {
  const source = 'kind: MasterConfiguration\napiServerExtraArgs:\n  etcd-servers: http://10.0.0.1:2379\n'
  const made = flag(written('k.yaml', source, { kubernetes: '1.9.6' }), 'kube-apiserver', 'etcd-servers')
  assert.equal(made, ['--etcd-servers=http://10.0.0.1:2379', '--etcd-servers=http://127.0.0.1:2379'])
})

test('what only a node knows is unknown, what the user says stands where he said it', () => {
  const source = text`
    kind: ClusterConfiguration
    networking:
      serviceSubnet: 10.0.0.0/16
  `
  const made = written('k.yaml', source, { kubernetes: '1.30.0' })
  assert.equal(flag(made, 'kube-apiserver', 'advertise-address'), ['--advertise-address=?'])
  assert.is(
    place(made, 'kube-apiserver', 'service-cluster-ip-range'),
    '--service-cluster-ip-range=10.0.0.0/16 @ k.yaml:3:18',
  )
})

test('external endpoints become the list of etcd servers, and no etcd runs beside the apiserver', () => {
  const source = text`
    kind: ClusterConfiguration
    etcd:
      external:
        endpoints:
          - https://10.0.0.1:2379
          - https://10.0.0.2:2379
  `
  const made = written('k.yaml', source, { kubernetes: '1.30.0' })
  assert.is(
    place(made, 'kube-apiserver', 'etcd-servers'),
    '--etcd-servers=https://10.0.0.1:2379,https://10.0.0.2:2379 @ k.yaml:4:5',
  )
  assert.is(argv(made, 'etcd').length, 0)
})

test('a template in place of the arguments opens the command line', () => {
  const made = written('k.yaml', 'kind: ClusterConfiguration\napiServer:\n  extraArgs: {{ args }}\n', {
    kubernetes: '1.30.0',
  })
  assert.ok(argv(made, 'kube-apiserver').every(({ open }) => open))
  assert.ok(argv(made, 'kube-scheduler').every(({ open }) => !open))
})

test('a template in place of one value makes that value unknown', () => {
  const made = written('k.yaml', 'kind: ClusterConfiguration\nscheduler:\n  extraArgs:\n    v: {{ level }}\n', {
    kubernetes: '1.30.0',
  })
  assert.equal(flag(made, 'kube-scheduler', 'v'), ['--v=???????????'])
  assert.ok(argv(made, 'kube-scheduler').every(({ open }) => !open))
})

test('a conditional argument leaves neither itself nor the default certain', () => {
  const source = 'kind: ClusterConfiguration\nscheduler:\n  extraArgs:\n    leader-elect?: "false"\n'
  const [scheduler] = argv(written('k.yaml', source, { kubernetes: '1.30.0' }), 'kube-scheduler')
  assert.ok(scheduler?.open)
  assert.equal(flag(scheduler === undefined ? [] : [scheduler], 'kube-scheduler', 'leader-elect'), [])
})

test('etcd takes its arguments and is told apart by its own version', () => {
  const source =
    'kind: ClusterConfiguration\netcd:\n  local:\n    extraArgs:\n      quota-backend-bytes: "8589934592"\n'
  const made = argv(written('k.yaml', source, { kubernetes: '1.34.2' }), 'etcd')
  assert.equal(
    made.map(({ when }) => (when === undefined ? 'always' : formatRange(when))),
    ['0.0 - 3.4', '3.5', '3.6 - 99.99'],
  )
  const newest = made.slice(-1)
  assert.is(place(newest, 'etcd', 'quota-backend-bytes'), '--quota-backend-bytes=8589934592 @ k.yaml:5:7')
  assert.equal(flag(newest, 'etcd', 'feature-gates'), ['--feature-gates=InitialCorruptCheck=true'])
  const hint = newest[0]?.versions?.find(({ of }) => of === 'etcd')
  assert.is(hint === undefined ? '' : formatRange(hint.range), '3.6')
})

test('v1beta4 environment variables reach the component', () => {
  const source =
    'kind: ClusterConfiguration\netcd:\n  local:\n    extraEnvs:\n      - name: ETCD_QUOTA_BACKEND_BYTES\n        value: "1"\n      - name: GOGC\n        valueFrom: { configMapKeyRef: x }\n'
  const [etcd] = argv(written('k.yaml', source, { kubernetes: '1.34.2' }), 'etcd')
  assert.equal(
    etcd?.environment.variables.map(({ name, text: value }) => `${name}=${value.known ? value.value : '?'}`),
    ['ETCD_QUOTA_BACKEND_BYTES=1', 'GOGC=?'],
  )
})

test('kubeletExtraArgs go to kubeadm-flags.env behind the runtime socket', () => {
  const source = text`
    kind: InitConfiguration
    nodeRegistration:
      criSocket: unix:///run/crio/crio.sock
      kubeletExtraArgs:
        eviction-hard: memory.available<1Gi
  `
  const made = written('init.yaml', source, { kubernetes: '1.29.1' })
  assert.equal(env(made), [
    '--container-runtime-endpoint=unix:///run/crio/crio.sock @ init.yaml:3:14',
    '--eviction-hard=memory.available<1Gi @ init.yaml:5:5',
  ])
  const file = made.find(({ kind }) => kind === 'env')
  assert.is(file?.path, '/var/lib/kubelet/kubeadm-flags.env')
  assert.is(file?.role, 'control-plane')
})

test('a KubeletConfiguration of the set is merged over the defaults of kubeadm', () => {
  const source = text`
    kind: InitConfiguration
    ---
    kind: KubeletConfiguration
    authentication:
      anonymous:
        enabled: true
    evictionHard:
      memory.available: 5%
    rotateCertificates: false
  `
  const made = config(written('k.yaml', source, { kubernetes: '1.29.1' }))
  assert.is(made.length, 1)
  const [file] = made
  assert.is(file?.path, '/var/lib/kubelet/config.yaml')
  assert.is(file?.insteadOf?.length, 1)
  assert.is(shown(file?.tree, 'authentication', 'anonymous', 'enabled'), 'true @ k.yaml:6:14')
  assert.match(
    shown(file?.tree, 'authentication', 'webhook', 'enabled'),
    /^true @ kubeadm 1\.22 and newer defaults for the kubelet:/,
  )
  assert.match(shown(file?.tree, 'rotateCertificates'), /^true @ kubeadm/)
  assert.match(shown(file?.tree, 'cgroupDriver'), /^systemd @ kubeadm/)
  assert.is(shown(file?.tree, 'evictionHard', 'memory.available'), '5% @ k.yaml:8:21')
  assert.match(shown(file?.tree, 'clusterDNS', '0'), /^10\.96\.0\.10 @/)
  assert.match(shown(file?.tree, 'resolvConf'), /^\? @/)
})

test('in a map with a hole the defaults of kubeadm are not certain', () => {
  const source = 'kind: InitConfiguration\n---\nkind: KubeletConfiguration\n~~~: 1\nmaxPods: 20\n'
  const [file] = config(written('k.yaml', source, { kubernetes: '1.29.1' }))
  assert.is(shown(file?.tree, 'maxPods'), '20 @ k.yaml:5:10')
  assert.is(shown(file?.tree, 'cgroupDriver'), 'unknown')
})

test('a cluster without a KubeletConfiguration gets the one kubeadm writes', () => {
  const [before, after] = ['1.21.0', '1.22.0'].map(kubernetes =>
    config(written('k.yaml', 'kind: ClusterConfiguration\n', { kubernetes })),
  )
  assert.is(shown(before?.[0]?.tree, 'cgroupDriver'), 'absent')
  assert.match(shown(after?.[0]?.tree, 'cgroupDriver'), /^systemd @/)
  assert.match(shown(after?.[0]?.tree, 'authorization', 'mode'), /^Webhook @/)
  assert.is(config(written('k.yaml', 'kind: MasterConfiguration\n', { kubernetes: '1.10.0' })).length, 0)
})

test('a node that joins takes a configuration that is not in view', () => {
  const made = written('join.yaml', 'kind: JoinConfiguration\n', { kubernetes: '1.29.1' })
  assert.equal(
    made.map(({ kind }) => kind),
    ['unit', 'unit', 'env'],
  )
  assert.ok(made.every(({ role }) => role === 'worker'))
  const plane = written('join.yaml', 'kind: JoinConfiguration\ncontrolPlane:\n  certificateKey: x\n', {
    kubernetes: '1.29.1',
  })
  assert.ok(plane.every(({ role }) => role === 'control-plane'))
})

test('the drop-in of the package names both environment files and resets ExecStart', () => {
  const made = written('join.yaml', 'kind: JoinConfiguration\n', { kubernetes: '1.29.1' })
  const unit = made.find(one => one.kind === 'unit' && one.dropIn !== undefined)
  assert.ok(unit?.kind === 'unit' && unit.fallback)
  const directives = unit?.kind === 'unit' ? unit.directives : []
  assert.equal(
    directives.flatMap(({ file }) => (file === undefined ? [] : [`${file.path.value} ${file.optional}`])),
    ['/var/lib/kubelet/kubeadm-flags.env true', '/etc/default/kubelet true', '/etc/sysconfig/kubelet true'],
  )
  const starts = directives.filter(({ key }) => key === 'ExecStart')
  assert.equal(
    starts.map(({ words: all }) => all?.length),
    [0, 5],
  )
  assert.equal(
    starts[1]?.words?.[4]?.parts.map(part => ('variable' in part ? part.variable : '')),
    ['KUBELET_EXTRA_ARGS'],
  )
  const variable = directives
    .flatMap(({ variables }) => variables ?? [])
    .find(({ name }) => name === 'KUBELET_CONFIG_ARGS')
  assert.equal(
    variable?.words.map(({ value }) => value),
    ['--config=/var/lib/kubelet/config.yaml'],
  )
})

test('before 1.11 the drop-in has no configuration file, and its cgroup driver is not known', () => {
  const made = written('node.yaml', 'kind: NodeConfiguration\n', { kubernetes: '1.9.6' })
  assert.equal(
    made.map(({ kind }) => kind),
    ['unit', 'unit'],
  )
  const all = made.flatMap(one =>
    one.kind === 'unit' ? one.directives.flatMap(({ variables }) => variables ?? []) : [],
  )
  assert.not(all.some(({ name }) => name === 'KUBELET_CONFIG_ARGS'))
  const driver = all.find(({ name }) => name === 'KUBELET_CGROUP_ARGS')
  assert.equal(
    driver?.words.map(({ value }) => value),
    [`--cgroup-driver=${MASK}`],
  )
})

test('a patch replaces the command only if the init document names its folder', () => {
  const patch = (uri: string): PatchFragment => {
    const { doc, trees: all } = trees(
      uri,
      'spec:\n  containers:\n    - name: kube-scheduler\n      command: [kube-scheduler, --v=9]\n',
    )
    return { kind: 'patch', doc, at: all[0]!.at, target: 'kube-scheduler', type: 'strategic', tree: all[0]! }
  }
  const init = (directory: string) =>
    given(
      'cp/kubeadm.yaml',
      `kind: InitConfiguration\npatches:\n  directory: ${directory}\n---\nkind: ClusterConfiguration\n`,
      { kubernetes: '1.30.0' },
    )
  const near = patch('cp/patches/kube-scheduler.yaml')
  assert.equal(words(at(platformFragments([...init('/etc/kubernetes/patches'), near]), '1.30.0'), 'kube-scheduler'), [
    '--v=9',
  ])
  assert.ok(
    words(at(platformFragments([...init('/etc/kubernetes/other'), near]), '1.30.0'), 'kube-scheduler').length > 3,
  )
  assert.ok(
    words(
      platformFragments([...init('/etc/kubernetes/patches'), patch('other/patches/kube-scheduler.yaml')]),
      'kube-scheduler',
    ).length > 3,
  )
})

test('a section of Cluster API has the role of its object and the version of its machines', () => {
  const plane = given('capi.yaml', 'kind: ClusterConfiguration\n---\nkind: JoinConfiguration\n', {
    kubernetes: '1.32.0',
    set: 'capi',
  })
  const workers = given('capi.yaml', 'kind: JoinConfiguration\n', { kubernetes: '1.30.0', set: 'capi' })
  const all = [
    ...plane.map(one => ({ ...one, role: 'control-plane' as const })),
    ...workers.map(one => ({ ...one, role: 'worker' as const, pool: 'md-0' })),
  ]
  const units = platformFragments(all).flatMap(one => (one.kind === 'unit' && one.dropIn !== undefined ? [one] : []))
  assert.equal(
    units.map(one => [one.role, one.pool, one.versions?.map(hint => formatRange(hint.range)).join(', ')].join(' ')),
    ['control-plane  1.32.0', 'control-plane  1.32.0', 'worker md-0 1.30.0'],
  )
})

test('two files are two clusters', () => {
  const both = [
    ...given('a/k.yaml', V1BETA3, { kubernetes: '1.29.0' }),
    ...given('b/k.yaml', 'kind: ClusterConfiguration\n', { kubernetes: '1.29.0' }),
  ]
  const made = argv(platformFragments(both), 'kube-apiserver')
  assert.equal(
    made.map(({ set }) => set),
    ['set:a/k.yaml', 'set:b/k.yaml'],
  )
  assert.equal(
    made.map(one => flag([one], 'kube-apiserver', 'max-requests-inflight').length),
    [1, 0],
  )
})

test.run()
