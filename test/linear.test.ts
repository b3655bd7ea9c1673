import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../src/engine/run.js'
import { isUpstreamImage } from '../src/facts/registries.js'
import { parseDuration } from '../src/model/duration.js'
import { lineAround, removeFlag } from '../src/model/fix.js'
import { joined } from '../src/model/join-edit.js'
import { append, largest, smallest } from '../src/model/lists.js'
import { parseQuantity } from '../src/model/quantity.js'
import { maskSecrets } from '../src/model/secrets.js'
import type { Assignment } from '../src/model/setting.js'
import { Text } from '../src/model/text.js'
import { open } from '../src/parsers/embed.js'
import { prepareHcl } from '../src/parsers/syntax/hcl.js'
import { unitOutline } from '../src/parsers/syntax/line-outline.js'
import { readUnit } from '../src/parsers/syntax/systemd.js'
import { wrapColumns } from '../src/reporters/wrap.js'
import { isZero } from '../src/resolve/defaults.js'
import { patternsOf } from '../src/sources/ignore-patterns.js'

const test = suite('linear time')

/** What these take is milliseconds where it grows with the length of the input, and minutes where it grows faster. */
const MOST = 10_000

/** Time of this process, and not of what else the machine does. */
async function soon<T>(work: () => T | Promise<T>): Promise<T> {
  const began = process.cpuUsage()
  const result = await work()
  const { user } = process.cpuUsage(began)
  assert.ok(user / 1000 < MOST, `${Math.round(user / 1000)} ms`)
  return result
}

const MANY = 300_000

/** A flag in a source, between « and ». */
function flag(marked: string): Assignment {
  const [start, end] = [marked.indexOf('«'), marked.indexOf('»') - 1]
  const doc = open('x', marked.replace(/[«»]/g, ''))
  const nameText = Text.linear(doc, start + 2, end)
  return {
    component: 'kubelet',
    key: nameText.value,
    name: nameText.value,
    nameText,
    value: undefined,
    layer: 'flag',
    spelling: doc.source.slice(start, end),
    at: { doc, start, end },
  }
}

test('zeros of a duration that is none', () =>
  soon(() => {
    assert.not(isZero('duration', `${'0'.repeat(60)}u`))
    for (const zero of ['0', '00', '0s', '0h0m0.0s', '-0ms', '0.0', '']) assert.ok(isZero('duration', zero), zero)
    for (const other of ['1s', '0x', 's', '0s1', 'msmsms']) assert.not(isZero('duration', other), other)
  }))

test('lines of comments between a flag and its value', () =>
  soon(() => {
    const at = (between: string, end: string) => {
      const assignment = flag(`- «--a»${between}- false${end}`)
      const { doc } = assignment.at
      const start = doc.source.lastIndexOf('false')
      return joined(assignment, Text.linear(doc, start, start + 5))
    }
    assert.is(at(`${'\r\n#'.repeat(300)}\r\n!\r\n`, ''), undefined)
    assert.is(at('\r\n# why\r\n\r\n', '\n')?.length, 2)
  }))

test('a flag behind a line without end', () =>
  soon(() => {
    for (const before of ['a'.repeat(MANY), ' '.repeat(MANY), '['.repeat(MANY)]) {
      removeFlag(flag(`${before}«--a»\n`))
      removeFlag(flag(`${before}x\n  «--a» b\n`))
      assert.is(lineAround(before, 3, 5).end, MANY)
    }
    assert.is(removeFlag(flag('k \\\n  --b \\\n  «--a»\n'))?.text, '')
  }))

test('secrets in a line without end', () =>
  soon(() => {
    for (const part of ['-eyJ-------e', 'a-', 'eyJaaaaaaaa.', '"\','])
      for (const previous of ['', 'token:']) maskSecrets(part.repeat(MANY / part.length), 'code', previous)
    maskSecrets(`'a${' '.repeat(MANY)}\u2028.`, 'code', 'password:')
    assert.is(maskSecrets('"hunter2",  ', 'code', 'password:'), '"********",  ')
    assert.not.match(maskSecrets('x=a-eyJhbGciOiJI.eyJzdWIi.c2ln', 'code'), 'eyJ')
  }))

test('digits, slashes, colons and blanks without end', () =>
  soon(async () => {
    const digits = '1'.repeat(MANY)
    assert.is(parseDuration(digits), undefined)
    assert.is(parseQuantity(`${digits}!`), undefined)
    assert.not(isUpstreamImage(`${':'.repeat(MANY)}/`))
    assert.ok(isUpstreamImage('registry.k8s.io/kube-apiserver:v1.34.2@sha256:0'))
    assert.is(wrapColumns(`a${' '.repeat(MANY)}`, 80).trim(), 'a')
    await patternsOf(`a${' '.repeat(MANY)}b`)
    const ignored = await patternsOf('a\\  \nb  ')
    assert.ok(ignored !== undefined)
  }))

test('units of nothing but backslashes, and variables without an end', () =>
  soon(() => {
    unitOutline(open('a.service', `${' '.repeat(MANY)}a\n${'\\'.repeat(MANY)}a\n`))
    readUnit(open('a.service', `[Service]\nA=${'\\'.repeat(MANY)}a\nExecStart=/k ${'a${'.repeat(MANY)}\n`))
    const words = readUnit(open('a.service', `[Service]\nExecStart=/k ${String.raw`\ta `.repeat(MANY / 2)}\n`))
    assert.is(words.directives[0]?.words?.length, MANY / 2 + 1)
  }))

test('places in a text of very many pieces', () =>
  soon(() => {
    const doc = open('x', 'ab'.repeat(MANY / 3))
    const pieces = Array.from({ length: MANY / 3 }, (_, i) => Text.whole(doc, 2 * i, 2 * i + 2, 'c'))
    const text = Text.join(pieces)
    for (let i = 0; i < text.length; i++) assert.is(text.locate(i, i + 1)[0]?.start, 2 * i)
  }))

test('lists longer than a call has arguments', () => {
  const numbers = Array.from({ length: MANY }, (_, i) => i)
  const list: number[] = []
  append(list, numbers)
  assert.is(list.length, MANY)
  assert.is(largest(numbers), MANY - 1)
  assert.is(largest([1], 2), 2)
  assert.is(smallest(numbers), 0)
})

const APISERVER = (flags: readonly string[]) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - image: registry.k8s.io/kube-apiserver:v1.34.0\n    command: [kube-apiserver, ${flags.join(', ')}]\n`

const lint = (uri: string, source: string) => run({ files: [{ uri, source }], preset: 'all', config: {} })

test('very many encrypted resources, of which one is there twice', () =>
  soon(async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `  - a${i}.b\n`)
    const policy = `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n- resources:\n${names.join('')}  - a7.b\n  - '*.b'\n  providers:\n  - identity: {}\n---\n`
    const { outcome } = await lint('a.yaml', policy + APISERVER(['--encryption-provider-config=/etc/a.yaml']))
    const said = outcome.findings.map(({ what }) => what).join('\n')
    assert.match(said, '`a7.b` already')
    assert.match(said, '`a0.b` already')
  }))

test('very many pieces appended to one file', () =>
  soon(async () => {
    const piece = '- {path: /etc/kubernetes/kubelet.yaml, append: true, content: "# a\\n"}\n'
    const head =
      '- {path: /etc/kubernetes/kubelet.yaml, content: "apiVersion: kubelet.config.k8s.io/v1beta1\\nkind: KubeletConfiguration\\n"}\n'
    const last = piece.replace('# a', 'evictionHard: {memory.available: 1Xi}')
    const { outcome } = await lint(
      'user-data.yaml',
      `#cloud-config\nwrite_files:\n${head}${piece.repeat(20_000)}${last}`,
    )
    assert.ok(outcome.findings.some(({ what }) => what.includes('1Xi')))
  }))

test('Terraform that its grammar reads again and again is given up', () =>
  soon(async () => {
    const { outcome } = await lint('a.tf', `resource "aws_instance" "a" {\n user_data = ${' '.repeat(100_000)}\n}\n`)
    assert.match(outcome.notChecked.map(({ what }) => what).join('\n'), 'takes longer to read than klint waits')
  }))

test('Terraform in which each token takes longer than the one before is given up where somebody has a clock', () =>
  soon(async () => {
    await prepareHcl(() => performance.now())
    const { outcome } = await lint('a.tf', `resource "aws_instance" "a" {\n user_data = ${'"a" '.repeat(20_000)}\n}\n`)
    assert.match(outcome.notChecked.map(({ what }) => what).join('\n'), 'takes longer to read than klint waits')
    const next = await lint('b.tf', 'resource "aws_elb" "a" {\n name = "a"\n}\n')
    assert.equal(next.outcome.notChecked, [], 'the next text is read from its beginning')
  }))

test.run()
