import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { NotChecked } from '../../src/model/finding.js'
import { UserError } from '../../src/model/user-error.js'
import { findFiles, readFiles, type Selection } from '../../src/sources/files.js'
import { type Files, inTree } from '../support/tree.js'

const test = suite('files')

const names = (files: Files, more: Partial<Selection> = {}, cwd = ''): Promise<string[]> =>
  inTree(files, async root => {
    const found = await findFiles({ cwd: join(root, cwd), paths: [], ...more })
    return found.files.map(({ uri }) => uri)
  })

const git = { '.git/HEAD': 'ref' }

test('everything below the working directory, sorted by name, as relative paths', async () => {
  assert.equal(await names({ 'b.yaml': '', 'a/z.tf': '', 'a/b/c.service': '', 'C.md': '' }), [
    'C.md',
    'a/b/c.service',
    'a/z.tf',
    'b.yaml',
  ])
})

test('directories of other people are never entered', async () => {
  const files = { '.git/a': '', 'node_modules/a': '', 'x/.terraform/a': '', 'x/vendor/a': '', 'x/a': '' }
  assert.equal(await names(files), ['x/a'])
  assert.equal(await names(files, { paths: ['x/vendor'] }), ['x/vendor/a'], 'unless they are named')
})

test('.gitignore: per directory, the inner one decides, pruned directories stay closed', async () => {
  assert.equal(
    await names({
      '.gitignore': '*.log\n/out\nbuild/\n!keep.log\n',
      'a.log': '',
      'keep.log': '',
      'out/x': '',
      'sub/out/x': '',
      'build/keep.log': '',
      'sub/.gitignore': '!a.log\nout\n',
      'sub/a.log': '',
      'sub/b.log': '',
      'build.txt': '',
    }),
    ['.gitignore', 'build.txt', 'keep.log', 'sub/.gitignore', 'sub/a.log'],
  )
})

test('.gitignore is case-sensitive, and not read at all when told so', async () => {
  const files = { '.gitignore': 'secret\n', Secret: '', secret: '' }
  assert.equal(await names(files), ['.gitignore', 'Secret'])
  assert.equal(await names(files, { gitignore: false }), ['.gitignore', 'Secret', 'secret'])
})

test('the .gitignore above the working directory counts up to the root of the repository, and not beyond', async () => {
  const files = {
    '.gitignore': 'c\n',
    'repo/.gitignore': '*.log\n',
    'repo/.git/HEAD': '',
    'repo/sub/a.log': '',
    'repo/sub/b': '',
    'repo/sub/c': '',
  }
  assert.equal(await names(files, {}, 'repo/sub'), ['b', 'c'])
})

test('a file that is named is read even if it is ignored', async () => {
  assert.equal(await names({ ...git, '.gitignore': '*.log', 'a.log': '' }, { paths: ['a.log', './a.log'] }), ['a.log'])
})

test('exclude: globs from the root of the configuration', async () => {
  const files = { 'a/x.yaml': '', 'a/.hidden/y.yaml': '', 'b/x.yaml': '', '!c.yaml': '', '#d.yaml': '' }
  assert.equal(await names(files, { exclude: ['a/**'] }), ['!c.yaml', '#d.yaml', 'b/x.yaml'])
  assert.equal(await names(files, { exclude: ['**/x.yaml', '!c.yaml'] }), ['#d.yaml', 'a/.hidden/y.yaml'])
  assert.equal(await names(files, { exclude: ['a/', '{#d,!c}.yaml'] }), ['b/x.yaml'])
})

test('files outside the working directory are named from there', async () => {
  assert.equal(await names({ 'a/x.yaml': '', 'b/y.yaml': '' }, { paths: ['../b'] }, 'a'), ['../b/y.yaml'])
})

test('links: circles end, targets in view are not read twice, targets outside are left alone', async () => {
  await inTree({ 'outside/secret.yaml': '' }, async outside => {
    assert.equal(
      await names({
        'a/self': { link: '.' },
        'a/up': { link: '..' },
        'a/file.yaml': '',
        'b/twin.yaml': { link: '../a/file.yaml' },
        'b/dir': { link: '../a' },
        'b/gone': { link: 'nowhere' },
        'b/circle': { link: 'circle' },
        'b/out': { link: join(outside, 'outside') },
        'b/out.yaml': { link: join(outside, 'outside/secret.yaml') },
        'b/etc': { link: '/etc/hostname' },
      }),
      ['a/file.yaml'],
    )
  })
})

test('a link is read by its own name', async () => {
  const mayHold = (uri: string): boolean => uri.endsWith('.yaml')
  const files = { 'a/x.md': '', 'a/y.txt': '', 'b/x.md': { link: '../a/x.md' }, 'b/y.yaml': { link: '../a/y.txt' } }
  assert.equal(await names(files, { mayHold }), ['b/y.yaml'])
})

test('links inside the working directory lead out of a named directory, once', async () => {
  assert.equal(
    await names({ 'a/x.yaml': '', 'b/one': { link: '../a' }, 'b/two': { link: '../a' } }, { paths: ['b'] }),
    ['b/one/x.yaml'],
  )
})

test('a link into a skipped directory is not followed', async () => {
  assert.equal(
    await names({ 'vendor/x.yaml': '', 'a/v': { link: '../vendor' }, 'a/w.yaml': { link: '../vendor/x.yaml' } }),
    [],
  )
})

test('a path that does not exist is named', async () => {
  try {
    await names({}, { paths: ['no/such.yaml'] })
    assert.unreachable()
  } catch (error) {
    assert.instance(error, UserError)
    assert.is(error instanceof UserError && error.what, '`no/such.yaml` does not exist')
  }
})

const read = (files: Files, sniff = (_uri: string, _bytes: Uint8Array): boolean => true, largest = 1000) =>
  inTree(files, async root => {
    const notChecked: NotChecked[] = []
    const found = await findFiles({ cwd: root, paths: [] })
    const inputs = [...readFiles(found.files, { sniff, largest, onNotChecked: one => notChecked.push(one) })]
    return { inputs, notChecked: notChecked.map(({ what }) => what) }
  })

test('only what the byte check wants is decoded', async () => {
  const seen: [string, number][] = []
  const { inputs } = await read({ 'a.yaml': 'kubelet ü', 'b.yaml': 'x', 'c.yaml': '' }, (uri, bytes) => {
    seen.push([uri, bytes.length])
    return bytes.length > 1
  })
  assert.equal(seen, [
    ['a.yaml', 10],
    ['b.yaml', 1],
    ['c.yaml', 0],
  ])
  assert.equal(inputs, [{ uri: 'a.yaml', source: 'kubelet ü' }])
})

test('a shorter file after a longer one does not see its rest', async () => {
  const { inputs } = await read({ a: 'long text', b: 'x' })
  assert.is(inputs[1]!.source, 'x')
})

test('binary files are left out without a word, large ones with one', async () => {
  const { inputs, notChecked } = await read({
    'a.bin': 'a\0b',
    'b.png': 'text',
    'c.yaml': 'x'.repeat(1001),
    'd.yaml': 'x'.repeat(1000),
  })
  assert.equal(
    inputs.map(({ uri }) => uri),
    ['d.yaml'],
  )
  assert.equal(notChecked, ['c.yaml is larger than 1000 bytes'])
})

test('a file that vanishes between finding and reading is not checked', async () => {
  const notChecked: NotChecked[] = []
  const files = [{ uri: 'gone.yaml', path: '/nonexistent/gone.yaml' }]
  assert.equal([...readFiles(files, { sniff: () => true, onNotChecked: one => notChecked.push(one) })], [])
  assert.is(notChecked[0]!.what, 'gone.yaml cannot be read (ENOENT)')
})

test('names with blanks, colons, percent signs and line ends', async () => {
  assert.equal(await names({ 'a b:c%\n::error::x': '' }), ['a b:c%\n::error::x'])
})

test('a hostile .gitignore does not run for hours', async () => {
  const start = performance.now()
  await names({ '.gitignore': `${'*a'.repeat(40)}b\n${'x'.repeat(100_000)}\n`, ['a'.repeat(250)]: '' })
  assert.ok(performance.now() - start < 2000)
})

test('a thousand files in one directory', async () => {
  await inTree({ '.gitignore': '*.log\n' }, async root => {
    for (let i = 0; i < 1000; i++) writeFileSync(join(root, `${i}.yaml`), 'x')
    const start = performance.now()
    const { files } = await findFiles({ cwd: root, paths: [] })
    assert.is(files.length, 1001)
    assert.ok(performance.now() - start < 1000)
  })
})

test('a named file that cannot be read is a mistake of the user', () => {
  const files = [{ uri: 'gone.yaml', path: '/nonexistent/gone.yaml', named: true as const }]
  assert.throws(
    () => [...readFiles(files, { sniff: () => true, onNotChecked: () => undefined })],
    (error: unknown) => error instanceof UserError && error.what === '`gone.yaml` cannot be read (ENOENT)',
  )
})

test('a named link to itself, device or pipe is a mistake of the user, and never waited for', async () => {
  for (const [path, what] of [
    ['loop', '`loop` cannot be read (ELOOP)'],
    ['/dev/null', '`/dev/null` is neither a file nor a directory'],
    ['pipe', '`pipe` is neither a file nor a directory'],
  ] as const)
    try {
      await inTree({ loop: { link: 'loop' } }, root => {
        execFileSync('mkfifo', [join(root, 'pipe')])
        return findFiles({ cwd: root, paths: [path] })
      })
      assert.unreachable(path)
    } catch (error) {
      assert.instance(error, UserError)
      assert.is(error instanceof UserError && error.what, what)
    }
})

test('what was not read has its path as its place', async () => {
  const notChecked: NotChecked[] = []
  await inTree({ 'c.yaml': 'x'.repeat(11) }, async root => {
    const { files } = await findFiles({ cwd: root, paths: [] })
    return [...readFiles(files, { sniff: () => true, largest: 10, onNotChecked: one => notChecked.push(one) })]
  })
  assert.is(notChecked[0]?.at?.doc.uri, 'c.yaml')
})

test.run()
