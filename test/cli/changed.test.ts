import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { main } from '../../src/cli/main.js'
import type { Ran } from '../support/klint.js'
import { editing, type Files, inTree } from '../support/tree.js'

const test = suite('cli: --changed, --since, --staged, --in-context')

/** One cluster for each directory, of a unit and a drop-in of a node group. */
const bad = (time: string) => `#!/bin/sh\ncluster-autoscaler --scale-down-unneeded-time=${time}\n`
const UNIT = '[Service]\nEnvironmentFile=-/etc/default/kubelet\nExecStart=/usr/bin/kubelet $KUBELET_ARGS\n'
const DROP_IN = '[Service]\nEnvironment=KUBELET_ARGS=--made-up=1\n'

const TREE: Files = {
  'a/autoscaler.sh': bad('1m'),
  'b/autoscaler.sh': bad('2m'),
  'c/kubelet.service': UNIT,
  'c/kubelet.service.d/10-args.conf': DROP_IN,
  'README.md': 'x',
}

const ENV = {
  ...process.env,
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
}

const ONLY = ['--only', 'autoscaler/scale-down-too-fast,cluster/unknown-flag']

interface Tools {
  readonly root: string
  readonly git: (...words: readonly string[]) => string
  /** Paths and rules of what is found, in the words of `compact`. */
  readonly found: (...argv: readonly string[]) => Promise<string[]>
  readonly klint: (
    argv: readonly string[],
    cwd?: string,
    env?: Readonly<Record<string, string | undefined>>,
  ) => Promise<Ran>
  readonly write: (files: Files) => void
}

async function bare<T>(files: Files, use: (tools: Tools) => Promise<T>): Promise<T> {
  return inTree(files, async root => {
    const klint: Tools['klint'] = async (argv, cwd = '', env = ENV) => {
      let [out, err] = ['', '']
      const io = {
        cwd: join(root, cwd),
        out: (text: string) => {
          out += text
        },
        err: (text: string) => {
          err += text
        },
        outIsTerminal: false,
        columns: () => 100,
        stdin: () => ({ uri: 'stdin', source: '' }),
      }
      return { code: await main(argv, env, io), out, err }
    }
    return use({
      root,
      git: (...words) => execFileSync('git', words, { cwd: root, env: ENV, encoding: 'utf8', stdio: 'pipe' }),
      klint,
      found: async (...argv) => {
        const { out, err, code } = await klint([...argv, ...ONLY, '--format', 'compact', '--fail-on', 'info'])
        assert.is(err, '')
        const lines = out.split('\n').flatMap(line => /^(\S+?):\d+:\d+: \w+ (\S+)/.exec(line)?.[1] ?? [])
        assert.is(code, lines.length > 0 ? 1 : 0)
        return lines
      },
      write: changed => editing(root, changed),
    })
  })
}

const repository = <T>(use: (tools: Tools) => Promise<T>, files: Files = TREE): Promise<T> =>
  bare(files, async tools => {
    tools.git('init', '-q', '-b', 'main')
    tools.git('add', '-A')
    tools.git('commit', '-q', '-m', 'x')
    return use(tools)
  })

const ALL = ['a/autoscaler.sh', 'b/autoscaler.sh', 'c/kubelet.service.d/10-args.conf']

test('what is not committed, in the index or not, or new', () =>
  repository(async ({ found, klint, write, git }) => {
    assert.equal(await found(), ALL)
    assert.equal(await found('--changed'), [])
    write({ 'a/autoscaler.sh': bad('3m') })
    assert.equal(await found('--changed'), ['a/autoscaler.sh'])
    assert.equal(await found('--staged'), [])
    git('add', '-A')
    assert.equal(await found('--changed'), ['a/autoscaler.sh'])
    assert.equal(await found('--staged'), ['a/autoscaler.sh'])
    git('commit', '-q', '-m', 'y')
    assert.equal(await found('--changed'), [])
    write({ 'd e/ü\n.sh': bad('1m'), 'README.md': 'y' })
    const { out } = await klint(['--changed', '-f', 'json'])
    const { findings }: { findings: { location: { path: string } }[] } = JSON.parse(out)
    assert.equal(
      findings.map(({ location }) => location.path),
      ['d e/ü\n.sh'],
    )
    assert.match(
      (await klint(['--changed'])).out,
      /\n1 of 4 clusters changed \(not committed\); the others are not reported\n/,
    )
  }))

test('a cluster is reported if any of its files changed, wherever in it the finding is', () =>
  repository(async ({ found, write, git }) => {
    write({ 'c/kubelet.service': `${UNIT}Restart=always\n` })
    assert.equal(await found('--changed'), ['c/kubelet.service.d/10-args.conf'])
    git('checkout', '-q', '.')
    write({ 'c/kubelet.service.d/20-more.conf': '[Service]\nRestart=no\n' })
    assert.equal(await found('--changed'), ['c/kubelet.service.d/10-args.conf'], 'one more drop-in')
  }))

test('for a file that is gone stand the clusters beside it', () =>
  repository(
    async ({ found, git }) => {
      git('rm', '-q', 'c/kubelet.service.d/20-more.conf')
      assert.equal(await found('--staged'), ['c/kubelet.service.d/10-args.conf'])
      assert.equal(await found('--changed'), ['c/kubelet.service.d/10-args.conf'])
      git('commit', '-q', '-m', 'y')
      git('mv', 'c/kubelet.service', 'c/other.txt')
      git('reset', '-q', '--hard')
      git('rm', '-q', 'README.md')
      assert.equal(await found('--changed'), [], 'nothing klint reads')
      git('rm', '-q', '-r', 'd')
      assert.equal(await found('--changed'), ['x.sh'], 'its directory is gone as well')
    },
    {
      ...TREE,
      'c/kubelet.service.d/20-more.conf': '[Service]\nRestart=no\n',
      'd/d/y.sh': bad('1m'),
      'x.sh': bad('1m'),
    },
  ))

test('since a revision, from where the histories parted', () =>
  repository(async ({ found, klint, write, git }) => {
    git('checkout', '-q', '-b', 'feature')
    write({ 'a/autoscaler.sh': bad('3m') })
    git('commit', '-q', '-a', '-m', 'mine')
    git('checkout', '-q', 'main')
    write({ 'b/autoscaler.sh': bad('3m') })
    git('commit', '-q', '-a', '-m', 'theirs')
    git('checkout', '-q', 'feature')
    assert.equal(await found('--since', 'main'), ['a/autoscaler.sh'])
    assert.equal(await found('--changed', '--since', 'main'), ['a/autoscaler.sh'])
    assert.equal(await found('--since', 'HEAD~1'), ['a/autoscaler.sh'])
    write({ 'b/new.sh': bad('4m') })
    assert.equal(await found('--since=main'), ['a/autoscaler.sh', 'b/new.sh'], 'the working tree counts')
    assert.match((await klint(['--since', 'main'])).out, /2 of 4 clusters changed \(since `main`\)/)
    for (const revision of ['nowhere', '--output=x', '', 'main..HEAD', '-x']) {
      const { code, err } = await klint([`--since=${revision}`])
      assert.is(code, 2)
      assert.is(err.split('\n')[0], `klint: git knows no commit \`${revision}\``)
    }
  }))

test('seen from a directory below, and of one outside', () =>
  repository(async ({ klint, write }) => {
    write({ 'a/autoscaler.sh': bad('3m'), 'b/new.sh': bad('4m') })
    const compact = ['--changed', '--format', 'compact']
    assert.match((await klint(compact, 'a')).out, /^autoscaler\.sh:2:/)
    const { out } = await klint([...compact, '../b'], 'a')
    assert.match(out, /^\.\.\/b\/new\.sh:2:/)
    assert.not.match(out, /autoscaler\.sh:/)
  }))

test('before the first commit everything is new', () =>
  bare(TREE, async ({ found, git }) => {
    git('init', '-q')
    assert.equal(await found('--changed'), ALL)
    assert.equal(await found('--staged'), [])
    git('add', 'a')
    assert.equal(await found('--staged'), ['a/autoscaler.sh'])
  }))

test('klint.yaml decides about all clusters', () =>
  repository(async ({ found, klint, write }) => {
    write({ 'klint.yaml': 'extends: recommended\n' })
    assert.equal(await found('--changed'), ALL)
    assert.match((await klint(['--changed'])).out, /all clusters are reported, since klint\.yaml changed/)
    write({ 'klint.yaml': undefined, 'klint-baseline.json': '{"version":1,"findings":[]}' })
    assert.equal(await found('--changed'), [])
  }))

test('a file that was only touched did not change', () =>
  repository(async ({ root, found }) => {
    utimesSync(join(root, 'a/autoscaler.sh'), 1, 1)
    const index = readFileSync(join(root, '.git/index'), 'hex')
    assert.equal(await found('--changed'), [])
    assert.is(readFileSync(join(root, '.git/index'), 'hex'), index, 'and git writes nothing')
  }))

test('a repository inside, and a link, are theirs', () =>
  repository(async ({ root, git, found, write }) => {
    mkdirSync(join(root, 'inner'))
    write({ 'inner/x.sh': bad('1m') })
    execFileSync('git', ['init', '-q'], { cwd: join(root, 'inner'), env: ENV })
    assert.equal(await found('--changed'), ['inner/x.sh'])
    git('status')
  }))

test('without git, without a repository, without the history there is a sentence', async () => {
  await repository(async ({ klint, root, git, write }) => {
    const { code, err } = await klint(['--changed'], '', { PATH: 'bin:' })
    assert.is(code, 2)
    assert.match(err, /^klint: git is not installed, or not on the path\n/)
    write({ 'a/autoscaler.sh': bad('3m') })
    git('commit', '-q', '-a', '-m', 'y')
    git('branch', 'old', 'HEAD~1')
    execFileSync(
      'git',
      ['clone', '-q', '--depth', '1', '--no-single-branch', `file://${root}`, join(root, 'shallow')],
      {
        env: ENV,
        stdio: 'pipe',
      },
    )
    const shallow = await klint(['--since', 'origin/old'], 'shallow')
    assert.is(shallow.code, 2)
    assert.match(
      shallow.err,
      /^klint: `origin\/old` and what is checked out have no commit in common\n {7}this clone is shallow/,
    )
    rmSync(join(root, '.git'), { recursive: true })
    const none = await klint(['--staged'])
    assert.is(none.code, 2)
    assert.match(none.err, /^klint: the working directory is in no git repository/)
  })
})

test('a repository of somebody else is not read', () =>
  repository(async ({ klint }) => {
    const { code, err } = await klint(['--changed'], '', { ...ENV, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' })
    assert.is(code, 2)
    assert.match(err, /^klint: git does not read this repository, since it belongs to somebody else\n/)
    assert.match(err, /safe\.directory \S+`\n$/)
  }))

test('nothing a repository names is run', () =>
  repository(async ({ root, git, found, klint }) => {
    const trap = join(root, '.git', 'trap.sh')
    const marks = join(root, '.git', 'ran')
    editing(root, { '.git/trap.sh': `#!/bin/sh\necho "$0 $*" >> '${marks}'\ncat\n` })
    chmodSync(trap, 0o755)
    mkdirSync(join(root, '.git', 'hooks'), { recursive: true })
    for (const hook of ['post-index-change', 'pre-commit', 'reference-transaction', 'fsmonitor-watchman'])
      editing(root, { [`.git/hooks/${hook}`]: readFileSync(trap, 'utf8') })
    for (const hook of ['post-index-change', 'pre-commit', 'reference-transaction', 'fsmonitor-watchman'])
      chmodSync(join(root, '.git/hooks', hook), 0o755)
    for (const [key, value] of [
      ['core.fsmonitor', trap],
      ['core.pager', trap],
      ['pager.diff', trap],
      ['core.sshCommand', trap],
      ['diff.external', trap],
      ['diff.x.command', trap],
      ['diff.x.textconv', trap],
      ['filter.x.clean', trap],
      ['filter.x.smudge', trap],
      ['filter.x.required', 'true'],
      ['filter.y.process', trap],
      ['filter.y.required', 'true'],
      ['core.untrackedCache', 'true'],
      ['core.alternateRefsCommand', trap],
      ['alias.diff', `!${trap}`],
      ['alias.rev-parse', `!${trap}`],
      ['remote.origin.url', `ext::${trap}`],
      ['remote.origin.promisor', 'true'],
      ['extensions.partialClone', 'origin'],
    ] as const)
      git('config', key, value)
    editing(root, {
      '.git/info/attributes': '*.sh filter=x diff=x\n*.conf filter=y diff=x\n*.service filter=x diff=x\n',
      'a/autoscaler.sh': bad('3m'),
    })
    for (const path of ['b/autoscaler.sh', 'c/kubelet.service', 'c/kubelet.service.d/10-args.conf'])
      utimesSync(join(root, path), 1, 1)
    assert.equal(await found('--changed'), ['a/autoscaler.sh'])
    assert.equal(await found('--since', 'HEAD'), ['a/autoscaler.sh'])
    assert.equal(await found('--staged'), [])
    assert.not.ok(existsSync(marks), existsSync(marks) ? readFileSync(marks, 'utf8') : '')
    // the trap is one: git by itself steps into it
    spawnSync('git', ['status'], { cwd: root, env: ENV })
    assert.ok(existsSync(marks))
    git('config', 'filter.a=b.clean', trap)
    const { code, err } = await klint(['--changed'])
    assert.is(code, 2)
    assert.match(err, /has a filter of the odd name `a=b`/)
    git('config', '--unset', 'filter.a=b.clean')
    git('config', 'filter..clean', trap)
    assert.match((await klint(['--changed'])).err, /has a filter of the odd name ``/)
  }))

test('in context, paths choose what is reported and the rest is read all the same', () =>
  bare(TREE, async ({ found, klint, root }) => {
    const files = Object.keys(TREE)
    assert.equal(await found('--in-context', ...files), ALL)
    assert.equal(await found('--in-context', './a//autoscaler.sh', join(root, 'b/autoscaler.sh')), ALL.slice(0, 2))
    assert.equal(await found('--in-context', 'c'), ALL.slice(2))
    assert.equal(await found('--in-context', 'c/kubelet.service.d/10-args.conf'), ALL.slice(2), 'the unit is context')
    assert.equal(await found('c/kubelet.service.d/10-args.conf'), [], 'which it is not by itself')
    assert.equal(await found('--in-context', 'c/kubelet.service'), [])
    assert.equal(await found('--in-context', 'README.md', 'gone.yaml', 'gone/x.sh', '../gone.sh'), [])
    assert.equal(await found('--in-context', '.'), ALL)
    assert.equal(await found('--in-context'), ALL)
    assert.equal(
      await found('--in-context', ...Array.from({ length: 3000 }, (_, i) => `gone/${i}.yaml`), 'a'),
      ALL.slice(0, 1),
    )
    const outside = await klint(['--in-context', '../a/autoscaler.sh', '../README.md', '-f', 'compact'], 'b')
    assert.match(outside.out, /^\.\.\/a\/autoscaler\.sh:2:/)
    assert.not.match(outside.out, /^autoscaler\.sh/m)
    const { code, err } = await klint(['--in-context', '-'])
    assert.is(code, 2)
    assert.match(err, /^klint: `--in-context` chooses among files/)
  }))

test('in context of nothing there is nothing to check', () =>
  bare({ 'x.txt': '' }, async ({ klint }) => {
    assert.is((await klint(['--in-context', 'x.txt'])).code, 3)
    assert.is((await klint(['--in-context', '--pass-on-no-inputs', 'x.txt'])).code, 0)
  }))

test('in context and changed and a baseline go together', () =>
  repository(async ({ found, klint, write }) => {
    write({ 'a/autoscaler.sh': bad('3m'), 'b/autoscaler.sh': bad('3m') })
    assert.equal(await found('--changed', '--in-context', 'b', 'c'), ['b/autoscaler.sh'])
    await klint(['baseline'])
    assert.equal(await found('--changed'), [])
    write({ 'b/autoscaler.sh': bad('4m') })
    assert.equal(await found('--changed'), ['b/autoscaler.sh'])
  }))

test.run()
