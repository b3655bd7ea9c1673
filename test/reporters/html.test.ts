import { createHash } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { markdownPage } from '../../src/reporters/html/markdown-page.js'
import { escaped, html as markup, prose } from '../../src/reporters/html/markup.js'
import { html } from '../../src/reporters/html.js'
import { hostile, many } from '../support/hostile.js'
import { klint } from '../support/klint.js'
import { at, context, document, embedded, finding, outcome } from '../support/outcome.js'

const test = suite('html')

const contentOf = (page: string, tag: string): string =>
  new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? ''
const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const policyOf = (page: string): string => /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? ''

test('holes of a template are text, markup stays, lists go on', () => {
  assert.is(
    markup`<p title="${'"<&>\'`'}">${['a\u001b', markup`<b>${1}</b>`, undefined]}</p>`.markup,
    '<p title="&quot;&lt;&amp;&gt;&#39;&#96;">a␛<b>1</b></p>',
  )
  assert.is(escaped('a&b'), 'a&amp;b')
  assert.is(prose('set `a<b` and `c').markup, 'set <code>a&lt;b</code> and &#96;c')
})

test('the policy names exactly the style and the script that stand in the page, and loads nothing', () => {
  const page = html(hostile().outcome, hostile().context)
  assert.is(
    policyOf(page),
    `default-src 'none'; style-src ${digest(contentOf(page, 'style'))}; script-src ${digest(contentOf(page, 'script'))}; img-src data:; base-uri 'none'; form-action 'none'`,
  )
  // what is quoted in a tag is escaped, so a tag ends where it seems to
  for (const [tag] of page.matchAll(/<[a-z][^>]*>/gi))
    assert.not.match(tag.replace(/"[^"]*"/g, '""'), /\s(?:src|srcset|poster|action|formaction|style|on\w+)=/i)
  const links = [...page.matchAll(/<link\b[^>]*>/g)].map(([link]) => link)
  assert.is(links.length, 1)
  assert.match(links[0]!, /^<link rel="icon" href="data:image\/svg\+xml,/)
  for (const [, href = ''] of page.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)) assert.match(href, /^(?:#|https:\/\/)/)
  assert.not.match(contentOf(page, 'style'), /url\(|@import/)
})

test('one style and one script, however many the input would like', () => {
  const page = html(hostile().outcome, hostile().context)
  assert.is(page.match(/<script/g)?.length, 1)
  assert.is(page.match(/<style/g)?.length, 1)
  assert.not.match(page, /<(?:img|iframe|object|embed|base|b>x|u>)/i)
  assert.not.match(page, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|##\[/)
})

test('the same run gives the same bytes', () => {
  assert.is(html(hostile().outcome, hostile().context), html(hostile().outcome, hostile().context))
})

test('headings are in order, ids are unique and every link inside leads somewhere', () => {
  for (const page of [html(hostile().outcome, hostile().context), html(outcome([]), context())]) {
    let last = 0
    for (const [, level] of page.matchAll(/<h([1-6])\b/g)) {
      assert.ok(Number(level) <= last + 1, `h${level} after h${last}`)
      last = Number(level)
    }
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    assert.is(new Set(ids).size, ids.length)
    for (const [, target] of page.matchAll(/\shref="#([^"]*)"/g)) assert.ok(ids.includes(target), target)
  }
})

test('a finding has its lines with the range marked, its reasons, and its rule', () => {
  const doc = document('a b/kubelet.yaml', '    first: 1\n    token: hunter2hunter2\n    maxPods: 500\n    last: 1\n')
  const page = html(
    outcome([
      finding(at(doc, 'maxPods: 500'), {
        label: 'too many',
        related: [{ at: at(doc, 'hunter2hunter2'), label: 'beside this' }],
        component: 'kubelet',
        assuming: ['no flag sets it'],
        fix: { level: 'safe', title: 'set `maxPods` to 110', edits: [], onDisk: [] },
      }),
    ]),
    context(),
  )
  assert.match(
    page,
    '<span class="number">3</span><code><mark>maxPods: 500</mark><span class="label">too many</span></code>',
  )
  assert.match(page, '<span class="number">4</span><code>last: 1</code>')
  assert.match(page, 'token: <mark>********</mark>')
  assert.not.match(page, 'hunter2')
  assert.match(page, '<h4 id="f1-h"><span class="severity error">')
  assert.match(page, 'no hard eviction threshold for <code>memory.available</code></span></h4>')
  for (const [name, text] of [
    ['Why', 'when memory runs out the kernel picks the victim'],
    ['Help', 'set <code>evictionHard.memory.available</code>, for example to <code>5%</code>'],
    ['Assuming', 'no flag sets it'],
    ['Fix', 'set <code>maxPods</code> to 110; <code>klint --fix</code> does it'],
    ['Docs', '<code>rules-docs/kubelet/eviction-hard-missing.md</code>'],
  ])
    assert.match(page, `<dt>${name}</dt><dd>${text}</dd>`)
  assert.match(page, '<title>klint: 1 error in 1 file</title>')
  assert.match(page, '<h3><span class="place">a b/kubelet.yaml</span>')
})

test('wide characters before the range do not move the mark', () => {
  const doc = document('a.yaml', 'b: "漢字😀" needle\n')
  assert.match(html(outcome([finding(at(doc, 'needle'))]), context()), 'b: &quot;漢字😀&quot; <mark>needle</mark>')
})

test('a place in an embedded document is shown on disk', () => {
  const outer = document('stack.yaml', 'UserData: |\n  maxPods: 500\n')
  const inner = embedded(outer, 'maxPods: 500', 'stack.yaml#UserData')
  assert.match(html(outcome([finding(at(inner, '500'))]), context()), '<span class="place">stack.yaml:2:12</span>')
})

test('silenced findings are folded, with who silenced them and why', () => {
  const doc = document('a.yaml', 'a: 1 # klint: ignore[x]\n')
  const silenced = [
    {
      finding: finding(at(doc, '1')),
      silencing: { by: 'comment', at: at(doc, '# klint'), reason: 'tested with 500' },
    },
    { finding: finding(at(doc, 'a')), silencing: { by: 'configuration' } },
  ] as const
  const page = html(outcome([], { silenced }), context())
  assert.match(page, '<summary>2 findings that somebody decided not to see</summary>')
  assert.match(page, 'a comment <span class="place">a.yaml:1:6</span><br>tested with 500')
  assert.match(page, '<code>ignores</code> of klint.yaml<br><em>no reason given</em>')
})

test('30,000 findings: the most severe are shown, the rest is counted', () => {
  const all = many()
  const page = html(all, context())
  assert.ok(page.length < 8_000_000, `${page.length}`)
  assert.is(page.match(/<article class="finding error"/g)?.length, 2000)
  assert.not.match(page, '<article class="finding warning"')
  assert.match(page, 'This page shows 2,000 of 30,000 findings')
  const { findings } = all
  const errors = findings.filter(({ severity }) => severity === 'error').length
  assert.match(page, `<dd>${String(errors).replace(/\B(?=(\d{3})+$)/g, ',')}</dd>`)
})

test('pages of rules: what they are written in becomes HTML, all else stays text', () => {
  const page = markdownPage(
    `<!-- generated: head -->
# kubelet/x

One *line* with \`a | b\` and **weight**.

| | |
|---|---|
| severity | error |

## Why

- first, which
  goes on
- [second](https://example.org/a?b=c&d), [third](other.md), <https://example.org/>

\`\`\`yaml bad kubelet.yaml
a: <b>

c: 1
\`\`\`
`,
    3,
  ).markup
  assert.is(
    page,
    `<p>One <em>line</em> with <code>a | b</code> and <strong>weight</strong>.</p>
<table class="small"><tbody><tr><th scope="row">severity</th><td>error</td></tr></tbody></table>
<h4>Why</h4>
<ul><li>first, which goes on</li><li><a href="https://example.org/a?b=c&amp;d" rel="noreferrer">second</a>, third, <a href="https://example.org/" rel="noreferrer">https://example.org/</a></li></ul>
<p class="fence">bad kubelet.yaml</p><pre class="excerpt"><span class="line plain"><code>a: &lt;b&gt;</code></span><span class="line plain"><code></code></span><span class="line plain"><code>c: 1</code></span></pre>
`,
  )
})

test('a run: clusters with their pictures, what runs in them, the pages of rules', async () => {
  const { out, code } = await klint(
    {
      'kubelet.service':
        '[Service]\nExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --max-pods=500 --node-labels=a={{ x }}\n',
      'kubelet.yaml':
        'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 110\nevictionHard: {nodefs.available: 10%}\n',
    },
    ['-f', 'html', '--kubernetes-version', '1.34'],
  )
  assert.is(code, 1)
  assert.match(out, '<h2 id="c1-h">Cluster 1 <span class="quiet">not named</span></h2>')
  assert.match(out, /<svg class="picture wide"[^>]*role="group" aria-labelledby="c1-wide-t c1-wide-d">/)
  assert.match(out, /<a href="#t1-1" aria-label="kubelet Kubernetes 1\.34 \d+ errors?/)
  assert.match(out, '<th scope="row"><code>maxPods</code></th><td data-label="Value"><code>500</code></td>')
  assert.match(
    out,
    'overrides <span class="layer">file</span> <code>maxPods: 110</code> <span class="place">kubelet.yaml:3:1</span>',
  )
  assert.match(out, '<td data-label="Value"><em>unknown</em></td>')
  assert.match(out, 'id="rule-kubelet-eviction-hard-missing"')
  assert.match(out, '<h4>When to ignore it</h4>')
})

test('paths have their prefix, lines lead to the forge, and only what is certain on disk is offered as a fix', () => {
  const doc = document('a b/kubelet.yaml', 'x: 1\nmaxPods: 500\n')
  const fix = { level: 'unsafe', title: 'set `maxPods` to 110', edits: [] } as const
  const of = (more = {}) =>
    html(
      outcome([finding(at(doc, '500'), { fix: { ...fix, ...more } })], { fixed: { findings: 2, files: 1 } }),
      context({ pathPrefix: 'infra/', sourceUrl: 'https://forge.example/o/r/blob/1/infra/' }),
    )
  assert.match(of(), '<h3><span class="place">infra/a b/kubelet.yaml</span>')
  assert.match(of(), '<a href="https://forge.example/o/r/blob/1/infra/a%20b/kubelet.yaml#L2" rel="noreferrer">source')
  assert.match(of(), '<dd>set <code>maxPods</code> to 110</dd>')
  assert.match(of(), '<p class="mended">fixed 2 findings in 1 file</p>')
  assert.match(of({ onDisk: [] }), 'to 110; <code>klint --fix --unsafe-fixes</code> does it</dd>')
  assert.not.match(
    html(outcome([finding(at(doc, '500'))]), context({ sourceUrl: 'javascript:alert(1)//' })),
    '<a href="javascript',
  )
})

test('nothing to check is a page as well', async () => {
  const { out, code } = await klint({ 'a.txt': 'x' }, ['-f', 'html', '.'])
  assert.is(code, 3)
  assert.match(out, '<h1>Nothing to check</h1>')
})

test('--quiet: the picture knows the findings that are reported', async () => {
  const { out } = await klint(
    {
      'kubelet.yaml':
        'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard: {nodefs.available: 10%}\n',
    },
    ['-f', 'html', '--quiet', '--preset', 'all'],
  )
  const shown = out.match(/<article /g)?.length ?? 0
  assert.match(out, new RegExp(`aria-label="kubelet version not known ${shown} error`))
  assert.not.match(out, '<article class="finding warning"')
})

test.run()
