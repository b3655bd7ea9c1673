import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { textAt } from '../../../src/model/tree.js'
import { autoscalerRelease } from '../../../src/parsers/formats/autoscaler-release.js'
import { autoscalerValues } from '../../../src/parsers/formats/autoscaler-values.js'
import { fragments, only, plain, readWith, versions } from '../../support/fragments.js'
import { text } from '../../support/text.js'

const test = suite('formats/autoscaler')

const VALUES = text`
  autoDiscovery:
    clusterName: prod
  image:
    tag: v1.30.1
  extraArgs:
    scale-down-unneeded-time: 1m
`
const values = (source: string, uri: string) => readWith(autoscalerValues, source, uri).fragments.length

test('values by their keys, each at its place', () => {
  const fragment = only(readWith(autoscalerValues, VALUES, 'a/values.yaml'), 'settings')
  assert.equal([fragment.platform, fragment.what], ['cluster-autoscaler-chart', 'values'])
  assert.equal(versions(fragment), ['cluster-autoscaler 1.30.1'])
  assert.is(describe(textAt(fragment.tree, 'extraArgs', 'scale-down-unneeded-time')!.at), 'a/values.yaml:6:29')
})

test('values stand at a key that tells what they are, not at whatever comes first', () => {
  const at = (source: string) => describe(only(readWith(autoscalerValues, source, 'a/values.yaml'), 'settings').at)
  assert.is(at(`affinity: {}\n${VALUES}`), 'a/values.yaml:6:1')
  assert.is(at('affinity: {}\nautoDiscovery: {}\nrbac: {}\n'), 'a/values.yaml:2:1')
})

test('values by their name', () => {
  const source = 'extraArgs:\n  v: 4\n'
  for (const uri of [
    'cluster-autoscaler/values.yaml',
    'values/cluster-autoscaler.yaml',
    'cluster-autoscaler-values.yaml',
  ])
    assert.is(values(source, uri), 1, uri)
  assert.is(values(source, 'kube-state-metrics/values.yaml'), 0)
})

test('the part of an umbrella chart', () => {
  const fragment = only(
    readWith(autoscalerValues, 'cluster-autoscaler:\n  extraArgs: { v: 4 }\nother: {}\n', 'platform/values.yaml'),
    'settings',
  )
  assert.equal(plain(fragment.tree), { extraArgs: { v: '4' } })
})

test('objects and other charts are no values', () => {
  assert.is(values('kind: Deployment\nextraArgs: {}\nautoDiscovery: {}\n', 'cluster-autoscaler/x.yaml'), 0)
  assert.is(values('autoDiscovery: {}\n', 'consul/values.yaml'), 0)
  assert.is(values('cluster-autoscaler: true\n', 'addons.yaml'), 0)
  assert.is(values('[]\n', 'cluster-autoscaler/values.yaml'), 0)
})

const release = (source: string) => only(readWith(autoscalerRelease, source, 'r.yaml'), 'settings')

test('HelmRelease of Flux', () => {
  const fragment = release(text`
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    spec:
      chart: { spec: { chart: cluster-autoscaler } }
      values:
        extraArgs: { expander: priority }
  `)
  assert.equal(plain(fragment.tree), { extraArgs: { expander: 'priority' } })
  assert.is(describe(fragment.at), 'r.yaml:4:27')
})

test('valuesFrom may set what the release does not', () => {
  const fragment = release(text`
    apiVersion: helm.fluxcd.io/v1
    kind: HelmRelease
    spec:
      chart: { name: cluster-autoscaler }
      valuesFrom: [{ configMapKeyRef: { name: x } }]
      values: { replicaCount: 2 }
  `)
  assert.equal(plain(fragment.tree), { replicaCount: '2', '…': '…' })
})

test('a release without values is one with the chart’s own', () => {
  const fragment = release(
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: { chart: { spec: { chart: cluster-autoscaler } } }\n',
  )
  assert.equal(plain(fragment.tree), {})
})

test('other charts', () => {
  for (const source of [
    'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: { chart: { spec: { chart: redis } } }\n',
    'apiVersion: example.com/v1\nkind: HelmRelease\nspec: { chart: { spec: { chart: cluster-autoscaler } } }\n',
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: { source: { path: x } }\n',
    'helmCharts: [{ name: redis }]\n',
    'releases: [{ chart: bitnami/redis }, 1]\n',
  ])
    assert.equal(readWith(autoscalerRelease, source).fragments, [])
})

const APPLICATION = text`
  apiVersion: argoproj.io/v1alpha1
  kind: Application
  spec:
    source:
      chart: cluster-autoscaler
      helm:
        values: |
          extraArgs:
            v: 4
            expander: random
        parameters:
        - { name: extraArgs.expander, value: priority }
        - { name: nodeSelector.kubernetes\\.io/os, value: linux }
`

test('Application of Argo CD: parameters over the string of values', () => {
  const fragment = release(APPLICATION)
  assert.equal(plain(fragment.tree), {
    extraArgs: { v: '4', expander: 'priority' },
    nodeSelector: { 'kubernetes.io/os': 'linux' },
  })
  assert.is(describe(textAt(fragment.tree, 'extraArgs', 'v')!.at), 'r.yaml:9:14')
  assert.is(describe(textAt(fragment.tree, 'extraArgs', 'expander')!.at), 'r.yaml:12:44')
})

test('Application of Argo CD: an object replaces the string', () => {
  const source = APPLICATION.replace('      parameters:', '      valuesObject: { replicaCount: 3 }\n      parameters:')
  assert.equal(plain(release(source).tree), {
    replicaCount: '3',
    extraArgs: { expander: 'priority' },
    nodeSelector: { 'kubernetes.io/os': 'linux' },
  })
})

test('a parameter with a templated name may be any', () => {
  const fragment = release(APPLICATION.replace('name: extraArgs.expander', 'name: "{{ x }}"'))
  assert.equal(fragment.tree.kind === 'map' && fragment.tree.open, true)
})

test('ApplicationSet, and the one source of several', () => {
  const fragment = release(text`
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    spec:
      template:
        spec:
          sources:
          - { repoURL: x, path: y }
          - { chart: cluster-autoscaler, helm: { valuesObject: { replicaCount: 1 } } }
  `)
  assert.equal(plain(fragment.tree), { replicaCount: '1' })
})

test('kustomize: inline values, or a file of its own', () => {
  const inline = release('helmCharts: [{ name: cluster-autoscaler, valuesInline: { extraArgs: { v: 2 } } }]\n')
  assert.equal(plain(inline.tree), { extraArgs: { v: '2' } })
  const parsed = readWith(autoscalerRelease, 'helmCharts: [{ name: cluster-autoscaler, valuesFile: values.yaml }]\n')
  assert.is(only(parsed, 'reference').target.value, 'values.yaml')
})

test('helmfile: maps over files, `set` over both', () => {
  const fragment = release(text`
    releases:
    - name: ca
      chart: autoscaler/cluster-autoscaler
      values:
      - common.yaml
      - extraArgs: { v: 2 }
      set:
      - { name: replicaCount, value: 2 }
    - name: gone
      chart: autoscaler/cluster-autoscaler
      installed: false
  `)
  assert.equal(plain(fragment.tree), { extraArgs: { v: '2' }, replicaCount: '2', '…': '…' })
})

test('an environment overrides what comes before it', () => {
  const source = 'releases: [{ chart: a/cluster-autoscaler, values: [{ replicaCount: 1 }, env.yaml] }]\n'
  const [fragment] = fragments(readWith(autoscalerRelease, source), 'settings')
  assert.equal(plain(fragment!.tree), { replicaCount: '?', '…': '…' })
})

test.run()
