import { defaultAt, type FlagFact, flag, flagNames, knownAt, normaliseFlag } from '../../src/facts/flags.js'
import { gate, gateAt, gateNames } from '../../src/facts/gates.js'
import { isUnlistedFlag } from '../../src/facts/unlisted-flags.js'
import { parseDuration } from '../../src/model/duration.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import { minorOf, parseVersion, type Version } from '../../src/model/version.js'
import { output, run } from '../e2e/command.js'
import { REGISTERED } from './components.js'
import { explained } from './explained.js'
import { together } from './pool.js'

/** What a component says of itself: registered.go, or what its help shows. */
interface Registered {
  readonly flags: readonly { name: string; type?: string; default?: string; deprecated?: string }[]
  readonly gates: Readonly<Record<string, { stage: string; default: boolean; locked: boolean }>>
}

export interface Compared {
  /** Things both know, compared. */
  readonly same: number
  readonly differences: readonly string[]
  readonly explained: readonly string[]
}

/** Types of flags as Go's packages call them: pflag, component-base/cli/flag and what components add. */
const TYPES: Readonly<Record<string, FlagFact['type']>> = {
  bool: 'bool',
  int: 'int',
  int32: 'int',
  int64: 'int',
  uint: 'int',
  Level: 'int',
  float32: 'float',
  float64: 'float',
  duration: 'duration',
  quantity: 'quantity',
  stringSlice: 'list',
  stringArray: 'list',
  int32Slice: 'list',
  '[]v1.Taint': 'list',
  namedCertKey: 'list',
  'reserved-memory': 'list',
  'pattern=N,...': 'list',
  version: 'bool',
  mapStringBool: 'map',
  mapStringString: 'map',
  stringToString: 'map',
  colonSeparatedMultimapStringString: 'map',
}

/** Names, types, defaults, deprecations; gates by stage, default and lock. */
export async function compareRegistered(component: ComponentKind, release: string, program: string): Promise<Compared> {
  const version = parseVersion(release)?.min
  if (version === undefined) throw new Error(`not a version: ${release}`)
  const said = component === 'etcd' ? await etcdFlags(program) : await dump(program)
  let same = 0
  const found: string[] = []
  const look = (name: string, what: string | undefined): void => {
    if (what === undefined) same++
    else found.push(`${name}: ${what}`)
  }
  const names = new Map(said.flags.map(one => [normaliseFlag(component, one.name), one]))
  for (const [name, one] of names) look(`--${name}`, flagDifference(component, version, name, one))
  for (const name of flagNames(component)) {
    const fact = flag(component, name)
    if (fact !== undefined && knownAt(fact, version) === 'yes' && !names.has(name))
      look(`--${name}`, 'in the facts, and not in the component')
  }
  for (const [name, one] of Object.entries(said.gates))
    look(`gate ${name}`, gateDifference(component, version, name, one))
  if (Object.keys(said.gates).length > 0)
    for (const name of gateNames()) {
      const fact = gate(name)
      if (fact !== undefined && gateAt(fact, component, version).known === 'yes' && said.gates[name] === undefined)
        look(`gate ${name}`, 'in the facts, and not in the component')
    }
  const isExplained = (text: string): boolean => explained('flags', component, text) !== undefined
  return { same, differences: found.filter(text => !isExplained(text)), explained: found.filter(isExplained) }
}

async function dump(program: string): Promise<Registered> {
  const said = await output([program], { cwd: '/', env: { [REGISTERED]: '1' }, limit: 30 })
  const registered: Registered = JSON.parse(said)
  return registered
}

function flagDifference(
  component: ComponentKind,
  version: Version,
  name: string,
  { type, default: theirs, deprecated }: Registered['flags'][number],
): string | undefined {
  const fact = flag(component, name)
  if (fact === undefined) return isUnlistedFlag(component, name) ? undefined : 'not in the facts'
  const known = knownAt(fact, version)
  if (known !== 'yes' && known !== 'maybe') return `${known} in the facts`
  const isType = type === undefined ? fact.type : (TYPES[type] ?? 'string')
  if (isType !== fact.type) return `of type ${type}, ${fact.type} in the facts`
  const ours = defaultAt(fact, version)
  if (theirs !== undefined && !isSameDefault(fact, theirs, ours))
    return `default ${theirs}, ${ours ?? 'none'} in the facts`
  const isDeprecated =
    fact.deprecated !== undefined && fact.deprecated <= minorOf(version) && fact.deprecation !== 'help'
  if (deprecated !== undefined && (deprecated !== '') !== isDeprecated)
    return isDeprecated ? 'not deprecated, but in the facts' : `deprecated (${deprecated}), not in the facts`
  return undefined
}

const NONE = /^(?:|\[\]|<nil>|map\[\]|"")$/

function isSameDefault({ type }: FlagFact, theirs: string, ours: string | undefined): boolean {
  if (NONE.test(theirs) || ours === undefined)
    return NONE.test(theirs) === (ours === undefined) || isZero(type, theirs, ours)
  if (type === 'duration') return parseDuration(theirs) === parseDuration(ours)
  if (type === 'list' || type === 'map') return sorted(theirs) === sorted(ours)
  return theirs === ours || Number(theirs) === Number(ours)
}

const isZero = (type: FlagFact['type'], theirs: string, ours: string | undefined): boolean =>
  ours === undefined && type !== 'bool' && /^0s?$/.test(theirs)

const sorted = (text: string): string =>
  text
    .replace(/^\[|\]$/g, '')
    .replaceAll('"', '')
    .split(',')
    .map(one => one.trim())
    .sort()
    .join(',')

const STAGES: Readonly<Record<string, string>> = {
  ALPHA: 'alpha',
  BETA: 'beta',
  '': 'ga',
  GA: 'ga',
  DEPRECATED: 'deprecated',
}

function gateDifference(
  component: ComponentKind,
  version: Version,
  name: string,
  theirs: Registered['gates'][string],
): string | undefined {
  const fact = gate(name)
  if (fact === undefined) return 'not in the facts'
  const ours = gateAt(fact, component, version)
  if (ours.known !== 'yes' && ours.known !== 'maybe') return `${ours.known} in the facts`
  const stage = STAGES[theirs.stage] ?? theirs.stage
  if (stage !== ours.stage) return `${stage}, ${ours.stage ?? 'no stage'} in the facts`
  if (theirs.default !== ours.default) return `${theirs.default} by default, not in the facts`
  return theirs.locked === ours.locked ? undefined : `${theirs.locked ? 'locked' : 'not locked'}, but in the facts`
}

/**
 * etcd prints no list of its flags: its usage is written by hand, leaves some out and has names of old versions and other defaults. So it
 * is asked about each name: it reads its flags before `--version`. Of gates, what the usage lists is what is registered.
 */
async function etcdFlags(program: string): Promise<Registered> {
  const place = { cwd: '/', env: {}, limit: 30 }
  const usage = await output([program, '--help'], place)
  const named = [...usage.matchAll(/^\s+--([\w-]+)/gm)].map(([, name = '']) => name)
  const names = [...new Set([...named, ...flagNames('etcd')])]
  const known = await together(names, 3, async name => {
    const { said } = await run([program, `--${name}=x`, '--version'], place)
    return !said.includes(`flag provided but not defined: -${name}`)
  })
  const gates = Object.fromEntries(
    [...usage.matchAll(/\b([A-Z]\w+)=true\|false \((ALPHA|BETA|GA|DEPRECATED) - default=(true|false)\)/g)].map(
      ([, name = '', stage = '', value]) => [name, { stage, default: value === 'true', locked: false }],
    ),
  )
  return { flags: names.filter((_, i) => known[i]).map(name => ({ name })), gates }
}
