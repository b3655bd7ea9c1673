import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../support/klint.js'
import { kubeletConfig } from '../support/resolved.js'
import { text } from '../support/text.js'

const test = suite('ignores of klint.yaml')

const KUBELET = kubeletConfig('maxPods: 110')
const RULE = 'kubelet/kube-reserved-missing'
/** The last second of the year. */
const LAST = { SOURCE_DATE_EPOCH: '1798761599' }
/** One second later. */
const AFTER = { SOURCE_DATE_EPOCH: '1798761600' }

type Files = Parameters<typeof klint>[0]

async function found(files: Files, argv: readonly string[] = [], env = {}, cwd = '') {
  const { out, code, err } = await klint(files, ['-f', 'json', ...argv], { env, cwd })
  if (code === 2) throw new Error(err)
  const {
    findings,
  }: {
    findings: { rule: string; what: string; location: { path: string; start: { line: number; column: number } } }[]
  } = JSON.parse(out)
  return findings
    .filter(({ rule }) => rule === RULE || rule.startsWith('klint/'))
    .map(
      ({ rule, what, location: { path, start } }) =>
        `${path}:${start.line}:${start.column} ${rule === RULE ? 'found' : what}`,
    )
}

const ignores = (more: string) =>
  text`
  ignores:
    - rule: ${RULE}
      reason: the pool is gone in March
` +
  more.replace(/^/gm, '    ') +
  '\n'

test('a finding in a file of the globs is silenced, others are not', async () => {
  const files = { 'old/kubelet.yaml': KUBELET, 'new/kubelet.yaml': KUBELET }
  assert.equal((await found(files)).length, 2)
  assert.equal(await found({ ...files, 'klint.yaml': ignores('paths: [old]') }), ['new/kubelet.yaml:2:7 found'])
  assert.equal(await found({ ...files, 'klint.yaml': ignores('paths: ["**"]') }), [])
})

test('--no-ignores reports it', async () => {
  const files = { 'kubelet.yaml': KUBELET, 'klint.yaml': ignores('paths: [kubelet.yaml]\nexpires: 2026-12-31') }
  assert.equal(await found(files, [], LAST), [])
  assert.equal(await found(files, ['--no-ignores'], AFTER), ['kubelet.yaml:2:7 found'])
})

test('the last day counts, the day after the finding is back and the entry is one itself', async () => {
  const files = { 'kubelet.yaml': KUBELET, 'klint.yaml': ignores('paths: [kubelet.yaml]\nexpires: 2026-12-31') }
  assert.equal(await found(files, [], LAST), [])
  assert.equal(await found(files, [], AFTER), [
    `klint.yaml:5:14 the suppression of \`${RULE}\` ended with 2026-12-31`,
    'kubelet.yaml:2:7 found',
  ])
  assert.equal(await found(files, ['--ignore', RULE], AFTER), [], 'not where its rule does not run')
})

test('an entry that silences nothing is a finding at its place', async () => {
  const fine = kubeletConfig('kubeReserved: { cpu: 100m, memory: 1Gi }\nsystemReserved: { cpu: 100m, memory: 1Gi }')
  const files = { '.git/HEAD': '', 'a/kubelet.yaml': fine, 'klint.yaml': ignores('paths: [a/**]') }
  const unused = [`klint.yaml:2:11 the suppression of \`${RULE}\` silences nothing`]
  assert.equal(await found(files), unused)
  assert.equal(await found(files, ['a']), unused, 'all its globs can mean was looked through')
  assert.equal(await found(files, ['a/kubelet.yaml']), [], 'there may be other files')
  assert.equal(await found(files, ['--only', 'etcd']), [], 'its rule does not run')
  assert.equal(await found({ ...files, 'klint.yaml': ignores('paths: [gone/**]') }), unused, 'its files are gone')
  const templated = kubeletConfig('kubeReserved: "{{ x }}"')
  assert.equal(await found({ ...files, 'a/kubelet.yaml': templated }), [], 'the rule could not tell')
  assert.equal(
    await found({ ...files, 'klint.yaml': `${files['klint.yaml']}rules: { klint/unused-suppression: off }\n` }),
    [],
  )
})

test('of two entries for one finding the first is used', async () => {
  const one = ignores('paths: [kubelet.yaml]')
  const files = { 'kubelet.yaml': KUBELET, 'klint.yaml': `${one}  - { rule: ${RULE}, paths: ["*"], reason: again }\n` }
  assert.equal(await found(files), [`klint.yaml:5:13 the suppression of \`${RULE}\` silences nothing`])
})

test('where: component, cluster, pool, text', async () => {
  const files = {
    'klint.yaml': '',
    'a/kubelet.yaml': KUBELET,
    'b/kubelet.yaml': KUBELET,
  }
  const clusters = 'clusters: { prod-eu: { files: [a] }, dev: { files: [b] } }\n'
  const left = async (where: string) =>
    (await found({ ...files, 'klint.yaml': `${ignores(`paths: ["**"]\nwhere: ${where}`)}${clusters}` })).filter(one =>
      one.endsWith('found'),
    )
  const both = ['a/kubelet.yaml:2:7 found', 'b/kubelet.yaml:2:7 found']
  assert.equal(await left('{ component: kubelet }'), [])
  assert.equal(await left('{ component: etcd }'), both)
  assert.equal(await left('{ cluster: prod-* }'), both.slice(1))
  assert.equal(await left('{ cluster: dev, component: kubelet }'), both.slice(0, 1))
  assert.equal(await left('{ pool: "*" }'), both, 'the file names no pool')
  assert.equal(await left('{ text: KubeletConfiguration }'), [])
  assert.equal(await left('{ text: evictionHard }'), both)
})

test("the engine's own findings are silenced as well, also those about comments", async () => {
  const files = {
    'broken.yaml': 'kind: KubeletConfiguration\nevictionHard: [\n',
    'kubelet.yaml': `# klint: ignore[kubelet/no-such] x\n${KUBELET}`,
    'klint.yaml': text`
      ignores:
        - { rule: klint/unreadable-document, paths: [broken.yaml], reason: a test of the parser }
        - { rule: [klint/unknown-suppression, ${RULE}], paths: [kubelet.yaml], reason: a rule of ours }
    `,
  }
  assert.equal(await found(files), [])
})

test('globs start at the directory of the configuration, wherever klint is run', async () => {
  const files = { '.git/HEAD': '', 'a/old/kubelet.yaml': KUBELET, 'klint.yaml': ignores('paths: [a/old]') }
  assert.equal(await found(files, [], {}, 'a'), [])
  assert.equal(await found(files, [], {}, 'a/old'), [])
  assert.equal(await found(files, ['a/old']), [])
  const below = { 'a/old/kubelet.yaml': KUBELET, 'a/klint.yaml': ignores('paths: [old]') }
  assert.equal(await found(below, ['a']), [])
})

test('SOURCE_DATE_EPOCH that is no number of seconds', async () => {
  const { code, err } = await klint({ 'kubelet.yaml': KUBELET }, [], { env: { SOURCE_DATE_EPOCH: 'today' } })
  assert.is(code, 2)
  assert.match(err, 'SOURCE_DATE_EPOCH is `today`, which is no number of seconds')
})

test.run()
