import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { notCheckedOf } from '../../src/engine/not-checked.js'
import type { Document } from '../../src/model/document.js'
import { at, document, LIVE } from '../support/outcome.js'

const test = suite('engine: what was not checked')

const doc = document('a.yaml', 'a: {{ x }}\nb: {{ y }}\n')
const made: Document = { ...document('kubeadm 1.22 defaults', 'c: x\n'), made: true }
const template = 'comes from a template'

test('settings from templates are counted, each once, and the first is named', () => {
  const why = [
    { what: template, at: at(doc, '{{ y }}') },
    { what: template, at: at(doc, '{{ x }}') },
  ]
  const result = notCheckedOf([
    { rule: 'b/b', why },
    { rule: 'a/a', why },
  ])
  assert.equal(result, [
    { what: '2 settings come from templates, the first at a.yaml:1:4', at: at(doc, '{{ x }}'), rules: ['a/a', 'b/b'] },
  ])
  assert.equal(notCheckedOf([{ rule: 'a/a', why: why.slice(0, 1) }]), [
    { what: '1 setting comes from a template', at: at(doc, '{{ y }}'), rules: ['a/a'] },
  ])
})

test('what only a node knows of the defaults of a platform is nobody’s template', () => {
  const inMade = { what: template, at: at(made, 'x') }
  assert.equal(notCheckedOf([{ rule: 'a/a', why: [inMade] }]), [])
  const mixed = notCheckedOf([{ rule: 'a/a', why: [inMade, { what: '/etc/x is not in view', at: at(doc, 'a') }] }])
  assert.equal(
    mixed.map(({ what }) => what),
    ['/etc/x is not in this repository'],
  )
})

test('a file that is not in view is named once, with every rule it silenced', () => {
  const why = [{ what: '/etc/x is not in view', at: at(doc, 'a') }]
  assert.equal(
    notCheckedOf([
      { rule: 'b/b', why },
      { rule: 'a/a', why },
    ]),
    [{ what: '/etc/x is not in this repository', at: at(doc, 'a'), rules: ['a/a', 'b/b'] }],
  )
})

test('of a running cluster nothing is in a repository, and nothing comes from a template', () => {
  const live = document('prod/node/a/configz', '{}', { live: { ...LIVE, kind: 'Node', name: 'a', part: 'configz' } })
  const place = at(live, '{}')
  const said = (...whats: string[]) =>
    notCheckedOf([{ rule: 'a/a', why: whats.map(what => ({ what, at: place })) }]).map(({ what }) => what)
  assert.equal(said("a kubelet's command line is not in view"), ["klint cannot see a kubelet's command line"])
  assert.equal(said(template), ['a setting is filled in when the pod starts'])
  assert.equal(said('is no number'), ['is no number'])
  // what no apiserver tells is about all nodes, not about the first
  assert.equal(notCheckedOf([{ rule: 'a/a', why: [{ what: "a kubelet's environment is not in view", at: place }] }]), [
    { what: "klint cannot see a kubelet's environment", rules: ['a/a'], always: true },
  ])
})

test.run()
