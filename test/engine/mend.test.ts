import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { mend } from '../../src/engine/fixing/mend.js'
import { replaceValue } from '../../src/model/edit.js'
import { offer } from '../../src/model/fix.js'
import { defineRule, known, type Rule } from '../../src/model/rule.js'

const test = suite('engine: mending')

const MESSAGES = { bad: { what: 'bad', why: 'bad', help: 'mend it' } }

/** Wants `maxPods` to be what `next` makes of it; silent where that is nothing. */
const wanting = (id: string, next: (value: number) => number | undefined, level: 'safe' | 'unsafe' = 'safe'): Rule =>
  defineRule({
    id,
    summary: 'for tests',
    checks: 'kubelet',
    severity: 'warning',
    preset: ['recommended'],
    category: 'correctness',
    since: '0.1.0',
    kubernetes: 'any',
    evidence: ['https://example.com'],
    messages: MESSAGES,
    fix: level,
    *check(kubelet) {
      const pods = yield* known(kubelet.get('maxPods'))
      const wanted = pods.value === undefined ? undefined : next(pods.value)
      if (wanted === undefined) return
      yield { message: 'bad', at: pods, ...offer(level, `set ${wanted}`, replaceValue(pods.by, `${wanted}`)) }
    },
  })

const config = (maxPods: number): string =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: ${maxPods}\n`

const mending = (rules: readonly Rule[], files: Readonly<Record<string, string>>, level: 'safe' | 'unsafe' = 'safe') =>
  mend(
    {
      files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
      preset: 'all',
      config: {},
      rules,
    },
    { level, reported: ({ outcome }) => outcome.findings, untouchable: () => undefined },
  )

const only = (rule: string) => (value: number) =>
  rule === 'odd' ? (value % 2 === 1 ? value + 1 : undefined) : undefined

test('one fix makes room for the next', async () => {
  const rules = [
    wanting('a/odd', only('odd')),
    wanting('a/small', value => (value < 100 && value % 2 === 0 ? 110 : undefined)),
  ]
  // mending the first would bring up the second, so that the file stays
  const { changes, refused } = await mending(rules, { 'a.yaml': config(41) })
  assert.equal(changes, [])
  assert.equal(
    refused.map(({ why }) => why),
    ['would bring up `a/small`'],
  )
})

test('two rules that want opposite things come to an end', async () => {
  const up = wanting('a/up', value => (value < 100 ? 200 : undefined))
  const down = wanting('a/down', value => (value > 100 ? 50 : undefined))
  const { changes, refused, fixed } = await mending([up, down], { 'a.yaml': config(50) })
  assert.equal([changes, fixed], [[], 0])
  assert.is(refused.length, 1)
})

test('two fixes of one place: the first is done, and the second if it is still wanted', async () => {
  const first = wanting('a/first', value => (value < 100 ? 110 : undefined))
  const second = wanting('a/second', value => (value < 90 ? 120 : undefined))
  const { changes, fixed } = await mending([first, second], { 'a.yaml': config(50) })
  assert.equal(
    changes.map(({ after }) => after),
    [config(110)],
  )
  assert.is(fixed, 1)
})

test('one harmful fix among many does not keep the others', async () => {
  const odd = wanting('a/odd', only('odd'))
  const never = wanting('a/never', value => (value === 14 ? 15 : undefined), 'unsafe')
  const files = Object.fromEntries([11, 13, 15, 17, 19].map(value => [`${value}/a.yaml`, config(value)]))
  const { changes, refused } = await mending([odd, never], files)
  assert.equal(
    changes.map(({ uri, after }) => `${uri} ${/maxPods: (\d+)/.exec(after)?.[1]}`),
    ['11/a.yaml 12', '15/a.yaml 16', '17/a.yaml 18', '19/a.yaml 20'],
  )
  assert.equal(
    refused.map(({ finding, why }) => `${finding.at.doc.uri} ${why}`),
    ['13/a.yaml would bring up `a/never`'],
  )
})

test('a fix that does not mend is none', async () => {
  const { changes, refused } = await mending([wanting('a/more', value => value + 1)], { 'a.yaml': config(41) })
  assert.equal(changes, [])
  assert.is(refused[0]?.why, 'does not mend the finding')
})

test('unsafe fixes are done where they are asked for', async () => {
  const rules = [wanting('a/odd', only('odd'), 'unsafe')]
  assert.equal((await mending(rules, { 'a.yaml': config(41) })).changes, [])
  assert.is((await mending(rules, { 'a.yaml': config(41) }, 'unsafe')).changes[0]?.after, config(42))
})

test.run()
