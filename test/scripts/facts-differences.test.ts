import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { differences, type Registered, type RegisteredFlag, readRegistered } from '../../scripts/facts/differences.js'
import { compareRegistered } from '../../scripts/oracle/registered.js'
import { defaultAt, flag, flagNames, knownAt } from '../../src/facts/flags.js'
import { gate, gateAt, gateNames } from '../../src/facts/gates.js'
import { minorOf, parseVersion } from '../../src/model/version.js'

const test = suite('scripts: where the facts and a component disagree')

const version = parseVersion('1.34.4')!.max

const TYPES: Readonly<Record<string, string>> = {
  bool: 'bool',
  int: 'int',
  float: 'float64',
  duration: 'duration',
  quantity: 'quantity',
  list: 'stringSlice',
  map: 'mapStringBool',
}

/** What kube-scheduler would register if the tables were right. */
function registered(): { flags: readonly Required<RegisteredFlag>[]; gates: Registered['gates'] } {
  const flags = [...flagNames('kube-scheduler')].flatMap(name => {
    const fact = flag('kube-scheduler', name)
    if (fact === undefined || knownAt(fact, version) !== 'yes') return []
    const isDeprecated = fact.deprecation !== 'help' && (fact.deprecated ?? 999) <= minorOf(version)
    return [
      {
        name,
        type: TYPES[fact.type] ?? 'string',
        default: defaultAt(fact, version) ?? '',
        deprecated: isDeprecated ? 'it goes' : '',
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
  const same = all.flags.length + Object.keys(all.gates).length
  assert.equal(differences('kube-scheduler', version, all), { same, lines: [] })
})

test('flags: one to add, one to end, and what is told of one', () => {
  const { flags, gates } = registered()
  const changed = flags
    .filter(({ name }) => name !== 'secure-port')
    .map(one => (one.name === 'profiling' ? { ...one, default: 'false' } : one))
    .map(one => (one.name === 'kubeconfig' ? { ...one, type: 'bool' } : one))
  const more = { name: 'of_late', type: 'duration', default: '5s', deprecated: '' }
  const { same, lines } = differences('kube-scheduler', version, { flags: [...changed, more], gates })
  assert.equal(lines, [
    '--kubeconfig: it is bool, the tables say string',
    '--profiling: its default is false, the tables say true',
    '--of-late: add it, 1.34 has it (duration, default 5s)',
    '--secure-port: end it, 1.34 has it no more',
  ])
  assert.is(same, flags.length - 3 + Object.keys(gates).length)
})

test('flags: all that is wrong of one, a type of its own is a string, and deprecations', () => {
  const { flags, gates } = registered()
  const changed = flags.map(one => {
    if (one.name === 'profiling') return { ...one, type: 'tristate', default: 'false', deprecated: 'it goes' }
    return one.name === 'tls-min-version' ? { ...one, type: 'tlsVersion' } : one
  })
  const { same, lines } = differences('kube-scheduler', version, { flags: changed, gates })
  assert.equal(lines, [
    '--profiling: it is tristate, the tables say bool',
    '--profiling: its default is false, the tables say true',
    '--profiling: it is deprecated (it goes), the tables say otherwise',
  ])
  assert.is(same, flags.length - 1 + Object.keys(gates).length)
})

test('of a flag of which only the name is known nothing else is compared', () => {
  const { flags, gates } = registered()
  const names = flags.map(({ name }) => ({ name }))
  assert.equal(differences('kube-scheduler', version, { flags: names, gates }).lines, [])
})

test('flags: a release has what the tables end or begin elsewhere', () => {
  const old = { name: 'policy-config-file', type: 'string', default: '', deprecated: '' }
  const { flags, gates } = registered()
  assert.equal(
    differences('kube-scheduler', version, { flags: [...flags, old], gates }).lines.map(line => line.slice(0, 60)),
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
  assert.equal([...differences('kube-scheduler', version, { flags, gates: changed }).lines].sort(), [
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
  assert.equal(differences('kube-scheduler', version, { flags: printed, gates }).lines, [])
})

test('what is no dump is refused', () => {
  assert.throws(() => readRegistered('{"flags":1}'), /no flags and gates/)
  assert.equal(readRegistered('{"flags":[],"gates":{}}'), { flags: [], gates: {} })
})

test('what is explained is told apart, and is no difference', () => {
  const logsHandler = { name: 'enable-logs-handler', type: 'bool', default: 'false', deprecated: 'it goes' }
  const said = { flags: [logsHandler, { name: 'of-late', type: 'bool', default: '', deprecated: '' }], gates: {} }
  const { same, differences: found, explained } = compareRegistered('kube-apiserver', version, said)
  assert.is(same, 0)
  assert.ok(found.includes('--of-late: add it, 1.34 has it (bool, default empty)'))
  assert.ok(found.every(line => !line.startsWith('--enable-logs-handler')))
  assert.equal(
    explained.map(({ line }) => line),
    ['--enable-logs-handler: it is deprecated (it goes), the tables say otherwise'],
  )
  assert.match(explained[0]!.by.reason, /taken back/)
})

test.run()
