import { defaultAt, flag, flagNames, knownAt, normaliseFlag } from '../../src/facts/flags.js'
import { gate, gateAt, gateNames } from '../../src/facts/gates.js'
import { isUnlistedFlag } from '../../src/facts/unlisted-flags.js'
import { parseDuration } from '../../src/model/duration.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import { formatMinor, minorOf, type Version } from '../../src/model/version.js'

/** What a component says it registers (scripts/oracle/go/registered.go). */
export interface Registered {
  readonly flags: readonly RegisteredFlag[]
  readonly gates: Readonly<Record<string, RegisteredGate>>
}

export interface RegisteredFlag {
  readonly name: string
  /** As pflag calls it. */
  readonly type: string
  readonly default: string
  /** What it says about its deprecation; empty if it is not. */
  readonly deprecated: string
  readonly hidden: boolean
}

export interface RegisteredGate {
  /** `ALPHA`, `BETA`, `DEPRECATED` or empty for GA. */
  readonly stage: string
  readonly default: boolean
  readonly locked: boolean
}

/** Differences that are no mistake of the tables, and why. */
export const EXPLAINED: Readonly<Record<string, string>> = {
  '--enable-logs-handler':
    'kube-apiserver marks it as deprecated up to 1.36 and no more from 1.37 on; the tables know no way back, and it stays',
}

/** Reads what a component printed. Throws where it is something else. */
export function readRegistered(text: string): Registered {
  const said: unknown = JSON.parse(text)
  if (!isRegistered(said)) throw new Error('it holds no flags and gates')
  return said
}

const isRegistered = (said: unknown): said is Registered =>
  typeof said === 'object' && said !== null && 'flags' in said && Array.isArray(said.flags) && 'gates' in said

/** How a type of pflag stands in the tables; others are strings, lists or maps there. */
const TYPES: Readonly<Record<string, string>> = {
  bool: 'bool',
  version: 'bool',
  duration: 'duration',
  float32: 'float',
  float64: 'float',
  int: 'int',
  int32: 'int',
  int64: 'int',
  uint: 'int',
  uint32: 'int',
  Level: 'int',
  ip: 'string',
  stringSlice: 'list',
  stringArray: 'list',
  int32Slice: 'list',
  mapStringString: 'map',
  mapStringBool: 'map',
  stringToString: 'map',
}

/** Where the tables and a component of some version disagree, a line each: what to add, to end or to correct. */
export function differences(component: ComponentKind, version: Version, registered: Registered): string[] {
  return [
    ...flagDifferences(component, version, registered.flags),
    ...gateDifferences(component, version, registered.gates),
  ]
}

function* flagDifferences(component: ComponentKind, version: Version, registered: readonly RegisteredFlag[]) {
  const minor = formatMinor(minorOf(version))
  const there = new Set<string>()
  for (const { name: written, type, default: value, deprecated } of registered) {
    const name = normaliseFlag(component, written)
    there.add(name)
    const fact = flag(component, name)
    if (fact === undefined) {
      yield `--${name}: add it, ${minor} has it (${type}, default ${value === '' ? 'empty' : value})`
      continue
    }
    const known = knownAt(fact, version)
    if (known === 'removed') yield `--${name}: it is not removed in ${formatMinor(fact.removed ?? 0)}, ${minor} has it`
    if (known === 'too-new') yield `--${name}: it is not introduced in ${formatMinor(fact.introduced)}, ${minor} has it`
    const wanted = TYPES[type]
    if (wanted !== undefined && wanted !== fact.type && !(fact.type === 'map' && wanted === 'map'))
      yield `--${name}: it is ${type}, the tables say ${fact.type}`
    const told = defaultAt(fact, version) ?? ''
    if (!isSameDefault(told, value))
      yield `--${name}: its default is ${value}, the tables say ${told === '' ? 'nothing' : told}`
    const isDeprecated =
      fact.deprecated !== undefined && fact.deprecated <= minorOf(version) && fact.deprecation !== 'help'
    if (isDeprecated !== (deprecated !== ''))
      yield `--${name}: it is ${deprecated === '' ? 'not deprecated' : `deprecated (${deprecated})`}, the tables say otherwise`
  }
  for (const name of flagNames(component)) {
    const fact = flag(component, name)
    if (fact === undefined || there.has(name) || isUnlistedFlag(component, name)) continue
    if (knownAt(fact, version) === 'yes') yield `--${name}: end it, ${minor} has it no more`
  }
}

function* gateDifferences(
  component: ComponentKind,
  version: Version,
  registered: Readonly<Record<string, RegisteredGate>>,
) {
  const minor = formatMinor(minorOf(version))
  for (const [name, { stage, default: value, locked }] of Object.entries(registered)) {
    const fact = gate(name)
    const said = `${stage === '' ? 'ga' : stage.toLowerCase()}, ${value ? 'on' : 'off'}${locked ? ', locked' : ''}`
    if (fact === undefined) {
      yield `${name}: add it, ${minor} has it (${said})`
      continue
    }
    const state = gateAt(fact, component, version)
    if (state.known !== 'yes' && state.known !== 'maybe') {
      yield `${name}: ${minor} has it (${said}), the tables say ${state.known}`
      continue
    }
    // those of a whole stage are no gates of a stage
    if (name === 'AllAlpha' || name === 'AllBeta' || state.stage === undefined) continue
    const told = `${state.stage}, ${state.default === true ? 'on' : 'off'}${state.locked === true ? ', locked' : ''}`
    if (told !== said) yield `${name}: it is ${said}, the tables say ${told}`
  }
  for (const name of gateNames()) {
    const fact = gate(name)
    if (fact === undefined || registered[name] !== undefined) continue
    if (gateAt(fact, component, version).known === 'yes') yield `${name}: end it, ${minor} has it no more`
  }
}

/** Lists and maps are printed in brackets; nothing, an empty list and a zero address all mean that it is not set. */
function isSameDefault(told: string, printed: string): boolean {
  const value = printed.replace(/^(?:map)?\[(.*)\]$/s, '$1')
  if (told === value) return true
  if (told === '') return ['<nil>', ''].includes(value)
  const [a, b] = [parseDuration(told), parseDuration(value)]
  if (a !== undefined && a === b) return true
  if (/^[-\d.e+]+$/.test(told) && Number(told) === Number(value)) return true
  return sorted(told) === sorted(value)
}

const sorted = (list: string): string =>
  list
    .split(/[,\s]+/)
    .sort()
    .join(',')
