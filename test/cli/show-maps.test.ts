import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../support/klint.js'
import { kubeletConfig, unit } from '../support/resolved.js'

const test = suite('cli: show, maps')

const shown = async (words: string, ...lines: readonly string[]): Promise<string[]> => {
  const { out, code } = await klint(
    { 'kubelet.service': unit(`kubelet --config=/etc/kubelet.yaml ${words}`), 'kubelet.yaml': kubeletConfig(...lines) },
    ['show'],
  )
  assert.is(code, 0)
  return out.split('\n').map(line => line.trim().replace(/ +/g, ' '))
}

test('a map flag has a row for each entry and none for itself', async () => {
  const lines = await shown('--eviction-hard=memory.available<100Mi,nodefs.available<10%')
  assert.ok(lines.some(line => line.startsWith('evictionHard.memory.available 100Mi - flag - kubelet.service:4:')))
  assert.ok(lines.some(line => line.startsWith('evictionHard.nodefs.available 10% - flag - kubelet.service:4:')))
  assert.not.ok(lines.some(line => line.startsWith('evictionHard ')))
})

test('so has a map of a file, with what a flag adds to it', async () => {
  const lines = await shown('--feature-gates=A=true', 'featureGates:', '  A: false', '  B: true')
  assert.ok(lines.includes('featureGates.B true - file - kubelet.yaml:5:3'), lines.join('\n'))
  const at = lines.findIndex(line => line.startsWith('featureGates.A true - flag - kubelet.service:4:'))
  assert.match(lines.join('\n'), /^overrides file A: false - kubelet\.yaml:4:3$/m, `${at}`)
  assert.not.ok(lines.some(line => line.includes('has no value')))
})

test('a map that is written empty says so', async () => {
  assert.ok((await shown('', 'evictionHard: {}')).includes('evictionHard no entries - file - kubelet.yaml:3:1'))
})

test('a map that may have more entries shows those that are written, and why', async () => {
  const lines = await shown('--kube-reserved=cpu=1,{{ more }}')
  const at = lines.findIndex(line => line.startsWith('kubeReserved unknown'))
  assert.match(lines[at - 1] ?? '', /^kubeReserved\.cpu 1 - flag/)
  assert.match(lines[at + 1] ?? '', /^comes from a template - kubelet\.service:4:/)
})

test.run()
