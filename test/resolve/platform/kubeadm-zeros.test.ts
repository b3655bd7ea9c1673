import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import willNotStart from '../../../src/rules/apiserver/will-not-start.js'
import mismatch from '../../../src/rules/etcd/initial-cluster-mismatch.js'
import etcdWillNotStart from '../../../src/rules/etcd/will-not-start.js'
import { judge } from '../../support/judge.js'
import { text } from '../../support/text.js'

const test = suite('resolve/platform/kubeadm zeros')

const cluster = (version: string): string => text`
  apiVersion: kubeadm.k8s.io/v1beta3
  kind: ClusterConfiguration
  kubernetesVersion: ${version}
  networking: {serviceSubnet: ""}
  apiServer:
    extraArgs: {authorization-mode: "Node,RBAC,Nothing"}
  ---
  apiVersion: kubeadm.k8s.io/v1beta3
  kind: InitConfiguration
  localAPIEndpoint: {advertiseAddress: "", bindPort: 0}
`

test('what kubeadm takes for nothing is its default, and a mode of authorization that is none it leaves out', async () => {
  for (const version of ['v1.23.0', 'v1.34.2']) {
    const { findings } = await judge(willNotStart, new Map([['kubeadm.yaml', cluster(version)]]), {})
    assert.equal(
      findings.map(({ what }) => what),
      [],
    )
  }
})

test('a default cluster starts, at every version', async () => {
  for (let minor = 23; minor <= 37; minor++) {
    const source = `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nkubernetesVersion: v1.${minor}.0\n`
    const { findings, counted } = await judge(willNotStart, new Map([['kubeadm.yaml', source]]), {})
    assert.equal(
      findings.map(({ what }) => what),
      [],
    )
    assert.not.ok(counted, `1.${minor}`)
  }
})

test('of an address of IPv6, and of one that stands for all, kubeadm makes URLs itself', async () => {
  for (const address of ['::', '0.0.0.0', 'fd00::10', '10.0.0.1']) {
    const services = address.includes(':') ? 'fd00:96::/108' : '10.96.0.0/12'
    const source = cluster('v1.34.2')
      .replace('advertiseAddress: ""', `advertiseAddress: "${address}"`)
      .replace('serviceSubnet: ""', `serviceSubnet: "${services}"`)
    const files = new Map([['kubeadm.yaml', source]])
    const judged = [
      await judge(etcdWillNotStart, files, {}),
      await judge(mismatch, files, {}),
      await judge(willNotStart, files, {}),
    ]
    assert.equal(
      judged.flatMap(({ findings }) => findings.map(({ what }) => what)),
      [],
    )
  }
})

test.run()
