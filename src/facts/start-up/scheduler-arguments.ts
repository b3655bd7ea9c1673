import type { TreeMap } from '../../model/tree.js'
import { atLeast, type Version } from '../../model/version.js'
import type { Broken } from './validation.js'
import { certainText, integerOf, lacksField, mapOf, mapsOf, type WrittenField, writtenField } from './written-fields.js'

type Check = (args: TreeMap, version: Version) => Generator<Broken>

/** What plugins refuse of their arguments (pkg/scheduler/apis/config/validation/validation_pluginargs.go, v1.24.17 to v1.37.2), by their names. */
const CHECKS: Readonly<Record<string, Check>> = {
  *DefaultPreemption(args) {
    const [share, least] = ['minCandidateNodesPercentage', 'minCandidateNodesAbsolute']
    yield* outside(args, share, 0, 100)
    yield* outside(args, least, 0)
    const [one, other] = [writtenField(args, share), writtenField(args, least)]
    if (one !== undefined && integerOf(one) === 0 && integerOf(other) === 0)
      yield broken(one, `\`${least}\` is 0 as well, so there is no candidate`, 'set one of the two')
  },

  *InterPodAffinity(args) {
    yield* outside(args, 'hardPodAffinityWeight', 0, 100)
  },

  *NodeResourcesBalancedAllocation(args) {
    const seen = new Set<string>()
    for (const resource of mapsOf(writtenField(args, 'resources'))) {
      const [name, weight] = [writtenField(resource, 'name'), writtenField(resource, 'weight')]
      const text = certainText(name)
      if (name !== undefined && text !== undefined && seen.has(text))
        yield broken(name, 'the resource stands twice', 'remove one of them')
      if (text !== undefined) seen.add(text)
      const value = integerOf(weight)
      // 0 is filled with the default
      if (weight !== undefined && value !== undefined && value !== 0 && value !== 1)
        yield broken(weight, 'the weight of a resource must be 1', 'remove it')
    }
  },

  *NodeResourcesFit(args, version) {
    const field = writtenField(args, 'scoringStrategy')
    const strategy = mapOf(field)
    if (field === undefined || strategy === undefined) return
    const type = writtenField(strategy, 'type')
    const text = certainText(type)
    if (lacksField(strategy, 'type'))
      yield broken(field, 'the strategy has no type', `set \`type\`, for example to ${STRATEGIES[0]}`)
    else if (type !== undefined && text !== undefined && !STRATEGIES.includes(text))
      yield broken(
        type,
        'there is no such strategy',
        `use ${STRATEGIES.slice(0, -1).join(', ')} or ${STRATEGIES.at(-1)}`,
      )
    for (const resource of mapsOf(writtenField(strategy, 'resources'))) yield* outside(resource, 'weight', 0, 100)
    if (type === undefined || text === undefined || !atLeast(version, '1.34')) return
    const shape = writtenField(strategy, 'requestedToCapacityRatio')
    if (text === RATIO && lacksField(strategy, 'requestedToCapacityRatio'))
      yield broken(type, 'the strategy needs `requestedToCapacityRatio`', 'set `requestedToCapacityRatio`')
    if (STRATEGIES.includes(text) && text !== RATIO && shape !== undefined && atLeast(version, RATIO_ALONE_SINCE))
      yield broken(shape, `it is for the strategy ${RATIO}`, 'remove it')
  },

  *PodTopologySpread(args) {
    const defaulting = writtenField(args, 'defaultingType')
    const text = lacksField(args, 'defaultingType') ? 'System' : certainText(defaulting)
    if (defaulting !== undefined && text !== undefined && text !== '' && text !== 'System' && text !== 'List')
      yield broken(defaulting, 'there is no such type', 'use System or List')
    const constraints = writtenField(args, 'defaultConstraints')
    const all = mapsOf(constraints)
    if (constraints !== undefined && all.length > 0 && (text === 'System' || text === ''))
      yield broken(constraints, 'constraints of your own need `defaultingType: List`', 'set `defaultingType: List`')
    for (const constraint of all) yield* spread(constraint)
  },

  *VolumeBinding(args) {
    yield* outside(args, 'bindTimeoutSeconds', 0)
  },
}

const RATIO = 'RequestedToCapacityRatio'
/** Before that the shape of another strategy was ignored. */
const RATIO_ALONE_SINCE = '1.36'
const STRATEGIES: readonly string[] = ['LeastAllocated', 'MostAllocated', RATIO]

export function* argumentChecks(plugin: string, args: TreeMap, version: Version): Generator<Broken> {
  const check = Object.hasOwn(CHECKS, plugin) ? CHECKS[plugin] : undefined
  if (check !== undefined) yield* check(args, version)
}

function* spread(constraint: TreeMap): Generator<Broken> {
  yield* outside(constraint, 'maxSkew', 1)
  const action = writtenField(constraint, 'whenUnsatisfiable')
  const text = certainText(action)
  if (action !== undefined && text !== undefined && text !== 'DoNotSchedule' && text !== 'ScheduleAnyway')
    yield broken(action, 'there is no such action', 'use DoNotSchedule or ScheduleAnyway')
  const selector = writtenField(constraint, 'labelSelector')
  if (selector !== undefined) yield broken(selector, 'a default constraint has no selector', 'remove it')
}

/** Of fields that are pointers, or for which 0 is in the range. */
function* outside(map: TreeMap, name: string, min: number, max = Number.POSITIVE_INFINITY): Generator<Broken> {
  const field = writtenField(map, name)
  const value = integerOf(field)
  if (field === undefined || value === undefined || (value >= min && value <= max)) return
  const range = Number.isFinite(max) ? `outside ${min} to ${max}` : `below ${min}`
  yield broken(field, `it lies ${range}`, 'correct or remove it')
}

const broken = ({ at, spelling }: WrittenField, detail: string, cure: string): Broken => ({
  at,
  values: { spelling, detail, cure },
})
