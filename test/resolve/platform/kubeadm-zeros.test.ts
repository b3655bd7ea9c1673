import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import rule from '../../../src/rules/apiserver/will-not-start.js'
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
    const { findings } = await judge(rule, new Map([['kubeadm.yaml', cluster(version)]]), {})
    assert.equal(
      findings.map(({ what }) => what),
      [],
    )
  }
})

test('a default cluster starts, at every version', async () => {
  for (let minor = 23; minor <= 37; minor++) {
    const source = `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nkubernetesVersion: v1.${minor}.0\n`
    const { findings, counted } = await judge(rule, new Map([['kubeadm.yaml', source]]), {})
    assert.equal(
      findings.map(({ what }) => what),
      [],
    )
    assert.not.ok(counted, `1.${minor}`)
  }
})

test.run()
