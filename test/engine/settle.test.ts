import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { settle } from '../../src/engine/settle.js'
import type { Finding } from '../../src/model/finding.js'
import { PRECEDENCE } from '../../src/rules/precedence.js'
import { at, document, finding } from '../support/outcome.js'

const test = suite('engine: what is left of findings')

const one = document('kubelet.service', 'ExecStart=/usr/bin/kubelet --a=1 --b=2 --c=3\n')
const other = document('other.service', one.source)
const settled = (findings: readonly Finding[]) => settle(findings, {}).findings
const [pair] = PRECEDENCE
const winner = pair!.winner
const loser = pair!.losers[0]!
const rules = (findings: readonly Finding[]) => findings.map(({ rule }) => rule)

test('on one token the harder rule speaks', () => {
  const hard = finding(at(one, '--a=1'), { rule: winner })
  assert.equal(rules(settled([finding(at(one, '--a=1'), { rule: loser }), hard])), [winner])
  assert.equal(rules(settled([hard, finding(at(one, '1'), { rule: loser })])), [winner], 'a part of it')
  assert.equal(rules(settled([hard, finding(at(one, '--b=2'), { rule: loser })])), [winner, loser], 'another token')
  assert.equal(rules(settled([hard, finding(at(other, '--a=1'), { rule: loser })])), [winner, loser], 'another file')
  assert.equal(rules(settled([finding(at(one, '--a=1'), { rule: loser })])), [loser], 'the harder is silent')
})

test('who accepts what the harder rule says has accepted what the softer one says of the same words', () => {
  const found = [finding(at(one, '--a=1'), { rule: winner }), finding(at(one, '--a=1'), { rule: loser })]
  const byRule = (finding: Finding) => (finding.rule === winner ? ({ by: 'configuration' } as const) : undefined)
  const { findings, silenced } = settle(found, { silencers: [byRule] })
  assert.equal(findings, [])
  assert.equal(
    silenced.map(({ finding }) => finding.rule),
    [winner],
  )
})

test('a pair may name the message that speaks for both', () => {
  const pair = PRECEDENCE.find(({ message }) => message !== undefined)!
  const loser = finding(at(one, '--a=1'), { rule: pair.losers[0]! })
  const both = (message: string) => [loser, finding(at(one, '--a=1'), { rule: pair.winner, message })]
  assert.equal(rules(settled(both(pair.message!))), [pair.winner])
  assert.equal(rules(settled(both('another'))).sort(), [loser.rule, pair.winner].sort())
})

test('a wide place of the winner covers what starts behind others of its', () => {
  const wide = { doc: one, start: 0, end: one.source.length }
  const found = settled([
    finding(wide, { rule: winner, message: 'wide' }),
    finding(at(one, '--a=1'), { rule: winner }),
    finding(at(one, '--c=3'), { rule: loser }),
  ])
  assert.equal(rules(found), [winner, winner])
})

test('one cause for several components is one finding, and places are named once', () => {
  const place = at(one, '--a=1')
  const related = [
    { at: at(one, '--b=2'), label: 'here' },
    { at: at(one, '--c=3'), label: 'and there' },
  ]
  const found = settled([
    finding(place, { related: [related[0]!] }),
    finding(place, { related }),
    finding(place, { related }),
    finding(at(one, '--c=3')),
  ])
  assert.equal(
    found.map(({ related }) => related.map(({ label }) => label)),
    [['here', 'and there'], []],
  )
})

test('the order is that of files and places', () => {
  const found = settled([finding(at(other, '--a=1')), finding(at(one, '--c=3')), finding(at(one, '--a=1'))])
  assert.equal(
    found.map(({ at: { doc, start } }) => `${doc.uri}:${start}`),
    ['kubelet.service:27', 'kubelet.service:39', 'other.service:27'],
  )
})

test('tens of thousands of findings take no time', () => {
  const words = Array.from({ length: 20_000 }, (_, i) => `--flag${i}=1`)
  const doc = document('big.service', words.join(' '))
  let start = 0
  const findings = words.flatMap((word, i) => {
    const place = { doc, start, end: start + word.length }
    start += word.length + 1
    return [finding(place, { rule: i % 2 === 0 ? winner : loser }), finding(place, { rule: loser })]
  })
  const began = performance.now()
  const left = settled(findings)
  assert.is(left.length, 20_000)
  const same = settled(
    Array.from({ length: 20_000 }, (_, i) =>
      finding(at(one, '--a=1'), { related: [{ at: { doc, start: i, end: i + 1 }, label: 'x' }] }),
    ),
  )
  assert.is(same[0]?.related.length, 20_000)
  assert.ok(performance.now() - began < 2_000, `${performance.now() - began} ms`)
})

test('comments see every finding, those too that another rule outvotes', () => {
  const doc = document('kubelet.yaml', 'a: 1\n')
  const asked: string[] = []
  const [rule] = PRECEDENCE
  const findings = [rule!.winner, rule!.losers[0]!].map(rule => finding(at(doc, '1'), { rule }))
  const silence = (found: Finding) => {
    asked.push(found.rule)
    return undefined
  }
  const late = [finding(at(doc, '1'), { rule: 'klint/unused-suppression' })]
  const { silenced } = settle(findings, {
    inline: { silence, findings: () => late },
    silencers: [({ rule }) => (rule.startsWith('klint/') ? { by: 'configuration' } : undefined)],
  })
  assert.equal(asked, [rule!.winner, rule!.losers[0]!], 'and not what is said of comments')
  assert.equal(
    silenced.map(({ finding }) => finding.rule),
    ['klint/unused-suppression'],
  )
})

test.run()
