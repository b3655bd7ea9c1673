import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeKubeconfig } from '../../test/support/cluster/kubeconfig.js'
import { type ClusterProcess, clusterProcess } from '../../test/support/cluster/process.js'
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

export const CLUSTER = `A simulated cluster of ${NODES} nodes (48 MB of JSON, ${POOLS} pools, 3 patch versions) over HTTPS on the loopback, in a process of its own`

/** What a cluster of 5,000 nodes costs: one that is not there, in a process of its own that counts. */
export async function clusterTable(klint: string, folder: string, rounds: number): Promise<string> {
  const cluster = await clusterProcess({ nodes: NODES, pools: POOLS, patchVersions: 3 })
  try {
    const argv = [klint, 'cluster', '--kubeconfig', writeKubeconfig(join(folder, 'cluster'), cluster)]
    const rows: string[] = []
    for (const goal of GOALS) {
      // the first run fills the caches of both sides and does not count
      await run(cluster, [...argv, ...goal.argv], folder)
      const runs: Run[] = []
      for (let round = 0; round < rounds; round++) runs.push(await run(cluster, [...argv, ...goal.argv], folder))
      rows.push(row(goal, runs))
    }
    return `${HEAD}\n${rows.join('\n')}`
  } finally {
    await cluster.close()
  }
}

interface Run {
  /** Milliseconds. */
  readonly wall: number
  /** MB. */
  readonly memory: number
  readonly requests: number
  readonly connections: number
}

/** One run, in a folder without a configuration. */
async function run(cluster: ClusterProcess, argv: readonly string[], folder: string): Promise<Run> {
  const [cwd, script, report] = [join(folder, 'nowhere'), join(folder, 'hook.cjs'), join(folder, 'rss')]
  mkdirSync(cwd, { recursive: true })
  writeFileSync(script, hook(report))
  await cluster.reset()
  const from = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--require', script, ...argv], {
    cwd,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  const wall = performance.now() - from
  if (status !== 0 && status !== 1) throw new Error(`klint cluster ended with ${status}: ${stderr}`)
  const { asked, connections } = await cluster.seen()
  return { wall, memory: Number(readFileSync(report, 'utf8')) / 1024, requests: asked.length, connections }
}

function row({ name, requests, connections, seconds, megabytes }: Goal, runs: readonly Run[]): string {
  const most = (of: keyof Run): number => Math.max(...runs.map(one => one[of]))
  const wall = Math.min(...runs.map(one => one.wall))
  const met =
    most('requests') <= requests &&
    most('connections') <= connections &&
    wall <= seconds * 1000 &&
    most('memory') <= (megabytes ?? Number.POSITIVE_INFINITY)
  const goals = [`${requests} requests`, `${connections} connections`, `${seconds} s`]
  if (megabytes !== undefined) goals.push(`${megabytes} MB`)
  const cells = [
    name,
    `${Math.round(wall)} ms`,
    `${most('memory').toFixed(0)} MB`,
    most('requests'),
    most('connections'),
  ]
  return `| ${cells.join(' | ')} | <= ${goals.join(', ')}: ${met ? 'met' : '**missed**'} |`
}
