import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../support/klint.js'
import { kubeletConfig } from '../support/resolved.js'
import { text } from '../support/text.js'

const test = suite('overrides of klint.yaml')

const KUBELET = kubeletConfig('maxPods: 110')
const RESERVED = 'kubelet/kube-reserved-missing'

async function found(files: Parameters<typeof klint>[0], rule: string, argv: readonly string[] = []) {
  const { out, code, err } = await klint(files, ['-f', 'json', ...argv])
  if (code === 2) throw new Error(err)
  const { findings }: { findings: { rule: string; severity: string; what: string; location: { path: string } }[] } =
    JSON.parse(out)
  return findings.filter(one => one.rule === rule).map(({ severity, location: { path } }) => `${path} ${severity}`)
}

const files = (config: string) => ({
  'a/kubelet.yaml': KUBELET,
  'b/kubelet.yaml': KUBELET,
  'b/old/kubelet.yaml': KUBELET,
  'klint.yaml': config,
})

test('severity goes by the path of the finding, the last match wins', async () => {
  const config = text`
    rules: { ${RESERVED}: info }
    overrides:
      - files: [b]
        rules: { ${RESERVED}: error }
      - files: ["**/old/**"]
        rules: { ${RESERVED}: warning }
  `
  assert.equal(await found(files(config), RESERVED), [
    'a/kubelet.yaml info',
    'b/kubelet.yaml error',
    'b/old/kubelet.yaml warning',
  ])
})

test('off for some files; on for some of a rule that is off', async () => {
  const off = text`
    overrides:
      - { files: [b], rules: { ${RESERVED}: off } }
      - { files: [b/old], rules: { ${RESERVED}: info } }
  `
  assert.equal(await found(files(off), RESERVED), ['a/kubelet.yaml warning', 'b/old/kubelet.yaml info'])
  const on = text`
    rules: { ${RESERVED}: off }
    overrides:
      - { files: [b/old], rules: { ${RESERVED}: error } }
  `
  assert.equal(await found(files(on), RESERVED), ['b/old/kubelet.yaml error'])
  assert.equal(await found(files(on), RESERVED, ['--ignore', RESERVED]), [], 'the command line has the last word')
  const strict = 'kubelet/kube-reserved-cgroup-unset'
  const reserved = kubeletConfig('kubeReserved: { cpu: 100m, memory: 1Gi }')
  const tree = {
    'a/kubelet.yaml': reserved,
    'b/kubelet.yaml': reserved,
    'klint.yaml': `overrides: [{ files: [a], rules: { ${strict}: warning } }]\n`,
  }
  assert.equal(await found(tree, strict), ['a/kubelet.yaml warning'], 'the preset does not have it')
})

test('options go by the file the subject is anchored in, each by itself, later over earlier', async () => {
  const late = 'kubelet/eviction-memory-too-late'
  const kubelet = kubeletConfig(
    'evictionHard: { memory.available: 300Mi, nodefs.available: 10%, imagefs.available: 15% }',
  )
  const tree = (config: string) => ({ 'a/kubelet.yaml': kubelet, 'b/kubelet.yaml': kubelet, 'klint.yaml': config })
  assert.equal(await found(tree(''), late), [])
  assert.equal(
    await found(tree(`overrides: [{ files: [b], rules: { ${late}: { options: { min: 1Gi } } } }]\n`), late),
    ['b/kubelet.yaml warning'],
  )
  const both = text`
    rules: { ${late}: { options: { min: 1Gi } } }
    overrides:
      - { files: ["**"], rules: { ${late}: { options: { min: 2Gi } } } }
      - { files: [a], rules: { ${late}: { severity: error, options: { min: 200Mi } } } }
  `
  assert.equal(await found(tree(both), late), ['b/kubelet.yaml warning'])
})

test('options of a rule about flags go by the file the flag is written in', async () => {
  const unknown = 'cluster/unknown-flag'
  const unit = '[Service]\nExecStart=/usr/bin/kubelet --frobnicate=1\n'
  const tree = {
    'a/kubelet.service': unit,
    'b/kubelet.service': unit,
    'klint.yaml': `overrides: [{ files: [a], rules: { ${unknown}: { options: { extraFlags: [frobnicate] } } } }]\n`,
  }
  assert.equal(await found(tree, unknown), ['b/kubelet.service warning'])
})

test('options of a rule about a cluster hold where all of its components lie in the files', async () => {
  const rule = 'apiserver/apiserver-count-mismatch'
  const unit = text`
    [Service]
    ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://etcd.example.com:2379 --advertise-address=10.0.1.11 --apiserver-count=5
  `
  const etcd = '[Service]\nExecStart=/usr/bin/etcd --name=a\n'
  const mismatch = async (globs: string) => {
    const config = text`
      clusters: { all: { files: ["**"], kubernetesVersion: 1.8.4 } }
      overrides: [{ files: ${globs}, rules: { ${rule}: { options: { expectedControlPlanes: 3 } } } }]
    `
    return found({ 'a/kube-apiserver.service': unit, 'b/etcd.service': etcd, 'klint.yaml': config }, rule)
  }
  assert.equal(await mismatch('[other]'), [])
  assert.equal(await mismatch('[a]'), [], 'a part of the cluster')
  assert.equal(await mismatch('[a, b]'), ['a/kube-apiserver.service error'])
})

test("the engine's own findings obey, also those about comments", async () => {
  const broken = 'kind: KubeletConfiguration\nevictionHard: [\n'
  const comment = `# klint: ignore[kubelet/no-such] x\n${KUBELET}`
  const tree = {
    'a/broken.yaml': broken,
    'b/broken.yaml': broken,
    'a/kubelet.yaml': comment,
    'b/kubelet.yaml': comment,
    'klint.yaml': text`
      rules: { klint/unknown-suppression: info }
      overrides:
        - { files: [a], rules: { klint/unreadable-document: info, klint/unknown-suppression: off } }
    `,
  }
  assert.equal(await found(tree, 'klint/unreadable-document'), ['a/broken.yaml info', 'b/broken.yaml error'])
  assert.equal(await found(tree, 'klint/unknown-suppression'), ['b/kubelet.yaml info'])
})

test('a rule that is off for a file leaves no doubt about it', async () => {
  const config = `overrides: [{ files: ["**"], rules: { ${RESERVED}: off } }]\n`
  const tree = { 'kubelet.yaml': kubeletConfig('kubeReserved: "{{ x }}"'), 'klint.yaml': config }
  const { out } = await klint(tree, ['-f', 'json'])
  const { notChecked }: { notChecked: { rules: string[] }[] } = JSON.parse(out)
  assert.not.ok(notChecked.some(({ rules }) => rules.includes(RESERVED)))
})

test.run()
