import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Configuration, clusterMatcher } from '../../src/engine/configuration.js'
import { type KnownRules, readConfiguration } from '../../src/engine/read-configuration.js'
import { type Location, position } from '../../src/model/location.js'
import { UserError } from '../../src/model/user-error.js'
import { readYaml } from '../../src/parsers/syntax/yaml.js'

const test = suite('configuration')

const RULES: KnownRules = {
  'kubelet/max-pods': {
    options: {
      limit: { type: 'number', default: 250, why: 'w' },
      grace: { type: 'duration', default: '10m', why: 'w' },
      least: { type: 'quantity', default: '100Mi', why: 'w' },
      except: { type: 'strings', default: [], why: 'w' },
      names: { type: 'pattern', default: '^a', why: 'w' },
    },
  },
  'etcd/single-member': {},
}

const read = (source: string, base = ''): Promise<Configuration> =>
  readConfiguration({ uri: 'klint.yaml', source }, RULES, doc => readYaml(doc), base)

async function mistakes(source: string): Promise<string[]> {
  try {
    await read(source)
  } catch (error) {
    if (error instanceof UserError) return error.what.split('\n')
    throw error
  }
  throw new Error('accepted')
}

/** What a configuration says, without where it says so. */
const said = ({ places: _, ...config }: Configuration): unknown =>
  JSON.parse(JSON.stringify(config, (key, value) => (key === 'places' || key === 'at' ? undefined : value)))

/** `3:5` */
const place = (at: Location | undefined): string => {
  if (at === undefined) return ''
  const { line, column } = position(at.doc, at.start)
  return `${line}:${column}`
}

const FULL = `
$schema: https://example.com/klint.schema.json
root: true
extends: [strict, talk]
rules:
  etcd/single-member: off
  kubelet/max-pods:
    severity: info
    options: { limit: 500, grace: 5m, least: 1Gi, except: [a] }
overrides:
  - files: [legacy]
    rules: { etcd/single-member: warning, kubelet/max-pods: { options: { limit: 900 } } }
ignores:
  - rule: etcd/single-member
    paths: [dev/**]
    reason: one member is enough there
  - rule: [etcd/single-member, kubelet/max-pods]
    paths: [prod/pools.yaml]
    where: { component: kubelet, cluster: prod, pool: 2024, text: maxPods }
    reason: " until the pool is gone "
    expires: 2027-06-30
requireReason: true
exclude: ["{{cookiecutter.name}}/**", test/]
clusters:
  prod: { files: [prod/**], kubernetesVersion: 1.30 }
  dev: { files: [dev/**] }
`

test('everything it may hold', async () => {
  const config = await read(FULL)
  const { clusters, ...rest } = config
  assert.equal(said(rest), {
    base: '',
    extends: ['strict', 'talk'],
    rules: {
      'etcd/single-member': { severity: 'off' },
      'kubelet/max-pods': { severity: 'info', options: { limit: 500, grace: '5m', least: '1Gi', except: ['a'] } },
    },
    overrides: [
      {
        files: ['legacy'],
        rules: { 'etcd/single-member': { severity: 'warning' }, 'kubelet/max-pods': { options: { limit: 900 } } },
      },
    ],
    ignores: [
      { rules: ['etcd/single-member'], paths: ['dev/**'], reason: 'one member is enough there' },
      {
        rules: ['etcd/single-member', 'kubelet/max-pods'],
        paths: ['prod/pools.yaml'],
        where: { component: 'kubelet', cluster: 'prod', pool: '2024', text: 'maxPods' },
        reason: 'until the pool is gone',
        expires: { day: '2027-06-30' },
      },
    ],
    requireReason: true,
    exclude: ['{{cookiecutter.name}}/**', 'test/'],
  })
  const [prod, dev] = clusters ?? []
  assert.is(prod?.name, 'prod')
  assert.is(prod?.kubernetesVersion?.min.minor, 30, '1.30 is a version and no number')
  assert.is(prod?.kubernetesVersion?.source, 'klint.yaml:25:48')
  assert.is(dev?.name, 'dev')
  assert.equal(dev?.files, ['dev/**'])
  assert.is(dev?.kubernetesVersion, undefined)
})

test('where each thing is written', async () => {
  const { rules, overrides, ignores, places } = await read(FULL)
  assert.equal(places?.extends?.map(place), ['4:11', '4:19'])
  assert.equal(places?.exclude?.map(place), ['23:11', '23:39'])
  assert.is(place(places?.requireReason), '22:16')
  assert.is(place(rules?.['etcd/single-member']?.places?.severity), '6:23')
  assert.is(place(rules?.['kubelet/max-pods']?.places?.options?.grace), '9:35')
  assert.is(place(overrides?.[0]?.at), '11:5')
  assert.equal(
    ignores?.map(({ at, expires }) => [place(at), place(expires?.at)]),
    [
      ['14:11', ''],
      ['17:11', '21:14'],
    ],
  )
})

test('an empty file, comments only, JSON, a byte order mark, CRLF', async () => {
  assert.equal(await read(''), { base: '' })
  assert.equal(await read('# nothing\n'), { base: '' })
  assert.equal((await read('\ufeff{"extends": "talk"}')).extends, ['talk'])
  assert.equal((await read('extends: talk\r\nexclude:\r\n- a\r\n')).extends, ['talk'])
})

test('clusters as a list', async () => {
  const { clusters } = await read('clusters:\n- name: a\n  files: [x]\n  kubernetesVersion: "v1.34.2"\n')
  assert.is(clusters?.[0]?.name, 'a')
  assert.is(clusters?.[0]?.kubernetesVersion?.max.patch, 2)
})

test('unknown names come with the nearest, at their place', async () => {
  assert.equal(await mistakes('extnds: talk\n'), ['klint.yaml:1:1: unknown key `extnds`, did you mean `extends`?'])
  assert.equal(await mistakes('extends: tlak\n'), ['klint.yaml:1:10: unknown preset `tlak`, did you mean `talk`?'])
  assert.equal(await mistakes('rules:\n  kubelet/max-pod: off\n'), [
    'klint.yaml:2:3: unknown rule `kubelet/max-pod`, did you mean `kubelet/max-pods`?',
  ])
  assert.equal(await mistakes('rules:\n  kubelet/max-pods: warn\n'), [
    'klint.yaml:2:21: unknown severity `warn`, did you mean `warning`?',
  ])
  assert.equal(await mistakes('rules:\n  kubelet/max-pods: { severty: off }\n'), [
    'klint.yaml:2:23: unknown key `severty`, did you mean `severity`?',
  ])
  assert.equal(await mistakes('rules:\n  kubelet/max-pods: { options: { limits: 1 } }\n'), [
    'klint.yaml:2:34: unknown option `limits` of `kubelet/max-pods`, did you mean `limit`?',
  ])
  assert.equal(await mistakes('rules:\n  etcd/single-member: { options: { limits: 1 } }\n'), [
    'klint.yaml:2:36: unknown option `limits` of `etcd/single-member`, it has none',
  ])
  assert.equal(await mistakes('clusters:\n  a: { file: [x], files: [y] }\n'), [
    'klint.yaml:2:8: unknown key `file`, did you mean `files`?',
  ])
})

test('values of the wrong kind', async () => {
  assert.equal(await mistakes('exclude: a\n'), ['klint.yaml:1:10: `exclude` must be a list'])
  assert.equal(await mistakes('rules: [a]\n'), ['klint.yaml:1:8: `rules` must be a map'])
  assert.equal(await mistakes('- a\n'), ['klint.yaml:1:1: the configuration must be a map'])
  assert.equal(await mistakes('clusters:\n  a: {}\n'), ['klint.yaml:2:6: `a` lacks `files`'])
  assert.equal(await mistakes('clusters:\n- files: [a]\n'), ['klint.yaml:2:3: entry 1 of `clusters` lacks `name`'])
  assert.equal(await mistakes('clusters: { a: { files: [b], kubernetesVersion: latest } }\n'), [
    'klint.yaml:1:49: `latest` is no Kubernetes version, write one like `1.34` or `1.34.2`',
  ])
  const options =
    'rules:\n  kubelet/max-pods:\n    options:\n      limit: "1"\n      grace: 1d\n      least: lots\n      except: a\n'
  assert.equal(await mistakes(options), [
    'klint.yaml:4:14: `limit` of `kubelet/max-pods` must be a number',
    'klint.yaml:5:14: `grace` of `kubelet/max-pods` must be a duration such as `10s` or `5m`',
    'klint.yaml:6:14: `least` of `kubelet/max-pods` must be a quantity such as `100Mi` or `2`',
    'klint.yaml:7:15: `except` of `kubelet/max-pods` must be a list of strings',
  ])
})

test('regular expressions that are none, or could take forever', async () => {
  const names = (value: string) => mistakes(`rules:\n  kubelet/max-pods: { options: { names: '${value}' } }\n`)
  const at = 'klint.yaml:2:41: `names` of `kubelet/max-pods`'
  assert.equal(await names('(a'), [`${at} must be a regular expression (Unterminated group)`])
  assert.equal(await names('(a+)+$'), [`${at} repeats what repeats itself or has alternatives, which can take forever`])
  assert.equal(await names('a'.repeat(201)), [`${at} is longer than 200 characters`])
  assert.equal(await mistakes('rules:\n  kubelet/max-pods: { options: { names: 1 } }\n'), [
    `${at} must be a regular expression`,
  ])
})

test('globs that stand for too much', async () => {
  const glob = (value: string) => mistakes(`exclude: ['${value}']\n`)
  const at = 'klint.yaml:1:11: the glob'
  assert.equal(await glob('a*'.repeat(21)), [`${at} has more than 20 stars`])
  assert.equal(await glob('{a,b}'.repeat(6)), [`${at} has more than 5 braces`])
  assert.equal(await glob('{a,b,c}'.repeat(5)), [`${at} stands for more than 200 globs`])
  assert.equal(await glob('{1..201}'), [`${at} stands for more than 200 globs`])
  assert.equal(await glob('x'.repeat(501)), [`${at} is longer than 500 characters`])
  assert.equal(await mistakes("clusters:\n  a: { files: ['{a,b}{c,d}{e,f}{g,h}{i,j}{k,l}'] }\n"), [
    'klint.yaml:2:16: the glob has more than 5 braces',
  ])
  assert.equal(await mistakes(`exclude: [${'a, '.repeat(1_001)}]\n`), [
    'klint.yaml:1:3011: a configuration has no more than 1000 globs',
  ])
  await read(
    "exclude: ['**/{test,tests,testdata}/**/*.{yaml,yml,json}', 'node-{1..99}/**', '{{cookiecutter.name}}/**']\n",
  )
})

test('broken YAML and several documents', async () => {
  assert.match((await mistakes('extends: [talk\n'))[0]!, /^klint\.yaml:\d+:\d+: /)
  assert.match(
    (await mistakes('extends: talk\n---\nextends: cis\n'))[0]!,
    'klint.yaml:3:1: a configuration is one document',
  )
})

test('many mistakes: five are named', async () => {
  const found = await mistakes(Array.from({ length: 9 }, (_, i) => `x${i}: 1\n`).join(''))
  assert.is(found.length, 6)
  assert.is(found[5], 'and 4 more')
})

test('names of the prototype are no rules', async () => {
  assert.match((await mistakes('rules:\n  constructor: off\n'))[0]!, 'unknown rule `constructor`')
  assert.match((await mistakes('rules:\n  __proto__: off\n'))[0]!, 'unknown rule `__proto__`')
})

test('an alias bomb costs what its source costs', async () => {
  const levels = Array.from({ length: 30 }, (_, i) => `x${i}: &a${i} [${i === 0 ? '1' : `*a${i - 1}, *a${i - 1}`}]`)
  const start = performance.now()
  await mistakes(`${levels.join('\n')}\n`)
  assert.ok(performance.now() - start < 1000)
})

test('files belong to the first cluster whose globs match, seen from the configuration', async () => {
  const config = await read('clusters:\n  prod: { files: [envs/prod/, "*.tf"] }\n  rest: { files: ["**"] }\n', 'envs')
  const of = await clusterMatcher(config)
  assert.is(of('prod/a/b.yaml')?.name, 'prod')
  assert.is(of('../main.tf')?.name, 'prod')
  assert.is(of('main.tf')?.name, 'rest')
  assert.is((await clusterMatcher({}))('a'), undefined)
})

test('a key that is written twice is a mistake, wherever it stands', async () => {
  assert.equal(await mistakes('extends: talk\nexclude: []\nextends: strict\n'), [
    'klint.yaml:3:1: `extends` is written twice, first at klint.yaml:1:1',
  ])
  assert.equal(await mistakes('rules:\n  etcd/single-member: off\n  etcd/single-member: error\n'), [
    'klint.yaml:3:3: `etcd/single-member` is written twice, first at klint.yaml:2:3',
  ])
  assert.equal(await mistakes('clusters:\n  - name: a\n    files: [a/]\n    files: [b/]\n'), [
    'klint.yaml:4:5: `files` is written twice, first at klint.yaml:3:5',
  ])
})

test('a version klint knows nothing of is a mistake that names those it knows', async () => {
  const [what = ''] = await mistakes('clusters:\n  a: { files: [a/], kubernetesVersion: 1.99 }\n')
  assert.match(what, /^klint\.yaml:2:\d+: klint knows nothing of Kubernetes `1\.99`, but of 1\.2 to 1\.\d+$/)
})

test.run()
