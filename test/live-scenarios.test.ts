import { readFileSync, writeFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { CATALOG } from '../src/rules/catalog.js'
import type { Recording } from '../src/sources/cluster/recording.js'
import { klint } from './support/klint.js'
import {
  aks,
  eks,
  gke,
  k3s,
  kubeadmDefault,
  kubeadmLarge,
  talk2018,
  talkFixed,
  talkToday,
} from './support/live-clusters.js'
import { packed } from './support/recordings.js'

/**
 * Whole clusters, all rules of a preset, read from the file that `klint cluster --record` writes. What is expected of some stands in
 * `test/fixtures/live-<cluster>.txt`; `UPDATE=1 npm test -- live-scenarios` writes it anew; a person reads the difference.
 */
const test = suite('live scenarios')

interface Found {
  readonly rule: string
  readonly severity: string
  readonly what: string
  readonly path: string
}
interface Report {
  readonly findings: readonly Found[]
  readonly notChecked: readonly string[]
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : [])

async function report(recording: Recording, preset: string): Promise<Report> {
  const files = { 'prod.json.gz': await packed(recording) }
  const { out, err } = await klint(files, ['prod.json.gz', '--preset', preset, '--format', 'json'])
  assert.is(err, '')
  const parsed: unknown = JSON.parse(out)
  assert.ok(isObject(parsed))
  return {
    findings: listOf(parsed.findings).map(({ rule, severity, what, location }) => ({
      rule: String(rule),
      severity: String(severity),
      what: String(what),
      path: isObject(location) ? String(location.path) : '',
    })),
    notChecked: listOf(parsed.notChecked).map(({ what }) => String(what)),
  }
}

const rulesIn = ({ findings }: Report): string[] => [...new Set(findings.map(({ rule }) => rule))].sort()
const worseThan = ({ findings }: Report, severities: readonly string[]): string[] =>
  findings.flatMap(({ rule, severity, what }) => (severities.includes(severity) ? [] : [`${rule}: ${what}`]))

/** Lessons of the talk that no object of a cluster shows, and why. */
const INVISIBLE: Readonly<Record<string, string>> = {
  'etcd/disk-shared-or-slow': 'volumes are the cloud’s: neither a pod nor a node says what disk a hostPath lies on',
}

test('every lesson of the talk that a cluster can show is shown by the one of 2018 or by the one of today', async () => {
  const lessons = Object.entries(CATALOG).flatMap(([id, { preset }]) => (preset.includes('talk') ? [id] : []))
  const shown = [...rulesIn(await report(talk2018, 'talk')), ...rulesIn(await report(talkToday, 'talk'))]
  assert.equal(
    lessons.filter(id => !shown.includes(id)),
    Object.keys(INVISIBLE),
  )
  assert.equal(
    Object.keys(INVISIBLE).filter(id => shown.includes(id)),
    [],
  )
})

for (const [name, recording] of Object.entries({ 'talk-2018': talk2018, 'talk-today': talkToday }))
  test(`what is found in ${name}`, async () => {
    const { findings } = await report(recording, 'talk')
    // the same of another object is no other finding
    const first = new Map<string, string>()
    for (const { severity, rule, path, what } of findings) {
      const key = `${severity} ${rule} ${what}`
      if (!first.has(key)) first.set(key, `${severity} ${rule} ${path}: ${what}\n`)
    }
    const lines = [...first.values()].sort()
    const expected = `test/fixtures/live-${name}.txt`
    if (process.env.UPDATE === '1') writeFileSync(expected, lines.join(''))
    assert.fixture(lines.join(''), readFileSync(expected, 'utf8'))
  })

test('the cluster that learned the lessons of the talk shows none', async () => {
  for (const preset of ['talk', 'recommended']) assert.equal(worseThan(await report(talkFixed, preset), []), [], preset)
})

test('what kubeadm makes of one node gives nothing above information', async () => {
  for (const preset of ['talk', 'recommended'])
    assert.equal(worseThan(await report(kubeadmDefault, preset), ['info']), [], preset)
})

test('what kubeadm makes of many nodes lacks reservations, and nothing else', async () => {
  const found = await report(kubeadmLarge, 'recommended')
  assert.equal(rulesIn(found), ['kubelet/kube-reserved-missing'])
  assert.equal(worseThan(found, ['warning']), [])
})

for (const [name, recording] of Object.entries({ eks, gke, aks }))
  test(`${name} is quiet, and what it hides is said`, async () => {
    const recommended = await report(recording, 'recommended')
    assert.equal(worseThan(recommended, []), [])
    const said = recommended.notChecked.join('\n')
    assert.match(said, `${name.toUpperCase()} does not show how kube-apiserver is started`)
    assert.match(said, `${name.toUpperCase()} runs kube-controller-manager, kube-scheduler and etcd`)
  })

test('k3s is quiet but for the memory threshold that it takes away, and what it hides is said', async () => {
  const { findings, notChecked } = await report(k3s, 'recommended')
  assert.equal(
    findings.map(({ rule, severity }) => `${severity} ${rule}`),
    ['error kubelet/eviction-hard-missing'],
  )
  assert.match(notChecked.join('\n'), 'k3s runs kube-controller-manager, kube-scheduler and etcd within itself')
  assert.not.match(notChecked.join('\n'), 'how kube-apiserver was started')
})

test('where kubelets may not be asked, nothing is said of what they run with', async () => {
  const { kind: _, ...rest } = talkToday
  const denied: Recording = {
    kind: 'ClusterRecording',
    ...rest,
    objects: talkToday.objects.filter(({ part }) => part === undefined),
    missing: [
      { path: '/api/v1/nodes/workers-1/proxy/configz', read: 'configz', why: 'forbidden', said: '403', count: 1 },
    ],
  }
  const { findings, notChecked } = await report(denied, 'recommended')
  assert.equal(
    findings.filter(({ rule }) => rule.startsWith('kubelet/')),
    [],
  )
  assert.match(notChecked.join('\n'), 'what kubelets run with: `get nodes/proxy` is forbidden')
})

test.run()
