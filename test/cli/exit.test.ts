import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../support/klint.js'
import { kubeletConfig } from '../support/resolved.js'

const test = suite('cli: exit codes and what is said of them')

/** One warning: nothing is reserved. */
const WARNED = { 'kubelet.yaml': kubeletConfig('maxPods: 110') }
const ONLY = ['--only', 'kubelet/kube-reserved-missing']

test('too many warnings are said on standard error, since -q does not show them', async () => {
  const { code, err } = await klint(WARNED, ['-q', '--max-warnings', '0', ...ONLY])
  assert.is(code, 1)
  assert.is(err, 'klint: too many warnings: 1 (at most 0)\n')
  assert.is((await klint(WARNED, ['-q', '--max-warnings', '1', ...ONLY])).code, 0)
})

test('--exit-zero beats --max-warnings', async () => {
  const { code, err } = await klint(WARNED, ['--exit-zero', '--max-warnings', '0', ...ONLY])
  assert.is(code, 0)
  assert.is(err, '')
})

test('a version that klint knows nothing of is said once, with what it takes instead', async () => {
  for (const option of ['--kubernetes-version', '--target-version'])
    for (const [version, instead] of [
      ['1.99', /assuming 1\.\d+, the newest it knows\n/],
      ['0.5', /assuming 1\.2, the oldest it knows\n/],
      ['2.0', /assuming 1\.\d+, the newest it knows\n/],
    ] as const) {
      const { code, err } = await klint(WARNED, [option, version, '--exit-zero'])
      assert.is(code, 0, `${option} ${version}`)
      assert.is(err.split(`klint: klint knows nothing of Kubernetes \`${version}\`: `).length, 2)
      assert.match(err, instead)
    }
})

test('a target that is not above the version in force', async () => {
  const { err } = await klint(WARNED, ['--kubernetes-version', '1.34', '--target-version', '1.34', '--exit-zero'])
  assert.is(err, 'klint: nothing lies on the way to 1.34: what is checked is Kubernetes 1.34 already\n')
  const files = { ...WARNED, 'klint.yaml': 'clusters: { a: { files: ["*"], kubernetesVersion: 1.34 } }\n' }
  const noted = await klint(files, ['--target-version', '1.33', '--exit-zero'])
  assert.is(noted.code, 0)
  assert.is(noted.err, 'klint: nothing lies on the way to 1.33: what is checked is Kubernetes 1.34 already\n')
  assert.is((await klint(files, ['--target-version', '1.35', '--exit-zero'])).err, '')
})

test('no rule is not every rule', async () => {
  for (const only of ['', ',', ' ']) assert.match((await klint(WARNED, ['--only', only])).err, '`--only` names no rule')
})

test('a name for standard input that is not read', async () => {
  for (const command of [[], ['show']]) {
    const { code, err } = await klint(WARNED, [...command, '--stdin-filename', 'a.yaml', 'kubelet.yaml'])
    assert.is(code, 2)
    assert.match(err, '`--stdin-filename` names standard input, which is not read')
  }
})

test('a link to itself is a mistake of the user and no internal error', async () => {
  const { code, err } = await klint({ loop: { link: 'loop' } }, ['loop'])
  assert.is(code, 2)
  assert.is(err, 'klint: `loop` cannot be read (ELOOP)\n')
})

test('globs of clusters that match nothing are named with their place, where all files were looked for', async () => {
  const files = {
    'prod/kubelet.yaml': WARNED['kubelet.yaml'],
    'klint.yaml': 'clusters: { a: { files: [prod/, dev/] } }\n',
  }
  const not = async (...argv: string[]) =>
    JSON.parse((await klint(files, ['-f', 'json', ...argv])).out)
      .notChecked.filter(({ what }: { what: string }) => what.startsWith('no file matches'))
      .map(({ what, location }: { what: string; location: { path: string; start: { column: number } } }) => [
        what,
        location.path,
        location.start.column,
      ])
  assert.equal(await not(), [['no file matches `dev/` of cluster a', 'klint.yaml', 33]])
  assert.equal(await not('prod'), [])
})

test('a cluster whose files all belong to one before it is named', async () => {
  const files = {
    'prod/kubelet.yaml': WARNED['kubelet.yaml'],
    'klint.yaml': 'clusters: { all: { files: ["**"] }, prod: { files: [prod/] } }\n',
  }
  const [entry] = JSON.parse((await klint(files, ['-f', 'json'])).out).notChecked
  assert.is(entry.what, 'no file is left for cluster prod: clusters before it have all that it matches')
  assert.is(entry.location.start.column, 53)
})

test("klint's own configuration is not counted among the files", async () => {
  const { err } = await klint(
    { 'klint.yaml': 'extends: talk\n', 'sub/.klint.yml': 'extends: talk\n', 'a.yaml': 'x: 1\n' },
    [],
  )
  assert.match(err, 'among 1 file with a name klint reads')
})

test('a file that is too large has its path in every format', async () => {
  const files = { ...WARNED, 'big/kubelet.yaml': `kind: KubeletConfiguration\n${'#'.repeat(3 * 1024 * 1024)}` }
  const [entry] = JSON.parse((await klint(files, ['-f', 'json'])).out).notChecked
  assert.is(entry.what, 'big/kubelet.yaml is larger than 2 MiB')
  assert.is(entry.location.path, 'big/kubelet.yaml')
  assert.match((await klint(files, [])).out, /not checked: big\/kubelet\.yaml is larger than 2 MiB$/m)
})

test.run()
