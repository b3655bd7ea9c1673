import { run } from '../../engine/run.js'
import type { Component, Resource } from '../../model/component.js'
import type { NotChecked, Outcome } from '../../model/finding.js'
import type { VersionRange } from '../../model/version.js'
import {
  type Shown,
  type ShownCluster,
  type ShownSetting,
  type ShownThing,
  showJson,
  showText,
} from '../../reporters/show.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf } from '../options.js'
import { reportContext } from './context.js'
import { gather } from './input.js'
import { nothingFound } from './nothing.js'
import { acrossRange } from './show-range.js'
import { shownSettings } from './show-settings.js'

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
    clusters: clusters.map((cluster): ShownCluster => {
      // newest version of each: the one rules are asked about first
      const components = cluster.components.flatMap(({ points, range, at }) => {
        const [newest, ...others] = points.flatMap(version => {
          const component = at(version)
          return component === undefined ? [] : [component]
        })
        if (newest === undefined) return []
        const settingsOf = (component: Component) => shownSettings(component, options.allSettings)
        return [componentThing(newest, range, acrossRange(settingsOf(newest), others.map(settingsOf), range))]
      })
      const things = [...components, ...cluster.resources.map(resourceThing)]
      return { ...(cluster.name === undefined ? {} : { name: cluster.name }), things }
    }),
    notChecked: [...unreadable(outcome), ...outcome.notChecked, ...notChecked],
  }
  const isEmpty = shown.clusters.every(({ things }) => things.length === 0) && outcome.findings.length === 0
  const context = reportContext(options, env, io, 'pretty')
  if (format === 'json') io.out(showJson(shown, context))
  else if (!isEmpty) io.out(showText(shown, context))
  return isEmpty ? nothingFound(options, found, shown.notChecked, io) : 0
}

/** A document that cannot be read is a finding of a run with rules; here it is something that is not shown. */
const unreadable = ({ findings }: Outcome): NotChecked[] => findings.map(({ what, at }) => ({ what, at, rules: [] }))

function componentThing(component: Component, range: VersionRange, settings: ShownSetting[]): ShownThing {
  const { kind, anchor, platform, role, pool, instances, development, vendor } = component
  const traits = [
    ...(role === undefined ? [] : [role]),
    ...(platform === undefined ? [] : [platform]),
    ...(instances.min > 1 ? [`${instances.min}${instances.max === instances.min ? '' : ' or more'} of them`] : []),
    ...(development ? ['for development'] : []),
    ...(vendor ? ['a build of its vendor'] : []),
  ]
  return {
    kind,
    ...(pool === undefined ? {} : { name: pool }),
    anchor,
    traits,
    range,
    settings,
  }
}

function resourceThing(resource: Resource): ShownThing {
  const { kind, name, anchor } = resource
  const settings = resource.written.map((key): ShownSetting => ({ key, setting: resource.get(key) }))
  return { kind, ...(name === undefined ? {} : { name }), anchor, traits: [], settings }
}
