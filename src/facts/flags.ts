import type { ComponentKind } from '../model/fragment.js'
import { nearest } from '../model/nearest.js'
import type { ValueType } from '../model/setting.js'
import { minorOf, type Version } from '../model/version.js'
import {
  defaultFrom,
  firstColumns,
  flagLine,
  type Line,
  minorOrNone,
  minorsOf,
  partialMinors,
  patchesOf,
  tableMinors,
  tableOf,
} from './lines.js'
import { type Remedy, remedyOf } from './remedies.js'

/** How a component of some version takes a name; `maybe` where a patch decides or the facts end. */
export type Known = 'yes' | 'removed' | 'too-new' | 'maybe'

/** When something exists, in minors as `minorOf` gives them. */
export interface Lifetime {
  readonly introduced: number
  /** It was there in the oldest version there are facts for, and perhaps before. */
  readonly orBefore: boolean
  /** First minor that no longer knows it. */
  readonly removed?: number
  /** Minors in between that lack it: there it is `removed`, and later back. */
  readonly absentIn: readonly number[]
  /** Older minors that got it in a later patch release. */
  readonly backportedTo: readonly number[]
  /** Patch release that brought it to a minor which began without it. */
  readonly patches?: ReadonlyMap<number, number>
}

export interface TypeFact {
  readonly type: Exclude<ValueType, 'threshold'> | 'map'
  /** Type of a map's values. */
  readonly entryType?: Exclude<ValueType, 'list'>
  /** What the flag writes between name and value of a map. */
  readonly mapSyntax?: '<' | '=' | ':'
}

export interface FlagFact extends Lifetime, TypeFact {
  readonly component: ComponentKind
  readonly name: string
  /** `bool` means that the flag takes no separate value: `--flag false` is `--flag` and a stray word. */
  readonly type: TypeFact['type']
  /** Accepted without any effect (etcd's flags of 0.x). */
  readonly ignored: boolean
  readonly repeatable: boolean
  readonly deprecated?: number
  /** `config`: works on, the component only asks for its file; `removal`: announced to go; `help`: only the usage text says so. */
  readonly deprecation?: 'config' | 'removal' | 'help'
  /** First minor that announces removal, if before it only asked for the file. */
  readonly deprecatedForRemoval?: number
  readonly replacedBy: readonly string[]
  /** Field of the component's configuration file that says the same. */
  readonly field?: string
  readonly remedy?: Remedy
  /** Where the facts come from: source unless something else is said. */
  readonly confidence: 'source' | 'interpolated' | 'changelog' | 'docs' | 'binary' | 'memory'
  /** The defaults column; see `defaultAt`. */
  readonly defaults: string
}

const TYPES: Readonly<Record<string, Exclude<ValueType, 'list'>>> = {
  b: 'bool',
  i: 'int',
  f: 'float',
  d: 'duration',
  q: 'quantity',
  s: 'string',
  t: 'threshold',
}
const SYNTAX: Readonly<Record<string, '<' | '=' | ':'>> = { '<': '<', '=': '=', ':': ':' }
const DEPRECATION: Readonly<Record<string, NonNullable<FlagFact['deprecation']>>> = {
  c: 'config',
  r: 'removal',
  h: 'help',
}
const CONFIDENCE: Readonly<Record<string, FlagFact['confidence']>> = {
  i: 'interpolated',
  c: 'changelog',
  d: 'docs',
  b: 'binary',
  m: 'memory',
}

/** Reads a type column; undefined for objects, which have no value of their own. */
export function typeOf(code: string): TypeFact | undefined {
  if (code === 'l') return { type: 'list' }
  if (code === 'o') return undefined
  if (code === 'x') return { type: 'bool' }
  if (code.startsWith('m'))
    return { type: 'map', entryType: TYPES[code[1] ?? ''] ?? 'string', mapSyntax: SYNTAX[code[2] ?? ''] ?? '=' }
  const type = TYPES[code]
  return type === undefined || type === 'threshold' ? undefined : { type }
}

const facts = new Map<string, FlagFact>()

/**
 * Kubernetes components and cluster-autoscaler read `_` as `-` (component-base/cli/flag WordSepNormalizeFunc); etcd uses
 * Go's flag package and does not.
 */
export const normaliseFlag = (component: ComponentKind, name: string): string =>
  component === 'etcd' ? name : name.replaceAll('_', '-')

/** What is known of a flag, whatever the version; the name without dashes in front. */
export function flag(component: ComponentKind, name: string): FlagFact | undefined {
  const wanted = name === 'h' ? 'help' : normaliseFlag(component, name)
  const key = `${component} ${wanted}`
  const kept = facts.get(key)
  if (kept !== undefined) return kept
  const line = flagLine(component, wanted)
  const fact = line === undefined ? undefined : flagFact(component, line)
  if (fact !== undefined) facts.set(key, fact)
  return fact
}

function flagFact(component: ComponentKind, line: Line): FlagFact | undefined {
  const type = typeOf(line('type'))
  if (type === undefined) return undefined
  const field = line('field')
  const remedy = remedyOf(line('remedy'))
  return {
    component,
    name: line('flag'),
    ...type,
    ...lifetime(line),
    ...deprecationOf(line('deprecated')),
    ignored: line('type') === 'x',
    repeatable: line('marks').includes('r'),
    replacedBy: line('replacedBy') === '' ? [] : line('replacedBy').split(','),
    ...(field === '' ? {} : { field: field.slice(1) }),
    ...(remedy === undefined ? {} : { remedy }),
    confidence: CONFIDENCE[line('confidence')] ?? 'source',
    defaults: line('defaults'),
  }
}

function deprecationOf(column: string): Pick<FlagFact, 'deprecated' | 'deprecation' | 'deprecatedForRemoval'> {
  const found = /^<?(\d+)([crh])(?:,(\d+)r)?$/.exec(column)
  const deprecation = DEPRECATION[found?.[2] ?? '']
  if (found === null || deprecation === undefined) return {}
  const later = found[3]
  return {
    deprecated: Number(found[1]),
    deprecation,
    ...(later === undefined ? {} : { deprecatedForRemoval: Number(later) }),
  }
}

/** The lifetime columns of a flag. */
export function lifetime(line: Line): Lifetime {
  const removed = minorOrNone(line('removed'))
  const patches = patchesOf(line('patches'))
  return {
    introduced: Number(line('introduced').replace('<', '')),
    orBefore: line('introduced').startsWith('<'),
    ...(removed === undefined ? {} : { removed }),
    absentIn: minorsOf(line('gaps')),
    backportedTo: minorsOf(line('backported')),
    ...(patches === undefined ? {} : { patches }),
  }
}

/** Whether a flag is known to a version of its component. */
export const knownAt = (fact: FlagFact, version: Version): Known => knownIn(fact, tableOf(fact.component), version)

/** The same for anything with a lifetime in a table. */
export function knownIn(life: Lifetime, table: string, version: Version): Known {
  const minor = minorOf(version)
  if (life.backportedTo.includes(minor)) return 'maybe'
  if (life.removed !== undefined && minor >= life.removed) return 'removed'
  if (minor < life.introduced) return life.orBefore ? 'maybe' : 'too-new'
  if (life.absentIn.includes(minor)) return 'removed'
  if (isBefore(life.patches, version)) return 'too-new'
  const known = tableMinors(table)
  return minor > (known.at(-1) ?? 0) || partialMinors(table).includes(minor) ? 'maybe' : 'yes'
}

/** Whether a release is older than the patch of its minor that brought something. */
export function isBefore(patches: ReadonlyMap<number, number> | undefined, version: Version): boolean {
  const first = patches?.get(minorOf(version))
  return first !== undefined && version.patch < first
}

/** The default as the flag registers it, as text; undefined if it is unset or empty. */
export const defaultAt = (fact: FlagFact, version: Version): string | undefined =>
  defaultFrom(fact.defaults, minorOf(version))

const meant = new Map<string, string | undefined>()

/** The flag a person most likely meant; with a version only among the flags it knows. Kept, since rules ask again at every version. */
export function nearestFlag(component: ComponentKind, name: string, version?: Version): string | undefined {
  const key = `${component} ${version === undefined ? '' : minorOf(version)} ${name}`
  if (!meant.has(key)) meant.set(key, nearest(name, candidates(component, version)))
  return meant.get(key)
}

function* candidates(component: ComponentKind, version: Version | undefined): Generator<string> {
  for (const name of firstColumns(tableOf(component))) {
    if (version === undefined) yield name
    else {
      const fact = flag(component, name)
      if (fact !== undefined && ['yes', 'maybe'].includes(knownAt(fact, version))) yield name
    }
  }
}

/** All flag names of a component, of every version. */
export const flagNames = (component: ComponentKind): Iterable<string> => firstColumns(tableOf(component))

/**
 * Minors of a component there are facts for, ascending. cluster-autoscaler has its own: 0.5 (for Kubernetes 1.6), 0.6,
 * 1.0 to 1.3 (for 1.8 to 1.11), then 1.12 and on, equal to Kubernetes'.
 */
export const versions = (component: ComponentKind): readonly number[] => tableMinors(tableOf(component))
