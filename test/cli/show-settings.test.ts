import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../support/klint.js'
import { kubeletConfig, unit } from '../support/resolved.js'

const test = suite('cli: show, settings')

const linesOf = (out: string): string[] => out.split('\n').map(line => line.trim().replace(/ +/g, ' '))

async function shown(files: Readonly<Record<string, string>>, ...argv: string[]): Promise<string[]> {
  const { out, code } = await klint(files, ['show', ...argv])
  assert.is(code, 0)
  return linesOf(out)
}

const kubelet = (words: string, ...lines: readonly string[]) => ({
  'kubelet.service': unit(`kubelet --config=/etc/kubelet.yaml ${words}`),
  'kubelet.yaml': kubeletConfig(...lines),
})

test('what a flag takes away from a file is unset, not set to the text of the flag', async () => {
  const files = kubelet('--eviction-hard=memory.available<300Mi', 'evictionHard:', '  nodefs.available: 10%')
  const lines = await shown(files)
  assert.match(
    lines.join('\n'),
    /^evictionHard\.nodefs\.available unset by flag --eviction-hard=memory\.available<300Mi - kubelet\.service:4:\d+$/m,
  )
  const report = JSON.parse((await klint(files, ['show', '-f', 'json'])).out)
  const row = report.clusters[0].things[0].settings.find(
    ({ entry }: { entry?: string }) => entry === 'nodefs.available',
  )
  assert.is(row.unset, true)
  assert.is(row.value, undefined)
})

test('a map given twice is one map; only an entry given twice overrides', async () => {
  const lines = await shown(
    kubelet('--feature-gates=A=true --feature-gates=B=true --node-labels=a=b --node-labels=a=c'),
    '--kubernetes-version',
    '1.34',
  )
  assert.is(lines.filter(line => line.startsWith('overrides ')).length, 1)
  assert.ok(lines.some(line => line.startsWith('overrides flag a=b - ')))
})

test('a list given by several flags has all of them', async () => {
  const lines = await shown({
    'ca.yaml': `kind: Pod
apiVersion: v1
metadata: { name: a }
spec:
  containers:
    - name: cluster-autoscaler
      image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.30.0
      command: [./cluster-autoscaler, '--nodes=1:2:a', '--nodes=1:3:b']
`,
  })
  assert.ok(
    lines.some(line => line.startsWith('nodes 1:2:a,1:3:b - flag - ')),
    lines.join('\n'),
  )
  assert.ok(lines.some(line => line.startsWith('cluster-autoscaler, cluster-autoscaler 1.30.0 (')))
})

test('a value that counts as not set is followed by the default that holds', async () => {
  const lines = await shown(kubelet('', 'maxPods: 0', 'syncFrequency: 0s'), '--kubernetes-version', '1.34')
  assert.ok(lines.includes('maxPods 110 - default, for file maxPods: 0 counts as not set - kubelet.yaml:3:1'))
  assert.ok(
    lines.includes('syncFrequency 1m - default, for file syncFrequency: 0s counts as not set - kubelet.yaml:4:1'),
  )
})

test('flags that the version does not have are listed as such', async () => {
  const lines = await shown(kubelet('--docker-endpoint=x --cloud-foo --v=2'), '--kubernetes-version', '1.34')
  for (const row of ['docker-endpoint x - flag', 'cloud-foo true - flag']) {
    const at = lines.findIndex(line => line.startsWith(row))
    assert.is(lines[at + 1], 'not a flag of this version', row)
  }
  assert.is(lines.filter(line => line === 'not a flag of this version').length, 2)
})

test('where the version is not known, what depends on it is not known either', async () => {
  const files = { 'kubelet.service': unit('kubelet --allow-privileged=true --cloud-foo') }
  const open = await shown(files)
  const at = open.indexOf('evictionHard unknown')
  assert.match(open[at + 1] ?? '', /^its default is not the same in every version of 1\.\d+ - 1\.\d+$/)
  assert.not.ok(open.some(line => line.startsWith('evictionHard.')))
  // a flag of some of them; the other one is a flag of none
  assert.is(open.filter(line => line === 'not a flag of this version').length, 1)
  const pinned = await shown(files, '--kubernetes-version', '1.20')
  assert.ok(pinned.includes('evictionHard.memory.available 100Mi - default'), pinned.join('\n'))
  assert.is(pinned.filter(line => line === 'not a flag of this version').length, 2)
})

test('etcd is of its own versions, and its file is named where it is not in view', async () => {
  const lines = await shown({ 'etcd.service': unit('etcd --config-file /etc/etcd/etcd.yml') })
  assert.ok(
    lines.some(line => line.startsWith('etcd, etcd 3.')),
    lines.join('\n'),
  )
  assert.ok(lines.some(line => line.startsWith('config-file /etc/etcd/etcd.yml - flag - etcd.service:4:')))
})

test.run()
