import { Ajv, type ValidateFunction } from 'ajv'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { json } from '../../src/reporters/json.js'
import { jsonl } from '../../src/reporters/jsonl.js'
import { awkward, wholeContext } from '../support/awkward.js'
import { klint } from '../support/klint.js'
import { context, outcome } from '../support/outcome.js'
import { read } from '../support/repository.js'

const test = suite('the schema of reports')

/** The published schema says which keys there are; here no others may come. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  return 'properties' in schema && 'type' in schema && schema.type === 'object'
    ? { ...inner, additionalProperties: false }
    : inner
}

const published = JSON.parse(read('schema/report.schema.json'))
const ajv = new Ajv({ allowUnionTypes: true, strict: true, strictRequired: false })
ajv.addSchema(published, 'published')
ajv.addSchema(JSON.parse(JSON.stringify(closed(published))), 'closed')

function validator(ref: string): ValidateFunction {
  const found = ajv.getSchema(ref)
  if (found === undefined) throw new Error(`no schema ${ref}`)
  return found
}

function valid(ref: string, text: string): void {
  const validate = validator(ref)
  assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors))
}

const bad = {
  'kubelet.yaml':
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard:\n  memory.available: 100Mi\n',
  'broken.yaml': 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\na: [1\n',
}

test('json is what the schema says, and has no key it does not know', () => {
  for (const report of [json(awkward(), wholeContext()), json(awkward(), context()), json(outcome([]), context())]) {
    valid('published', report)
    valid('closed', report)
  }
})

test('so are the lines of jsonl, and the last one is the summary', () => {
  const lines = jsonl(awkward(), wholeContext()).trimEnd().split('\n')
  for (const line of lines) valid('closed#/$defs/line', line)
  const types = lines.map(line => JSON.parse(line).type)
  const { findings, silenced } = awkward()
  assert.equal(types, [...findings.map(() => undefined), ...silenced.map(() => 'silenced'), 'summary'])
})

test('a finding of jsonl is the one of json', () => {
  const report = JSON.parse(json(awkward(), wholeContext()))
  const lines = jsonl(awkward(), wholeContext()).trimEnd().split('\n')
  assert.equal(
    lines.slice(0, report.findings.length).map(line => JSON.parse(line)),
    report.findings,
  )
})

test('real reports are valid, and json-v1 is json', async () => {
  const run = await klint(bad, ['-f', 'json', '--preset', 'all'])
  valid('closed', run.out)
  assert.ok(JSON.parse(run.out).findings.length >= 2)
  assert.is((await klint(bad, ['-f', 'json-v1', '--preset', 'all'])).out, run.out)
  for (const line of (await klint(bad, ['-f', 'jsonl'])).out.trimEnd().split('\n')) valid('closed#/$defs/line', line)
  valid('closed', (await klint({}, ['-f', 'json', '.'])).out)
})

test('the schema is not content with anything', () => {
  const report = JSON.parse(json(awkward(), context()))
  for (const broken of [
    { ...report, version: 2 },
    { ...report, findings: [{ ...report.findings[0], severity: 'fatal' }] },
    { ...report, findings: [{ ...report.findings[0], location: {} }] },
    { ...report, silenced: [{ by: 'comment' }] },
  ])
    assert.not.ok(validator('published')(broken))
})

test('edits: only those that stand in files, and none that writes a secret', () => {
  const { findings } = JSON.parse(json(awkward(), context()))
  const fixes = findings.flatMap(({ fix }: { fix?: { edits?: unknown[] } }) => (fix === undefined ? [] : [fix]))
  assert.equal(
    fixes.map(({ level, edits }: { level: string; edits?: unknown[] }) => [level, edits?.length]),
    [
      ['safe', 1],
      ['unsafe', 2],
      ['safe', undefined],
      ['safe', undefined],
    ],
  )
  assert.equal(fixes[0].edits[0], {
    location: {
      path: 'fix.yaml',
      start: { line: 2, column: 10, offset: 15 },
      end: { line: 2, column: 13, offset: 18 },
    },
    text: '110',
  })
})

test.run()
