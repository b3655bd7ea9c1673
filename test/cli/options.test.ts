import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { options, reportFormat, useColor } from '../../src/cli/options.js'
import { parse } from '../../src/cli/parse.js'
import { UserError } from '../../src/model/user-error.js'
import { klint } from '../support/klint.js'

const test = suite('command line')

async function mistake(...argv: string[]): Promise<string> {
  try {
    const asked = await parse(argv)
    if (asked.command !== 'print') options(asked.words, asked.options, {})
  } catch (error) {
    if (error instanceof UserError) return error.what
    throw error
  }
  throw new Error(`${argv.join(' ')} was accepted`)
}

test('paths alone, and with a format, are read without commander', async () => {
  assert.equal(await parse(['a', 'b c', '-']), { command: 'lint', words: ['a', 'b c', '-'], options: {} })
  for (const format of [['-f', 'json'], ['--format', 'json'], ['--format=json']])
    assert.equal(await parse([...format, 'a']), { command: 'lint', words: ['a'], options: { format: 'json' } })
  assert.equal(await parse([]), { command: 'lint', words: [], options: {} })
})

test('commander reads the same from the same words', async () => {
  const asked = await parse(['--no-ignores', '-f', 'json', 'a', 'b c', '-'])
  assert.is(asked.command, 'lint')
  if (asked.command === 'print') return
  assert.equal(asked.words, ['a', 'b c', '-'])
  assert.is(asked.options.format, 'json')
  assert.is(asked.options.ignores, false)
})

test('options stand before and after a command', async () => {
  for (const argv of [
    ['show', 'a', '-f', 'json'],
    ['-f', 'json', 'show', 'a'],
  ]) {
    const asked = await parse(argv)
    if (asked.command === 'print') throw new Error('no command')
    assert.is(asked.command, 'show')
    assert.equal(asked.words, ['a'])
    assert.is(asked.options.format, 'json')
  }
})

test('all options', async () => {
  const asked = await parse(
    '--kubernetes-version 1.34 --target-version v1.36 --preset talk --only a/b,c/d --only e/f --fail-on error --max-warnings 3 -q --color never --config k.yaml --stdin-filename x.service --no-gitignore --pass-on-no-inputs'.split(
      ' ',
    ),
  )
  if (asked.command === 'print') throw new Error('no command')
  const { kubernetesVersion, targetVersion, ...rest } = options(asked.words, asked.options, {})
  assert.is(kubernetesVersion?.min.minor, 34)
  assert.is(kubernetesVersion?.source, '--kubernetes-version')
  assert.is(targetVersion?.minor, 36)
  assert.equal(rest, {
    ...options([], {}, {}),
    paths: [],
    format: undefined,
    preset: 'talk',
    only: ['a/b', 'c/d', 'e/f'],
    failOn: 'error',
    maxWarnings: 3,
    quiet: true,
    color: 'never',
    config: 'k.yaml',
    stdinFilename: 'x.service',
    ignores: true,
    gitignore: false,
    passOnNoInputs: true,
    allSettings: false,
  })
})

test('an option that a command does not look at is refused, and its own option is known elsewhere', async () => {
  for (const [argv, unused] of [
    [['show', '--only', 'x'], '--only'],
    [['--fix', 'baseline'], '--fix'],
    [['baseline', '-f', 'json'], '--format'],
    [['show', '-v', '--no-config', '-f', 'json'], undefined],
  ] as const) {
    const asked = await parse(argv)
    assert.is(asked.command === 'print' ? '' : asked.unused, unused, argv.join(' '))
  }
  const { code, err } = await klint({}, ['show', '--only', 'x'])
  assert.equal([code, err.split('\n')[0]], [2, 'klint: `klint show` does not look at `--only`'])
  assert.match(await mistake('show', '--prune'), '`--prune` belongs to `klint baseline`')
  assert.match(await mistake('--ci', 'github'), '`--ci` belongs to `klint init`')
})

test('-q twice is silence', async () => {
  for (const argv of [['-qq'], ['-q', 'a', '--quiet']]) {
    const asked = await parse(argv)
    if (asked.command === 'print') throw new Error('no command')
    assert.is(options(asked.words, asked.options, {}).silent, true, argv.join(' '))
  }
  const once = await parse(['-q'])
  assert.is(once.command === 'print' || options(once.words, once.options, {}).silent, false)
})

test('configuration: flag, none, environment', async () => {
  const config = async (env: Record<string, string>, ...argv: string[]) => {
    const asked = await parse(argv)
    return asked.command === 'print' ? '' : options(asked.words, asked.options, env).config
  }
  assert.is(await config({}), undefined)
  assert.is(await config({ KLINT_CONFIG: 'e.yaml' }), 'e.yaml')
  assert.is(await config({ KLINT_CONFIG: '' }), undefined)
  assert.is(await config({ KLINT_CONFIG: 'e.yaml' }, '--config', 'f.yaml'), 'f.yaml')
  assert.is(await config({ KLINT_CONFIG: 'e.yaml' }, '--no-config'), false)
})

test('mistakes name the nearest', async () => {
  assert.match(await mistake('--prest', 'talk'), /unknown option `--prest`, did you mean `--preset`\?/)
  assert.is(await mistake('--preset', 'strikt'), 'unknown preset `strikt`, did you mean `strict`?')
  assert.is(await mistake('--fail-on', 'eror'), 'unknown value of --fail-on `eror`, did you mean `error`?')
  assert.is(await mistake('--color', 'alway'), 'unknown value of --color `alway`, did you mean `always`?')
  assert.is(await mistake('--max-warnings', '-1'), '`-1` is no whole number')
  assert.match(await mistake('explain'), 'which rule? give its id')
})

test('a version nobody knows is said once, with what is assumed', () => {
  const of = (raw: Parameters<typeof options>[1]) => options([], raw, {})
  assert.equal(of({ kubernetesVersion: '1.34', targetVersion: '1.36' }).assumed, [])
  const odd = of({ kubernetesVersion: 'latest', to: 'newest' })
  assert.is(odd.kubernetesVersion, undefined)
  assert.match(
    odd.assumed.join('\n'),
    /^`newest` is no Kubernetes version, .*: assuming 1\.\d+, the newest klint knows$/m,
  )
  assert.match(odd.assumed.join('\n'), /^`latest` is no Kubernetes version, .*: assuming what the files say of it$/m)
  assert.is(odd.assumed.length, 2)
  const far = of({ kubernetesVersion: '0.9', to: '1.99' })
  assert.is(far.kubernetesVersion?.max.minor, 2)
  assert.ok((far.targetVersion?.minor ?? 0) >= 36)
  assert.is(far.assumed.length, 2)
})

test('--quiet fails for errors only, unless told otherwise', () => {
  assert.is(options([], { quiet: true }, {}).failOn, 'error')
  assert.is(options([], { quiet: true, failOn: 'warning' }, {}).failOn, 'warning')
  assert.is(options([], {}, {}).failOn, 'warning')
  assert.is(options([], { exitZero: true, failOn: 'error' }, {}).failOn, 'never')
})

test('formats: aliases, auto, nearest', () => {
  assert.is(reportFormat(undefined, {}, true), 'pretty')
  assert.is(reportFormat('stylish', {}, true), 'pretty')
  assert.is(reportFormat('concise', {}, true), 'compact')
  assert.is(reportFormat('auto', {}, true), 'pretty')
  assert.is(reportFormat('auto', { GITHUB_ACTIONS: 'true', GITHUB_WORKFLOW: 'x' }, true), 'github')
  assert.is(reportFormat('json-v1', {}, true), 'json')
  assert.throws(() => reportFormat('jsno', {}, true), /unknown format `jsno`, did you mean `json`\?/)
})

test('auto: a coding agent gets its own format, a person in its terminal does not', () => {
  for (const name of ['AI_AGENT', 'CLAUDECODE', 'CODEX_SANDBOX', 'CURSOR_AGENT', 'GEMINI_CLI'])
    assert.is(reportFormat('auto', { [name]: '1' }, false), 'agent', name)
  assert.is(reportFormat('auto', { CLAUDECODE: '1' }, true), 'pretty')
  assert.is(reportFormat('auto', { CLAUDECODE: '' }, false), 'pretty')
  assert.is(reportFormat('auto', { CODEX_HOME: '/home/x/.codex' }, false), 'pretty')
  assert.is(reportFormat(undefined, { CLAUDECODE: '1' }, false), 'pretty')
  assert.is(reportFormat('auto', { CLAUDECODE: '1', GITHUB_ACTIONS: 'true', GITHUB_WORKFLOW: 'x' }, false), 'github')
})

test('colour: flag, NO_COLOR, FORCE_COLOR, terminal', () => {
  const rows: [boolean, Parameters<typeof useColor>][] = [
    [true, ['always', { NO_COLOR: '1' }, false]],
    [false, ['never', { FORCE_COLOR: '1' }, true]],
    [false, ['auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true]],
    [true, ['auto', { NO_COLOR: '' }, true]],
    [true, ['auto', { FORCE_COLOR: '1' }, false]],
    [true, ['auto', { CLICOLOR_FORCE: '1' }, false]],
    [false, ['auto', { FORCE_COLOR: '0' }, true]],
    [false, ['auto', { TERM: 'dumb' }, true]],
    [true, ['auto', { TERM: 'dumb', GITHUB_ACTIONS: 'true' }, false]],
    [false, ['auto', {}, false]],
  ]
  for (const [expected, args] of rows) assert.is(useColor(...args), expected, JSON.stringify(args))
})

test('the help: a sentence, examples, groups, environment, exit codes; every option', async () => {
  const asked = await parse(['--help'])
  assert.is(asked.command, 'print')
  if (asked.command !== 'print') return
  for (const words of [
    'Examples:',
    'Input:',
    'Rules:',
    'Output:',
    'Environment:',
    'Exit codes:',
    'Commands:',
    'KLINT_CONFIG',
  ])
    assert.match(asked.text, words)
  for (const flag of [
    '--kubernetes-version',
    '--only',
    '--max-warnings',
    '--pass-on-no-inputs',
    '--no-config',
    '-q, --quiet',
  ])
    assert.match(asked.text, flag)
  assert.ok(asked.text.split('\n').every(line => line.length <= 110))
})

test('the version, fast and slow', async () => {
  const fast = await parse(['--version'])
  assert.equal(await parse(['-q', '--version']), fast)
  assert.match(JSON.stringify(fast), /"\d+\.\d+\.\d+\\n"/)
})

test.run()
