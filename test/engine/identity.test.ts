import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { identityOf, prepareIdentities } from '../../src/engine/identity.js'
import { partsOf } from '../../src/engine/identity-parts.js'
import { run } from '../../src/engine/run.js'
import type { Finding } from '../../src/model/finding.js'
import { open } from '../../src/parsers/embed.js'
import { parse } from '../../src/parsers/index.js'
import { at, document, finding } from '../support/outcome.js'
import { filesBelow } from '../support/repository.js'

const test = suite('engine: identities of findings')

/** Identity of the finding that points at some words, in the innermost document that holds them. */
async function identity(uri: string, source: string, words: string, more: Partial<Finding> = {}): Promise<string> {
  let doc = open(uri, source)
  for (;;) {
    const { embedded } = await parse(doc)
    const inner = embedded.find(child => child.source.includes(words))
    if (inner === undefined) break
    doc = inner
  }
  await prepareIdentities([doc])
  return identityOf(finding(at(doc, words), more))
}

const route = (identity: string): string => partsOf(identity).route

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: kube-apiserver
  namespace: kube-system
spec:
  containers:
  - name: helper
    image: x
  - name: kube-apiserver
    command:
    - kube-apiserver
    - --v=2
    - --feature-gates=A=true,Bad=true
    - --etcd-servers
    - https://1.2.3.4
`

test('routes say where in words that do not move', async () => {
  const container = 'Pod kube-system/kube-apiserver: spec.containers[kube-apiserver]'
  assert.is(route(await identity('a.yaml', POD, '--v=2')), `${container}.command --v`)
  assert.is(route(await identity('a.yaml', POD, 'Bad=true')), `${container}.command --feature-gates[Bad]`)
  assert.is(route(await identity('a.yaml', POD, 'https://1.2.3.4')), `${container}.command --etcd-servers`)
  const kubelet = 'kind: KubeletConfiguration\nevictionHard:\n  memory.available: 100Mi\n'
  assert.is(route(await identity('a.yaml', kubelet, '100Mi')), 'KubeletConfiguration: evictionHard["memory.available"]')
})

test('routes in units and environment files go by directive, variable and flag', async () => {
  const unit =
    '[Unit]\nDescription=x\n[Service]\n# --max-pods=1\nExecStart=/usr/bin/kubelet \\\n  --v 2 \\\n  --max-pods=500\n'
  assert.is(route(await identity('kubelet.service', unit, '--max-pods=500')), '[Service] ExecStart --max-pods')
  assert.is(route(await identity('kubelet.service', unit, '/usr/bin/kubelet')), '[Service] ExecStart')
  assert.is(route(await identity('kubelet.service', unit, '2 ')), '[Service] ExecStart --v')
  const env = '# x\nETCD_NAME=a\nKUBELET_EXTRA_ARGS="--v=2 --eviction-hard=nodefs.available<1%,memory.available<1Mi"\n'
  assert.is(
    route(await identity('etc/default/kubelet', env, 'memory.available<1Mi')),
    'KUBELET_EXTRA_ARGS --eviction-hard[memory.available]',
  )
  const set = '[Service]\nEnvironment="KUBELET_ARGS=--v=2 --max-pods=500"\nExecStart=/usr/bin/kubelet\n'
  assert.is(route(await identity('kubelet.service', set, '--max-pods=500')), '[Service] Environment --max-pods')
})

test('routes in HCL go by labels and names', async () => {
  const source = `variable "x" {}
resource "aws_launch_configuration" "master" {
  ebs_block_device {
    device_name = "/dev/sdb"
    volume_type = "gp2"
  }
  tags = [{ key = "a", value = "b" }]
  user_data = <<EOF
#cloud-config
write_files:
  - path: /etc/kubernetes/kubelet.yaml
    content: |
      kind: KubeletConfiguration
      apiVersion: kubelet.config.k8s.io/v1beta1
      maxPods: 500
EOF
}
`
  const resource = 'resource.aws_launch_configuration.master'
  assert.is(route(await identity('a.tf', source, '"gp2"')), `${resource}.ebs_block_device[/dev/sdb].volume_type`)
  assert.is(route(await identity('a.tf', source, '"b"')), `${resource}.tags[a].value`)
  assert.is(
    route(await identity('a.tf', source, '500')),
    `${resource}.user_data > write_files[/etc/kubernetes/kubelet.yaml].content > KubeletConfiguration: maxPods`,
  )
})

test('files that scripts write are called by their paths', async () => {
  const unit = '[Service]\nExecStart=/usr/bin/kubelet --v=2'
  const script = `#!/bin/sh\ncat > /etc/systemd/system/kubelet.service <<EOF\n${unit}\nEOF\n`
  assert.is(
    route(await identity('a.sh', script, '--v=2')),
    '/etc/systemd/system/kubelet.service > [Service] ExecStart --v',
  )
})

test('the value counts, its spelling does not', async () => {
  const of = (value: string) => identity('a.yaml', `kind: X\nmaxPods: ${value}\nother: 1\n`, value)
  assert.is(await of('500'), await of('"500"'))
  assert.is.not(await of('500'), await of('501'))
  const unit = (flags: string) => identity('kubelet.service', `[Service]\nExecStart=/usr/bin/kubelet ${flags}\n`, flags)
  assert.is.not(await unit('--v=2'), await unit('--v=3'))
  const list = (items: string, words: string) =>
    identity('a.yaml', POD.replace('    - --v=2\n', `    - ${items}\n`), words)
  assert.is(
    await list('--v\n    - "2"', '--v\n    - "2"'),
    await list('--w\n    # x\n    - "--v"\n    - 2', '"--v"\n    - 2'),
  )
})

test('of a command line, of a map and of what is missing the parts do not count', async () => {
  const exec = (flags: string, more = {}) => {
    const line = `/usr/bin/kubelet ${flags}`
    return identity('kubelet.service', `[Service]\nExecStart=${line}\n`, line, more)
  }
  assert.is(await exec('--v=2'), await exec('--v=2 \\\n  --max-pods=5'))
  assert.is(await exec('a', { lacking: 'kubelet' }), await exec('b', { lacking: 'kubelet' }))
  assert.is.not(await exec('a'), await exec('b'))
  const map = (entries: string) =>
    identity('a.yaml', `kind: X\nkubeReserved:${entries}\nrest: 1\n`, `kubeReserved:${entries}`)
  assert.is(await map('\n  cpu: 1'), await map('\n  cpu: 2\n  memory: 1Gi'))
})

test('parts can be told apart whatever they hold', () => {
  const doc = document('a b%20/\nc.yaml', 'kind: X\n"a  b": 1\n')
  const whole = identityOf(finding(at(doc, '1')))
  assert.match(whole, /^kubelet\/eviction-hard-missing a%20b%2520\/%0Ac\.yaml X: \["a b"\] [0-9a-f]{16}$/)
  assert.equal(partsOf(whole), {
    rule: 'kubelet/eviction-hard-missing',
    path: 'a b%20/\nc.yaml',
    route: 'X: ["a b"]',
    hash: whole.slice(-16),
  })
  const deep = document('a.json', `${`{"${'k'.repeat(50)}":`.repeat(60)}1${'}'.repeat(60)}`)
  assert.is(route(identityOf(finding(at(deep, '1')))).length, 397)
})

/** A pod of several containers, one with a bad flag, written in some way. */
const pods: fc.Arbitrary<string> = fc
  .record({
    before: fc.subarray(['--v=2', '--a', '--c=x,y', '--d', 'e']),
    after: fc.subarray(['--w=2', '--f', '--g=x,y', '"--h"', 'i']),
    others: fc.subarray(['a', 'b', 'c']),
    step: fc.constantFrom(2, 4),
    margin: fc.constantFrom('', '  '),
    end: fc.constantFrom('\n', '\r\n'),
    top: fc.nat(3),
    comments: fc.boolean(),
    mark: fc.constantFrom('', '\ufeff'),
    flow: fc.boolean(),
    first: fc.boolean(),
    object: fc.boolean(),
  })
  .map(({ before, after, others, step, margin, end, top, comments, mark, flow, first, object }) => {
    const pad = (n: number) => margin + ' '.repeat(n * step)
    const quoted = (word: string) => (flow && !word.startsWith('"') ? `"${word}"` : word)
    const words = ['kube-apiserver', ...before, '--bad=1', ...after].map(quoted)
    const key = `${pad(2)}  command:`
    const item = (word: string) => [...(comments ? [`${pad(3)}# ${word}`] : []), `${pad(3)}- ${word}`]
    const command = flow ? [`${key} [${words.join(', ')}]`] : [key, ...words.flatMap(item)]
    const main = [`${pad(2)}- name: main`, ...command]
    const rest = others.map(other => `${pad(2)}- name: ${other}`)
    const kind = [`${margin}kind: Pod`]
    const lines = [
      ...Array.from({ length: top }, () => ''),
      ...(object ? ['kind: ConfigMap', 'metadata:', '  name: x', '---'] : []),
      ...(first ? kind : []),
      `${margin}metadata:`,
      `${pad(1)}name: p`,
      ...(first ? [] : kind),
      `${margin}spec:`,
      `${pad(1)}containers:`,
      ...(first ? [...main, ...rest] : [...rest, ...main]),
    ]
    return mark + lines.join(end) + end
  })

test('a flag of a container stays the same however the pod is written', async () => {
  const plain = 'kind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: main\n    command: ["--bad=1"]\n'
  const flag = '--bad=1'
  const known = await identity('a.yaml', plain, flag)
  assert.is(route(known), 'Pod p: spec.containers[main].command --bad')
  await fc.assert(
    fc.asyncProperty(pods, async source => {
      // a comment may name the flag before it is there
      const marked = source.replaceAll(`# ${flag}`, '# x').replaceAll(`# "${flag}"`, '# x')
      assert.is(await identity('a.yaml', marked, flag), known, source)
      const worse = await identity('a.yaml', marked.replace(flag, '--bad=2'), '--bad=2')
      assert.is.not(worse, known)
      assert.is(route(worse), route(known))
    }),
    { numRuns: 300 },
  )
})

const units: fc.Arbitrary<string> = fc
  .record({
    before: fc.subarray(['--v=2', '--a', '--c=x,y', '--d e', '$ARGS', '--s="x y"']),
    after: fc.subarray(['--w=2', '--f', "'--g=x y'"]),
    directives: fc.subarray(['Restart=always', 'Environment=A=1', 'ExecStartPre=/bin/true --worse=3', '# x=y', '']),
    section: fc.boolean(),
    joint: fc.constantFrom(' ', ' \\\n', ' \\\n    ', ' \\\n# a comment\n  '),
    end: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ before, after, directives, section, joint, end }) => {
    const exec = `ExecStart=${['/usr/bin/kubelet', ...before, '--bad=1', ...after].join(joint)}`
    const head = section ? ['[Unit]', 'After=x'] : []
    const lines = [...head, '[Service]', ...directives, exec, ...directives, '[Install]', 'A=b']
    return `${lines.join('\n')}\n`.replaceAll('\n', end)
  })

test('a flag of a unit stays the same however the unit is written', async () => {
  const known = await identity('kubelet.service', '[Service]\nExecStart=/usr/bin/kubelet --bad=1\n', '--bad=1')
  await fc.assert(
    fc.asyncProperty(units, async source => {
      assert.is(await identity('kubelet.service', source, '--bad=1'), known, source)
    }),
    { numRuns: 300 },
  )
})

type Edit = (uri: string, source: string) => string

/** First lines that mean something where they are. */
const HEAD = /^(?:#!|#cloud-config|## template|content-type:|mime-version:)/i
const NAMESPACE = 'kind: Namespace\napiVersion: v1\nmetadata:\n  name: other\n'
const isObject: (uri: string, source: string) => boolean = (uri, source) =>
  /\.ya?ml$/.test(uri) && /^kind:/m.test(source)

const EDITS: Readonly<Record<string, Edit>> = {
  'blank lines on top': (_, source) => (HEAD.test(source) ? source : `\n\n\n\n\n${source}`),
  'comments on top': (uri, source) => (HEAD.test(source) || uri.endsWith('.json') ? source : `# a\n# b\n${source}`),
  'other line ends': (_, source) => source.replace(/\r?\n/g, '\r\n'),
  'a byte order mark': (_, source) => `\ufeff${source}`,
  'one more flag before the first': (_, source) =>
    source.replace(/^([ \t]*)- --/m, '$1- --v=1\n$&').replace(/^(\s*ExecStart=\S*kubelet)(?=\s)/m, '$1 --v=1'),
  'one more object behind': (uri, source) =>
    isObject(uri, source) ? `${source.trimEnd()}\n---\n${NAMESPACE}` : source,
  'one more object before': (uri, source) => (isObject(uri, source) ? `${NAMESPACE}---\n${source}` : source),
}

async function all(files: readonly { uri: string; source: string }[]): Promise<string[]> {
  const { all } = await run({ files, preset: 'all', config: {}, identify: true })
  return all.map(({ identity = '' }) => identity).sort()
}

for (const folder of ['examples/nordstrom-2017', 'test/fixtures/two-clusters', 'test/fixtures/kubeadm-default-1.34']) {
  const files = filesBelow(folder)
    .filter(path => !path.endsWith('klint.yaml'))
    .map(path => ({ uri: path.slice(folder.length + 1), source: readFileSync(path, 'utf8') }))
  for (const [name, edit] of Object.entries(EDITS))
    test(`${folder}: ${name} makes no old finding new`, async () => {
      const before = await all(files)
      assert.ok(before.length > 0)
      for (const identity of await all(files.map(({ uri, source }) => ({ uri, source: edit(uri, source) })))) {
        assert.ok(before.includes(identity), `${identity} is new`)
        before.splice(before.indexOf(identity), 1)
      }
    })
}

test.run()
