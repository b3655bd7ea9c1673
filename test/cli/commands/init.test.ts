import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klintIn } from '../../support/klint.js'
import { kubeletConfig } from '../../support/resolved.js'
import { inTree } from '../../support/tree.js'

const test = suite('klint init')

test('writes a configuration that klint takes, and says what comes next', () =>
  inTree({ 'kubelet.yaml': kubeletConfig('maxPods: 110') }, async root => {
    const plain = await klintIn(root, [])
    const { code, out, err } = await klintIn(root, ['init'])
    assert.equal([code, err], [0, ''])
    assert.match(out, /^wrote klint\.yaml\n/)
    assert.match(out, /^ {6}- repo: https:\/\/\S+\n {8}rev: v\d+\.\d+\.\d+\n {8}hooks:\n {10}- id: klint$/m)
    assert.match(out, /^ {2}klint baseline /m)
    assert.equal(await klintIn(root, []), plain, 'what it writes changes nothing')
  }))

test('what is commented out in it is right as well', () =>
  inTree({}, async root => {
    await klintIn(root, ['init'])
    const text = readFileSync(join(root, 'klint.yaml'), 'utf8')
    const all = text.replace(/^# (?=(?:exclude|rules|clusters):| {2})/gm, '')
    const files = { 'klint.yaml': all, 'prod/kubelet.yaml': kubeletConfig('maxPods: 110') }
    await inTree(files, async other => {
      assert.equal((await klintIn(other, ['--exit-zero'])).err, '')
      assert.match((await klintIn(other, ['show'])).out, /^cluster prod$/m)
    })
  }))

test('never writes over a file', () =>
  inTree({ 'a/klint.yaml': 'x', 'b/.klint.json': '{}', 'c/.github/workflows/klint.yml': 'x' }, async root => {
    for (const [directory, file] of [
      ['a', 'a/klint.yaml'],
      ['b', 'b/.klint.json'],
    ] as const) {
      const { code, err } = await klintIn(root, ['init', directory])
      assert.is(code, 2)
      assert.match(err, `\`${file}\` exists already, nothing was written`)
    }
    assert.is(readFileSync(join(root, 'a/klint.yaml'), 'utf8'), 'x')
    assert.equal(readdirSync(join(root, 'b')), ['.klint.json'])
    const { code, out, err } = await klintIn(root, ['init', 'c', '--ci', 'github'])
    assert.is(code, 0)
    assert.match(out, 'wrote c/klint.yaml\n')
    assert.match(err, '`c/.github/workflows/klint.yml` exists already, and was left as it is\n')
    assert.is(readFileSync(join(root, 'c/.github/workflows/klint.yml'), 'utf8'), 'x')
  }))

test('--ci github writes the workflow, --ci gitlab prints the job', () =>
  inTree({}, async root => {
    const github = await klintIn(root, ['init', '--ci', 'github'])
    assert.match(github.out, 'wrote klint.yaml\nwrote .github/workflows/klint.yml\n')
    assert.match(readFileSync(join(root, '.github/workflows/klint.yml'), 'utf8'), /^jobs:$/m)
    const gitlab = await klintIn(root, ['init', '--ci', 'gitlab'])
    assert.is(gitlab.code, 0)
    assert.match(gitlab.err, '`klint.yaml` exists already')
    assert.match(gitlab.out, /^ {4}klint:$/m)
    assert.not.ok(existsSync(join(root, '.gitlab-ci.yml')))
  }))

test('follows no link out of the directory', () =>
  inTree({ 'repo/.git/HEAD': '', outside: null }, async root => {
    const repo = join(root, 'repo')
    mkdirSync(join(repo, 'sub'))
    symlinkSync('../outside/new.yaml', join(repo, 'klint.yaml'))
    symlinkSync('../../outside', join(repo, 'sub/.github'))
    for (const argv of [['init'], ['init', 'sub', '--ci', 'github']]) {
      const { code, err } = await klintIn(root, argv, { cwd: 'repo' })
      assert.is(code, 2, argv.join(' '))
      assert.match(err, 'is a symbolic link')
    }
    assert.equal(readdirSync(join(root, 'outside')), [])
  }))

test('a configuration above is named, for it no longer counts', () =>
  inTree({ '.git/HEAD': '', 'klint.yaml': '', 'sub/x': '' }, async root => {
    const { code, err } = await klintIn(root, ['init', 'sub'])
    assert.is(code, 0)
    assert.is(err, 'klint: `klint.yaml` no longer counts in sub: the nearest is used\n')
  }))

test('a directory that is none', () =>
  inTree({ file: '' }, async root => {
    for (const word of ['no/such', 'file']) {
      const { code, err } = await klintIn(root, ['init', word])
      assert.is(code, 2)
      assert.match(err, `\`${word}\` is no directory`)
    }
  }))

test.run()
