import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inlineSuppressions } from '../../src/engine/inline.js'
import { open } from '../../src/parsers/embed.js'
import { at, finding } from '../support/outcome.js'
import { FIVE_HUNDRED, hushed, mended, SIX_HUNDRED, suppressing, told } from '../support/suppressing.js'

const test = suite('inline suppressions')

const HEAD = 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n'
const FIVE = 'kubelet/five-hundred'
const SIX = 'kubelet/six-hundred'

/** What is found in one KubeletConfiguration. */
const of = async (rest: string, more: Parameters<typeof suppressing>[1] = {}) =>
  (await suppressing({ 'kubelet.yaml': HEAD + rest }, more)).outcome.findings
const say = async (rest: string, more: Parameters<typeof suppressing>[1] = {}) =>
  (await of(rest, more)).map(({ rule, what }) => `${rule}: ${what}`)

test('only the ids that are of no use go', async () => {
  const [unused, ...others] = await of(`maxPods: 500 # klint: ignore[${SIX},  ${FIVE}] why\n`)
  assert.equal(others, [])
  assert.is(unused!.what, `the suppression of \`${SIX}\` silences nothing`)
  assert.is(unused!.at.doc.source.slice(unused!.at.start, unused!.at.end), SIX)
  assert.is(mended(unused!), `${HEAD}maxPods: 500 # klint: ignore[${FIVE}] why\n`)
})

test('two at one place: one silences, the other is of no use', async () => {
  assert.equal(await say(`# klint: ignore[${FIVE}] a\nmaxPods: 500 # klint: ignore[${FIVE}] b\n`), [
    `klint/unused-suppression: the suppression of \`${FIVE}\` silences nothing`,
  ])
  assert.equal(await say(`maxPods: 500 # klint: ignore[${FIVE}, ${FIVE}] b\n`), [
    `klint/unused-suppression: the suppression of \`${FIVE}\` silences nothing`,
  ])
})

test('comments in between are passed over, an empty line is not', async () => {
  assert.equal(
    await say(`# klint: ignore[${FIVE}] a\n# klint: ignore[${SIX}] b\n# prose\nmaxPods: 500\npodPidsLimit: 600\n`),
    [
      `klint/unused-suppression: the suppression of \`${SIX}\` silences nothing`,
      `${SIX}: \`podPidsLimit: 600\` is 500`,
    ],
  )
  assert.is((await say(`# klint: ignore[${FIVE}] a\n\nmaxPods: 500\n`)).length, 2)
  assert.is((await say(`a: 1 # klint: ignore[${FIVE}] a\nmaxPods: 500\n`)).length, 2)
})

test('ranges: to the end if nothing ends them, by rule, and ended only if begun', async () => {
  assert.equal(await say(`# klint: disable[${FIVE}] why\na: 1\nmaxPods: 500\n`), [])
  assert.equal(
    await say(`# klint: disable[${FIVE}, ${SIX}] why\nmaxPods: 500\n# klint: enable[${FIVE}]\npodPidsLimit: 600\n`),
    [],
  )
  assert.equal(
    await say(`# klint: disable[${FIVE}] why\nmaxPods: 500\n# klint: enable[${FIVE}]\npodPidsLimit: 500\n`),
    [`${FIVE}: \`podPidsLimit: 500\` is 500`],
  )
  assert.equal(await say(`maxPods: 110\n# klint: enable[${FIVE}]\n`), [
    `klint/malformed-suppression: no \`klint: disable[${FIVE}]\` stands above this \`enable\``,
  ])
  assert.equal(
    await say(`# klint: disable[${FIVE}] a\n# klint: disable[${FIVE}] b\nmaxPods: 500\n# klint: enable[${FIVE}]\n`),
    [`klint/unused-suppression: the suppression of \`${FIVE}\` silences nothing`],
  )
})

test('a range that goes takes its end along', async () => {
  const [unused] = await of(
    `# klint: disable[${FIVE}, ${SIX}] why\npodPidsLimit: 600\n# klint: enable[${FIVE}, ${SIX}]\nmaxPods: 1\n`,
  )
  assert.is(
    mended(unused!),
    `${HEAD}# klint: disable[${SIX}] why\npodPidsLimit: 600\n# klint: enable[${SIX}]\nmaxPods: 1\n`,
  )
})

test('`ignore-file` stands above the first content, whatever else stands there', async () => {
  const directive = `# klint: ignore-file[${FIVE}] why\n`
  for (const before of [
    '',
    '# Copyright\n#\n\n',
    '---\n',
    '%YAML 1.2\n---\n',
    '\n\n# a\n---\n# b\n',
    '{# jinja #}\n{% set a = 1 %}\n',
  ])
    assert.equal(told(await suppressing({ 'kubelet.yaml': `${before}${directive}${HEAD}maxPods: 500\n` })), [], before)
  assert.equal(await say(`${directive}maxPods: 500\n`), [
    'klint/malformed-suppression: `klint: ignore-file` stands below the first content',
    `${FIVE}: \`maxPods: 500\` is 500`,
  ])
})

test('prose, quoted scalars, block scalars and URLs are no comments', async () => {
  const text = `klint: ignore[${FIVE}]`
  for (const rest of [
    `a: "x # ${text}"\nmaxPods: 500\n`,
    `a: |\n  # ${text}\nmaxPods: 500\n`,
    `a: >-\n  b # ${text}\nmaxPods: 500\n`,
    `a: http://example.org/#klint:ignore[${FIVE}]\nmaxPods: 500\n`,
    `# see ${text}\nmaxPods: 500\n`,
    `# write \`# ${text}\`\nmaxPods: 500\n`,
    `maxPods: 500 # see # ${text}\n`,
    `maxPods: 500 # ; ${text}\n`,
  ])
    assert.equal(await say(rest), [`${FIVE}: \`maxPods: 500\` is 500`], rest)
})

test('a scalar of several lines: its first line, and the line above', async () => {
  const pod = (above: string, behind: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: kube-apiserver\n  namespace: kube-system\nspec:\n  containers:\n    - name: kube-apiserver\n      image: registry.k8s.io/kube-apiserver:v1.34.0\n      command:\n        - /bin/sh\n        - -c\n${above}        - |${behind}\n          exec kube-apiserver \\\n            --v=2 \\\n            --max-requests-inflight=500\n`
  for (const source of [pod(`        # klint: ignore[${FIVE}] why\n`, ''), pod('', ` # klint: ignore[${FIVE}] why`)]) {
    const result = await suppressing({ 'apiserver.yaml': source })
    assert.equal(told(result), [], source)
    assert.is(hushed(result).length, 1)
  }
})

test('a comment outside of an embedded document silences what is inside', async () => {
  const cloud = (above: string, content: string) =>
    `#cloud-config\nwrite_files:\n  - path: /etc/systemd/system/kubelet.service\n${above}    content: |\n      [Service]\n${content}      ExecStart=/usr/bin/kubelet --max-pods=500\n`
  const heredoc = (above: string, text: string) =>
    `resource "aws_instance" "a" {\n${above}  user_data = <<-EOF\n${text.replace(/^(?=.)/gm, '    ')}  EOF\n}\n`
  const directive = `klint: ignore[${FIVE}] why`
  for (const source of [
    heredoc('', cloud('', `      ; ${directive}\n`)),
    heredoc('', cloud(`    # ${directive}\n`, '')),
    heredoc(`  // ${directive}\n`, cloud('', '')),
    heredoc(`  /* ${directive} */\n`, cloud('', '')),
  ])
    assert.equal(told(await suppressing({ 'main.tf': source })), [], source)
  // what HCL would take for a comment is text inside of the heredoc
  assert.is(told(await suppressing({ 'main.tf': heredoc('', cloud('', `      // ${directive}\n`)) })).length, 1)
})

test("a template comment inside a block scalar is the inner document's, once", async () => {
  const source = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kubelet-config\ndata:\n  kubelet: |\n    {{/* klint: ignore-file[${FIVE}] why */}}\n    kind: KubeletConfiguration\n    apiVersion: kubelet.config.k8s.io/v1beta1\n    maxPods: 500\n`
  assert.equal(told(await suppressing({ 'a.yaml': source })), [])
  assert.equal(told(await suppressing({ 'a.yaml': source.replace('500', '110') })), [
    `klint/unused-suppression 7: {{/* klint: ignore-file[${FIVE}] why */}}`,
  ])
})

test('in units and environment files a comment has its own line', async () => {
  const unit = `[Service]\nExecStart=/usr/bin/kubelet --max-pods=500 # klint: ignore[${FIVE}] why\n`
  const found = (await suppressing({ 'kubelet.service': unit })).outcome.findings
  assert.equal(
    found.map(({ what }) => what),
    ['`--max-pods=500` is 500', 'behind a value this is no comment, but a part of it'],
  )
})

test('unknown names have the nearest one as a fix', async () => {
  const [unknown] = await of('maxPods: 110 # klint: ignore[kubelet/five-hundert] why\n')
  assert.is(unknown!.rule, 'klint/unknown-suppression')
  assert.is(unknown!.help, `write \`${FIVE}\``)
  assert.is(unknown!.fix?.level, 'unsafe')
  assert.is(mended(unknown!), `${HEAD}maxPods: 110 # klint: ignore[${FIVE}] why\n`)
})

test('what ended no longer counts, and its last day does', async () => {
  const rest = `maxPods: 500 # klint: ignore[${FIVE}] until 2026-06-30: why\n`
  for (const today of [undefined, '2026-06-29', '2026-06-30'])
    assert.equal(await say(rest, today === undefined ? {} : { today }), [], today)
  assert.equal(await say(rest, { today: '2026-07-01' }), [
    `${FIVE}: \`maxPods: 500\` is 500`,
    `klint/expired-suppression: the suppression of \`${FIVE}\` ended with 2026-06-30`,
  ])
  const expired = (await of(rest.replace('500', '1'), { today: '2026-07-01' }))[0]!
  assert.is(expired.rule, 'klint/expired-suppression')
  assert.is(expired.fix?.level, 'unsafe')
  assert.is(mended(expired), `${HEAD}maxPods: 1\n`)
})

test('a reason is asked for only if klint.yaml does', async () => {
  const rest = `maxPods: 500 # klint: ignore[${FIVE}]\npodPidsLimit: 600 # klint: ignore[${SIX}] why\n`
  assert.equal(await say(rest), [])
  assert.equal(await say(rest, { config: { requireReason: true } }), [
    `klint/suppression-without-reason: the suppression of \`${FIVE}\` gives no reason`,
  ])
})

test('unused is judged only for rules that run, and only where they could tell', async () => {
  const unused = `# klint: ignore[${FIVE}] why\nmaxPods: 110\n`
  assert.is((await say(unused)).length, 1)
  assert.equal(await say(unused, { only: [SIX] }), [])
  assert.is((await say(unused, { only: [FIVE] })).length, 1)
  assert.equal(await say(unused, { preset: 'talk' }), [])
  assert.equal(await say(unused, { suppressions: false }), [])
  assert.equal(await say(unused, { config: { rules: { [FIVE]: { severity: 'off' } } } }), [])
  assert.equal(await say(unused, { config: { rules: { 'klint/unused-suppression': { severity: 'off' } } } }), [])
  const [info] = await of(unused, { config: { rules: { 'klint/unused-suppression': { severity: 'info' } } } })
  assert.is(info!.severity, 'info')
  // a file that cannot be read is not judged
  assert.equal(
    (await say(`${unused}---\nkind: KubeletConfiguration\nevictionHard: [\n`)).filter(said => said.includes('unused')),
    [],
  )
  // `kubelet/cpu-manager` and the like are of other presets: known, and not run
  assert.equal(await say('maxPods: 110 # klint: ignore[kubelet/kube-reserved-cgroup-unset] why\n'), [])
})

test('a rule that could not tell leaves its suppressions alone', async () => {
  const rest = '# klint: ignore[kubelet/eviction-memory-too-late] why\nevictionHard:\n  memory.available: "THRESHOLD"\n'
  const run = async (value: string) =>
    (
      await suppressing(
        { 'kubelet.yaml': HEAD + rest.replace('THRESHOLD', value) },
        { rules: (await import('../../src/rules/chunks/kubelet.js')).rules },
      )
    ).outcome.findings
      .map(({ rule }) => rule)
      .filter(rule => rule.startsWith('klint/'))
  assert.equal(await run('1Gi'), ['klint/unused-suppression'])
  assert.equal(await run('{{ threshold }}'), [])
})

test('a rule that is not ignorable is found all the same', async () => {
  const rules = [{ ...FIVE_HUNDRED, ignorable: false as const }, SIX_HUNDRED]
  assert.equal(await say(`maxPods: 500 # klint: ignore[${FIVE}] why\n`, { rules }), [
    `${FIVE}: \`maxPods: 500\` is 500`,
    `klint/malformed-suppression: \`${FIVE}\` cannot be suppressed where it is found`,
  ])
  assert.equal(await say('# klint: ignore[klint/unused-suppression] why\nmaxPods: 1\n'), [
    'klint/malformed-suppression: `klint/unused-suppression` cannot be suppressed where it is found',
  ])
})

test('what cannot be read can be suppressed', async () => {
  const source = `${HEAD}# klint: ignore[klint/unreadable-document] broken on purpose\nevictionHard: [}\n`
  assert.equal(told(await suppressing({ 'kubelet.yaml': source })), [])
})

test('in JSON, two slashes outside of strings', async () => {
  const of = async (head: string, rest = '') =>
    told(
      await suppressing({
        'kubelet.json': `${head}\n  "kind": "KubeletConfiguration", // b: c\n  ${rest}"apiVersion": "kubelet.config.k8s.io/v1beta1"\n}\n`,
      }),
    )
  const directive = 'klint: ignore[klint/unreadable-document] why'
  assert.is((await of('{')).length, 1)
  assert.equal(await of(`// ${directive.replace('ignore', 'ignore-file')}\n{`), [])
  assert.is((await of('{', `"a": "// ${directive}", `)).length, 1)
})

test('an old id goes on working, with a note', () => {
  const renamed = { 'kubelet/five': FIVE }
  const doc = open(
    'kubelet.yaml',
    `${HEAD}maxPods: 500 # klint: ignore[kubelet/five] why\nb: 1 # klint: ignore[kubelet/five] why\n`,
  )
  const rules = new Map([[FIVE, { enabled: true, ignorable: true }]])
  const inline = inlineSuppressions([doc], { rules, renamed })
  assert.equal(inline.notes, [`the rule \`kubelet/five\` is called \`${FIVE}\` now`])
  assert.is(inline.silence(finding(at(doc, '500'), { rule: FIVE }))?.reason, 'why')
  assert.equal([...inline.named], [FIVE])
  assert.equal(
    inline.findings(() => false).map(({ what }) => what),
    ['the suppression of `kubelet/five` silences nothing'],
  )
})

test.run()
