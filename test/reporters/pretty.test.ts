import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Finding } from '../../src/model/finding.js'
import { pretty } from '../../src/reporters/pretty.js'
import { columns } from '../../src/reporters/safe-text.js'
import { at, context, decoded, document, embedded, finding, outcome } from '../support/outcome.js'

const test = suite('pretty')

const lines = (one: Finding, width = 120): string[] => pretty(outcome([one]), context({ width })).split('\n')

/** The characters above a mark, which is what a reader sees. */
function marked(one: Finding, width = 120): string {
  const all = lines(one, width)
  const i = all.findIndex(line => /^ +\| +~|^ +\| ~/.test(line))
  const from = all[i]!.indexOf('~')
  const length = /~+/.exec(all[i]!)![0].length
  let [column, result] = [0, '']
  for (const character of all[i - 1]!) {
    if (column >= from && column < from + length) result += character
    column += columns(character)
  }
  return result
}

test('the drawing of the style guide', () => {
  const pool = document('nodes/pool-a.yaml', 'kind: KubeletConfiguration\n\n\nevictionHard:\n  nodefs.available: 10%\n')
  const unit = document(
    'nodes/10-kubeadm.conf',
    '[Service]\n\nEnvironment="KUBELET_CONFIG_ARGS=--config=/etc/kubernetes/pool-a.yaml"\n',
  )
  const one = finding(at(pool, 'evictionHard'), {
    label: 'replaces all default thresholds',
    related: [{ at: at(unit, '--config=/etc/kubernetes/pool-a.yaml'), label: 'loaded here' }],
  })
  const text = pretty(
    outcome([one], {
      files: 2,
      versions: ['Kubernetes 1.34 (clusters/prod.yaml:12)'],
      notChecked: [
        { what: '3 settings come from templates', rules: ['a/b', 'a/c'] },
        { what: '/var/lib/kubelet/config.yaml is not in this repository', rules: ['a/c', 'a/d'] },
      ],
    }),
    context(),
  )
  assert.is(
    text,
    `error[kubelet/eviction-hard-missing]: no hard eviction threshold for \`memory.available\`
  --> nodes/pool-a.yaml:4:1
   |
 4 | evictionHard:
   | ~~~~~~~~~~~~ replaces all default thresholds
 5 |   nodefs.available: 10%
   |
  ::: nodes/10-kubeadm.conf:3:34
 3 | Environment="KUBELET_CONFIG_ARGS=--config=/etc/kubernetes/pool-a.yaml"
   |                                  ------------------------------------ loaded here
   = why:  when memory runs out the kernel picks the victim
   = help: set \`evictionHard.memory.available\`, for example to \`5%\`
   = docs: rules-docs/kubelet/eviction-hard-missing.md

1 error, 0 warnings in 2 files
not checked: 3 settings come from templates; /var/lib/kubelet/config.yaml is not in this repository (3 rules silent)
assuming Kubernetes 1.34 (clusters/prod.yaml:12)
`,
  )
})

test('many reasons and many versions are counted, not listed', () => {
  const many = Array.from({ length: 9 }, (_, i) => `${i}`)
  const text = pretty(
    outcome([], { versions: many, notChecked: many.map(what => ({ what, rules: ['a/b'] })) }),
    context(),
  )
  assert.match(text, 'not checked: 0; 1; 2; 3; 4; 4 more, see `klint show` (1 rule silent)\n')
  assert.match(text, 'assuming 4\nand 4 more versions, see `klint show`\n')
})

test('nothing found is one line', () => {
  assert.is(pretty(outcome([]), context()), '0 errors, 0 warnings in 1 file\n')
})

test('a range at the end of a file without a line end', () => {
  const doc = document('a.yaml', 'a: 1\nb: 2')
  assert.is(marked(finding(at(doc, '2'))), '2')
  const end = finding({ doc, start: doc.source.length, end: doc.source.length })
  assert.ok(lines(end).includes('   |     ~'), 'an empty range still gets a mark')
})

test('an empty document', () => {
  assert.ok(lines(finding({ doc: document('a.yaml', ''), start: 0, end: 0 })).includes('  --> a.yaml:1:1'))
})

test('an embedded document is shown where it is on disk', () => {
  const outer = document('user-data.yaml', 'content: |\n  kind: KubeletConfiguration\n  maxPods: 500\n')
  const inner = embedded(outer, 'maxPods: 500', 'user-data.yaml#kubelet.yaml')
  const one = finding(at(inner, '500'))
  assert.ok(lines(one).includes('  --> user-data.yaml:3:12'))
  assert.is(marked(one), '500')
})

test('a decoded document is named inside its scalar, and its own line is shown', () => {
  const outer = document('user-data.tf', 'resource {\n  data = "aGVsbG8="\n}\n')
  const inner = decoded(
    outer,
    'aGVsbG8=',
    '[Service]\nExecStart=/usr/bin/kubelet --max-pods=500\n',
    '/etc/systemd/system/kubelet.service',
  )
  const one = finding(at(inner, '--max-pods=500'))
  assert.ok(lines(one).includes('  --> user-data.tf:2:11, decoded kubelet.service:2:28'))
  assert.is(marked(one), '--max-pods=500')
})

test('a range of many lines is cut in the middle and labelled at its end', () => {
  const doc = document('a.yaml', `${Array.from({ length: 12 }, (_, i) => `k${i}: v`).join('\n')}\n`)
  const all = lines(finding({ doc, start: 0, end: doc.source.indexOf('\nk9') }, { label: 'here' }))
  const from = all.indexOf('    |')
  assert.equal(all.slice(from + 1, from + 9), [
    '  1 | k0: v',
    '    | ~~~~~',
    '  2 | k1: v',
    '    | ~~~~~',
    '    | ...',
    '  9 | k8: v',
    '    | ~~~~~ here',
    ' 10 | k9: v',
  ])
})

test('tabs, wide characters and combining marks: the mark stands under its range', () => {
  for (const before of ['\t', 'a\t\t', '漢字', '😀', 'e\u0301e\u0301', '\u001b[31m'])
    assert.is(
      marked(finding(at(document('a.conf', `${before} x=needle y`), 'needle'))),
      'needle',
      JSON.stringify(before),
    )
})

test('a marked range of astral characters is marked whole', () => {
  assert.is(marked(finding(at(document('a.yaml', 'a: "😀😀" # c\n'), '😀😀'))), '😀😀')
})

test('CRLF and a byte order mark change neither place nor mark', () => {
  const one = finding(at(document('a.yaml', '\ufeffa: 1\r\nb: needle\r\nc: 3\r\n'), 'needle'))
  assert.ok(lines(one).includes('  --> a.yaml:2:4'))
  assert.is(marked(one), 'needle')
  assert.not.match(pretty(outcome([one]), context()), '\r')
})

test('a long line is cut around its range', () => {
  const doc = document('a.json', `${'"x":1,'.repeat(5000)}"needle":2${',"y":1'.repeat(5000)}`)
  const one = finding(at(doc, 'needle'))
  assert.is(marked(one, 80), 'needle')
  for (const line of lines(one, 80).slice(2, 6)) assert.ok(columns(line) <= 80, line)
})

test('a range longer than the line has room for is cut, not dropped', () => {
  const doc = document('a.json', `a ${'b'.repeat(5000)} c`)
  const all = lines(finding({ doc, start: 2, end: 5002 }), 80)
  assert.ok(all.slice(2, 6).every(line => columns(line) <= 80))
  assert.ok(all.some(line => /~{60,}/.test(line)))
})

test('secrets are masked in place, on the next line and in messages', () => {
  const doc = document(
    'a.yaml',
    'token: abcdef.0123456789abcdef\nargs:\n- --token\n- hunter2hunter2\npassword: |\n  swordfish\n',
  )
  const text = pretty(
    outcome([
      finding(at(doc, 'token'), { what: '`--token=hunter2hunter2` is short; abcdef.0123456789abcdef' }),
      finding(at(doc, 'hunter2hunter2')),
      finding(at(doc, 'password')),
      finding(at(doc, 'swordfish')),
    ]),
    context(),
  )
  assert.not.match(text, /hunter2|0123456789|swordfish/)
  assert.match(text, ' 1 | token: ********\n')
  assert.match(text, '`--token=********` is short')
})

test('the underline follows what a mask moves', () => {
  const doc = document('a.service', 'ExecStart=kubelet --token=hunter2hunter2 --max-pods=500\npassword: a b c\n')
  const under = (text: string) => marked(finding(at(doc, text)))
  assert.is(under('--max-pods=500'), '--max-pods=500')
  assert.is(under('--token=hunter2hunter2'), '--token=********')
  assert.is(under('hunter2hunter2 --max-pods=500'), '******** --max-pods=500')
  assert.is(under('b c'), '********')
})

test('control characters, bidirectional controls and commands in names, values and messages are visible', () => {
  const doc = document('::error::x\u001b[2J.yaml', 'a: "\u001b[31m\u202e" ##[error]x\n::error::y\n')
  const text = pretty(
    outcome([
      finding(at(doc, 'a'), { what: 'value \u001b]8;;http://x\u0007\n::error::z', label: '\u2067', severity: 'info' }),
    ]),
    context(),
  )
  assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|##\[/)
  assert.not.match(text, /^\s*::error/m)
  assert.match(text, '␛[31m<U+202E>')
  assert.match(text, '--> ::error::x␛[2J.yaml:1:1')
})

test('colour adds escapes and nothing else', () => {
  const one = outcome([finding(at(document('a.yaml', 'a: 1\n'), '1'), { label: 'x' })])
  const plain = pretty(one, context())
  const colored = pretty(one, context({ color: true }))
  assert.is.not(colored, plain)
  assert.is(colored.replace(/\u001b\[[\d;]*m/g, ''), plain)
})

test('links go to the page', () => {
  const one = outcome([finding(at(document('a.yaml', 'a: 1\n'), '1'))])
  const text = pretty(one, context({ hyperlinks: true, baseUrl: 'https://klint.example/' }))
  assert.match(
    text,
    '\u001b]8;;https://klint.example/rules-docs/kubelet/eviction-hard-missing.md\u001b\\kubelet/eviction-hard-missing\u001b]8;;',
  )
  assert.match(text, '= docs: https://klint.example/rules-docs/kubelet/eviction-hard-missing.md')
})

test('a line of megabytes costs no more than a short one', () => {
  const doc = document('a.json', 'x'.repeat(2_000_000))
  const many = Array.from({ length: 500 }, (_, i) => finding({ doc, start: i * 4000, end: i * 4000 + 5 }))
  const start = performance.now()
  pretty(outcome(many), context())
  assert.ok(performance.now() - start < 3000)
})

test.run()
