import { defaultAt, type FlagFact, flag, flagNames, knownAt, normaliseFlag } from '../../src/facts/flags.js'
import { gate, gateAt, gateNames } from '../../src/facts/gates.js'
import { parseDuration } from '../../src/model/duration.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import { formatMinor, minorOf, type Version } from '../../src/model/version.js'

/** What a component says it registers: what scripts/oracle/go/registered.go prints; of etcd less is known. */
export interface Registered {
  readonly flags: readonly RegisteredFlag[]
  readonly gates: Readonly<Record<string, RegisteredGate>>
}

export interface RegisteredFlag {
  readonly name: string
  /** As pflag calls it. */
  readonly type?: string
  readonly default?: string
  /** What it says about its deprecation; empty if it is not. */
  readonly deprecated?: string
}

export interface RegisteredGate {
  /** `ALPHA`, `BETA`, `DEPRECATED`, and `GA` or empty for GA. */
  readonly stage: string
  readonly default: boolean
  readonly locked: boolean
}

/** Reads what a component printed. Throws where it is something else. */
export function readRegistered(text: string): Registered {
  const said: unknown = JSON.parse(text)
  if (!isRegistered(said)) throw new Error('it holds no flags and gates')
  return said
}

const isRegistered = (said: unknown): said is Registered =>
  typeof said === 'object' && said !== null && 'flags' in said && Array.isArray(said.flags) && 'gates' in said

/** How a type stands in the tables, as pflag, component-base/cli/flag and what components add call it; all others are strings there. */
const TYPES: Readonly<Record<string, FlagFact['type']>> = {
  bool: 'bool',
  version: 'bool',
  duration: 'duration',
  quantity: 'quantity',
  float32: 'float',
  float64: 'float',
  int: 'int',
  int32: 'int',
  int64: 'int',
  uint: 'int',
  uint32: 'int',
  Level: 'int',
  cidrs: 'list',
  stringSlice: 'list',
  stringArray: 'list',
  int32Slice: 'list',
  '[]v1.Taint': 'list',
  namedCertKey: 'list',
  'reserved-memory': 'list',
  'pattern=N,...': 'list',
  mapStringString: 'map',
  mapStringBool: 'map',
  stringToString: 'map',
  colonSeparatedMultimapStringString: 'map',
}

export interface Differences {
  /** Flags and gates of which the tables say the same. */
  readonly same: number
  /** Where they do not, a line each: what to add, to end or to correct. */
  readonly lines: readonly string[]
}

/** A flag or a gate, and all that the tables have wrong of it. */
interface Looked {
  readonly name: string
  readonly wrong: readonly string[]
}

/** Where the tables and a component of some version disagree. */
export function differences(component: ComponentKind, version: Version, registered: Registered): Differences {
  const all = [
    ...flagDifferences(component, version, registered.flags),
    ...gateDifferences(component, version, registered.gates),
  ]
  return {
    same: all.filter(({ wrong }) => wrong.length === 0).length,
    lines: all.flatMap(({ name, wrong }) => wrong.map(what => `${name}: ${what}`)),
  }
}

function* flagDifferences(
  component: ComponentKind,
  version: Version,
  registered: readonly RegisteredFlag[],
): Generator<Looked> {
  const there = new Map(registered.map(one => [normaliseFlag(component, one.name), one]))
  for (const [name, one] of there)
    yield { name: `--${name}`, wrong: [...wrongFlag(flag(component, name), version, one)] }
  for (const name of flagNames(component)) {
    const fact = flag(component, name)
    if (fact !== undefined && !there.has(name) && knownAt(fact, version) === 'yes')
      yield { name: `--${name}`, wrong: [ended(version)] }
  }
}

function* wrongFlag(
  fact: FlagFact | undefined,
  version: Version,
  { type, default: value, deprecated }: RegisteredFlag,
): Generator<string> {
  const minor = formatMinor(minorOf(version))
  if (fact === undefined) {
    yield `add it, ${minor} has it (${type ?? 'of some type'}, default ${value || 'empty'})`
    return
  }
  const known = knownAt(fact, version)
  if (known === 'removed')
    yield fact.removed === undefined
      ? `it is not absent, ${minor} has it`
      : `it is not removed in ${formatMinor(fact.removed)}, ${minor} has it`
  if (known === 'too-new') yield `it is not introduced in ${formatMinor(fact.introduced)}, ${minor} has it`
  if (type !== undefined && (TYPES[type] ?? 'string') !== fact.type) yield `it is ${type}, the tables say ${fact.type}`
  const told = defaultAt(fact, version) ?? ''
  if (value !== undefined && !isSameDefault(fact.type, told, value))
    yield `its default is ${value || 'empty'}, the tables say ${told || 'nothing'}`
  const isDeprecated =
    fact.deprecated !== undefined && fact.deprecated <= minorOf(version) && fact.deprecation !== 'help'
  if (deprecated !== undefined && isDeprecated !== (deprecated !== ''))
    yield `it is ${deprecated === '' ? 'not deprecated' : `deprecated (${deprecated})`}, the tables say otherwise`
}

function* gateDifferences(
  component: ComponentKind,
  version: Version,
  registered: Readonly<Record<string, RegisteredGate>>,
): Generator<Looked> {
  for (const [name, one] of Object.entries(registered))
    yield { name, wrong: [...wrongGate(name, component, version, one)] }
  for (const name of gateNames()) {
    const fact = gate(name)
    if (fact === undefined || registered[name] !== undefined) continue
    if (gateAt(fact, component, version).known === 'yes') yield { name, wrong: [ended(version)] }
  }
}

function* wrongGate(
  name: string,
  component: ComponentKind,
  version: Version,
  { stage, default: value, locked }: RegisteredGate,
): Generator<string> {
  const minor = formatMinor(minorOf(version))
  const fact = gate(name)
  const said = gateText(stage === '' ? 'ga' : stage.toLowerCase(), value, locked)
  if (fact === undefined) {
    yield `add it, ${minor} has it (${said})`
    return
  }
  const state = gateAt(fact, component, version)
  if (state.known !== 'yes' && state.known !== 'maybe') {
    yield `${minor} has it (${said}), the tables say ${state.known}`
    return
  }
  // what a patch brought to an older minor may have another default there, which no table has
  if (state.stage === undefined) return
  const told = gateText(state.stage, state.default, state.locked)
  if (told !== said) yield `it is ${said}, the tables say ${told}`
}

const ended = (version: Version): string => `end it, ${formatMinor(minorOf(version))} has it no more`

const gateText = (stage: string, isOn = false, isLocked = false): string =>
  `${stage}, ${isOn ? 'on' : 'off'}${isLocked ? ', locked' : ''}`

/** Lists and maps are printed in brackets; nothing, an empty list and a zero address all mean that it is not set. */
function isSameDefault(type: FlagFact['type'], told: string, printed: string): boolean {
  const value = printed.replace(/^(?:map)?\[(.*)\]$/s, '$1')
  if (told === value) return true
  if (told === '') return value === '<nil>'
  if (type === 'duration') return parseDuration(told) !== undefined && parseDuration(told) === parseDuration(value)
  if (type === 'list' || type === 'map') return sorted(told) === sorted(value)
  return /^[-\d.e+]+$/.test(told) && Number(told) === Number(value)
}

const sorted = (list: string): string =>
  list
    .split(/[,\s]+/)
    .sort()
    .join(',')
