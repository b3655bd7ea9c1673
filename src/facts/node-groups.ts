import type { Cluster, Component, Resource } from '../model/component.js'
import { parseDuration } from '../model/duration.js'
import type { Location } from '../model/location.js'
import { known, type Read } from '../model/rule.js'
import type { KnownSetting } from '../model/setting.js'

/** Machines that cluster-autoscaler adds and removes together. */
export interface NodeGroup {
  readonly name?: string
  readonly min: number
  readonly max?: number
  readonly desired?: number
  /** Its `--nodes`, or the minimum of the group itself. */
  readonly at: Location
}

/** `--nodes=min:max:name` (cluster-autoscaler config/dynamic/node_group_spec.go). Undefined for what the autoscaler refuses. */
export function nodeGroupSpec(text: string): { name: string; min: number; max: number } | undefined {
  const found = /^(\d{1,9}):(\d{1,9}):(.+)$/.exec(text)
  return found === null ? undefined : { min: Number(found[1]), max: Number(found[2]), name: found[3] ?? '' }
}

/**
 * All groups of an autoscaler: those of `--nodes`, and where it discovers groups by tags those of the cluster that have
 * such tags. Undefined where it has none in view. Ends the check where the size of one is not known.
 */
export function* nodeGroups(
  autoscaler: Component<'cluster-autoscaler'>,
  cluster: Cluster,
): Generator<Read, readonly NodeGroup[] | undefined, unknown> {
  const groups: NodeGroup[] = []
  const { value: listed = [] } = yield* known(autoscaler.get('nodes'))
  for (const { value, at } of listed) {
    const spec = nodeGroupSpec(value)
    if (spec === undefined) return undefined
    groups.push({ ...spec, at })
  }
  if (yield* discovers(autoscaler)) {
    const before = groups.length
    for (const group of cluster.resourcesOf('scaling-group')) {
      const autoscaled = yield* known(group.get('autoscaled'))
      if (autoscaled.value === 'true') groups.push(yield* discovered(group))
    }
    if (groups.length === before) return undefined
  }
  return groups.length === 0 ? undefined : groups
}

/** Whether groups are found by their tags; versions before 0.6 cannot. */
export function* discovers(autoscaler: Component<'cluster-autoscaler'>): Generator<Read, boolean, unknown> {
  const discovery = autoscaler.get('node-group-auto-discovery')
  if (discovery === undefined) return false
  const { value = [] } = yield* known(discovery)
  return value.length > 0
}

function* discovered(group: Resource): Generator<Read, NodeGroup, unknown> {
  const min = yield* known(group.number('min'))
  const max = yield* known(group.number('max'))
  const desired = group.number('desired')
  return {
    ...(group.name === undefined ? {} : { name: group.name }),
    min: min.value ?? 0,
    ...(max.value === undefined ? {} : { max: max.value }),
    ...(desired.state === 'unknown' || desired.value === undefined ? {} : { desired: desired.value }),
    at: min.value === undefined ? group.anchor : min.at,
  }
}

/** How a group overrides `--scale-down-unneeded-time` for itself (cluster-autoscaler cloudprovider/aws/README.md). */
const UNNEEDED_TIME_TAG = 'k8s.io/cluster-autoscaler/node-template/autoscaling-options/scaledownunneededtime'

/**
 * The shortest time, in milliseconds, after which a node of any group of this autoscaler is removed as unneeded: that of
 * `--scale-down-unneeded-time` or of a group's own tag. Tags that are not known only could make it shorter.
 */
export function* unneededTime(
  autoscaler: Component<'cluster-autoscaler'>,
  cluster: Cluster,
): Generator<Read, KnownSetting<number>, unknown> {
  const flag = yield* known(autoscaler.get('scale-down-unneeded-time'))
  let shortest: KnownSetting<number> = { ...flag, value: flag.value ?? Number.POSITIVE_INFINITY }
  for (const group of cluster.resourcesOf('scaling-group')) {
    const tag = group.get(`tags.${UNNEEDED_TIME_TAG}`)
    const time = tag.state === 'unknown' || tag.value === undefined ? undefined : parseDuration(tag.value)
    if (tag.state !== 'unknown' && time !== undefined && time < shortest.value) shortest = { ...tag, value: time }
  }
  return shortest
}

/** False where `--scale-down-enabled=false` switches off all that removes nodes. */
export function* scalesDown(autoscaler: Component<'cluster-autoscaler'>): Generator<Read, boolean, unknown> {
  const { value } = yield* known(autoscaler.get('scale-down-enabled'))
  return value !== false
}
