import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { lookup, scalarText } from '../../../src/model/tree.js'
import { platformFragments } from '../../../src/resolve/platform.js'
import { only, resolved, said } from '../../support/resolved.js'
import { text } from '../../support/text.js'
import { given, place } from './settings.js'

const test = suite('platforms: kind')

const CLUSTER = text`
  kind: Cluster
  featureGates:
    SidecarContainers: true
  runtimeConfig:
    api/alpha: "false"
  nodes:
    - role: control-plane
    - role: control-plane
    - role: worker
`
const PATCH = text`
  kind: ClusterConfiguration
  apiServer:
    extraArgs:
      max-requests-inflight: "5"
  ---
  kind: KubeletConfiguration
  evictionHard:
    nodefs.available: 5%
`
const options = { platform: 'kind', set: 'kind', kubernetes: '1.29.2' } as const
const made = platformFragments([...given('kind.yaml', CLUSTER, options), ...given('kind.yaml#patch', PATCH, options)])

test('gates and runtime configuration of the cluster become flags at their keys', () => {
  assert.is(place(made, 'kube-scheduler', 'feature-gates'), '--feature-gates=SidecarContainers=true @ kind.yaml:2:1')
  assert.is(place(made, 'kube-apiserver', 'runtime-config'), '--runtime-config=api/alpha=false @ kind.yaml:4:1')
  assert.is(place(made, 'etcd', 'feature-gates=Sidecar'), undefined)
})

test('patches act like kubeadm documents', () => {
  assert.is(place(made, 'kube-apiserver', 'max-requests-inflight'), '--max-requests-inflight=5 @ kind.yaml#patch:4:5')
})

test('the nodes are counted, and everything is of the platform kind', () => {
  const server = made.find(one => one.kind === 'argv' && one.component === 'kube-apiserver')
  assert.equal(server?.kind === 'argv' ? server.instances : undefined, { min: 2, max: 2 })
  assert.ok(made.every(({ platform }) => platform === 'kind'))
  assert.equal([...new Set(made.flatMap(one => (one.kind === 'unit' ? [one.role] : [])))], ['control-plane', 'worker'])
})

test('the kubelet gets the thresholds of kind below the patch', () => {
  const config = made.find(({ kind }) => kind === 'config')
  const at = (key: string) => {
    const found = config?.kind === 'config' ? lookup(config.tree, 'evictionHard', key) : undefined
    const value = found?.state === 'found' ? scalarText(found.value) : undefined
    return value === undefined ? found?.state : `${value.value} @ ${describe(value.at)}`
  }
  assert.is(at('nodefs.available'), '5% @ kind.yaml#patch:8:21')
  assert.match(String(at('imagefs.available')), /^0% @ kind/)
  assert.is(at('memory.available'), 'absent')
  assert.is(config?.insteadOf?.length, 1)
})

test('patches without an apiVersion are read from the file, whatever words they hold', async () => {
  const server = only(
    await resolved({
      'kind.yaml': text`
        kind: Cluster
        apiVersion: kind.x-k8s.io/v1alpha4
        kubeadmConfigPatches:
        - |
          apiServer:
            extraArgs:
              max-requests-inflight: "5"
          kind: ClusterConfiguration
      `,
    }),
    'kube-apiserver',
    '1.29',
  )
  assert.is(said(server.get('max-requests-inflight')).split(' by')[0], 'set 5')
})

test.run()
