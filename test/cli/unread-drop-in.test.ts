import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { LARGEST } from '../../src/sources/files.js'
import { klintIn } from '../support/klint.js'
import { type Files, inTree } from '../support/tree.js'

/* What a kubelet reads from its --config-dir and klint does not may say anything over the files before it. */

const test = suite('drop-ins that are not read')

const HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'
const DIRECTORY = 'etc/kubernetes/kubelet.conf.d'
const FILES: Files = {
  'etc/systemd/system/kubelet.service': `[Service]\nExecStart=/usr/bin/kubelet --config-dir=/${DIRECTORY}\n`,
  [`${DIRECTORY}/10-a.conf`]: `${HEAD}maxPods: "5"\nimageGCHighThresholdPercent: 500\n`,
  'shared/20-b.conf': `${HEAD}maxPods: 5\nimageGCHighThresholdPercent: 90\n`,
}
const ARGV = ['--kubernetes-version=1.34', '--only=kubelet/will-not-start', '--format=compact', '.']

const told = async (root: string): Promise<number> => {
  const { out, err, code } = await klintIn(root, ARGV)
  assert.ok(code < 2, err)
  return out.split('\n').filter(line => line.includes('kubelet/will-not-start')).length
}

test('all of them are', () => inTree(FILES, async root => assert.is(await told(root), 2)))

test('one that is too large', () =>
  inTree({ ...FILES, [`${DIRECTORY}/20-b.conf`]: `${HEAD}${'# nothing\n'.repeat(LARGEST / 10)}` }, async root =>
    assert.is(await told(root), 0),
  ))

for (const [name, target] of Object.entries({
  'a link to what is read under its own name': '../../../shared/20-b.conf',
  'a link out of the tree': '../../../../outside.conf',
}))
  test(name, () =>
    inTree({ 'outside.conf': FILES['shared/20-b.conf'] ?? '', 'tree/a.yaml': '' }, outer =>
      inTree(FILES, async root => {
        const link = join(root, DIRECTORY, '20-b.conf')
        symlinkSync(target.includes('outside') ? join(outer, 'outside.conf') : target, link)
        assert.is(await told(root), 0)
      }),
    ),
  )

test('links elsewhere, and directories, are nothing', () =>
  inTree(FILES, async root => {
    symlinkSync('20-b.conf', join(root, 'shared/30-c.conf'))
    mkdirSync(join(root, DIRECTORY, '30-c.conf'))
    symlinkSync('../../../shared', join(root, DIRECTORY, '40-d.conf'))
    assert.is(await told(root), 2)
  }))

test.run()
