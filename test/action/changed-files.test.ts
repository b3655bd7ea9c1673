import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { changedFiles } from '../../src/action/changed-files.js'
import { isReadOnly } from '../../src/action/event.js'
import { inTree } from '../support/tree.js'

const test = suite('action: what a pull request changes')

const git = (root: string, ...words: readonly string[]): string =>
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()

function commit(root: string): string {
  git(root, 'add', '-A')
  git(root, 'commit', '-qm', 'x', '--no-gpg-sign')
  return git(root, 'rev-parse', 'HEAD')
}

test('files of the merge against its first parent', () =>
  inTree({ 'a.yaml': 'a', 'b.yaml': 'b', 'ä\n c.yaml': 'c' }, root => {
    git(root, 'init', '-q')
    const first = commit(root)
    writeFileSync(join(root, 'b.yaml'), 'changed')
    rmSync(join(root, 'ä\n c.yaml'))
    writeFileSync(join(root, 'new.yaml'), 'n')
    const sha = commit(root)
    const env = { PATH: process.env.PATH, GITHUB_EVENT_NAME: 'pull_request', GITHUB_SHA: sha }
    assert.equal([...(changedFiles(env, root) ?? [])], ['b.yaml', 'new.yaml', 'ä\n c.yaml'])
    // the first commit has no parent, as the only one of a shallow clone
    assert.is(changedFiles({ ...env, GITHUB_SHA: first }, root), undefined)
    assert.is(changedFiles({ ...env, GITHUB_SHA: '1'.repeat(40) }, root), undefined)
    assert.is(changedFiles({ ...env, GITHUB_SHA: '--output=x' }, root), undefined)
    assert.is(changedFiles({ ...env, GITHUB_EVENT_NAME: 'push' }, root), undefined)
    assert.is(changedFiles({ ...env, PATH: '/nowhere' }, root), undefined)
  }))

test('a folder that is no repository', () =>
  inTree({}, root => {
    const env = { PATH: process.env.PATH, GITHUB_EVENT_NAME: 'pull_request', GITHUB_SHA: '1'.repeat(40) }
    assert.is(changedFiles(env, root), undefined)
  }))

test('pull requests of forks and of Dependabot get no token that writes', () =>
  inTree(
    {
      fork: '{"pull_request":{"head":{"repo":{"full_name":"x/r"}}}}',
      own: '{"pull_request":{"head":{"repo":{"full_name":"o/r"}}}}',
      gone: '{"pull_request":{"head":{"repo":null}}}',
      broken: '{',
    },
    root => {
      const of = (name: string, more = {}): boolean =>
        isReadOnly({ GITHUB_REPOSITORY: 'o/r', GITHUB_EVENT_PATH: join(root, name), ...more })
      assert.equal(
        ['fork', 'own', 'gone', 'broken', 'missing'].map(name => of(name)),
        [true, false, false, false, false],
      )
      assert.is(of('own', { GITHUB_ACTOR: 'dependabot[bot]' }), true)
    },
  ))

test.run()
