import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import rule from '../../src/rules/apiserver/kms-v1-disabled.js'
import { judge } from '../support/judge.js'
import { text } from '../support/text.js'

/*
 * Documents that flags of the apiserver name. What tells whether one was found is a rule that looks into it: each document below has a
 * KMS provider of v1 by the name of its place.
 */

const test = suite('resolve/policies')

const policy = (name: string): string => text`
  apiVersion: apiserver.config.k8s.io/v1
  kind: EncryptionConfiguration
  resources:
  - resources: [secrets]
    providers:
    - kms: {name: ${name}, endpoint: "unix:///run/kms.sock"}
`
const indented = (source: string, by: string): string => source.trimEnd().replaceAll('\n', `\n${by}`)

const pod = (path: string): string => text`
  apiVersion: v1
  kind: Pod
  metadata: {name: kube-apiserver, namespace: kube-system}
  spec:
    containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver:v1.34.2
      command: [kube-apiserver, --encryption-provider-config=${path}]
`

/** Names of the providers that were seen, and whether something was not in view. */
async function seen(files: Readonly<Record<string, string>>) {
  const { findings, counted } = await judge(rule, new Map(Object.entries(files)), { kubernetesVersion: '1.34' })
  return [...findings.map(({ at }) => at.doc.source.slice(at.start, at.end)), ...(counted ? ['?'] : [])]
}

test('the file lies beside the pod', async () => {
  assert.equal(await seen({ 'a/pod.yaml': pod('/etc/kubernetes/enc.yaml'), 'a/enc.yaml': policy('beside') }), [
    'beside',
  ])
})

test('a path inside the container is looked up where its volume comes from', async () => {
  const mounts = `    volumeMounts: [{name: c, mountPath: /config}]
  volumes: [{name: c, hostPath: {path: /srv/kubernetes}}]
`
  assert.equal(
    await seen({
      'rootfs/etc/kubernetes/manifests/pod.yaml': pod('/config/enc.yaml') + mounts,
      'rootfs/srv/kubernetes/enc.yaml': policy('mounted'),
      'rootfs/config/enc.yaml': policy('elsewhere'),
    }),
    ['mounted'],
  )
})

test('a unit and its file in one cloud-config', async () => {
  assert.equal(
    await seen({
      'user-data.yaml': `#cloud-config
write_files:
- path: /etc/kubernetes/enc.yaml
  content: |
    ${indented(policy('written'), '    ')}
- path: /etc/systemd/system/kube-apiserver.service
  content: |
    [Service]
    ExecStart=/usr/bin/kube-apiserver --encryption-provider-config=/etc/kubernetes/enc.yaml
`,
    }),
    ['written'],
  )
})

test("kubeadm's arguments, volumes and files in an object of Cluster API", async () => {
  assert.equal(
    await seen({
      'control-plane.yaml': text`
        apiVersion: controlplane.cluster.x-k8s.io/v1beta1
        kind: KubeadmControlPlane
        metadata: {name: a}
        spec:
          version: v1.34.2
          kubeadmConfigSpec:
            clusterConfiguration:
              apiServer:
                extraArgs: {encryption-provider-config: /etc/encryption/enc.yaml}
                extraVolumes:
                - {name: enc, hostPath: /etc/kubernetes, mountPath: /etc/encryption}
            files:
            - path: /etc/kubernetes/enc.yaml
              content: |
                ${indented(policy('capi'), '                ')}
      `,
    }),
    ['capi'],
  )
})

test('a document of the same file', async () => {
  assert.equal(await seen({ 'all.yaml': `${pod('/etc/kubernetes/enc.yaml')}---\n${policy('below')}` }), ['below'])
})

test('what is not in view, and two that could be meant', async () => {
  assert.equal(await seen({ 'a/pod.yaml': pod('/etc/kubernetes/enc.yaml'), 'a/other.yaml': policy('other') }), ['?'])
  assert.equal(
    await seen({
      'a/pod.yaml': pod('/etc/kubernetes/enc.yaml'),
      'b/enc.yaml': policy('left'),
      'c/enc.yaml': policy('right'),
    }),
    ['?'],
  )
})

test('a template in the flag, and none at all', async () => {
  assert.equal(await seen({ 'a/pod.yaml': pod('{{ .Path }}/enc.yaml'), 'a/enc.yaml': policy('beside') }), ['?'])
  assert.equal(await seen({ 'a/pod.yaml': pod('""'), 'a/enc.yaml': policy('beside') }), ['?'])
})

test.run()
