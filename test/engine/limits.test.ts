import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import flagDrift from '../../src/rules/cluster/flag-drift.js'
import versionSkew from '../../src/rules/upgrade/version-skew.js'

const test = suite('engine: limits of a run')

test('a file of more installer documents than anybody writes is named as not checked, and costs nothing', async () => {
  const document =
    'apiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\nnodeRegistration: {kubeletExtraArgs: {max-pods: "1"}}\n---\n'
  const began = performance.now()
  const { outcome } = await run({
    files: [{ uri: 'k.yaml', source: document.repeat(400) }],
    preset: 'all',
    config: {},
  })
  assert.match(
    outcome.notChecked.map(({ what }) => what).join('\n'),
    'more documents of kubeadm or kind than klint follows',
  )
  assert.ok(performance.now() - began < 5000)
})

test('fixes of very many documents inside one are advice beyond some hundreds', async () => {
  const document =
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard:\n  memory.available: 300Mi\n---\n'
  const content = Buffer.from(document.repeat(300)).toString('base64')
  const source = `#cloud-config\nwrite_files:\n- path: /etc/kubernetes/kubelet.yaml\n  encoding: b64\n  content: ${content}\n`
  const began = performance.now()
  const { outcome } = await run({
    files: [{ uri: 'user-data.yaml', source }],
    preset: 'all',
    only: ['kubelet/eviction-hard-partial'],
    config: {},
  })
  assert.is(outcome.findings.length, 300)
  assert.is(outcome.findings.filter(({ fix }) => fix?.onDisk !== undefined).length, 200)
  assert.ok(performance.now() - began < 30_000)
})

const apiserver = (words: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\nspec:\n  containers:\n    - name: kube-apiserver\n      image: registry.k8s.io/kube-apiserver:v1.34.1\n      command: [kube-apiserver, "${words}"]\n      volumeMounts: [{name: etc, mountPath: /etc/x}]\n  volumes: [{name: etc, hostPath: {path: /etc/x}}]\n`
const policy = (kind: string, key: string): string =>
  `apiVersion: apiserver.config.k8s.io/v1\nkind: ${kind}\n${key}: [${'1,'.repeat(50_000)}1]\n`
const ENDLESS: Readonly<Record<string, { readonly pod: string; readonly policy?: string; readonly most: number }>> = {
  'providers of an encryption': {
    pod: apiserver('--encryption-provider-config=/etc/x/c.yaml'),
    policy: policy('EncryptionConfiguration', 'resources'),
    most: 50,
  },
  authenticators: {
    pod: apiserver('--authentication-config=/etc/x/c.yaml'),
    policy: policy('AuthenticationConfiguration', 'jwt'),
    // several checks look at each
    most: 200,
  },
  'admission plugins': { pod: apiserver(`--enable-admission-plugins=${'A,B,'.repeat(50_000)}C`), most: 500 },
}

for (const [name, { pod, policy, most }] of Object.entries(ENDLESS))
  test(`of endless ${name} some are told`, async () => {
    const { outcome } = await run({
      files: [
        { uri: 'rootfs/etc/kubernetes/manifests/kube-apiserver.yaml', source: pod },
        ...(policy === undefined ? [] : [{ uri: 'rootfs/etc/x/c.yaml', source: policy }]),
      ],
      preset: 'all',
      only: ['apiserver/will-not-start', 'upgrade/removed-admission-plugin'],
      config: {},
    })
    assert.ok(outcome.findings.length > 0, 'nothing is told')
    assert.ok(outcome.findings.length <= most, `${outcome.findings.length} findings`)
  })

test('thousands of replicas of one cluster are compared in time that grows as they do', async () => {
  const pod = (i: number) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-${i}, namespace: kube-system}\nspec:\n  containers:\n    - name: kube-apiserver\n      image: registry.k8s.io/kube-apiserver:v1.34.${i % 5}\n      command: [kube-apiserver, --advertise-address=10.${Math.floor(i / 250)}.${i % 250}.1, --audit-log-path=/var/log/${i}.x, "--etcd-servers=https://10.0.0.1:2379"]\n`
  const look = async (count: number): Promise<number> => {
    const source = Array.from({ length: count }, (_, i) => pod(i)).join('---\n')
    let asked = 0
    const { clusters } = await run({
      files: [{ uri: 'all.yaml', source }],
      preset: 'all',
      config: {},
      rules: [flagDrift, versionSkew],
      clock: () => performance.now(),
      onAsked: (_, ms) => {
        asked += ms
      },
    })
    assert.is(clusters.length, 1)
    return asked
  }
  await look(100)
  const [some, many] = [await look(750), await look(3000)]
  // four times as many, and sixteen times the pairs
  assert.ok(many < 8 * some + 500, `${Math.round(some)} ms, then ${Math.round(many)} ms`)
})

test.run()
