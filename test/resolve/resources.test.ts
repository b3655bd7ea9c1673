import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { pod } from '../../src/parsers/formats/pod.js'
import { resourceOf } from '../../src/resolve/resources.js'
import { only, readWith } from '../support/fragments.js'

const test = suite('resources')

function podOf(annotations: string) {
  const source = `apiVersion: v1
kind: Pod
metadata:
  name: kube-scheduler
  annotations:${annotations}
spec:
  containers:
  - name: kube-scheduler
    command: [kube-scheduler]
`
  const { runsIn } = only(readWith(pod, source), 'argv')
  if (runsIn === undefined) throw new Error('no pod')
  return resourceOf(runsIn, 'pod')
}

const valueAt = (annotations: string, path: string): string | undefined => {
  const setting = podOf(annotations).get(path)
  return setting.state === 'unknown' ? 'unknown' : setting.value
}

test('a key with dots of its own is found', () => {
  assert.is(valueAt(' { prometheus.io/scrape: "true" }', 'annotations.prometheus.io/scrape'), 'true')
  assert.is(valueAt(' { a: { b.c: { d: x } } }', 'annotations.a.b.c.d'), 'x')
})

test('the longest key that is written counts', () => {
  assert.is(valueAt(' { a.b: whole, a: { b: part } }', 'annotations.a.b'), 'whole')
})

test('what is not written is absent, and unknown where a template may write it', () => {
  assert.is(valueAt(' { a.b: x }', 'annotations.a.c'), undefined)
  assert.is(valueAt('\n    {{ .annotations }}\n    a.b: x', 'annotations.a.b'), 'x')
  assert.is(valueAt('\n    {{ .annotations }}\n    a.b: x', 'annotations.a.c'), 'unknown')
})

test.run()
