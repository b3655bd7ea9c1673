import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { edited } from '../../src/engine/fixing/edits.js'
import type { Rule } from '../../src/model/rule.js'
import missing from '../../src/rules/kubelet/eviction-hard-missing.js'
import rule from '../../src/rules/kubelet/system-reserved-missing.js'
import { judge } from '../support/judge.js'

const test = suite('settings that nobody wrote yet')

/** The file after the fix of the rule; undefined where none is offered. */
async function added(file: string, source: string, of: Rule = rule): Promise<string | undefined> {
  const files = new Map([[file, source]])
  const { findings } = await judge(of, files, { kubernetesVersion: '1.8' })
  assert.is(findings.length, 1, 'the rule has something to say')
  const edits = findings.flatMap(({ fix }) => fix?.edits ?? [])
  return edits.length === 0 ? undefined : edited(files, edits).get(file)
}

const CONFIG = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'

test('below the last key of a configuration file that has its line to itself, as far in as that', async () => {
  assert.is(
    await added('kubelet.yaml', `${CONFIG}maxPods: 50 # small\nfeatureGates:\n  A: true\n`),
    `${CONFIG}maxPods: 50 # small\nsystemReserved:\n  cpu: 100m\n  memory: 512Mi\nfeatureGates:\n  A: true\n`,
  )
  assert.is(
    await added('kubelet.yaml', `${CONFIG}maxPods: 50`.replaceAll('\n', '\r\n')),
    `${CONFIG}maxPods: 50\nsystemReserved:\n  cpu: 100m\n  memory: 512Mi`.replaceAll('\n', '\r\n'),
  )
})

test('not where the shape of the file is not certain', async () => {
  assert.is(
    await added(
      'kubelet.json',
      '{"apiVersion":"kubelet.config.k8s.io/v1beta1","kind":"KubeletConfiguration","maxPods":50}',
    ),
    undefined,
  )
  assert.is(await added('kubelet.yaml', `${CONFIG}{}`.replace(/\n\{\}$/, '\n')), undefined, 'no key to stand below')
})

test('behind the last flag, in the way flags are written there', async () => {
  const reserved = '--system-reserved=cpu=100m,memory=512Mi'
  const unit = (command: string): string => `[Service]\nExecStart=/usr/bin/kubelet ${command}\nRestart=always\n`
  assert.is(await added('kubelet.service', unit('--max-pods=50')), unit(`--max-pods=50 ${reserved}`))
  assert.is(
    await added('kubelet.service', unit('\\\n  --v=2 \\\n  --max-pods=50')),
    unit(`\\\n  --v=2 \\\n  --max-pods=50 \\\n  ${reserved}`),
  )
})

test('behind the last item of a list, with the line ends of the file', async () => {
  const pod = (command: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: kubelet, namespace: kube-system}\nspec:\n  containers:\n    - name: kubelet\n      image: registry.k8s.io/kubelet:v1.8.1\n      command:\n        - kubelet\n${command}`.replaceAll(
      '\n',
      '\r\n',
    )
  const item = '        - --max-pods=50'
  const reserved = '\n        - --system-reserved=cpu=100m,memory=512Mi'
  assert.is(await added('pod.yaml', pod(item)), pod(`${item}${reserved}`))
  assert.is(await added('pod.yaml', pod(`${item}\n`)), pod(`${item}${reserved}\n`))
})

test('a threshold is written as units write it, and not where a shell would read a redirection', async () => {
  const unit = (command: string): string => `[Service]\nExecStart=${command}\n`
  assert.is(
    await added('kubelet.service', unit('/usr/bin/kubelet --eviction-hard= --v=2'), missing),
    unit('/usr/bin/kubelet --eviction-hard=memory.available<500Mi,nodefs.available<10%%,nodefs.inodesFree<5%% --v=2'),
  )
  assert.is(await added('kubelet.sh', '#!/bin/sh\nexec kubelet --eviction-hard= --v=2\n', missing), undefined)
})

test.run()
