import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import type { Finding } from '../../src/model/finding.js'
import { describe } from '../../src/model/location.js'
import { mutationsOf } from '../support/mutations.js'
import { filesBelow, read } from '../support/repository.js'
import { kubeletConfig, pod, unit } from '../support/resolved.js'

const test = suite('engine: less knowledge')

const example = (folder: string) =>
  new Map(filesBelow(`examples/${folder}`).map(path => [path.slice(`examples/${folder}/`.length), read(path)]))

const REPOSITORIES: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  'examples/nordstrom-2017': example('nordstrom-2017'),
  'examples/kubeadm-1.36': example('kubeadm-1.36'),
  'a node by hand': new Map([
    [
      'node/kubelet.service',
      unit(
        'kubelet --config=/etc/kubernetes/kubelet.yaml --config-dir=/etc/kubernetes/kubelet.conf.d $KUBELET_EXTRA_ARGS',
        'EnvironmentFile=/etc/default/kubelet\nEnvironmentFile=-/etc/sysconfig/kubelet',
      ),
    ],
    ['node/kubelet.service.d/10.conf', '[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--v=2\n'],
    [
      'node/default/kubelet',
      'KUBELET_EXTRA_ARGS="--feature-gates=NodeSwap=true,Bogus=true --network-plugin=cni --max-pods=400"\n',
    ],
    [
      'node/kubelet.yaml',
      kubeletConfig(
        'evictionHard:',
        '  nodefs.available: 5%',
        '  memory.available: 50Mi',
        'systemReservedCgroup: /system.slice',
        'enforceNodeAllocatable: [pods, system-reserved, kube-reserved]',
        'kubeReserved:',
        '  cpu: 100m',
      ),
    ],
    ['node/kubelet.conf.d/10.conf', kubeletConfig('kubeReserved:', '  memory: 200Mi', 'nodeStatusUpdateFrequency: 1m')],
  ]),
  'a control plane by hand': new Map([
    [
      'm/kube-apiserver.yaml',
      pod('kube-apiserver', 'v1.9.3', [
        '--apiserver-count=3',
        '--advertise-address=10.0.0.1',
        '--etcd-servers=https://10.0.0.1:2379,https://10.0.0.2:2379',
        '--etcd-quorum-read=false',
        '--feature-gates=Accelerators=true',
        '--no-such-flag=1',
      ]),
    ],
    ['m/etcd.service', unit('etcd --name=a --heartbeat-interval=500 $MORE', 'EnvironmentFile=/etc/etcd.env')],
    ['m/etcd.env', 'ETCD_ELECTION_TIMEOUT=600\nETCD_INITIAL_CLUSTER=a=https://10.0.0.1:2380,b=https://10.0.0.2:2380\n'],
    [
      'm/autoscaler.yaml',
      pod('cluster-autoscaler', 'v1.0.0', ['--scale-down-unneeded-time=10s', '--max-empty-bulk-delete=1000']),
    ],
  ]),
}

const lint = async (files: ReadonlyMap<string, string>): Promise<readonly Finding[]> =>
  (
    await run({
      files: [...files].map(([uri, source]) => ({ uri, source })),
      preset: 'all',
      config: {},
      suppressions: false,
    })
  ).outcome.findings

/** How many places each rule reports. Equal things share a finding, and what is true of a cluster stands at its first apiserver: a place may move. */
function count(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { rule, related } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1 + related.length)
  return counts
}

/**
 * What less knowledge brought up. Where it hid what ties documents together, findings that say what they assume may be
 * new (docs/ARCHITECTURE.md, idea 2): an open layer counts as empty.
 */
function added(before: ReadonlyMap<string, number>, after: readonly Finding[], unties: boolean): string[] {
  const counted = after.filter(({ assuming, severity }) => !(unties && assuming.length > 0 && severity !== 'error'))
  const rules = [...count(counted)].filter(([rule, n]) => n > (before.get(rule) ?? 0)).map(([rule]) => rule)
  return counted
    .filter(({ rule }) => rules.includes(rule))
    .map(({ rule, at, what }) => `${rule} ${describe(at)}: ${what}`)
}

/** In words of its own, since a failing property shows the message of an error and nothing else. */
function same(more: readonly string[], how: string): void {
  if (more.length > 0) throw new Error(`${how}: ${more.join('; ')}`)
}

test('the repositories have findings to lose', async () => {
  const found = await Promise.all(Object.values(REPOSITORIES).map(async files => (await lint(files)).length))
  assert.ok(found[0]! > 20 && found[2]! > 4 && found[3]! > 6, found.join())
})

test('without the versions nothing is new', async () => {
  for (const files of Object.values(REPOSITORIES)) {
    const before = count(await lint(files))
    const unversioned = new Map(
      [...files].map(([file, source]) => [
        file,
        source.replace(/(?<=[:_ ])v?\d+\.\d+\.\d+(?:[-+_][\w.]+)?$/gm, '{{ version }}'),
      ]),
    )
    same(added(before, await lint(unversioned), false), 'no version')
  }
})

for (const [name, files] of Object.entries(REPOSITORIES)) {
  test(`${name}: no mutation adds a finding`, async () => {
    const before = count(await lint(files))
    // Without its etcd a control plane falls apart, and each part is reported: a place more, but nothing new.
    const mutations = mutationsOf(files, 400).filter(({ name }) => !/:23(?:79|80)/.test(name))
    assert.ok(mutations.length > 10)
    await fc.assert(
      fc.asyncProperty(fc.nat(mutations.length - 1), async index => {
        const { name, files, unties } = mutations[index]!
        same(added(before, await lint(files), unties), name)
      }),
      { numRuns: 30 },
    )
  })

  test(`${name}: nor do several at once`, async () => {
    const before = count(await lint(files))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(10_000), { minLength: 2, maxLength: 4 }), async picks => {
        let [known, names, unties] = [files, '', false]
        for (const pick of picks) {
          const mutations = mutationsOf(known, 100).filter(({ name }) => !/:23(?:79|80)/.test(name))
          const one = mutations[pick % mutations.length]
          if (one === undefined) break
          names += `${one.name}; `
          unties ||= one.unties
          known = one.files
        }
        same(added(before, await lint(known), unties), names)
      }),
      { numRuns: 12 },
    )
  })
}

test.run()
