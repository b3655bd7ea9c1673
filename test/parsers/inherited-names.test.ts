import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../support/klint.js'
import { text } from '../support/text.js'
import type { Files } from '../support/tree.js'

const test = suite('parsers: names that every object of JavaScript has')

/** A name where a kind, a component, a flag, a field or a resource is looked up by it. */
const files = (name: string): Files => ({
  'kind.yaml': text`
    apiVersion: kubelet.config.k8s.io/v1beta1
    kind: ${name}
    ---
    apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
    kind: ${name}
    spec: {}
    ---
    apiVersion: kubeadm.k8s.io/${name}
    kind: ClusterConfiguration
    ${name}: {${name}: 1}
    apiServer: {extraArgs: {${name}: "1"}}
    ---
    apiVersion: kops.k8s.io/v1alpha2
    kind: Cluster
    spec: {kubelet: {${name}: 1}, ${name}: 1, etcdClusters: [{name: ${name}, provider: ${name}}]}
  `,
  'pod.yaml': text`
    apiVersion: v1
    kind: Pod
    metadata: {name: ${name}, namespace: kube-system, labels: {component: ${name}}}
    spec:
      containers:
        - {name: ${name}, image: "registry.k8s.io/${name}:v1.30.1", command: [${name}, "--${name}=1"]}
        - {name: a, image: "x/kube-apiserver:v1.30.1", command: [kube-apiserver, "--${name}=1", "--feature-gates=${name}=true"]}
  `,
  'kubelet.yaml': text`
    apiVersion: kubelet.config.k8s.io/v1beta1
    kind: KubeletConfiguration
    ${name}: 7
    evictionHard: {${name}: 5%}
    featureGates: {${name}: true}
    systemReserved: {${name}: 1}
  `,
  'main.tf': `resource "${name}" "${name}" {\n  ${name} = 1\n}\nresource "aws_lb" "a" {\n  load_balancer_type = "${name}"\n}\n`,
  'start.sh': `${name} kubelet --${name}=1\nkubelet --max-pods=1 --${name}\n`,
})

test('are names as others', async () => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    const { code, err } = await klint(files(name), ['--preset', 'all', '.'])
    assert.ok(code < 2, `${name}: ${err}`)
  }
})

test.run()
