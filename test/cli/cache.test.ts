import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { cachedLint } from '../../src/cli/cache/cached-lint.js'
import { lint } from '../../src/cli/commands/lint.js'
import { options } from '../../src/cli/options.js'
import { klint, klintIn, type Ran } from '../support/klint.js'
import { kubeletConfig } from '../support/resolved.js'
import { type Files, inTree } from '../support/tree.js'

const test = suite('cli: the cache')

/** A finding of its own for each file; the repository is not the user's home, where the key is. */
const FILES: Files = {
  'repo/.git/HEAD': '',
  'repo/a/kubelet.yaml': kubeletConfig('evictionHard: {}'),
  'repo/b/kubelet.yaml': kubeletConfig('maxPods: 110'),
  'repo/notes.yaml': 'x: 1\n',
  home: null,
}

const run = (root: string, ...argv: string[]): Promise<Ran> =>
  klintIn(root, ['--cache', ...argv], { cwd: 'repo', env: { HOME: join(root, 'home') } })

async function isKept(root: string, ...argv: string[]): Promise<boolean> {
  const { err } = await run(root, '-v', ...argv)
  return err.includes('nothing has changed')
}

const cacheOf = (root: string): string => join(root, 'repo/.klint-cache')
const entriesOf = (root: string): string[] => readdirSync(cacheOf(root)).filter(name => name.endsWith('.entry'))

test('the same run says the same again, without doing the work', () =>
  inTree(FILES, async root => {
    const plain = await klintIn(root, [], { cwd: 'repo' })
    assert.is(plain.code, 1)
    assert.equal(await run(root), plain)
    assert.equal(await run(root), plain)
    assert.ok(await isKept(root))
    assert.is(entriesOf(root).length, 1)
    assert.equal(readdirSync(cacheOf(root)).sort().slice(0, 1), ['.gitignore'])
    assert.is(readFileSync(join(cacheOf(root), '.gitignore'), 'utf8'), '*\n')
    assert.match(
      readFileSync(join(cacheOf(root), 'CACHEDIR.TAG'), 'utf8'),
      /^Signature: 8a477f597d28d172789f06886806bc55\n/,
    )
  }))

test('content decides, not size and time', () =>
  inTree(FILES, async root => {
    const path = join(root, 'repo/b/kubelet.yaml')
    const before = statSync(path)
    await run(root)
    writeFileSync(path, readFileSync(path, 'utf8').replace('maxPods: 110', 'maxPods: 999'))
    utimesSync(path, before.atime, before.mtime)
    assert.is(statSync(path).size, before.size)
    assert.not.ok(await isKept(root))
    assert.ok(await isKept(root))
  }))

test('whatever decides the outcome is part of the key', () =>
  inTree(FILES, async root => {
    const repo = join(root, 'repo')
    await run(root)
    assert.ok(await isKept(root))
    const changes: Readonly<Record<string, () => void>> = {
      'a file is renamed': () => renameSync(join(repo, 'b/kubelet.yaml'), join(repo, 'b/other.yaml')),
      'a file of no interest changes': () => writeFileSync(join(repo, 'notes.yaml'), 'x: 2\n'),
      'a file appears': () => writeFileSync(join(repo, 'more.yaml'), ''),
      'a file goes': () => unlinkSync(join(repo, 'more.yaml')),
      'a .gitignore hides one': () => writeFileSync(join(repo, '.gitignore'), 'b/\n'),
      'a configuration appears': () => writeFileSync(join(repo, 'klint.yaml'), 'rules: {}\n'),
      'the configuration changes': () => writeFileSync(join(repo, 'klint.yaml'), 'exclude: [a/]\n'),
    }
    for (const [what, change] of Object.entries(changes)) {
      change()
      const fresh = await klintIn(root, [], { cwd: 'repo' })
      assert.equal(await run(root), fresh, what)
      assert.equal(await run(root), fresh, what)
    }
  }))

test('the baseline is part of the key, and so are the files it names', () =>
  inTree(
    { ...FILES, 'repo/.gitignore': 'hidden/\n', 'repo/hidden/kubelet.yaml': kubeletConfig('maxPods: 1') },
    async root => {
      const same = async (what: string): Promise<Ran> => {
        const fresh = await klintIn(root, [], { cwd: 'repo' })
        assert.equal(await run(root), fresh, what)
        assert.ok(await isKept(root), what)
        return fresh
      }
      assert.is((await same('without a baseline')).code, 1)
      await klintIn(root, ['baseline', '--no-gitignore'], { cwd: 'repo' })
      assert.is((await same('with one')).code, 0)
      unlinkSync(join(root, 'repo/hidden/kubelet.yaml'))
      assert.match((await same('a file it names is gone')).out, 'no longer found')
    },
  ))

test('a report that links to the files of a revision is that of this one', () =>
  inTree(FILES, async root => {
    const at = async (GITHUB_SHA: string): Promise<string> => {
      const env = {
        HOME: join(root, 'home'),
        GITHUB_ACTIONS: 'true',
        GITHUB_SERVER_URL: 'https://github.example',
        GITHUB_REPOSITORY: 'o/r',
        GITHUB_SHA,
      }
      const page = join(root, 'klint.html')
      await klintIn(root, ['--cache', '--output', `html=${page}`], { cwd: 'repo', env })
      return readFileSync(page, 'utf8')
    }
    const [first, second] = ['1'.repeat(40), '2'.repeat(40)]
    assert.match(await at(first), `/blob/${first}/`)
    assert.match(await at(second), `/blob/${second}/`)
  }))

test('options, environment and terminal are part of the key', () =>
  inTree(FILES, async root => {
    await run(root)
    for (const argv of [['-f', 'json'], ['--preset', 'talk'], ['--fail-on', 'never'], ['a'], ['--max-warnings', '3']]) {
      assert.not.ok(await isKept(root, ...argv), argv.join(' '))
      assert.ok(await isKept(root, ...argv), argv.join(' '))
    }
    const env = { HOME: join(root, 'home') }
    const colored = () => klintIn(root, ['--cache'], { cwd: 'repo', env: { ...env, FORCE_COLOR: '1' } })
    assert.match((await colored()).out, '\u001b[')
    assert.match((await colored()).out, '\u001b[')
    assert.match((await klintIn(root, ['--cache'], { cwd: 'repo', env, terminal: true })).out, '\u001b[')
    assert.not.match((await run(root)).out, '\u001b[')
  }))

test('a file that changes while klint runs is kept as what was read', () =>
  inTree(FILES, async root => {
    const path = join(root, 'repo/b/kubelet.yaml')
    const [old, fresh] = [readFileSync(path, 'utf8'), kubeletConfig('maxPods: 110, evictionHard: {}')]
    let asked = 0
    const once = async (): Promise<string> => {
      let out = ''
      const io = {
        cwd: join(root, 'repo'),
        out: (text: string) => {
          out += text
        },
        err: () => undefined,
        outIsTerminal: false,
        errIsTerminal: false,
        columns: () => undefined,
        stdin: () => ({ uri: '', source: '' }),
      }
      await cachedLint(options([], { cache: true }, {}), { HOME: join(root, 'home') }, io, (...given) => {
        if (asked++ === 0) writeFileSync(path, fresh)
        return lint(...given)
      })
      return out
    }
    const first = await once()
    assert.is(first, (await klintIn(root, [], { cwd: 'repo' })).out)
    assert.is(await once(), first)
    assert.is(asked, 1, 'what was read is what it is kept under')
    writeFileSync(path, old)
    const plain = await klintIn(root, [], { cwd: 'repo' })
    assert.is(await once(), plain.out)
    assert.is(asked, 2)
  }))

test('reports in files are written again', () =>
  inTree(FILES, async root => {
    const argv = ['-o', '../out/report.txt', '--output', 'json=../out/report.json']
    await run(root, ...argv)
    const texts = ['report.txt', 'report.json'].map(name => readFileSync(join(root, 'out', name), 'utf8'))
    for (const name of ['report.txt', 'report.json']) unlinkSync(join(root, 'out', name))
    assert.ok(await isKept(root, ...argv))
    assert.equal(
      ['report.txt', 'report.json'].map(name => readFileSync(join(root, 'out', name), 'utf8')),
      texts,
    )
  }))

test('an entry that klint did not sign for this very run is no entry', () =>
  inTree(FILES, async root => {
    const plain = await run(root)
    const [name = ''] = entriesOf(root)
    const path = join(cacheOf(root), name)
    const kept = readFileSync(path, 'utf8')
    const clean = '{"code":0,"said":[{"to":"out","text":"0 errors, 0 warnings in 2 files\\n"}]}'
    for (const forged of [
      clean,
      `${'0'.repeat(64)}\n${clean}`,
      `${kept.slice(0, 64)}\n${clean}`,
      kept.slice(0, -2),
      '',
      '\0\0\0',
    ]) {
      writeFileSync(path, forged)
      assert.not.ok(await isKept(root), forged.slice(0, 80))
      assert.equal(await run(root), plain)
    }
    // one that klint made for another run
    await run(root, '--only', 'klint/unreadable-document')
    const other = entriesOf(root).find(one => one !== name) ?? ''
    cpSync(join(cacheOf(root), other), path)
    assert.equal(await run(root), plain)
  }))

test('a cache that came with the repository is worth nothing: its key is with another user', () =>
  inTree(FILES, async root => {
    await run(root)
    const elsewhere = { cwd: 'repo', env: { HOME: join(root, 'other') } }
    mkdirSync(join(root, 'other'))
    const { err } = await klintIn(root, ['--cache', '-v'], elsewhere)
    assert.match(err, 'something has changed')
  }))

test('outside the repository the key lies beside the entries, so both can be kept together', () =>
  inTree(FILES, async root => {
    const argv = ['--cache-location', '../kept']
    const kept = (...more: string[]) => klintIn(root, [...argv, ...more], { cwd: 'repo' })
    await kept()
    assert.match((await kept('-v')).err, 'nothing has changed')
    assert.is(statSync(join(root, 'kept/key')).mode & 0o777, 0o600)
    chmodSync(join(root, 'kept'), 0o777)
    const { code, err } = await kept()
    assert.is(code, 1)
    assert.match(err, /^klint: the cache is not used: others can write to /)
  }))

test('without a home there is no cache, and the run goes on', async () => {
  const { code, err } = await klint(FILES, ['--cache'], { cwd: 'repo' })
  assert.is(code, 1)
  assert.is(err, 'klint: the cache is not used: there is no home directory to keep the key of the cache in\n')
})

test('klint writes into no directory it did not make', () =>
  inTree({ ...FILES, 'repo/mine/precious.txt': 'x', 'repo/file': 'x', target: null }, async root => {
    symlinkSync('../target', cacheOf(root))
    for (const [argv, words] of [
      [[], '.klint-cache` is a symbolic link'],
      [['--cache-location', 'mine'], 'mine` was not made by klint, and is not empty'],
      [['--cache-location', 'file'], 'file` is no directory'],
    ] as const) {
      const { code, err } = await run(root, ...argv)
      assert.is(code, 2)
      assert.match(err, words)
    }
    assert.equal(readdirSync(join(root, 'target')), [])
    assert.equal(readdirSync(join(root, 'repo/mine')), ['precious.txt'])
  }))

test('what changes files, asks git or reads standard input is not kept', () =>
  inTree(FILES, async root => {
    for (const argv of [['--profile-rules'], ['-', '--stdin-filename', 'x.yaml']]) {
      const { err } = await run(root, '-v', ...argv)
      assert.match(err, 'klint: cache: not used: ')
    }
  }))

test('no more than a few outcomes are kept', () =>
  inTree(FILES, async root => {
    for (let i = 0; i < 40; i++) await run(root, '--max-warnings', String(i))
    assert.is(entriesOf(root).length, 32)
  }))

test('klint clean removes what klint made and nothing else', () =>
  inTree(FILES, async root => {
    await run(root)
    writeFileSync(join(cacheOf(root), 'mine.txt'), 'x')
    const first = await run(root, 'clean')
    assert.match(first.out, /^removed 1 kept outcome \(0\.0 MB\) from \.klint-cache\n/)
    assert.match(first.out, 'left .klint-cache/mine.txt, which klint did not make\n')
    assert.equal(readdirSync(cacheOf(root)), ['mine.txt'])
    const { code, err } = await run(root, 'clean')
    assert.is(code, 2)
    assert.match(err, '`.klint-cache` is no cache of klint')
    unlinkSync(join(cacheOf(root), 'mine.txt'))
    await run(root)
    assert.match((await klintIn(root, ['clean', 'repo'])).out, 'from repo/.klint-cache\n')
    assert.match((await klintIn(root, ['clean', 'repo'])).out, 'nothing to remove: there is no repo/.klint-cache\n')
  }))

test.run()
