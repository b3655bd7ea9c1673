import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { pagesUrl } from '../../src/action/pages-url.js'
import { failureSummary, type SummaryContent, summary } from '../../src/action/summary.js'
import type { Finding } from '../../src/model/finding.js'
import type { ClusterPicture } from '../../src/reporters/picture.js'
import { at, context, document, finding, outcome } from '../support/outcome.js'

const test = suite('action: summary')

const MIB = 1024 * 1024
const doc = document('a (b)/kubelet.yaml', 'kind: KubeletConfiguration\n')
const one = finding(at(doc, 'kind'))
const LINKS = { baseUrl: 'https://pages.example', sourceUrl: 'https://github.example/o/r/blob/1/' }

const render = (findings: readonly Finding[], more: Partial<SummaryContent> = {}, room = MIB): string =>
  summary({ outcome: outcome(findings), context: context(LINKS), paths: [], failure: '', ...more }, room)

/** A cluster with one box. */
const cluster = (name: string, more: Partial<ClusterPicture> = {}): ClusterPicture => ({
  name,
  tiers: [
    {
      name: 'nodes',
      things: [
        {
          kind: 'kubelet',
          name: 'a ``` b',
          facts: [],
          instances: { min: 1, max: 1 },
          inView: true,
          at: at(doc, 'kind'),
          findings: more.findings ?? [],
          unknown: 0,
          things: [],
        },
      ],
    },
  ],
  edges: [],
  gaps: [],
  findings: [],
  files: ['a.yaml'],
  ...more,
})
const drawing = (...clusters: readonly ClusterPicture[]) =>
  context({ ...LINKS, picture: () => ({ clusters, rest: [] }) })

test('counts, then what klint could not do and what was asked, then findings with links, then the version', () => {
  const text = render([one], { paths: ['a b', '`c`|'], failure: 'klint: no <b>\n       help | me\n' })
  const order = [
    /^## klint: 1 error, 0 warnings in 1 file\n/,
    /\nklint could not check everything:\n\nno &#60;b&#62;<br>\nhelp &#124; me\n/,
    /\nChecked: `a b`, <code>&#96;c&#96;&#124;<\/code>\n/,
    /\n\| error \| \[1\]\(https:\/\/github\.example\/o\/r\/blob\/1\/a%20%28b%29\/kubelet\.yaml#L1\) \|/,
    /\[`kubelet\/eviction-hard-missing`\]\(https:\/\/pages\.example\/rules-docs\/kubelet\/eviction-hard-missing\.md\)/,
    /\n<sub>klint 0\.1\.0<\/sub>\n$/,
  ]
  const places = order.map(part => text.search(part))
  assert.not.ok(places.includes(-1), text)
  assert.equal(
    [...places].sort((a, b) => a - b),
    places,
  )
})

test('nothing found, nothing there, nothing checked', () => {
  assert.match(render([]), /^## klint: 0 errors, 0 warnings in 1 file\n\n<sub>/)
  assert.match(render([], { outcome: outcome([], { files: 0 }) }), '\nNothing to check: ')
  assert.is(failureSummary('klint: no `x`\n', MIB), '## klint\n\nklint could not check everything:\n\nno `x`\n')
})

test('a diagram for each cluster, those with findings first, in a fence that its text cannot end', () => {
  const alone = render([], { context: drawing(cluster('prod')) })
  assert.match(alone, /^## klint: .*\n\n(`{3,})mermaid\nflowchart TB\n[\s\S]*?\n\1\n\n<sub>/)
  assert.not.match(alone, 'Cluster')
  const marked = cluster('`b`', { findings: [{ index: 0, severity: 'error' }] })
  const two = render([one], { context: drawing(cluster('a'), marked, cluster('empty', { tiers: [] })) })
  const [first = '', second = ''] = [...two.matchAll(/^Cluster (.*)$/gm)].map(([, name]) => name)
  assert.equal([first, second], ['<code>&#96;b&#96;</code>', '`a`'])
  assert.match(two, 'class n0 error')
})

test('clusters that find no room are counted', () => {
  const many = Array.from({ length: 9 }, (_, i) => cluster(`c${i}`))
  assert.match(render([], { context: drawing(...many) }), '\n3 clusters not drawn here.\n')
  const text = render([one], { context: drawing(cluster('a'), cluster('b')) }, 1200)
  assert.match(text, '\n1 cluster not drawn here.\n')
  assert.ok(Buffer.byteLength(text) <= 1200)
})

test('a summary never exceeds its room, and says what it leaves out', () => {
  const many = Array.from({ length: 30_000 }, () => one)
  for (const room of [MIB, 100_000, 5000, 300, 0]) {
    const text = render(many, { context: drawing(cluster('a')) }, room)
    assert.ok(Buffer.byteLength(text) <= room, `${Buffer.byteLength(text)} > ${room}`)
    if (room < 1000) continue
    const rows = text.split('\n').filter(line => line.startsWith('| error')).length
    assert.match(text, `${30_000 - rows} more findings left out here, for lack of room`)
    assert.ok(rows > 0 && Buffer.byteLength(text) > room * 0.8, `${rows} rows in ${room}`)
  }
})

test('the pages of rules are those of the tag that runs', () => {
  const env = {
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_ACTION_REPOSITORY: 'o/klint',
    GITHUB_ACTION_REF: 'v1',
  }
  assert.is(pagesUrl(env), 'https://github.example/o/klint/blob/v1')
  for (const wrong of [
    { GITHUB_ACTION_REPOSITORY: '' },
    { GITHUB_ACTION_REPOSITORY: 'a/b/c' },
    { GITHUB_ACTION_REF: 'a b' },
    { GITHUB_SERVER_URL: 'javascript:x' },
  ])
    assert.is(pagesUrl({ ...env, ...wrong }), undefined)
})

test.run()
