import { type KeyFact, keyOf, knownMinor } from '../facts/settings.js'
import type { Component, ConfigurationFile, Resource, Stray } from '../model/component.js'
import type { ComponentKind, Count, ObservedFragment, PolicyFlag } from '../model/fragment.js'
import type { Location } from '../model/location.js'
import type { Assignment, Setting } from '../model/setting.js'
import type { Tree } from '../model/tree.js'
import type { Version, VersionRange } from '../model/version.js'
import { readArgv, type Step } from './argv.js'
import { type Asked, nothingAsked } from './asked.js'
import { variableOf } from './environment.js'
import { allWithEntries, environmentAssignment, type Source, type TreeLayer, treeAssignments } from './layers.js'
import { type Argument, type ConfigPart, type Environment, type Gap, isGap, type Part } from './parts.js'
import type { Documents } from './policies.js'
import type { AnyValue } from './read-value.js'
import { type MapSetting, mapSetting, nodeSetting, type Precedence, scalarSetting } from './settings.js'

/** Everything about one running thing that does not depend on the version. */
export interface Layers {
  readonly kind: ComponentKind
  readonly id: string
  readonly anchor: Location
  readonly range: VersionRange
  readonly argv: Part<readonly Argument[]>
  readonly environment: Environment
  readonly config: ConfigPart
  readonly dropIns: Part<readonly DropIn[]>
  readonly documents?: Documents
  /** What it says or shows of itself, the strongest first. */
  readonly observed?: readonly ObservedFragment[]
  readonly instances: Count
  readonly development: boolean
  readonly vendor: boolean
  readonly platform?: string
  readonly role?: 'control-plane' | 'worker'
  readonly pool?: string
  readonly runsIn?: Resource
}

/** A file of the kubelet's `--config-dir`, in the order it is merged. */
export type DropIn = Extract<ConfigPart, { state: 'seen' }>['value']

/** What a component's own file makes of its layers at one version. */
export interface Resolved {
  readonly precedence: Precedence
  readonly steps: readonly Step[]
  readonly configFile: 'yes' | 'no' | 'unknown'
  /** Layers the component ignores (etcd's flags beside a config file) are not listed. */
  readonly trees: readonly { layer: TreeLayer; tree: DropIn['tree'] }[]
  /** What `Component.overruled` lists. */
  readonly overruled?: readonly Assignment[]
  /** The environment holds settings (etcd). */
  readonly fromEnvironment: (name: string) => string | undefined
}

export type Resolver = (layers: Layers, version: Version) => Resolved

/** A view, and what was asked of it so far. */
export interface Viewed {
  readonly component: Component
  readonly asked: Asked
}

/** A component at one version. Pure; answers are kept, since many rules ask for the same key. */
export function viewOf(layers: Layers, version: Version, resolver: Resolver): Viewed {
  const asked = nothingAsked()
  let resolved: Resolved | undefined
  const at = () => {
    if (resolved !== undefined) return resolved
    resolved = underObserved(resolver(layers, version), layers)
    for (const step of resolved.steps) if (!isGap(step)) asked.flags.add(step.assignment.name)
    for (const { name } of resolved.overruled ?? []) asked.flags.add(name)
    return resolved
  }
  const scalars = new Map<string, Setting<AnyValue | undefined>>()
  const maps = new Map<string, MapSetting>()

  const factOf = (name: string): KeyFact | undefined => {
    const fact = keyOf(layers.kind, name)
    if (fact === undefined) return undefined
    asked.keys.add(fact)
    return knownMinor(fact, version) ? fact : undefined
  }
  const mapOf = (fact: KeyFact): MapSetting => {
    const known = maps.get(fact.key) ?? mapSetting(at().precedence, fact)
    maps.set(fact.key, known)
    return known
  }
  const get = (name: string, entry?: string): Setting<AnyValue | undefined> | undefined => {
    const fact = factOf(name)
    if (fact === undefined) return undefined
    if (entry !== undefined) {
      const map = mapOf(fact)
      return map.entries.get(entry) ?? map.rest(entry)
    }
    const found = scalars.get(fact.key) ?? scalarSetting(at().precedence, fact)
    scalars.set(fact.key, found)
    return found
  }
  const entries = (name: string): Setting<ReadonlyMap<string, Setting<AnyValue | undefined>>> | undefined => {
    const fact = factOf(name)
    if (fact === undefined) return undefined
    const map = mapOf(fact)
    if (map.unknown !== undefined) return { state: 'unknown', why: [map.unknown], at: map.unknown.at ?? layers.anchor }
    const all = new Map(map.entries)
    for (const name of map.defaults.keys()) if (!all.has(name)) all.set(name, map.rest(name))
    const { by } = map
    return {
      state: by === undefined ? 'default' : 'set',
      value: all,
      ...(by === undefined ? {} : { by }),
      beaten: [],
      at: by?.at ?? layers.anchor,
      assuming: by === undefined ? map.assuming : [],
    }
  }

  /** Without what it runs with. */
  const written = (): Precedence => {
    writtenFor ??= resolver(layers, version).precedence
    return writtenFor
  }
  let writtenFor: Precedence | undefined
  const intends = ({ key, entry }: Pick<Assignment, 'key' | 'entry'>): Setting<AnyValue | undefined> | undefined => {
    const fact = factOf(key)
    if (fact === undefined) return undefined
    if (entry === undefined) return scalarSetting(written(), fact)
    const map = mapSetting(written(), fact)
    return map.entries.get(entry) ?? map.rest(entry)
  }

  const isObserved = isWhole(layers)
  let assignments: Assignment[] | undefined
  let intended: Assignment[] | undefined
  let inView: boolean | undefined
  let strays: readonly Stray[] | undefined
  let files: readonly ConfigurationFile[] | undefined
  const view = {
    ...layers,
    isObserved,
    get version() {
      asked.version = true
      return version
    },
    get configFile() {
      return at().configFile
    },
    get assignments() {
      assignments ??= isObserved ? shownBy(layers) : assignmentsOf(layers, at())
      return assignments
    },
    get overruled() {
      return isObserved ? [] : (at().overruled ?? [])
    },
    get isInView() {
      inView ??= isInView(layers)
      return inView
    },
    get strays() {
      strays ??= straysOf(layers, version)
      return strays
    },
    get files() {
      files ??= filesOf(layers)
      return files
    },
    get intended() {
      intended ??= isObserved ? assignmentsOf(layers, at()) : []
      return intended
    },
    get,
    node: (name: string) => {
      const fact = factOf(name)
      return fact === undefined ? undefined : nodeSetting(at().precedence, fact)
    },
    entries,
    answer: ({ key, entry }: Pick<Assignment, 'key' | 'entry'>) => get(key, entry),
    intends,
    document: (flag: PolicyFlag) => documentSetting(layers, flag, get(flag)),
    environment: (name: string): Setting<string | undefined> => environmentSetting(layers, name),
  }
  // The generated key types narrow what callers may ask and get; here names are plain strings.
  return { component: view as unknown as Component, asked }
}

function isInView({ argv, config, dropIns, environment }: Layers): boolean {
  const isHard = (item: object): boolean => isGap(item) && item.gap !== 'open'
  if ([argv, config, dropIns].some(({ state }) => state === 'dangling')) return false
  if ((argv.state === 'seen' && argv.value.some(isHard)) || environment.some(isHard)) return false
  if (argv.state === 'seen' && argv.value.some(word => !isGap(word) && !word.text.known)) return false
  const trees = [...(config.state === 'seen' ? [config.value] : []), ...(dropIns.state === 'seen' ? dropIns.value : [])]
  return trees.every(({ tree }) => isClosed(tree))
}

/** No template prints names or items of it; a value it prints belongs to a name that is written. */
function isClosed(tree: Tree): boolean {
  if (tree.kind === 'scalar') return true
  if (tree.open) return false
  return tree.kind === 'list'
    ? tree.items.every(({ value, conditional }) => !conditional && isClosed(value))
    : tree.entries.every(({ key, value, conditional }) => !conditional && key.known && isClosed(value))
}

function straysOf({ kind, argv }: Layers, version: Version): Stray[] {
  const strays: Stray[] = []
  if (argv.state === 'seen') readArgv(kind, argv.value, version, stray => strays.push(stray))
  return strays
}

function filesOf({ config, dropIns }: Layers): ConfigurationFile[] {
  const file = config.state === 'seen' ? [config.value] : []
  const more = dropIns.state === 'seen' ? dropIns.value : []
  return [
    ...file.map(({ tree, at }) => ({ layer: 'file' as const, tree, at })),
    ...more.map(({ tree, at }) => ({ layer: 'drop-in' as const, tree, at })),
  ]
}

const isWhole = ({ observed = [] }: Layers): boolean => observed.some(({ shows }) => shows.what === 'configuration')

/** What a component says or shows of itself beats all that is written for it. */
function underObserved(resolved: Resolved, { observed = [] }: Layers): Resolved {
  if (observed.length === 0) return resolved
  const { precedence } = resolved
  const own = observed.map(
    ({ shows, at }): Source =>
      shows.what === 'configuration'
        ? { kind: 'tree', layer: 'observed', tree: shows.tree, nullDeletes: false }
        : { kind: 'reservation', isNothing: shows.isNothing, at },
  )
  const isOwn = (source: Source): boolean => source.kind === 'tree' && source.layer === 'observed'
  return {
    ...resolved,
    precedence: {
      ...precedence,
      sources: [...own, ...precedence.sources],
      replaces: (source, fact) => isOwn(source) || precedence.replaces(source, fact),
      // An explicit zero is what it runs with.
      isUnset: (source, ...rest) => !isOwn(source) && precedence.isUnset(source, ...rest),
    },
  }
}

const shownBy = ({ kind, observed = [] }: Layers): Assignment[] =>
  observed.flatMap(({ shows }) => (shows.what === 'configuration' ? treeAssignments(kind, 'observed', shows.tree) : []))

function assignmentsOf(layers: Layers, resolved: Resolved): Assignment[] {
  const flags = resolved.steps.flatMap(step => ('gap' in step ? [] : [step.assignment]))
  const trees = resolved.trees.flatMap(({ layer, tree }) => treeAssignments(layers.kind, layer, tree))
  const environment = layers.environment.flatMap(item => {
    if ('gap' in item) return []
    const name = resolved.fromEnvironment(item.name)
    if (name === undefined) return []
    const key = keyOf(layers.kind, name)?.key ?? name
    return [environmentAssignment(key, item.name, item.text, item.at, layers.kind)]
  })
  return [...trees, ...allWithEntries([...environment, ...flags])]
}

function documentSetting(
  { anchor, documents }: Layers,
  flag: PolicyFlag,
  named: Setting<AnyValue | undefined> | undefined,
): Setting<Tree | undefined> {
  if (named === undefined) return { state: 'default', value: undefined, beaten: [], at: anchor, assuming: [] }
  if (named.state === 'unknown') return named
  if (named.value === undefined || named.value === '') return { ...named, value: undefined }
  const part = documents?.get(flag)
  if (part?.state === 'seen') return { ...named, value: part.value.tree }
  const because = part?.state === 'dangling' ? part.because : undefined
  return { state: 'unknown', why: [{ what: because ?? `${named.value} is not in view`, at: named.at }], at: named.at }
}

function environmentSetting(layers: Layers, name: string): Setting<string | undefined> {
  const { variable, gaps } = variableOf(name, layers.environment)
  const hard = gaps.find(gap => gap.gap !== 'open')
  const why = (gap: Gap) => [{ what: gap.because ?? `${gap.what} is not in view`, at: gap.at }]
  if (hard !== undefined) return { state: 'unknown', why: why(hard), at: hard.at }
  const assuming = gaps.map(gap => ({ layer: 'environment' as const, what: gap.what }))
  if (variable === undefined) return { state: 'default', value: undefined, beaten: [], at: layers.anchor, assuming }
  if (!variable.text.known)
    return { state: 'unknown', why: [{ what: 'comes from a template', at: variable.at }], at: variable.at }
  const by = environmentAssignment(name, name, variable.text, variable.at, layers.kind)
  return { state: 'set', value: variable.text.value, by, beaten: [], at: by.at, assuming: [] }
}
