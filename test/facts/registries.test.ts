import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isUpstreamImage } from '../../src/facts/registries.js'

const test = suite('registries')

test('images that upstream publishes', () => {
  for (const image of [
    'registry.k8s.io/kube-apiserver:v1.34.2',
    'registry.k8s.io/autoscaling/cluster-autoscaler',
    'k8s.gcr.io/etcd:3.4.13-0@sha256:0123',
    'gcr.io/google_containers/hyperkube-amd64:v1.7.6',
    'us.gcr.io/k8s-artifacts-prod/autoscaling/cluster-autoscaler:v1.20.0',
    'quay.io/coreos/etcd:v3.5.1',
    'rancher/hyperkube:v1.20.15-rancher1',
  ])
    assert.ok(isUpstreamImage(image), image)
})

test('images of others', () => {
  for (const image of [
    'registry.example.com/kube-apiserver:v1.34.2',
    'localhost:5000/kube-apiserver',
    'registry.example.com:5000/registry.k8s.io/kube-apiserver:v1.34.2',
    'registry.k8s.io.example.com/kube-apiserver',
    'gcr.io/my-project/kube-apiserver:v1.34.2',
    'registry.k8s.io/scheduler-plugins/kube-scheduler:v0.34.7',
    'kube-apiserver',
    '',
  ])
    assert.not.ok(isUpstreamImage(image), image)
})

test.run()
