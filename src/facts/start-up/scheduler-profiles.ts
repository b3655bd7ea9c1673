import type { Component } from '../../model/component.js'
import type { Tree, TreeMap } from '../../model/tree.js'
import { rows } from './checks.js'
import type { Broken, Checking } from './validation.js'
import {
  certainText,
  integerOf,
  isWhole,
  lacksField,
  mapOf,
  mapsOf,
  type WrittenField,
  writtenField,
} from './written-fields.js'

const VALIDATION = 'pkg/scheduler/apis/config/validation/validation.go'

/** The document of `--config`. */
export function configurationOf({ configFile, files }: Component): TreeMap | undefined {
  const tree: Tree | undefined = configFile === 'yes' ? files.find(({ layer }) => layer === 'file')?.tree : undefined
  return tree?.kind === 'map' ? tree : undefined
}

export function profilesOf(component: Component): { list?: WrittenField; profiles: readonly TreeMap[] } {
  const tree = configurationOf(component)
  const list = tree === undefined ? undefined : writtenField(tree, 'profiles')
  return { ...(list === undefined ? {} : { list }), profiles: mapsOf(list) }
}

export const PROFILES = rows('kube-scheduler', [
  {
    id: 'profile-names',
    settings: ['profiles[].schedulerName'],
    versions: '>=1.18',
    reason: 'another profile has that name',
    remedy: 'rename one of them',
    source: VALIDATION,
    *check(scheduler): Checking {
      const first = new Map<string, WrittenField>()
      for (const profile of profilesOf(scheduler).profiles) {
        const name = writtenField(profile, 'schedulerName')
        const text = certainText(name)
        if (name === undefined || text === undefined || text === '') continue
        const other = first.get(text)
        if (other === undefined) first.set(text, name)
        else yield { ...placed(name), related: [{ at: other, label: 'the other one' }] }
      }
    },
  },
  {
    id: 'profile-unnamed',
    settings: ['profiles[].schedulerName'],
    versions: '>=1.18',
    reason: 'of several profiles each needs a name, and none may be empty',
    remedy: 'give it a `schedulerName`',
    source: VALIDATION,
    *check(scheduler): Checking {
      const { list, profiles } = profilesOf(scheduler)
      for (const [i, profile] of profiles.entries()) {
        const name = writtenField(profile, 'schedulerName')
        if (certainText(name) === '') yield placed(name!)
        else if (profiles.length > 1 && lacksField(profile, 'schedulerName'))
          // that there is a further one is certain, only perhaps not which it is
          yield {
            at: profile.entries[0]?.key ?? list?.at ?? profile.at,
            values: { spelling: isWhole(list) ? `profiles[${i}]` : 'profiles[]' },
          }
      }
    },
  },
  {
    id: 'profile-percentage',
    settings: ['profiles[].percentageOfNodesToScore'],
    versions: '>=1.26',
    reason: 'it is not a percentage',
    remedy: 'set a value between 0 and 100',
    source: VALIDATION,
    *check(scheduler): Checking {
      for (const profile of profilesOf(scheduler).profiles) {
        const share = writtenField(profile, 'percentageOfNodesToScore')
        const value = integerOf(share)
        if (share !== undefined && value !== undefined && (value < 0 || value > 100)) yield placed(share)
      }
    },
  },
  {
    id: 'profile-queue-sort',
    settings: ['profiles[].plugins.queueSort'],
    versions: '>=1.18',
    reason: 'there is one queue, so all profiles need the same plugins for it',
    remedy: 'enable the same plugin in every profile',
    source: VALIDATION,
    *check(scheduler): Checking {
      const { profiles } = profilesOf(scheduler)
      const [first, ...rest] = profiles.map(queueSortOf)
      if (first?.names === undefined) return
      for (const { names, field } of rest)
        if (names !== undefined && differ(first.names, names)) {
          const [at, other] = field === undefined ? [first.field, undefined] : [field, first.field]
          if (at !== undefined)
            yield { ...placed(at), related: other === undefined ? [] : [{ at: other, label: 'another one' }] }
        }
    },
  },
  {
    id: 'queue-sort-single',
    settings: ['profiles[].plugins.queueSort'],
    versions: '>=1.18',
    reason: 'only one plugin may sort the queue',
    remedy: 'keep one of them',
    source: VALIDATION,
    *check(scheduler): Checking {
      for (const profile of profilesOf(scheduler).profiles) {
        const { names = [], field } = queueSortOf(profile)
        if (field !== undefined && new Set(names).size > 1) yield placed(field)
      }
    },
  },
])

/** Names of the plugins a profile enables for the queue; undefined where a template may name more. */
function queueSortOf(profile: TreeMap): { names?: readonly string[]; field?: WrittenField } {
  if (lacksField(profile, 'plugins')) return { names: [] }
  const plugins = mapOf(writtenField(profile, 'plugins'))
  if (plugins === undefined) return {}
  if (lacksField(plugins, 'queueSort')) return { names: [] }
  const field = writtenField(plugins, 'queueSort')
  const set = mapOf(field)
  if (field === undefined || set === undefined) return {}
  if (lacksField(set, 'enabled')) return { names: [], field }
  const enabled = writtenField(set, 'enabled')
  const names = mapsOf(enabled).map(plugin => certainText(writtenField(plugin, 'name')))
  return isWhole(enabled) && names.every(name => name !== undefined) ? { names, field } : { field }
}

/** Older formats enable PrioritySort where nothing is written, so that to write it changes nothing. */
function differ(a: readonly string[], b: readonly string[]): boolean {
  const text = (names: readonly string[]) => (names.length === 0 ? 'PrioritySort' : names.join(' '))
  return text(a) !== text(b)
}

export const placed = ({ at, spelling }: WrittenField): Broken => ({ at, values: { spelling } })
