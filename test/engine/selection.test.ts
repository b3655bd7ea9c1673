import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { RuleSetting } from '../../src/engine/configuration.js'
import type { PresetName } from '../../src/engine/configuration-schema.js'
import { assumptions, fill } from '../../src/engine/message.js'
import { selection } from '../../src/engine/selection.js'
import type { Report, Rule } from '../../src/model/rule.js'
import { document } from '../support/outcome.js'

const test = suite('engine: which rules run, and what they say')

const rule = (more: Partial<Rule> = {}): Rule => ({
  id: 'test/one',
  summary: 'a rule of the tests',
  checks: 'kubelet',
  severity: 'warning',
  preset: ['recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: ['https://example.org'],
  messages: {
    plain: { what: 'a', why: 'b', help: 'c' },
    hard: { what: 'a', why: 'b', help: 'c', severity: 'error' },
  },
  *check() {},
  ...more,
})
const here = { doc: document('x', 'x'), start: 0, end: 1 }
const report = (message: string, severity?: Report['severity']): Report => ({
  message,
  at: { doc: document('x', 'x'), start: 0, end: 1 },
  ...(severity === undefined ? {} : { severity }),
})
const configured = (setting: RuleSetting) => selection({ preset: 'recommended', rules: { 'test/one': setting } })

test('a preset runs its rules, strict those of recommended as well, all everything', () => {
  const runs = (preset: PresetName | PresetName[], of: Rule['preset']) =>
    selection({ preset }).enabled(rule({ preset: of }))
  assert.ok(runs('recommended', ['recommended']))
  assert.ok(runs('strict', ['recommended']))
  assert.ok(runs('strict', ['strict']))
  assert.ok(runs('all', ['cis']))
  assert.not.ok(runs('recommended', ['strict']))
  assert.not.ok(runs('talk', ['recommended']))
  assert.ok(runs('cis', ['cis']))
  assert.not.ok(runs('cis', ['recommended']))
  assert.ok(runs(['talk', 'cis'], ['cis']))
  assert.not.ok(runs([], ['talk', 'recommended', 'strict', 'cis']))
})

test('klint.yaml switches a rule off, or on outside its preset', () => {
  assert.not.ok(configured({ severity: 'off' }).enabled(rule()))
  assert.ok(configured({ severity: 'info' }).enabled(rule({ preset: ['cis'] })))
  assert.not.ok(configured({ options: { x: 1 } }).enabled(rule({ preset: ['cis'] })), 'options alone switch nothing on')
})

test('--only beats preset and configuration', () => {
  const chosen = selection({ preset: 'talk', only: ['test/one'], rules: { 'test/one': { severity: 'off' } } })
  assert.ok(chosen.enabled(rule()))
  assert.not.ok(chosen.enabled(rule({ id: 'test/other', preset: ['talk'] })))
})

test('a severity is the report’s, else the message’s, the preset’s, the rule’s', () => {
  const chosen = selection({ preset: 'strict' })
  const raised = rule({ presetSeverity: { strict: 'error' } })
  assert.is(chosen.severity(rule(), report('plain')), 'warning')
  assert.is(chosen.severity(raised, report('plain')), 'error')
  assert.is(chosen.severity(rule(), report('hard')), 'error')
  assert.is(chosen.severity(raised, report('hard', 'info')), 'info')
  assert.is(selection({ preset: 'recommended' }).severity(raised, report('plain')), 'warning')
  const twice = rule({ severity: 'info', presetSeverity: { strict: 'error', talk: 'warning' } })
  assert.is(
    selection({ preset: ['talk', 'strict'] }).severity(twice, report('plain')),
    'error',
    'the hardest of several',
  )
  assert.is(selection({ preset: ['talk', 'recommended'] }).severity(twice, report('plain')), 'warning')
  assert.is(configured({ severity: 'info' }).override(rule(), here), 'info')
  assert.is(configured({ severity: 'off' }).override(rule(), here), undefined)
})

test('options are those of klint.yaml over the defaults, read once', () => {
  const options = {
    wait: { type: 'duration', default: '10m', why: '' },
    size: { type: 'quantity', default: '250Mi', why: '' },
    names: { type: 'strings', default: ['a'], why: '' },
    limit: { type: 'number', default: undefined, why: '' },
  } as const
  const given = rule({ options })
  assert.equal(selection({ preset: 'all' }).options(given), {
    wait: 600_000,
    size: 250 * 2 ** 20,
    names: ['a'],
    limit: undefined,
  })
  assert.equal(configured({ options: { wait: '1s', limit: 3, unknown: 1 } }).options(given), {
    wait: 1_000,
    size: 250 * 2 ** 20,
    names: ['a'],
    limit: 3,
  })
})

test('placeholders are filled, other braces stay, a name without a value is a bug of the rule', () => {
  assert.is(fill('`{a}` of {b} {a: 1} {}', { a: 'x', b: 2 }, 'test/one'), '`x` of 2 {a: 1} {}')
  assert.is(fill('{a}', { a: '{b}' }, 'test/one'), '{b}', 'values are not filled again')
  assert.throws(() => fill('{a}', {}, 'test/one'), /test\/one: the message has no value for \{a\}/)
})

test('assumptions are told once for each layer', () => {
  assert.equal(
    assumptions([
      { layer: 'flag', what: '$A' },
      { layer: 'drop-in', what: 'a drop-in directory' },
      { layer: 'flag', what: '/etc/default/kubelet' },
      { layer: 'flag', what: '$A' },
    ]),
    [
      'no flag sets it ($A, /etc/default/kubelet are not in view)',
      'no drop-in sets it (a drop-in directory is not in view)',
    ],
  )
})

test.run()
