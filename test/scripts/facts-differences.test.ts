import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { differences, EXPLAINED, type Registered, readRegistered } from '../../scripts/facts/differences.js'
import { defaultAt, flag, flagNames, knownAt } from '../../src/facts/flags.js'
import { gate, gateAt, gateNames } from '../../src/facts/gates.js'
import { isUnlistedFlag } from '../../src/facts/unlisted-flags.js'
import { minorOf, parseVersion } from '../../src/model/version.js'

const test = suite('scripts: where the facts and a component disagree')

const version = parseVersion('1.34.4')!.max

const TYPES: Readonly<Record<string, string>> = {
  bool: 'bool',
  int: 'int',
  float: 'float64',
  duration: 'duration',
  list: 'stringSlice',
}

/** What kube-scheduler would register if the tables were right. */
function registered(): Registered {
  const flags = [...flagNames('kube-scheduler')].flatMap(name => {
    const fact = flag('kube-scheduler', name)
    if (fact === undefined || isUnlistedFlag('kube-scheduler', name) || knownAt(fact, version) !== 'yes') return []
    const isDeprecated = fact.deprecation !== 'help' && (fact.deprecated ?? 999) <= minorOf(version)
    return [
      {
        name,
        type: TYPES[fact.type] ?? 'string',
        default: defaultAt(fact, version) ?? '',
        deprecated: isDeprecated ? 'it goes' : '',
        hidden: false,
      },
    ]
  })
  const gates = [...gateNames()].flatMap(name => {
    const fact = gate(name)
    const state = fact && gateAt(fact, 'kube-scheduler', version)
    if (state?.known !== 'yes' || state.stage === undefined) return []
    const stage = state.stage === 'ga' ? '' : state.stage.toUpperCase()
    return [[name, { stage, default: state.default === true, locked: state.locked === true }] as const]
  })
  return { flags, gates: Object.fromEntries(gates) }
}

test('nothing is said of what the tables say', () => {
  const all = registered()
  assert.ok(all.flags.length > 30 && Object.keys(all.gates).length > 150)
  assert.equal(differences('kube-scheduler', version, all), [])
})

test('flags: one to add, one to end, and what is told of one', () => {
  const { flags, gates } = registered()
  const changed = flags
    .filter(({ name }) => name !== 'secure-port')
    .map(one => (one.name === 'profiling' ? { ...one, default: 'false' } : one))
    .map(one => (one.name === 'kubeconfig' ? { ...one, type: 'bool' } : one))
  const more = { name: 'of_late', type: 'duration', default: '5s', deprecated: '', hidden: true }
  assert.equal(differences('kube-scheduler', version, { flags: [...changed, more], gates }), [
    '--kubeconfig: it is bool, the tables say string',
    '--profiling: its default is false, the tables say true',
    '--of-late: add it, 1.34 has it (duration, default 5s)',
    '--secure-port: end it, 1.34 has it no more',
  ])
})

test('flags: a release has what the tables end or begin elsewhere', () => {
  const old = { name: 'policy-config-file', type: 'string', default: '', deprecated: '', hidden: false }
  const { flags, gates } = registered()
  assert.equal(
    differences('kube-scheduler', version, { flags: [...flags, old], gates }).map(line => line.slice(0, 60)),
    ['--policy-config-file: it is not removed in 1.23, 1.34 has it'],
  )
})

test('gates: one to add, one to end, another stage', () => {
  const { flags, gates } = registered()
  const { NodeSwap: _, ...others } = gates
  const changed = {
    ...others,
    SchedulerQueueingHints: { stage: 'ALPHA', default: false, locked: false },
    OfLate: { stage: '', default: true, locked: true },
  }
  assert.equal(differences('kube-scheduler', version, { flags, gates: changed }).sort(), [
    'NodeSwap: end it, 1.34 has it no more',
    'OfLate: add it, 1.34 has it (ga, on, locked)',
    'SchedulerQueueingHints: it is alpha, off, the tables say ga, on, locked',
  ])
})

test('defaults are the same however they are printed', () => {
  const { flags, gates } = registered()
  const printed = flags.map(one => ({
    ...one,
    default:
      one.type === 'stringSlice'
        ? `[${one.default}]`
        : one.type === 'duration'
          ? one.default.replace(/^15s$/, '0m15s')
          : one.default,
  }))
  assert.equal(differences('kube-scheduler', version, { flags: printed, gates }), [])
})

test('what is no dump is refused', () => {
  assert.throws(() => readRegistered('{"flags":1}'), /no flags and gates/)
  assert.equal(readRegistered('{"flags":[],"gates":{}}'), { flags: [], gates: {} })
})

test('what is explained is a flag that exists', () => {
  for (const name of Object.keys(EXPLAINED)) assert.ok(flag('kube-apiserver', name.slice(2)) !== undefined, name)
})

test.run()
