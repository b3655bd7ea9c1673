import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { main } from '../../src/cli/main.js'
import { klint, type Ran } from '../support/klint.js'
import { kubeletConfig } from '../support/resolved.js'
import { editing, type Files, inTree } from '../support/tree.js'

const test = suite('cli: baseline')

const autoscaler = (time: string, top = '') =>
  `#!/bin/sh\n${top}cluster-autoscaler --scale-down-unneeded-time=${time}\n`

/** One tree, in which one command line after the other is run; `write` changes it in between. */
async function session<T>(
  files: Files,
  use: (tools: {
    readonly run: (...argv: readonly string[]) => Promise<Ran>
    readonly in: (directory: string, ...argv: readonly string[]) => Promise<Ran>
    readonly write: (files: Files) => void
    readonly text: (name: string) => string
  }) => Promise<T>,
): Promise<T> {
  return inTree(files, async root => {
    const run = async (cwd: string, argv: readonly string[]): Promise<Ran> => {
      let [out, err] = ['', '']
      const code = await main(
        argv,
        {},
        {
          cwd: join(root, cwd),
          out: text => {
            out += text
          },
          err: text => {
            err += text
          },
          outIsTerminal: false,
          columns: () => 100,
          stdin: () => ({ uri: 'stdin', source: '' }),
        },
      )
      return { code, out, err }
    }
    return use({
      run: (...argv) => run('', argv),
      in: (directory, ...argv) => run(directory, argv),
      write: changed => editing(root, changed),
      text: name => readFileSync(join(root, name), 'utf8'),
    })
  })
}

test('after it, only what is new is reported', () =>
  session({ 'a/a.sh': autoscaler('1m'), 'b/a.sh': autoscaler('2m') }, async ({ run, write, text }) => {
    assert.is((await run()).code, 1)
    const made = await run('baseline')
    assert.equal(made, { code: 0, out: 'klint-baseline.json: 2 findings in 2 files known from now on\n', err: '' })
    const lines = text('klint-baseline.json').split('\n')
    assert.equal(lines.slice(0, 3), ['{', '  "version": 1,', '  "findings": ['])
    assert.match(
      lines[3]!,
      /^ {4}\{ "path": "a\/a\.sh", "rule": "autoscaler\/scale-down-too-fast", "route": "--scale-down-unneeded-time", "hash": "[0-9a-f]{16}", "count": 1 \},$/,
    )
    assert.is(lines.length, 8)
    const known = await run()
    assert.is(known.code, 0)
    assert.match(known.out, /^0 errors, 0 warnings in 2 files\n2 known from klint-baseline\.json\n/)
    write({ 'a/a.sh': autoscaler('1m', '\n\n\n\n\n') })
    assert.is((await run()).code, 0, 'lines moved')
    assert.is((await run('--no-baseline')).code, 1)
    write({ 'a/a.sh': autoscaler('3m') })
    const worse = await run('--format', 'compact')
    assert.is(worse.code, 1)
    assert.is(worse.out.split('\n').filter(line => line.includes('autoscaler/')).length, 1)
    assert.match(worse.out, /^a\/a\.sh:2:/)
  }))

test('made again it knows what the old one knew, and the same bytes come out', () =>
  session({ 'a.sh': autoscaler('1m') }, async ({ run, text }) => {
    await run('baseline')
    const first = text('klint-baseline.json')
    await run('baseline')
    assert.is(text('klint-baseline.json'), first)
    assert.match(first, /"count": 1 \}/)
  }))

test('what is gone is noted, fails nothing, and is dropped when asked', () =>
  session({ 'a.sh': autoscaler('1m'), 'sub/b.sh': autoscaler('2m') }, async ({ run, write, text }) => {
    await run('baseline')
    write({ 'a.sh': autoscaler('1h') })
    const stale = await run()
    assert.is(stale.code, 0)
    assert.match(stale.out, /\n1 baseline entry is no longer found, `klint baseline --prune` drops it\n/)
    assert.not.match((await run('sub')).out, /no longer/, 'a.sh is not in view')
    assert.not.match((await run('--only', 'kubelet/eviction-hard-missing')).out, /no longer/, 'the rule did not run')
    assert.not.match((await run('--in-context', 'a.sh')).out, /no longer/)
    const nothing = await run('baseline', '--prune', 'sub')
    assert.is(nothing.out, 'klint-baseline.json: nothing to drop from 2 entries\n')
    assert.is((await run('baseline', '--prune')).out, 'klint-baseline.json: 1 entry dropped or lowered, 1 left\n')
    assert.not.match(text('klint-baseline.json'), /a\.sh/)
    write({ 'sub/b.sh': undefined })
    assert.match((await run()).out, /1 baseline entry is no longer found/, 'the file is gone')
    await run('baseline', '--prune')
    assert.is(text('klint-baseline.json'), '{\n  "version": 1,\n  "findings": []\n}\n')
  }))

test('pruning adds nothing', () =>
  session({ 'a.sh': autoscaler('1m'), 'b.sh': autoscaler('1h') }, async ({ run, write }) => {
    await run('baseline')
    write({ 'a.sh': autoscaler('1h'), 'b.sh': autoscaler('1m') })
    await run('baseline', '--prune')
    assert.is((await run()).code, 1)
  }))

test('entries for what was not looked at stay', () =>
  session({ 'a/a.sh': autoscaler('1m'), 'b/b.sh': autoscaler('2m') }, async ({ run, text }) => {
    await run('baseline')
    const both = text('klint-baseline.json')
    const { out } = await run('baseline', 'a')
    assert.is(
      out,
      'klint-baseline.json: 1 finding in 1 file known from now on, 1 entry for what was not looked at kept\n',
    )
    assert.is(text('klint-baseline.json'), both)
    await run('baseline', '--only', 'kubelet/eviction-hard-missing')
    assert.is(text('klint-baseline.json'), both)
  }))

test('a file that cannot be read for once keeps its entries', () =>
  session({ 'a.yaml': kubeletConfig('evictionHard: {}') }, async ({ run, write, text }) => {
    await run('baseline')
    const before = text('klint-baseline.json')
    write({ 'a.yaml': kubeletConfig('evictionHard: {}\n\tx: [') })
    assert.not.match((await run()).out, /no longer/)
    await run('baseline', '--prune')
    assert.is(text('klint-baseline.json'), before)
  }))

const member = (name: string, timeout: number): string =>
  `[Service]\nExecStart=/usr/bin/etcd --name=${name} --initial-cluster-token=prod --heartbeat-interval=200 --election-timeout=${timeout}\n`

test('a part of a cluster says nothing of rules that compare its parts', () =>
  session({ 'm1/etcd.service': member('m1', 2000), 'm2/etcd.service': member('m2', 3000) }, async ({ run, text }) => {
    await run('baseline')
    const before = text('klint-baseline.json')
    assert.match(before, /etcd\/timers-differ/)
    assert.not.match((await run('m1')).out, /no longer/)
    await run('baseline', '--prune', 'm1')
    await run('baseline', 'm1')
    assert.is(text('klint-baseline.json'), before)
  }))

test('in a subdirectory it is said that the baseline above is not used', () =>
  session({ '.git/HEAD': '', 'sub/a.sh': autoscaler('1m') }, async ({ run, in: runIn }) => {
    await run('baseline')
    assert.match((await runIn('sub')).out, /\.\.\/klint-baseline\.json is not used here/)
  }))

test('the paths in it start where it lies', () =>
  session({ 'sub/deep/a.sh': autoscaler('1m'), 'ci/x': '' }, async ({ run, in: runIn, text }) => {
    await run('baseline')
    assert.is((await runIn('sub', '--baseline', '../klint-baseline.json')).code, 0)
    assert.is((await runIn('sub')).code, 1, 'only that of the working directory is found')
    await run('baseline', '--baseline', 'ci/known.json')
    assert.match(text('ci/known.json'), /"path": "\.\.\/sub\/deep\/a\.sh"/)
    const known = await run('--baseline', 'ci/known.json')
    assert.is(known.code, 0)
    assert.match(known.out, /1 known from ci\/known\.json/)
    await runIn('sub', 'baseline', '--baseline', 'here.json')
    assert.is((await run('--baseline', 'sub/here.json')).code, 0)
  }))

test('of more of the same, the later is new', () => {
  const unit = (...execs: readonly string[]) => `#!/bin/sh\n${execs.join('\n')}\n`
  const bad = 'cluster-autoscaler --scale-down-unneeded-time=1m'
  return session({ 'a.sh': unit(bad) }, async ({ run, write, text }) => {
    await run('baseline')
    write({ 'a.sh': unit('cluster-autoscaler --v=4', bad, bad) })
    const { out, code } = await run('--format', 'compact')
    assert.is(code, 1)
    assert.match(out, /^a\.sh:4:/)
    await run('baseline')
    assert.match(text('klint-baseline.json'), /"count": 2 \}/)
    write({ 'a.sh': unit(bad) })
    assert.match((await run()).out, /1 baseline entry is no longer found/)
    await run('baseline', '--prune')
    assert.match(text('klint-baseline.json'), /"count": 1 \}/)
  })
})

test('what a comment silences is no entry', () =>
  session(
    { 'a.sh': autoscaler('1m # klint: ignore[autoscaler/scale-down-too-fast] small nodes') },
    async ({ run, text }) => {
      assert.match((await run('baseline')).out, /0 findings in 0 files/)
      assert.match(text('klint-baseline.json'), /"findings": \[\]/)
    },
  ))

const broken = async (source: string, ...argv: readonly string[]): Promise<Ran> =>
  klint({ 'a.sh': autoscaler('1m'), 'klint-baseline.json': source }, argv)

for (const [name, source, message] of [
  ['no JSON', '{\n  "version": 1,\n  "findings": [}\n}', /^klint: klint-baseline\.json:3:16: is no JSON\n/],
  ['half a file', '{\n  "version": 1,\n', /^klint: klint-baseline\.json:2:16: is no JSON\n/],
  ['empty', '', /^klint: klint-baseline\.json:1:1: is no JSON\n/],
  ['a list', '[]', /^klint: klint-baseline\.json:1:1: a baseline is an object with/],
  [
    'a version of later',
    '{\n  "version": 2, "findings": [] }',
    /^klint: klint-baseline\.json:2:3: version 2 is unknown, this klint reads version 1\n {7}update klint/,
  ],
  ['no version', '{"findings": []}', /^klint: klint-baseline\.json:1:1: `version` is missing\n/],
  ['no list', '{"version": 1, "findings": {}}', /^klint: klint-baseline\.json:1:16: `findings` is a list\n/],
  [
    'an entry that is none',
    '{"version": 1, "findings": [\n  {"path":"a,]","rule":"x","route":"","hash":"0","count":1},\n  {"path":"a"}]}',
    /^klint: klint-baseline\.json:3:3: a finding has `path`/,
  ],
  [
    'a count of nothing',
    '{"version": 1, "findings": [{"path":"a","rule":"x","route":"","hash":"0","count":0}]}',
    /^klint: klint-baseline\.json:1:29: a finding has/,
  ],
  [
    'a merge',
    '{\n  "version": 1,\n<<<<<<< HEAD\n  "findings": []\n=======\n>>>>>>> x\n}',
    /^klint: klint-baseline\.json:3:1: is in the middle of a merge\n {7}keep the lines of both sides/,
  ],
  ['a version that moves the cursor', '{"version": "\\u001b[2J", "findings": []}', /version "\\u001b\[2J" is unknown/],
] as const)
  test(`a baseline that is ${name} is said to be, with its place`, async () => {
    for (const argv of [[], ['baseline'], ['baseline', '--prune']]) {
      const { code, err, out } = await broken(source, ...argv)
      assert.is(code, 2)
      assert.match(err, message)
      assert.is(out, '')
    }
  })

test('lines of both sides of a merge may stand twice', () =>
  session({ 'a.sh': autoscaler('1m') }, async ({ run, write, text }) => {
    await run('baseline')
    const lines = text('klint-baseline.json').split('\n')
    lines.splice(3, 0, `${lines[3]},`)
    write({ 'klint-baseline.json': `\ufeff${lines.join('\r\n')}` })
    assert.is((await run()).code, 0)
  }))

test('one that is named has to be there', async () => {
  const { code, err } = await klint({ 'a.sh': autoscaler('1m') }, ['--baseline', 'none.json'])
  assert.is(code, 2)
  assert.is(
    err,
    'klint: the baseline `none.json` does not exist\n       make one with `klint baseline`, or give `--no-baseline` to go without\n',
  )
  const prune = await klint({ 'a.sh': autoscaler('1m') }, ['baseline', '--prune'])
  assert.match(prune.err, /^klint: there is no `klint-baseline\.json` to drop anything from\n/)
})

test('links are not written through, and pipes not read', () =>
  session({ 'a.sh': autoscaler('1m'), other: 'x', 'klint-baseline.json': { link: 'missing' } }, async tools => {
    const { code, err } = await tools.run('baseline')
    assert.is(code, 2)
    assert.match(err, /^klint: `klint-baseline\.json` is a symbolic link\n/)
    assert.throws(() => tools.text('missing'))
    tools.write({ 'klint-baseline.json': { link: '/dev/zero' } })
    assert.match((await tools.run()).err, /^klint: `klint-baseline\.json` is no file\n/)
  }))

test('a baseline holds everything, so nothing may choose', async () => {
  for (const argv of [['--in-context', 'a.sh'], ['--staged'], ['--no-baseline']]) {
    const { code, err } = await klint({ 'a.sh': autoscaler('1m') }, ['baseline', ...argv])
    assert.is(code, 2)
    assert.match(err, /^klint: (?:a baseline holds|`--no-baseline`)/)
  }
})

test('where nothing is klint writes nothing', () =>
  session({ 'a.txt': '' }, async ({ run, text }) => {
    assert.is((await run('baseline')).code, 3)
    assert.throws(() => text('klint-baseline.json'))
  }))

test.run()
