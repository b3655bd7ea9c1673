import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { random } from '../../scripts/bench/random.js'
import type { Configuration } from '../../src/engine/configuration.js'
import { type Result, run } from '../../src/engine/run.js'
import type { Finding } from '../../src/model/finding.js'
import { place, position } from '../../src/model/location.js'
import { parseVersion } from '../../src/model/version.js'
import { documentsOf } from '../../src/sources/cluster/documents.js'
import type { RecordedObject } from '../../src/sources/cluster/recording.js'
import {
  configMap,
  deployment,
  type Group,
  KUBEADM_CONFIGZ,
  mirrorPod,
  nodes,
  object,
  recording,
  version,
} from '../support/recordings.js'
import { type Files, kubeletConfig, pod, unit } from '../support/resolved.js'

const test = suite('drift')

const V = 'v1.34.2'

/** Only `klint/drift`, which no rule of a preset is. */
async function compare(objects: readonly RecordedObject[], files: Files, config: Configuration = {}): Promise<Result> {
  return run({
    files: documentsOf(recording([version(V), ...objects])),
    compared: Object.entries(files).map(([uri, source]) => ({ uri, source })),
    preset: [],
    config,
  })
}

const drifts = async (
  objects: readonly RecordedObject[],
  files: Files,
  config: Configuration = {},
): Promise<readonly Finding[]> => (await compare(objects, files, config)).outcome.findings

const said = async (...given: Parameters<typeof compare>): Promise<string[]> =>
  (await drifts(...given)).map(({ what }) => what)

const at = (location: Finding['at']): string => {
  const { doc, start } = place(location)
  return `${doc.uri}:${position(doc, start).line}`
}

const nowhere = { doc: { uri: 'klint.yaml', source: '', holes: [], regions: [] }, start: 0, end: 0 }

const kubelets = (configz: object, group: Partial<Group> = {}): RecordedObject[] =>
  nodes({ name: 'workers', version: V, ...group, configz: { ...KUBEADM_CONFIGZ, ...configz } })

const apiserver = (node: string, ...args: readonly string[]): RecordedObject =>
  mirrorPod('kube-apiserver', node, `registry.k8s.io/kube-apiserver:${V}`, args)

const KUBEADM = [
  'apiVersion: kubeadm.k8s.io/v1beta4',
  'kind: ClusterConfiguration',
  `kubernetesVersion: ${V}`,
  '---',
  'apiVersion: kubelet.config.k8s.io/v1beta1',
  'kind: KubeletConfiguration',
  '',
].join('\n')

const PROXY = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n'

/** As kubeadm deploys it. */
const proxy = (...lines: readonly string[]): RecordedObject[] => [
  configMap('kube-system', 'kube-proxy', { 'config.conf': `${PROXY}${lines.join('\n')}\n` }),
  object('DaemonSet', 'kube-system', 'kube-proxy', {
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: 'kube-proxy',
              image: `registry.k8s.io/kube-proxy:${V}`,
              command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf'],
              volumeMounts: [{ name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' }],
            },
          ],
          volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }],
        },
      },
    },
  }),
]

test('the ConfigMap of kube-proxy, and a file that may be meant for it', async () => {
  const [finding, ...others] = await drifts(proxy('mode: iptables', 'iptables: {syncPeriod: 30s}'), {
    'kubeadm.yaml': `${KUBEADM}---\n${PROXY}mode: nftables\n`,
  })
  assert.is(others.length, 0)
  assert.is(finding?.what, '`mode` is `iptables` in the cluster and `nftables` in the files')
  assert.match(finding === undefined ? '' : at(finding.at), /kube-proxy/)
})

test('one finding with both places: what runs, and what is written', async () => {
  const [finding, ...others] = await drifts(
    kubelets({ evictionHard: { 'memory.available': '100Mi' } }, { count: 40 }),
    { 'infra/kubelet.yaml': kubeletConfig('evictionHard:', '  memory.available: 500Mi') },
  )
  assert.is(others.length, 0)
  assert.is(finding?.rule, 'klint/drift')
  assert.is(finding?.severity, 'warning')
  assert.is(finding?.what, '`evictionHard.memory.available` is `100Mi` in the cluster and `500Mi` in the files')
  assert.match(finding === undefined ? '' : at(finding.at), /^prod\/node\/workers-1\/configz:\d+$/)
  assert.equal(
    finding?.related.map(one => [at(one.at), one.label]),
    [['infra/kubelet.yaml:4', 'written here']],
  )
  assert.is(finding?.component, 'kubelet')
  assert.is(finding?.pool, 'workers')
})

test('pools that differ from a file for all of them share a finding', async () => {
  const file = { 'kubelet.yaml': kubeletConfig('maxPods: 110') }
  const found = await drifts(
    [...kubelets({ maxPods: 250 }, { name: 'a' }), ...kubelets({ maxPods: 42 }, { name: 'b' })],
    file,
  )
  assert.equal(
    found.map(({ what }) => what),
    ['`maxPods` is `250` and `42` in the cluster and `110` in the files'],
  )
  assert.equal(
    found[0]?.related.map(({ label }) => label),
    ['written here', 'and here'],
  )
  assert.is(found[0]?.pool, undefined)
})

test('replicas are compared each, and equal differences are one finding', async () => {
  const pods = ['a', 'b', 'c'].map(node =>
    apiserver(node, '--advertise-address=10.0.0.1', `--request-timeout=${node === 'c' ? '1m' : '30s'}`),
  )
  const found = await drifts(pods, {
    'kube-apiserver.yaml': pod('kube-apiserver', V, ['--request-timeout=60s', '--anonymous-auth=false']),
  })
  assert.equal(
    found.map(({ what }) => what),
    [
      '`--anonymous-auth` is `true` by default in the cluster and `false` in the files',
      '`--request-timeout` is `30s` in the cluster and `60s` in the files',
    ],
  )
  assert.equal(
    found.map(({ related }) => related.map(one => `${at(one.at).split(':')[0]} ${one.label}`)),
    [
      [
        'kube-apiserver.yaml written here',
        'prod/pod/kube-system/kube-apiserver-b and here',
        'prod/pod/kube-system/kube-apiserver-c and here',
      ],
      ['kube-apiserver.yaml written here', 'prod/pod/kube-system/kube-apiserver-b and here'],
    ],
  )
})

const equal: readonly (readonly [string, object, readonly string[]])[] = [
  ['durations', { nodeStatusUpdateFrequency: '10s' }, ['nodeStatusUpdateFrequency: 10000ms']],
  ['quantities', { evictionHard: { 'memory.available': '1Gi' } }, ['evictionHard: {memory.available: 1024Mi}']],
  ['cores', { kubeReserved: { cpu: '500m' } }, ['kubeReserved: {cpu: "0.5"}']],
  ['lists', { enforceNodeAllocatable: ['pods', 'kube-reserved'] }, ['enforceNodeAllocatable: [kube-reserved, pods]']],
  ['gates and their defaults', { featureGates: {} }, ['featureGates: {NodeSwap: true}']],
  ['zero and nothing', { podPidsLimit: -1 }, ['podPidsLimit: -1', 'podsPerCore: 0']],
  ['booleans', { failSwapOn: true }, ['failSwapOn: true']],
  ['paths', { volumePluginDir: '/opt/plugins' }, ['volumePluginDir: /opt/plugins/']],
  [
    'a link of old',
    { containerRuntimeEndpoint: 'unix:///run/x.sock' },
    ['containerRuntimeEndpoint: unix:///var/run/x.sock'],
  ],
  ['percentages', { evictionHard: { 'nodefs.available': '10%' } }, ['evictionHard: {nodefs.available: "10%"}']],
]
for (const [name, configz, lines] of equal)
  test(`equal by value: ${name}`, async () => {
    assert.equal(await said(kubelets(configz), { 'kubelet.yaml': kubeletConfig(...lines) }), [])
  })

test('whole CPUs take the place of the shares that a file reserves', async () => {
  const file = { reservedSystemCPUs: '0-1', kubeReserved: { cpu: '100m', memory: '1Gi' }, systemReserved: { cpu: '1' } }
  const live = { ...file, kubeReserved: { memory: '1Gi' }, systemReserved: { cpu: '2' } }
  assert.equal(await said(kubelets(live), { 'kubelet.yaml': JSON.stringify({ ...KUBEADM_CONFIGZ, ...file }) }), [])
})

test('the order of nameservers means something', async () => {
  assert.equal(
    await said(kubelets({ clusterDNS: ['10.0.0.1', '10.0.0.2'] }), {
      'kubelet.yaml': kubeletConfig('clusterDNS: [10.0.0.2, 10.0.0.1]'),
    }),
    ['`clusterDNS` is `10.0.0.1,10.0.0.2` in the cluster and `10.0.0.2,10.0.0.1` in the files'],
  )
})

test('a map of a file replaces the defaults that run: one finding for the entries that are gone', async () => {
  const found = await drifts(kubelets({ evictionHard: KUBEADM_CONFIGZ.evictionHard }), {
    'kubelet.yaml': kubeletConfig('evictionHard:', '  memory.available: 100Mi'),
  })
  assert.equal(
    found.map(({ what }) => what),
    [
      '`evictionHard` has `imagefs.available`, `imagefs.inodesFree`, `nodefs.available` and 1 more in the cluster and not in the files',
    ],
  )
  assert.equal(
    found[0]?.related.map(one => [at(one.at), one.label]),
    [['kubelet.yaml:3', 'not set here']],
  )
})

test('and the other way round: entries that nobody rolled out', async () => {
  assert.equal(
    await said(kubelets({}), {
      'kubelet.yaml': kubeletConfig('systemReserved: {cpu: 100m, memory: 1Gi}', 'kubeReserved: {cpu: 1}'),
    }),
    [
      '`systemReserved` has `cpu` and `memory` in the files and not in the cluster',
      '`kubeReserved.cpu` is not set in the cluster and `1` in the files',
    ],
  )
})

const silent: readonly (readonly [string, readonly RecordedObject[], Files])[] = [
  [
    'a value from a template',
    kubelets({ maxPods: 50 }),
    { 'kubelet.yaml.j2': kubeletConfig('maxPods: {{ max_pods }}') },
  ],
  [
    'a key that is conditional',
    kubelets({ maxPods: 50 }),
    { 'kubelet.yaml.j2': kubeletConfig('{% if small %}', 'maxPods: 10', '{% endif %}') },
  ],
  [
    'entries that a template may add',
    kubelets({ evictionHard: { 'memory.available': '1Gi' } }),
    { 'kubelet.yaml.j2': kubeletConfig('evictionHard:', '  {{ more }}') },
  ],
  [
    'a default under a command line that is not in view',
    kubelets({ maxPods: 50, imageGCHighThresholdPercent: 60 }),
    { 'kubelet.yaml': kubeletConfig('failSwapOn: true') },
  ],
  [
    'a default under an environment file that may be there',
    kubelets({ imageGCHighThresholdPercent: 60 }),
    { 'kubeadm.yaml': KUBEADM },
  ],
  [
    'a command line that goes on in a variable nobody sets',
    [apiserver('a', '--anonymous-auth=false')],
    {
      'kube-apiserver.service': unit('kube-apiserver --v=2 $MORE').replace(
        '[Service]',
        '[Service]\nEnvironmentFile=/etc/x',
      ),
    },
  ],
  [
    'a kubelet that nobody was allowed to ask',
    nodes({ name: 'a', version: V }),
    { 'kubelet.yaml': kubeletConfig('maxPods: 5') },
  ],
  [
    'a control plane that a provider hides',
    kubelets({}),
    {
      'kube-apiserver.yaml': pod('kube-apiserver', V, ['--anonymous-auth=false']),
      'kubelet.yaml': kubeletConfig('maxPods: 110'),
    },
  ],
  [
    'what each host has for itself',
    [
      mirrorPod('etcd', 'a', 'registry.k8s.io/etcd:3.6.5-0', [
        '--name=a',
        '--listen-peer-urls=https://10.0.0.1:2380',
        '--initial-cluster=a=https://10.0.0.1:2380',
        '--cert-file=/pki/a.crt',
      ]),
      apiserver(
        'a',
        '--advertise-address=10.0.0.1',
        '--tls-cert-file=/pki/a.crt',
        '--etcd-servers=https://10.0.0.1:2379',
      ),
      ...kubelets({ providerID: 'aws:///eu-central-1a/i-1', address: '10.0.0.1', podCIDR: '10.1.0.0/24' }),
    ],
    {
      'etcd.yaml': pod('etcd', '3.6.5-0', [
        '--name=x',
        '--listen-peer-urls=https://0.0.0.0:2380',
        '--cert-file=/pki/x.crt',
      ]),
      'kube-apiserver.yaml': pod('kube-apiserver', V, [
        '--tls-cert-file=/pki/x.crt',
        '--etcd-servers=https://127.0.0.1:2379',
      ]),
      'kubelet.yaml': kubeletConfig('providerID: x', 'address: 0.0.0.0', 'podCIDR: 10.9.0.0/24'),
    },
  ],
  [
    'what a node finds out by itself',
    kubelets({ resolvConf: '/run/systemd/resolve/resolv.conf', cgroupDriver: 'cgroupfs', tlsCertFile: '/x' }),
    { 'kubeadm.yaml': KUBEADM },
  ],
  [
    'what a kubelet makes of what nobody set',
    kubelets({ memorySwap: { swapBehavior: 'NoSwap' }, maxParallelImagePulls: 1 }),
    {
      'kubelet.service': unit('kubelet --config=/etc/kubelet.yaml'),
      'etc/kubelet.yaml': kubeletConfig('rotateCertificates: true'),
    },
  ],
  [
    'a default that another setting decides',
    kubelets({ nodeStatusUpdateFrequency: '20s', nodeStatusReportFrequency: '20s' }),
    {
      'kubelet.service': unit('kubelet --config=/etc/kubelet.yaml'),
      'etc/kubelet.yaml': kubeletConfig('rotateCertificates: true', 'nodeStatusUpdateFrequency: 20s'),
    },
  ],
  [
    'gates that a group of gates sets',
    [apiserver('a', '--feature-gates=AllAlpha=true')],
    { 'kube-apiserver.yaml': pod('kube-apiserver', V, ['--feature-gates=APIServingWithRoutine=true']) },
  ],
  [
    'admission plugins that run anyway',
    [apiserver('a', '--enable-admission-plugins=NodeRestriction')],
    { 'kube-apiserver.yaml': pod('kube-apiserver', V, ['--enable-admission-plugins=ServiceAccount,NodeRestriction']) },
  ],
  [
    'what kubeadm fills in for kube-proxy',
    proxy('clusterCIDR: 10.244.0.0/16', 'clientConnection: {kubeconfig: /var/lib/kube-proxy/kubeconfig.conf, qps: 0}'),
    { 'kubeadm.yaml': `${KUBEADM}---\n${PROXY}mode: ''\n` },
  ],
  [
    'flags of kube-proxy beside its file',
    [
      object('DaemonSet', 'kube-system', 'kube-proxy', {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'kube-proxy',
                  image: `registry.k8s.io/kube-proxy:${V}`,
                  command: ['kube-proxy', '--config=/x', '--oom-score-adj=-5'],
                },
              ],
            },
          },
        },
      }),
    ],
    { 'kube-proxy.yaml': pod('kube-proxy', V, ['--config=/y', '--oom-score-adj=-2']) },
  ],
  [
    'what is patched on its way',
    [apiserver('a', '--anonymous-auth=false')],
    {
      'base/kustomization.yaml': 'resources: [kube-apiserver.yaml]\n',
      'base/kube-apiserver.yaml': pod('kube-apiserver', V, []),
      'kustomization.yaml': 'resources: [base]\npatches: [{path: more.yaml}]\n',
      'more.yaml': '- op: add\n  path: /spec/x\n  value: y\n',
    },
  ],
]
for (const [name, objects, files] of silent)
  test(`silent: ${name}`, async () => {
    assert.equal(await said(objects, files), [])
  })

const KOPS = [
  'apiVersion: kops.k8s.io/v1alpha2',
  'kind: Cluster',
  'metadata: {name: prod}',
  'spec: {kubernetesVersion: 1.34.2, kubelet: {maxPods: 110}}',
  ...['a', 'b'].flatMap(name => [
    '---',
    'apiVersion: kops.k8s.io/v1alpha2',
    'kind: InstanceGroup',
    `metadata: {name: ${name}, labels: {kops.k8s.io/cluster: prod}}`,
    name === 'a' ? 'spec: {role: ControlPlane}' : 'spec: {role: Node, kubelet: {maxPods: 42}}',
  ]),
  '',
].join('\n')

test('silent: what kops is not known to write, and may', async () => {
  const found = await said([apiserver('a', '--client-ca-file=/srv/ca.crt', '--profiling=false')], { 'kops.yaml': KOPS })
  assert.ok(found.length > 0)
  assert.equal(
    found.filter(what => /client-ca-file|profiling/.test(what)),
    [],
  )
})

test('settings from templates are counted in the summary', async () => {
  const { outcome } = await compare(kubelets({}), { 'kubelet.yaml.j2': kubeletConfig('maxPods: {{ max_pods }}') })
  assert.equal(outcome.notChecked, [
    {
      what: '1 setting comes from a template',
      at: outcome.notChecked[0]?.at,
      rules: ['klint/drift'],
    },
  ])
})

test('kubeadm: what it writes is known in full', async () => {
  const args = ['--advertise-address=10.0.0.1', '--profiling=false', '--authorization-mode=RBAC']
  const found = await said([apiserver('a', ...args)], { 'kubeadm.yaml': KUBEADM })
  assert.ok(
    found.includes('`--authorization-mode` is `RBAC` in the cluster and `Node,RBAC` in the files'),
    found.join('\n'),
  )
  assert.ok(
    found.includes('`--profiling` is `false` in the cluster and `true` by default in the files'),
    found.join('\n'),
  )
})

test('kops: a pool by its name, nodes without one by their role', async () => {
  const maxPods = async (objects: readonly RecordedObject[]) =>
    (await drifts(objects, { 'kops.yaml': KOPS }))
      .filter(({ what }) => what.includes('max-pods'))
      .map(({ what, pool }) => [what, pool])
  const bare = ({ pool: _, ...rest }: RecordedObject): RecordedObject => rest
  const expected = '`--max-pods` is `110` in the cluster and `42` in the files'
  assert.equal(await maxPods([...kubelets({}, { name: 'a' }), ...kubelets({}, { name: 'b' })]), [[expected, 'b']])
  assert.equal(await maxPods(kubelets({}, { role: 'control-plane' }).map(bare)), [])
  assert.equal(await maxPods(kubelets({}, { role: 'worker' }).map(bare)), [[expected, undefined]])
  assert.equal(await maxPods(kubelets({}, { name: 'c' })), [], 'a pool of which the files say nothing')
})

test('several files that do not say whose they are: what none of them says', async () => {
  const two = { 'a/kubelet.yaml': kubeletConfig('maxPods: 10'), 'b/kubelet.yaml': kubeletConfig('maxPods: 20') }
  assert.equal(await said(kubelets({ maxPods: 20 }), two), [], 'it may be the second')
  assert.equal(await said(kubelets({ maxPods: 30 }), two), [
    '`maxPods` is `30` in the cluster and `10` and `20` in the files',
  ])
})

test('the version that runs, told once for all that one statement is about', async () => {
  const pods = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(component =>
    mirrorPod(component, 'a', `registry.k8s.io/${component}:${V}`, []),
  )
  const found = await drifts(pods, { 'kubeadm.yaml': KUBEADM.replace(V, 'v1.33.1') })
  const [one, ...more] = found.filter(({ message }) => message === 'version')
  assert.is(more.length, 0)
  assert.is(
    one?.what,
    'kube-apiserver, kube-controller-manager and kube-scheduler are `1.34.2` in the cluster and `1.33.1` in the files',
  )
  assert.is(one?.related[0]?.label, 'written here')
  assert.is(one === undefined ? '' : at(one.related[0]?.at ?? one.at), 'kubeadm.yaml:3')
})

test('the version of a cluster whose files say nothing of its control plane', async () => {
  const declared = (text: string): Configuration => {
    const range = parseVersion(text)
    if (range === undefined) throw new Error(text)
    // a glob that matches names of what runs as well
    return { clusters: [{ name: 'prod', files: ['**'], kubernetesVersion: { ...range, at: nowhere } }] }
  }
  const file = { 'kubelet.yaml': kubeletConfig('maxPods: 110') }
  assert.equal(await said(kubelets({}), file, declared('1.33')), [
    'Kubernetes is `1.34.2` in the cluster and `1.33` in the files',
  ])
  assert.equal(await said(kubelets({}), file, declared('1.34')), [])
})

test('secrets stay where they are', async () => {
  const proxy = (password: string) => `--oidc-issuer-url=https://admin:${password}@example.com`
  const [finding] = await drifts([apiserver('a', proxy('hunter2hunter2'))], {
    'kube-apiserver.yaml': pod('kube-apiserver', V, [proxy('swordfish-99')]),
  })
  assert.match(finding?.what ?? '', /\*{8}/)
  assert.not.match(finding?.what ?? '', /hunter2|swordfish/)
})

test('which cluster is meant: by its name, by its hosts, as parts of one; else none is compared', async () => {
  const live = [apiserver('a', '--advertise-address=10.0.0.1', '--v=5'), ...kubelets({ maxPods: 50 })]
  const manifest = (...args: string[]) => pod('kube-apiserver', V, args)
  const named = (name: string) =>
    `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nclusterName: ${name}\nkubernetesVersion: v1.33.1\n`
  const version = (found: readonly string[]) => found.filter(what => what.includes('1.33.1')).length
  assert.is(version(await said(live, { 'a.yaml': named('staging') })), 1, 'the only one')
  assert.is(version(await said(live, { 'a/a.yaml': named('staging'), 'b/b.yaml': named('prod') })), 1, 'its name')
  assert.equal(
    await said(live, {
      'a/kube-apiserver.yaml': manifest('--v=5'),
      'b/c/d/kubelet.yaml': kubeletConfig('maxPods: 110'),
    }),
    ['`maxPods` is `50` in the cluster and `110` in the files'],
    'parts',
  )
  assert.equal(
    await said(live, {
      'a/b/c/kube-apiserver.yaml': manifest('--v=2', '--advertise-address=10.0.0.1'),
      'x/y/z/kube-apiserver.yaml': manifest('--v=3', '--advertise-address=10.9.9.9'),
    }),
    ['`--v` is `5` in the cluster and `2` in the files'],
    'its host',
  )
  const { outcome } = await compare(live, {
    'a/a.yaml': named('staging'),
    'b/b.yaml': named('dev'),
    'x/y/z/kube-apiserver.yaml': manifest('--v=3'),
  })
  assert.equal(outcome.findings, [])
  assert.equal(outcome.notChecked, [
    {
      what: 'which cluster of the files is `prod` is not known: they hold `staging`, `dev`, 1 without a name; `clusters` of klint.yaml can name it',
      rules: ['klint/drift'],
      unread: true,
    },
  ])
})

test('what is on one side alone is a note', async () => {
  const { notes, outcome } = await compare(
    [
      ...kubelets({}),
      deployment('cluster-autoscaler', 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.0', [
        './cluster-autoscaler',
      ]),
    ],
    { 'kubelet.yaml': kubeletConfig('maxPods: 110'), 'kube-scheduler.yaml': pod('kube-scheduler', V, []) },
  )
  assert.equal(outcome.findings, [])
  assert.ok(notes.includes('in the files, and not seen in the cluster: kube-scheduler'), notes.join('\n'))
  assert.ok(
    notes.some(note => /^in the cluster, and not in the files: .*cluster-autoscaler/.test(note)),
    notes.join('\n'),
  )
})

test('kubelets that no file is meant for are told', async () => {
  const masters = nodes({ name: 'cp', role: 'control-plane', version: V, configz: KUBEADM_CONFIGZ }).map(
    ({ pool: _, ...one }) => one,
  )
  const ofMasters = await compare([...masters, ...kubelets({ maxPods: 50 })], { 'kubeadm.yaml': KUBEADM })
  assert.equal(ofMasters.outcome.findings, [])
  assert.ok(ofMasters.notes.includes('in the cluster, and not in the files: pool workers'), ofMasters.notes.join('\n'))
  const ofPool = await compare([...masters, ...kubelets({})], {
    'kops.yaml': `apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: { name: a }\nspec: { kubernetesVersion: ${V.slice(1)} }\n---\napiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata: { name: workers, labels: { kops.k8s.io/cluster: a } }\nspec: { role: Node }\n`,
  })
  assert.ok(ofPool.notes.some(note => /^in the cluster, and not in the files: .*control-plane nodes/.test(note)))
})

test('files without a component are told', async () => {
  const { outcome } = await compare(kubelets({}), { 'a.txt': 'kubelet\n' })
  assert.equal(
    outcome.notChecked.map(({ what }) => what),
    ['the files that the cluster is compared with hold no component of one'],
  )
})

test('a comment and an annotation in the file accept a difference, and so does klint.yaml for either place', async () => {
  const live = kubelets({ maxPods: 50 })
  const comment = { 'infra/kubelet.yaml': kubeletConfig('maxPods: 110 # klint: ignore[klint/drift] being rolled out') }
  const silenced = await compare(live, comment)
  assert.equal(silenced.outcome.findings, [])
  assert.is(silenced.outcome.silenced[0]?.silencing.reason, 'being rolled out')
  const unset = kubeletConfig(
    '# klint: ignore[klint/drift] the rest is default',
    'evictionHard:',
    '  memory.available: 100Mi',
  )
  assert.equal(await said(kubelets({}), { 'kubelet.yaml': unset }), [], 'where something is not set')
  const file = { 'infra/kubelet.yaml': kubeletConfig('maxPods: 110') }
  const ignore = (path: string): Configuration => ({
    ignores: [{ rules: ['klint/drift'], paths: [path], reason: 'known', at: nowhere }],
  })
  assert.is((await said(live, file)).length, 1)
  assert.equal(await said(live, file, ignore('infra/**')), [])
  assert.equal(await said(live, file, ignore('prod/node/**')), [])
  assert.equal(await said(live, file, { rules: { 'klint/drift': { severity: 'off' } } }), [])
  const override = (severity: 'off' | 'error'): Configuration => ({
    overrides: [{ files: ['infra/**'], rules: { 'klint/drift': { severity } }, at: nowhere }],
  })
  assert.equal(await said(live, file, override('off')), [])
  assert.equal(
    (await drifts(live, file, override('error'))).map(({ severity }) => severity),
    ['error'],
  )
})

test('what accepts a difference is not called unused where nothing is compared', async () => {
  const source = kubeletConfig('maxPods: 110 # klint: ignore[klint/drift] being rolled out')
  const { outcome } = await run({
    files: [{ uri: 'kubelet.yaml', source }],
    preset: [],
    config: { ignores: [{ rules: ['klint/drift'], paths: ['*.yaml'], reason: 'known', at: nowhere }] },
    roots: [''],
  })
  assert.equal(outcome.findings, [])
})

const FIELDS: readonly (readonly [string, readonly [unknown, ...unknown[]]])[] = [
  ['maxPods', [10, 110, 250]],
  ['evictionHard', [{}, { 'memory.available': '5%' }, { 'memory.available': '1Gi', 'nodefs.available': '10%' }]],
  ['kubeReserved', [{}, { cpu: '100m' }, { cpu: '1', memory: '2Gi' }]],
  ['featureGates', [{}, { NodeSwap: true }, { ImageVolume: true, UserNamespacesSupport: false }]],
  ['enforceNodeAllocatable', [[], ['pods'], ['pods', 'kube-reserved']]],
  ['clusterDNS', [[], ['10.96.0.10'], ['10.96.0.10', '1.1.1.1']]],
  ['nodeStatusUpdateFrequency', ['10s', '1m0s', '500ms']],
  ['failSwapOn', [true, false]],
  ['serializeImagePulls', [true, false]],
  ['shutdownGracePeriod', ['0s', '30s']],
  ['resolvConf', ['/etc/resolv.conf', '']],
  ['containerLogMaxSize', ['10Mi', '1Gi']],
]
const FLAGS: readonly (readonly [string, readonly [string, ...string[]]])[] = [
  [
    'kube-apiserver',
    ['--anonymous-auth=false', '--request-timeout=30s', '--v=4', '--feature-gates=NodeSwap=true,ImageVolume=false'],
  ],
  ['kube-apiserver', ['--enable-admission-plugins=NodeRestriction,AlwaysPullImages', '--max-requests-inflight=800']],
  [
    'kube-controller-manager',
    ['--node-monitor-grace-period=50s', '--controllers=*,-ttl', '--terminated-pod-gc-threshold=1'],
  ],
  ['kube-scheduler', ['--leader-elect-lease-duration=30s', '--kubeconfig=/etc/kubernetes/scheduler.conf']],
  [
    'etcd',
    [
      '--heartbeat-interval=200',
      '--election-timeout=2000',
      '--quota-backend-bytes=8589934592',
      '--auto-compaction-retention=1h',
    ],
  ],
]

for (const [field, values] of FIELDS.filter(([field]) => !['resolvConf', 'featureGates'].includes(field)))
  test(`every difference is found: ${field}`, async () => {
    for (const live of values)
      for (const file of values) {
        const found = await drifts(kubelets({ [field]: live }), {
          'kubelet.yaml': JSON.stringify({ ...KUBEADM_CONFIGZ, [field]: file }),
        })
        assert.is(found.length > 0, live !== file, JSON.stringify([live, file]))
        assert.ok(found.every(({ message }) => message === field || message.startsWith(`${field}.`)))
      }
  })

test('a cluster compared with files of its own recording has not drifted', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { pick, next } = random(seed)
    const pools = ['a', 'b'].slice(0, 1 + (seed % 2))
    const files: Record<string, string> = {}
    const objects: RecordedObject[] = []
    const hosts = ['cp-1', 'cp-2', 'cp-3'].slice(0, 1 + (seed % 3))
    const args = new Map<string, string[]>()
    for (const [component, flags] of FLAGS)
      args.set(component, [...(args.get(component) ?? []), ...flags.filter(() => next() < 0.5)])
    for (const [i, host] of hosts.entries())
      for (const [component, common] of args) {
        const address = `10.0.0.${i + 1}`
        const own =
          component === 'kube-apiserver'
            ? [`--advertise-address=${address}`, '--etcd-servers=https://127.0.0.1:2379']
            : component === 'etcd'
              ? [`--name=${host}`, `--initial-advertise-peer-urls=https://${address}:2380`]
              : []
        const image = component === 'etcd' ? '3.6.5-0' : V
        objects.push(mirrorPod(component, host, `registry.k8s.io/${component}:${image}`, [...own, ...common]))
        files[`${host}/etc/kubernetes/manifests/${component}.yaml`] = pod(component, image, [...own, ...common])
      }
    const configz = Object.fromEntries(FIELDS.map(([field, values]) => [field, pick(values)]))
    for (const name of pools) objects.push(...kubelets(configz, { name }))
    objects.push(configMap('kube-system', 'kubelet-config', { kubelet: kubeletConfig('maxPods: 1') }))
    files['kubelet.yaml'] = JSON.stringify({
      ...KUBEADM_CONFIGZ,
      ...configz,
    })
    const { outcome } = await compare(objects, files)
    assert.equal(
      outcome.findings.map(({ what }) => what),
      [],
      `seed ${seed}`,
    )
    assert.equal(
      outcome.notChecked.map(({ what }) => what),
      [],
      `seed ${seed}`,
    )
  }
})

test.run()
