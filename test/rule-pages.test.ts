import { existsSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { blocksOf } from '../scripts/docs/blocks.js'
import { examplesOf } from '../scripts/docs/examples.js'
import { HEADINGS } from '../scripts/docs/page.js'
import { loadRules, ruleIds } from '../scripts/docs/rules.js'
import { runRule } from '../scripts/docs/run-rule.js'
import { OWN_RULES } from '../src/engine/own.js'
import { keyOf } from '../src/facts/settings.js'
import { COMPONENTS } from '../src/model/fragment.js'
import { filesBelow, read } from './support/repository.js'

const test = suite('rule pages')
const ids = ruleIds()

test('rule, page and test share one stem', () => {
  const stems = (folder: string, ending: string): string[] =>
    existsSync(folder) ? filesBelow(folder, ending).map(path => path.slice(folder.length + 1, -ending.length)) : []
  // what the engine itself finds has pages, and is tested where the engine is
  const pages = stems('rules-docs', '.md').filter(stem => stem.includes('/') && !stem.startsWith('klint/'))
  const tests = stems('test/rules', '.test.ts').filter(stem => stem.includes('/'))
  const missing = [
    ...ids.filter(id => !pages.includes(id)).map(id => `rules-docs/${id}.md`),
    ...ids.filter(id => !tests.includes(id)).map(id => `test/rules/${id}.test.ts`),
    ...[...new Set([...pages, ...tests])].filter(id => !ids.includes(id)).map(id => `src/rules/${id}.ts`),
  ]
  assert.ok(missing.length === 0, `missing: ${missing.join(', ')}`)
})

test('what the engine itself finds has pages', () => {
  for (const id of Object.keys(OWN_RULES))
    assert.ok(existsSync(`rules-docs/${id}.md`), `rules-docs/${id}.md is missing`)
})

for (const { id, rule } of await loadRules()) {
  const path = `rules-docs/${id}.md`
  if (!existsSync(path)) continue
  const page = read(path)

  test(`${id}: its checks look at settings there are, or at something known to be none`, () => {
    const kind = COMPONENTS.find(component => component === rule.checks)
    for (const name of (rule.validations ?? []).flatMap(({ settings }) => settings))
      assert.ok(
        (kind !== undefined && keyOf(kind, name.replace(/^--/, '')) !== undefined) ||
          /^--?flag$|[[*]|^WatchdogSec$|^logging$/.test(name),
        name,
      )
  })

  test(`${id}: metadata`, () => {
    assert.ok(rule.summary.length <= 90, 'the summary has more than 90 characters')
    assert.match(rule.summary, /^[^A-Z].*[^.]$|^[A-Z]{2}/)
    for (const evidence of rule.evidence) assert.match(evidence, /^https:\/\/\S+|\S+ \S+/)
    assert.not.match(JSON.stringify(rule), /\bTODO\b/, `TODO left in src/rules/${id}.ts`)
    for (const [name, { what, why, help }] of Object.entries(rule.messages))
      for (const text of [what, why, help]) {
        assert.ok(text.trim() !== '', `message ${name} has an empty part`)
        assert.not.match(text, /[.!]$|\b[Pp]lease\b|\billegal\b/, `message ${name}: ${text}`)
      }
  })

  test(`${id}: headings in order, generated parts in place, nothing left to do`, () => {
    const headings = [...page.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').matchAll(/^## (.*)$/gm)].map(([, text]) => text)
    const expected = HEADINGS.filter(name => !name.startsWith('[') || rule.options !== undefined)
    assert.equal(
      headings,
      expected.map(name => name.replace(/[[\]]/g, '')),
    )
    assert.ok(blocksOf(page).includes('head'), 'there is no block `<!-- generated: head -->`: run `npm run docs`')
    for (const name of Object.keys(rule.options ?? {}))
      assert.ok(page.includes(`\`${name}\``), `the option ${name} is not told`)
    for (const [url] of rule.evidence.join(' ').matchAll(/https:\/\/\S+/g))
      assert.ok(page.includes(url), `${url} is not told`)
    const left = page.split('\n').flatMap((line, i) => (/\bTODO\b/.test(line) ? [`${path}:${i + 1}`] : []))
    assert.ok(left.length === 0, `TODO left in ${left.join(', ')}`)
  })

  const examples = examplesOf(page)
  test(`${id}: there is a bad and a good example`, () => {
    assert.ok(
      examples.some(({ kind }) => kind === 'bad'),
      'no fence is tagged `bad`',
    )
    assert.ok(
      examples.some(({ kind }) => kind === 'good'),
      'no fence is tagged `good`',
    )
  })
  for (const [i, example] of examples.entries())
    test(`${id}: example ${i + 1} is ${example.kind}`, async () => {
      const { findings } = await runRule(rule, example.files, example)
      const found = findings.map(finding => `${finding.rule}: ${finding.what}`)
      if (example.kind === 'good') assert.equal(found, [])
      else assert.is(found.length, 1, `a bad example gives the finding once, not ${JSON.stringify(found)}`)
    })
}

test.run()
