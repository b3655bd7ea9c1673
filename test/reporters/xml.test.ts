import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkstyle } from '../../src/reporters/checkstyle.js'
import { junit } from '../../src/reporters/junit.js'
import { escaped } from '../../src/reporters/xml.js'
import { awkward, wholeContext } from '../support/awkward.js'
import { at, context, document, finding, outcome } from '../support/outcome.js'
import { type Element, parseXml } from '../support/xml.js'

const test = suite('XML formats')

const sum = (elements: readonly Element[], key: string): number =>
  elements.reduce((all, { attributes }) => all + Number(attributes[key]), 0)

test('the reader of the tests takes XML and nothing else', () => {
  const head = '<?xml version="1.0" encoding="UTF-8"?>'
  assert.equal(parseXml(`${head}<a b="&lt;&#xa;"><c/>x &amp; y</a>\n`), {
    name: 'a',
    attributes: { b: '<\n' },
    children: [{ name: 'c', attributes: {}, children: [], text: '' }],
    text: 'x & y',
  })
  for (const wrong of [
    '<a>',
    '<a></b>',
    '<a b="1" b="2"/>',
    '<a b="<"/>',
    '<a b="\n"/>',
    '<a>&nbsp;</a>',
    '<a>& </a>',
    '<a>&#x1b;</a>',
    '<a>\u001b</a>',
    '<a>]]></a>',
    '<a/><b/>',
    '<a b=1/>',
  ])
    assert.throws(() => parseXml(head + wrong), undefined, wrong)
})

test('what XML cannot hold is left out, everything else comes back as it was', () => {
  const text = 'a <b> & "c" \'d\' ]]> \t\r\n \u0085 \u2028 \u202e ä漢😀 \ufdd0'
  assert.is(parseXml(`<?xml version="1.0" encoding="UTF-8"?><a>${escaped(text)}</a>`).text, text)
  assert.is(escaped('\u0000\u001b\ufffe\uffff\ud800x'), 'x')
  assert.is(escaped('##[error]'), '#&#x23;[error]')
})

test('junit: a suite for each file, a case for each finding, errors where a file cannot be read, counts that add up', () => {
  const one = awkward()
  const root = parseXml(junit(one, wholeContext()))
  assert.is(root.name, 'testsuites')
  const cases = root.children.flatMap(({ children }) => children)
  assert.is(cases.length, one.findings.length + 1)
  assert.is(Number(root.attributes.tests), cases.length)
  for (const key of ['tests', 'failures', 'errors', 'skipped']) {
    assert.is(Number(root.attributes[key]), sum(root.children, key), key)
    if (key === 'tests')
      for (const { attributes, children } of root.children) assert.is(Number(attributes.tests), children.length)
  }
  const errors = cases.filter(({ children }) => children[0]?.name === 'error')
  assert.equal(
    errors.map(({ attributes }) => attributes.name),
    ['klint/unreadable-document'],
  )
  assert.ok(root.children.some(({ attributes }) => attributes.name === 'new\nline\n::error::x.yaml'))
})

test('junit: two findings of one rule in one file are two cases', () => {
  const doc = document('a.yaml', 'a: 1\nb: 2\n')
  const root = parseXml(junit(outcome([finding(at(doc, '1')), finding(at(doc, '2'))]), context()))
  assert.equal(
    root.children
      .flatMap(({ children }) => children)
      .map(({ attributes }) => `${attributes.classname} ${attributes.name}`),
    ['a.yaml kubelet/eviction-hard-missing', 'a.yaml kubelet/eviction-hard-missing (2)'],
  )
})

test('junit: nothing found is one case that passed; what was not checked is skipped', () => {
  const [clean] = parseXml(junit(outcome([]), context())).children
  assert.equal(clean?.children, [
    { name: 'testcase', attributes: { classname: 'klint', name: 'klint' }, children: [], text: '' },
  ])
  const [suite] = parseXml(junit(outcome([], { notChecked: [{ what: 'a < b', rules: ['x/y'] }] }), context())).children
  assert.is(suite?.attributes.skipped, '1')
  assert.is(suite?.children[1]?.children[0]?.attributes.message, 'not checked: a < b (1 rule silent)')
})

test('checkstyle: a file for each file, an error for each finding', () => {
  const one = awkward()
  const root = parseXml(checkstyle(one, wholeContext()))
  assert.equal([root.name, root.attributes.version], ['checkstyle', '4.3'])
  const errors = root.children.flatMap(({ children }) => children)
  assert.is(errors.length, one.findings.length)
  for (const { attributes } of errors) {
    // an object of a running cluster has no lines
    const lines = (attributes.message ?? '').includes(', at ') ? [] : ['line', 'column']
    assert.equal(Object.keys(attributes), [...lines, 'severity', 'message', 'source'])
    assert.match(attributes.severity ?? '', /^(?:error|warning|info)$/)
    assert.match(attributes.source ?? '', /^klint\.[a-z]+\/[a-z-]+$/)
  }
  assert.is(parseXml(checkstyle(outcome([]), context())).children.length, 0)
})

test.run()
