import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import { text } from '../support/text.js'

const test = suite('engine: values that a release layers')

type Files = Readonly<Record<string, string>>

/** Where the rule about a short scale-down finds something. */
async function found(files: Files): Promise<string[]> {
  const { outcome } = await run({
    files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
    preset: 'recommended',
    only: ['autoscaler/scale-down-too-fast'],
    config: {},
  })
  return outcome.findings.map(({ at }) => at.doc.uri)
}

const values = (time: string) =>
  `autoDiscovery:\n  clusterName: prod\ncloudProvider: aws\nextraArgs:\n  scale-down-unneeded-time: ${time}\n`
const FAST = values('1m')
const helmfile = (release: string) => `releases:\n- name: ca\n  chart: autoscaler/cluster-autoscaler\n  ${release}\n`

test('values alone are final', async () => {
  assert.equal(await found({ 'values/ca.yaml': FAST }), ['values/ca.yaml'])
  const release = helmfile('values: [values/ca.yaml]')
  assert.equal(await found({ 'values/ca.yaml': FAST, 'helmfile.yaml': release }), ['values/ca.yaml'])
})

const argo = (source: string) => `apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  ${source}\n`
const flux = (spec: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  chart: { spec: { chart: cluster-autoscaler } }\n  ${spec}\n`
const terraform = (rest: string) => text`
  resource "helm_release" "ca" {
    name  = "ca"
    chart = "cluster-autoscaler"
    ${rest}
  }
`

const LAYERED: Readonly<Record<string, Files>> = {
  'helmfile, a map over a file': {
    'helmfile.yaml': helmfile('values: [values/ca.yaml, { extraArgs: { scale-down-unneeded-time: 30m } }]'),
  },
  'helmfile, set over a file': {
    'helmfile.yaml': helmfile('values: [./values/ca.yaml]\n  set: [{ name: a, value: b }]'),
  },
  'helmfile, a file by environment': {
    'helmfile.yaml': helmfile("values: [values/ca.yaml, 'values/{{ .Environment.Name }}.yaml']"),
  },
  'helmfile, every name from a template': {
    'helmfile.yaml': helmfile("values: ['{{ .Values.a }}', { extraArgs: { scale-down-unneeded-time: 30m } }]"),
  },
  'Argo CD, two files of another source': {
    'argocd/apps/ca.yaml': argo(
      'sources:\n  - chart: cluster-autoscaler\n    helm: { valueFiles: [$values/values/ca.yaml, $values/values/prod.yaml] }',
    ),
  },
  'Argo CD, one source': {
    'apps/ca.yaml': argo(
      'source: { chart: cluster-autoscaler, helm: { valueFiles: [ca.yaml], parameters: [{ name: a, value: b }] } }',
    ),
  },
  'Flux, values over a ConfigMap': {
    'release.yaml': flux('valuesFrom: [{ kind: ConfigMap, name: ca }]\n  values: {}'),
  },
  'Terraform, two files': {
    'main.tf': terraform('values = [file("values/ca.yaml"), file("${path.module}/prod.yaml")]'),
  },
  'Terraform, a file and a set': {
    'main.tf': terraform(
      'values = [templatefile("${path.module}/values/ca.yaml", {})]\nset {\nname = "a"\nvalue = "b"\n}',
    ),
  },
  'kustomize, inline over a file': {
    'kustomization.yaml':
      'helmCharts: [{ name: cluster-autoscaler, valuesFile: values/ca.yaml, valuesInline: { extraArgs: { scale-down-unneeded-time: 30m } } }]\n',
  },
  'kustomize, patches over what the chart renders': {
    'kustomization.yaml':
      'helmCharts: [{ name: cluster-autoscaler, valuesFile: values/ca.yaml }]\npatches: [{ path: x.yaml }]\n',
  },
}

test('Argo CD, a chart in the repository: its own values and those of a stage', async () => {
  const files = { 'charts/ca/values.yaml': FAST, 'charts/ca/values-prod.yaml': values('30m') }
  const release = (list: string) => ({
    'apps/ca.yaml': argo(
      `destination: { server: https://kubernetes.default.svc }\n  source: { path: ./charts/ca, helm: { valueFiles: [${list}] } }`,
    ),
  })
  assert.equal(await found({ ...files, ...release('values.yaml') }), ['charts/ca/values.yaml'])
  assert.equal(await found({ ...files, ...release('values-prod.yaml') }), [])
})

for (const [name, files] of Object.entries(LAYERED))
  test(`a layer is not final: ${name}`, async () => {
    assert.equal(await found({ 'values/ca.yaml': FAST, ...files }), [])
  })

test('a file of the same name that is not the one stays what it is', async () => {
  const release = helmfile('values: [values/ca.yaml, b.yaml]')
  const files = { 'helmfile.yaml': release, 'values/ca.yaml': FAST, 'other/ca.yaml': FAST }
  assert.equal(await found(files), ['other/ca.yaml'])
})

test('values far away from a release are nothing to it', async () => {
  const release = helmfile("values: ['{{ .Values.a }}', { replicaCount: 1 }]")
  assert.equal(await found({ 'a/b/c/helmfile.yaml': release, 'd/e/ca.yaml': FAST }), ['d/e/ca.yaml'])
})

test.run()
