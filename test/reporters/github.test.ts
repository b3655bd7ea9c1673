import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Severity } from '../../src/model/finding.js'
import { github } from '../../src/reporters/github.js'
import { awkward, wholeContext } from '../support/awkward.js'
import { klint } from '../support/klint.js'
import { at, context, document, finding, LIVE, outcome } from '../support/outcome.js'

const test = suite('github')

const doc = document('a.yaml', 'a: 1\n')
const some = (counts: Partial<Record<Severity, number>>) =>
  (['info', 'warning', 'error'] as const).flatMap(severity =>
    Array.from({ length: counts[severity] ?? 0 }, () => finding(at(doc, '1'), { severity })),
  )
const commands = (report: string): string[] =>
  report
    .split('\n')
    .filter(line => line.startsWith('::'))
    .map(line => line.split(/[ :]/)[2] ?? '')

test('errors first, at most ten of a kind, the notice that counts the rest among them', () => {
  const report = github(outcome(some({ error: 12, warning: 11, info: 15 })), context())
  const kinds = commands(report).slice(0, -2)
  assert.equal(kinds, [...Array(10).fill('error'), ...Array(10).fill('warning'), ...Array(10).fill('notice')])
  assert.match(report, '::notice title=klint::9 more findings, see the log of this step\n')
})

test('ten of each are shown without a notice', () => {
  const report = github(outcome(some({ error: 10, warning: 10, info: 10 })), context())
  assert.is(commands(report).filter(kind => kind === 'notice').length, 10)
  assert.not.match(report, 'more findings')
})

test('with a summary of the step the notice names it', () =>
  assert.match(
    github(outcome(some({ error: 11 })), context({ stepSummary: true })),
    'title=klint::1 more finding, see the summary\n',
  ))

test('the list is in a group, where the runner hears nobody', () => {
  const lines = github(awkward(), wholeContext()).split('\n')
  const [from, to] = [lines.indexOf('::stop-commands::a-token-nobody-knows'), lines.indexOf('::a-token-nobody-knows::')]
  assert.match(lines[from - 1] ?? '', /^::group::31 findings$/)
  assert.is(lines[to + 1], '::endgroup::')
  assert.is(to - from - 1, awkward().findings.length)
})

test('an object of a running cluster is in no file', () => {
  const live = document('cluster/prod/pod/etcd', '{}', { live: LIVE })
  assert.match(github(outcome([finding({ doc: live, start: 0, end: 2 })]), context()), /^::error title=/)
})

test('nothing found: no commands at all', () => assert.equal(commands(github(outcome([]), context())), []))

test('klint -f github: a token of its own in each run, paths from the root of the repository', async () => {
  const files = {
    '.git/HEAD': 'ref: refs/heads/main\n',
    'prod/kubelet.yaml':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard:\n  memory.available: 100Mi\n',
  }
  const run = async () => (await klint(files, ['-f', 'github'], { cwd: 'prod' })).out
  const [first, second] = [await run(), await run()]
  const token = (report: string) => /^::stop-commands::([\da-f-]{36})$/m.exec(report)?.[1]
  assert.ok(token(first) !== undefined && token(first) !== token(second))
  assert.match(first, `\n::${token(first)}::\n::endgroup::\n`)
  assert.match(first, /^::\w+ file=prod\/kubelet\.yaml,/)
})

test.run()
