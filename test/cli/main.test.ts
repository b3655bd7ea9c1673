import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../support/klint.js'

const test = suite('klint')

const BROKEN = 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\nevictionHard: [\n'
const KUBELET = 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\nmaxPods: 110\n'

test('nothing to check is 3, and says what was looked for and where', async () => {
  const { code, out, err } = await klint({ 'a.yaml': 'x: 1\n', 'b.go': 'package kubelet\n' }, [])
  assert.is(code, 3)
  assert.is(out, '')
  assert.match(
    err,
    /^klint: nothing to check in the working directory: no configuration of kubelet, .* among 1 file with a name klint reads\n$/,
  )
  assert.is((await klint({}, ['--pass-on-no-inputs'])).code, 0)
})

test('nothing to check as JSON is still JSON', async () => {
  const { code, out } = await klint({}, ['-f', 'json'])
  assert.is(code, 3)
  assert.equal(JSON.parse(out).findings, [])
})

test('a path that does not exist is 2 and names it; a command close by is offered', async () => {
  const { code, err } = await klint({}, ['no/such'])
  assert.is(code, 2)
  assert.match(err, 'klint: `no/such` does not exist\n')
})

test('a broken document is one finding with its place, and the rest goes on', async () => {
  const { code, out } = await klint({ 'broken.yaml': BROKEN, 'fine.yaml': KUBELET }, [
    '-f',
    'json',
    '--only',
    'klint/unreadable-document',
  ])
  const report = JSON.parse(out)
  assert.is(code, 1)
  assert.equal(
    report.findings.map(({ rule, location }: { rule: string; location: { path: string } }) => [rule, location.path]),
    [['klint/unreadable-document', 'broken.yaml']],
  )
  assert.is(report.summary.files, 2)
})

test('exit codes follow --fail-on, whatever the format', async () => {
  const files = { 'broken.yaml': BROKEN }
  for (const format of ['pretty', 'compact', 'json', 'sarif', 'github']) {
    assert.is((await klint(files, ['-f', format])).code, 1, format)
    assert.is((await klint(files, ['-f', format, '--fail-on', 'never'])).code, 0, format)
    assert.is((await klint(files, ['-f', format, '--exit-zero'])).code, 0, format)
  }
})

test('standard input goes by the name it is given', async () => {
  const { code, out } = await klint({}, ['-', '--stdin-filename', 'etc/kubelet.yaml', '-f', 'compact'], {
    stdin: BROKEN,
  })
  assert.is(code, 1)
  assert.match(out, /^etc\/kubelet\.yaml:\d+:\d+: error klint\/unreadable-document /)
})

test('configuration: found above, excluded from its own directory, none on request', async () => {
  const files = {
    '.git/HEAD': '',
    'klint.yaml': 'exclude: [sub/gen/]\n',
    'sub/gen/broken.yaml': BROKEN,
    'sub/fine.yaml': KUBELET,
  }
  const run = async (...argv: string[]) =>
    JSON.parse((await klint(files, ['-f', 'json', '--only', 'klint/unreadable-document', ...argv], { cwd: 'sub' })).out)
      .findings.length
  assert.is(await run(), 0)
  assert.is(await run('--no-config'), 1)
})

test('mistakes in the configuration are 2, with their place', async () => {
  const { code, err } = await klint({ 'klint.yaml': 'extends: tlak\n' }, [])
  assert.is(code, 2)
  assert.is(err, 'klint: klint.yaml:1:10: unknown preset `tlak`, did you mean `talk`?\n')
  assert.is((await klint({ 'klint.yaml': '', '.klint.yml': '' }, [])).code, 2)
  assert.match((await klint({}, ['--config', 'no.yaml'])).err, 'the configuration `no.yaml` does not exist')
})

test('unknown options, rules, formats and groups are 2 and name the nearest', async () => {
  for (const [argv, words] of [
    [['--prest', 'x'], 'did you mean `--preset`?'],
    [
      ['--only', 'klint/unreadable-documents'],
      'unknown rule `klint/unreadable-documents`, did you mean `klint/unreadable-document`?',
    ],
    [['-f', 'sariff'], 'unknown format `sariff`, did you mean `sarif`?'],
    [['explain', 'klint/unreadable-documen'], 'did you mean `klint/unreadable-document`?'],
    [['rules', 'nonsense'], 'unknown group `nonsense`'],
  ] as const) {
    const { code, out, err } = await klint({}, argv)
    assert.is(code, 2, argv.join(' '))
    assert.is(out, '')
    assert.match(err, words)
  }
})

test('names of files cannot smuggle commands or escapes into any output', async () => {
  const files = { '::error::x\u001b[2J.yaml': BROKEN }
  for (const format of ['pretty', 'compact', 'github']) {
    const { out } = await klint(files, ['-f', format])
    assert.not.match(out, '\u001b')
    assert.not.match(out, /^\s*::error::x/m, format)
  }
  assert.not.match((await klint({}, ['\u001b[2J::error::x'])).err, '\u001b')
})

test('colour on a terminal, none in a pipe', async () => {
  const files = { 'broken.yaml': BROKEN }
  assert.match((await klint(files, [], { terminal: true })).out, '\u001b[')
  assert.not.match((await klint(files, [])).out, '\u001b[')
})

test('-q prints errors only', async () => {
  const { out } = await klint({ 'broken.yaml': BROKEN }, ['-q', '-f', 'json'])
  assert.ok(JSON.parse(out).findings.every(({ severity }: { severity: string }) => severity === 'error'))
})

test('show prints what is written and where', async () => {
  const { code, out } = await klint({ 'kubelet.yaml': KUBELET }, ['show'])
  assert.is(code, 0)
  assert.match(out, /^ {4}maxPods +110 - file - kubelet\.yaml:3:1$/m)
  const report = JSON.parse((await klint({ 'kubelet.yaml': KUBELET }, ['show', '-f', 'json'])).out)
  assert.is(report.clusters[0].things[0].kind, 'kubelet')
})

test('show says what it could not read', async () => {
  const { code, out } = await klint({ 'broken.yaml': BROKEN }, ['show'])
  assert.is(code, 0)
  assert.match(out, /^not checked: .* \(broken\.yaml:\d+:\d+\)$/m)
})

test('show without anything is 3', async () => {
  assert.is((await klint({}, ['show'])).code, 3)
})

test('explain prints the page', async () => {
  const { code, out } = await klint({}, ['explain', 'klint/unreadable-document'])
  assert.is(code, 0)
  assert.match(out, /^klint\/unreadable-document\n/)
})

test('rules lists, as text and as JSON', async () => {
  const { code, out } = await klint({}, ['rules', '-f', 'json'])
  assert.is(code, 0)
  assert.ok(Array.isArray(JSON.parse(out).rules))
})

test.run()
