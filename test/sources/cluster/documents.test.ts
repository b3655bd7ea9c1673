import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { documentsOf } from '../../../src/sources/cluster/documents.js'
import type { RecordedObject } from '../../../src/sources/cluster/recording.js'
import { objectAt, stripped } from '../../../src/sources/cluster/strip.js'
import { identityLease, kubernetesService, mirrorPod, nodes, recording, version } from '../../support/recordings.js'

const test = suite('documents of a cluster')

const APISERVER = 'kube-apiserver'
const server = (...args: readonly string[]): RecordedObject[] =>
  nodes({
    name: 'server',
    count: 3,
    version: 'v1.34.2+k3s1',
    annotations: { 'k3s.io/node-args': JSON.stringify(['server', ...args]) },
  })

/** Whether `/version` stands for an apiserver, since nothing else does. */
const standsIn = (...objects: readonly RecordedObject[]): boolean =>
  documentsOf(recording([version('v1.34.2'), ...objects])).find(({ live }) => live?.kind === 'Version')?.hint?.role ===
  'control-plane'

/** Nodes whose machines are of one image and one provider. */
const made = (osImage: string, providerID: string): RecordedObject[] =>
  nodes({ name: 'a', count: 3, version: 'v1.34.2' }).map(node => ({
    ...node,
    body: { ...objectAt(node, 'body'), spec: { providerID }, status: { nodeInfo: { osImage } } },
  }))

test('what is made for a laptop is told by its machines, and one machine alone is', () => {
  const isSmall = (...objects: readonly RecordedObject[]): boolean =>
    documentsOf(recording(objects)).every(({ hint }) => hint?.development === true)
  assert.ok(isSmall(...made('Debian GNU/Linux 12 (bookworm)', 'kind://')), 'kind')
  assert.ok(isSmall(...made('K3s v1.34.2+k3s1', 'k3s://')), 'k3d')
  assert.ok(isSmall(...nodes({ name: 'a', version: 'v1.34.2' })))
  assert.not.ok(isSmall(...made('Ubuntu 24.04.1 LTS', 'k3s://')))
})

test('the version stands for an apiserver where no pod and no node shows one', () => {
  assert.is(standsIn(...nodes({ name: 'a', count: 3, version: 'v1.34.2' })), true)
  assert.is(standsIn(mirrorPod(APISERVER, 'a', 'x', [])), false)
  assert.is(standsIn(mirrorPod(APISERVER, 'a', 'x', [], { command: ['/hyperkube', 'apiserver'] })), false)
  assert.is(standsIn(mirrorPod('kube-scheduler', 'a', 'x', [], { command: ['/hyperkube', 'scheduler'] })), true)
})

test('servers of k3s that say how their apiserver is started show one', () => {
  assert.is(standsIn(...server('--kube-apiserver-arg', 'audit-log-maxage=30')), false)
  assert.is(standsIn(...server('--kube-apiserver-arg=audit-log-maxage=30')), false)
  assert.is(standsIn(...server('--kubelet-arg', 'max-pods=30')), true)
})

test('a part of the leases is none of them', () => {
  const leases = (missing: string) =>
    documentsOf(
      recording([identityLease('a'), kubernetesService()], {
        missing: [{ path: '/x', read: missing, why: 'failed', said: '500', count: 1 }],
      }),
    ).filter(({ live }) => live?.kind === 'Lease')
  assert.is(leases('leases').length, 0)
  assert.is(leases('deployments').length, 1)
})

test('who runs the control plane of a managed cluster is known to every document of it', () => {
  const managers = (distribution: 'eks' | 'other') =>
    documentsOf(recording([version('v1.34.2'), kubernetesService()], { distribution })).map(
      ({ hint }) => hint?.managedBy,
    )
  assert.equal(managers('eks'), ['EKS', 'EKS'])
  assert.equal(managers('other'), [undefined, undefined])
})

test('of what a pod says of itself only the readiness of its containers is kept', () => {
  const status = {
    hostIP: '10.0.0.1',
    containerStatuses: [
      { name: 'a', ready: false, restartCount: 900, state: { waiting: { reason: 'CrashLoopBackOff' } } },
    ],
  }
  assert.equal(stripped({ kind: 'Pod', metadata: { name: 'a' }, spec: {}, status }), {
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: {},
    status: { containerStatuses: [{ name: 'a', ready: false }] },
  })
  assert.equal(stripped({ kind: 'Lease', metadata: {}, status: { x: 1 } }), { kind: 'Lease', metadata: {} })
})

test.run()
