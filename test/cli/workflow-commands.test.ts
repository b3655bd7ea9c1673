import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../support/klint.js'
import type { Files } from '../support/tree.js'

/* A runner of CI reads the log of a step: it trims a line and looks for `::`, and for `##[` anywhere (actions/runner, ActionCommand.cs). */

const test = suite('what CI might obey')

const EVIL = ['::error file=x::pwned', '##[error]pwned', '\u001b[31mpwned', '\u2028::error::pwned']
const POD = (name: string, words: readonly string[]): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'kube-system', labels: { x: EVIL[0] } },
    spec: { containers: [{ name, image: `registry.k8s.io/${name}:v1.26.0`, command: [name, ...words] }] },
  })
const FLAGS = [
  'max-pods',
  'node-labels',
  'feature-gates',
  'nosuch',
  'cluster-dns',
  'eviction-hard',
  'container-runtime',
]
const PLUGINS = ['enable-admission-plugins', 'feature-gates', 'etcd-servers', 'authorization-mode', 'runtime-config']
const FILES: Files = {
  '::error file=x::pwned.yaml': POD('kubelet', [
    ...FLAGS.flatMap(flag => EVIL.map(word => `--${flag}=${word}`)),
    ...EVIL.map(word => `--${word}=1`),
    ...EVIL,
  ]),
  '::warning::pwned/a.yaml': POD(
    'kube-apiserver',
    PLUGINS.flatMap(flag => EVIL.map(word => `--${flag}=${word}`)),
  ),
  'kubelet.json': JSON.stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    maxPods: EVIL[0],
    featureGates: Object.fromEntries(EVIL.map(word => [word, true])),
    clusterDNS: EVIL,
  }),
}

const COMMANDS: readonly (readonly string[])[] = [
  ...[
    'pretty',
    'compact',
    'agent',
    'markdown',
    'json',
    'jsonl',
    'sarif',
    'gitlab',
    'junit',
    'checkstyle',
    'rdjson',
  ].map(format => ['--preset=all', '--target-version=1.36', '-f', format, '.']),
  ['--fix', '--unsafe-fixes', '--diff', '.'],
  ['--statistics', '.'],
  ['show', '.'],
  ['files', '.'],
  ...['pretty', 'markdown', 'json'].map(format => ['upgrade', '--to=1.36', '-f', format, '.']),
]

for (const argv of COMMANDS)
  test(argv.join(' '), async () => {
    const { out, err, code } = await klint(FILES, argv)
    assert.ok(code < 2, err)
    for (const text of [out, err]) {
      // what begins an excerpt of a second file is followed by a blank, and no command
      const obeyed = text.split('\n').filter(line => /^\s*::(?!: )/.test(line) || /##\w*\[/.test(line))
      assert.equal(obeyed, [])
      assert.not.match(text.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
    }
    assert.match(out + err, /pwned|removed|klint/)
  })

test.run()
