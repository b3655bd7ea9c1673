import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Outcome } from '../../src/model/finding.js'
import { compact } from '../../src/reporters/compact.js'
import { github } from '../../src/reporters/github.js'
import { json } from '../../src/reporters/json.js'
import { lineHashes } from '../../src/reporters/line-hash.js'
import type { Reporter } from '../../src/reporters/reporter.js'
import { sarif } from '../../src/reporters/sarif.js'
import { at, context, decoded, document, finding, outcome } from '../support/outcome.js'
import { sarifSchema } from '../support/sarif-schema.js'

const test = suite('machine formats')

function awkward(): Outcome {
  const name = document('dir with blank/a:b%c,d.yaml', '\ufeffa: 1\r\nb: "😀" needle\r\n')
  const newline = document('new\nline::error::x.yaml', 'a: 1')
  const command = document('::error::x', 'value: \u001b[31m100%\u202e\n')
  const outer = document('user-data.tf', 'x = "H4sI"\n')
  const inner = decoded(outer, 'H4sI', 'a\nmaxPods: 1\n', '/etc/kubelet.yaml')
  return outcome(
    [
      finding(at(name, 'needle'), { related: [{ at: at(newline, '1'), label: 'here' }], component: 'kubelet' }),
      finding({ doc: newline, start: 4, end: 4 }, { severity: 'warning', assuming: ['no flag sets it'] }),
      finding(at(command, '100%'), {
        severity: 'info',
        what: 'is `\u001b[31m100%\u202e`\n::error::y ##[error]z',
        rule: 'etcd/other',
      }),
      finding(at(inner, 'maxPods')),
    ],
    {
      files: 4,
      notChecked: [{ what: '2 settings come from templates', rules: ['a/b'], at: at(name, 'a') }],
      versions: ['Kubernetes 1.34'],
    },
  )
}

const HOSTILE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|##\[/

const parse = (reporter: Reporter, one: Outcome, more = {}) => JSON.parse(reporter(one, context(more)))

test('no format lets a control character, a bidirectional control or an old-style command through', () => {
  for (const reporter of [compact, github, json, sarif])
    assert.not.match(reporter(awkward(), context()), HOSTILE, reporter.name)
})

test('a runner finds only the commands klint means', () => {
  const found = (text: string) =>
    text
      .split('\n')
      .filter(line => line.trimStart().startsWith('::'))
      .map(line => line.trimStart().split(/[ :]/)[2])
  assert.equal(found(compact(awkward(), context())), [])
  assert.equal(found(github(awkward(), context())), ['error', 'error', 'warning', 'notice', 'group', 'endgroup'])
})

test('compact: one line a finding, then the summary', () => {
  assert.equal(compact(awkward(), context()).split('\n').slice(0, 5), [
    'dir with blank/a:b%c,d.yaml:2:9: error kubelet/eviction-hard-missing no hard eviction threshold for `memory.available`',
    'new␊line::error::x.yaml:1:5: warning kubelet/eviction-hard-missing no hard eviction threshold for `memory.available`',
    './::error::x:1:13: info etcd/other is `␛[31m100%<U+202E>`␊::error::y ## [error]z',
    'user-data.tf:1:6: error kubelet/eviction-hard-missing no hard eviction threshold for `memory.available` (decoded kubelet.yaml:2:1)',
    '2 errors, 1 warning, 1 info in 4 files',
  ])
})

test('github: properties and data are escaped', () => {
  const [first, , second, third] = github(awkward(), context()).split('\n')
  assert.match(
    first!,
    /^::error file=dir with blank\/a%3Ab%25c%2Cd\.yaml,line=2,endLine=2,col=9,endColumn=15,title=kubelet\/eviction-hard-missing::no hard/,
  )
  assert.match(second!, '::warning file=new%0Aline%3A%3Aerror%3A%3Ax.yaml,line=1')
  assert.match(third!, '::notice file=%3A%3Aerror%3A%3Ax,')
  assert.match(third!, '::is `␛[31m100%25<U+202E>`␊::error::y')
  assert.match(first!, '%0Ahelp: set')
})

test('github: ten of a kind, then a notice and the whole list in a group', () => {
  const doc = document('a.yaml', 'a: 1\n')
  const lines = github(outcome(Array.from({ length: 12 }, () => finding(at(doc, '1')))), context()).split('\n')
  assert.is(lines.filter(line => line.startsWith('::error ')).length, 10)
  assert.is(lines[10], '::notice title=klint::2 more findings, see the log of this step')
  assert.is(lines.filter(line => line.startsWith('error a.yaml:1:4')).length, 12)
  assert.is(lines[lines.indexOf('::endgroup::') + 1], '12 errors, 0 warnings in 1 file')
})

test('json version 1', () => {
  const report = parse(json, awkward())
  assert.equal(Object.keys(report), ['version', 'klint', 'findings', 'silenced', 'notChecked', 'versions', 'summary'])
  assert.is(report.version, 1)
  assert.equal(report.summary, { errors: 2, warnings: 1, infos: 1, files: 4 })
  const [first, second, third, last] = report.findings
  assert.equal(first, {
    rule: 'kubelet/eviction-hard-missing',
    severity: 'error',
    what: 'no hard eviction threshold for `memory.available`',
    why: 'when memory runs out the kernel picks the victim',
    help: 'set `evictionHard.memory.available`, for example to `5%`',
    url: 'rules-docs/kubelet/eviction-hard-missing.md',
    location: {
      path: 'dir with blank/a:b%c,d.yaml',
      // offset: byte order mark, CRLF and the surrogate pair count; column: all but the byte order mark
      start: { line: 2, column: 9, offset: 15 },
      end: { line: 2, column: 15, offset: 21 },
    },
    related: [
      {
        label: 'here',
        location: {
          path: 'new\nline::error::x.yaml',
          start: { line: 1, column: 4, offset: 3 },
          end: { line: 1, column: 5, offset: 4 },
        },
      },
    ],
    component: 'kubelet',
  })
  assert.equal(second.assuming, ['no flag sets it'])
  assert.is(third.location.path, '::error::x')
  assert.is(third.what, 'is `\u001b[31m100%\u202e`\n::error::y ##[error]z')
  assert.equal(last.location.decoded, {
    uri: 'kubelet.yaml',
    start: { line: 2, column: 1, offset: 2 },
    end: { line: 2, column: 8, offset: 9 },
  })
  assert.equal(report.notChecked[0].rules, ['a/b'])
})

test('json: half a surrogate pair is a replacement character, and a backslash stays one', () => {
  const doc = document('lone\ud800.yaml', 'a: 1\n')
  const [one] = parse(json, outcome([finding(at(doc, '1'), { what: 'C:\\\\ud800 \udfff 😀' })])).findings
  assert.is(one.location.path, 'lone\ufffd.yaml')
  assert.is(one.what, 'C:\\\\ud800 \ufffd 😀')
})

test('json: secrets in values are masked', () => {
  const doc = document('a.yaml', 'a: 1\n')
  const report = json(
    outcome([
      finding(at(doc, '1'), { what: '`--token=hunter2` is set', fix: { level: 'safe', title: 'x', edits: [] } }),
    ]),
    context(),
  )
  assert.not.match(report, 'hunter2')
})

test('sarif is valid by the official schema', () => {
  const known = {
    ruleInfo: (id: string) => ({
      id,
      summary: 's',
      severity: 'error' as const,
      category: 'reliability',
      page: 'p.md',
      markdown: '# s',
    }),
  }
  for (const report of [
    parse(sarif, awkward()),
    parse(sarif, outcome([])),
    parse(sarif, awkward(), { baseUrl: 'https://klint.example', ...known }),
  ])
    assert.ok(sarifSchema(report), JSON.stringify(sarifSchema.errors))
})

test('the vendored schema rejects what is no SARIF', () => {
  assert.not.ok(sarifSchema({ version: '2.1.0', runs: [{ tool: {} }] }))
})

test('sarif: rules, places, related places', () => {
  const [run] = parse(sarif, awkward()).runs
  assert.is(run.columnKind, 'utf16CodeUnits')
  assert.equal(
    run.tool.driver.rules.map(({ id }: { id: string }) => id),
    ['etcd/other', 'kubelet/eviction-hard-missing'],
  )
  const [first] = run.results
  assert.is(first.ruleIndex, 1)
  assert.is(first.level, 'error')
  assert.equal(first.locations, [
    {
      physicalLocation: {
        artifactLocation: { uri: 'dir%20with%20blank/a%3Ab%25c%2Cd.yaml', uriBaseId: '%SRCROOT%' },
        region: { startLine: 2, startColumn: 9, endLine: 2, endColumn: 15 },
      },
    },
  ])
  assert.is(first.relatedLocations[0].message.text, 'here')
  assert.is(first.partialFingerprints.primaryLocationLineHash, lineHashes('\ufeffa: 1\r\nb: "😀" needle\r\n')[1])
  assert.is(run.results[2].level, 'note')
})

test.run()
