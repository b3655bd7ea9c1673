import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { selection, verdict } from '../../src/engine/selection.js'
import { CATALOG } from '../../src/rules/catalog.js'
import { klint } from '../support/klint.js'
import { kubeletConfig } from '../support/resolved.js'

const test = suite('cli: which rules run')

const FILES = { 'kubelet.yaml': kubeletConfig('maxPods: 110') }
const RESERVED = 'kubelet/kube-reserved-missing'
const CGROUP = 'kubelet/kube-reserved-cgroup-unset'

/** Rules that were found. */
async function rules(argv: readonly string[], config?: string): Promise<string[]> {
  const files = config === undefined ? FILES : { ...FILES, 'klint.yaml': config }
  const { out, code, err } = await klint(files, ['-f', 'json', ...argv])
  if (code === 2) throw new Error(err)
  const { findings }: { findings: { rule: string }[] } = JSON.parse(out)
  return [...new Set(findings.map(({ rule }) => rule))].sort()
}

test('--only takes a rule, a group, a component, a category', async () => {
  assert.equal(await rules(['--only', RESERVED]), [RESERVED])
  const all = await rules(['--only', 'kubelet'])
  assert.ok(all.includes(RESERVED) && all.every(id => id.startsWith('kubelet/')))
  assert.equal(await rules(['--only', 'etcd,loadbalancer']), [])
  assert.ok((await rules(['--only', 'reliability'])).includes(RESERVED))
  assert.equal(await rules(['--only', 'kube-apiserver']), [])
})

test('--ignore takes them away, --select adds what the preset leaves out', async () => {
  assert.not.ok((await rules(['--ignore', 'kubelet'])).some(id => id.startsWith('kubelet/')))
  assert.not.ok((await rules(['--ignore', RESERVED])).includes(RESERVED))
  const selected = selection({ preset: 'talk', select: ['kubelet'] })
  assert.ok(selected.enabled({ id: CGROUP, ...CATALOG[CGROUP]! }))
})

test('presets of klint.yaml together; --preset stands for all of them', async () => {
  const config = 'extends: [talk, strict]\n'
  assert.ok((await rules([], config)).includes(RESERVED))
  const { err, code } = await klint({ ...FILES, 'klint.yaml': config }, ['--preset', 'cis'])
  assert.is(code, 2)
  assert.is(
    err,
    'klint: no rule runs: the preset `cis` holds none yet\n       see `klint rules`; `--select` and klint.yaml add rules to those of a preset\n',
  )
})

test('a run in which no rule is left is a mistake', async () => {
  for (const [argv, config] of [
    [['--preset', 'cis']],
    [[], 'extends: cis\n'],
    [[], 'extends: []\n'],
    [['--only', 'kubelet', '--ignore', 'kubelet']],
    [['--ignore', 'reliability,upgrade,security,performance,correctness']],
  ] as const) {
    const { code, err } = await klint(config === undefined ? FILES : { ...FILES, 'klint.yaml': config }, argv)
    assert.is(code, 2, argv.join(' '))
    assert.match(err, /klint: no rule (?:runs|is left)/)
  }
  assert.equal(await rules(['--preset', 'cis', '--select', RESERVED]), [RESERVED])
  assert.equal(await rules([], `extends: []\nrules: { ${RESERVED}: error }\n`), [RESERVED])
  assert.equal(await rules([], `extends: cis\noverrides: [{ files: ["*"], rules: { ${RESERVED}: error } }]\n`), [
    RESERVED,
  ])
  assert.equal(await rules(['--only', 'klint/unreadable-document']), [])
})

test('names that mean nothing, with the nearest, for each option', async () => {
  for (const option of ['--only', '--select', '--ignore'])
    for (const [name, nearest] of [
      ['kubelt', 'kubelet'],
      ['reliabilty', 'reliability'],
      ['kube-reserved-missing', RESERVED],
      ['kube-apisever', 'kube-apiserver'],
    ] as const) {
      const { code, err } = await klint(FILES, [option, name])
      assert.is(code, 2)
      assert.match(err, `klint: unknown rule \`${name}\`, did you mean \`${nearest}\`?\n`)
      assert.match(err, `${option} also takes a group`)
    }
})

test('who beats whom', () => {
  const id = 'kubelet/kube-reserved-cgroup-unset'
  const rule = { id, ...CATALOG[id]! }
  const says = (asked: Parameters<typeof verdict>[0]) => verdict(asked, [asked.preset].flat(), rule)
  const off = { [id]: { severity: 'off' } } as const
  const on = { [id]: { severity: 'info' } } as const
  const rows: [ReturnType<typeof verdict>, Parameters<typeof verdict>[0]][] = [
    ['off', { preset: 'recommended' }],
    ['runs', { preset: 'strict' }],
    ['runs', { preset: ['recommended', 'talk'] }],
    // klint.yaml beats the preset
    ['off', { preset: 'strict', rules: off }],
    ['runs', { preset: 'recommended', rules: on }],
    // --select: by name it beats klint.yaml, by group it does not
    ['runs', { preset: 'recommended', select: [id], rules: off }],
    ['off', { preset: 'recommended', select: ['kubelet'], rules: off }],
    ['runs', { preset: 'recommended', select: ['kubelet'] }],
    ['off', { preset: 'recommended', select: ['etcd'] }],
    // --ignore beats --select and --only, a name beats a group
    ['refused', { preset: 'strict', select: [id], ignore: [id] }],
    ['refused', { preset: 'strict', select: ['kubelet'], ignore: ['reliability'] }],
    ['runs', { preset: 'strict', select: [id], ignore: ['kubelet'] }],
    ['refused', { preset: 'strict', only: ['kubelet'], ignore: [id] }],
    ['runs', { preset: 'strict', only: [id], ignore: ['kubelet'] }],
    // --only: what is named, whatever preset and klint.yaml say
    ['runs', { preset: 'recommended', only: [id], rules: off }],
    ['runs', { preset: 'recommended', only: ['kubelet'] }],
    ['off', { preset: 'recommended', only: ['kubelet'], rules: off }],
    ['refused', { preset: 'strict', only: ['etcd'], select: [id] }],
  ]
  for (const [expected, asked] of rows) assert.is(says(asked), expected, JSON.stringify(asked))
})

test('a group of the same name as what a rule looks at means the group', () => {
  const classic = { id: 'loadbalancer/classic-elb', ...CATALOG['loadbalancer/classic-elb']! }
  assert.is(classic.checks, 'cluster')
  assert.is(verdict({ preset: 'all', only: ['cluster'] }, ['all'], classic), 'refused')
})

test("the engine's own findings are left out by name, by group and by category", async () => {
  const files = { ...FILES, 'broken.yaml': 'kind: KubeletConfiguration\nevictionHard: [\n' }
  const own = async (...argv: string[]) =>
    JSON.parse((await klint(files, ['-f', 'json', ...argv])).out).findings.some(
      ({ rule }: { rule: string }) => rule === 'klint/unreadable-document',
    )
  assert.ok(await own())
  assert.ok(await own('--only', RESERVED), 'what could not be read was not checked')
  for (const name of ['klint', 'klint/unreadable-document', 'correctness']) assert.not.ok(await own('--ignore', name))
})

test.run()
