import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { loadRules } from '../../../scripts/docs/rules.js'
import { klint } from '../../support/klint.js'

const test = suite('klint rules, klint explain')

interface Listed {
  readonly rule: string
  readonly severity: string
  readonly preset: readonly string[]
  readonly category: string
  readonly checks?: string
  readonly fix?: string
  readonly since: string
  readonly evidence: readonly string[]
}

async function list(...argv: string[]): Promise<Listed[]> {
  const { code, out } = await klint({}, ['rules', '-f', 'json', ...argv])
  assert.is(code, 0)
  return JSON.parse(out).rules
}

test('every rule there is, with what its file says', async () => {
  const all = new Map((await list()).map(one => [one.rule, one]))
  for (const { rule } of await loadRules()) {
    const { severity, category, checks, fix, since, evidence } = all.get(rule.id) ?? {}
    assert.equal(
      { severity, category, checks, fix, since, evidence },
      {
        ...{ severity: rule.severity, category: rule.category, checks: rule.checks },
        fix: rule.fix,
        since: rule.since,
        evidence: rule.evidence,
      },
    )
  }
  assert.ok(all.has('klint/unreadable-document'))
})

test('filters narrow together', async () => {
  assert.ok((await list('kubelet')).every(({ rule }) => rule.startsWith('kubelet/')))
  assert.ok((await list('--category', 'upgrade')).every(({ category }) => category === 'upgrade'))
  assert.ok((await list('--component', 'etcd')).every(({ checks }) => checks === 'etcd'))
  assert.ok((await list('--fixable', 'safe')).every(({ fix }) => fix === 'safe'))
  const any = await list('--fixable', 'any')
  assert.is(any.length, (await list('--fixable', 'safe')).length + (await list('--fixable', 'unsafe')).length)
  assert.ok((await list('--preset', 'cis')).every(({ preset }) => preset.includes('cis')))
  const strict = new Set((await list('--preset', 'strict')).map(({ rule }) => rule))
  assert.ok((await list('--preset', 'recommended')).every(({ rule }) => strict.has(rule)))
  assert.equal(
    (await list('kubelet', '--category', 'upgrade', '--only', 'kubelet/heartbeat-without-timeout')).map(
      ({ rule }) => rule,
    ),
    ['kubelet/heartbeat-without-timeout'],
  )
})

test('for people: a table that keeps to the terminal', async () => {
  const { out } = await klint({}, ['rules', 'etcd'], { terminal: true, env: { COLUMNS: '90', NO_COLOR: '1' } })
  assert.ok(out.split('\n').every(line => line.length <= 90))
  assert.match(out, /^rule +severity +presets +looks at +fix +since$/m)
  assert.match(out, /^etcd\/election-ratio-too-low +error +talk,recommended +etcd +safe +0\.1\.0$/m)
  assert.match(out, /^ {4}the election timeout is less than five heartbeats$/m)
  const piped = await klint({}, ['rules', 'etcd'])
  assert.match(piped.out, /^etcd\/election-ratio-too-low .* the election timeout is less than five heartbeats$/m)
})

test('as Markdown it is a table', async () => {
  const { out } = await klint({}, ['rules', 'etcd', '-f', 'markdown'])
  const rows = out.trim().split('\n')
  assert.is(rows[0], '| rule | severity | presets | looks at | fix | since | what it finds |')
  assert.ok(rows.every(row => row.match(/(?<!\\)\|/g)?.length === 8))
})

test('explain: several pages, each once', async () => {
  const ids = ['etcd/timers-differ', 'kubelet/eviction-hard-missing']
  const { out } = await klint({}, ['explain', ...ids, ids[0] ?? '', '-f', 'json'])
  const { rules }: { rules: { rule: string; markdown: string; evidence: string[]; page: string }[] } = JSON.parse(out)
  assert.equal(
    rules.map(({ rule, page }) => [rule, page]),
    ids.map(id => [id, `rules-docs/${id}.md`]),
  )
  for (const { rule, markdown, evidence } of rules) {
    assert.match(markdown, new RegExp(`^# ${rule}\n`))
    assert.ok(evidence.length > 0)
  }
  const text = (await klint({}, ['explain', ids.join(',')])).out
  assert.match(text, /^etcd\/timers-differ\n/)
  assert.match(text, /^kubelet\/eviction-hard-missing$/m)
  const markdown = (await klint({}, ['explain', ids[0] ?? '', '-f', 'markdown'])).out
  assert.match(markdown, /^# etcd\/timers-differ\n/)
  assert.not.match(markdown, '<!-- generated')
})

test('explain: every page is drawn within the width, its code left alone', async () => {
  const all = await list()
  const { out } = await klint({}, ['explain', ...all.map(({ rule }) => rule)], { env: { COLUMNS: '80' } })
  const wide = out
    .split('\n')
    .filter(line => line.length > 80 && !line.startsWith('    ') && !line.split(' ').some(word => word.length > 60))
  assert.equal(wide, [])
  assert.not.match(out, /^#|^\||\]\(http/m)
})

test.run()
