import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { OWN_RULES } from '../../src/engine/own.js'
import { type KnownRules, readConfiguration } from '../../src/engine/read-configuration.js'
import { UserError } from '../../src/model/user-error.js'
import { readYaml } from '../../src/parsers/syntax/yaml.js'
import { CATALOG } from '../../src/rules/catalog.js'

const test = suite('mistakes in klint.yaml')

const RULES: KnownRules = { ...CATALOG, ...Object.fromEntries(Object.keys(OWN_RULES).map(id => [id, {}])) }

/** What is said of a configuration; none if it is accepted. */
async function mistakes(source: string): Promise<string[]> {
  try {
    await readConfiguration({ uri: 'klint.yaml', source }, RULES, doc => readYaml(doc))
    return []
  } catch (error) {
    if (error instanceof UserError) return error.what.split('\n')
    throw error
  }
}

const told = async (source: string, ...lines: readonly string[]): Promise<void> =>
  assert.equal(
    await mistakes(source),
    lines.map(line => `klint.yaml:${line}`),
    source,
  )

test('unknown keys, at each level, with the nearest or all there are', async () => {
  await told('preset: strict\n', '1:1: unknown key `preset`, did you mean `extends`?')
  await told('exclud: []\n', '1:1: unknown key `exclud`, did you mean `exclude`?')
  await told('ignore: []\n', '1:1: unknown key `ignore`, did you mean `ignores`?')
  await told(
    'zzz: 1\n',
    '1:1: unknown key `zzz`, known are root, extends, rules, overrides, ignores, requireReason, exclude, clusters',
  )
  await told('rules: { etcd/timers-differ: { level: off } }\n', '1:32: unknown key `level`, did you mean `severity`?')
  await told('overrides:\n- files: [a]\n  rules: {}\n  glob: b\n', '4:3: unknown key `glob`, did you mean `files`?')
  await told(
    'overrides:\n- files: [a]\n  rules: { etcd/timers-differ: { sverity: off } }\n',
    '3:34: unknown key `sverity`, did you mean `severity`?',
  )
  const ignore = 'ignores:\n- rule: etcd/timers-differ\n  paths: [a]\n  reason: b\n'
  await told(`${ignore}  expire: 2026-01-01\n`, '5:3: unknown key `expire`, did you mean `expires`?')
  await told(`${ignore}  where: { pol: a }\n`, '5:12: unknown key `pol`, did you mean `pool`?')
  await told(
    'clusters: { a: { files: [a], version: 1.34 } }\n',
    '1:30: unknown key `version`, did you mean `kubernetesVersion`?',
  )
  await told('clusters: [{ nam: a, name: a, files: [a] }]\n', '1:14: unknown key `nam`, did you mean `name`?')
})

test('values of the wrong kind, and what is missing', async () => {
  await told('rules: []\n', '1:8: `rules` must be a map')
  await told('overrides: { a: b }\n', '1:12: `overrides` must be a list')
  await told('overrides: [a]\n', '1:13: entry 1 of `overrides` must be a map')
  await told('overrides: [{ files: [a] }]\n', '1:13: entry 1 of `overrides` lacks `rules`')
  await told('overrides: [{ files: [], rules: {} }]\n', '1:22: `files` is an empty list')
  await told('overrides: [{ files: a, rules: {} }]\n', '1:22: `files` must be a list')
  await told(
    'ignores: [{}]\n',
    '1:11: entry 1 of `ignores` lacks `rule`',
    '1:11: entry 1 of `ignores` lacks `paths`',
    '1:11: entry 1 of `ignores` lacks `reason`',
  )
  await told('ignores: [{ rule: etcd/timers-differ, paths: [a], reason: " " }]\n', '1:59: `reason` is empty')
  await told('requireReason: yes\n', '1:16: `requireReason` must be `true` or `false`')
  await told('root: 1\n', '1:7: `root` must be `true` or `false`')
  await told('exclude: [{ a: b }]\n', '1:11: entry 1 of `exclude` must be a word')
  await told('extends: { a: b }\n', '1:10: `extends` must be one preset, known are talk, recommended, strict, cis, all')
  await told('rules: { etcd/timers-differ: { options: [] } }\n', '1:41: `options` must be a map')
  await told('just words\n', '1:1: the configuration must be a map')
  await told(
    'extends: {{ preset }}\n',
    '1:10: a key of this map is no word; a value that begins with `{` wants quotes',
    '1:10: `extends` must be one preset, known are talk, recommended, strict, cis, all',
  )
})

test('names that are not known', async () => {
  await told('extends: [talk, strikt]\n', '1:17: unknown preset `strikt`, did you mean `strict`?')
  await told(
    'extends: everything\n',
    '1:10: unknown preset `everything`, known are talk, recommended, strict, cis, all',
  )
  await told(
    'rules: { etcd/timers-diffr: off }\n',
    '1:10: unknown rule `etcd/timers-diffr`, did you mean `etcd/timers-differ`?',
  )
  await told(
    'rules: { etcd/timers-differ: fatal }\n',
    '1:30: unknown severity `fatal`, known are off, info, warning, error',
  )
  await told('rules: { etcd/timers-differ: 2 }\n', '1:30: unknown severity `2`, known are off, info, warning, error')
  await told(
    'overrides: [{ files: [a], rules: { timers-differ: off } }]\n',
    '1:36: unknown rule `timers-differ`, did you mean `etcd/timers-differ`?',
  )
  await told(
    'ignores: [{ rule: [etcd/timers-differs], paths: [a], reason: b }]\n',
    '1:20: unknown rule `etcd/timers-differs`, did you mean `etcd/timers-differ`?',
  )
  await told(
    'ignores: [{ rule: etcd/timers-differ, paths: [a], reason: b, where: { component: kubelt } }]\n',
    '1:82: unknown component `kubelt`, did you mean `kubelet`?',
  )
  await told(
    'overrides: [{ files: [a], rules: { autoscaler/bulk-delete-uncapped: { options: { maxShares: 1, max: many } } } }]\n',
    '1:82: unknown option `maxShares` of `autoscaler/bulk-delete-uncapped`, did you mean `maxShare`?',
    '1:101: `max` of `autoscaler/bulk-delete-uncapped` must be a number',
  )
  await told(
    'clusters:\n- { name: a, files: [a] }\n- { name: a, files: [b] }\n',
    '3:11: a cluster `a` is named twice, first at klint.yaml:2:11',
  )
})

test('days and globs', async () => {
  const expires = (day: string) => `ignores: [{ rule: etcd/timers-differ, paths: [a], reason: b, expires: ${day} }]\n`
  for (const day of ['2027-02-29', '30.06.2027', '2027', 'soon'])
    await told(expires(day), `1:71: \`${day}\` is no day, write one like \`2027-06-30\``)
  await told("exclude: ['!a']\n", '1:11: the glob takes nothing back: `!` has no meaning here')
  await told('exclude: [/a]\n', '1:11: the glob begins with `/`: globs start at the directory of the configuration')
  await told("exclude: ['']\n", '1:11: the glob is empty')
  await told("exclude: ['a/{b,c']\n", '1:11: the glob has a brace without its other half')
  await told("exclude: ['a/[b']\n", '1:11: the glob has a `[` without `]`')
  await told(
    "ignores: [{ rule: etcd/timers-differ, paths: ['[a'], reason: b }]\n",
    '1:47: the glob has a `[` without `]`',
  )
})

test('several mistakes are told in the order of the file, whatever finds them', async () => {
  await told(
    'rules:\n  etcd/timers-differ: fatal\n  kubelet/no-such: off\nexclude: ["!a"]\nextends: tlak\nextends: all\n',
    '2:23: unknown severity `fatal`, known are off, info, warning, error',
    '3:3: unknown rule `kubelet/no-such`, see `klint rules`',
    '4:11: the glob takes nothing back: `!` has no meaning here',
    '6:1: `extends` is written twice, first at klint.yaml:5:1',
  )
})

test('anchors and merge keys are read; a key that overrides a merged one is not written twice', async () => {
  await told(
    'rules: { etcd/timers-differ: &off { severity: off }, etcd/disk-shared-or-slow: *off }\noverrides:\n- &one\n  files: [a]\n  rules: {}\n- &two\n  files: [b]\n  rules: {}\n- <<: [*one, *two]\n  files: [c]\n- <<: *two\n',
  )
})

test('broken YAML, and JSON, have their place too', async () => {
  await told('{"extends": "tlak"}', '1:13: unknown preset `tlak`, did you mean `talk`?')
  await told('\ufeff{"extends": "tlak"}', '1:13: unknown preset `tlak`, did you mean `talk`?')
  await told('{}\n{"extends": "talk"}\n', '2:1: a configuration is one document')
  for (const source of ['a: [\n', 'a: "b\n', '*x', 'a: &x *x', '\t- a', 'a: b: c', '{"a": 1,,}'])
    assert.match((await mistakes(source))[0] ?? '', /^klint\.yaml:\d+:\d+: /, source)
})

test('tens of thousands of mistakes take no time', async () => {
  const start = performance.now()
  const keys = await mistakes(Array.from({ length: 50_000 }, (_, i) => `x${i}: 1\n`).join(''))
  assert.is(keys.at(-1), 'and 49995 more')
  const rules = await mistakes(`rules:\n${Array.from({ length: 30_000 }, (_, i) => `  kubelet/x${i}: off\n`).join('')}`)
  assert.is(rules.at(-1), 'and 29995 more')
  assert.ok(performance.now() - start < 10_000, `${performance.now() - start} ms`)
})

const WORDS = [
  'off',
  'error',
  'talk',
  'all',
  'a/**',
  '',
  '2027-01-01',
  '1.34',
  'true',
  '~',
  '*x',
  '&x y',
  '!',
  '"',
  '{{ x }}',
  '\ufdd0',
  'é',
  '__proto__',
  'constructor',
  '<<',
]
const IDS = [...Object.keys(RULES).slice(0, 6), 'klint/unused-suppression', 'kubelet/no-such']
const KEYS = [
  'root',
  'extends',
  'rules',
  'overrides',
  'ignores',
  'requireReason',
  'exclude',
  'clusters',
  '$schema',
  'files',
  'rule',
  'paths',
  'where',
  'reason',
  'expires',
  'component',
  'cluster',
  'pool',
  'text',
  'name',
  'kubernetesVersion',
  'severity',
  'options',
  'min',
  ...IDS,
  ...WORDS,
]

/** Values that look like configurations. */
const { value } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(...WORDS, ...IDS, 0, -1, 1.5, true, null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 5 }),
  ),
}))

const ignore = fc.record(
  { rule: fc.oneof(fc.constantFrom(...IDS), value), paths: value, reason: value, where: value, expires: value },
  { requiredKeys: ['rule', 'paths', 'reason'] },
)
const whole = fc.record(
  {
    extends: fc.oneof(fc.constantFrom('talk', 'cis'), value),
    rules: fc.oneof(fc.dictionary(fc.constantFrom(...IDS), value), value),
    overrides: fc.oneof(fc.array(fc.record({ files: value, rules: value })), value),
    ignores: fc.oneof(fc.array(ignore), value),
    clusters: value,
    exclude: value,
    requireReason: value,
  },
  { requiredKeys: [] },
)

/** Block style, in which words are not quoted: half of them are YAML of their own. */
function block(tree: unknown, indent = ''): string {
  if (Array.isArray(tree))
    return tree.length === 0 ? ' []' : tree.map(item => `\n${indent}-${block(item, `${indent}  `)}`).join('')
  if (typeof tree !== 'object' || tree === null) return ` ${String(tree)}`
  const entries = Object.entries(tree)
  return entries.length === 0
    ? ' {}'
    : entries.map(([key, item]) => `\n${indent}${key}:${block(item, `${indent}  `)}`).join('')
}

test('whatever is written, it is a configuration or a mistake with its place', async () => {
  const isTold = async (source: string) => {
    for (const line of await mistakes(source)) assert.match(line, /^klint\.yaml:\d+:\d+: \S|^and \d+ more$/, source)
  }
  await fc.assert(
    fc.asyncProperty(fc.oneof(whole, value), async tree => {
      await isTold(JSON.stringify(tree))
      await isTold(block(tree))
    }),
    { numRuns: 150 },
  )
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), isTold), { numRuns: 150 })
})

test.run()
