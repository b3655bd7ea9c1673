import { suite } from 'uvu'
import { fixesOf } from '../support/upgrade-fixes.js'

const test = suite('fixes of what an upgrade breaks: anchors and aliases')
const becomes = fixesOf(test)

const withAliases = (first: string, second: string, rest = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\nspec:\n  containers:\n    - name: kube-apiserver\n      image: registry.k8s.io/kube-apiserver:v1.31.1\n      command: [kube-apiserver]\n      args: ${first}\n    - name: other\n      image: busybox\n      args: ${second}\n${rest}`
const GONE = '\n        - --feature-gates=EphemeralContainers=true\n        - --v=2'
const KUBELET = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'
const ALIASED: Readonly<Record<string, string>> = {
  'an alias elsewhere names the list': withAliases(`&args${GONE}`, '*args'),
  'an alias names the item': withAliases(GONE.replace('- --f', '- &one --f'), '[*one]'),
  'the component has the alias': `x: &args${GONE}\n${withAliases('*args', '*args')}`,
  'a merge brings the map in': `${KUBELET}x: &gates\n  EphemeralContainers: true\n  NodeSwap: true\nfeatureGates:\n  <<: *gates\n`,
  'an alias names the document around': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  kubelet: &all |\n${KUBELET.replace(/^(?=.)/gm, '    ')}    featureGates:\n      EphemeralContainers: true\n      NodeSwap: true\n  copy: *all\n`,
}

for (const [name, source] of Object.entries(ALIASED))
  becomes(`nothing changes where ${name}`, { version: '1.31', before: { 'a.yaml': source }, after: {} })

becomes('an anchor that no alias names is none', {
  version: '1.31',
  before: { 'a.yaml': withAliases(`&args${GONE}`, '["*args", "a & *b"]') },
  after: { 'a.yaml': withAliases('&args\n        - --v=2', '["*args", "a & *b"]') },
})

test.run()
