import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { definition } from '../../src/cli/definition.js'
import { COMMANDS } from '../../src/cli/options.js'
import { klint } from '../support/klint.js'

const test = suite('cli: help')

test('each command has a help of its own: what for, arguments, its options, the global ones in groups, examples', async () => {
  for (const name of COMMANDS) {
    const { code, out } = await klint({}, [name, '--help'])
    assert.is(code, 0)
    assert.match(out, new RegExp(`^Usage: klint ${name} `), name)
    assert.match(out, /^Arguments:$/m, name)
    assert.match(out, /^Examples:$/m, name)
    assert.equal(await klint({}, ['help', name]), { code, out, err: '' })
  }
  const { out } = await klint({}, ['rules', '--help'])
  for (const words of [/^ {2}--category <name> /m, /^Rules:$/m, /^ {2}--preset <name> /m, /^Output:$/m])
    assert.match(out, words)
  assert.not.match(out, '--fix-only')
  assert.match(out, 'pretty, markdown or json')
})

test('`klint help` is the help', async () => {
  const help = await klint({}, ['--help'])
  assert.equal(await klint({}, ['help']), help)
  assert.equal(await klint({}, ['help', 'help']), help)
})

test('environment variables stand beside their flag', async () => {
  const { out } = await klint({}, ['--help'])
  const text = out.replace(/\s+/g, ' ')
  assert.match(text, /--config <file> [^[]*\[KLINT_CONFIG\]/)
  assert.match(text, /--format <name> [^[]*\[KLINT_FORMAT\]/)
  assert.match(text, /--color <when> [^[]*\[NO_COLOR, FORCE_COLOR\]/)
})

test('the help keeps to the width of the terminal', async () => {
  for (const columns of [50, 72, 100])
    for (const argv of [['--help'], ['rules', '--help'], ['help', 'completion']]) {
      const { out } = await klint({}, argv, { env: { COLUMNS: String(columns) } })
      const wide = out.split('\n').filter(line => line.length > columns)
      assert.equal(
        wide.filter(line => line.trim().includes('  ')),
        [],
        `${argv} at ${columns}`,
      )
    }
  const { out } = await klint({}, ['--help'], { env: { COLUMNS: '400' } })
  assert.ok(out.split('\n').every(line => line.length <= 100))
})

test('the nearest name: commands, flags of any command, whatever the case', async () => {
  for (const [argv, words] of [
    [['help', 'shwo'], 'unknown command `shwo`, did you mean `show`?'],
    [['shwo'], 'did you mean `klint show`?'],
    [['Rules'], 'did you mean `klint rules`?'],
    [['EXPLAIN', 'x/y'], 'did you mean `klint explain`?'],
    [['lint', '.'], 'klint checks without a command: `klint PATHS`'],
    [['--PRESET', 'talk'], 'unknown option `--PRESET`, did you mean `--preset`?'],
    [['--fromat=json'], 'did you mean `--format`?'],
    [['rules', '--fixabel', 'safe'], 'did you mean `--fixable`?'],
    [['--verison'], 'did you mean `--version`?'],
    [['-f', 'JSON'], 'unknown format `JSON`, did you mean `json`?'],
    [['--output', 'sarfi=x'], 'unknown format `sarfi`, did you mean `sarif`?'],
    [['--preset', 'Strict'], 'did you mean `strict`?'],
    [['rules', 'kubelt'], 'unknown group `kubelt`, did you mean `kubelet`?'],
    [['rules', '--category', 'upgrades'], 'did you mean `upgrade`?'],
    [['rules', '--component', 'kubelets'], 'did you mean `kubelet`?'],
    [['rules', '--only', 'etcd/timers-difer'], 'did you mean `etcd/timers-differ`?'],
    [['completion', 'zhs'], 'unknown shell `zhs`, did you mean `zsh`?'],
    [['init', '--ci', 'gitlub'], 'unknown value of --ci `gitlub`, did you mean'],
    [['explain', 'eviction-hard-missing'], 'did you mean `kubelet/eviction-hard-missing`?'],
    [['explain', 'kubelet'], '`klint rules kubelet` lists them'],
    [['cluster', '--compare'], 'argument missing\n       see `klint help cluster`'],
    [['--config'], 'argument missing\n       see `klint --help`'],
  ] as const) {
    const { code, out, err } = await klint({}, argv)
    assert.is(code, 2, argv.join(' '))
    assert.is(out, '')
    assert.match(err, words)
  }
})

test('KLINT_FORMAT is about reports', async () => {
  assert.is((await klint({}, ['rules'], { env: { KLINT_FORMAT: 'sarif' } })).code, 0)
})

test('the definition knows every command and flag', () => {
  const { commands, flags } = definition()
  assert.equal(commands.map(({ name }) => name).sort(), [...COMMANDS, 'help'].sort())
  assert.ok(flags.some(({ long, short, argument }) => long === '--format' && short === '-f' && argument === '<name>'))
  assert.ok(flags.every(({ long, description }) => long.startsWith('--') && description !== ''))
})

test.run()
