import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { client, type Limits } from '../../../src/sources/cluster/client.js'
import { connect } from '../../../src/sources/cluster/kubeconfig.js'
import { readCluster } from '../../../src/sources/cluster/read-cluster.js'
import { permissionFor, type Wanted } from '../../../src/sources/cluster/reading.js'
import type { Missing, Recording } from '../../../src/sources/cluster/recording.js'
import type { Fault, Trouble } from '../../support/cluster/faults.js'
import { writeKubeconfig } from '../../support/cluster/kubeconfig.js'
import type { Asked, Seen } from '../../support/cluster/seen.js'
import { served } from '../../support/cluster/served.js'
import type { Provider, Shape } from '../../support/cluster/shape.js'
import { spoiling, storeClient } from '../../support/cluster/store-client.js'

const test = suite('sources: what is read of a cluster')

const LIMITS: Limits = { inFlight: 8, timeout: 10_000, requests: 10_000, bytes: 1e9, total: 600_000 }
const WANTED: Wanted = {
  cluster: 'prod',
  klint: '0.1.0',
  takenAt: '2026-11-26T07:00:00Z',
  allNodes: false,
  nodeProxy: true,
  everything: false,
}

interface Reading {
  readonly wanted?: Partial<Wanted>
  readonly limits?: Partial<Limits>
  readonly troubles?: readonly Trouble[]
}

interface Result {
  readonly recording: Recording
  readonly seen: Seen
  readonly took: number
}

const reading = (shape: Shape, { wanted, limits, troubles = [] }: Reading = {}): Promise<Result> =>
  served(shape, { troubles }, async (cluster, folder) => {
    const allowed = { ...LIMITS, ...limits }
    const connection = await connect(
      { cwd: folder, env: {}, kubeconfig: writeKubeconfig(folder, cluster) },
      allowed.inFlight,
    )
    const reader = client(connection, allowed)
    try {
      const from = performance.now()
      const recording = await readCluster(reader, { ...WANTED, ...wanted })
      return { recording, seen: cluster.seen(), took: performance.now() - from }
    } finally {
      reader.close()
    }
  })

const namesOf = ({ objects }: Recording, kind: string, part?: string): string[] =>
  objects.filter(object => object.kind === kind && object.part === part).map(({ name }) => name)

const missed = ({ missing }: Recording): string[] =>
  missing.map(({ read, why, count }) => `${read}: ${why}${count > 1 ? ` ${count}x` : ''}`)

const onlyGet = (asked: readonly Asked[]): boolean => asked.every(({ method }) => method === 'GET')

test('of more groups than are asked the largest are, and how many nodes that leaves is told', async () => {
  const lone = Array.from({ length: 110 }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `a-${i}`, labels: { 'node.kubernetes.io/instance-type': `m${i}.large` } },
    status: { nodeInfo: { kubeletVersion: 'v1.34.2', operatingSystem: 'linux' } },
  }))
  const { recording, seen } = await reading({ nodes: 60, pools: 3, objects: lone })
  const asked = seen.asked.flatMap(({ path }) => /nodes\/([^/]+)\/proxy/.exec(path)?.[1] ?? [])
  assert.is(asked.filter(name => !name.startsWith('a-')).length, 3)
  const left = recording.missing.find(({ why }) => why === 'limit')
  assert.match(left?.said ?? '', /^13 groups of nodes were not asked, 13 of 170 nodes$/)
})

test('5,000 nodes in 12 pools: 34 requests over at most 8 connections, each node counted', async () => {
  const { recording, seen } = await reading({ nodes: 5000, pools: 12, patchVersions: 3 })
  assert.ok(onlyGet(seen.asked) && seen.received === 0)
  assert.ok(seen.asked.length <= 34, `${seen.asked.length} requests`)
  assert.ok(seen.connections <= 8 && seen.inFlight <= 8, `${seen.connections} connections, ${seen.inFlight} at a time`)
  const settings = recording.objects.filter(({ part }) => part === 'configz')
  assert.is(settings.length, 12)
  assert.is(
    settings.reduce((sum, { count }) => sum + count, 0),
    5000,
  )
  assert.equal(recording.missing, [])
  assert.is(new Set(seen.asked.map(({ path }) => path)).size, seen.asked.length, 'nothing is asked twice')
  const pages = seen.asked.filter(({ path }) => /^\/api\/v1\/nodes\?/.test(path))
  assert.is(pages.length, 10)
  assert.ok(pages.every(({ path }) => path.includes('limit=500')))
})

test('in the middle of an upgrade: one node of each pool and version', async () => {
  const { recording, seen } = await reading({ nodes: 120, pools: 4, patchVersions: 2, mixed: true })
  const groups = namesOf(recording, 'Node').length
  assert.is(groups, 7, 'the control plane is so small that it is through')
  assert.ok(seen.asked.length <= 1 + groups + 12, `${seen.asked.length} requests`)
})

test('--all-nodes: each node once, at most 32 at a time, one who differs is an object of its own', async () => {
  const other = { kubeletconfig: { kind: 'KubeletConfiguration', maxPods: 500 } }
  const { recording, seen } = await reading(
    { nodes: 600, pools: 4 },
    {
      wanted: { allNodes: true },
      limits: { inFlight: 32 },
      troubles: [{ at: /ip-10-0-1-7\..*configz/, fault: { kind: 'body', body: JSON.stringify(other) } }],
    },
  )
  assert.ok(onlyGet(seen.asked))
  assert.ok(seen.asked.length <= 600 + 30, `${seen.asked.length} requests`)
  assert.ok(seen.configzInFlight <= 32 && seen.connections <= 32, `${seen.configzInFlight} at a time`)
  const settings = recording.objects.filter(({ part }) => part === 'configz')
  assert.is(settings.length, 5)
  assert.equal(
    settings.filter(({ count }) => count === 1).map(({ name }) => name),
    ['ip-10-0-1-7.eu-central-1.compute.internal'],
  )
})

test('kubelets are not asked where they are not to be', async () => {
  const { recording, seen } = await reading({}, { wanted: { nodeProxy: false } })
  assert.not.ok(seen.asked.some(({ path }) => path.includes('/proxy/')))
  assert.equal(namesOf(recording, 'Node', 'configz'), [])
  assert.equal(recording.missing, [])
})

test('what a cluster of kubeadm shows', async () => {
  const { recording } = await reading({ nodes: 6 })
  assert.is(recording.distribution, 'other')
  assert.is(namesOf(recording, 'Pod').length, 12)
  assert.equal(namesOf(recording, 'ConfigMap').sort(), [
    'cluster-autoscaler-status',
    'cluster-info',
    'kube-proxy',
    'kubelet-config',
  ])
  assert.equal(namesOf(recording, 'Deployment'), ['cluster-autoscaler', 'coredns'])
  assert.is(namesOf(recording, 'Lease').length, 6)
  assert.is(namesOf(recording, 'EndpointSlice').length, 1)
  assert.is(namesOf(recording, 'Node', 'configz').length, namesOf(recording, 'Node').length)
})

test('static pods without the label of kubeadm are found on the nodes of the control plane', async () => {
  const { recording, seen } = await reading({ provider: 'kops', nodes: 40 })
  assert.is(namesOf(recording, 'Pod').filter(name => name.startsWith('kube-apiserver')).length, 3)
  assert.ok(seen.asked.length <= 1 + 3 + 12 + 3, `${seen.asked.length} requests`)
})

test('providers are told by what they leave behind, and not asked for what they hide', async () => {
  const told: readonly (readonly [Provider, string])[] = [
    ['eks', 'eks'],
    ['gke', 'gke'],
    ['aks', 'aks'],
    ['k3s', 'k3s'],
    ['rke2', 'rke2'],
  ]
  for (const [provider, distribution] of told) {
    const { recording, seen } = await reading({ provider, nodes: 4 })
    assert.is(recording.distribution, distribution)
    assert.equal(recording.missing, [], provider)
    assert.ok(seen.asked.length <= 1 + 3 + 12, `${provider}: ${seen.asked.length} requests`)
  }
})

test('endpoints where there are no slices', async () => {
  const { recording } = await reading({ without: ['/apis/discovery.k8s.io/v1'] })
  assert.equal(namesOf(recording, 'Endpoints'), ['kubernetes'])
  assert.equal(recording.missing, [])
})

test('everything, for a recording', async () => {
  const { recording, seen } = await reading({ version: '1.36.0' }, { wanted: { everything: true } })
  assert.ok(onlyGet(seen.asked))
  for (const kind of [
    'ValidatingWebhookConfiguration',
    'APIService',
    'FlowSchema',
    'PodDisruptionBudget',
    'Flagz',
    'Statusz',
  ])
    assert.ok(namesOf(recording, kind).length > 0, kind)
  assert.ok(namesOf(recording, 'ConfigMap').includes('kubeadm-config'))
  const flagz = seen.asked.find(({ path }) => path === '/flagz')
  assert.is(flagz?.headers.accept, 'application/json;as=Flagz;v=v1beta1;g=config.k8s.io')
})

const one = (at: RegExp, fault: Fault, more: Partial<Trouble> = {}): Reading => ({ troubles: [{ at, fault, ...more }] })

test('a read that is refused is missing alone, and says by which right', async () => {
  const refused: readonly (readonly [RegExp, string, string])[] = [
    [/^\/version/, 'version: forbidden', 'get /version'],
    [/^\/api\/v1\/nodes\?/, 'nodes: forbidden', 'list nodes'],
    [/configz$/, 'configz: forbidden', 'get nodes/proxy'],
    [/\/pods\?/, 'control-plane pods: forbidden', 'list pods'],
    [/\/deployments\?/, 'deployments: forbidden', 'list deployments.apps'],
    [/\/leases\?/, 'leases: forbidden', 'list leases.coordination.k8s.io'],
    [/\/services\//, 'kubernetes service: forbidden', 'get services/kubernetes in default'],
  ]
  const whole = (await reading({})).recording.objects.length
  for (const [at, missing, permission] of refused) {
    const { recording, seen } = await reading({}, one(at, { kind: 'status', status: 403, message: 'jane cannot' }))
    assert.equal(missed(recording), [missing])
    assert.equal(recording.missing.map(permissionFor), [permission])
    assert.match(recording.missing[0]?.said ?? '', 'jane cannot')
    assert.ok(recording.objects.length < whole)
    assert.ok(seen.asked.filter(({ path }) => at.test(path)).length === 1, 'asked once')
  }
})

test('everything is refused but the version', async () => {
  const { recording, seen } = await reading({}, one(/^\/(?!version)/, { kind: 'status', status: 403 }))
  assert.equal(
    recording.objects.map(({ kind }) => kind),
    ['Version'],
  )
  assert.ok(recording.missing.length >= 10)
  assert.ok(recording.missing.every(({ why }: Missing) => why === 'forbidden'))
  assert.ok(seen.asked.length <= 14, `${seen.asked.length} requests`)
})

const TIMEOUT = 600

test('a node that never answers costs one timeout, and another of its group is asked', async () => {
  const { recording, took } = await reading(
    { nodes: 40 },
    { ...one(/ip-10-0-0-(?:3|4)\..*configz/, { kind: 'silent' }), limits: { timeout: TIMEOUT } },
  )
  assert.ok(took < 2 * TIMEOUT + 200, `${took} ms`)
  assert.is(namesOf(recording, 'Node', 'configz').length, 3)
  assert.equal(missed(recording), [])
})

test('no node answers: a few timeouts, whatever the number of nodes', async () => {
  const silent = async (allNodes: boolean, pools: number) => {
    const limits = { timeout: TIMEOUT, inFlight: allNodes ? 32 : 8 }
    const { recording, seen, took } = await reading(
      { nodes: 300, pools },
      { ...one(/configz/, { kind: 'silent' }), limits, wanted: { allNodes } },
    )
    assert.ok(took < 5 * TIMEOUT, `${took} ms`)
    assert.ok(seen.asked.filter(({ path }) => path.includes('configz')).length <= 60)
    assert.ok(missed(recording).includes('configz: limit'), missed(recording).join('; '))
    assert.is(namesOf(recording, 'Pod').length, 12)
  }
  await Promise.all([silent(false, 20), silent(true, 2)])
})

test('a third of the nodes does not answer: all others are asked, though those that take their time end together', async () => {
  const { recording, seen } = await reading(
    { nodes: 200, pools: 2, slim: true },
    {
      ...one(/ip-10-0-\d+-\d*[147]\..*configz/, { kind: 'silent' }),
      limits: { timeout: TIMEOUT, inFlight: 32 },
      wanted: { allNodes: true },
    },
  )
  assert.is(seen.asked.filter(({ path }) => path.includes('configz')).length, 200)
  assert.match(missed(recording).join(), /^configz: timeout \d+x$/)
})

test('a list that ends in the middle: what came is kept, and that it is not all is said', async () => {
  const middle: readonly (readonly [Fault, string])[] = [
    [{ kind: 'status', status: 410, message: 'The provided continue parameter is too old' }, 'nodes: failed'],
    [{ kind: 'cut', after: 2000 }, 'nodes: failed'],
    [{ kind: 'body', body: '{"items":' }, 'nodes: unreadable'],
    [{ kind: 'silent' }, 'nodes: timeout'],
    [{ kind: 'body', body: '{"kind":"NodeList","items":"x"}' }, 'nodes: unreadable'],
  ]
  const check = async ([fault, said]: (typeof middle)[number]) => {
    const { recording } = await reading({ nodes: 600 }, { ...one(/continue=/, fault), limits: { timeout: 2000 } })
    assert.equal(missed(recording), [said])
    const count = recording.objects.reduce(
      (sum, object) => sum + (object.kind === 'Node' && object.part === undefined ? object.count : 0),
      0,
    )
    assert.is(count, 500)
  }
  await Promise.all(middle.map(check))
})

test('lists without an end have one', async () => {
  for (const fresh of [false, true]) {
    const { recording, seen } = await reading({}, one(/^\/api\/v1\/nodes\?/, { kind: 'endless', fresh }))
    assert.ok(missed(recording).includes('nodes: limit'))
    assert.ok(seen.asked.length < 230, `${seen.asked.length} requests`)
  }
})

test('more than a cluster has: so many objects are kept, none that is too large, and that is said', async () => {
  const list = (items: readonly string[]): Fault => ({ kind: 'body', body: `{"items":[${items.join()}]}` })
  const pods = Array.from({ length: 6000 }, (_, i) => `{"metadata":{"name":"p${i}"}},{},{"metadata":{}}`)
  const nodes = Array.from({ length: 6000 }, (_, i) => `{"metadata":{"name":"n${i}","labels":{"agentpool":"p${i}"}}}`)
  const { recording, seen } = await reading(
    {},
    {
      troubles: [
        { at: /\/pods/, fault: list(pods) },
        { at: /nodes\?/, fault: list(nodes) },
        { at: /configmaps/, fault: { kind: 'huge', bytes: 3_000_000 } },
        { at: /deployments/, fault: list([`{"metadata":{"name":"coredns"},"spec":"${'etcd '.repeat(600_000)}"}`]) },
        { at: /leases/, fault: list([`{"metadata":{"name":"a"},"spec":"${'x'.repeat(3_000_000)}"}`]) },
      ],
    },
  )
  assert.is(namesOf(recording, 'Pod').length, 5000)
  assert.is(namesOf(recording, 'Node').length, 5000)
  assert.equal(namesOf(recording, 'Lease'), [])
  assert.equal(namesOf(recording, 'ConfigMap'), [])
  assert.ok(seen.asked.length < 250, `${seen.asked.length} requests`)
  const why = new Map(recording.missing.map(({ read, said }) => [read, said]))
  assert.is(why.get('control-plane pods'), 'klint looks at 5000 of 6000 objects')
  assert.is(why.get('nodes'), 'klint looks at 5000 of 6000 objects')
  assert.match(why.get('leases') ?? '', '`a` is larger than any object etcd keeps')
})

test('the whole cluster troubled in each way: it ends in time, and says what is missing', async () => {
  const faults: readonly Fault[] = [
    { kind: 'status', status: 401 },
    { kind: 'status', status: 404 },
    { kind: 'status', status: 429, retryAfter: '0' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
    { kind: 'silent' },
    { kind: 'drip', ms: 50 },
    { kind: 'cut', after: 0 },
    { kind: 'cut', after: 5 },
    { kind: 'body', body: 'garbage' },
    { kind: 'body', body: '{}' },
    { kind: 'body', body: '{"items":null}' },
    { kind: 'body', body: '{"items":{}}' },
    { kind: 'body', body: '{"items":[null,7,"x",[],{},{"metadata":7},{"metadata":{"name":7}}]}' },
    { kind: 'redirect', to: 'https://example.com/' },
    { kind: 'noise', bytes: '\0\0\0\0' },
  ]
  const check = async (fault: Fault) => {
    const { recording, seen, took } = await reading({}, { ...one(/./, fault), limits: { timeout: TIMEOUT } })
    const name = JSON.stringify(fault)
    assert.ok(took < 6 * TIMEOUT, `${name}: ${took} ms`)
    assert.ok(seen.asked.length <= 60, `${name}: ${seen.asked.length} requests`)
    assert.ok(onlyGet(seen.asked))
    if (fault.kind !== 'body' && !(fault.kind === 'status' && fault.status === 404)) {
      assert.equal(recording.objects, [], name)
      assert.ok(recording.missing.length > 5, name)
    }
  }
  await Promise.all(faults.map(check))
})

test('every other answer troubled', async () => {
  for (const fault of [{ kind: 'status', status: 503 }, { kind: 'cut', after: 3 }, { kind: 'http10' }] as const) {
    const troubles = Array.from({ length: 20 }, (_, i): Trouble => ({ at: /./, fault, skip: 2 * i, times: 1 }))
    const { recording, seen } = await reading({ nodes: 12 }, { troubles })
    if (fault.kind === 'http10') assert.equal(recording.missing, [])
    else assert.ok(recording.missing.length > 0)
    assert.ok(recording.objects.length > 0)
    assert.ok(seen.asked.length <= 60)
  }
})

test('names that would be paths stay names', async () => {
  const hostile = [
    '../../../version',
    '..',
    'a/b',
    'a?b=c#d',
    '%2e%2e',
    '\u001b[31mred',
    `${'n'.repeat(9000)}`,
    'x\r\nHost: evil',
  ]
  const objects = hostile.map((name, i) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'karpenter.sh/nodepool': `hostile-${i}` } },
    status: { nodeInfo: { operatingSystem: 'linux', kubeletVersion: 'v1.34.2' } },
  }))
  const { seen } = await reading({ nodes: 3, objects })
  for (const { path, headers } of seen.asked) {
    assert.match(path, /^\/(?:version|api\/v1\/|apis\/)/)
    assert.not.match(path, /\/\.\.?\/|[^ -~]/)
    assert.not.match(headers.host ?? '', 'evil')
  }
})

test('answers in which anything may stand anywhere make no error', () =>
  fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.constantFrom(0.001, 0.01, 0.1),
      fc.constantFrom<Provider>('kubeadm', 'kops', 'eks'),
      fc.boolean(),
      async (seed, odds, provider, allNodes) => {
        const reader = storeClient({ provider, nodes: 4, pools: 2 }, spoiling(seed, odds))
        const recording = await readCluster(reader, { ...WANTED, allNodes, everything: true })
        assert.ok(reader.sent().requests < 300)
        assert.is(JSON.parse(JSON.stringify(recording)).kind, 'ClusterRecording')
        for (const { name, kind } of recording.objects) assert.ok(typeof name === 'string' && typeof kind === 'string')
      },
    ),
    { numRuns: 60 },
  ))

test.run()
