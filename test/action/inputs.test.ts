import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse as parseYaml } from 'yaml'
import { argvOf, INPUTS, readInputs } from '../../src/action/inputs.js'
import { OUTPUTS } from '../../src/action/runner-files.js'
import { COMMANDS } from '../../src/cli/options.js'
import { parse } from '../../src/cli/parse.js'
import { read } from '../support/repository.js'

const test = suite('action: inputs')

const argv = (env: Record<string, string>, sarif?: string, verbose = false): string[] =>
  argvOf(readInputs(env), sarif, verbose)

test('without inputs the working directory is reported to GitHub', () => {
  for (const env of [{}, { INPUT_PATHS: '.', 'INPUT_FAIL-ON': ' ', INPUT_ARGS: '' }, { INPUT_PATHS: './' }])
    assert.equal(argv(env), ['--format=github'])
})

test('every input becomes an option, args last, then paths', () => {
  const env = {
    INPUT_PATHS: 'clusters/prod\n"my cluster"',
    INPUT_CONFIG: 'ci/klint.yaml',
    'INPUT_FAIL-ON': 'error',
    INPUT_FORMAT: 'pretty',
    'INPUT_KUBERNETES-VERSION': '1.34',
    INPUT_BASELINE: 'old.json',
    INPUT_ARGS: `--ignore 'etcd, cluster'`,
  }
  assert.equal(argv(env, '/tmp/x.sarif', true), [
    '--format=pretty',
    '--config=ci/klint.yaml',
    '--fail-on=error',
    '--kubernetes-version=1.34',
    '--baseline=old.json',
    '--output=sarif=/tmp/x.sarif',
    '--verbose',
    '--ignore',
    'etcd, cluster',
    '--',
    'clusters/prod',
    'my cluster',
  ])
})

test('a path is a path whatever it is called', async () => {
  for (const name of [...COMMANDS, 'help', '-', '--fix', '-o', '--output=sarif=/etc/x']) {
    const asked = await parse(argv({ INPUT_PATHS: name }))
    assert.is(asked.command, 'lint', name)
    if (asked.command !== 'lint') continue
    const { fix, output, outputFile } = asked.options
    assert.equal([asked.words, fix, output, outputFile], [[`./${name}`], undefined, undefined, undefined], name)
  }
})

test('a value is a value whatever it looks like', async () => {
  const asked = await parse(argv({ INPUT_CONFIG: '--fix', INPUT_BASELINE: '-x y' }))
  if (asked.command !== 'lint') return assert.unreachable()
  assert.is(asked.options.config, '--fix')
  assert.is(asked.options.baseline, '-x y')
})

test('truth', () => {
  for (const word of ['true', 'True', 'TRUE']) assert.is(readInputs({ 'INPUT_UPLOAD-SARIF': word }).uploadSarif, true)
  for (const word of ['false', 'FALSE', '']) assert.is(readInputs({ 'INPUT_UPLOAD-SARIF': word }).uploadSarif, false)
  assert.throws(() => readInputs({ 'INPUT_UPLOAD-SARIF': 'yes' }), /the input `upload-sarif` is `yes`/)
})

interface Named {
  readonly description: string
  readonly default?: string
}

test('action.yml and its page name the same inputs and outputs', () => {
  const { inputs, outputs, runs }: Record<'inputs' | 'outputs', Record<string, Named>> & { runs: unknown } = parseYaml(
    read('action.yml'),
  )
  assert.equal(Object.keys(inputs), [...INPUTS])
  assert.equal(Object.keys(outputs), [...OUTPUTS])
  assert.equal(runs, { using: 'node24', main: 'dist/action.cjs' })
  for (const [name, one] of Object.entries(inputs)) assert.type(one.default, 'string', name)
  const page = read('docs/ci.md')
  for (const name of [...INPUTS, ...OUTPUTS]) assert.match(page, `\n| \`${name}\` |`)
})

test.run()
