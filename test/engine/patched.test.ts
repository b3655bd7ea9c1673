import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import { autoscaler } from '../support/autoscaler.js'
import { only, resolved } from '../support/resolved.js'

const test = suite('engine: what a kustomization patches')

type Files = Readonly<Record<string, string>>

async function found(files: Files): Promise<string[]> {
  const { outcome } = await run({
    files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
    preset: 'recommended',
    only: ['autoscaler/scale-down-too-fast'],
    config: {},
  })
  return outcome.findings.map(({ at }) => at.doc.uri)
}

const BASE = { 'base/ca.yaml': autoscaler('v1.34.2', '--scale-down-unneeded-time=1m') }
const BUNDLE = { 'base/kustomization.yaml': 'resources: [ca.yaml]\n' }
const overlay = (rest: string) => ({ 'overlays/prod/kustomization.yaml': `resources: [../../base]\n${rest}` })

test('a base that is only taken in is final', async () => {
  assert.equal(await found({ ...BASE, ...BUNDLE, ...overlay('namespace: kube-system\npatches: []\n') }), [
    'base/ca.yaml',
  ])
})

const PATCHES: Readonly<Record<string, string>> = {
  'a file': 'patches: [{ path: args.yaml }]\n',
  'a target of its kind': 'patches: [{ path: args.yaml, target: { kind: Deployment, name: cluster-autoscaler } }]\n',
  'a patch in place': 'patches:\n- patch: |\n    kind: Deployment\n    metadata: { name: cluster-autoscaler }\n',
  'strategic merge': 'patchesStrategicMerge: [args.yaml]\n',
  'JSON 6902': 'patchesJson6902: [{ path: args.yaml, target: { kind: Deployment, name: x } }]\n',
  replacements: 'replacements: [{ path: r.yaml }]\n',
  'a component': 'components: [../../components/slow]\n',
}
for (const [name, patch] of Object.entries(PATCHES))
  test(`a base that is patched is not: ${name}`, async () => {
    assert.equal(await found({ ...BASE, ...BUNDLE, ...overlay(patch) }), [])
  })

test('a patch of another kind changes nothing', async () => {
  const patch = 'patches: [{ path: x.yaml, target: { kind: Service } }]\n'
  assert.equal(await found({ ...BASE, ...BUNDLE, ...overlay(patch) }), ['base/ca.yaml'])
})

test('a file beside it, and a folder of another name', async () => {
  const files = { 'base/kustomization.yaml': 'resources: [ca.yaml]\npatches: [{ path: p.yaml }]\n' }
  assert.equal(await found({ ...BASE, ...files }), [])
  const other = { 'kustomization.yaml': 'bases: [bas]\npatches: [{ path: p.yaml }]\n' }
  assert.equal(await found({ ...BASE, ...other }), ['base/ca.yaml'])
})

test('a base of a base', async () => {
  const middle = { 'middle/kustomization.yaml': 'bases: [../base]\n' }
  const top = { 'top/kustomization.yaml': 'bases: [../middle]\npatchesStrategicMerge: [p.yaml]\n' }
  assert.equal(await found({ ...BASE, ...middle, ...top }), [])
})

test('what a chart of the base renders', async () => {
  const base = {
    'base/kustomization.yaml':
      'helmCharts:\n- name: cluster-autoscaler\n  valuesInline:\n    cloudProvider: aws\n    extraArgs: { scale-down-unneeded-time: 1m }\n',
  }
  assert.equal(await found({ ...base, ...overlay('') }), ['base/kustomization.yaml'])
  assert.equal(await found({ ...base, ...overlay('patches: [{ path: x.yaml, target: { kind: Deployment } }]\n') }), [])
})

test('more overlays than anybody tells apart', async () => {
  const overlays = Array.from({ length: 60 }, (_, i) => [
    `o${i}/kustomization.yaml`,
    `resources: [../base]\npatches: [{ path: x.yaml, target: { kind: Thing${i} } }]\n`,
  ])
  assert.equal(await found({ ...BASE, ...Object.fromEntries(overlays.slice(0, 40)) }), ['base/ca.yaml'])
  assert.equal(await found({ ...BASE, ...Object.fromEntries(overlays) }), [])
})

test('Flux patches a path of its source', async () => {
  const flux = (path: string, rest: string) => ({
    'clusters/prod/sync.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec:\n  path: ${path}\n  ${rest}\n`,
  })
  const patch = 'patches: [{ patch: x, target: { kind: Deployment } }]'
  assert.equal(await found({ ...BASE, ...flux('./base', patch) }), [])
  assert.equal(await found({ ...BASE, ...flux('./base', 'prune: true') }), ['base/ca.yaml'])
  assert.equal(await found({ ...BASE, ...flux('./other', patch) }), ['base/ca.yaml'])
})

test('kustomizations that take in each other end', async () => {
  const files = {
    'a/kustomization.yaml': 'resources: [../b]\npatches: [{ path: p.yaml }]\n',
    'b/kustomization.yaml': 'resources: [../a, ../base]\n',
  }
  assert.equal(await found({ ...BASE, ...files }), [])
})

test('images leave the version open and nothing else', async () => {
  const image = (name: string) => overlay(`images: [{ name: ${name}, newTag: v1.30.0 }]\n`)
  const own = await resolved({ ...BASE, ...image('registry.k8s.io/autoscaling/cluster-autoscaler') })
  const others = await resolved({ ...BASE, ...image('nginx') })
  const ranges = [own, others].map(({ clusters }) =>
    clusters.flatMap(({ components }) => components.map(({ range }) => range.min.minor)),
  )
  assert.ok((ranges[0]?.[0] ?? 34) < 34)
  assert.equal(ranges[1], [34])
  assert.is(only(own, 'cluster-autoscaler').get('scale-down-unneeded-time')?.state, 'set')
})

test.run()
