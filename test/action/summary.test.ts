import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { findingsTable } from '../../src/action/findings-table.js'
import { codeText, messageText, plainText } from '../../src/action/markdown-text.js'
import { lineLink, pagesUrl } from '../../src/action/repository.js'
import { failureSummary, type SummaryContent, summary } from '../../src/action/summary.js'
import type { Finding } from '../../src/model/finding.js'
import { at, document, finding, outcome } from '../support/outcome.js'

const test = suite('action: summary')

const MIB = 1024 * 1024
const ENV = {
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_REPOSITORY: 'o/r',
  GITHUB_SHA: '1'.repeat(40),
  GITHUB_ACTION_REPOSITORY: 'o/klint',
  GITHUB_ACTION_REF: 'v1',
}
const doc = document('a (b)/kubelet.yaml', 'kind: KubeletConfiguration\n')
const one = finding(at(doc, 'kind'))

function render(findings: readonly Finding[], more: Partial<SummaryContent> = {}, room = MIB): string {
  return summary(
    {
      outcome: outcome(findings),
      paths: [],
      failure: '',
      findings: left => findingsTable(findings, { line: lineLink(ENV), baseUrl: 'https://pages.example' }, left),
      version: '1.2.3',
      ...more,
    },
    room,
  )
}

test('counts, a row for each finding with links, the version', () => {
  assert.is(
    render([one]),
    `## klint

**1 error** in 1 file

| | finding | where |
|---|---|---|
| error | no hard eviction threshold for <code>memory.available</code><br>help: set <code>evictionHard.memory.available</code>, for example to <code>5%</code><br>[<code>kubelet/eviction-hard-missing</code>](https://pages.example/rules-docs/kubelet/eviction-hard-missing.md) | [<code>a (b)/kubelet.yaml:1:1</code>](https://github.example/o/r/blob/${'1'.repeat(40)}/a%20%28b%29/kubelet.yaml#L1) |

<sub>klint 1.2.3</sub>
`,
  )
})

test('nothing found, nothing there, several paths, silenced findings', () => {
  assert.match(render([]), '\nNo findings in 1 file\n')
  assert.match(render([], { outcome: outcome([], { files: 0 }) }), '\nNothing to check: ')
  assert.match(render([one], { paths: ['a', '`b`|'] }), '## klint: a, &#96;b&#96;&#124;\n')
  const silenced = [{ finding: one, silencing: { by: 'comment' as const } }]
  assert.match(render([], { outcome: outcome([], { silenced }) }), 'No findings in 1 file (1 silenced)')
})

test('what was not checked is folded up, with its place', () => {
  const notChecked = [
    { what: '`a<b>` is a template', at: at(doc, 'kind'), rules: ['x/y', 'x/z'] },
    { what: 'too large', rules: [] },
  ]
  const text = render([], { outcome: outcome([], { notChecked }) })
  assert.match(
    text,
    '<summary>Not checked: 2 things, 2 rules silent because of it</summary>\n\n- <code>a&#60;b&#62;</code>',
  )
  assert.match(text, ' is a template <code>a (b)/kubelet.yaml:1:1</code>\n- too large\n\n</details>')
})

test('a diagram lies in a fence that its text cannot end', () => {
  assert.match(render([], { diagram: 'flowchart LR\n  a --> b\n' }), '\n```mermaid\nflowchart LR\n  a --> b\n```\n')
  assert.match(render([], { diagram: 'a\n````\nb' }), '\n`````mermaid\na\n````\nb\n`````\n')
  const text = render([], { diagram: 'x'.repeat(50_001) })
  assert.match(text, 'too large to be drawn here')
  assert.not.match(text, 'mermaid')
})

test('what klint could not do is said', () => {
  assert.match(
    render([one], { failure: 'klint: a rule <b>\n       help | me\n' }),
    'klint could not check everything:\n\na rule &#60;b&#62;<br>\nhelp &#124; me\n\n| | finding',
  )
  assert.is(failureSummary('klint: no `x`\n', MIB), '## klint\n\nklint could not check everything:\n\nno &#96;x&#96;\n')
})

test('a summary never exceeds its room, and says what it leaves out', () => {
  const many = Array.from({ length: 30_000 }, () => one)
  for (const room of [MIB, 100_000, 5000, 300, 0]) {
    const text = render(many, {}, room)
    assert.ok(Buffer.byteLength(text) <= room, `${Buffer.byteLength(text)} > ${room}`)
    if (room < 1000) continue
    const rows = text.split('\n').filter(line => line.startsWith('| error')).length
    assert.match(
      text,
      `${30_000 - rows} findings more do not fit into this summary; the log of the step has all of them`,
    )
    assert.ok(rows > 0 && Buffer.byteLength(text) > room - 1200, `${rows} rows in ${room}`)
  }
  assert.match(render(many, {}, 300), '**30000 errors**')
})

test('long lists of what was not checked give way', () => {
  const notChecked = Array.from({ length: 200 }, (_, i) => ({ what: `${i} ${'é'.repeat(2000)}`, rules: [] }))
  const text = render([one], { outcome: outcome([one], { notChecked }) }, 60_000)
  assert.ok(Buffer.byteLength(text) <= 60_000)
  assert.match(text, '| error |')
  assert.match(render([], { outcome: outcome([], { notChecked }) }), '- and 150 more, see <code>klint show</code>')
})

test('untrusted text means nothing to Markdown, HTML or formulas', () => {
  const evil =
    '<script>|[x](y)![z]* _a_ ~~b~~ #1 @org/team $\\x$ `c` https://e.example www.e.example {% a %}\r\n\u001b[31m\u202e'
  for (const write of [plainText, codeText]) {
    const text = write(evil).replace(/^<code>|<\/code>$/g, '')
    assert.not.match(text, /[<>|[\]*_~@$`\\{}!\r\n\u001b\u202e]|:\/\/|www\./)
    assert.not.match(text.replace(/&#\d+;/g, ''), /[&#]/)
  }
  assert.is(messageText('`a|<b>` and ` alone'), '<code>a&#124;&#60;b&#62;</code> and &#96; alone')
  assert.not.match(messageText('`password: hunter2hunter2`'), 'hunter2')
  assert.is(plainText(`${'a'.repeat(999)}😀b`), `${'a'.repeat(999)}…`)
})

test('links are made only of what is known', () => {
  const line = lineLink(ENV)
  assert.is(line('../x', 1), undefined)
  assert.is(line('/x', 1), undefined)
  assert.is(line('..x', 1), `https://github.example/o/r/blob/${'1'.repeat(40)}/..x#L1`)
  assert.is(line('a)b#c\ud800', 2), `https://github.example/o/r/blob/${'1'.repeat(40)}/a%29b%23c%EF%BF%BD#L2`)
  for (const wrong of [{ GITHUB_SHA: 'main' }, { GITHUB_REPOSITORY: 'a/b/c' }, { GITHUB_SERVER_URL: 'javascript:x' }])
    assert.is(lineLink({ ...ENV, ...wrong })('a', 1), undefined)
  assert.is(pagesUrl(ENV), 'https://github.example/o/klint/blob/v1')
  assert.is(pagesUrl({ ...ENV, GITHUB_ACTION_REPOSITORY: '' }), undefined)
  assert.is(pagesUrl({ ...ENV, GITHUB_ACTION_REF: 'a b' }), undefined)
})

test.run()
