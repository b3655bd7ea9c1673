import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readCluster } from '../../src/sources/cluster/read-cluster.js'
import type { RecordedObject, Recording } from '../../src/sources/cluster/recording.js'
import { openRecording, recordingFile } from '../../src/sources/cluster/recording-file.js'
import { writeKubeconfig } from '../support/cluster/kubeconfig.js'
import { ORIGINALS, PLANTED, SECRETS } from '../support/cluster/planted.js'
import { served } from '../support/cluster/served.js'
import type { Shape } from '../support/cluster/shape.js'
import { storeClient } from '../support/cluster/store-client.js'
import { type Given, klint, klintIn } from '../support/klint.js'
import { type Files, inTree } from '../support/tree.js'

const test = suite('cli: recordings')

const REDACTED = recordingFile(PLANTED, true)
const OPEN = recordingFile(PLANTED, false)
const KUBELET =
  'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard:\n  memory.available: 0%\n'

interface Found {
  readonly rule: string
  readonly severity: string
  readonly what: string
  readonly location: { readonly path: string; readonly start: { readonly line: number } }
  readonly component?: string
}

async function reportOf(files: Files, argv: readonly string[], given: Given = {}) {
  const { code, out, err } = await klint(files, [...argv, '--preset', 'all', '-f', 'json'], given)
  assert.is(err, '')
  const report: { findings: Found[]; notChecked: { what: string; rules: string[] }[] } = JSON.parse(out)
  return { code, ...report }
}

/** Without what names somebody, before or after. */
const nameless = (text: string): string =>
  text
    .replace(/(?:[a-z\d-]+\.)*(?:wonka\.example|compute\.internal|elb\.amazonaws\.com|domain-\d+\.example)/g, 'HOST')
    .replace(/\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\]/g, 'ADDRESS')
    .replace(/\b(?:ip-[\d-]+|hera|wonka-prod|golden-geese|(?:cluster|node|pool|name)-\d+)\b/g, 'NAME')

const seen = ({ rule, severity, what, location, component }: Found): string =>
  [rule, severity, nameless(what), location.start.line, component].join(' ')

test('a recording without names has the findings of the one with them', async () => {
  const [open, redacted] = await Promise.all(
    [OPEN, REDACTED].map(bytes => reportOf({ 'r.json.gz': bytes }, ['r.json.gz'])),
  )
  assert.ok((open?.findings.length ?? 0) >= 8, `${open?.findings.length}`)
  assert.equal(redacted?.findings.map(seen).sort(), open?.findings.map(seen).sort())
  assert.equal(
    redacted?.notChecked.map(({ what, rules }) => [nameless(what), rules]),
    open?.notChecked.map(({ what, rules }) => [nameless(what), rules]),
  )
})

const SHAPES: readonly Shape[] = [
  { nodes: 9, kubeletOf: { 'pool-1': { evictionHard: { 'memory.available': '0Mi' }, kubeReserved: undefined } } },
  {
    nodes: 6,
    version: '1.29.3',
    arguments: {
      'kube-apiserver': ['--endpoint-reconciler-type=master-count', '--max-requests-inflight=0', '--no-such-flag=x'],
      etcd: ['--heartbeat-interval=500', '--quota-backend-bytes=0'],
      'kube-controller-manager': ['--node-monitor-grace-period=10s', '--feature-gates=PodSecurity=true'],
    },
  },
  { provider: 'eks', nodes: 12, pools: 3, mixed: true, patchVersions: 3, kubelet: { maxPods: 250 } },
  { provider: 'k3s', nodes: 3, controlPlanes: 1 },
  { provider: 'kops', nodes: 7, kubelet: { evictionHard: {} } },
  { provider: 'aks', nodes: 5 },
  { provider: 'gke', nodes: 5 },
]

test('so have recordings of clusters of all kinds', async () => {
  const wanted = { cluster: 'acme', klint: '0', takenAt: '2026-11-26T07:00:00Z', allNodes: true, nodeProxy: true }
  let all = 0
  for (const shape of SHAPES) {
    const recording = await readCluster(
      storeClient(shape, one => one),
      { ...wanted, everything: true },
    )
    const [open, redacted] = await Promise.all(
      [false, true].map(redact => reportOf({ 'r.json.gz': recordingFile(recording, redact) }, ['r.json.gz'])),
    )
    const brief = ({ rule, severity, location, component }: Found): string =>
      [rule, severity, location.start.line, component].join(' ')
    assert.equal(redacted?.findings.map(brief).sort(), open?.findings.map(brief).sort(), JSON.stringify(shape))
    all += open?.findings.length ?? 0
  }
  assert.ok(all > 10, String(all))
})

test('--record writes what klint reads, for its owner alone, over an older one too', () =>
  served({ nodes: 4 }, {}, async (cluster, folder) => {
    const kubeconfig = writeKubeconfig(folder, cluster, { name: 'acme-prod' })
    const run = (...argv: readonly string[]) => klintIn(folder, ['cluster', '--kubeconfig', kubeconfig, ...argv])
    const first = await run('--record', 'out/prod.json.gz', '-f', 'json')
    assert.is(first.err, 'klint: wrote out/prod.json.gz\n')
    const path = join(folder, 'out/prod.json.gz')
    assert.is(statSync(path).mode & 0o777, 0o600)
    assert.is(openRecording('x', readFileSync(path)).recording.cluster, 'cluster-1')
    const replayed = await klintIn(folder, ['out/prod.json.gz', '-f', 'json'])
    assert.is(replayed.code, first.code)
    assert.is(JSON.parse(replayed.out).findings.length, JSON.parse(first.out).findings.length)

    writeFileSync(join(folder, 'wide.json.gz'), 'older', { mode: 0o644 })
    const open = await run('--record', 'wide.json.gz', '--no-redact', '-f', 'json')
    assert.is(open.err, 'klint: wrote wide.json.gz, names and addresses as they are\n')
    assert.is(statSync(join(folder, 'wide.json.gz')).mode & 0o777, 0o600)
    assert.is(openRecording('x', readFileSync(join(folder, 'wide.json.gz'))).recording.cluster, 'acme-prod')
  }))

test('a name that is none for a recording is told before the cluster is asked', () =>
  served({ nodes: 4 }, {}, async (cluster, folder) => {
    const kubeconfig = writeKubeconfig(folder, cluster)
    for (const [name, what] of [
      ['prod.json', '`prod.json` does not end in `.json.gz`'],
      ['-', '`--record -` names no file'],
    ] as const) {
      const { code, err } = await klintIn(folder, ['cluster', '--kubeconfig', kubeconfig, '--record', name])
      assert.is(code, 2)
      assert.ok(err.includes(what), err)
    }
    assert.is(cluster.seen().asked.length, 0)
  }))

test('a link out of the working directory is not followed', () =>
  served({ nodes: 4 }, {}, async (cluster, folder) => {
    const kubeconfig = writeKubeconfig(folder, cluster)
    await inTree({ 'victim.json.gz': 'mine', 'here/r.json.gz': { link: '../victim.json.gz' } }, async root => {
      const argv = ['cluster', '--kubeconfig', kubeconfig, '--record', 'r.json.gz']
      const { code, err } = await klintIn(root, argv, { cwd: 'here' })
      assert.is(code, 2)
      assert.match(err, /symbolic link leads out/)
      assert.is(readFileSync(join(root, 'victim.json.gz'), 'utf8'), 'mine')
    })
    assert.is(cluster.seen().asked.length, 0)
  }))

test('recordings of clusters of one name stay apart, and one that is named twice is read once', async () => {
  const files = {
    'a.json.gz': REDACTED,
    'b.json.gz': REDACTED,
    'c/a.json.gz': OPEN,
    'link.json.gz': { link: 'a.json.gz' },
  }
  const paths = ['a.json.gz', 'b.json.gz', 'c/a.json.gz', './a.json.gz', 'link.json.gz']
  const { findings } = await reportOf(files, paths)
  const clusters = new Set(findings.map(({ location }) => location.path.split('/')[0]))
  assert.equal([...clusters].sort(), ['cluster-1@a', 'cluster-1@b', 'wonka-prod'])
  const twins = await klint({ 'a/r.json.gz': OPEN, 'b/r.json.gz': OPEN }, ['files', 'a/r.json.gz', 'b/r.json.gz'])
  assert.match(twins.out, /^wonka-prod@r\/version /m)
  assert.match(twins.out, /^wonka-prod@r-2\/version /m)
})

test('beside files: both are checked, each with its own', async () => {
  const files = { 'prod.json.gz': REDACTED, 'infra/kubelet.yaml': KUBELET }
  const [recorded, written, both] = await Promise.all(
    [['prod.json.gz'], ['infra'], ['prod.json.gz', 'infra']].map(paths => reportOf(files, paths)),
  )
  assert.ok((written?.findings.length ?? 0) > 0)
  assert.equal(
    both?.findings.map(seen).sort(),
    [...(recorded?.findings ?? []), ...(written?.findings ?? [])].map(seen).sort(),
  )
})

test('one that lies in a directory is not read, only one that is named', async () => {
  const { code, out } = await klint({ 'prod.json.gz': REDACTED, 'kubelet.yaml': KUBELET }, ['.', '-f', 'compact'])
  assert.is(code, 1)
  assert.match(out, /kubelet\.yaml/)
  assert.not.match(out, /cluster-1/)
})

test('show, files and doctor see what is in it', async () => {
  const files = { 'prod.json.gz': REDACTED }
  const show = await klint(files, ['show', 'prod.json.gz'])
  assert.match(show.out, /^cluster cluster-1\n[\s\S]*evictionHard\.memory\.available +0%/)
  const listed = await klint(files, ['files', 'prod.json.gz'])
  assert.match(listed.out, /^cluster-1\/configmap\/kube-public\/cluster-info /m)
  const doctor = await klint(files, ['doctor', 'prod.json.gz'])
  assert.match(doctor.out, /files +\d+ objects of cluster-1, with something in them\n/)
  assert.match(doctor.out, /components +1 cluster-autoscaler, 3 etcd, 2 kube-apiserver, 1 kubelet/)
  for (const { code, err } of [show, listed, doctor]) assert.equal([code, err], [0, ''])
})

test('a baseline knows what is in it, and keeps what is not seen of a cluster today', () =>
  inTree({ 'prod.json.gz': REDACTED, 'infra/kubelet.yaml': KUBELET }, async root => {
    const written = await klintIn(root, ['baseline', 'prod.json.gz', 'infra'])
    assert.match(written.out, /known from now on/)
    const known = await klintIn(root, ['prod.json.gz'])
    assert.is(known.code, 0)
    assert.not.match(known.out, /no longer found/)
    const mended = PLANTED.objects.filter(({ name }) => !name.startsWith('etcd-'))
    writeFileSync(join(root, 'prod.json.gz'), recordingFile({ ...PLANTED, objects: mended }, true))
    const stale = await klintIn(root, ['prod.json.gz'])
    // what is not seen of a cluster today may be there tomorrow
    assert.not.match(stale.out, /no longer found/)
    await klintIn(root, ['baseline', '--prune', 'prod.json.gz'])
    writeFileSync(join(root, 'prod.json.gz'), REDACTED)
    assert.is((await klintIn(root, ['prod.json.gz'])).code, 0)
    // what was not looked at is still known
    assert.is((await klintIn(root, ['infra'])).code, 0)
  }))

test('what chooses among files does not choose a recording', async () => {
  const files = { 'prod.json.gz': REDACTED, 'infra/kubelet.yaml': KUBELET }
  for (const option of ['--changed', '--staged', '--in-context']) {
    const { code, err } = await klint(files, [option, 'prod.json.gz'])
    assert.is(code, 2)
    assert.ok(err.includes(`\`${option}\` chooses among the files of a repository, and \`prod.json.gz\``), err)
  }
  const since = await klint(files, ['--since', 'main', 'prod.json.gz', 'infra'])
  assert.match(since.err, /`--since` chooses among/)
  // a hook names what it is given
  const hook = await klint({ ...files, 'data.json.gz': 'of somebody else' }, ['--in-context', 'data.json.gz', 'infra'])
  assert.is(hook.code, 1)
  assert.match(hook.out, /infra\/kubelet\.yaml/)
})

test('the cache says nothing again once another recording lies there', () =>
  inTree({ 'prod.json.gz': REDACTED, home: null }, async root => {
    const env = { HOME: join(root, 'home') }
    const run = () => klintIn(root, ['--cache', '-v', 'prod.json.gz', '-f', 'compact'], { env })
    const first = await run()
    assert.match(first.err, /something has changed/)
    const again = await run()
    assert.match(again.err, /nothing has changed/)
    assert.equal([again.code, again.out], [first.code, first.out])
    const mended = { ...PLANTED, objects: PLANTED.objects.filter(({ kind }) => kind !== 'Pod') }
    writeFileSync(join(root, 'prod.json.gz'), recordingFile(mended, true))
    const other = await run()
    assert.match(other.err, /something has changed/)
    assert.not.equal(other.out, first.out)
    copyFileSync(join(root, 'prod.json.gz'), join(root, 'other.json.gz'))
    writeFileSync(join(root, 'prod.json.gz'), 'broken')
    assert.is((await run()).code, 2)
  }))

test('reports of every format are made of it, and name nobody', async () => {
  for (const format of ['pretty', 'html', 'sarif', 'markdown', 'github', 'gitlab', 'junit', 'jsonl', 'agent']) {
    const { code, out, err } = await klint({ 'prod.json.gz': REDACTED }, ['prod.json.gz', '-f', format])
    assert.is(code, 1, `${format} ${err}`)
    const page = out.toLowerCase().replace(/<style>[\s\S]*?<\/style>|<script[\s\S]*?<\/script>|rules-docs\S+/g, '')
    const left = [...ORIGINALS.filter(one => one.length > 6), ...SECRETS].filter(one =>
      page.includes(one.toLowerCase()),
    )
    assert.equal(left, [], format)
  }
})

test('--fix writes to nothing, not even where a file lies under the name of an object', async () => {
  const [, etcd] = /^(etcd-.*)$/m.exec(PLANTED.objects.map(({ name }) => name).join('\n')) ?? []
  const path = `wonka-prod/pod/kube-system/${etcd}`
  const body = PLANTED.objects.find(({ name }) => name === etcd)?.body
  const source = JSON.stringify(body, undefined, 2)
  await inTree({ 'r.json.gz': OPEN, [path]: source }, async root => {
    await klintIn(root, ['r.json.gz', '--fix', '--unsafe-fixes'])
    assert.is(readFileSync(join(root, path), 'utf8'), source)
  })
})

test('what is wrong with a file is a sentence', async () => {
  const files = { 'text.json.gz': 'text', 'dir.json.gz': null, 'r.json.gz': REDACTED }
  const cases = [
    ['gone.json.gz', '`gone.json.gz` does not exist'],
    ['dir.json.gz', '`dir.json.gz` is a directory, and no recording of a cluster'],
    ['text.json.gz', '`text.json.gz` is no recording of a cluster'],
  ] as const
  for (const [path, what] of cases) {
    const { code, err } = await klint(files, ['r.json.gz', path])
    assert.is(code, 2)
    assert.ok(err.startsWith(`klint: ${what}\n`), err)
  }
})

const packed = (objects: readonly unknown[], rest: object = {}): Uint8Array =>
  // what is written by hand is as it is: nothing is taken for a recording of klint's own
  recordingFile({ ...PLANTED, ...rest, missing: [], objects: objects.flatMap(one => (isAny(one) ? [one] : [])) }, false)
const isAny = (_: unknown): _ is RecordedObject => true

test('what cannot be read of one is counted, and the rest is checked', async () => {
  const [node, ...others] = PLANTED.objects
  const objects = [{ ...node, count: -1 }, { ...node, name: 'a/b' }, ...others]
  const { findings, notChecked } = await reportOf({ 'r.json.gz': packed(objects) }, ['r.json.gz'])
  assert.ok(findings.length > 0)
  assert.ok(notChecked.some(({ what }) => what === 'r.json.gz: 2 of what it holds cannot be read, and are left out'))
})

test('names that move the cursor or hide text are made visible', async () => {
  const hostile = '\u001b[2J\u202eevil\u0007'
  const objects = PLANTED.objects.map(one =>
    one.name.startsWith('etcd-') ? { ...one, name: `${one.name}${hostile}` } : one,
  )
  const files = { 'r.json.gz': packed(objects, { cluster: `prod${hostile}` }) }
  for (const format of ['pretty', 'compact', 'github', 'markdown', 'html']) {
    const { code, out } = await klint(files, ['r.json.gz', '-f', format])
    assert.is(code, 1)
    assert.ok(!/[\u001b\u202e\u0007]/.test(out), format)
  }
})

test('a recording of nothing is nothing to check', async () => {
  const empty: Recording = { ...PLANTED, objects: [], missing: [] }
  const { code, err } = await klint({ 'r.json.gz': recordingFile(empty, true) }, ['r.json.gz'])
  assert.is(code, 3)
  assert.match(err, /^klint: /)
})

test.run()
