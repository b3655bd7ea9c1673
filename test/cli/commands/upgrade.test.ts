import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../../support/klint.js'
import { staticPod } from '../../support/static-pod.js'

const test = suite('klint upgrade')

const apiserver = (version: string, ...flags: string[]) => ({
  'apiserver.yaml': staticPod('kube-apiserver', version, ...flags),
})
const BROKEN = apiserver('v1.23.4', '--enable-admission-plugins=PodSecurityPolicy')
const SOUND = apiserver('v1.34.2', '--secure-port=6443')

test('says what stops, where, and exits 1', async () => {
  const { code, out, err } = await klint(BROKEN, ['upgrade', '--to', '1.25'])
  assert.is(code, 1)
  assert.is(err, '')
  assert.match(out, /^Kubernetes 1\.23 to 1\.25\n1 thing stops a component on the way, the first in 1\.25\n/)
  assert.match(out, '\n1.24: nothing to change\n')
  assert.match(
    out,
    '  stops starting\n    admission plugin `PodSecurityPolicy` was removed in kube-apiserver 1.25 [upgrade/removed-admission-plugin]\n      --> apiserver.yaml:',
  )
  assert.match(out, '  order\n    kube-apiserver to 1.25\n')
})

test('says when everything is fine', async () => {
  const { code, out } = await klint(SOUND, ['upgrade', '--to', '1.35'])
  assert.is(code, 0)
  assert.match(out, 'everything starts on the way, and nothing changes under you that klint knows of\n')
})

test('beside others a cluster without a name is told by what is in it', async () => {
  const files = {
    'a/apiserver.yaml': staticPod('kube-apiserver', 'v1.23.4', '--secure-port=6443'),
    'a/kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet --v=2\n',
    'b/apiserver.yaml': staticPod('kube-apiserver', 'v1.24.4', '--secure-port=6443'),
  }
  const { out } = await klint(files, ['upgrade', '--to', '1.25'])
  assert.match(out, /^cluster 1 \(.*kube-apiserver.*\), /)
  assert.match(out, '\ncluster 2 (kube-apiserver), Kubernetes 1.24 to 1.25\n')
  const ticket = await klint(files, ['upgrade', '--to', '1.25', '-f', 'markdown'])
  assert.match(ticket.out, '\n## cluster 2 (kube-apiserver), Kubernetes 1.24 to 1.25\n')
  const data = await klint(files, ['upgrade', '--to', '1.25', '-f', 'json'])
  assert.equal(JSON.parse(data.out).clusters[1].components, ['kube-apiserver'])
})

test('a ticket', async () => {
  const { code, out } = await klint(BROKEN, ['upgrade', '--to', '1.25', '-f', 'markdown'])
  assert.is(code, 1)
  assert.match(out, /^## Kubernetes 1\.23 to 1\.25\n/)
  assert.match(out, '\n### 1.25\n\n**Stops starting**\n\n- [ ] admission plugin `PodSecurityPolicy` was removed')
  assert.match(out, '**Order**\n\n1. kube-apiserver to 1.25\n')
})

test('data', async () => {
  const { code, out } = await klint(BROKEN, ['upgrade', '--to', '1.25', '-f', 'json'])
  assert.is(code, 1)
  const plan = JSON.parse(out)
  assert.is(plan.stops, true)
  const [cluster] = plan.clusters
  assert.equal([cluster.from, cluster.known, cluster.ahead], ['1.23', true, true])
  assert.equal(
    cluster.steps.map((step: { kubernetes: string; stops: { bites: string }[] }) => [
      step.kubernetes,
      ...step.stops.map(({ bites }) => bites),
    ]),
    [['1.24'], ['1.25', '1.25']],
  )
})

test('bites in the JSON of a report, with a target and without', async () => {
  const kubelet = { 'kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet --network-plugin=cni\n' }
  for (const more of [['--target-version', '1.36'], []]) {
    const { out } = await klint(kubelet, ['-f', 'json', '--kubernetes-version', '1.23', ...more])
    const found = JSON.parse(out).findings.find(({ what }: { what: string }) => what.includes('--network-plugin'))
    assert.is(found.bites, '1.24')
    assert.is(found.severity, 'warning')
  }
})

test('without a target, with one nobody knows, with one behind', async () => {
  const none = await klint(SOUND, ['upgrade'])
  assert.is(none.code, 2)
  assert.match(none.err, '`klint upgrade` wants to know to which version')
  const far = await klint(SOUND, ['upgrade', '--to', '9.99'])
  assert.is(far.code, 0)
  assert.match(far.err, /^klint: klint knows nothing of Kubernetes `9\.99`: assuming 1\.\d+, the newest it knows\n$/)
  const odd = await klint(SOUND, ['upgrade', '--to', 'soon'])
  assert.match(odd.err, /^klint: `soon` is no Kubernetes version, .*: assuming 1\.\d+, the newest klint knows\n$/)
  const behind = await klint(SOUND, ['upgrade', '--to', '1.30'])
  assert.is(behind.code, 0)
  assert.match(behind.out, 'Kubernetes 1.34: 1.30 is not ahead of it\nnothing lies on the way\n')
})

test('nothing to look at', async () => {
  assert.is((await klint({ 'a.txt': 'hello' }, ['upgrade', '--to', '1.36'])).code, 3)
})

test.run()
