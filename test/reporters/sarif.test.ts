import { gzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { outermost } from '../../src/model/document.js'
import type { Outcome } from '../../src/model/finding.js'
import { lineHashes } from '../../src/reporters/line-hash.js'
import type { ReportContext } from '../../src/reporters/reporter.js'
import { sarif } from '../../src/reporters/sarif.js'
import { awkward, many, wholeContext } from '../support/awkward.js'
import { klint } from '../support/klint.js'
import { at, context, document, finding, LIVE, outcome } from '../support/outcome.js'
import { sarifSchema } from '../support/sarif-schema.js'

const test = suite('sarif')

interface Located {
  readonly locations: readonly [{ readonly logicalLocations?: unknown }]
  readonly relatedLocations?: unknown
}

function runOf(one: Outcome, more: Partial<ReportContext> = {}) {
  const report = JSON.parse(sarif(one, context(more)))
  const isValid: boolean = sarifSchema(report)
  assert.ok(isValid, JSON.stringify(sarifSchema.errors))
  return report.runs[0]
}

const doc = document('a.yaml', 'a: 1\nb: 2\n')
const results = (run: { results: Record<string, unknown>[] }, key: string): unknown[] =>
  run.results.map(result => result[key])

const inFiles = awkward().findings.filter(({ at }) => outermost(at.doc).live === undefined)

test('the awkward findings are valid by the official schema, with and without addresses', () => {
  assert.is(runOf(awkward()).results.length, inFiles.length + awkward().silenced.length)
  assert.ok(sarifSchema(JSON.parse(sarif(awkward(), wholeContext()))), JSON.stringify(sarifSchema.errors))
  assert.equal(runOf(outcome([])).results, [])
})

test('every result has a place in a file, columns in UTF-16 units, and a hash unless its file was not read', () => {
  for (const { locations, partialFingerprints } of runOf(awkward()).results) {
    const [{ physicalLocation }] = locations
    const { artifactLocation, region } = physicalLocation
    assert.is(artifactLocation.uriBaseId, '%SRCROOT%')
    assert.ok(artifactLocation.uri.length > 0 && !artifactLocation.uri.startsWith('/'))
    assert.ok(region.startLine >= 1 && region.endLine >= region.startLine)
    assert.is('primaryLocationLineHash' in partialFingerprints, artifactLocation.uri !== 'unread.yaml')
    assert.match(partialFingerprints['klint/v1'], /^[\da-f]{40}$/)
  }
})

test('objects of a running cluster are left out, and it says so', () => {
  const live = document('cluster/prod/pod/etcd', '{}', { live: LIVE })
  const run = runOf(
    outcome([
      finding({ doc: live, start: 0, end: 2 }),
      finding(at(doc, '1'), { related: [{ at: { doc: live, start: 0, end: 2 }, label: 'x' }] }),
    ]),
  )
  assert.is(run.results.length, 1)
  assert.is(run.results[0].relatedLocations, undefined)
  assert.match(run.invocations[0].toolExecutionNotifications[0].message.text, '1 finding of a running cluster left out')
})

test('with URIs that lead nowhere they are in it, by what they are called', () => {
  const run = runOf(awkward(), { liveUris: true, route: () => 'maxPods' })
  assert.is(run.results.length, awkward().findings.length + awkward().silenced.length)
  const live = run.results.filter(({ locations: [{ logicalLocations }] }: Located) => logicalLocations !== undefined)
  assert.is(live.length, awkward().findings.length - inFiles.length)
  for (const { locations, partialFingerprints } of live) {
    const [{ physicalLocation }] = locations
    assert.match(physicalLocation.artifactLocation.uri, /^klint-live\/[^\s<>"]+$/)
    assert.is(physicalLocation.artifactLocation.uriBaseId, undefined)
    assert.equal(physicalLocation.region, { startLine: 1 })
    assert.is('primaryLocationLineHash' in partialFingerprints, false)
  }
  const [group] = live.filter(({ relatedLocations }: Located) => relatedLocations !== undefined)
  const [{ physicalLocation, logicalLocations }] = group.locations
  assert.is(physicalLocation.artifactLocation.uri, 'klint-live/prod/node/ip-10-0-1-7')
  assert.equal(logicalLocations, [
    { name: 'ip-10-0-1-7', fullyQualifiedName: 'prod/node/ip-10-0-1-7: configz maxPods', kind: 'resource' },
  ])
  assert.match(group.message.text, 'at prod/node/ip-10-0-1-7 (and 1,199 like it in 5 pools): configz maxPods')
})

test('what is silenced is marked, and then nothing is unmarked', () => {
  const old = finding(at(doc, '2'))
  const silenced = [
    { finding: old, silencing: { by: 'comment', reason: 'why not', at: at(doc, 'b') } },
    { finding: old, silencing: { by: 'annotation' } },
    { finding: old, silencing: { by: 'configuration' } },
  ] as const
  const run = runOf(outcome([finding(at(doc, '1'))], { silenced }))
  assert.equal(
    run.results.map(({ suppressions }: { suppressions: { kind: string }[] }) => suppressions.map(({ kind }) => kind)),
    [[], ['inSource'], ['inSource'], ['external']],
  )
  assert.is(run.results[1].suppressions[0].justification, 'why not')
  assert.is(run.results[1].suppressions[0].location.physicalLocation.region.startLine, 2)
  assert.equal(results(run, 'baselineState'), [undefined, undefined, undefined, undefined])

  const withBaseline = runOf(
    outcome([finding(at(doc, '1'))], { silenced: [...silenced, { finding: old, silencing: { by: 'baseline' } }] }),
  )
  assert.equal(results(withBaseline, 'baselineState'), ['new', 'new', 'new', 'new', 'unchanged'])
  assert.is(withBaseline.results[4].suppressions[0].kind, 'external')

  assert.equal(results(runOf(outcome([finding(at(doc, '1'))])), 'suppressions'), [undefined])
})

test('related places are linked from the message, and no other text is a link', () => {
  const run = runOf(
    outcome([
      finding(at(doc, '1'), {
        what: 'a [link](https://evil.example)',
        related: [{ at: at(doc, '2'), label: 'loaded [here](2)' }],
      }),
    ]),
  )
  const [{ message, relatedLocations }] = run.results
  assert.is(message.text.split('\n')[0], 'a [link] (https://evil.example)')
  assert.is(message.text.split('\n').at(-1), 'see also: [loaded \\[here\\] (2)](1)')
  assert.equal(
    relatedLocations.map(({ id }: { id: number }) => id),
    [1],
  )
  const more = Array.from({ length: 150 }, () => ({ at: at(doc, '2'), label: 'x' }))
  assert.is(runOf(outcome([finding(at(doc, '1'), { related: more })])).results[0].relatedLocations.length, 100)
})

test('fixes: ranges and texts, in files only', () => {
  const fixes = runOf(awkward()).results.flatMap(({ fixes = [] }: { fixes?: unknown[] }) => fixes)
  assert.equal(fixes, [
    {
      description: { text: 'set `maxPods` to 110' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'fix.yaml', uriBaseId: '%SRCROOT%' },
          replacements: [
            {
              deletedRegion: { startLine: 2, startColumn: 10, endLine: 2, endColumn: 13 },
              insertedContent: { text: '110' },
            },
          ],
        },
      ],
    },
    {
      description: { text: 'set `election` to 5000' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'fix.yaml', uriBaseId: '%SRCROOT%' },
          replacements: [
            {
              deletedRegion: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 12 },
              insertedContent: { text: 'election: 5000' },
            },
            {
              deletedRegion: { startLine: 4, startColumn: 1, endLine: 5, endColumn: 1 },
              insertedContent: { text: '' },
            },
          ],
        },
      ],
    },
  ])
})

test('texts of rules are no longer than code scanning takes, and not cut within a character', () => {
  const run = runOf(outcome([finding(at(doc, '1'))]), {
    ruleInfo: id => ({ id, summary: `${'x'.repeat(1023)}😀`, severity: 'error', category: 'c', page: 'p' }),
  })
  const [{ shortDescription, fullDescription, properties }] = run.tool.driver.rules
  assert.is(shortDescription.text, 'x'.repeat(1023))
  assert.is(fullDescription.text, 'x'.repeat(1023))
  assert.equal(properties.tags, ['c'])
  assert.not.ok('security-severity' in properties)
})

test('at most 25,000 results, the hardest, in their order; what is left out is said', () => {
  const run = runOf(many(30_000))
  assert.is(run.results.length, 25_000)
  const levels: Record<string, number> = {}
  for (const { level } of run.results) levels[level] = (levels[level] ?? 0) + 1
  assert.equal(levels, { error: 10_000, warning: 10_000, note: 5000 })
  assert.equal(
    run.results.slice(0, 3).map(({ level }: { level: string }) => level),
    ['error', 'warning', 'note'],
  )
  assert.match(run.invocations[0].toolExecutionNotifications[0].message.text, '5000 findings left out')
})

test('no more than 10 MB once packed', () => {
  // nothing that repeats, so that it does not pack
  let state = 1
  const noise = (): string => {
    let text = ''
    for (let i = 0; i < 120; i++) {
      state = (state * 48271) % 2147483647
      text += String.fromCodePoint(0x4e00 + (state % 20_000))
    }
    return text
  }
  const report = sarif(
    outcome(
      Array.from({ length: 24_000 }, (_, i) =>
        finding(at(doc, '1'), { what: noise(), severity: i % 2 === 0 ? 'info' : 'error' }),
      ),
    ),
    context(),
  )
  assert.ok(gzipSync(report).length <= 10_000_000)
  const [run] = JSON.parse(report).runs
  assert.ok(run.results.length > 12_000, `${run.results.length}`)
  assert.is(run.results.filter(({ level }: { level: string }) => level === 'error').length, 12_000)
})

test('paths begin at the root of the repository, wherever klint runs', async () => {
  const kubelet =
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard:\n  memory.available: 100Mi\n'
  const files = {
    '.git/HEAD': 'ref: refs/heads/main\n',
    'clusters/prod/a b.yaml': kubelet,
    'nodes/kubelet.yaml': kubelet,
  }
  const ran = async (argv: readonly string[]) => {
    const { out } = await klint(files, ['-f', 'sarif', ...argv], { cwd: 'clusters/prod' })
    const [run] = JSON.parse(out).runs
    const uris = run.results.map(
      ({ locations }: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        locations[0]?.physicalLocation.artifactLocation.uri,
    )
    return { id: run.automationDetails.id, uris: [...new Set(uris)] }
  }
  assert.equal(await ran([]), { id: 'klint/clusters/prod/', uris: ['clusters/prod/a%20b.yaml'] })
  assert.equal((await ran(['../../nodes'])).uris, ['nodes/kubelet.yaml'])
  assert.equal((await ran(['--path-prefix', 'elsewhere/'])).uris, ['elsewhere/a%20b.yaml'])
})

test('lines are hashed as code scanning does, with a byte order mark and CRLF', () => {
  const bom = document('bom.yaml', '\ufeffa: 1\r\nb: 2\r\n')
  const [result] = runOf(outcome([finding(at(bom, '2'))])).results
  assert.is(result.partialFingerprints.primaryLocationLineHash, lineHashes('\ufeffa: 1\r\nb: 2\r\n')[1])
})

test.run()
