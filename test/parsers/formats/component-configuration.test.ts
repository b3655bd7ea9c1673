import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { textAt } from '../../../src/model/tree.js'
import { open } from '../../../src/parsers/embed.js'
import { componentConfiguration } from '../../../src/parsers/formats/component-configuration.js'
import { kubeadmPatches } from '../../../src/parsers/formats/kubeadm-patches.js'
import { kubeletConfiguration } from '../../../src/parsers/formats/kubelet-configuration.js'
import { pod } from '../../../src/parsers/formats/pod.js'
import { belongs, only, plain, readWith } from '../../support/fragments.js'
import { text } from '../../support/text.js'

const test = suite('formats/component-configuration')

const KUBELET = text`
  apiVersion: kubelet.config.k8s.io/v1beta1
  kind: KubeletConfiguration
  evictionHard:
    memory.available: 5%
`
const layer = (uri: string, source = KUBELET) => only(readWith(kubeletConfiguration, source, uri), 'config').layer

test('the file of the kubelet, its keys at their places', () => {
  const fragment = only(readWith(kubeletConfiguration, KUBELET, 'kubelet.yaml'), 'config')
  assert.is(fragment.component, 'kubelet')
  assert.is(fragment.layer, 'file')
  assert.is(fragment.apiVersion, 'kubelet.config.k8s.io/v1beta1')
  assert.is(describe(textAt(fragment.tree, 'evictionHard', 'memory.available')!.at), 'kubelet.yaml:4:21')
  assert.equal(belongs(fragment), {})
})

test('JSON, as EKS writes it', () => {
  const fragment = only(
    readWith(kubeletConfiguration, '{"kind":"KubeletConfiguration","maxPods":29}', 'kubelet-config.json'),
    'config',
  )
  assert.equal(plain(fragment.tree), { kind: 'KubeletConfiguration', maxPods: '29' })
})

test('names of drop-ins', () => {
  for (const uri of [
    'etc/kubelet.conf.d/10-limits.conf',
    'etc/kubelet.conf.d/limits.yaml',
    'node/10-limits.conf',
    'node/10-limits.conf.j2',
    'eks/config.json.d/00-nodeadm.conf',
    'cases/expected-drop-in.json',
    'config/k3s/staging-kubelet.yaml',
  ])
    assert.is(layer(uri), 'drop-in', uri)
  for (const uri of [
    'kubelet.conf',
    'etc/kubernetes/kubelet.conf',
    'kubelet-config.yaml',
    'configs/kubelet.yaml',
    'k3s.yaml',
  ])
    assert.is(layer(uri), 'file', uri)
})

test('the path a carrier gives counts before its own', () => {
  const doc = { ...open('user-data.yaml', KUBELET), path: '/etc/kubernetes/kubelet.conf.d/20-x.conf' }
  assert.is(only(readWith(kubeletConfiguration, doc), 'config').layer, 'drop-in')
})

test('apiVersion bounds the version', () => {
  const range = (apiVersion: string) => {
    const fragment = only(
      readWith(kubeletConfiguration, `apiVersion: ${apiVersion}\nkind: KubeletConfiguration\n`),
      'config',
    )
    const [hint] = fragment.versions ?? []
    return hint === undefined ? undefined : [hint.of, hint.bound, hint.range.min.minor, hint.range.max.minor]
  }
  assert.equal(range('kubelet.config.k8s.io/v1beta1'), ['kubelet', true, 10, Number.POSITIVE_INFINITY])
  assert.equal(range('kubeletconfig/v1alpha1'), ['kubelet', true, 0, 9])
  assert.equal(range('componentconfig/v1alpha1'), ['kubelet', true, 0, 9])
  assert.is(range('kubelet.config.k8s.io/v1'), undefined)
  assert.is(range('"{{ v }}"'), undefined)
})

test('beside kubeadm’s documents it is kubeadm’s file', () => {
  const source = `${KUBELET}---\napiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\n`
  const fragment = only(readWith(kubeletConfiguration, source, 'kubeadm.yaml'), 'config')
  assert.equal(belongs(fragment), {
    set: 'kubeadm:kubeadm.yaml',
    path: '/var/lib/kubelet/config.yaml',
    platform: 'kubeadm',
  })
})

test('kube-proxy and kube-scheduler', () => {
  const read = (kind: string) => only(readWith(componentConfiguration, `apiVersion: x/v1\nkind: ${kind}\n`), 'config')
  assert.is(read('KubeProxyConfiguration').component, 'kube-proxy')
  assert.is(read('KubeSchedulerConfiguration').component, 'kube-scheduler')
  assert.is(read('KubeSchedulerConfiguration').layer, 'file')
})

test('a kubeadm patch of the kubelet is no file of its own', () => {
  const uri = 'patches/kubeletconfiguration0+merge.yaml'
  const source = 'kind: KubeletConfiguration\nmaxPods: 50\n'
  assert.equal(readWith(kubeletConfiguration, source, uri).fragments, [])
  const fragment = only(readWith(kubeadmPatches, source, uri), 'config')
  assert.is(fragment.layer, 'patch')
  assert.is(fragment.component, 'kubelet')
  assert.equal(belongs(fragment), { platform: 'kubeadm' })
})

test('a kubeadm patch of a static pod is no pod', () => {
  const uri = 'etc/patches/kube-apiserver1+strategic.yaml'
  const source = 'kind: Pod\nspec: { containers: [{ name: kube-apiserver, command: [kube-apiserver, --v=1] }] }\n'
  assert.equal(readWith(pod, source, uri).fragments, [])
  const fragment = only(readWith(kubeadmPatches, source, uri), 'patch')
  assert.is(fragment.target, 'kube-apiserver')
  assert.is(fragment.type, 'strategic')
})

test('JSON patches', () => {
  const source = '[{ op: replace, path: /maxPods, value: 50 }]'
  const read = (uri: string) => only(readWith(kubeadmPatches, source, uri), 'patch')
  assert.is(read('patches/etcd+json.yaml').type, 'json')
  assert.is(read('patches/kubeletconfiguration+json.json').target, 'kubelet')
})

test('names kubeadm ignores, and patches of other tools', () => {
  for (const uri of ['patches/kubelet.yaml', 'patches/etcd.yml', 'patches/etcd+foo.yaml', 'base/etcd.yaml'])
    assert.equal(readWith(kubeadmPatches, 'spec: {}\n', uri).fragments, [], uri)
  assert.equal(readWith(kubeadmPatches, 'kind: Deployment\nspec: {}\n', 'patches/etcd.yaml').fragments, [])
  assert.equal(readWith(kubeadmPatches, 'cluster: { etcd: {} }\n', 'talos/patches/etcd.yaml').fragments, [])
})

test.run()
