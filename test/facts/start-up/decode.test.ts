import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { rows } from '../../../src/facts/start-up/checks.js'
import { undecodable, unknownKind } from '../../../src/facts/start-up/decode.js'
import { VALIDATIONS } from '../../../src/facts/start-up/kubelet.js'
import type { Rule } from '../../../src/model/rule.js'
import { startUpRule } from '../../../src/rules/start-up.js'
import { judge } from '../../support/judge.js'
import { type Given, hostOf } from '../../support/start-up-test.js'

const test = suite('facts/start-up/decode')

const about = (id: string) => ({
  id,
  summary: 'a file does not decode',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: ['https://github.com/kubernetes/kubernetes'] as const,
  why: 'it exits',
})

const row = {
  id: 'undecodable',
  settings: ['--config'] as const,
  versions: 'any',
  reason: '{detail}',
  remedy: '{cure}',
  source: 'x',
}

const scheduler = startUpRule(
  'kube-scheduler',
  about('scheduler/will-not-start'),
  rows('kube-scheduler', [
    {
      ...row,
      *check(component) {
        const versions = { 'kubescheduler.config.k8s.io/v1': '>=1.25' }
        yield { apart: unknownKind<'kube-scheduler'>('KubeSchedulerConfiguration', versions)(component) }
        yield { apart: undecodable<'kube-scheduler'>({ strict: '>=1.19' })(component) }
      },
    },
  ]),
)
const proxy = startUpRule(
  'kube-proxy',
  about('proxy/will-not-start'),
  rows('kube-proxy', [{ ...row, check: undecodable() }]),
)
const kubelet = startUpRule('kubelet', about('kubelet/will-not-start'), VALIDATIONS)

async function found(rule: Rule, given: Given, kubernetesVersion = '1.34') {
  const { findings } = await judge(rule, hostOf(rule.checks as never, given), { kubernetesVersion })
  return findings.map(({ what, help, at }) => ({ what, help, text: at.doc.source.slice(at.start, at.end) }))
}

test('a strict component: fields it does not know, and those that stand twice', async () => {
  const all = await found(scheduler, 'parallelizm: 4\nleaderElection: {leaderElect: true, leaderElect: false}')
  assert.equal(all.map(({ text }) => text).sort(), ['leaderElect: false', 'parallelizm: 4'])
  assert.ok(all.some(({ help }) => help === 'write `parallelism`'))
  assert.ok(all.some(({ what }) => what.includes('stands twice')))
})

test('what a merge brings in does not stand twice', async () => {
  const aliased = 'extenders:\n- &one {urlPrefix: a, weight: 1}\n- {<<: *one, weight: 2}'
  assert.equal(await found(scheduler, aliased), [])
})

test('fields below an object that nobody recorded', async () => {
  const plugins = 'profiles: [{plugins: {score: {enabled: [{name: a}]}}, pluginConfig: [{name: a, args: {b: 1}}]}]'
  assert.equal(await found(scheduler, plugins), [])
  const [unknown] = await found(scheduler, 'profiles: [{pluginz: {}}]')
  assert.is(unknown?.text, 'pluginz')
})

test('a path is no name: dots lead nowhere', async () => {
  const [unknown] = await found(scheduler, 'leaderElection.leaderElect: "true"')
  assert.ok(unknown?.what.includes('no such field'))
  assert.equal(await found(kubelet, 'authentication.anonymous.enabled: "true"'), [])
})

test('fields of another version of the file are none of this one', async () => {
  assert.is((await found(scheduler, 'healthzBindAddress: 0.0.0.0:10251', '1.34')).length, 1)
})

test('kube-proxy reads past fields it does not know', async () => {
  assert.equal(await found(proxy, 'bogus: 1\nbogus: 2'), [])
  assert.equal(
    (
      await found(proxy, 'iptables: {masqueradeBit: "14", syncPeriod: null}\nbindAddress: 1\nfeatureGates: {A: "b"}')
    ).map(({ text }) => text),
    ['masqueradeBit: "14"', 'syncPeriod: null', 'bindAddress: 1', 'A: "b"'],
  )
  assert.equal(
    await found(proxy, 'conntrack: {tcpEstablishedTimeout: null}\nclientConnection: {qps: 5, burst: 10}'),
    [],
  )
})

test('a field that stands twice: in a patch it stops the kubelet, in its file it does not', async () => {
  const [twice] = await found(kubelet, { config: '', dropIn: 'maxPods: 5\nmaxPods: 6' }, '1.34')
  assert.is(twice?.text, 'maxPods: 6')
  assert.equal(await found(kubelet, 'maxPods: 5\nmaxPods: 6', '1.34'), [])
})

test('conditional parts, tags and templates are silent', async () => {
  const config =
    '{{ if .x }}\nmaxPods: "5"\n{{ end }}\npodsPerCore: !!int "5"\nclusterDNS: {{ .dns }}\nevictionHard: {{ .hard }}\n'
  assert.equal(await found(kubelet, config), [])
})

test('values that may be secret are not repeated', async () => {
  const [broken] = await found(kubelet, 'staticPodURLHeader: {Authorization: Bearer abcdef}')
  assert.ok(broken !== undefined && !broken.what.includes('abcdef'))
})

test('a file that does not say what it is', async () => {
  const [CONFIG, DIRECTORY] = ['/var/lib/kubelet/config.yaml', '/etc/kubernetes/kubelet.conf.d']
  const config = (source: string) => ({ flags: [`--config=${CONFIG}`], files: { [CONFIG]: source } })
  const dropIn = (source: string) => ({
    flags: [`--config-dir=${DIRECTORY}`],
    files: { [`${DIRECTORY}/10-own.conf`]: source },
  })
  for (const source of ['maxPods: 5\n', '# maxPods: 5\n'])
    for (const given of [config(source), dropIn(source)]) {
      const all = await found(kubelet, given)
      assert.is(all.length, 1, source)
      assert.ok(all[0]?.what.includes('it has no kind'))
    }
  // a template may print it
  assert.equal(await found(kubelet, config('{{ .config }}\n')), [])
  assert.equal(await found(kubelet, config('{{ .head }}\nmaxPods: 5\n')), [])
})

test('a label with a bad key', async () => {
  const [bad] = await found(kubelet, ['--node-labels=pool_=a'])
  assert.is(bad?.text, 'pool_=a')
})

test('a watchdog that leaves time, and none', async () => {
  const with_ = (value: string) => ({
    files: { '/etc/systemd/system/kubelet.service.d/10-own.conf': `[Service]\nWatchdogSec=${value}\n` },
  })
  assert.equal(await found(kubelet, with_('30s')), [])
  assert.equal(await found(kubelet, with_('0')), [])
  assert.equal(await found(kubelet, with_('1min 30s')), [])
  assert.is((await found(kubelet, with_('1'))).length, 1)
})

test.run()
