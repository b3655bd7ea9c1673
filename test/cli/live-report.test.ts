import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { FORMATS } from '../../src/cli/options.js'
import type { RecordedObject } from '../../src/sources/cluster/recording.js'
import { klint, klintIn } from '../support/klint.js'
import { type Group, mirrorPod, nodes, recorded, version } from '../support/recorded.js'
import { editing, inTree } from '../support/tree.js'

const test = suite('reports of a running cluster')

const RESERVED = { kubeReserved: { cpu: '80m', memory: '1Gi' }, kubeReservedCgroup: '/kube.slice' }
/** Leaves the thresholds of disks out. */
const PARTIAL = { ...RESERVED, evictionHard: { 'memory.available': '750Mi' } }
const SLOW = ['--heartbeat-interval=100', '--election-timeout=300']

const KUBELET =
  'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard: { memory.available: 1Gi }\n'

const named = (of: string, n: number): string[] => Array.from({ length: n }, (_, i) => `${of}-${i}`)
const cluster = (groups: readonly Group[], masters: readonly string[], more: readonly RecordedObject[] = []) =>
  recorded([version(), ...groups.flatMap(nodes), ...masters.map(node => mirrorPod('etcd', node, SLOW)), ...more])

const TWO_POOLS: readonly Group[] = [
  { names: named('a', 400), pool: 'workers', configz: PARTIAL },
  { names: named('b', 800), pool: 'batch', configz: PARTIAL },
]
const MASTERS = ['m-0', 'm-1', 'm-2']
const ONLY = ['--only', 'kubelet/eviction-hard-partial,etcd/election-ratio-too-low']

test('one cause is one finding, at the place of the first, with the count of all', async () => {
  const { code, out } = await klint({ 'prod.json.gz': cluster(TWO_POOLS, MASTERS) }, ['prod.json.gz', ...ONLY])
  assert.is(code, 1)
  assert.match(out, '--> prod/node/a-0 (and 1,199 like it in 2 pools): configz evictionHard\n')
  assert.match(out, '::: prod/node/b-0 (and 799 like it in pool batch): configz evictionHard\n')
  assert.match(
    out,
    '--> prod/pod/kube-system/etcd-m-0 (and 2 like it): spec.containers[etcd].command --election-timeout\n',
  )
  assert.match(out, '2 errors, 0 warnings in 1,204 objects of prod\n')
  assert.match(out, 'assuming Kubernetes 1.34.2 (/version of prod)\n')
  assert.not.match(out, /repository|:\d+:\d+|not checked|fixable|\[\*\]/)
})

test('the worst is told first, and nodes without a pool are in none', async () => {
  const disks = { 'nodefs.available': '10%', 'nodefs.inodesFree': '5%', 'imagefs.available': '15%' }
  const whole = { evictionHard: { 'memory.available': '750Mi', ...disks } }
  const groups: readonly Group[] = [
    { names: named('a', 3), configz: PARTIAL },
    { names: named('b', 2), pool: 'workers', configz: PARTIAL },
    { names: named('c', 2), pool: 'batch', configz: whole },
  ]
  const only = ['--only', 'etcd/election-ratio-too-low,kubelet/kube-reserved-missing,kubelet/eviction-hard-partial']
  const files = { 'prod.json.gz': cluster(groups, MASTERS), 'a.yaml': KUBELET }
  const { out } = await klint(files, ['a.yaml', 'prod.json.gz', ...only, '-f', 'compact'])
  assert.equal(
    out
      .split('\n')
      .flatMap(line => /^([^/]+\/\w+|a\.yaml).*: (?:error|warning) (\S+)/.exec(line)?.slice(1).join(' ') ?? []),
    [
      'prod/node kubelet/eviction-hard-partial',
      'prod/pod etcd/election-ratio-too-low',
      'prod/node kubelet/kube-reserved-missing',
      'a.yaml kubelet/kube-reserved-missing',
      'a.yaml kubelet/eviction-hard-partial',
    ],
  )
  assert.match(out, 'prod/node/a-0 (and 4 like it): configz evictionHard: error')
})

test('an object has its name in klint.yaml, wherever that lies', async () => {
  const config = [
    'overrides:',
    '  - files: [prod/pod/**]',
    '    rules: { etcd/election-ratio-too-low: info }',
    'ignores:',
    '  - { rule: kubelet/eviction-hard-partial, paths: [prod/node/**], reason: known }',
    '',
  ].join('\n')
  const files = { 'prod.json.gz': cluster(TWO_POOLS, MASTERS), 'conf/klint.yaml': config }
  const argv = ['prod.json.gz', ...ONLY, '--config', 'conf/klint.yaml']
  const { code, out } = await klint(files, argv)
  assert.is(code, 0)
  assert.match(out, '0 errors, 0 warnings, 1 info in 1,204 objects of prod\n')
})

test('nothing is lost in JSON', async () => {
  const many = Array.from({ length: 6 }, (_, i): Group => {
    return { names: named(`p${i}`, 10), pool: `pool-${i}`, configz: PARTIAL }
  })
  const { out } = await klint({ 'prod.json.gz': cluster(many, []) }, ['prod.json.gz', '-f', 'json', ...ONLY])
  const { findings, summary } = JSON.parse(out)
  assert.is(findings.length, 1)
  const [{ location, related, alike, fix, identity }] = findings
  assert.is(related.length, 3)
  assert.equal([alike.count, alike.pools.length, alike.locations.length], [60, 6, 5])
  assert.equal(location.object, {
    cluster: 'prod',
    kind: 'Node',
    name: 'p0-0',
    part: 'configz',
    count: 10,
    others: ['p0-1', 'p0-2', 'p0-3'],
    pool: 'pool-0',
  })
  assert.is(location.route, 'evictionHard')
  assert.is(location.path, 'prod/node/p0-0/configz')
  assert.is(fix?.edits, undefined)
  assert.match(identity, ' klint-live/prod/nodes/pool-0/configz evictionHard ')
  assert.equal([summary.files, summary.objects], [0, 61])
})

test('nodes of one group that answer something else each are kubelets of their own, and counted once', async () => {
  const [node, first] = nodes({ names: named('a', 5), pool: 'workers', configz: { ...PARTIAL, maxPods: 100 } })
  const [, second] = nodes({ names: named('a', 5), pool: 'workers', configz: { ...PARTIAL, maxPods: 200 } })
  if (node === undefined || first === undefined || second === undefined) throw new Error('a group is two objects')
  const objects = [version(), node, { ...first, count: 3 }, { ...second, name: 'a-4', count: 2, others: ['a-3'] }]
  const files = { 'prod.json.gz': recorded(objects) }
  const { out } = await klint(files, ['prod.json.gz', ...ONLY])
  assert.match(out, '--> prod/node/a-0 (and 4 like it in pool workers): configz evictionHard\n')
  assert.match(out, '::: prod/node/a-4 (and 1 like it in pool workers): configz evictionHard\n')
  assert.match(out, 'in 6 objects of prod')
})

test('other words are another finding, and so is another cluster', async () => {
  const differ: readonly Group[] = [
    { names: ['a'], pool: 'a', configz: PARTIAL },
    { names: ['b'], pool: 'b', configz: { ...RESERVED, evictionHard: { 'nodefs.available': '10%' } } },
  ]
  const files = {
    'one.json.gz': cluster(differ, []),
    'two.json.gz': recorded([version(), ...differ.flatMap(nodes)], { cluster: 'test' }),
  }
  const { out } = await klint(files, ['one.json.gz', 'two.json.gz', '-f', 'compact', ...ONLY])
  const lines = out.split('\n').filter(line => line.includes('eviction-hard-partial'))
  assert.equal(lines.map(line => line.split(':')[0]).sort(), [
    'prod/node/a',
    'prod/node/b',
    'test/node/a',
    'test/node/b',
  ])
  assert.match(out, 'in 6 objects of 2 clusters')
})

test('a baseline knows a pool, whichever nodes it has today and into how many groups they fall', () =>
  inTree({ 'prod.json.gz': cluster(TWO_POOLS, MASTERS) }, async root => {
    const made = await klintIn(root, ['baseline', 'prod.json.gz', '--baseline', 'known.json', ...ONLY])
    assert.is(made.code, 0)
    const grown: readonly Group[] = [
      { names: named('x', 12), pool: 'workers', configz: PARTIAL },
      { names: named('y', 4), pool: 'workers', type: 'm6i.large', configz: PARTIAL },
      { names: named('z', 1), pool: 'batch', configz: PARTIAL },
    ]
    editing(root, { 'later.json.gz': cluster(grown, ['m-7', 'm-8', 'm-9', 'm-10', 'm-11']) })
    const later = await klintIn(root, ['later.json.gz', '--baseline', 'known.json', ...ONLY])
    assert.equal([later.code, later.err], [0, ''])
    assert.match(later.out, '2 known from known.json')
    editing(root, {
      'new.json.gz': cluster([...grown, { names: named('n', 7), pool: 'fresh', configz: PARTIAL }], MASTERS),
    })
    const fresh = await klintIn(root, ['new.json.gz', '--baseline', 'known.json', '-f', 'compact', ...ONLY])
    assert.is(fresh.code, 1)
    assert.match(fresh.out, /^prod\/node\/n-0 \(and 6 like it in pool fresh\): configz evictionHard: error/)
    assert.is(fresh.out.split('\n').filter(line => line.includes(': error ')).length, 1)
    // from another directory too, and a run over files says nothing about clusters
    editing(root, { 'below/a.yaml': 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n' })
    const below = await klintIn(root, ['../later.json.gz', '--baseline', '../known.json', ...ONLY], { cwd: 'below' })
    assert.is(below.code, 0)
    const files = await klintIn(root, ['--baseline', 'known.json', ...ONLY])
    assert.not.match(files.out, 'no longer found')
  }))

test('an annotation of a live object silences what is found in it', async () => {
  const pod = mirrorPod('etcd', 'm-0', SLOW)
  const body = { kind: 'Pod', apiVersion: 'v1', metadata: {}, spec: {}, ...Object(pod.body) }
  const annotations = { 'klint.dev/ignore': 'etcd/election-ratio-too-low: moved next week' }
  const quiet = { ...pod, body: { ...body, metadata: { ...body.metadata, annotations } } }
  const files = { 'prod.json.gz': recorded([version(), quiet, mirrorPod('etcd', 'm-1', SLOW)]) }
  const { out } = await klint(files, ['prod.json.gz', '-f', 'json', '--only', 'etcd/election-ratio-too-low'])
  const { findings, silenced } = JSON.parse(out)
  assert.equal(
    findings.map(({ location }: { location: { object: { name: string } } }) => location.object.name),
    ['etcd-m-1'],
  )
  assert.equal([silenced[0].by, silenced[0].reason], ['annotation', 'moved next week'])
})

test('--fix mends files beside it, and nothing that runs', () =>
  inTree(
    {
      'prod.json.gz': recorded([version(), mirrorPod('kube-apiserver', 'm-0', ['--etcd-quorum-read=false'])]),
      'pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: kube-apiserver\n  namespace: kube-system\nspec:\n  containers:\n  - name: kube-apiserver\n    image: registry.k8s.io/kube-apiserver:v1.34.2\n    command:\n    - kube-apiserver\n    - --etcd-quorum-read=false\n',
    },
    async root => {
      const args = ['.', 'prod.json.gz', '--only', 'upgrade/removed-flag', '--fix', '--unsafe-fixes']
      const { out, err } = await klintIn(root, args)
      assert.match(out, 'fixed 1 finding in 1 file')
      assert.match(out, '--> prod/pod/kube-system/kube-apiserver-m-0: spec.containers[kube-apiserver].command')
      assert.match(out, '1 error, 0 warnings in 1 file and 2 objects of prod\n')
      assert.not.match(out, /fixable|\[\*\]/)
      assert.is(err, '')
    },
  ))

/** What a terminal or a runner would obey. */
const HOSTILE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|##\[/u
const BAD = '\u001b[31m\u202e::error::x\n::error::y##[error]z<script>alert(1)</script>`|'

for (const format of FORMATS)
  test(`whatever an apiserver calls its objects, ${format} is text`, async () => {
    const long = BAD.repeat(200)
    const groups: Group[] = [
      { names: [`${BAD}0`, `${BAD}1`, long], pool: BAD, configz: PARTIAL },
      { names: [long, BAD], pool: long, configz: PARTIAL },
    ]
    const objects = [version(), ...groups.flatMap(nodes), mirrorPod('etcd', long, SLOW), mirrorPod('etcd', BAD, SLOW)]
    const files = { 'bad.json.gz': recorded(objects, { cluster: `::error::${BAD}` }) }
    const { out, err } = await klint(files, ['bad.json.gz', '-f', format, '--live-uris', ...ONLY])
    // what a page says of a component holds its name in full
    if (format !== 'html') assert.ok(out.length < 60_000, `${out.length} characters`)
    assert.is(HOSTILE.exec(out + err), null)
    if (/^(?:html|junit|checkstyle)$/.test(format)) assert.not.match(out, '<script>alert')
    const commands = out.split('\n').filter(line => line.trimStart().startsWith('::'))
    for (const line of commands)
      assert.match(
        line,
        format === 'pretty' ? /^ +::: / : /^::(?:error title=|group::|stop-commands::|endgroup::|[\da-f-]{36}::)/,
      )
  })

test('--live-uris writes them to SARIF', async () => {
  const files = { 'prod.json.gz': cluster(TWO_POOLS, MASTERS) }
  const { out } = await klint(files, ['prod.json.gz', '-f', 'sarif', '--live-uris', ...ONLY])
  const [{ results }] = JSON.parse(out).runs
  const uris = results.map(
    ({ locations: [one] }: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }) =>
      one.physicalLocation.artifactLocation.uri,
  )
  assert.equal(uris, ['klint-live/prod/node/a-0', 'klint-live/prod/pod/kube-system/etcd-m-0'])
  const without = await klint(files, ['prod.json.gz', '-f', 'sarif', ...ONLY])
  assert.equal(JSON.parse(without.out).runs[0].results, [])
})

test('the page draws every pool that a finding is about', async () => {
  const { out } = await klint({ 'prod.json.gz': cluster(TWO_POOLS, MASTERS) }, ['prod.json.gz', '-f', 'html', ...ONLY])
  assert.match(out, 'in 1,204 objects of prod</h1>')
  for (const count of [400, 800]) assert.match(out, new RegExp(`kubelet × ${count}<[\\s\\S]{0,600}?1 error`))
  assert.match(out, 'and 1,199 like it in 2 pools')
})

test('klint show tells places of a cluster the same way', async () => {
  const { out } = await klint({ 'prod.json.gz': cluster(TWO_POOLS, MASTERS) }, ['show', 'prod.json.gz'])
  assert.match(out, 'prod/pod/kube-system/etcd-m-0: spec.containers[etcd].command --election-timeout')
  assert.not.match(out, /\/configz:\d/)
  assert.not.match(out, 'KubeletConfiguration:')
})

test.run()
