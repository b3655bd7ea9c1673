import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../src/model/location.js'
import { MASK, Text } from '../../src/model/text.js'
import { formatVersion } from '../../src/model/version.js'
import { open } from '../../src/parsers/embed.js'
import { imageVersion } from '../../src/parsers/image.js'
import { releaseHint, variableHint } from '../../src/parsers/release.js'

const test = suite('versions in images and downloads')

const text = (value: string) => Text.linear(open('pod.yaml', value), 0, value.length)
const shown = (found: ReturnType<typeof imageVersion>) =>
  found && `${found.of} ${formatVersion(found.range.min)}${found.vendor ? ' vendor' : ''}`

const IMAGES: Record<string, string | undefined> = {
  'k8s.gcr.io/kube-apiserver:v1.14.1': 'kube-apiserver 1.14.1',
  'gcr.io/google_containers/kube-proxy-amd64:v1.7.6': 'kube-proxy 1.7.6',
  'registry.k8s.io/autoscaling/cluster-autoscaler:v1.31.1': 'cluster-autoscaler 1.31.1',
  'gcr.io/google_containers/cluster-autoscaler:v0.6.1': 'cluster-autoscaler 0.6.1',
  'quay.io/coreos/hyperkube:v1.9.11_coreos.1': 'kubernetes 1.9.11',
  'docker://quay.io/coreos/hyperkube:v1.9.11+coreos.1': 'kubernetes 1.9.11',
  'localhost:5000/k8s.gcr.io/kube-scheduler:v1.20.2': 'kube-scheduler 1.20.2',
  'registry.k8s.io/etcd:3.4.13-0': 'etcd 3.4.13',
  'gcr.io/etcd-development/etcd:v3.5.9': 'etcd 3.5.9',
  'rancher/hyperkube:v1.20.4-rancher1': 'kubernetes 1.20.4',
  '602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/kube-proxy:v1.29.0-eksbuild.1': 'kube-proxy 1.29.0 vendor',
  'example.com/kube-apiserver:v1.30.1-gke.100': 'kube-apiserver 1.30.1 vendor',
  'example.com/hyperkube:v1.30.1-acme': 'kubernetes 1.30.1 vendor',
  'example.com/team/kube-cluster-autoscaler:v1.18.2-internal.48': 'cluster-autoscaler 1.18.2 vendor',
  'example.com/acme-kube-proxy:v1.29.1': 'kube-proxy 1.29.1',
  'example.com/cluster-autoscaler-exporter:v1.0.0': undefined,
  'example.com/metrics-etcd:v1.0.0': undefined,
  'k8s.gcr.io/kube-apiserver:latest': undefined,
  'k8s.gcr.io/kube-apiserver': undefined,
  'k8s.gcr.io/kube-apiserver:v1.14.1@sha256:abc': 'kube-apiserver 1.14.1',
  'k8s.gcr.io/kube-apiserver@sha256:abc': undefined,
  'quay.io/openshift/origin-hyperkube:4.0': undefined,
  'quay.io/openshift/hyperkube:4.0': undefined,
  'nginx:1.14.1': undefined,
  [`k8s.gcr.io/kube-apiserver:${MASK}`]: undefined,
  [`${MASK}/kube-apiserver:v1.14.1`]: 'kube-apiserver 1.14.1',
}
for (const [image, expected] of Object.entries(IMAGES))
  test(image, () => assert.is(shown(imageVersion(text(image))), expected))

test('the range points at the tag', () => {
  assert.is(describe(imageVersion(text('localhost:5000/kube-proxy:v1.2.3'))!.range.at!), 'pod.yaml:1:27')
})

const URLS: Record<string, string | undefined> = {
  'https://storage.googleapis.com/kubernetes-release/release/v1.4.6/bin/linux/amd64/kubelet': 'kubelet 1.4.6',
  'https://dl.k8s.io/v1.34.1/kubernetes-server-linux-amd64.tar.gz': 'kubernetes 1.34.1',
  'https://dl.k8s.io/release/v1.34.1/bin/linux/arm64/kubectl': 'kubernetes 1.34.1',
  'https://github.com/etcd-io/etcd/releases/download/v3.5.9/etcd-v3.5.9-linux-amd64.tar.gz': 'etcd 3.5.9',
  'https://github.com/containerd/containerd/releases/download/v1.7.0/x.tar.gz': undefined,
  'kubelet=1.21.0-00': 'kubelet 1.21.0',
  'kubelet-1.30.2-150500.1.1': 'kubelet 1.30.2',
  'kubelet-config-1.21.0': undefined,
  [`https://dl.k8s.io/${MASK}/bin/linux/amd64/kubelet`]: undefined,
}
for (const [url, expected] of Object.entries(URLS)) test(url, () => assert.is(shown(releaseHint(text(url))), expected))

test('variables that name a version', () => {
  assert.is(shown(variableHint('KUBELET_IMAGE_TAG', text('v1.9.6_coreos.2'))), 'kubelet 1.9.6')
  assert.is(shown(variableHint('ETCD_IMAGE_TAG', text('v3.1.8'))), 'etcd 3.1.8')
  assert.is(shown(variableHint('HYPERKUBE_IMAGE', text('quay.io/coreos/hyperkube:v1.7.6'))), 'kubernetes 1.7.6')
  assert.is(variableHint('FOO_VERSION', text('v1.9.6')), undefined)
})

test.run()
