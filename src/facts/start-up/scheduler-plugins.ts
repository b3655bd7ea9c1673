import type { Component } from '../../model/component.js'
import { nearest } from '../../model/nearest.js'
import type { TreeMap } from '../../model/tree.js'
import { minorOf, type Version } from '../../model/version.js'
import { isUpstreamBuild } from '../vendors.js'
import { rows } from './checks.js'
import { argumentChecks } from './scheduler-arguments.js'
import { configurationOf, placed, profilesOf } from './scheduler-profiles.js'
import { type Checking, holdsAt } from './validation.js'
import { certainText, mapOf, mapsOf, type WrittenField, writtenField } from './written-fields.js'

const VALIDATION = 'pkg/scheduler/apis/config/validation/validation.go'

/**
 * Plugins that upstream builds in: first and last minor, and the names. Read from the last patch of every minor from 1.18 to 1.37:
 * pkg/scheduler/framework/plugins/registry.go.
 */
const NAMES = `
118-118 DefaultPodTopologySpread NodeResourceLimits
118-122 NodeLabel NodePreferAvoidPods NodeResourcesLeastAllocated NodeResourcesMostAllocated RequestedToCapacityRatio ServiceAffinity
118-131 AzureDiskLimits CinderLimits EBSLimits GCEPDLimits
118- DefaultBinder ImageLocality InterPodAffinity NodeAffinity NodeName NodePorts NodeResourcesBalancedAllocation NodeResourcesFit NodeUnschedulable NodeVolumeLimits PodTopologySpread PrioritySort TaintToleration VolumeBinding VolumeRestrictions VolumeZone
119-128 SelectorSpread
119- DefaultPreemption
126- DynamicResources SchedulingGates
135- GangScheduling NodeDeclaredFeatures
136- PodGroupPodsCount TopologyPlacementGenerator
137- DeferredPodScheduling
`

/** The minors that were read. */
const [FIRST, LAST] = [118, 137]

/** Names of a version; undefined where nobody looked. */
export function pluginNames(version: Version): ReadonlySet<string> | undefined {
  const minor = minorOf(version)
  if (minor < FIRST || minor > LAST) return undefined
  const names = NAMES.trim()
    .split('\n')
    .flatMap(line => {
      const [minors = '', ...found] = line.split(' ')
      const [first, last] = minors.split('-')
      return minor >= Number(first) && (last === '' || minor <= Number(last)) ? found : []
    })
  return new Set(names)
}

/** Plugins that a format takes no longer while the scheduler still builds them in (removedPluginsByVersion, invalidPluginsByVersion). */
const GONE: readonly { readonly format: string; readonly versions: string; readonly names: readonly string[] }[] = [
  {
    format: 'kubescheduler.config.k8s.io/v1beta2',
    versions: '1.22 - 1.22',
    names: [
      'NodeLabel',
      'ServiceAffinity',
      'NodePreferAvoidPods',
      'NodeResourcesLeastAllocated',
      'NodeResourcesMostAllocated',
      'RequestedToCapacityRatio',
    ],
  },
  { format: 'kubescheduler.config.k8s.io/v1', versions: '1.25 - 1.28', names: ['SelectorSpread'] },
  {
    format: 'kubescheduler.config.k8s.io/v1',
    versions: '>=1.31',
    names: ['AzureDiskLimits', 'CinderLimits', 'EBSLimits', 'GCEPDLimits'],
  },
]

/** Of this point nobody looks whether its plugins are gone from the format. */
const MULTI_POINT = 'multiPoint'

/** Names of plugins that profiles enable, each where it stands, and at which point. */
function* enabledPlugins(component: Component): Generator<{ name: WrittenField; text: string; point: string }> {
  for (const profile of profilesOf(component).profiles) {
    const plugins = mapOf(writtenField(profile, 'plugins'))
    for (const { key, value, conditional } of plugins?.entries ?? []) {
      if (conditional || !key.known || value.kind !== 'map') continue
      for (const plugin of mapsOf(writtenField(value, 'enabled'))) {
        const name = writtenField(plugin, 'name')
        const text = certainText(name)
        if (name !== undefined && text !== undefined) yield { name, text, point: key.value }
      }
    }
  }
}

/** Entries of `pluginConfig` of one profile, those with a name. */
function configsOf(profile: TreeMap): readonly { name: WrittenField; text: string; entry: TreeMap }[] {
  return mapsOf(writtenField(profile, 'pluginConfig')).flatMap(entry => {
    const name = writtenField(entry, 'name')
    const text = certainText(name)
    return name === undefined || text === undefined ? [] : [{ name, text, entry }]
  })
}

const goneFrom = (component: Component): readonly string[] => {
  const tree = configurationOf(component)
  const format = tree === undefined ? undefined : certainText(writtenField(tree, 'apiVersion'))
  return GONE.flatMap(gone => (gone.format === format && holdsAt(gone.versions, component.version) ? gone.names : []))
}

export const PLUGINS = rows('kube-scheduler', [
  {
    id: 'profile-plugins',
    settings: ['profiles[].plugins'],
    versions: '>=1.18',
    reason: 'no plugin of this version has that name',
    remedy: '{cure}',
    source: 'pkg/scheduler/framework/plugins/registry.go',
    *check(scheduler) {
      const names = pluginNames(scheduler.version)
      if (names === undefined) return
      const strangers = [...enabledPlugins(scheduler)].filter(({ text }) => !names.has(text))
      // whoever builds a scheduler of their own adds plugins
      if (strangers.length === 0 || !(yield* isUpstreamBuild(scheduler))) return
      const gone = goneFrom(scheduler)
      for (const { name, text, point } of strangers) {
        if (gone.includes(text) && point !== MULTI_POINT) continue
        const meant = nearest(text, names)
        const cure = meant === undefined ? 'remove it' : `write \`${meant}\``
        yield { at: name.at, values: { spelling: name.spelling, cure } }
      }
    },
  },
  {
    id: 'plugins-gone',
    settings: ['profiles[].plugins', 'profiles[].pluginConfig'],
    versions: '>=1.22',
    reason: 'that plugin is gone from this format',
    remedy: 'remove it',
    source: VALIDATION,
    *check(scheduler): Checking {
      const gone = goneFrom(scheduler)
      if (gone.length === 0) return
      for (const { name, text, point } of enabledPlugins(scheduler))
        if (gone.includes(text) && point !== MULTI_POINT) yield placed(name)
      for (const profile of profilesOf(scheduler).profiles)
        for (const { name, text } of configsOf(profile)) if (gone.includes(text)) yield placed(name)
    },
  },
  {
    id: 'plugin-config-twice',
    settings: ['profiles[].pluginConfig'],
    versions: '>=1.18',
    reason: 'the profile configures that plugin twice',
    remedy: 'remove one of them',
    source: VALIDATION,
    *check(scheduler): Checking {
      for (const profile of profilesOf(scheduler).profiles) {
        const first = new Map<string, WrittenField>()
        for (const { name, text } of configsOf(profile)) {
          const other = first.get(text)
          if (other === undefined) first.set(text, name)
          else yield { ...placed(name), related: [{ at: other, label: 'the other one' }] }
        }
      }
    },
  },
  {
    id: 'plugin-arguments',
    settings: ['profiles[].pluginConfig[].args'],
    versions: '>=1.24',
    reason: '{detail}',
    remedy: '{cure}',
    source: 'pkg/scheduler/apis/config/validation/validation_pluginargs.go',
    *check(scheduler): Checking {
      for (const profile of profilesOf(scheduler).profiles)
        for (const { text, entry } of configsOf(profile)) {
          const args = mapOf(writtenField(entry, 'args'))
          if (args !== undefined) yield* argumentChecks(text, args, scheduler.version)
        }
    },
  },
])
