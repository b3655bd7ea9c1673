import type { ComponentKind } from '../model/fragment.js'
import { nearest } from '../model/nearest.js'
import { minorOf, type Version } from '../model/version.js'
import { type Known, knownIn, type Lifetime, versions } from './flags.js'
import { findLine, firstColumns, minorOrNone, minorsOf } from './lines.js'
import table from './tables/feature-gates.js'

export interface GateStage {
  readonly since: number
  readonly stage: 'alpha' | 'beta' | 'ga' | 'deprecated'
  readonly default: boolean
  /** Setting the other value makes the component exit. */
  readonly locked: boolean
}

export interface GateFact extends Lifetime {
  readonly name: string
  /** Components that register it; another one exits over it. */
  readonly components: readonly ComponentKind[]
  readonly stages: readonly GateStage[]
}

/** A gate for one component at one version; without a stage where that version does not know it. */
export interface GateState {
  /** `never`: this component has no such gate at any version. */
  readonly known: Known | 'never'
  readonly stage?: GateStage['stage']
  readonly default?: boolean
  readonly locked?: boolean
}

const CORE: readonly ComponentKind[] = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-proxy',
  'kube-scheduler',
  'kubelet',
]
const LETTERS: Readonly<Record<string, ComponentKind>> = {
  a: 'kube-apiserver',
  c: 'kube-controller-manager',
  p: 'kube-proxy',
  s: 'kube-scheduler',
  k: 'kubelet',
  e: 'etcd',
}
const STAGES: Readonly<Record<string, GateStage['stage']>> = { a: 'alpha', b: 'beta', g: 'ga', d: 'deprecated' }

/** What is known of a gate, `AllAlpha` and `AllBeta` included; names are case-sensitive. etcd's own gates are here too. */
export function gate(name: string): GateFact | undefined {
  const line = name.startsWith('#') ? undefined : findLine(table, name)
  if (line === undefined) return undefined
  const [, letters = '', introduced = '', gone = '', backported = '', stages = ''] = line.split('\t')
  const removed = minorOrNone(gone)
  return {
    name,
    components: letters === '' ? CORE : [...letters].flatMap(letter => LETTERS[letter] ?? []),
    introduced: Number(introduced.replace('<', '')),
    orBefore: introduced.startsWith('<'),
    ...(removed === undefined ? {} : { removed }),
    absentIn: [],
    backportedTo: minorsOf(backported),
    stages: stages.split(',').flatMap(stageOf),
  }
}

function stageOf(text: string): GateStage[] {
  const found = /^(\d+)([abgd])([01])(!?)$/.exec(text)
  const stage = STAGES[found?.[2] ?? '']
  if (found === null || stage === undefined) return []
  return [{ since: Number(found[1]), stage, default: found[3] === '1', locked: found[4] === '!' }]
}

/**
 * Gates that one component turns on by default although the shared registry has them off, and from which minor on
 * (cmd/kube-controller-manager/app/options/options.go, OverrideDefault; client-go has it on for all from 1.35).
 */
const TURNED_ON: Readonly<Partial<Record<ComponentKind, Readonly<Record<string, number>>>>> = {
  'kube-controller-manager': { WatchListClient: 132 },
}

/** Gates that set others, which etcd has too since it has any (pkg/featuregate/feature_gate.go, specialFeatures). */
const SHARED: readonly string[] = ['AllAlpha', 'AllBeta']
const ETCD_GATES = 306

/**
 * The state of a gate for a component. Gates of Kubernetes stand in one registry that all five core components share.
 * Which of them cluster-autoscaler links is not recorded: `maybe`.
 */
export function gateAt(fact: GateFact, component: ComponentKind, version: Version): GateState {
  if (component === 'cluster-autoscaler') return { known: fact.components.includes('etcd') ? 'never' : 'maybe' }
  const minor = minorOf(version)
  const isShared = component === 'etcd' && minor >= ETCD_GATES && SHARED.includes(fact.name)
  if (!isShared && !fact.components.includes(component)) return { known: 'never' }
  const known = component === 'etcd' ? etcdKnown(fact, minor) : knownIn(fact, table, version)
  if (known === 'removed' || known === 'too-new') return { known }
  const reached = fact.stages.findLast(({ since }) => since <= minor)
  // a patch of an older minor may bring a gate with another default: UnauthenticatedHTTP2DOSMitigation is off up to 1.28
  const stage = reached ?? (fact.backportedTo.includes(minor) ? undefined : fact.stages[0])
  if (stage === undefined) return { known }
  const isTurnedOn = minor >= (TURNED_ON[component]?.[fact.name] ?? Number.POSITIVE_INFINITY)
  return { known, stage: stage.stage, default: stage.default || isTurnedOn, locked: stage.locked }
}

function etcdKnown(fact: GateFact, minor: number): Known {
  if (minor < fact.introduced) return 'too-new'
  return minor > (versions('etcd').at(-1) ?? 0) ? 'maybe' : 'yes'
}

const meant = new Map<string, string | undefined>()

/** The gate a person most likely meant among those the component has at some version. Kept, since rules ask again at every version. */
export function nearestGate(name: string, component?: ComponentKind): string | undefined {
  const key = `${component ?? ''} ${name}`
  if (!meant.has(key)) meant.set(key, nearest(name, component === undefined ? firstColumns(table) : gatesOf(component)))
  return meant.get(key)
}

function* gatesOf(component: ComponentKind): Generator<string> {
  for (const name of firstColumns(table)) if (gate(name)?.components.includes(component) === true) yield name
}

/** All names of gates, of every version and component. */
export const gateNames = (): Iterable<string> => firstColumns(table)
