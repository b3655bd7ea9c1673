import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Result, run } from '../../src/engine/run.js'
import { documentsOf } from '../../src/sources/cluster/documents.js'
import type { RecordedObject } from '../../src/sources/cluster/recording.js'
import { configMap, nodes, recording, version } from '../support/recordings.js'
import { all, only, said, saidMap, type View } from '../support/resolved.js'

const test = suite('resolve: observed')

const resolvedOf = (...objects: readonly RecordedObject[]): Promise<Result> =>
  run({ files: documentsOf(recording([version('v1.34.2'), ...objects])), preset: 'all', config: {}, resolveOnly: true })

const kept = (lines: string, name = 'kubelet-config'): RecordedObject =>
  configMap('kube-system', name, {
    kubelet: `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${lines}\n`,
  })
const k3sArgs = (...args: readonly string[]) => ({ 'k3s.io/node-args': JSON.stringify(['agent', ...args]) })
const workers = { name: 'workers', count: 3, version: 'v1.34.2' }
const NOTHING_SET_ASIDE = { cpu: '4', memory: '16391764Ki' }
const SOME_SET_ASIDE = { cpu: '3800m', memory: '15Gi' }

const kubelet = async (...objects: readonly RecordedObject[]): Promise<View> =>
  only(await resolvedOf(...objects), 'kubelet')
const get = async (key: string, ...objects: readonly RecordedObject[]): Promise<string> =>
  said((await kubelet(...objects)).get(key))

test('what a kubelet answers beats its flags, and those the ConfigMap', async () => {
  const annotations = k3sArgs('--kubelet-arg', 'max-pods=70')
  assert.is(
    await get('maxPods', ...nodes({ ...workers, annotations, configz: { maxPods: 250 } }), kept('maxPods: 50')),
    'set 250 by observed maxPods: 250 over max-pods=70, maxPods: 50',
  )
})

test('what an answer leaves out is not set, whatever is written', async () => {
  const objects = [
    ...nodes({ ...workers, configz: { maxPods: 250 } }),
    kept('serverTLSBootstrap: true\nkubeReserved: { memory: 1Gi }\npodsPerCore: 5'),
  ]
  assert.is(await get('serverTLSBootstrap', ...objects), 'default false over serverTLSBootstrap: true')
  assert.is(await get('podsPerCore', ...objects), 'default 0 over podsPerCore: 5')
  const view = await kubelet(...objects)
  assert.equal(saidMap(view, 'kubeReserved'), [])
  assert.is(said(view.get('kubeReserved', 'memory')), 'default nothing')
  // no thresholds of the version: what runs without them runs without them
  assert.is(said(view.get('evictionHard', 'memory.available')), 'default nothing')
})

test('an explicit zero of an answer is what runs', async () => {
  assert.is(
    await get('nodeStatusUpdateFrequency', ...nodes({ ...workers, configz: { nodeStatusUpdateFrequency: '0s' } })),
    'set 0 by observed nodeStatusUpdateFrequency: 0s',
  )
})

test('without an answer a node shows whether anything is reserved', async () => {
  const none = await kubelet(...nodes({ ...workers, allocatable: NOTHING_SET_ASIDE }))
  assert.is(said(none.get('kubeReserved', 'memory')), 'default nothing')
  assert.is(said(none.get('systemReserved', 'cpu')), 'default nothing')
  const some = await kubelet(...nodes({ ...workers, allocatable: SOME_SET_ASIDE }))
  assert.match(said(some.get('kubeReserved', 'memory')), 'unknown: a node shows that something is reserved')
  assert.match(said(some.get('maxPods')), /^unknown: /)
})

test('without an answer what kubeadm keeps counts, with flags that nobody sees', async () => {
  const objects = [...nodes({ ...workers, allocatable: SOME_SET_ASIDE }), kept('maxPods: 50')]
  assert.is(await get('maxPods', ...objects), 'set 50 by file maxPods: 50')
  assert.is(
    await get('registryPullQPS', ...objects),
    "default 5 assuming a kubelet's command line, a kubelet's drop-in directory",
  )
  // what the node shows beats what is kept for it
  const view = await kubelet(
    ...nodes({ ...workers, allocatable: NOTHING_SET_ASIDE }),
    kept('kubeReserved: { memory: 1Gi }'),
  )
  assert.is(said(view.get('kubeReserved', 'memory')), 'default nothing')
})

test('of clusters that are read together each has its own, and stays apart', async () => {
  const one = (cluster: string, maxPods: number) =>
    documentsOf({
      ...recording([
        version('v1.34.2'),
        ...nodes({ ...workers, allocatable: SOME_SET_ASIDE }),
        kept(`maxPods: ${maxPods}`),
      ]),
      cluster,
    })
  const files = [...one('prod', 50), ...one('staging', 70)]
  const result = await run({ files, preset: 'all', config: {}, resolveOnly: true })
  assert.is(result.clusters.length, 2)
  assert.equal(
    all(result, 'kubelet').map(view => said(view.get('maxPods'))),
    ['set 50 by file maxPods: 50', 'set 70 by file maxPods: 70'],
  )
})

test('arguments of k3s without an answer: those that are there count, the rest is not known', async () => {
  const objects = nodes({ ...workers, annotations: k3sArgs('--kubelet-arg', 'max-pods=70') })
  assert.is(await get('maxPods', ...objects), 'set 70 by flag max-pods=70')
  assert.match(await get('podsPerCore', ...objects), /^unknown: the rest of a kubelet/)
  assert.is(all(await resolvedOf(...objects), 'kubelet').length, 1)
})

test('up to 1.23 there is a ConfigMap for each minor, and the one of the node’s counts', async () => {
  const old = { ...workers, version: 'v1.22.5' }
  assert.is(
    await get(
      'maxPods',
      ...nodes(old),
      kept('maxPods: 21', 'kubelet-config-1.21'),
      kept('maxPods: 22', 'kubelet-config-1.22'),
    ),
    'set 22 by file maxPods: 22',
  )
  assert.is(
    await get('maxPods', ...nodes(old), kept('maxPods: 22', 'kubelet-config-1.22'), kept('maxPods: 1')),
    'set 1 by file maxPods: 1',
  )
  assert.match(await get('maxPods', ...nodes(old), kept('maxPods: 21', 'kubelet-config-1.21')), /^unknown: /)
})

test('a node and what its kubelet answers are one component, each group one of its own', async () => {
  const result = await resolvedOf(
    ...nodes({ ...workers, configz: { maxPods: 110 } }),
    ...nodes({ ...workers, name: 'gpu', count: 2, configz: { maxPods: 30 } }),
    ...nodes({ ...workers, name: 'silent', count: 5 }),
  )
  const [cluster, ...others] = result.clusters
  assert.is(others.length, 0)
  const subjects = (cluster?.components ?? []).filter(({ kind }) => kind === 'kubelet')
  assert.equal(
    subjects.map(subject => {
      const view = subject.at(subject.points[0]!)
      return [view?.pool, view?.instances, view?.isObserved]
    }),
    [
      ['workers', { min: 3, max: 3 }, true],
      ['gpu', { min: 2, max: 2 }, true],
      ['silent', { min: 5, max: 5 }, false],
    ],
  )
})

test('what is written for a kubelet that answers is what it was meant to run with', async () => {
  const [subject] = (
    await resolvedOf(
      ...nodes({ ...workers, configz: { maxPods: 110, evictionHard: { 'memory.available': '100Mi' } } }),
      kept('maxPods: 50\nevictionHard: { memory.available: 1Gi }\nsyncFrequency: 0s'),
    )
  ).clusters.flatMap(({ components }) => components.filter(({ kind }) => kind === 'kubelet'))
  const view = subject?.at(subject.points[0]!)
  assert.equal(
    view?.intended.map(({ key, entry, layer }) => [key, entry ?? '', layer]),
    [
      ['maxPods', '', 'file'],
      ['evictionHard', '', 'file'],
      ['evictionHard', 'memory.available', 'file'],
      ['syncFrequency', '', 'file'],
    ],
  )
  assert.equal(
    view?.assignments.map(({ key, entry, layer }) => [key, entry ?? '', layer]),
    [
      ['maxPods', '', 'observed'],
      ['evictionHard', '', 'observed'],
      ['evictionHard', 'memory.available', 'observed'],
    ],
  )
  const intends = (key: string, entry?: string): string =>
    said(view?.intends({ key, ...(entry === undefined ? {} : { entry }) }))
  assert.is(intends('maxPods'), 'set 50 by file maxPods: 50')
  assert.is(intends('evictionHard', 'memory.available'), `set ${2 ** 30} by file memory.available: 1Gi`)
  assert.match(intends('syncFrequency'), /^default 60000 by file syncFrequency: 0s/)
  assert.is(said(view?.answer({ key: 'maxPods' })), 'set 110 by observed maxPods: 110 over maxPods: 50')
})

test('nothing is meant for a kubelet that shows nothing: what is written is what counts', async () => {
  const [subject] = (await resolvedOf(...nodes(workers), kept('maxPods: 50'))).clusters.flatMap(({ components }) =>
    components.filter(({ kind }) => kind === 'kubelet'),
  )
  const view = subject?.at(subject.points[0]!)
  assert.equal(view?.intended, [])
  assert.is(view?.isObserved, false)
})

test.run()
