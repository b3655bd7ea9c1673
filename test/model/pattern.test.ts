import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parsePattern, patternMisfit } from '../../src/model/pattern.js'

const test = suite('model/pattern')

const NESTED = 'repeats what repeats itself or has alternatives, which can take forever'
const BACK = 'refers back to a group, which can take forever'
const WAYS = 'has more than 1000 ways to match, which can take forever'

const REFUSED: Record<string, string> = {
  '(a+)+$': NESTED,
  '(?:a*){2,}': NESTED,
  '((?:ab){2}){3}': NESTED,
  '(a|aa)+$': NESTED,
  '(?:a?)*': NESTED,
  '(?=a+)+': NESTED,
  '(a)\\1': BACK,
  '(?<x>a)\\k<x>': BACK,
  '.*.*.*.*': 'has more than 3 repetitions, which can take forever',
  [`${'a?'.repeat(30)}a`]: WAYS,
  ['(a|a)'.repeat(12)]: WAYS,
  ')': "must be a regular expression (Unmatched ')')",
  ['a'.repeat(201)]: 'is longer than 200 characters',
}

for (const [source, why] of Object.entries(REFUSED))
  test(`\`${source.slice(0, 40)}\` is refused`, () => {
    assert.is(patternMisfit(source), why)
    assert.is(parsePattern(source), undefined)
  })

const TAKEN = [
  '^brain$',
  '.*kube.*api.*',
  '(prod|dev)-(eu|us)-api',
  '(?:ab)+',
  'a{3}-b{2,4}',
  '[(a+)+]+',
  '\\(a+\\)+',
  '\\\\1+',
  '(?<![a-z])masters?',
]

for (const source of TAKEN)
  test(`\`${source}\` is taken`, () => {
    assert.is(patternMisfit(source), undefined)
    assert.ok(parsePattern(source))
  })

test('in either case, and of a long text only the beginning', () => {
  assert.ok(parsePattern('^Kube')?.test('kUBE-api'))
  assert.ok(parsePattern('b')?.test(`${'a'.repeat(199)}b`))
  assert.not.ok(parsePattern('b')?.test(`${'a'.repeat(200)}b`))
})

test('names as there are do not use the steps up, hostile ones do', () => {
  const names = parsePattern('.*a.*b.*c')
  for (let i = 0; i < 10_000; i++) assert.ok(names?.test('k8s-api-boxes-c'))
  const hostile = parsePattern('.*a.*a.*b')
  const name = `${'a'.repeat(198)}b`
  let looked = 0
  while (looked < 1_000 && hostile?.test(name)) looked++
  assert.ok(looked > 5 && looked < 100, `${looked} looks`)
})

test.run()
