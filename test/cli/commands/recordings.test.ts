import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readCluster } from '../../../src/sources/cluster/read-cluster.js'
import { recordingFile } from '../../../src/sources/cluster/recording-file.js'
import type { Provider, Shape } from '../../support/cluster/shape.js'
import { spoiling, storeClient } from '../../support/cluster/store-client.js'
import { klintIn } from '../../support/klint.js'
import { inTree } from '../../support/tree.js'

const test = suite('cli: recordings of clusters')

const WANTED = {
  cluster: 'prod',
  klint: '0.1.0',
  takenAt: '2026-11-26T07:00:00Z',
  allNodes: true,
  nodeProxy: true,
  everything: true,
}

test('a cluster in which anything may stand anywhere is judged without an error of its own', () =>
  inTree({}, folder =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.constantFrom(0.002, 0.01, 0.05),
        fc.constantFrom<Provider>('kubeadm', 'kops', 'eks', 'k3s'),
        async (seed, odds, provider) => {
          const shape: Shape = { provider, nodes: 4, pools: 2, version: '1.36.0' }
          const recording = await readCluster(storeClient(shape, spoiling(seed, odds)), WANTED)
          writeFileSync(join(folder, 'r.json.gz'), await recordingFile(recording, false))
          const { code, out, err } = await klintIn(folder, ['r.json.gz', '--preset', 'all'])
          assert.ok([0, 1, 3].includes(code), `${code}\n${err}\n${out}`)
          assert.not.match(err + out, /\n\s+at /)
        },
      ),
      { numRuns: 20 },
    ),
  ))

test.run()
