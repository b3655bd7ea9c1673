import type { Count } from '../../model/fragment.js'
import { lookup, type Tree, treeAt } from '../../model/tree.js'
import { NOTHING, parsed, type TreeFormat } from '../format.js'
import { kindOf } from './object.js'
import { podFragments } from './pod-spec.js'

const KINDS: readonly (string | undefined)[] = [
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
]

/** Components that a cluster runs for itself or for others: self-hosted and hosted control planes, the autoscaler. */
export const workload: TreeFormat = {
  name: 'workload',
  wants: tree => KINDS.includes(kindOf(tree)) || isWorkload(tree),
  read(tree, { doc }) {
    const pod = treeAt(tree, 'spec', 'template')
    return pod === undefined ? NOTHING : parsed(podFragments({ object: tree, pod, doc, instances: instancesOf(tree) }))
  },
}

/** A manifest whose writer left kind and apiVersion out (rendered from typed objects); its shape tells. */
function isWorkload(tree: Tree): boolean {
  if (lookup(tree, 'kind').state !== 'absent' || lookup(tree, 'spec', 'selector').state !== 'found') return false
  return treeAt(tree, 'spec', 'template', 'spec', 'containers')?.kind === 'list'
}

/** A DaemonSet runs on as many nodes as there are; replicas that are not written may come from an autoscaler. */
function instancesOf(tree: Tree): Count | undefined {
  if (kindOf(tree) === 'DaemonSet') return { min: 1 }
  const found = lookup(tree, 'spec', 'replicas')
  if (found.state === 'absent') return { min: 1 }
  if (found.state === 'unknown' || found.value.kind !== 'scalar') return undefined
  const { value } = found.value.text
  if (!/^\d{1,6}$/.test(value)) return undefined
  return { min: Number(value), max: Number(value) }
}
