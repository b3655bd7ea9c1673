import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { VERBS } from '../src/engine/directive.js'
import { OWN_RULES } from '../src/engine/own.js'
import { run } from '../src/engine/run.js'
import { read } from './support/repository.js'

const test = suite('the page on suppressions')

const page = read('docs/suppressions.md')
/** A fence with a word behind its language: what klint says of it. */
const FENCE = /^```(\w+) (silent|unused|expired)(?: (\S+))?\n([\s\S]*?)^```$/gm
const ENDINGS: Readonly<Record<string, string>> = { yaml: 'yaml', json: 'json', hcl: 'tf', ini: 'service' }

const examples = [...page.matchAll(FENCE)].map(([, language = '', says = '', name, source = '']) => ({
  says,
  uri: name ?? `example.${ENDINGS[language]}`,
  source,
}))

const outcome = async (uri: string, source: string) =>
  (
    await run({
      files: [{ uri, source }],
      preset: 'recommended',
      config: {},
      today: '2026-01-01',
    })
  ).outcome

test('every kind of example is there', () => {
  assert.equal([...new Set(examples.map(({ says }) => says))].sort(), ['expired', 'silent', 'unused'])
})

for (const [i, { says, uri, source }] of examples.entries())
  test(`example ${i + 1} is ${says}`, async () => {
    const { findings, silenced } = await outcome(uri, source)
    const named = [...source.matchAll(/[a-z]+\/[a-z]+-[a-z-]+/g)].map(([id]) => id).sort()
    // what the example is not about may be found
    const rules = findings.map(({ rule }) => rule).filter(rule => rule.startsWith('klint/') || named.includes(rule))
    const expected: Readonly<Record<string, readonly string[]>> = {
      silent: [],
      unused: ['klint/unused-suppression'],
      expired: ['klint/expired-suppression', 'kubelet/eviction-memory-too-late'],
    }
    assert.equal(rules, expected[says])
    if (says !== 'silent') return
    assert.equal(
      [...new Set(silenced.map(({ finding }) => finding.rule))].sort(),
      [...new Set(named)],
      'what is named is found without suppressions',
    )
  })

test('verbs and findings are told', () => {
  for (const verb of VERBS) assert.ok(page.includes(`klint: ${verb}[`), verb)
  for (const id of Object.keys(OWN_RULES).filter(id => id.endsWith('suppression') || id.includes('-suppression-')))
    assert.ok(page.includes(`../rules-docs/${id}.md`), id)
})

test.run()
