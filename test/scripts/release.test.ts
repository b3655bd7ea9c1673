import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { changes } from '../../scripts/release/changelog.js'
import { published } from '../../scripts/release/manifest.js'
import { compare, newest, parseVersion } from '../../scripts/release/version.js'
import { read } from '../support/repository.js'

const CHANGELOG =
  '# Changelog\n\n## Unreleased\n\n## [1.10.0] - 2026-02-01\n\n### Added\n\n- b\n\n## 1.1.0\n\n- a\n\n## 1.0.0\n'

const pure = suite('what a release is made of')

pure('the section of a version', () => {
  assert.is(changes(CHANGELOG, '1.10.0'), '### Added\n\n- b')
  assert.is(changes(CHANGELOG, '1.1.0'), '- a')
  for (const version of ['1.0.0', '1.1', '1.1.00', '1x1.0']) assert.is(changes(CHANGELOG, version), undefined, version)
})

pure('versions', () => {
  for (const text of ['v1.2.3', '1.2', '1.2.3-rc.1', '01.2.3', '1.2.3 ']) assert.is(parseVersion(text), undefined, text)
  assert.ok(compare([1, 10, 0], [1, 9, 9]) > 0)
  assert.is(newest(['v1', 'v1.9.0', 'v1.10.0', 'v1.10.0-rc.1', '2.0.0', 'nightly']), '1.10.0')
  assert.is(newest(['']), undefined)
})

pure('package.json of a release needs nothing and runs nothing', () => {
  const manifest = JSON.parse(published(read('package.json'), '7.8.9'))
  for (const name of ['scripts', 'devDependencies', 'dependencies', 'private']) assert.not.ok(name in manifest, name)
  assert.is(manifest.version, '7.8.9')
  assert.equal(Object.keys(manifest.bin), ['klint', 'kubectl-klint'])
  assert.ok(manifest.files.includes('dist') && manifest.files.includes('rules-docs'))
  assert.is(manifest.engines.node, '>=20.19')
})

pure('no script has a name for which npm builds a package that comes from git', () => {
  const { scripts } = JSON.parse(read('package.json'))
  for (const name of ['preinstall', 'install', 'postinstall', 'prepack', 'prepare', 'build'])
    assert.not.ok(name in scripts, name)
})

pure.run()

interface Toy {
  folder: string
  root: string
}

const test = suite<Toy>('npm run release')

const BUILD = `
import { mkdirSync, writeFileSync, readFileSync } from 'node:fs'
const out = process.argv[process.argv.indexOf('--out') + 1]
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
mkdirSync(out, { recursive: true })
writeFileSync(out + '/klint.cjs', '#!/usr/bin/env node\\nconsole.log("' + version + '")\\n', { mode: 0o755 })
writeFileSync(out + '/main.cjs', MAIN)
`
/** Answers as npm does; what is published is written down. */
const NPM = `#!/usr/bin/env node
const { appendFileSync, writeFileSync } = require('node:fs')
const [command, ...rest] = process.argv.slice(2)
if (command === 'pack') writeFileSync(rest.at(-1) + '/klint.tgz', process.env.TARBALL === 'large' ? Buffer.alloc(1200001) : 'x')
if (command === 'publish') appendFileSync(process.env.PUBLISHED, rest.join(' ') + '\\n')
`

const ENV = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', HOME: '/nonexistent' }

const git = (root: string, ...argv: string[]): string => gitWith(root, {}, argv)

function gitWith(root: string, env: Readonly<Record<string, string>>, argv: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync('git', argv, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', ...ENV, ...env },
  })
  assert.is(status, 0, `git ${argv.join(' ')}: ${stderr}`)
  return stdout.trimEnd()
}

function put(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
}

function commit(root: string, message: string, env: Readonly<Record<string, string>> = {}): void {
  git(root, 'add', '--all')
  gitWith(root, env, ['commit', '--quiet', '-m', message])
}

const tsx = import.meta.resolve('tsx')
const script = resolve('scripts/release/index.ts')

function release({ root, folder }: Toy, argv: readonly string[], env: Record<string, string> = {}) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', tsx, script, ...argv], {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: `${folder}/bin:${dirname(process.execPath)}:${process.env.PATH}`,
      PUBLISHED: join(folder, 'published'),
      ...ENV,
      ...env,
    },
  })
  return { out: stdout, err: stderr, status }
}

/** Everything a failed release must leave alone. */
const state = (root: string): string =>
  [
    git(root, 'for-each-ref'),
    readFileSync(join(root, '.git/HEAD'), 'utf8'),
    git(root, 'status', '--porcelain'),
    git(root, 'ls-files', '--stage'),
    git(root, 'worktree', 'list'),
    existsSync(join(root, 'dist')),
  ].join('\n')

test.before.each(toy => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'klint-release-test-')))
  const root = join(folder, 'klint')
  const manifest = {
    name: 'klint',
    version: '0.0.0',
    private: true,
    scripts: { bundle: 'x' },
    bin: { klint: 'dist/klint.cjs' },
  }
  put(root, {
    '.gitignore': 'dist/\nnode_modules/\n/release/\n',
    'CHANGELOG.md': CHANGELOG,
    'package.json': `${JSON.stringify(manifest)}\n`,
    'scripts/build.mjs': BUILD.replace('MAIN', "'main'"),
    '.ci/run': '#!/bin/sh\nexit ${RED:-0}\n',
    'src/a.ts': 'a\n',
    'node_modules/x': '',
  })
  put(folder, { 'bin/npm': NPM, 'bin/gh': '#!/bin/sh\n[ "$1" = --version ] || echo "gh $*" >> "$PUBLISHED"\n' })
  for (const path of [join(root, '.ci/run'), join(folder, 'bin/npm'), join(folder, 'bin/gh')]) chmodSync(path, 0o755)
  git(folder, 'init', '--quiet', '--initial-branch=main', 'klint')
  git(root, 'config', 'user.name', 'Test')
  git(root, 'config', 'user.email', 'test@example.org')
  commit(root, 'Sources')
  Object.assign(toy, { folder, root })
})
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }))

test('the tag holds the bundle, main does not, and describe finds the tag on main', toy => {
  const { root } = toy
  const before = git(root, 'rev-parse', 'main')
  const { out, err, status } = release(toy, ['1.1.0'])
  assert.equal([status, err], [0, ''])
  assert.is(git(root, 'cat-file', '-t', 'v1.1.0'), 'tag')
  assert.match(git(root, 'cat-file', '-p', 'v1.1.0'), /\n\nklint 1\.1\.0\n\n- a$/)
  assert.is(git(root, 'rev-parse', 'v1.1.0^{commit}^'), before)
  assert.is(git(root, 'diff', '--name-only', before, 'v1.1.0'), 'dist/klint.cjs\ndist/main.cjs\npackage.json')
  assert.match(git(root, 'ls-tree', 'v1.1.0', 'dist/klint.cjs'), /^100755/)
  assert.match(git(root, 'show', 'v1.1.0:dist/klint.cjs'), /1\.1\.0/)
  assert.equal(JSON.parse(git(root, 'show', 'v1.1.0:package.json')), {
    name: 'klint',
    version: '1.1.0',
    bin: { klint: 'dist/klint.cjs' },
  })
  assert.is(git(root, 'rev-parse', 'main^{tree}'), git(root, 'rev-parse', `${before}^{tree}`))
  assert.is(
    git(root, 'rev-list', '--parents', '-1', 'main').split(' ').slice(1).join(),
    [before, git(root, 'rev-parse', 'v1')].join(),
  )
  assert.is(git(root, 'describe', '--tags', '--abbrev=0'), 'v1.1.0')
  assert.is(git(root, 'status', '--porcelain'), '')
  assert.is(git(root, 'worktree', 'list').split('\n').length, 1)
  assert.match(
    out,
    /git push --atomic origin main refs\/tags\/v1\.1\.0 \+refs\/tags\/v1\n {2}npm publish \.\/release\/klint\.tgz\n/,
  )
  assert.is(readFileSync(join(root, 'release/v1.1.0.md'), 'utf8'), '- a\n')
  assert.not.ok(existsSync(join(toy.folder, 'published')))
})

test('the next release moves the tag of the major version', toy => {
  const { root } = toy
  release(toy, ['1.1.0', '--no-tests'])
  const first = git(root, 'rev-parse', 'v1')
  put(root, { 'src/b.ts': 'b\n' })
  commit(root, 'More')
  const { err, status } = release(toy, ['1.10.0', '--no-tests'])
  assert.is(status, 0, err)
  assert.is.not(git(root, 'rev-parse', 'v1'), first)
  assert.is(git(root, 'rev-parse', 'v1'), git(root, 'rev-parse', 'v1.10.0^{commit}'))
  assert.is(git(root, 'rev-parse', 'v1.1.0^{commit}'), first)
  assert.is(git(root, 'describe', '--tags', '--abbrev=0'), 'v1.10.0')
})

test('a commit by a clock that is ahead does not hide the release', toy => {
  const { root } = toy
  release(toy, ['1.1.0', '--no-tests'])
  put(root, { 'src/b.ts': 'b\n' })
  const ahead = Math.floor(Date.now() / 1000) + 3600
  commit(root, 'More', { GIT_COMMITTER_DATE: `@${ahead} +0000` })
  const { err, status } = release(toy, ['1.10.0', '--no-tests'])
  assert.is(status, 0, err)
  assert.is(git(root, 'describe', '--tags', '--abbrev=0'), 'v1.10.0')
  for (const ref of ['v1.10.0^{commit}', 'main'])
    assert.is(git(root, 'show', '-s', '--format=%ct', ref), `${ahead + 1}`)
})

const REFUSED: readonly (readonly [
  what: string,
  prepare: (toy: Toy) => void,
  argv: string[],
  said: RegExp,
  env?: Record<string, string>,
])[] = [
  [
    'a file that is not committed',
    ({ root }) => put(root, { new: '' }),
    ['1.1.0'],
    /not everything is committed:\n\?\? new/,
  ],
  [
    'a change that is not committed',
    ({ root }) => put(root, { 'src/a.ts': '' }),
    ['1.1.0'],
    /not everything is committed:\n M src\/a\.ts/,
  ],
  [
    'another branch',
    ({ root }) => void git(root, 'switch', '-qc', 'work'),
    ['1.1.0'],
    /releases are made on main, and this is `work`/,
  ],
  ['a detached HEAD', ({ root }) => void git(root, 'switch', '-q', '--detach'), ['1.1.0'], /releases are made on main/],
  ['a version nobody wrote about', () => undefined, ['1.2.0'], /CHANGELOG\.md says nothing about 1\.2\.0/],
  ['a section with nothing in it', () => undefined, ['1.0.0'], /CHANGELOG\.md says nothing about 1\.0\.0/],
  ['no version', () => undefined, ['v1.1.0'], /`v1\.1\.0` is no version/],
  ['a tag that exists', ({ root }) => void git(root, 'tag', 'v1.1.0'), ['1.1.0'], /the tag `v1\.1\.0` exists/],
  [
    'a version older than the last',
    ({ root }) => void git(root, 'tag', 'v1.2.0'),
    ['1.1.0'],
    /`1\.1\.0` is older than 1\.2\.0/,
  ],
  ['tests that fail', () => undefined, ['1.1.0'], /`\.ci\/run` failed: exit code 3/, { RED: '3' }],
  [
    'a package that is too large',
    () => undefined,
    ['1.1.0', '--no-tests'],
    /the package has 1200001 bytes/,
    { TARBALL: 'large' },
  ],
  [
    'builds that differ',
    ({ root }) => rebuilt(root, 'String(process.hrtime.bigint())'),
    ['1.1.0'],
    /two builds differ: main\.cjs/,
  ],
  [
    'a bundle that is too large',
    ({ root }) => rebuilt(root, "'x'.repeat(700001)"),
    ['1.1.0'],
    /dist\/main\.cjs has 700001 bytes/,
  ],
  ['a build that fails', ({ root }) => rebuilt(root, 'nonsense'), ['1.1.0'], /nonsense is not defined/],
  ['bytes that git would rewrite', ({ root }) => rewritten(root), ['1.1.0'], /git rewrites dist\/main\.cjs/],
  [
    'references that cannot be moved',
    ({ root }) => put(root, { '.git/refs/heads/main.lock': '' }),
    ['1.1.0'],
    /main\.lock/,
  ],
]

function rebuilt(root: string, main: string): void {
  put(root, { 'scripts/build.mjs': BUILD.replace('MAIN', main) })
  commit(root, 'Another build')
}
function rewritten(root: string): void {
  put(root, { '.gitattributes': '* text=auto eol=lf\n' })
  rebuilt(root, "'a\\r\\n'")
}

for (const [what, prepare, argv, said, env] of REFUSED)
  test(`${what}: refused, and nothing has changed`, toy => {
    prepare(toy)
    const before = state(toy.root)
    const { err, status } = release(toy, argv, env)
    assert.is(status, 1, err)
    assert.match(err, /^release: /)
    assert.match(err, said)
    assert.not.match(err, /scripts\/release/)
    assert.is(state(toy.root), before)
  })

test('a dry run builds and tags nothing', toy => {
  const before = state(toy.root)
  const { out, status } = release(toy, ['1.1.0', '--dry-run'])
  assert.is(status, 0)
  assert.match(out, /dry run: nothing is tagged/)
  assert.is(state(toy.root), before)
  assert.not.ok(existsSync(join(toy.root, 'release')))
})

function withOrigin({ root, folder }: Toy): string {
  const origin = join(folder, 'origin.git')
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git')
  git(root, 'remote', 'add', 'origin', origin)
  git(root, 'push', '--quiet', 'origin', 'main')
  return origin
}

test('--publish pushes main and both tags, then goes to npm and GitHub', toy => {
  const origin = withOrigin(toy)
  const { err, status } = release(toy, ['1.1.0', '--publish'])
  assert.is(status, 0, err)
  for (const ref of ['main', 'v1', 'v1.1.0']) assert.is(git(origin, 'rev-parse', ref), git(toy.root, 'rev-parse', ref))
  assert.is(
    readFileSync(join(toy.folder, 'published'), 'utf8'),
    './release/klint.tgz\ngh release create v1.1.0 --verify-tag --title klint 1.1.0 --notes-file release/v1.1.0.md\n',
  )
})

test('a push that is refused takes the release back', toy => {
  const origin = withOrigin(toy)
  put(origin, { 'hooks/pre-receive': '#!/bin/sh\nexit 1\n' })
  chmodSync(join(origin, 'hooks/pre-receive'), 0o755)
  const before = state(toy.root)
  const { err, status } = release(toy, ['1.1.0', '--publish'])
  assert.is(status, 1)
  assert.match(err, /release: `git push .* failed/)
  assert.is(state(toy.root), before)
  assert.is(git(origin, 'for-each-ref').split('\n').length, 1)
  assert.not.ok(existsSync(join(toy.folder, 'published')))
})

test('commits of others on origin are not passed over', toy => {
  const origin = withOrigin(toy)
  git(toy.folder, 'clone', '--quiet', origin, 'other')
  const other = join(toy.folder, 'other')
  git(other, 'config', 'user.name', 'Other')
  git(other, 'config', 'user.email', 'other@example.org')
  put(other, { 'src/c.ts': '' })
  commit(other, 'Theirs')
  git(other, 'push', '--quiet', 'origin', 'main')
  const { err, status } = release(toy, ['1.1.0', '--publish'])
  assert.is(status, 1)
  assert.match(err, /main of origin has commits that are not here\n {9}git pull/)
})

test.run()
