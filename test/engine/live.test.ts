import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { withEditsOnDisk } from '../../src/engine/fixing/offers.js'
import { identityOf } from '../../src/engine/identity.js'
import { partsOf } from '../../src/engine/identity-parts.js'
import { isLiveIdentity } from '../../src/engine/live-identity.js'
import { liveRoute } from '../../src/engine/routes.js'
import { settle } from '../../src/engine/settle.js'
import type { Document, Live } from '../../src/model/document.js'
import { ALSO_HERE, type Finding } from '../../src/model/finding.js'
import { openLive } from '../../src/parsers/embed.js'
import { parse } from '../../src/parsers/index.js'
import { at, document, finding, LIVE } from '../support/outcome.js'

const test = suite('engine: findings of a running cluster')

const live = (object: Partial<Live>, body: unknown, more: Partial<Document> = {}): Document => ({
  ...openLive({ uri: `prod/${object.kind ?? 'pod'}/${object.name ?? ''}`, source: JSON.stringify(body, undefined, 2) }),
  live: { ...LIVE, ...object },
  ...more,
})

const etcd = (node: string): Document =>
  live(
    { name: `etcd-${node}` },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `etcd-${node}`, namespace: 'kube-system', labels: { 'a.b/c': 'x' } },
      spec: { nodeName: node, containers: [{ name: 'etcd', command: ['etcd', '--election-timeout=300'] }] },
    },
  )
const configz = (name: string, pool: string, count = 1, cluster = 'prod'): Document =>
  live(
    { cluster, kind: 'Node', name, part: 'configz', count },
    { kind: 'KubeletConfiguration', evictionHard: { 'nodefs.available': '10%' } },
    { uri: `${cluster}/node/${name}/configz`, hint: { pool }, host: { id: `${cluster} ${pool}` } },
  )

test('a route is that of an identity, without what the object is called', async () => {
  const pod = etcd('m-0')
  assert.is(liveRoute(at(pod, '--election-timeout=300')), 'spec.containers[etcd].command --election-timeout')
  assert.is(liveRoute(at(pod, '"etcd"')), 'spec.containers[etcd]')
  assert.is(liveRoute(at(pod, 'a.b/c')), 'metadata.labels["a.b/c"]')
  const node = configz('a', 'workers')
  assert.is(liveRoute({ doc: node, start: 0, end: 0 }), '')
  assert.is(liveRoute(at(node, 'nodefs.available')), 'evictionHard["nodefs.available"]')
  assert.is(liveRoute(at(document('a.yaml', 'a: 1\n'), '1')), '')
  const map = live(
    { kind: 'ConfigMap', name: 'kubelet-config' },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kubelet-config', namespace: 'kube-system' },
      data: { kubelet: 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 500\n' },
    },
  )
  const [inner] = (await parse(map)).embedded
  if (inner === undefined) throw new Error('the ConfigMap holds a document')
  assert.is(liveRoute(at(inner, '500')), 'data.kubelet > KubeletConfiguration: maxPods')
})

test('an identity names no node that may be gone tomorrow', () => {
  const path = (doc: Document): string => partsOf(identityOf(finding({ doc, start: 0, end: 0 }))).path
  assert.is(path(configz('ip-10-0-1-7', 'workers')), 'klint-live/prod/nodes/workers/configz')
  assert.is(
    path(live({ kind: 'Node', name: 'a' }, {}, { hint: { role: 'control-plane' } })),
    'klint-live/prod/nodes/control-plane',
  )
  assert.is(path(live({ kind: 'Node', name: 'a' }, {})), 'klint-live/prod/nodes')
  assert.is(path(etcd('m-0')), 'klint-live/prod/pod/kube-system/etcd')
  assert.is(path(live({}, { spec: { nodeName: 'elsewhere' } })), 'klint-live/prod/pod/kube-system/etcd-a')
  const odd = live({ cluster: 'arn:aws:eks:x:1:cluster/a b', kind: 'Version', name: 'version' }, {})
  assert.is(path(odd), 'klint-live/arn:aws:eks:x:1:cluster/a b/version')
  assert.is(path(document('nodes/a.yaml', 'a: 1')), 'nodes/a.yaml')
  assert.ok(isLiveIdentity(path(odd)))
  const whole = identityOf(finding(at(configz('a', 'workers'), '"10%"')))
  assert.is(whole, identityOf(finding(at(configz('b', 'workers'), '"10%"'))))
  assert.match(whole, ' evictionHard["nodefs.available"] ')
})

const settled = (findings: readonly Finding[]): readonly Finding[] => settle(findings, {}).findings

test('one cause in a cluster is one finding, with three examples and all places', () => {
  const all = ['a', 'b', 'c', 'd', 'e'].map((pool, i) => finding(at(configz(`n-${i}`, pool, 100), '"10%"'), { pool }))
  const [one, ...others] = settled(all)
  assert.equal(others, [])
  assert.is(one?.at.doc.uri, 'prod/node/n-0/configz')
  assert.equal(
    one?.related.map(({ at, label }) => [at.doc.uri, label]),
    [1, 2, 3].map(i => [`prod/node/n-${i}/configz`, ALSO_HERE]),
  )
  assert.equal([one?.alike?.count, one?.alike?.pools, one?.alike?.places.length], [500, ['a', 'b', 'c', 'd', 'e'], 4])
})

test('a node and what its kubelet answers are one, whichever of the group was asked', () => {
  const answer = configz('n-1', 'workers', 100)
  const node = live({ kind: 'Node', name: 'n-0', count: 100 }, { kind: 'Node' }, { host: { id: 'prod workers' } })
  const [one] = settled([finding(at(answer, '"10%"')), finding(at(node, '"Node"'))])
  assert.is(one?.alike?.count, 100)
  const both = [finding(at(answer, '"10%"')), finding(at(answer, '"evictionHard"'))]
  assert.is(settled(both)[0]?.alike?.count, 100)
  assert.is(settled([finding(at(answer, '"10%"')), finding(at(answer, '"10%"'))])[0]?.alike, undefined)
})

test('replicas share one', () => {
  const [one, ...others] = settled(['m-0', 'm-1', 'm-2'].map(node => finding(at(etcd(node), '--election-timeout=300'))))
  assert.equal([one?.alike?.count, one?.alike?.pools, others], [3, [], []])
})

test('other words, another severity or another cluster are another finding', () => {
  const of = (doc: Document, more: Partial<Finding> = {}): Finding => finding(at(doc, '"10%"'), more)
  const found = settled([
    of(configz('a', 'a')),
    of(configz('b', 'b'), { what: 'something else' }),
    of(configz('c', 'c'), { severity: 'info' }),
    of(configz('d', 'd', 1, 'test')),
    finding(at(document('a.yaml', 'a: "10%"\n'), '"10%"')),
  ])
  assert.is(found.length, 5)
  assert.ok(found.every(({ alike }) => alike === undefined))
})

test('what is partly known is told of the rest', () => {
  const all = ['a', 'b', 'c'].map(pool => finding(at(configz(`n-${pool}`, pool, 10), '"10%"')))
  const { findings } = settle(all, { known: some => ({ findings: some.slice(1), silenced: [] }) })
  assert.equal([findings.length, findings[0]?.at.doc.live?.name, findings[0]?.alike?.count], [1, 'n-b', 20])
})

test('nothing that runs is mended', async () => {
  const place = at(configz('a', 'a'), '10%')
  const edit = { at: place, text: '15' }
  const [one] = await withEditsOnDisk([finding(place, { fix: { level: 'safe', title: 'set it', edits: [edit] } })])
  assert.is(one?.fix?.title, 'set it')
  assert.is(one?.fix?.onDisk, undefined)
})

test.run()
