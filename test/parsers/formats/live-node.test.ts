import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document, Hint, Live } from '../../../src/model/document.js'
import { openLive } from '../../../src/parsers/embed.js'
import { liveConfigz, liveNode } from '../../../src/parsers/formats/live-node.js'
import { liveVersion } from '../../../src/parsers/formats/live-version.js'
import { fragments, only, plain, readWith, versions } from '../../support/fragments.js'
import { show } from '../../support/words.js'

const test = suite('formats/live')

const open = (body: object, live: Partial<Live> = {}, hint: Hint = {}): Document =>
  openLive({
    uri: 'prod/node/a',
    source: JSON.stringify(body, undefined, 2),
    live: { cluster: 'prod', kind: 'Node', name: 'a', count: 3, others: ['b', 'c'], ...live },
    host: { id: 'prod workers' },
    hint: { set: 'cluster prod', pool: 'workers', role: 'worker', ...hint },
  })

const node = (capacity: object, allocatable: object, annotations: object = {}): Document =>
  open({
    kind: 'Node',
    metadata: { name: 'a', annotations },
    status: { capacity, allocatable, nodeInfo: { kubeletVersion: 'v1.34.2+k3s1' } },
  })

const isNothing = (capacity: object, allocatable: object): boolean | undefined => {
  const { shows } = only(readWith(liveNode, node(capacity, allocatable)), 'observed')
  assert.is(shows.what, 'reservation')
  return shows.what === 'reservation' ? shows.isNothing : undefined
}

test('nothing is set aside where memory and CPU are given to pods as a whole', () => {
  assert.is(isNothing({ cpu: '4', memory: '16Gi' }, { cpu: '4000m', memory: '16777216Ki' }), true)
  assert.is(isNothing({ cpu: '4', memory: '16Gi' }, { cpu: '3800m', memory: '16Gi' }), false)
  assert.is(isNothing({ cpu: '4', memory: '16Gi' }, { cpu: '4', memory: '15Gi' }), false)
})

test('what cannot be read says nothing, neither way', () => {
  assert.is(isNothing({ cpu: '4' }, { cpu: '4' }), undefined)
  assert.is(isNothing({ cpu: 'four', memory: '16Gi' }, { cpu: '4', memory: '16Gi' }), undefined)
  assert.is(isNothing({}, {}), undefined)
})

test('a node stands for its group: version, pool, role, number', () => {
  const fragment = only(readWith(liveNode, node({}, {})), 'observed')
  assert.equal(versions(fragment), ['kubelet 1.34.2'])
  assert.equal([fragment.pool, fragment.role, fragment.set], ['workers', 'worker', 'cluster prod'])
  assert.equal(fragment.instances, { min: 3, max: 3 })
})

test('a node in a file is a fixture of somebody’s test', () => {
  assert.equal(readWith(liveNode, 'kind: Node\nmetadata: { name: a }\n').fragments, [])
  assert.equal(readWith(liveConfigz, 'kind: KubeletConfiguration\n').fragments, [])
  assert.equal(readWith(liveVersion, 'gitVersion: v1.34.2\n').fragments, [])
})

const args = (...words: readonly string[]) =>
  fragments(readWith(liveNode, node({}, {}, { 'k3s.io/node-args': JSON.stringify(words) })), 'argv')

test('k3s notes the arguments it gives to each component, with the value in a word of its own', () => {
  const found = args(
    'server',
    '--token',
    '********',
    '--kubelet-arg',
    'max-pods=250',
    '--kubelet-arg',
    'kube-reserved=cpu=200m,memory=1Gi',
    '--kube-apiserver-arg',
    'audit-log-maxage=30',
    '--disable',
    'traefik',
  )
  assert.equal(
    found.map(({ component, words, open, instances }) => [component, show(words), open, instances]),
    [
      ['kubelet', ['--max-pods=250', '--kube-reserved=cpu=200m,memory=1Gi'], true, { min: 3, max: 3 }],
      ['kube-apiserver', ['--audit-log-maxage=30'], true, { min: 3, max: 3 }],
    ],
  )
  assert.equal(found.map(versions), [['kubelet 1.34.2'], ['kube-apiserver 1.34.2']])
})

test('old releases wrote both in one word; an argument of etcd says nothing of its version', () => {
  const [etcd] = args('server', '--etcd-arg=quota-backend-bytes=8589934592')
  assert.equal([etcd?.component, show(etcd?.words ?? [])], ['etcd', ['--quota-backend-bytes=8589934592']])
  assert.equal(etcd === undefined ? [] : versions(etcd), [])
})

test('each value is at its own place in the annotation', () => {
  const [kubelet] = args('agent', '--kubelet-arg', 'max-pods=250')
  const piece = kubelet?.words[0]?.parts[0]?.text.slice(2)
  assert.is(piece?.value, 'max-pods=250')
  assert.is(piece?.at.doc.source.slice(piece.at.start, piece.at.end), 'max-pods=250')
})

test('rke2 notes them under a name of its own', () => {
  const doc = node({}, {}, { 'rke2.io/node-args': '["server","--kubelet-arg","v=4"]' })
  assert.equal(show(only(readWith(liveNode, doc), 'argv').words), ['--v=4'])
})

test('an annotation that is something else', () => {
  for (const text of ['', '{}', '[1,2]', '["--kubelet-arg"', '["--kubelet-arg"]', '["--kubelet-arg",{}]'])
    assert.equal(fragments(readWith(liveNode, node({}, {}, { 'k3s.io/node-args': text })), 'argv'), [], text)
})

test('what a kubelet answers is all it runs with', () => {
  const doc = open({ maxPods: 250, evictionHard: { 'memory.available': '5%' } }, { part: 'configz', count: 12 })
  const { shows, instances, component } = only(readWith(liveConfigz, doc), 'observed')
  assert.equal([component, instances], ['kubelet', { min: 12, max: 12 }])
  assert.equal(shows.what === 'configuration' ? plain(shows.tree) : undefined, {
    maxPods: '250',
    evictionHard: { 'memory.available': '5%' },
  })
  assert.equal(readWith(liveNode, doc).fragments, [])
})

const version = (hint: Hint) =>
  readWith(liveVersion, open({ gitVersion: 'v1.33.5-eks-3025e55' }, { kind: 'Version' }, hint))

test('the version of a cluster, and nothing else where pods show the apiserver', () => {
  const parsed = version({})
  assert.equal(
    parsed.fragments.map(({ kind }) => kind),
    ['version'],
  )
  assert.equal(versions(only(parsed, 'version')), ['kubernetes 1.33.5'])
  assert.is(only(parsed, 'version').cluster, 'prod')
})

test('an apiserver of which nobody shows how it was started is a component with an open command line', () => {
  const { open: isOpen, openedBy, words } = only(version({ role: 'control-plane' }), 'argv')
  assert.equal([isOpen, openedBy?.what, words], [true, 'how kube-apiserver was started is not in view', []])
  const managed = only(version({ role: 'control-plane', managedBy: 'EKS' }), 'argv')
  assert.is(managed.openedBy?.what, 'EKS does not show how kube-apiserver is started')
})

test.run()
