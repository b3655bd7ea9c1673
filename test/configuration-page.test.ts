import { Ajv } from 'ajv'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { documentOf, plain } from '../src/engine/configuration-data.js'
import { KEYS } from '../src/engine/configuration-keys.js'
import { OWN_RULES } from '../src/engine/own.js'
import { readConfiguration } from '../src/engine/read-configuration.js'
import { UserError } from '../src/model/user-error.js'
import { readYaml } from '../src/parsers/syntax/yaml.js'
import { CATALOG } from '../src/rules/catalog.js'
import { filesBelow, read } from './support/repository.js'

const test = suite('docs/configuration.md')

const page = read('docs/configuration.md')
const example = /<!-- example: klint\.yaml -->\n```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
const known = { ...CATALOG, ...Object.fromEntries(Object.keys(OWN_RULES).map(id => [id, {}])) }
const configured = (source: string) => readConfiguration({ uri: 'klint.yaml', source }, known, doc => readYaml(doc))

/** The schema editors use, `format` and other annotations aside. */
const schema = JSON.parse(read('schema/klint.schema.json'))
const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false, logger: false }).compile(schema)
const asPlain = (source: string) => {
  const [tree] = readYaml(documentOf('klint.yaml', source)).trees
  return tree === undefined ? undefined : plain(tree)
}

test('the example is a configuration, for klint and for editors', async () => {
  const { rules = {}, ignores = [], clusters = [] } = await configured(example)
  assert.is(Object.keys(rules).length, 4)
  assert.is(ignores.length, 2)
  assert.is(clusters.length, 2)
  assert.ok(validate(asPlain(example)), JSON.stringify(validate.errors))
})

test('the example has every key', () => {
  for (const kind of ['root', 'override', 'ignore', 'cluster', 'setting'] as const)
    for (const key of KEYS[kind])
      if (key !== 'root') assert.match(example, new RegExp(`${key.replace('$', '\\$')}:|\\$schema=`), key)
  for (const key of KEYS.where) assert.match(page, `where.${key}`)
})

test('the mistakes are those that klint finds', async () => {
  const source =
    'preset: talk\n\nrules:\n  etcd/timer-differs: off\nignores:\n  - rule: etcd/timers-differ\n    paths: [a]\n    reason: b\n    expires: 2027-06-31\n'
  try {
    await configured(source)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    for (const line of error.what.split('\n')) assert.match(page, `klint: ${line}\n`)
    assert.is(error.what.split('\n').length, 3)
    return
  }
  throw new Error('accepted')
})

test('every klint.yaml of the repository is one, for klint and for editors', async () => {
  const files = filesBelow('.').filter(path => /(?:^|\/)klint\.ya?ml$/.test(path))
  assert.ok(files.length > 1)
  for (const path of files) {
    const source = read(path)
    await configured(source)
    assert.ok(validate(asPlain(source)), path)
  }
})

test('the schema for editors refuses what klint refuses', () => {
  for (const source of [
    'preset: talk',
    'extends: tlak',
    'rules: { etcd/no-such: off }',
    'rules: { etcd/timers-differ: fatal }',
    'rules: { autoscaler/bulk-delete-uncapped: { options: { maxx: 1 } } }',
    'rules: { etcd/timers-differ: { options: [] } }',
    'overrides: [{ files: [], rules: {} }]',
    'overrides: [{ files: [a], rules: { etcd/no-such: off } }]',
    'ignores: [{ rule: etcd/timers-differ, paths: [a] }]',
    'ignores: [{ rule: etcd/no-such, paths: [a], reason: b }]',
    'ignores: [{ rule: etcd/timers-differ, paths: [a], reason: b, where: { component: x } }]',
    'clusters: { a: {} }',
    'requireReason: sometimes',
  ])
    assert.not.ok(validate(asPlain(source)), source)
})

test('there is a schema of this minor version', () => {
  const { version }: { version: string } = JSON.parse(read('package.json'))
  const minor = version.split('.').slice(0, 2).join('.')
  assert.is(read(`schema/klint-${minor}.schema.json`), read('schema/klint.schema.json'))
  assert.is(schema.title, `klint ${minor} configuration`)
})

test.run()
