import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { explainedPage } from '../../scripts/oracle/explained-page.js'
import { generated } from '../../scripts/oracle/generate.js'
import { filesFor, machineOf } from '../../scripts/oracle/host.js'
import { klintOf } from '../../scripts/oracle/klint.js'
import { kindOf } from '../../scripts/oracle/starts.js'
import { SUBJECTS } from '../../scripts/oracle/subjects.js'
import { verdictOf } from '../../scripts/oracle/verdict.js'
import { yamlFile } from '../../scripts/oracle/yaml-file.js'

const test = suite('oracles')

const subject = (name: string) => SUBJECTS.find(({ component }) => component === name)!
const ended = (status: number, said: string) => ({ ended: 'itself' as const, status, said, written: new Map() })

test('docs/ORACLES.md tells every difference that is meant to be', () => {
  const page = readFileSync('docs/ORACLES.md', 'utf8')
  const wanted = explainedPage()
  assert.ok(page.includes(wanted), `docs/ORACLES.md does not have this:\n\n${wanted}`)
})

test('the same seed makes the same configurations', () => {
  const make = (seed: number) => JSON.stringify(generated(subject('kubelet'), '1.37.2', 20, seed))
  assert.is(make(5), make(5))
  assert.is.not(make(5), make(6))
})

test('every component is found by klint at the version it is started at, as it is needed to start', async () => {
  for (const one of SUBJECTS) {
    const version = one.component === 'etcd' ? '3.6.16' : '1.37.2'
    const { component, stops } = await klintOf(one, version, filesFor(one, version, machineOf(one, { pieces: [] })))
    assert.is(component?.kind, one.component)
    assert.is(`${component?.version.major}.${component?.version.minor}.${component?.version.patch}`, version)
    assert.equal(
      stops.map(({ what }) => what),
      [],
    )
  }
})

test('what a case sets itself is not set for it', () => {
  const { argv } = machineOf(subject('kube-scheduler'), { pieces: [{ argv: ['--bind_address=::1'] }] })
  assert.equal(
    argv.filter(word => word.includes('bind')),
    ['--bind_address=::1'],
  )
})

test('fields are merged, the later ones count, and a text keeps what is at its margin', () => {
  const base = [
    { path: ['a', 'b'], yaml: '1' },
    { path: ['c'], yaml: '2' },
  ]
  assert.is(yamlFile('', base, '', [{ path: ['a', 'd'], yaml: '[]' }]), 'a:\n  b: 1\n  d: []\nc: 2\n')
  assert.is(yamlFile('', base, 'a: {b: 3}', []), 'a: {b: 3}\nc: 2\n')
})

test('a refusal is told from the surroundings by its message', () => {
  const refused = 'E1126 10:00:00.000000 1 run.go:72] "command failed" err="failed to validate: \\"x\\" is no mode"'
  assert.equal(verdictOf(subject('kubelet'), ended(1, refused)), {
    kind: 'refuses',
    message: 'failed to validate: "x" is no mode',
  })
  const block = 'E1126 run.go:72] "command failed" err=<\n\tfirst\n\tsecond\n >\n'
  assert.equal(verdictOf(subject('kubelet'), ended(1, block)), { kind: 'refuses', message: 'first second' })
  const alone = '"command failed" err="failed to run Kubelet: validate CRI v1 runtime API for endpoint"'
  assert.is(verdictOf(subject('kubelet'), ended(1, alone)).kind, 'none')
  const old =
    '2026-11-26 10:45:25.16 I | etcdmain: Loading\n2026-11-26 10:45:25.17 E | etcdmain: error verifying flags, no'
  assert.equal(verdictOf(subject('etcd'), ended(1, old)), { kind: 'refuses', message: 'error verifying flags, no' })
  assert.equal(verdictOf(subject('etcd'), ended(2, 'flag provided but not defined: -x\nusage: etcd\n')), {
    kind: 'refuses',
    message: 'flag provided but not defined: -x',
  })
  assert.is(verdictOf(subject('etcd'), ended(137, '')).kind, 'none')
  assert.is(verdictOf(subject('kube-proxy'), ended(0, '')).kind, 'starts')
  assert.is(verdictOf(subject('kube-scheduler'), ended(0, '')).kind, 'none')
})

test('messages that differ in names and numbers alone are of one kind', () => {
  const of = (name: string) => kindOf(`invalid argument "${name}" for "--${name}" flag: parsing "1${name}": at 17`)
  assert.is(of('a'), of('b'))
})

test.run()
