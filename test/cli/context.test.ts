import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { reportContext } from '../../src/cli/commands/context.js'
import type { Env, Io } from '../../src/cli/io.js'
import { type Format, options, type RawOptions } from '../../src/cli/options.js'
import { inTree } from '../support/tree.js'

const test = suite('what reporters are told')

const io = (cwd: string, outIsTerminal: boolean): Io => ({
  cwd,
  out: () => undefined,
  err: () => undefined,
  outIsTerminal,
  columns: () => 80,
  stdin: () => ({ uri: 'stdin', source: '' }),
})

const told = (raw: RawOptions, env: Env, { terminal = false, cwd = '/', format = 'pretty' as Format } = {}) =>
  reportContext(options([], raw, env), env, io(cwd, terminal), format)

test('hyperlinks: the flag, else only in colour on a terminal outside of CI', () => {
  const rows: [boolean, RawOptions, Env, boolean][] = [
    [true, {}, {}, true],
    [false, {}, {}, false],
    [false, {}, { CI: 'true' }, true],
    [true, {}, { CI: 'false' }, true],
    [false, {}, { NO_COLOR: '1' }, true],
    [true, { hyperlinks: 'always' }, { CI: 'true' }, false],
    [false, { hyperlinks: 'never' }, {}, true],
  ]
  for (const [expected, raw, env, terminal] of rows)
    assert.is(told(raw, env, { terminal }).hyperlinks, expected, JSON.stringify([raw, env, terminal]))
})

test('formats of a forge count paths from the root of the repository, all others from the working directory', () =>
  inTree({ '.git/HEAD': '', 'infra/prod/a.yaml': '' }, root => {
    const cwd = `${root}/infra/prod`
    for (const [format, prefix] of [
      ['sarif', 'infra/prod/'],
      ['github', 'infra/prod/'],
      ['gitlab', 'infra/prod/'],
      ['pretty', ''],
      ['json', ''],
      ['markdown', ''],
    ] as const) {
      assert.is(told({}, {}, { cwd, format }).pathPrefix, prefix, format)
      assert.is(told({}, {}, { cwd: root, format }).pathPrefix, '', format)
      assert.is(told({ pathPrefix: 'x/' }, {}, { cwd, format }).pathPrefix, 'x/', format)
    }
    assert.is(told({}, {}, { cwd, format: 'sarif' }).category, 'infra/prod')
  }))

test('outside of any repository there is no root', () =>
  inTree({ 'a.yaml': '' }, root => assert.is(told({}, {}, { cwd: root, format: 'sarif' }).pathPrefix, '')))

test('lines are linked where GitHub or GitLab says which revision it runs for', () =>
  inTree({ '.git/HEAD': '', 'infra/a.yaml': '' }, root => {
    const cwd = `${root}/infra`
    const github = { GITHUB_SERVER_URL: 'https://github.example', GITHUB_REPOSITORY: 'a/b', GITHUB_SHA: '0123' }
    assert.is(told({}, github, { cwd, format: 'markdown' }).sourceUrl, 'https://github.example/a/b/blob/0123/infra/')
    const gitlab = { CI_PROJECT_URL: 'https://gitlab.example/a/b', CI_COMMIT_SHA: '0123' }
    assert.is(told({}, gitlab, { cwd, format: 'markdown' }).sourceUrl, 'https://gitlab.example/a/b/-/blob/0123/infra/')
    assert.is(told({}, {}, { cwd, format: 'markdown' }).sourceUrl, undefined)
  }))

test.run()
