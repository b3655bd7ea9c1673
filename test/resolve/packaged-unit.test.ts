import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Component } from '../../src/model/component.js'
import { open } from '../../src/parsers/embed.js'
import { parse } from '../../src/parsers/index.js'
import { resolve } from '../../src/resolve/index.js'

const test = suite('packaged unit')

const isKubelet = (view: Component | undefined): view is Component<'kubelet'> => view?.kind === 'kubelet'

async function kubelet(files: Readonly<Record<string, string>>): Promise<Component<'kubelet'>> {
  const read = await Promise.all(Object.entries(files).map(([uri, source]) => parse(open(uri, source))))
  const { clusters } = resolve(
    read.flatMap(({ fragments }) => fragments),
    { declared: [] },
  )
  const [view] = clusters
    .flatMap(({ components }) => components.map(({ points, at }) => at(points[0]!)))
    .filter(isKubelet)
  if (view === undefined) throw new Error('no kubelet')
  return view
}

const packaged = '[Service]\nExecStart=/usr/bin/kubelet\nRestart=always\n'

test('the flags of a bare ExecStart stand in a drop-in that is not in view', async () => {
  const setting = (await kubelet({ 'kubelet.service': packaged })).get('kubeReserved', 'memory')
  assert.is(setting?.state, 'unknown')
  assert.equal(setting?.state === 'unknown' && setting.why.map(({ what }) => what), [
    'a drop-in of kubelet.service is not in view',
  ])
})

test('the drop-in has its own ExecStart', async () => {
  const dropIn = '[Service]\nExecStart=\nExecStart=/usr/bin/kubelet --kube-reserved=memory=1Gi\n'
  const view = await kubelet({ 'kubelet.service': packaged, 'kubelet.service.d/10-kubeadm.conf': dropIn })
  const setting = view.get('kubeReserved', 'memory')
  assert.is(setting?.state === 'set' && setting.value, 2 ** 30)
})

test('one flag is a command line of its own', async () => {
  const view = await kubelet({ 'kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet --v=2\n' })
  assert.is(view.get('kubeReserved', 'memory')?.state, 'default')
  assert.is(view.configFile, 'no')
})

test.run()
