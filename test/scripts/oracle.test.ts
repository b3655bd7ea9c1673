import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { rightFor } from '../../scripts/e2e-cluster/rights.js'
import { RECIPES } from '../../scripts/oracle/components.js'
import { goMod } from '../../scripts/oracle/go-module.js'

const test = suite('oracle')

test('go.mod: the language and switches of the release, and its staging modules by their own version', () => {
  const theirs = `module k8s.io/kubernetes

go 1.26.0

godebug default=go1.26

require (
	k8s.io/api v0.0.0
	k8s.io/klog/v2 v2.130.1
)

replace (
	k8s.io/api => ./staging/src/k8s.io/api
	k8s.io/apiserver => ./staging/src/k8s.io/apiserver
)
`
  assert.is(
    goMod(RECIPES['kube-apiserver'], '1.37.2', theirs),
    `module oracle
go 1.26.0
godebug default=go1.26
require k8s.io/kubernetes v1.37.2
replace k8s.io/api => k8s.io/api v0.37.2
replace k8s.io/apiserver => k8s.io/apiserver v0.37.2
`,
  )
})

test('go.mod: switches in a block, nothing to replace', () => {
  const theirs = 'module go.etcd.io/etcd/server/v3\n\ngo 1.24.0\n\ngodebug (\n\tdefault=go1.24\n\ttlsmlkem=0\n)\n'
  assert.is(
    goMod(RECIPES.etcd, '3.6.16', theirs),
    'module oracle\ngo 1.24.0\ngodebug (\n\tdefault=go1.24\n\ttlsmlkem=0\n)\nrequire go.etcd.io/etcd/server/v3 v3.6.16\n',
  )
})

test('the version of a Kubernetes component is linked in', () => {
  assert.equal(
    RECIPES['kube-apiserver'].linkerFlags('1.34.4').filter(flag => flag !== '-X'),
    ['gitVersion=v1.34.4', 'gitMajor=1', 'gitMinor=34', 'gitTreeState=clean'].map(
      value => `k8s.io/component-base/version.${value}`,
    ),
  )
})

test('what RBAC calls a request', () => {
  const rights = {
    '/version': 'get /version',
    '/api/v1/nodes?limit=500': 'list nodes',
    '/api/v1/nodes/ip-10-0-1-4/proxy/configz': 'get nodes/proxy',
    '/api/v1/namespaces/kube-system/pods?limit=500&labelSelector=tier%3Dcontrol-plane': 'list pods',
    '/api/v1/namespaces/default/services/kubernetes': 'get services/kubernetes',
    '/apis/apps/v1/deployments?limit=500': 'list deployments.apps',
    '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases': 'list leases.coordination.k8s.io',
  }
  for (const [path, right] of Object.entries(rights)) assert.is(rightFor(path), right, path)
})

test.run()
