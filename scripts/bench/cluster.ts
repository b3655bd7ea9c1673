import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeKubeconfig } from '../../test/support/cluster/kubeconfig.js'
import { clusterProcess } from '../../test/support/cluster/process.js'
import { environment, hook } from './ratio.js'

const NODES = 5000
const POOLS = 12
const PAGES = NODES / 500

interface Goal {
  readonly name: string
  readonly argv: readonly string[]
  readonly requests: number
  /** Requests in flight, and so connections. */
  readonly connections: number
  readonly seconds: number
  readonly megabytes?: number
}

const GOALS: readonly Goal[] = [
  {
    name: '`klint cluster`',
    argv: [],
    requests: PAGES + POOLS + 12,
    connections: 8,
    seconds: 2.5,
    megabytes: 200,
  },
  { name: '`klint cluster --all-nodes`', argv: ['--all-nodes'], requests: NODES + 30, connections: 32, seconds: 5 },
]

const HEAD = '| command | wall | most memory | requests | connections | goal |\n|---|---:|---:|---:|---:|---|'

/** What a cluster of 5,000 nodes costs: one that is not there, in a process of its own that counts. */
export async function clusterTable(klint: string, folder: string, rounds: number): Promise<string> {
  const cluster = await clusterProcess({ nodes: NODES, pools: POOLS, patchVersions: 3 })
  try {
    const kubeconfig = writeKubeconfig(join(folder, 'cluster'), cluster)
    const rss = join(folder, 'rss')
    const cwd = join(folder, 'nowhere')
    mkdirSync(cwd, { recursive: true })
    writeFileSync(join(folder, 'hook.cjs'), hook(rss))
    const rows: string[] = []
    for (const goal of GOALS) {
      let [wall, memory, requests, connections, bytes] = [Number.POSITIVE_INFINITY, 0, 0, 0, 0]
      // the first round fills the caches of both sides and does not count
      for (let round = 0; round <= rounds; round++) {
        await cluster.reset()
        const argv = [klint, 'cluster', '--kubeconfig', kubeconfig, ...goal.argv]
        const from = performance.now()
        const { status, stderr } = spawnSync(process.execPath, ['--require', join(folder, 'hook.cjs'), ...argv], {
          cwd,
          env: environment(),
          stdio: ['ignore', 'ignore', 'pipe'],
          encoding: 'utf8',
        })
        const took = performance.now() - from
        if (status !== 0 && status !== 1) throw new Error(`klint cluster ended with ${status}: ${stderr}`)
        const seen = await cluster.seen()
        if (round === 0) continue
        wall = Math.min(wall, took)
        memory = Math.max(memory, Number(readFileSync(rss, 'utf8')) / 1024)
        requests = Math.max(requests, seen.asked.length)
        connections = Math.max(connections, seen.connections)
        bytes = Math.max(bytes, seen.bytes)
      }
      const met =
        requests <= goal.requests &&
        connections <= goal.connections &&
        wall <= goal.seconds * 1000 &&
        memory <= (goal.megabytes ?? Number.POSITIVE_INFINITY)
      const wanted = [
        `${goal.requests} requests`,
        `${goal.connections} connections`,
        `${goal.seconds} s`,
        ...(goal.megabytes === undefined ? [] : [`${goal.megabytes} MB`]),
      ]
      rows.push(
        `| ${goal.name} | ${Math.round(wall)} ms | ${memory.toFixed(0)} MB | ${requests} | ${connections} | <= ${wanted.join(', ')}: ${met ? 'met' : '**missed**'} |`,
      )
    }
    return `${HEAD}\n${rows.join('\n')}`
  } finally {
    await cluster.close()
    rmSync(join(folder, 'cluster'), { recursive: true, force: true })
  }
}

export const CLUSTER_INTRODUCTION = `A simulated cluster of ${NODES} nodes (47 MB of JSON, ${POOLS} pools, 3 patch versions) over HTTPS on the loopback, served by another process`
