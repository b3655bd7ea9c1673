import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../src/model/document.js'
import { removeEntry, removeFlag, rename } from '../../src/model/fix.js'
import type { Assignment, Layer } from '../../src/model/setting.js'
import { Text } from '../../src/model/text.js'

const test = suite('fix')

/** The assignment that stands between « and », and the text around it without them. */
function written(marked: string, layer: Layer = 'flag', made = false): { assignment: Assignment; doc: Document } {
  const start = marked.indexOf('«')
  const end = marked.indexOf('»') - 1
  const source = marked.replace(/[«»]/g, '')
  const doc: Document = { uri: 'x', source, holes: [], regions: [], ...(made ? { made: true } : {}) }
  const name = /^-*([\w.-]+)/.exec(source.slice(start, end))
  const from = start + (name?.[0].length ?? 0) - (name?.[1]?.length ?? 0)
  const nameText = Text.linear(doc, from, from + (name?.[1]?.length ?? 0))
  const assignment: Assignment = {
    component: 'kubelet',
    key: nameText.value,
    name: nameText.value,
    nameText,
    value: undefined,
    layer,
    spelling: source.slice(start, end),
    at: { doc, start, end },
  }
  return { assignment, doc }
}

function mended(edit: ReturnType<typeof removeFlag>, doc: Document): string | undefined {
  return edit === undefined ? undefined : doc.source.slice(0, edit.at.start) + edit.text + doc.source.slice(edit.at.end)
}

const withoutFlag = (marked: string, made = false): string | undefined => {
  const { assignment, doc } = written(marked, 'flag', made)
  return mended(removeFlag(assignment), doc)
}
const withoutEntry = (marked: string, layer: Layer = 'flag'): string | undefined => {
  const { assignment, doc } = written(marked, layer)
  return mended(removeEntry(assignment), doc)
}

test('a word goes with the blank before it', () => {
  assert.is(withoutFlag('ExecStart=/usr/bin/kubelet «--a=b» --c\n'), 'ExecStart=/usr/bin/kubelet --c\n')
  assert.is(withoutFlag('ExecStart=/usr/bin/kubelet --c «--a»'), 'ExecStart=/usr/bin/kubelet --c')
  assert.is(withoutFlag('ExecStart=/usr/bin/kubelet --c  «--a»\n'), 'ExecStart=/usr/bin/kubelet --c\n')
  assert.is(withoutFlag('ExecStart=/usr/bin/kubelet --c  «--a»  --d\n'), 'ExecStart=/usr/bin/kubelet --c  --d\n')
  assert.is(withoutFlag('ExecStart=/usr/bin/kubelet «--a b» --c\n'), 'ExecStart=/usr/bin/kubelet --c\n')
  assert.is(withoutFlag('ARGS="--c «--a=b»"\n'), 'ARGS="--c"\n')
})

test('the first word of a value goes with the blank behind it', () => {
  assert.is(withoutFlag('ARGS=«--a=b» --c\n'), 'ARGS=--c\n')
  assert.is(withoutFlag('Environment="ARGS=«--a=b» --c"\n'), 'Environment="ARGS=--c"\n')
  assert.is(withoutFlag('kubelet \\\n  «--a=b» --c \\\n  --d\n'), 'kubelet \\\n  --c \\\n  --d\n')
  assert.is(withoutFlag('ARGS="«--a=b» --c"\n'), 'ARGS="--c"\n')
})

test('a list item goes with its line if another one stands beside it', () => {
  assert.is(withoutFlag('args:\n  - --c\n  - «--a=b»\n'), 'args:\n  - --c\n')
  assert.is(withoutFlag('args:\n  - "«--a=b»"\n  - "--c"\nx: 1\n'), 'args:\n  - "--c"\nx: 1\n')
  assert.is(withoutFlag('args:\n  - --c\n  - «--a=b»'), 'args:\n  - --c')
  assert.is(withoutFlag('args:\r\n  - --c\r\n  - «--a=b»'), 'args:\r\n  - --c')
})

test('a key of a map of flags, two items and a name with its value go with their lines', () => {
  assert.is(withoutFlag('extraArgs:\n  «a: b»\n  c: d\n'), 'extraArgs:\n  c: d\n')
  assert.is(withoutFlag('extraArgs:\n  c: d\n  "«a": "b c»"\n'), 'extraArgs:\n  c: d\n')
  assert.is(withoutFlag('args:\n  - «--a\n  - b»\n  - --c\n'), 'args:\n  - --c\n')
  assert.is(
    withoutFlag('extraArgs:\n  - name: «a»\n    value: "b"\n  - name: c\n    value: d\n'),
    'extraArgs:\n  - name: c\n    value: d\n',
  )
})

test('an item of a flow list goes with its comma and quotes', () => {
  assert.is(withoutFlag('args: [x, «--a=b», --c]\n'), 'args: [x, --c]\n')
  assert.is(withoutFlag('args: ["x", "«--a=b»"]\n'), 'args: ["x"]\n')
})

test('a line of a command that goes on over several goes with its line', () => {
  assert.is(withoutFlag('kubelet \\\n  «--a=b» \\\n  --c\n'), 'kubelet \\\n  --c\n')
  assert.is(withoutFlag('kubelet \\\n  --c \\\n  «--a=b»\nRestart=always\n'), 'kubelet \\\n  --c\nRestart=always\n')
})

test('nothing is taken away where it is not certain', () => {
  assert.is(withoutFlag('args:\n  - «--a=b»\n'), undefined, 'the only item')
  assert.is(withoutFlag('args:\n  - «--a=b» # why\n  - --c\n'), undefined, 'a comment would be lost')
  assert.is(withoutFlag('args: ["«--a=b»", "--c"]\n'), undefined, 'the first item of a flow list')
  assert.is(withoutFlag('extraArgs:\n  - name: «a»\n    value: b # why\n  - name: c\n'), undefined, 'a comment again')
  assert.is(withoutFlag('extraArgs:\n  «a: b»\nc: d\n'), undefined, 'the only key')
  assert.is(withoutFlag('extraArgs:\n  «a: b» # why\n  c: d\n'), undefined, 'a key with a comment')
  assert.is(withoutFlag('  «--a=b» \\\n'), undefined, 'the first line of a command')
  assert.is(withoutFlag('kubelet «--a="b c"» --c\n'), undefined, 'a quoted value')
  assert.is(withoutFlag('kubelet «--a=b» --c\n', true), undefined, 'a platform wrote it')
})

test('an entry of a flag goes with its comma', () => {
  assert.is(withoutEntry('--feature-gates=«A=true»,B=false'), '--feature-gates=B=false')
  assert.is(withoutEntry('--feature-gates=A=true,«B=false»'), '--feature-gates=A=true')
  assert.is(withoutEntry('--feature-gates=A=true,«B=false»,C=true'), '--feature-gates=A=true,C=true')
  assert.is(withoutEntry('--feature-gates=«A=true»'), undefined, 'the only word')
  assert.is(withoutEntry('kubelet --feature-gates=«A=true» --c'), 'kubelet --c')
  assert.is(withoutEntry('extraArgs:\n  feature-gates: "«A=true»"\n  c: d\n'), 'extraArgs:\n  c: d\n')
  assert.is(withoutEntry('--feature-gates=«A=${X}»,B=true'), undefined)
})

test('an entry of a map goes with its line if another one stands beside it', () => {
  assert.is(withoutEntry('featureGates:\n  «A: true»\n  B: false\n', 'file'), 'featureGates:\n  B: false\n')
  assert.is(withoutEntry('featureGates:\n  B: false\n  «A: true»\nx: 1\n', 'file'), 'featureGates:\n  B: false\nx: 1\n')
  assert.is(withoutEntry('featureGates:\n  «A: true»\nx: 1\n', 'file'), 'x: 1\n', 'the only one, with its map')
  assert.is(withoutEntry('featureGates:\n  «A: true»\n  # B: false\nx: 1\n', 'file'), undefined, 'a comment goes on')
  assert.is(withoutEntry('featureGates:\n  «A: true» # why\n  B: false\n', 'file'), undefined)
  assert.is(withoutEntry('featureGates: {«A: true», B: false}\n', 'file'), 'featureGates: {B: false}\n')
  assert.is(withoutEntry('featureGates: {B: false, «A: true»}\n', 'file'), 'featureGates: {B: false}\n')
  assert.is(withoutEntry('featureGates: { «A: true» }\n', 'file'), 'featureGates: {}\n')
  assert.is(withoutEntry('{"x": {\n  "«A": true»,\n  "B": true\n}}', 'file'), '{"x": {\n  "B": true\n}}')
  assert.is(withoutEntry('{"x": {\n  "B": true,\n  "«A": true»\n}}', 'file'), '{"x": {\n  "B": true\n}}')
  assert.is(withoutEntry('x: {B: 1, # why\n  «A: true», C: 2}\n', 'file'), undefined)
})

test('a flag that is written as a map is one', () => {
  assert.is(
    withoutEntry('extraArgs:\n  - name: feature-gates\n    value: "«A=true»"\n  - name: c\n    value: d\n'),
    'extraArgs:\n  - name: c\n    value: d\n',
  )
  assert.is(withoutEntry('extraArgs:\n  - name: feature-gates\n    value: «A=true»\nx: 1\n'), undefined)
  assert.is(withoutEntry('featureGates:\n  «A: "true»"\n  B: "false"\n'), 'featureGates:\n  B: "false"\n')
  assert.is(withoutEntry('kubelet:\n  featureGates:\n    «A: "true»"\n  maxPods: 5\n'), 'kubelet:\n  maxPods: 5\n')
  assert.is(withoutEntry('args: [x, --feature-gates=«A=true»]\n'), 'args: [x]\n')
})

test('a name is replaced where it stands as it is', () => {
  const { assignment, doc } = written('kubelet «--old=b»')
  assert.is(mended(rename(assignment.nameText, 'new'), doc), 'kubelet --new=b')
  assert.is(rename(Text.whole(doc, 8, 13, 'other'), 'new'), undefined)
  assert.is(rename(written('kubelet «--old=b»', 'flag', true).assignment.nameText, 'new'), undefined)
})

test.run()
