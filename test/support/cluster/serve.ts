// node --import tsx test/support/cluster/serve.ts [--nodes N] [--pools N] [--versions N] [--provider P] [--folder DIR]
// A simulated cluster to try klint on by hand, until it is interrupted: prints the path of a kubeconfig, at the end what was asked.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandLine } from '../../../scripts/command-line.js'
import { writeKubeconfig } from './kubeconfig.js'
import { simulatedCluster } from './server.js'
import { POOL_LABEL, type Provider } from './shape.js'

const usage =
  'usage: node --import tsx test/support/cluster/serve.ts [--nodes N] [--pools N] [--versions N] [--provider P] [--folder DIR]'
const { values } = commandLine(usage, {
  options: {
    nodes: { type: 'string', default: '6' },
    pools: { type: 'string', default: '3' },
    versions: { type: 'string', default: '1' },
    provider: { type: 'string', default: 'kubeadm' },
    folder: { type: 'string' },
  },
})
const known = (name: string): name is Provider => name in POOL_LABEL

const cluster = await simulatedCluster({
  nodes: Number(values.nodes),
  pools: Number(values.pools),
  patchVersions: Number(values.versions),
  provider: known(values.provider) ? values.provider : 'kubeadm',
})
console.log(writeKubeconfig(values.folder ?? mkdtempSync(join(tmpdir(), 'simulated-cluster-')), cluster))

process.on('SIGINT', () => {
  const { asked, ...counts } = cluster.seen()
  const paths = new Map<string, number>()
  for (const { method, path } of asked) {
    const shape = `${method} ${path.replace(/\/nodes\/[^/?]+/, '/nodes/NAME').replace(/continue=[^&]+/, 'continue=...')}`
    paths.set(shape, (paths.get(shape) ?? 0) + 1)
  }
  for (const [path, count] of paths) console.log(`${count} ${path}`)
  console.log(JSON.stringify({ requests: asked.length, ...counts }))
  process.exit()
})
