import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { open } from '../../src/parsers/embed.js'
import { looksLikeYaml, mayMatter } from '../../src/parsers/sniff.js'

const test = suite('sniff')

test('values of the autoscaler chart matter, by keys of their own or by their name', () => {
  assert.ok(mayMatter('values.yaml', 'autoDiscovery:\n  clusterName: prod\n'))
  assert.ok(mayMatter('values.yaml', 'autoscalingGroups: []\n'))
  assert.ok(mayMatter('cluster-autoscaler/values.yaml', 'extraArgs:\n  v: 4\n'))
  assert.ok(mayMatter('values/prod-cluster-autoscaler.yaml', 'extraArgs:\n  v: 4\n'))
  assert.not.ok(mayMatter('values.yaml', 'extraArgs:\n  v: 4\n'))
  assert.not.ok(mayMatter('cluster-autoscaler/templates/values.yaml', 'extraArgs:\n  v: 4\n'))
})

test('patches of the kubelet matter by their name', () => {
  assert.ok(mayMatter('patches/kubeletconfiguration0.yaml', 'maxPods: 50\n'))
  assert.not.ok(mayMatter('patches/other.yaml', 'maxPods: 50\n'))
})

test('a text that begins with a template is not JSON for its brace', () => {
  assert.not.ok(looksLikeYaml(open('NOTES.txt', '{{- if .Values.x }}\nkubelet\n{{ end }}\n')))
  assert.ok(looksLikeYaml(open('kubelet-config', '{ "kind": "KubeletConfiguration" }\n')))
  assert.ok(looksLikeYaml(open('kubelet.yaml', '{{ header }}\nkind: KubeletConfiguration\n')))
})

test.run()
