import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { summaryOf } from '../../../src/sources/cluster/nodes.js'

const test = suite('sources: nodes of a cluster')

interface Given {
  readonly labels?: object
  readonly annotations?: object
  readonly taints?: readonly string[]
  readonly version?: string
}

const node = ({ labels = {}, annotations = {}, taints = [], version = 'v1.34.2' }: Given) => ({
  metadata: { name: 'a', labels, annotations },
  spec: { taints: taints.map(key => ({ key, effect: 'NoSchedule' })) },
  status: { nodeInfo: { kubeletVersion: version, operatingSystem: 'linux' } },
})

const VIRTUAL: Readonly<Record<string, Given>> = {
  Fargate: { labels: { 'eks.amazonaws.com/compute-type': 'fargate' } },
  'virtual-kubelet': { labels: { type: 'virtual-kubelet', 'kubernetes.io/role': 'agent' } },
  'virtual-kubelet of any provider': { taints: ['virtual-kubelet.io/provider'] },
  'a fake node of vcluster': { labels: { 'vcluster.loft.sh/fake-node': 'true' }, version: 'v1.19.1' },
  'a node of kwok': { annotations: { 'kwok.x-k8s.io/node': 'fake' }, version: 'kwok-v0.6.1' },
  'another cluster behind Liqo': { labels: { 'liqo.io/type': 'virtual-node' } },
  'an edge node of KubeEdge': { version: 'v1.30.7-kubeedge-v1.20.0' },
}

for (const [name, given] of Object.entries(VIRTUAL))
  test(`no kubelet to configure: ${name}`, () => {
    assert.is(summaryOf(node(given)), undefined)
  })

const REAL: Readonly<Record<string, Given>> = {
  'EC2 in EKS': { labels: { 'eks.amazonaws.com/compute-type': 'ec2' }, version: 'v1.34.1-eks-113cf36' },
  'Auto Mode in EKS': { labels: { 'eks.amazonaws.com/compute-type': 'auto', 'karpenter.sh/nodepool': 'system' } },
  'a hybrid node of EKS': { labels: { 'eks.amazonaws.com/compute-type': 'hybrid' } },
  'one with taints': { taints: ['node-role.kubernetes.io/control-plane', 'node.kubernetes.io/unreachable'] },
}

for (const [name, given] of Object.entries(REAL))
  test(`a kubelet like others: ${name}`, () => {
    assert.is(summaryOf(node(given))?.name, 'a')
  })

test.run()
