import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import { parseVersion } from '../../src/model/version.js'
import { type Given, hostOf, installed } from '../support/start-up-test.js'

const test = suite('engine: less knowledge of what starts')

/** What stops a component of one host. */
async function stopsOf(kind: ComponentKind, given: Given, version: string): Promise<readonly string[]> {
  const range = parseVersion(version)
  assert.ok(range !== undefined)
  const { outcome } = await run({
    files: [...installed(kind, version, hostOf(kind, given))].map(([uri, source]) => ({ uri, source })),
    preset: 'all',
    config: {},
    kubernetesVersion: { ...range, source: '--kubernetes-version' },
  })
  return outcome.findings.filter(({ effect }) => effect === 'stops').map(({ what }) => what)
}

/** What a template prints may be what keeps the kubelet going. Rows have no such cases, since a real one is started with theirs. */
const FINE: Readonly<Record<string, Given>> = {
  'a null, which is no time': 'registerWithTaints:\n- key: dedicated\n  effect: NoExecute\n  timeAdded: {{ .Added }}\n',
  'a pipe, which makes it a node of Windows': 'cgroupsPerQOS: false\ncontainerRuntimeEndpoint: "{{ .Socket }}"\n',
  'the name of a gate below a drop-in': {
    config: 'featureGates:\n  {{ .Gate }}: false\n',
    dropIn: 'featureGates: {KubeletCrashLoopBackOffMax: false}\n',
  },
  'all gates below a drop-in': {
    config: 'featureGates: {{ toJson .Gates }}\n',
    dropIn: 'featureGates: {KubeletCrashLoopBackOffMax: false}\n',
  },
}

for (const [name, given] of Object.entries(FINE))
  test(`${name}, may come from a template`, async () => {
    assert.equal(await stopsOf('kubelet', given, '1.37'), [])
  })

const WORDS: readonly (readonly [ComponentKind, Given])[] = [
  ['etcd', ['--listen-peer-urls=http://NODE_IP:2380', '--initial-advertise-peer-urls=http://((ip)):2380']],
  ['etcd', { environment: { ETCD_LISTEN_PEER_URLS: 'http://$HOST_IP:2380' } }],
  ['etcd', { environment: { ETCD_LISTEN_PEER_URLS: 'http://CHANGEME:2380' } }],
  ['kubelet', ['--address=NODE_IP', '--healthz-bind-address=x.x.x.x']],
  [
    'kube-proxy',
    'bindAddress: NODE_IP\nclusterCIDR: POD_CIDR\nnodePortAddresses: [NODE_CIDR]\nhealthzBindAddress: IP:10256\n',
  ],
]

test('a word that stands for an address is for somebody to fill in', async () => {
  for (const [kind, given] of WORDS) assert.equal(await stopsOf(kind, given, kind === 'etcd' ? '3.5.15' : '1.34'), [])
  assert.is((await stopsOf('etcd', ['--listen-peer-urls=http://etcd-0:2380'], '3.5.15')).length, 1)
  assert.is((await stopsOf('etcd', { environment: { ETCD_LISTEN_PEER_URLS: 'http://a:2380' } }, '3.5.15')).length, 1)
})

test('a script leaves a variable empty for somebody to fill it in', async () => {
  const script = (endpoints: string) => `#!/bin/bash
export ETCD_ENDPOINTS=${endpoints}
cat << EOF > /etc/kubernetes/manifests/kube-apiserver.yaml
apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver, namespace: kube-system}
spec:
  containers:
  - name: kube-apiserver
    image: registry.k8s.io/kube-apiserver:v1.34.2
    command:
    - kube-apiserver
    - --service-account-issuer=https://kubernetes.default.svc
    - --service-account-key-file=/a.pem
    - --service-account-signing-key-file=/b.pem
    - --etcd-servers=\${ETCD_ENDPOINTS}
EOF
`
  const stops = async (source: string) => {
    const { outcome } = await run({ files: [{ uri: 'install.sh', source }], preset: 'all', config: {} })
    return outcome.findings.flatMap(({ effect, what }) => (effect === 'stops' ? [what] : []))
  }
  assert.equal(await stops(script('')), [])
  assert.equal(
    (await stops(script('').replace('${ETCD_ENDPOINTS}', ''))).map(what => what.slice(0, 17)),
    ['`--etcd-servers=`'],
  )
})

test('the same is told where no template is', async () => {
  const told: readonly Given[] = [
    'registerWithTaints:\n- key: dedicated\n  effect: NoExecute\n  timeAdded: "2026-01-01T00:00:00Z"\n',
    'cgroupsPerQOS: false\ncontainerRuntimeEndpoint: unix:///run/containerd/containerd.sock\n',
    { config: '', dropIn: 'featureGates: {KubeletCrashLoopBackOffMax: false}\n' },
  ]
  for (const given of told) assert.is((await stopsOf('kubelet', given, '1.37')).length, 1)
})

test('a long row of one sign takes no time', async () => {
  const began = performance.now()
  const rows: readonly (readonly [ComponentKind, Given])[] = [
    ['kubelet', `evictionHard: {memory.available: "${'%'.repeat(300_000)}x%"}\n`],
    ['kube-proxy', `portRange: "1${' '.repeat(300_000)}x"\n`],
  ]
  for (const [kind, given] of rows) assert.is((await stopsOf(kind, given, '1.30')).length, 1)
  assert.ok(performance.now() - began < 10_000)
})

test.run()
