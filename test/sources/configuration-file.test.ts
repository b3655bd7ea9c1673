import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UserError } from '../../src/model/user-error.js'
import { findConfigurationFile, readConfigurationFile } from '../../src/sources/configuration-file.js'
import { type Files, inTree } from '../support/tree.js'

const test = suite('where klint.yaml is')

/** The uri of the configuration found from a directory, or what is wrong. */
const found = (files: Files, from = '', cwd = ''): Promise<string | undefined> =>
  inTree(files, root => {
    try {
      return findConfigurationFile(join(root, cwd), join(root, from))?.uri
    } catch (error) {
      if (error instanceof UserError) return error.what
      throw error
    }
  })

test('each of its names, the nearest first, up to the root of the repository and no further', async () => {
  for (const name of ['klint.yaml', 'klint.yml', 'klint.json', '.klint.yaml', '.klint.yml', '.klint.json'])
    assert.is(await found({ [name]: '' }), name)
  const files = { 'klint.yaml': '', 'repo/.git/HEAD': '', 'repo/a/b/x': '', 'repo/a/klint.yml': '' }
  assert.is(await found(files, 'repo/a/b'), 'repo/a/klint.yml')
  assert.is(await found(files, 'repo/a/b', 'repo/a/b'), '../klint.yml')
  assert.is(await found(files, 'repo'), undefined, 'that above is of somebody else')
  assert.is(
    await found({ 'klint.yaml': '', 'a/x': '' }, 'a'),
    undefined,
    'without a repository only the directory itself',
  )
})

test('two in one directory', async () => {
  const two = await found({ 'klint.yaml': '', '.klint.json': '' })
  assert.is(two, 'two configurations in one directory: `klint.yaml` and `.klint.json`')
})

test('a directory in its place', async () => {
  assert.is(await found({ 'klint.yaml': null }), 'the configuration `klint.yaml` is a directory')
})

test('a link is followed inside the repository only: a message may quote what it leads to', async () => {
  const files = { secret: 'password: 123', 'repo/.git/HEAD': '', 'repo/shared/k.yaml': '' }
  assert.is(
    await found({ ...files, 'repo/a/klint.yaml': { link: '../shared/k.yaml' } }, 'repo/a', 'repo/a'),
    'klint.yaml',
  )
  for (const link of ['../../secret', '/etc/passwd'])
    assert.is(
      await found({ ...files, 'repo/a/klint.yaml': { link } }, 'repo/a', 'repo/a'),
      'the configuration `klint.yaml` is a link to a file outside',
    )
  assert.is(
    await found({ ...files, 'repo/klint.yaml': { link: 'nowhere' } }, 'repo', 'repo'),
    'the configuration `klint.yaml` is a link that leads nowhere (ENOENT)',
  )
  assert.is(
    await found({ 'klint.yaml': { link: 'klint.yaml' } }),
    'the configuration `klint.yaml` is a link that leads nowhere (ELOOP)',
  )
})

const read = (files: Files, path: string): Promise<string> =>
  inTree(files, root => {
    try {
      const { source, directory } = readConfigurationFile(root, path)
      assert.ok(directory.startsWith(root))
      return source
    } catch (error) {
      if (error instanceof UserError) return error.what
      throw error
    }
  })

test('a file that is named may be a link to anywhere', async () => {
  assert.is(await read({ 'a/k.yaml': 'x', 'b/k.yaml': { link: '../a/k.yaml' } }, 'b/k.yaml'), 'x')
})

test('a file that is named by its whole path is called so, where it lies outside', async () => {
  const uri = (files: Files, path: (root: string) => string) =>
    inTree(files, root => readConfigurationFile(join(root, 'repo'), path(root)).uri.replace(root, ''))
  const files = { 'k.yaml': '', 'repo/klint.yaml': '' }
  assert.is(await uri(files, root => join(root, 'k.yaml')), '/k.yaml')
  assert.is(await uri(files, root => join(root, 'repo/klint.yaml')), 'klint.yaml')
  assert.is(await uri(files, () => '../k.yaml'), '../k.yaml')
})

test('a file that is none, too large, or no text', async () => {
  assert.is(await read({}, 'k.yaml'), 'the configuration `k.yaml` does not exist')
  assert.is(await read({ 'k.yaml': '' }, 'k.yaml/x'), 'the configuration `k.yaml/x` cannot be read (ENOTDIR)')
  assert.is(await read({ d: null }, 'd'), 'the configuration `d` is a directory')
  const large = '#'.repeat(1024 * 1024)
  assert.is(await read({ 'k.yaml': large }, 'k.yaml'), large)
  assert.is(await read({ 'k.yaml': `${large}#` }, 'k.yaml'), 'the configuration `k.yaml` is larger than 1 MiB')
  const utf16 = Buffer.from('\ufeffextends: talk', 'utf16le')
  assert.is(await read({ 'k.yaml': utf16 }, 'k.yaml'), 'the configuration `k.yaml` is no text in UTF-8')
})

test('a pipe in its place is not waited for', async () => {
  const waited = await inTree({}, root => {
    execFileSync('mkfifo', [join(root, 'klint.yaml')])
    try {
      findConfigurationFile(root)
    } catch (error) {
      if (error instanceof UserError) return error.what
    }
    return ''
  })
  assert.is(waited, 'the configuration `klint.yaml` is no file')
})

test.run()
