import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../src/model/location.js'
import type { Assignment } from '../../src/model/setting.js'
import { kubeletConfiguration } from '../../src/parsers/formats/kubelet-configuration.js'
import { pod } from '../../src/parsers/formats/pod.js'
import { resolve } from '../../src/resolve/index.js'
import { readWith } from '../support/fragments.js'
import { only, resolved, said } from '../support/resolved.js'
import { staticPod } from '../support/static-pod.js'

const test = suite('assignments')

function assignments(flag: string): readonly Assignment[] {
  const source = `kind: Pod
metadata: {name: kube-apiserver}
spec:
  containers:
  - image: registry.k8s.io/kube-apiserver:v1.30.0
    command:
    - kube-apiserver
    - ${flag}
`
  const { clusters } = resolve(readWith(pod, source).fragments, { declared: [] })
  const [subject] = clusters.flatMap(({ components }) => components)
  const [version] = subject?.points ?? []
  return (version === undefined ? undefined : subject?.at(version)?.assignments) ?? []
}

const entries = (all: readonly Assignment[]): string[] =>
  all.flatMap(({ entry, value, at, spelling }) =>
    entry === undefined ? [] : [`${entry} is ${value?.known ? value.value : '?'} at ${describe(at)}: ${spelling}`],
  )

test('a map flag is an assignment, and each of its entries is one more at its own place', () => {
  const all = assignments('--feature-gates=A=true,B=false')
  assert.equal(
    all.map(({ name, entry }) => (entry === undefined ? name : `${name} ${entry}`)),
    ['feature-gates', 'feature-gates A', 'feature-gates B'],
  )
  assert.equal(entries(all), ['A is true at cluster.yaml:8:23: A=true', 'B is false at cluster.yaml:8:30: B=false'])
})

test('what a template fills is no entry; a value it fills is not known', () => {
  assert.equal(entries(assignments('"--feature-gates={{ .gates }},B={{ .b }}"')), [
    'B is ? at cluster.yaml:8:37: B={{ .b }}',
  ])
})

test('flags that hold no map have no entries', () => {
  assert.equal(entries(assignments('--audit-log-path=a=b,c=d')), [])
})

test('entries of a configuration file are assignments too', () => {
  const source = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates: {A: true}\n'
  const { clusters } = resolve(readWith(kubeletConfiguration, source).fragments, { declared: [] })
  const [subject] = clusters.flatMap(({ components }) => components)
  const [version] = subject?.points ?? []
  const all = (version === undefined ? undefined : subject?.at(version)?.assignments) ?? []
  assert.equal(entries(all), ['A is true at cluster.yaml:3:16: A: true'])
})

test('whatever is written can be asked for again, by key and entry', async () => {
  const view = only(
    await resolved({
      'a.yaml': staticPod('kube-apiserver', 'v1.34.2', '--request-timeout=2m', '--feature-gates=A=true', '--x=1'),
    }),
    'kube-apiserver',
  )
  assert.equal(
    view.assignments.map(asked => [asked.name, asked.entry ?? '', said(view.answer(asked))].join(' ')),
    [
      'request-timeout  set 120000 by flag --request-timeout=2m',
      'feature-gates  set A=true by flag --feature-gates=A=true',
      'feature-gates A set true by flag A=true',
      'x  no such key',
    ],
  )
})

test.run()
