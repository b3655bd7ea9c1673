import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fixedPart, pathTest, seenFrom } from '../../src/engine/globs.js'

const test = suite('globs of klint.yaml')

test('a directory means all that is in it, a star stays in its directory', async () => {
  const rows: [string, string, boolean][] = [
    ['prod', 'prod', true],
    ['prod', 'prod/a/b.yaml', true],
    ['prod/', 'prod/a', true],
    ['./prod', 'prod/a', true],
    ['prod/**', 'prod/a/b', true],
    ['prod', 'production/a', false],
    ['prod', 'x/prod/a', false],
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'a/b.yaml', false],
    ['**/*.yaml', 'a/b.yaml', true],
    ['**', '.hidden/a', true],
    ['{dev,test}/*', 'test/a', true],
    ['#x', '#x/a', true],
  ]
  for (const [glob, path, expected] of rows) assert.is((await pathTest([glob]))(path), expected, `${glob} ${path}`)
  assert.not.ok((await pathTest([]))('a'))
})

test('paths are seen from the directory of the configuration', () => {
  assert.is(seenFrom({}, 'a/b'), 'a/b')
  assert.is(seenFrom({ base: 'envs' }, 'prod/a'), 'envs/prod/a')
  assert.is(seenFrom({ base: 'envs' }, '../main.tf'), 'main.tf')
  assert.is(seenFrom({ base: '..', directory: 'sub' }, 'sub/a'), 'a')
  assert.is(seenFrom({ base: '..', directory: 'sub' }, 'other/a'), undefined)
  assert.is(seenFrom({ base: '..', directory: 'sub' }, 'sub'), '')
})

test('what a glob says before its first sign with a meaning', () => {
  const rows = { 'a/b/*.yaml': 'a/b', 'a/b.yaml': 'a/b.yaml', '**/x': '', 'a{b,c}/d': '', './a/': 'a', 'a/[bc]/d': 'a' }
  for (const [glob, part] of Object.entries(rows)) assert.is(fixedPart(glob), part, glob)
})

test.run()
