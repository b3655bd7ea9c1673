import { run } from '../../engine/run.js'
import { type Shown, showJson, showText } from '../../reporters/show.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf } from '../options.js'
import { liveRoutes, reportContext } from './context.js'
import { gather } from './input.js'
import { nothingFound } from './nothing.js'
import { shownCluster, unreadable, viewsOf } from './shown.js'

/** `klint show [paths]`: what each component will run with, and where every value comes from. */
export async function show(options: Options, env: Env, io: Io): Promise<number> {
  const format = oneOf(['pretty', 'json'], options.format ?? 'pretty', 'format')
  const { files, notChecked, config, found } = await gather(options, io)
  const { outcome, clusters } = await run({
    files,
    config,
    preset: 'all',
    resolveOnly: true,
    ...(options.kubernetesVersion === undefined ? {} : { kubernetesVersion: options.kubernetesVersion }),
  })
  const shown: Shown = {
    clusters: clusters.map(cluster => shownCluster(cluster, viewsOf(cluster, options.allSettings))),
    notChecked: [...unreadable(outcome), ...outcome.notChecked, ...notChecked],
  }
  const isEmpty = shown.clusters.every(({ things }) => things.length === 0) && outcome.findings.length === 0
  const context = reportContext(options, env, io, 'pretty', {}, await liveRoutes(outcome))
  if (format === 'json') io.out(showJson(shown, context))
  else if (!isEmpty) io.out(showText(shown, context))
  return isEmpty ? nothingFound(options, found, shown.notChecked, io) : 0
}
