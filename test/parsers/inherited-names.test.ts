import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fieldPaths } from '../../src/facts/fields.js'
import { flagNames } from '../../src/facts/flags.js'
import { klint } from '../support/klint.js'
import { text } from '../support/text.js'
import type { Files } from '../support/tree.js'

const test = suite('parsers: names that every object of JavaScript has')

const KINDS = [
  'kubelet',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'etcd',
  'cluster-autoscaler',
] as const

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

const CONFIGURED = {
  kubelet: ['config', 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'],
  'kube-proxy': ['config', 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n'],
  'kube-scheduler': ['config', 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n'],
  etcd: ['config-file', ''],
} as const

/** Every flag and field with it for a value, an item, and an entry. */
function settings(name: string): Files {
  const found: Record<string, string> = {}
  for (const kind of KINDS) {
    const lines = [...flagNames(kind)].map(flag => `- --${flag}=`)
    for (const [i, value] of [name, `${name}=true`, `{"${name}": 1}`].entries())
      found[`${kind}-${i}/pod.yaml`] =
        `apiVersion: v1\nkind: Pod\nmetadata: {name: ${kind}, namespace: kube-system}\nspec:\n  containers:\n    - name: ${kind}\n      image: "registry.k8s.io/${kind}:v${kind === 'etcd' ? '3.6.4' : '1.34.1'}"\n      command:\n        - ${kind}\n${lines.map(line => `        - '${line.slice(2)}${value}'\n`).join('')}`
  }
  for (const [kind, [flag, head]] of Object.entries(CONFIGURED)) {
    const fields = [
      ...new Set([...fieldPaths(kind as keyof typeof CONFIGURED)].map(path => path.split(/[.[]/)[0] ?? '')),
    ]
    for (const [i, value] of [name, `[${name}]`, `{${name}: ${name}}`, `[{name: ${name}}]`].entries()) {
      found[`${kind}-${i}/a.service`] = `[Service]\nExecStart=/usr/bin/${kind} --${flag}=/etc/x/config.yaml\n`
      found[`${kind}-${i}/etc/x/config.yaml`] = `${head}${fields.map(field => `${field}: ${value}\n`).join('')}`
    }
  }
  return found
}

test('are values as others', async () => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    const { code, err, out } = await klint(settings(name), ['--preset', 'all', '--kubernetes-version', '1.34', '.'])
    assert.ok(code < 2, `${name}: ${err}`)
    assert.not.match(out, /native code|\[object/)
  }
})

test.run()
