import type { Component, Resource } from '../../model/component.js'
import type { NotChecked, Outcome } from '../../model/finding.js'
import type { VersionRange } from '../../model/version.js'
import type { ShownCluster, ShownSetting, ShownThing } from '../../reporters/show.js'
import type { ClusterModel } from '../../resolve/index.js'
import { acrossRange } from './show-range.js'
import { shownSettings } from './show-settings.js'

/** A component or resource as it is shown, and what it was made of. */
export type View =
  | { readonly thing: ShownThing; readonly component: Component }
  | { readonly thing: ShownThing; readonly resource: Resource }

/** Everything of a cluster: components at their newest version, the one rules are asked about first; then resources. */
export function viewsOf(cluster: ClusterModel, allSettings: boolean): readonly View[] {
  const components = cluster.components.flatMap(({ points, range, at }): View[] => {
    const [newest, ...others] = points.flatMap(version => {
      const component = at(version)
      return component === undefined ? [] : [component]
    })
    if (newest === undefined) return []
    const settingsOf = (component: Component) => shownSettings(component, allSettings)
    const settings = acrossRange(settingsOf(newest), others.map(settingsOf), range)
    return [{ thing: componentThing(newest, range, settings), component: newest }]
  })
  return [...components, ...cluster.resources.map((resource): View => ({ thing: resourceThing(resource), resource }))]
}

export const shownCluster = ({ name }: ClusterModel, views: readonly View[]): ShownCluster => ({
  ...(name === undefined ? {} : { name }),
  things: views.map(({ thing }) => thing),
})

/** A document that cannot be read is a finding of a run with rules; where none run it is something that is not shown. */
export const unreadable = ({ findings }: Outcome): NotChecked[] =>
  findings.map(({ what, at }) => ({ what, at, rules: [] }))

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
