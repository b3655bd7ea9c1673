import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { NOT_READ, READ, SOURCES } from '../../scripts/e2e/names.js'
import { options } from '../../src/cli/options.js'
import { parse as parseArguments } from '../../src/cli/parse.js'
import { mayHold } from '../../src/parsers/sniff.js'
import { klint } from '../support/klint.js'
import { read } from '../support/repository.js'

const test = suite('.pre-commit-hooks.yaml')

interface Hook {
  readonly id: string
  readonly entry: string
  readonly language: string
  readonly files: string
  readonly pass_filenames?: boolean
  readonly require_serial?: boolean
}
const hooks: readonly Hook[] = parse(read('.pre-commit-hooks.yaml'))
const [{ files } = { files: '' }] = hooks

/** Python's verbose expressions ignore blanks and comments, which those of JavaScript cannot. */
function javascript(expression: string): RegExp {
  const verbose = '(?ix)'
  assert.ok(expression.startsWith(verbose))
  return new RegExp(expression.slice(verbose.length).replace(/\s+(?:#.*)?/g, ''), 'i')
}
const takes = (name: string): boolean => javascript(files).test(name)

test('all hooks take the same files', () => {
  for (const hook of hooks) assert.is(hook.files, files, hook.id)
})

test('ids and entries', () => {
  const entries = Object.fromEntries(hooks.map(({ id, language, entry }) => [id, `${language}: ${entry}`]))
  assert.equal(entries, {
    klint: 'node: klint --pass-on-no-inputs',
    'klint-fix': 'node: klint --fix --pass-on-no-inputs',
    'klint-files': 'node: klint --pass-on-no-inputs --in-context',
    'klint-system': 'system: klint --pass-on-no-inputs',
  })
})

test('a cluster is many files: only `klint-files` is given names, and no hook runs twice at a time on them', () => {
  for (const { id, pass_filenames, require_serial } of hooks) {
    assert.is(pass_filenames ?? true, id === 'klint-files', id)
    assert.ok(pass_filenames === false || require_serial === true, id)
  }
})

test('what hooks pass is read without commander, as commander would', async () => {
  for (const { entry } of hooks) {
    const words = entry.split(' ').slice(1)
    const quick = await parseArguments([...words, 'a.yaml'])
    // nothing but commander knows this one
    const full = await parseArguments([...words, '--offline', 'a.yaml'])
    assert.ok(quick.command === 'lint' && full.command === 'lint')
    assert.not.ok('offline' in quick.options)
    assert.equal(options(quick.words, quick.options, {}), options(full.words, full.options, {}))
    assert.equal(quick.words, ['a.yaml'])
  }
})

test('names of files are neither commands nor options', async () => {
  const [entry = ''] = hooks.filter(({ id }) => id === 'klint-files').map(({ entry }) => entry)
  const words = entry.split(' ').slice(1)
  for (const name of ['cluster', 'init', 'clean', 'help'])
    for (const more of [[], ['--fail-on=error'], ['--offline']]) {
      const asked = await parseArguments([...words, ...more, name])
      if (more[0] !== '--offline') assert.equal(asked.command === 'lint' && asked.words, [`./${name}`])
    }
  const only = await parseArguments([...words, '--only', 'cluster', 'a.yaml'])
  assert.equal(only.command === 'lint' && [only.options.only, only.words], [['cluster'], ['a.yaml']])

  const kubelet =
    'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\nevictionHard: {memory.available: 1%}\n'
  const files = {
    'kubelet.yaml': kubelet,
    cluster: 'A=b\n',
    '--fail-on=never': 'A=b\n',
    '--output=json=d/x.yaml': 'a: b\n',
  }
  assert.is((await klint(files, [...words, 'cluster', 'kubelet.yaml'])).code, 1)
  for (const name of ['--fail-on=never', '--output=json=d/x.yaml']) {
    const { code, err } = await klint(files, [...words, 'kubelet.yaml', name])
    assert.equal([code, err.split('\n')[0]], [2, `klint: \`${name}\` is a file, and reads as an option`])
  }
})

test('the files are those klint reads, and no source code', () => {
  for (const name of READ) assert.equal([name, takes(name), mayHold(name)], [name, true, true])
  for (const name of NOT_READ) assert.equal([name, takes(name), mayHold(name)], [name, false, false])
  for (const name of SOURCES) assert.equal([name, takes(name), mayHold(name)], [name, false, true])
})

test('hooks and klint agree on every name', () => {
  const stem = fc.constantFrom(
    'a',
    'kubelet',
    'user-data',
    'user_data1',
    'cloud-init',
    'cloudconfig',
    'my-user-data',
    '',
  )
  const ending = fc.constantFrom(
    ...'yaml yml json jsonl manifest tf tfvars hcl service timer conf env sh bash cfg mime txt cloudinit userdata'.split(
      ' ',
    ),
    ...'j2 jinja jinja2 tmpl tpl tftpl erb gotmpl template bak zip master vars toml ini'.split(' '),
  )
  const base = fc.tuple(stem, fc.array(ending, { maxLength: 3 })).map(([name, endings]) => [name, ...endings].join('.'))
  const folders = fc.array(fc.constantFrom('a', 'a.yaml', 'etc', 'default', 'etcd', 'sysconfig', 'user-data', 'x.d'), {
    maxLength: 3,
  })
  const path = fc.tuple(folders, base).map(([above, name]) => [...above, name].join('/'))
  fc.assert(
    fc.property(
      path.filter(name => !/(?:^|\/)$/.test(name)),
      name => takes(name) === mayHold(name),
    ),
    { numRuns: 2000, seed: 1 },
  )
})

test('docs/pre-commit.md shows and names the hooks there are', () => {
  const page = read('docs/pre-commit.md')
  const ids = hooks.map(({ id }) => id)
  const shown = [...page.matchAll(/^ *- id: (\S+)$/gm)].map(([, id]) => id ?? '')
  assert.ok(shown.length > 2)
  for (const id of shown) assert.ok(ids.includes(id), id)
  assert.equal(
    [...page.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, id]) => id),
    ids,
  )
  for (const [, yaml = ''] of page.matchAll(/^```yaml\n(.*?)^```$/gms)) assert.ok(parse(yaml) !== null)
})

test.run()
