import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { controlPlaneObjects } from '../../../src/parsers/formats/control-plane-objects.js'
import { only, plainFields, readWith } from '../../support/fragments.js'
import { text } from '../../support/text.js'

const test = suite('formats/control-plane-objects')

const fields = (source: string) => plainFields(only(readWith(controlPlaneObjects, source), 'resource'))
const status = (lines: string): string =>
  [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata: { name: cluster-autoscaler-status, namespace: kube-system }',
    'data:',
    '  status: |',
    ...lines.split('\n').map(line => (line === '' ? '' : `    ${line}`)),
  ].join('\n')

/** cluster-autoscaler 1.19. */
const LINES = text`
  Cluster-autoscaler status at 2021-01-27 21:57:30.462764772 +0000 UTC:
  Cluster-wide:
    Health:      Unhealthy (ready=5 unready=4 notStarted=0 longNotStarted=0 registered=9 longUnregistered=0)
                 LastProbeTime:      2021-01-27 21:57:30.27867919 +0000 UTC m=+499650.735961122
                 LastTransitionTime: 2021-01-22 03:11:00.371995979 +0000 UTC m=+60.829277965
    ScaleUp:     NoActivity (ready=5 registered=9)
                 LastProbeTime:      2021-01-27 21:57:30.27867919 +0000 UTC m=+499650.735961122
                 LastTransitionTime: 2021-01-22 19:09:20.360421664 +0000 UTC m=+57560.817703589
    ScaleDown:   CandidatesPresent (candidates=3)
                 LastProbeTime:      2021-01-27 21:57:30.27867919 +0000 UTC m=+499650.735961122
                 LastTransitionTime: 2021-01-22 19:09:20.360421664 +0000 UTC m=+57560.817703589

  NodeGroups:
    Name:        workers
    Health:      Healthy (ready=2 unready=0 notStarted=0 longNotStarted=0 registered=2 longUnregistered=0 cloudProviderTarget=2 (minSize=1, maxSize=10))
    ScaleUp:     NoActivity (ready=2 cloudProviderTarget=2)
    ScaleDown:   NoCandidates (candidates=77)
`

/** cluster-autoscaler 1.30 and later. */
const YAML = text`
  time: 2025-11-25 08:19:44.090873082 +0000 UTC
  autoscalerStatus: Running
  clusterWide:
    health:
      status: Healthy
      nodeCounts:
        registered:
          total: 5
          ready: 4
          notStarted: 1
          beingDeleted: 1
          unready:
            total: 2
            resourceUnready: 0
        longUnregistered: 5
        unregistered: 6
      lastProbeTime: "2025-11-25T08:19:44.088071148Z"
      lastTransitionTime: "2025-11-25T07:46:04.409158551Z"
    scaleUp:
      status: InProgress
      lastProbeTime: "2025-11-25T08:19:44.088071148Z"
      lastTransitionTime: "2025-11-25T08:18:33.613103712Z"
    scaleDown:
      status: CandidatesPresent
      candidates: 1
      lastProbeTime: "2025-11-25T08:19:44.088071148Z"
      lastTransitionTime: "2025-11-25T08:19:34.073648791Z"
  nodeGroups:
  - name: foo
    health:
      status: Unhealthy
      nodeCounts:
        registered:
          total: 77
          ready: 77
    scaleDown:
      status: CandidatesPresent
      candidates: 77
`

test('the autoscaler’s status up to 1.29, which is text for people', () => {
  assert.equal(fields(status(LINES)), {
    health: 'Unhealthy',
    scaleDown: 'CandidatesPresent',
    candidates: '3',
    registered: '9',
    ready: '5',
    time: '2021-01-27 21:57:30.462764772 +0000',
  })
})

test('the autoscaler’s status from 1.30 on, which is YAML', () => {
  assert.equal(fields(status(YAML)), {
    state: 'Running',
    health: 'Healthy',
    scaleDown: 'CandidatesPresent',
    candidates: '1',
    registered: '5',
    ready: '4',
    time: '2025-11-25 08:19:44.090873082 +0000',
  })
})

test('a count of no candidates is left out, and those of a node group are none of the cluster', () => {
  const none = YAML.replace('status: CandidatesPresent\n    candidates: 1', 'status: NoCandidates')
  assert.equal(fields(status(none)).candidates, undefined)
  assert.equal(fields(status(none)).scaleDown, 'NoCandidates')
})

test('an autoscaler that has just started says nothing yet', () => {
  const time = '2025-11-25 08:19:44.090873082 +0000'
  assert.equal(fields(status(`Cluster-autoscaler status at ${time} UTC:\nInitializing`)), {
    state: 'Initializing',
    time,
  })
  assert.equal(fields(status(`time: ${time} UTC\nautoscalerStatus: Initializing`)), { state: 'Initializing', time })
  assert.equal(fields(status('Cluster-wide:\n  Health:      <unknown>')), {})
})

test('fields point at their own characters', () => {
  const { fields: found } = only(readWith(controlPlaneObjects, status(LINES), 'status.yaml'), 'resource')
  const at = (name: string): string => {
    const field = found.get(name)
    return field === undefined ? 'nowhere' : describe(field.at)
  }
  assert.is(at('health'), 'status.yaml:8:20')
  assert.is(at('candidates'), 'status.yaml:14:50')
})

test('a status from a template is not known', () => {
  const fragment = only(readWith(controlPlaneObjects, status('time: {{ now }}')), 'resource')
  assert.is(fragment.open, true)
  assert.equal(plainFields(fragment), {})
})

test('the Service and the addresses behind it', () => {
  assert.equal(
    fields(text`
      apiVersion: v1
      kind: Service
      metadata: { name: kubernetes, namespace: default }
      spec: { sessionAffinity: ClientIP }
    `),
    { sessionAffinity: 'ClientIP' },
  )
  assert.equal(
    fields(text`
      apiVersion: v1
      kind: Endpoints
      metadata: { name: kubernetes, namespace: default }
      subsets:
      - addresses: [{ ip: 10.0.0.1 }, { ip: 10.0.0.2 }]
        notReadyAddresses: [{ ip: 10.0.0.3 }]
        ports: [{ name: https, port: 6443 }]
    `),
    { addresses: ['10.0.0.1', '10.0.0.2'] },
  )
  assert.equal(
    fields(text`
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: { name: kubernetes, namespace: default, labels: { kubernetes.io/service-name: kubernetes } }
      addressType: IPv4
      endpoints:
      - addresses: [10.0.0.1]
      - addresses: [10.0.0.2]
        conditions: { ready: false }
    `),
    { addresses: ['10.0.0.1'] },
  )
})

test('those of other Services are nobody’s', () => {
  for (const metadata of [
    '{ name: kubernetes, namespace: shop }',
    '{ name: kubernetes-dashboard, namespace: default }',
    '{ name: kubernetes-abc, namespace: default, labels: { kubernetes.io/service-name: other } }',
  ])
    for (const kind of ['Service', 'Endpoints', 'EndpointSlice'])
      assert.equal(readWith(controlPlaneObjects, `kind: ${kind}\nmetadata: ${metadata}\n`).fragments, [], metadata)
})

test('a lease of an apiserver, and one of a leader', () => {
  assert.equal(
    fields(text`
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata:
        name: apiserver-lj7
        namespace: kube-system
        labels: { apiserver.kubernetes.io/identity: kube-apiserver, kubernetes.io/hostname: cp-1 }
      spec: { holderIdentity: apiserver-lj7_0c89, leaseDurationSeconds: 3600, renewTime: "2026-11-26T07:00:00.000000Z" }
    `),
    {
      holder: 'apiserver-lj7_0c89',
      renewTime: '2026-11-26T07:00:00.000000Z',
      leaseDurationSeconds: '3600',
      identityOf: 'kube-apiserver',
      hostname: 'cp-1',
    },
  )
  assert.equal(
    readWith(
      controlPlaneObjects,
      'apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata: { namespace: kube-node-lease, name: n }\n',
    ).fragments,
    [],
  )
})

test.run()
