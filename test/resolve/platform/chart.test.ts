import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Fragment } from '../../../src/model/fragment.js'
import { text } from '../../support/text.js'
import { flag, place, words, written } from './settings.js'

const test = suite('platforms: chart of the cluster-autoscaler')

const made = (source: string): Fragment[] => written('values.yaml', source, { platform: 'cluster-autoscaler-chart' })
const only = (fragments: readonly Fragment[]) => {
  const [one] = fragments
  assert.ok(one?.kind === 'argv')
  return one?.kind === 'argv' ? one : undefined
}

test('extraArgs become flags at their keys, over those of the chart', () => {
  const all = made('extraArgs:\n  scale-down-unneeded-time: 5m\n  v: 2\n')
  assert.is(
    place(all, 'cluster-autoscaler', 'scale-down-unneeded-time'),
    '--scale-down-unneeded-time=5m @ values.yaml:2:3',
  )
  assert.equal(flag(all, 'cluster-autoscaler', 'v'), ['--v=2'])
  assert.is(
    place(all, 'cluster-autoscaler', 'stderrthreshold'),
    '--stderrthreshold=info @ cluster-autoscaler chart defaults:3:1',
  )
})

test('a key is cut at its first underscore, null gives a bare flag and takes away one of the chart', () => {
  const all = made(
    'extraArgs:\n  nodes_1: 1:2:a\n  nodes_2: 1:3:b\n  balance-similar-node-groups: null\n  logtostderr: null\n',
  )
  assert.equal(flag(all, 'cluster-autoscaler', 'nodes'), ['--nodes=1:2:a', '--nodes=1:3:b'])
  assert.equal(flag(all, 'cluster-autoscaler', 'balance-similar-node-groups'), ['--balance-similar-node-groups'])
  assert.equal(flag(all, 'cluster-autoscaler', 'logtostderr'), [])
})

test('customArgs come last, as they are', () => {
  const all = words(made('customArgs:\n  - --expander=price\n'), 'cluster-autoscaler')
  assert.is(all.at(-1), '--expander=price')
})

test('groups and discovery name what is scaled', () => {
  const source = text`
    cloudProvider: aws
    autoDiscovery:
      clusterName: prod
    autoscalingGroups:
      - name: workers
        minSize: 1
        maxSize: 10
  `
  const all = made(source)
  assert.is(place(all, 'cluster-autoscaler', 'nodes'), '--nodes=1:10:workers @ values.yaml:5:5')
  assert.is(
    place(all, 'cluster-autoscaler', 'node-group-auto-discovery'),
    '--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/prod @ values.yaml:3:3',
  )
  assert.is(place(all, 'cluster-autoscaler', 'cloud-provider'), '--cloud-provider=aws @ values.yaml:1:1')
})

test('replicas are counted, one unless it is written', () => {
  assert.equal(only(made('extraArgs: {}\n'))?.instances, { min: 1, max: 1 })
  assert.equal(only(made('replicaCount: 2\n'))?.instances, { min: 2, max: 2 })
  assert.is(only(made('replicaCount: {{ n }}\n'))?.instances, undefined)
})

test('templates open what they may add to, and no more', () => {
  assert.ok(only(made('extraArgs: {{ args }}\n'))?.open)
  assert.is(only(made('extraArgs:\n  v: {{ level }}\n'))?.open, false)
  assert.ok(only(made('extraArgs:\n  expander?: price\n'))?.open)
})

test.run()
