import { Ajv } from 'ajv'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bytesBefore } from '../../src/reporters/bytes.js'
import { rdjson, rdjsonl } from '../../src/reporters/rdjson.js'
import { awkward, wholeContext } from '../support/awkward.js'
import { at, context, document, finding, outcome } from '../support/outcome.js'

const test = suite('rdjson')

const message = (properties: Record<string, unknown>, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
})
const text = { type: 'string' }
const list = (items: unknown) => ({ type: 'array', items })
const position = message({ line: { type: 'integer', minimum: 1 }, column: { type: 'integer', minimum: 1 } }, [
  'line',
  'column',
])
const range = message({ start: position, end: position }, ['start', 'end'])
// without a range it is the file as a whole
const location = message({ path: { type: 'string', minLength: 1 }, range }, ['path'])
const source = message({ name: text, url: text }, ['name'])

/** The messages of proto/rdf/reviewdog.proto, whose reader refuses every field it does not know. */
const diagnostic = message(
  {
    message: text,
    location,
    severity: { enum: ['ERROR', 'WARNING', 'INFO'] },
    source,
    code: message({ value: text, url: text }, ['value']),
    suggestions: list(message({ range, text }, ['range', 'text'])),
    original_output: text,
    related_locations: list(message({ message: text, location }, ['location'])),
  },
  ['message', 'location', 'severity', 'code'],
)
const ajv = new Ajv()
const isDiagnostic = ajv.compile(diagnostic)
const isResult = ajv.compile(
  message({ source, severity: text, diagnostics: list(diagnostic) }, ['source', 'diagnostics']),
)

test('both are what the protocol says', () => {
  for (const one of [wholeContext(), context()]) {
    assert.ok(isResult(JSON.parse(rdjson(awkward(), one))), JSON.stringify(isResult.errors))
    const lines = rdjsonl(awkward(), one).trimEnd().split('\n')
    assert.is(lines.length, awkward().findings.length)
    for (const line of lines) {
      assert.ok(isDiagnostic(JSON.parse(line)), JSON.stringify(isDiagnostic.errors))
      assert.is(JSON.parse(line).source.name, 'klint')
    }
  }
  assert.is(rdjsonl(outcome([]), context()), '')
})

function rangeOf(source: string, words: string) {
  const [one] = JSON.parse(rdjson(outcome([finding(at(document('a.yaml', source), words))]), context())).diagnostics
  return one.location.range
}

test('columns are bytes of UTF-8 from 1, ends exclusive', () => {
  // 'a𐐀b' of the protocol's own description
  assert.equal(rangeOf('a𐐀b', 'b'), { start: { line: 1, column: 6 }, end: { line: 1, column: 7 } })
  assert.equal(rangeOf('x: 1\r\nä漢: needle\r\n', 'needle'), {
    start: { line: 2, column: 8 },
    end: { line: 2, column: 14 },
  })
  assert.equal(rangeOf('a\nb: 1\nc', 'b: 1\n'), { start: { line: 2, column: 1 }, end: { line: 3, column: 1 } })
  // a byte order mark is three bytes of the first line, and of no other
  assert.equal(rangeOf('\ufeffa: 1\nb: 2\n', '1').start, { line: 1, column: 7 })
  assert.equal(rangeOf('\ufeffa: 1\nb: 2\n', '2').start, { line: 2, column: 4 })
})

test('bytes before an offset, wherever the pairs of surrogates fall', () => {
  const source = `${'x'.repeat(1023)}😀${'ä漢😀 '.repeat(2000)}`
  const doc = document('a.yaml', source)
  for (let offset = 0; offset < source.length; offset += 97) {
    const whole = source.codePointAt(offset - 1) === source.charCodeAt(offset - 1) || offset === 0
    if (whole) assert.is(bytesBefore(doc, offset), Buffer.byteLength(source.slice(0, offset)), `${offset}`)
  }
})

test('suggestions do what the fix does, byte for byte', () => {
  const source = '# ä😀\nmaxPods: 500\nelection: 5\nheartbeat: 5\n'
  const { diagnostics } = JSON.parse(rdjson(awkward(), context()))
  const fixed = diagnostics
    .filter(({ suggestions }: { suggestions?: unknown }) => suggestions !== undefined)
    .map(({ suggestions }: { suggestions: { range: ReturnType<typeof rangeOf>; text: string }[] }) => {
      const lines = Buffer.from(source).toString('latin1').split('\n')
      const offset = ({ line, column }: { line: number; column: number }): number =>
        lines.slice(0, line - 1).reduce((all, one) => all + one.length + 1, 0) + column - 1
      let bytes = Buffer.from(source).toString('latin1')
      for (const { range, text } of [...suggestions].reverse())
        bytes =
          bytes.slice(0, offset(range.start)) + Buffer.from(text).toString('latin1') + bytes.slice(offset(range.end))
      return Buffer.from(bytes, 'latin1').toString()
    })
  assert.equal(fixed, ['# ä😀\nmaxPods: 110\nelection: 5\nheartbeat: 5\n', '# ä😀\nmaxPods: 500\nelection: 5000\n'])
})

test.run()
