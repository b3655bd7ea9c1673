import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { open } from '../../src/parsers/embed.js'
import { looksLikeYaml, mayHold, mayMatter } from '../../src/parsers/sniff.js'

const test = suite('sniff')

test('values of the autoscaler chart matter, by keys of their own or by their name', () => {
  assert.ok(mayMatter('values.yaml', 'autoDiscovery:\n  clusterName: prod\n'))
  assert.ok(mayMatter('values.yaml', 'autoscalingGroups: []\n'))
  assert.ok(mayMatter('cluster-autoscaler/values.yaml', 'extraArgs:\n  v: 4\n'))
  assert.ok(mayMatter('values/prod-cluster-autoscaler.yaml', 'extraArgs:\n  v: 4\n'))
  assert.not.ok(mayMatter('values.yaml', 'extraArgs:\n  v: 4\n'))
  assert.not.ok(mayMatter('cluster-autoscaler/templates/values.yaml', 'extraArgs:\n  v: 4\n'))
})

test('patches of kubeadm matter by their name', () => {
  assert.ok(mayMatter('patches/kube-apiserver+json.yaml', '- {op: remove, path: /spec}\n'))
  assert.ok(mayMatter('patches/etcd+json.yaml', '- {op: remove, path: /spec}\n'))
  assert.ok(mayMatter('patches/kubeletconfiguration0.yaml', 'maxPods: 50\n'))
  assert.not.ok(mayMatter('patches/other.yaml', 'maxPods: 50\n'))
})

test('a text that begins with a template is not JSON for its brace', () => {
  assert.not.ok(looksLikeYaml(open('NOTES.txt', '{{- if .Values.x }}\nkubelet\n{{ end }}\n')))
  assert.ok(looksLikeYaml(open('kubelet-config', '{ "kind": "KubeletConfiguration" }\n')))
  assert.ok(looksLikeYaml(open('kubelet.yaml', '{{ header }}\nkind: KubeletConfiguration\n')))
})

test('a comment of a template language may stand above, and empty lines cost nothing', () => {
  for (const comment of ['{# a #}', '{{/* a */}}', '{{- /* a */ -}}', '  # a', ''])
    assert.ok(looksLikeYaml(open('data', `${comment}\nkind: KubeletConfiguration\n`)), comment)
  assert.not.ok(looksLikeYaml(open('data', `${'\n'.repeat(3000)}kubelet\n`)))
})

test('drop-ins matter whatever words they hold', () => {
  assert.ok(mayMatter('a/node.service.d/10-limits.conf', '[Service]\nEnvironment=A=1\n'))
  assert.ok(mayMatter('a/node.service.d/10-limits.conf.j2', '[Service]\nEnvironment=A=1\n'))
  assert.not.ok(mayMatter('a/nginx.conf', 'server {}\n'))
  assert.not.ok(mayMatter('a/node.service', '[Service]\nExecStart=/usr/bin/node\n'))
})

test('files of variables matter by their name and by holding nothing else', () => {
  for (const path of [
    'node.env',
    'etc/default/node',
    'etc/sysconfig/node',
    'sysconfig/node.vars',
    'etc/etcd/a.conf',
    'node',
  ]) {
    assert.ok(mayHold(path), path)
    assert.ok(mayMatter(path, '# a\nMS=5000\n'), path)
    assert.not.ok(mayMatter(path, 'MS=5000\nrun it\n'), path)
  }
  assert.not.ok(mayHold('src/node.vars'))
  assert.not.ok(mayMatter('a.sh', 'MS=5000\n'))
})

test('of a long file of variables only the beginning is looked at, and no line that is cut in two', () => {
  assert.ok(mayMatter('node.env', `A=${'x'.repeat(4000)}\n${'B'.repeat(200)}=1\nC d\n`))
  assert.ok(mayMatter('node.env', `${'A=1\n'.repeat(60)}C d\n`))
})

test.run()
