import { decidesAnswers, namesFile, type ReplicatedKind } from '../../facts/replica-settings.js'
import { alike, type Compared, compared, type Reading } from '../../facts/replica-values.js'
import { replicasOf } from '../../facts/replicas.js'
import { contrast } from '../../model/contrast.js'
import { ALSO_HERE, type Severity } from '../../model/finding.js'
import { append } from '../../model/lists.js'
import { defineRule, known, type Placed } from '../../model/rule.js'
import type { Setting } from '../../model/setting.js'

interface Drift extends Compared {
  readonly kind: ReplicatedKind
  readonly odd: readonly [Reading, ...Reading[]]
  readonly usual: readonly [Reading, ...Reading[]]
}

export default defineRule({
  id: 'cluster/flag-drift',
  summary: 'replicas of one component run with different settings',
  checks: 'cluster',
  severity: 'warning',
  preset: ['recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kelseyhightower/kubernetes-the-hard-way/issues/759',
    'https://github.com/kubernetes/kubernetes/issues/110035',
    'https://github.com/kubernetes/kubernetes/issues/121942',
    'https://github.com/kubernetes/website/issues/31387',
  ],
  messages: {
    requests: {
      what: '`{setting}` is {value} on {node} and {otherValue} on {other}',
      why: 'requests work or fail by the apiserver they happen to reach, which takes days to find',
      help: 'give all apiservers the same value',
    },
    leader: {
      what: '`{setting}` is {value} on {node} and {otherValue} on {other}',
      why: 'only the leader works, so the cluster behaves in another way from the day another replica is elected',
      help: 'give all replicas the same value',
    },
    member: {
      what: '`{setting}` is {value} on {node} and {otherValue} on {other}',
      why: 'clients and peers get another answer from one member, and the cluster behaves in another way when it leads',
      help: 'give all members the same value',
    },
  },

  *check(cluster) {
    const drifts: Drift[] = []
    const unknown: Setting<unknown>[] = []
    for (const { kind, replicas } of replicasOf(cluster))
      for (const one of compared(kind, replicas)) {
        append(unknown, one.unknown)
        const drift = deviating(kind, one)
        if (drift !== undefined) drifts.push(drift)
      }
    // What rests on nothing comes first: an open layer is assumed for all that is said behind it.
    for (const drift of drifts.filter(({ readings }) => !readings.some(isAssumed))) yield reported(drift)
    for (const drift of drifts.filter(({ readings }) => readings.some(isAssumed))) {
      for (const { setting } of drift.readings) if (setting !== undefined) yield* known(setting)
      yield reported(drift)
    }
    const [first] = unknown
    if (first !== undefined) yield* known(first)
  },
})

const isAssumed = ({ setting }: Reading): boolean => setting?.state === 'default' && setting.assuming.length > 0

/** Those that differ from what most have; without a majority from what the first has. Who is not known may be on either side. */
function deviating(kind: ReplicatedKind, one: Compared): Drift | undefined {
  const sides = sidesOf(one.readings)
  const [[first, ...more] = [], ...others] = sides.sort((a, b) => b.length - a.length)
  const [odd, ...alsoOdd] = others.flat()
  if (first === undefined || odd === undefined) return undefined
  const isMost = (more.length + 1) * 2 > one.readings.length
  if (one.unknown.length > 0 && !isMost) return undefined
  return { ...one, kind, usual: [first, ...more], odd: [odd, ...alsoOdd] }
}

/** Each with the first it is alike; a look-up by either value, since replicas may be many and all differ. */
function sidesOf(readings: readonly Reading[]): Reading[][] {
  const sides: Reading[][] = []
  const byValue = new Map<string, number>()
  const byBare = new Map<string, number>()
  for (const reading of readings) {
    const { value, withoutOwn } = reading
    const [one, other] = [byValue.get(value), byBare.get(withoutOwn)]
    const mine = Math.min(one ?? sides.length, other ?? sides.length)
    if (mine < sides.length) {
      sides[mine]?.push(reading)
      continue
    }
    byValue.set(value, mine)
    byBare.set(withoutOwn, mine)
    sides.push([reading])
  }
  return sides
}

const MESSAGES: Readonly<Record<ReplicatedKind, 'requests' | 'leader' | 'member'>> = {
  'kube-apiserver': 'requests',
  'kube-controller-manager': 'leader',
  'kube-scheduler': 'leader',
  etcd: 'member',
}

/** At what differs; where nothing is written there, at what the others have. */
function reported(drift: Drift) {
  const { kind, fact, oneVersion, odd, usual } = drift
  const [one, other] = [odd.find(isWritten) ?? odd[0], usual.find(isWritten) ?? usual[0]]
  const [written, opposite] = isWritten(one) ? [one, other] : [other, one]
  const related = [opposite, ...odd.filter(reading => reading !== one)]
  // In the middle of an upgrade what differs may be the upgrade's own doing, and two files may say the same.
  const areFiles = namesFile(fact) && one.value !== '' && other.value !== ''
  const isHard = decidesAnswers(kind, fact) && oneVersion && !areFiles
  const severity: Severity = isHard ? 'error' : 'warning'
  const [left, right] = contrast(one.text ?? '', other.text ?? '', LONGEST)
  return {
    message: MESSAGES[kind],
    at: placeOf(written),
    severity,
    values: {
      setting: nameOf(written, drift),
      value: inWords(one, left),
      node: listed(odd.filter(reading => alike(reading, one))),
      otherValue: inWords(other, right),
      other: listed(usual),
    },
    related: related.map(reading => ({ at: placeOf(reading), label: labelOf(reading, opposite) })),
  }
}

const isWritten = ({ by }: Reading): boolean => by !== undefined

const placeOf = ({ by, replica }: Reading): Placed => by ?? replica.component

function labelOf(reading: Reading, opposite: Reading): string {
  if (!isWritten(reading)) return 'not set here'
  return reading === opposite ? 'differs from this' : ALSO_HERE
}

/** `--feature-gates=Foo`, `ETCD_QUOTA_BACKEND_BYTES`, a field of a file. */
function nameOf({ by }: Reading, { fact, entry }: Compared): string {
  const name = by?.name ?? fact.flag ?? fact.key
  if (by?.layer === 'file' || by?.layer === 'drop-in') return entry === undefined ? name : `${name}.${entry}`
  return `${by?.layer === 'environment' ? '' : '--'}${name}${entry === undefined ? '' : `=${entry}`}`
}

/** More names would hide what is said of them. */
const MOST_NAMES = 3

function listed(readings: readonly Reading[]): string {
  const names = readings.map(({ replica }) => replica.name)
  if (names.length <= MOST_NAMES) return names.join(', ')
  return `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${names.length - MOST_NAMES + 1} more`
}

/** So many characters of a value tell what differs. */
const LONGEST = 60

function inWords({ by, text }: Reading, shown: string): string {
  if (text === undefined) return 'not set'
  if (text === '') return 'empty'
  return by === undefined ? `\`${shown}\` by default` : `\`${shown}\``
}
