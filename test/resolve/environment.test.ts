import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../src/model/document.js'
import type { Variable, Word } from '../../src/model/fragment.js'
import { MASK, Text } from '../../src/model/text.js'
import { open } from '../../src/parsers/embed.js'
import { expand, variableOf } from '../../src/resolve/environment.js'
import { type Argument, type Environment, type Gap, isGap, MOST_WORDS } from '../../src/resolve/parts.js'

const test = suite('resolve: environment')

const doc: Document = open('kubelet.service', 'x'.repeat(10))
const at = { doc, start: 0, end: 1 }
const text = (value: string) => Text.whole(doc, 0, 1, value)
const variable = (name: string, value: string): Variable => ({
  name,
  text: text(value),
  words: value.split(' ').map(text),
  at,
})
const gap = (kind: Gap['gap'], what: string): Gap => ({ gap: kind, what, at })
/** `$FOO`, or as many of `${FOO}` in one word. */
const splits = (name: string): Word => ({ parts: [{ variable: name, text: text(`$${name}`) }], splits: true })
const joins = (name: string, times: number): Word => ({
  parts: Array.from({ length: times }, () => ({ variable: name, text: text(`$${name}`) })),
  splits: false,
})
const show = (argument: Argument): string =>
  isGap(argument) ? `${argument.gap} ${argument.what}` : argument.text.value.replaceAll(MASK, '?')

test('the last assignment wins, with the files that may beat it', () => {
  const environment = [variable('A', '1'), gap('open', 'f'), variable('A', '2'), gap('open', 'g'), variable('B', '3')]
  const found = (name: string) => {
    const { variable, gaps } = variableOf(name, environment)
    return [variable?.text.value, gaps.map(({ what }) => what).join(' ')]
  }
  assert.equal(found('A'), ['2', 'g'])
  assert.equal(found('B'), ['3', ''])
  assert.equal(found('C'), [undefined, 'g f'])
})

test('a gap hides what is before it, and nothing behind it', () => {
  const environment = [variable('A', '1'), gap('dangling', 'f'), variable('B', '2')]
  assert.equal(expand([splits('A'), splits('B')], environment).map(show), ['dangling f', '2'])
  const templated = [variable('A', '1'), variable(`A${MASK}`, '2'), variable('B', '3')]
  assert.equal(expand([splits('A'), splits('B')], templated).map(show), ['hole a template', '3'])
})

test('an environment is walked once, however many variables are looked up', () => {
  const many = 2_000
  let looked = 0
  const variables = Array.from({ length: many }, (_, i) => variable(`E${i}`, `--max-pods=${i}`))
  const environment: Environment = new Proxy(variables, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) looked++
      return Reflect.get(target, key)
    },
  })
  const words = variables.map(({ name }) => splits(name))
  assert.is(expand(words, environment).length, many)
  assert.is(looked, many)
})

test('more files that may be missing than klint follows are one hole', () => {
  const files = Array.from({ length: 5_000 }, (_, i) => gap('open', `/etc/${i}`))
  assert.equal(
    variableOf('A', [variable('A', '1'), ...files]).gaps.map(({ gap }) => gap),
    ['hole'],
  )
  assert.is(expand([splits('A')], files).map(show)[0], 'hole more environment files than klint follows')
})

test('a variable of many words that is named many times ends behind the words klint reads', () => {
  const environment = [variable('A', 'x '.repeat(3_000).trim())]
  const words = Array.from({ length: 10_000 }, () => splits('A'))
  const expanded = expand(words, environment)
  assert.ok(expanded.length > MOST_WORDS && expanded.length <= MOST_WORDS + 3_000, `${expanded.length}`)
})

test('a long variable that is named many times becomes a hole', () => {
  const environment = [variable('A', 'x'.repeat(100_000))]
  const expanded = expand([{ parts: [{ text: text('kubelet') }], splits: false }, joins('A', 10_000)], environment)
  assert.equal(expanded.map(show), ['kubelet', 'hole a command line longer than klint reads'])
  const apart = expand(
    Array.from({ length: 1_000 }, () => splits('A')),
    environment,
  )
  assert.ok(apart.length < 30)
  assert.is(show(apart.at(-1)!), 'hole a command line longer than klint reads')
})

test.run()
