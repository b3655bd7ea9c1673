import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { progress } from '../../src/cli/progress.js'
import { profileOf } from '../../src/cli/rule-profile.js'
import { klint } from '../support/klint.js'
import { kubeletConfig } from '../support/resolved.js'

const test = suite('cli: what is said of a run')

const FILES = {
  'a/kubelet.yaml': kubeletConfig('evictionHard: {}'),
  'b/kubelet.yaml': kubeletConfig('evictionHard: {}'),
  'notes.yaml': 'x: 1\n',
}
const RULE = 'kubelet/eviction-hard-missing'

test('--verbose: what was read as what, and each step with its time; the report stays as it is', async () => {
  const plain = await klint(FILES, [])
  const { out, err, code } = await klint(FILES, ['-v'])
  assert.equal([out, code], [plain.out, plain.code])
  for (const words of [
    /^klint: version \d+\.\d+\.\d+, node v/m,
    /^klint: +[\d.]+ ms {2}looked for files$/m,
    /^klint: +[\d.]+ ms {2}read the files$/m,
    /^klint: +[\d.]+ ms {2}asked the rules$/m,
    /^klint: 3 files read \(0\.0 MB\), 2 documents with something in them$/m,
    /^klint: +[\d.]+ ms {4}a\/kubelet\.yaml as yaml, 1 fragment$/m,
    /^klint: 2 clusters, 2 components, 0 resources$/m,
    /^klint: +[\d.]+ ms {2}in all$/m,
  ])
    assert.match(err, words)
})

test('--verbose names the configuration', async () => {
  const { err } = await klint({ ...FILES, 'klint.yaml': '' }, ['-v'])
  assert.match(err, 'klint: configuration klint.yaml\n')
})

test('--profile-rules: each rule that was asked, how often, how long', async () => {
  const { err } = await klint(FILES, ['--profile-rules'])
  assert.match(err, /^rule +calls +time +share$/m)
  assert.match(err, new RegExp(`^${RULE} +\\d+ +[\\d.]+ ms +[\\d.]+%$`, 'm'))
  assert.match(err, /^all rules +\d+ +[\d.]+ ms +[\d.]+%$/m)
  const one = await klint(FILES, ['--profile-rules', '--only', RULE])
  assert.is(one.err.match(/%$/gm)?.length, 2, 'one rule, and all of them')
})

test('the table of rules is sorted by time', () => {
  const spent = new Map([
    ['b/fast', { calls: 10, time: 1 }],
    ['a/slow', { calls: 2, time: 30 }],
  ])
  assert.is(
    profileOf(spent, 100),
    [
      'rule         calls        time   share',
      'a/slow           2    30.00 ms   30.0%',
      'b/fast          10     1.00 ms    1.0%',
      'all rules       12    31.00 ms   31.0%',
      'the run              100.00 ms        ',
      '',
    ].join('\n'),
  )
})

test('progress: not before half a second, not too often, and gone before anything else is printed', () => {
  let now = 0
  const said: string[] = []
  const line = progress(
    text => said.push(text),
    () => now,
  )
  const show = (at: number, text: string) => {
    now = at
    line.show(() => text)
  }
  show(100, 'one')
  show(499, 'two')
  assert.equal(said, [])
  show(500, 'a longer line')
  show(550, 'too soon')
  show(600, 'short')
  assert.equal(said, ['\rklint: a longer line', `\r${'klint: short'.padEnd(20)}`])
  line.clear()
  assert.is(said.at(-1), `\r${' '.repeat(12)}\r`)
  show(10_000, 'after the end')
  assert.is(said.length, 3)
})

test('a short run shows no progress, and nobody who does not look gets any', async () => {
  for (const given of [{ watched: true }, { watched: true, env: { CI: 'true' } }, {}])
    assert.is((await klint(FILES, [], given)).err, '')
})

test('--silent prints nothing and keeps the exit code; mistakes are still told', async () => {
  assert.equal(await klint(FILES, ['--silent']), { code: 1, out: '', err: '' })
  assert.equal(await klint({}, ['--silent']), { code: 3, out: '', err: '' })
  assert.equal(await klint(FILES, ['--silent', '-v', '--profile-rules']), { code: 1, out: '', err: '' })
  assert.match((await klint({}, ['--silent', 'no/such'])).err, 'does not exist')
})

test('--offline is accepted', async () => {
  assert.is((await klint(FILES, ['--offline', '--silent'])).code, 1)
})

test('--strict: what could not be analysed is listed, and is 2', async () => {
  const template = '{{ if .x }}\nkind: KubeletConfiguration\n{{ else }\n  - : [\n'
  for (const [files, words] of [
    [{ ...FILES, 'c/kubelet.yaml': `${kubeletConfig('maxPods: 1')}x: [\n` }, 'c/kubelet.yaml'],
    [{ ...FILES, 'c/kubelet.yaml': template }, 'c/kubelet.yaml'],
    [{ ...FILES, 'klint.yaml': 'clusters: { a: { files: ["nowhere/**"] } }\n' }, 'no file matches `nowhere/**`'],
  ] as const) {
    const plain = await klint(files, ['--exit-zero'])
    assert.is(plain.code, 0)
    const { code, out, err } = await klint(files, ['--strict', '--exit-zero'])
    assert.is(code, 2, words)
    assert.is(out, plain.out)
    assert.match(err, /^klint: --strict: \d things? could not be analysed\n/)
    assert.match(err, words)
  }
})

test('--strict: a value nobody can know is no document that was not analysed', async () => {
  const files = { 'kubelet.yaml': kubeletConfig('maxPods: {{ .pods }}') }
  const { code, err } = await klint(files, ['--strict', '--exit-zero'])
  assert.is(code, 0)
  assert.is(err, '')
})

test('--statistics counts each rule, most often first', async () => {
  const files = { ...FILES, 'c.yaml': kubeletConfig('evictionHard: { memory.available: 500Mi }') }
  const { code, out } = await klint(files, ['--statistics', '--only', `${RULE},kubelet/eviction-hard-partial`])
  assert.is(code, 1)
  assert.match(
    out,
    /^2 {2}error {4}\[-\] {2}kubelet\/eviction-hard-missing {2}no hard memory eviction threshold is in effect$/m,
  )
  assert.match(out, /^1 {2}error {4}\[\*\] {2}kubelet\/eviction-hard-partial /m)
  assert.match(out, /^\d+ errors, 0 warnings in 3 files/m)
})

test('--statistics as JSON, in a file, and not in other formats', async () => {
  const { out } = await klint(FILES, ['--statistics', '--only', RULE, '-f', 'json'])
  assert.equal(JSON.parse(out).statistics, [
    { rule: RULE, severity: 'error', count: 2, files: 2, fixable: { safe: 0, unsafe: 2 } },
  ])
  const { code, err } = await klint(FILES, ['--statistics', '-f', 'sarif'])
  assert.is(code, 2)
  assert.match(err, '`--statistics` cannot be written as `sarif`')
})

test.run()
