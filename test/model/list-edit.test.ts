import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../src/model/document.js'
import { removeListItem } from '../../src/model/list-edit.js'
import type { Layer } from '../../src/model/setting.js'
import { Text } from '../../src/model/text.js'

const test = suite('list-edit')

/** The text without the item between « and » of the list whose assignment stands between ‹ and › (`‹--name=‹value››`). */
function without(marked: string, layer: Layer = 'flag'): string | undefined {
  const source = marked.replace(/[«»‹›]/g, '')
  const at = (sign: string): number => marked.slice(0, marked.indexOf(sign)).replace(/[«»‹›]/g, '').length
  const doc: Document = { uri: 'x', source, holes: [], regions: [] }
  const [start, end] = [at('«'), at('»')]
  const whole = { start: at('‹'), end: at('›') }
  const equals = source.indexOf('=', whole.start)
  const name = /^-*([\w-]+)/.exec(source.slice(whole.start))
  const from = whole.start + (name?.[0].length ?? 0) - (name?.[1]?.length ?? 0)
  const edit = removeListItem(
    {
      component: 'kube-apiserver',
      key: 'k',
      name: 'k',
      nameText: Text.linear(doc, from, from + (name?.[1]?.length ?? 0)),
      value: layer === 'file' ? undefined : Text.linear(doc, equals + 1, whole.end),
      layer,
      spelling: source.slice(whole.start, whole.end),
      at: { doc, ...whole },
    },
    { value: source.slice(start, end), at: { doc, start, end } },
  )
  return edit && source.slice(0, edit.at.start) + edit.text + source.slice(edit.at.end)
}

test('an item that another occurrence of the flag names stays', () => {
  assert.is(without('[x, --p=«A», --v=2, ‹--p=B,C›]'), undefined)
  assert.is(without('[x, ‹--p=B,C›, --v=2, --p=«A»]'), undefined)
})

test('an item of a flag goes with one comma', () => {
  assert.is(without('x ‹--p=«A»,B› --v=2'), 'x --p=B --v=2')
  assert.is(without('x ‹--p=A,«B»,C› --v=2'), 'x --p=A,C --v=2')
  assert.is(without('x ‹--p=A,«B»› --v=2'), 'x --p=A --v=2')
  assert.is(without('- "‹--p=A, «B»›"\n'), '- "--p=A"\n')
})

test('the only one takes the flag with it', () => {
  assert.is(without('x ‹--p=«A»› --v=2'), 'x --v=2')
  assert.is(without('  - x\n  - ‹--p=«A»›\n'), '  - x\n')
})

test('a variable keeps its name', () => {
  assert.is(without('‹P=«A»,B›\n', 'environment'), 'P=B\n')
  assert.is(without('‹P=«A»›\n', 'environment'), undefined)
})

test('a line of a list that has another one, an item in brackets', () => {
  assert.is(without('‹p›:\n  - «A»\n  - B\n', 'file'), 'p:\n  - B\n')
  assert.is(without('‹p›:\n  - A\n  - "«B»"\n', 'file'), 'p:\n  - A\n')
  assert.is(without('‹p›:\n  - «A»\n', 'file'), undefined)
  assert.is(without('‹p›:\n  - «A» # why\n  - B\n', 'file'), undefined)
  assert.is(without('‹p›: [«A», B]\n', 'file'), 'p: [B]\n')
  assert.is(without('‹p›: ["A", "«B»"]\n', 'file'), 'p: ["A"]\n')
  assert.is(without('‹p›: [«A»]\n', 'file'), 'p: []\n')
})

test.run()
