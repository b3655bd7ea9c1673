import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { apart, edited } from '../../src/engine/fixing/edits.js'
import { onDisk } from '../../src/engine/fixing/outward.js'
import type { Document } from '../../src/model/document.js'
import { open } from '../../src/parsers/embed.js'
import { parse } from '../../src/parsers/index.js'
import { finding } from '../support/outcome.js'

const test = suite('engine: edits of documents inside documents')

const UNIT = '[Service]\nEnvironment="A=1"\nExecStart=/usr/bin/kubelet \\\n  --a=b \\\n  --c=100Mi\n\nRestart=always\n'
const indented = (source: string, by: string): string => source.replace(/^(?=.)/gm, by)

const cloudConfig = (content: string, encoding = ''): string =>
  `#cloud-config\nwrite_files:\n- path: /etc/systemd/system/kubelet.service\n${encoding}  content: ${content}\n  owner: root\nruncmd: []\n`
const BLOCK = cloudConfig(`|\n${indented(UNIT, '    ').trimEnd()}`)

const heredoc = (source: string): string =>
  `resource "aws_instance" "n" {\n  user_data = <<-EOT\n${indented(source, '    ')}  EOT\n}\n`
const template = (source: string): string =>
  `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  N:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64: |\n${indented(source, '          ')}`

const FILES: Readonly<Record<string, string>> = {
  'block.yaml': BLOCK,
  'crlf.yaml': BLOCK.replaceAll('\n', '\r\n'),
  'folded.yaml': cloudConfig(`>\n${indented(UNIT, '    ').trimEnd()}`),
  'double.yaml': cloudConfig(JSON.stringify(UNIT)),
  'single.yaml': cloudConfig(`'${UNIT.replaceAll('\n', '\n\n    ')}'`),
  'base64.yaml': cloudConfig(Buffer.from(UNIT).toString('base64'), '  encoding: b64\n'),
  'gzip.yaml': cloudConfig(gzipSync(UNIT).toString('base64'), '  encoding: gz+b64\n'),
  'nodes.tf': heredoc(BLOCK),
  'quoted.tf': heredoc(cloudConfig(JSON.stringify(UNIT))),
  'stack.yaml': template(BLOCK),
  'encoded.yaml': template(cloudConfig(Buffer.from(UNIT).toString('base64'), '  encoding: b64\n')),
}

/** All documents inside one, with itself. */
async function within(doc: Document): Promise<Document[]> {
  const children = (await parse(doc)).embedded
  return [doc, ...(await Promise.all(children.map(within))).flat()]
}

const unitIn = async (uri: string, source: string): Promise<Document | undefined> =>
  (await within(open(uri, source))).find(({ path }) => path === '/etc/systemd/system/kubelet.service')

for (const [uri, source] of Object.entries(FILES))
  test(`an edit of a unit in ${uri} has exactly that effect, or is refused`, async () => {
    const unit = await unitIn(uri, source)
    assert.ok(unit !== undefined, 'the unit is found')
    let done = 0
    await fc.assert(
      fc.asyncProperty(
        fc.nat(unit.source.length),
        fc.nat(12),
        fc.array(
          fc.constantFrom('x', '=', '10%', '\n', ' ', '"', "'", '\\', '${A}', '%{', '#', ': ', '<', 'é', '\u{1f600}'),
          {
            maxLength: 3,
          },
        ),
        async (start, length, words) => {
          const at = { doc: unit, start, end: Math.min(unit.source.length, start + length) }
          const text = words.join('')
          const edit = await onDisk({ at, text })
          if (edit === undefined) return
          done++
          assert.is(edit.at.doc.parent, undefined)
          const after = edited(new Map([[uri, source]]), [edit]).get(uri) ?? ''
          const again = await unitIn(uri, after)
          assert.is(again?.source, unit.source.slice(0, at.start) + text + unit.source.slice(at.end))
        },
      ),
      { numRuns: 120, seed: 4 },
    )
    assert.ok(done >= 20, `only ${done} of 120 edits were possible`)
  })

test('edits of one file are put in from the end, and equal ones once', () => {
  const doc = open('a', '\ufeffone two three')
  const at = (word: string) => ({ doc, start: doc.source.indexOf(word), end: doc.source.indexOf(word) + word.length })
  const edits = [
    { at: at('one'), text: '1' },
    { at: at('three'), text: '3' },
    { at: at('one'), text: '1' },
  ]
  assert.is(edited(new Map([['a', '\ufeffone two three']]), edits).get('a'), '\ufeff1 two 3')
})

test('what is put behind a word waits while the word is taken out, in whichever order', () => {
  const doc = open('a', '--a --b false')
  const found = finding({ doc, start: 0, end: 1 })
  const taken = { finding: found, edits: [{ at: { doc, start: 3, end: 7 }, text: '' }] }
  const put = { finding: found, edits: [{ at: { doc, start: 7, end: 7 }, text: '=false' }] }
  const renamed = { finding: found, edits: [{ at: { doc, start: 4, end: 7 }, text: '--c' }] }
  assert.equal(apart([taken, put]), [taken])
  assert.equal(apart([put, taken]), [put])
  assert.equal(apart([put, renamed]), [put, renamed], 'behind another name it may stand')
})

test('tens of thousands of edits take no time', () => {
  const source = 'a b '.repeat(40_000)
  const doc = open('a', source)
  const found = finding({ doc, start: 0, end: 1 })
  const fixes = Array.from({ length: 40_000 }, (_, i) => ({
    finding: found,
    edits: [{ at: { doc, start: 4 * i, end: 4 * i + 1 }, text: 'xy' }],
  }))
  const began = performance.now()
  const plan = apart([
    ...fixes,
    ...fixes.slice(0, 10).map(({ edits }) => ({ finding: found, edits: edits.map(({ at }) => ({ at, text: 'z' })) })),
  ])
  assert.is(plan.length, 40_000, 'what clashes waits')
  const after = edited(
    new Map([['a', source]]),
    plan.flatMap(({ edits }) => edits),
  ).get('a')
  assert.is(after, 'xy b '.repeat(40_000))
  assert.ok(performance.now() - began < 2000)
})

test.run()
