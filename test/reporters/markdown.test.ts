import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Finding } from '../../src/model/finding.js'
import { markdown } from '../../src/reporters/markdown.js'
import { prose } from '../../src/reporters/markdown-text.js'
import { awkward, many, wholeContext } from '../support/awkward.js'
import { at, context, document, finding, outcome } from '../support/outcome.js'

const test = suite('markdown')

/** Tags that klint writes. */
const OWN = /<\/?(?:details|summary|code)>|<!-- -->/g

/** What a renderer would not take for code: outside of fences and of spans. */
const outside = (report: string): string =>
  report.replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2$/gm, '').replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, 'CODE')

const doc = document('a.yaml', 'a: 1\nb: 2\n')
const one = (more: Partial<Finding>): string => markdown(outcome([finding(at(doc, '1'), more)]), context())

test('no HTML but its own, whatever stands in files', () => {
  assert.not.match(outside(markdown(awkward(), wholeContext())).replace(OWN, ''), '<')
  const opened = markdown(awkward(), wholeContext()).match(/<details>/g)?.length
  assert.is(markdown(awkward(), wholeContext()).match(/<\/details>/g)?.length, opened)
})

test('every row has four cells', () => {
  // as GitHub's own reader: an escape takes the character behind it along
  for (const line of markdown(awkward(), wholeContext()).split('\n'))
    if (line.startsWith('| ')) assert.is(line.replace(/\\[!-/:-@[-`{-~]/g, '').split('|').length, 6, line)
})

test('messages keep their code; markup in them is letters', () => {
  assert.is(prose('set `evictionHard` to *5*'), 'set `evictionHard` to \\*5\\*')
  assert.is(prose('`a|b` and `c\\|d`'), '<code>a&#124;b</code> and <code>c&#92;&#124;d</code>')
  assert.is(prose('one ` alone <b> & @me [x](y)'), 'one &#96; alone &#60;b&#62; &#38; @<!-- -->me \\[x\\](y)')
  assert.is(prose('two\nlines'), 'two␊lines')
})

test('a fence is longer than what it holds', () => {
  const ticks = document('a.md', '````\n')
  assert.match(markdown(outcome([finding({ doc: ticks, start: 0, end: 4 })]), context()), '  `````text\n  1 | ````\n')
})

test('lines and rules are links where the addresses are known', () => {
  assert.match(
    one({}),
    '| error | 1 | no hard eviction threshold for `memory.available` | `kubelet/eviction-hard-missing` |\n',
  )
  const linked = markdown(outcome([finding(at(document('a (1).yaml', 'a: 1\n'), '1'))]), wholeContext())
  assert.match(linked, '[1](https://forge.example/team/infra/blob/0123abc/a%20%281%29.yaml#L1)')
  assert.match(
    linked,
    '[`kubelet/eviction-hard-missing`](https://klint.example/rules-docs/kubelet/eviction-hard-missing.md)',
  )
})

test('nothing found is a line; what was not checked is folded away', () => {
  assert.is(markdown(outcome([]), context()), '## klint: 0 errors, 0 warnings in 1 file\n')
  const report = markdown(
    outcome([], { notChecked: [{ what: 'a template', rules: ['x/y'], at: at(doc, '2') }] }),
    context(),
  )
  assert.match(
    report,
    '<details><summary>not checked: 1 thing (1 rule silent)</summary>\n\n- a template (a.yaml:2:4)\n\n</details>\n',
  )
})

test('a limit is kept: reasons go first, then rows, and it says how many', () => {
  const all = many(3000)
  const sizes = [2_000_000, 500_000, 100_000, 10_000, 1000, 100].map(limit => {
    const report = markdown(all, wholeContext(), limit)
    assert.ok(Buffer.byteLength(report) <= Math.max(limit, 300), `${Buffer.byteLength(report)} of ${limit}`)
    assert.match(report, /^## klint: 1000 errors, 1000 warnings, 1000 infos in 101 files\n/)
    const rows = report.match(/^\| (?:error|warning|info) /gm)?.length ?? 0
    const left = Number(/^(\d+) more findings? left out here/m.exec(report)?.[1] ?? 0)
    assert.is(rows + left, 3000)
    return rows
  })
  assert.is(sizes[0], 3000)
  assert.equal(
    sizes,
    [...sizes].sort((a, b) => b - a),
  )
  assert.ok((sizes[2] ?? 0) > 100 && (sizes[3] ?? 0) < 100)
})

test('a limit is kept with many files, and with many things that were not checked', () => {
  const findings = Array.from({ length: 4000 }, (_, i) => finding(at(document(`${i}.yaml`, 'a: 1\n'), '1')))
  const notChecked = Array.from({ length: 4000 }, (_, i) => ({ what: `${i} settings`, rules: [] }))
  for (const limit of [400_000, 100_000, 20_000]) {
    const report = markdown(outcome(findings, { notChecked, versions: ['Kubernetes 1.34'] }), context(), limit)
    assert.ok(Buffer.byteLength(report) <= limit, `${Buffer.byteLength(report)} of ${limit}`)
    assert.match(report, /\n\d+ more findings left out here/)
  }
})

test.run()
