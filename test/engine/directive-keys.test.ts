import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { open } from '../../src/parsers/embed.js'
import { readYaml } from '../../src/parsers/syntax/yaml.js'
import { hushed, mended, suppressing, told } from '../support/suppressing.js'

const test = suite('directives in keys and annotations')

const FIVE = 'kubelet/five-hundred'
const SIX = 'kubelet/six-hundred'

const JSON_HEAD = '"kind": "KubeletConfiguration", "apiVersion": "kubelet.config.k8s.io/v1beta1"'

/** Silences, is reported once the finding is gone, and the fix leaves what stands without it. */
async function proves(path: string, source: string, without: string, by: string, at: string): Promise<void> {
  const found = await suppressing({ [path]: source })
  assert.equal(told(found), [], source)
  assert.equal(
    hushed(found).map(said => said.split(' ')[0]),
    [`${by}:`],
  )
  const { outcome } = await suppressing({ [path]: source.replace('500', '110') })
  assert.equal(
    outcome.findings.map(({ rule }) => rule),
    ['klint/unused-suppression'],
    source,
  )
  const [unused] = outcome.findings
  const { doc, start, end } = unused!.at
  assert.is(doc.source.slice(start, end), at)
  assert.is(mended(unused!), without.replace('500', '110'))
  assert.equal(readYaml(open(path, mended(unused!))).problems, [])
}

const key = (verb: string) => `"//": "klint: ${verb}[${FIVE}] why"`

test('JSON: a key in the top map, for the file or the map', async () => {
  for (const verb of ['ignore', 'ignore-file']) {
    const directive = key(verb)
    await proves(
      'kubelet.json',
      `{\n  ${directive},\n  ${JSON_HEAD},\n  "maxPods": 500\n}\n`,
      `{\n  ${JSON_HEAD},\n  "maxPods": 500\n}\n`,
      'comment',
      directive,
    )
    await proves(
      'kubelet.json',
      `{ ${JSON_HEAD}, "maxPods": 500, ${directive} }`,
      `{ ${JSON_HEAD}, "maxPods": 500 }`,
      'comment',
      directive,
    )
  }
})

test('JSON: several in a list', async () => {
  const list = (...directives: string[]) => `{ ${JSON_HEAD}, "//": [${directives.join(', ')}], "maxPods": 500 }`
  const five = `"klint: ignore[${FIVE}] why"`
  await proves('kubelet.json', list('"see the wiki"', five), list('"see the wiki"'), 'comment', five)
  await proves('kubelet.json', list(five, '"see the wiki"'), list('"see the wiki"'), 'comment', five)
  await proves('kubelet.json', list(five), `{ ${JSON_HEAD}, "maxPods": 500 }`, 'comment', five)
})

test('a key in YAML, with lines of its own', async () => {
  const head = 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n'
  await proves(
    'kubelet.yaml',
    `${head}${key('ignore')}\nmaxPods: 500\n`,
    `${head}maxPods: 500\n`,
    'comment',
    key('ignore'),
  )
  await proves(
    'kubelet.yaml',
    `${head}maxPods: 500\n${key('ignore')}\n`,
    `${head}maxPods: 500\n`,
    'comment',
    key('ignore'),
  )
})

test('a key is about its map alone, and prose in one is prose', async () => {
  const pods = (a: string, b: string) =>
    `{"apiVersion": "v1", "kind": "List", "items": [${[a, b]
      .map(
        (more, i) =>
          `{${more}"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "kube-apiserver-${i}", "namespace": "kube-system"}, "spec": {"containers": [{"name": "kube-apiserver", "image": "registry.k8s.io/kube-apiserver:v1.34.0", "command": ["kube-apiserver", "--max-requests-inflight=500"]}]}}`,
      )
      .join(', ')}]}`
  assert.is(told(await suppressing({ 'pods.json': pods('', '') })).length, 2)
  assert.is(told(await suppressing({ 'pods.json': pods(`${key('ignore')}, `, '') })).length, 1)
  assert.is(told(await suppressing({ 'pods.json': pods('"//": "see klint: ignore[x/y]", ', '') })).length, 2)
  const said = async (verb: string) =>
    (await suppressing({ 'pods.json': pods(`${key(verb)}, `, '') })).outcome.findings
      .filter(({ rule }) => rule.startsWith('klint/'))
      .map(({ what }) => what)
  assert.equal(await said('ignore-file'), ['`klint: ignore-file` stands below the top'])
  assert.equal(await said('disable'), ['`klint: disable` needs a comment, a map has no order'])
})

const apiserver = (annotations: string, of: 'Pod' | 'Deployment' = 'Pod', template = '') => {
  const spec = (indent: string) =>
    `${indent}containers:\n${indent}  - name: kube-apiserver\n${indent}    image: registry.k8s.io/kube-apiserver:v1.34.0\n${indent}    command:\n${indent}      - kube-apiserver\n${indent}      - --max-requests-inflight=500\n`
  return of === 'Pod'
    ? `apiVersion: v1\nkind: Pod\nmetadata:\n  name: kube-apiserver\n  namespace: kube-system\n${annotations}spec:\n${spec('  ')}`
    : `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: kube-apiserver\n  namespace: kube-system\n${annotations}spec:\n  template:\n    metadata:\n${template}      name: kube-apiserver\n    spec:\n${spec('      ')}`
}

test('an annotation is about its object', async () => {
  const value = `${FIVE}: why`
  const alone = `  annotations:\n    klint.dev/ignore: "${value}"\n`
  await proves('a.yaml', apiserver(alone), apiserver(''), 'annotation', value)
  await proves('a.yaml', apiserver(alone, 'Deployment'), apiserver('', 'Deployment'), 'annotation', value)
  const beside = (more: string) => `  annotations:\n    a: b\n${more}    c: d\n`
  await proves(
    'a.yaml',
    apiserver(beside(`    klint.dev/ignore: '${value}'\n`)),
    apiserver(beside('')),
    'annotation',
    value,
  )
  await proves(
    'a.yaml',
    apiserver('', 'Deployment', `      annotations:\n        klint.dev/ignore: "${value}"\n`),
    apiserver('', 'Deployment'),
    'annotation',
    value,
  )
  const [silenced] = (await suppressing({ 'a.yaml': apiserver(alone) })).outcome.silenced
  assert.is(silenced!.silencing.reason, 'why')
  // the object beside it is another one
  assert.is(
    told(
      await suppressing({
        'a.yaml': `${apiserver(alone)}---\n${apiserver('').replace('name: kube-apiserver\n', 'name: apiserver-2\n')}`,
      }),
    ).length,
    1,
  )
})

test('several in one annotation, parted by lines or semicolons', async () => {
  for (const [both, one] of [
    [`    klint.dev/ignore: "${FIVE}: why; ${SIX}: why not"\n`, `    klint.dev/ignore: "${FIVE}: why"\n`],
    [`    klint.dev/ignore: "${SIX}; ${FIVE}: why"\n`, `    klint.dev/ignore: "${FIVE}: why"\n`],
    [`    klint.dev/ignore: |\n      ${SIX}: a\n      ${FIVE}: why\n`, `    klint.dev/ignore: |\n      ${FIVE}: why\n`],
    [`    klint.dev/ignore: |\n      ${FIVE}: why\n      ${SIX}: a\n`, `    klint.dev/ignore: |\n      ${FIVE}: why\n`],
  ] as const) {
    const [unused, ...more] = (await suppressing({ 'a.yaml': apiserver(`  annotations:\n${both}`) })).outcome.findings
    assert.equal(more, [])
    assert.is(unused!.what, `the suppression of \`${SIX}\` silences nothing`)
    assert.is(mended(unused!), apiserver(`  annotations:\n${one}`))
  }
})

test('an annotation that is none is malformed; a day ends it; a template fills it', async () => {
  const said = async (value: string, more: Parameters<typeof suppressing>[1] = {}) =>
    (
      await suppressing({ 'a.yaml': apiserver(`  annotations:\n    klint.dev/ignore: "${value}"\n`) }, more)
    ).outcome.findings.map(({ rule }) => rule)
  assert.equal(await said('all of them'), ['klint/malformed-suppression', FIVE])
  assert.equal(await said(`${FIVE} until tomorrow: why`), ['klint/malformed-suppression', FIVE])
  assert.equal(await said(`${FIVE}: until we know why`), [])
  assert.equal(await said(`${FIVE} until 2026-06-31: why`), ['klint/malformed-suppression', FIVE])
  assert.equal(await said(`${FIVE} until 2026-06-30: why`, { today: '2026-06-30' }), [])
  assert.equal(await said(`${FIVE} until 2026-06-30: why`, { today: '2026-07-01' }), [
    'klint/expired-suppression',
    FIVE,
  ])
  assert.equal(await said('{{ .Values.ignore }}'), [FIVE])
  assert.equal(await said('kubelet/five-hunderd: why'), ['klint/unknown-suppression', FIVE])
})

test('merge keys and aliases bring no directive of another map', async () => {
  const source = `a: &a\n  "//": "klint: ignore[${FIVE}] why"\n  x: 1\nkind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n<<: *a\nmaxPods: 500\n`
  assert.equal(
    (await suppressing({ 'kubelet.yaml': source })).outcome.findings.map(({ rule }) => rule),
    ['klint/unused-suppression', FIVE],
  )
})

test.run()
