import { inTree } from '../tree.js'
import { type Serving, type SimulatedCluster, simulatedCluster } from './server.js'
import type { Shape } from './shape.js'

/** Runs `use` against a simulated cluster, in a temporary folder. */
export async function served<T>(
  shape: Shape,
  serving: Serving,
  use: (cluster: SimulatedCluster, folder: string) => Promise<T>,
): Promise<T> {
  const cluster = await simulatedCluster({ slim: true, ...shape }, serving)
  try {
    return await inTree({}, folder => use(cluster, folder))
  } finally {
    await cluster.close()
  }
}
