import type { Document } from '../../model/document.js'
import type { Field, ResourceFragment } from '../../model/fragment.js'
import { Text } from '../../model/text.js'
import { itemsAt, lookup, stringAt, type Tree, textAt, treeAt } from '../../model/tree.js'
import { type Belongs, belonging } from './belonging.js'
import { fieldAt, fieldsOf, implied, lowerCase, scalar } from './fields.js'
import { kindOf } from './object.js'
import { listOf, setTo } from './trees.js'

/** What kops makes in the cloud: the apiserver's load balancer, etcd's volumes, groups of machines. */
export function kopsResources(tree: Tree, doc: Document, place: Belongs): readonly ResourceFragment[] {
  if (kindOf(tree) === 'InstanceGroup') return [scalingGroup(tree, doc, place)]
  const provider = providerOf(tree)
  const balancer = loadBalancer(tree, doc, place, provider)
  return [...(balancer === undefined ? [] : [balancer]), ...volumes(tree, doc, place, provider)]
}

/** v1alpha2 names the provider by a string, v1alpha3 by a map with one key. */
function providerOf(cluster: Tree): Field | undefined {
  const found = treeAt(cluster, 'spec', 'cloudProvider')
  if (found?.kind === 'scalar' && !found.text.known) return fieldAt(cluster, ['spec', 'cloudProvider'])
  const [only] = found?.kind === 'map' && !found.open ? found.entries.filter(one => !one.conditional) : []
  const text = found?.kind === 'scalar' ? found.text : only?.key
  if (text === undefined || !text.known) return undefined
  return implied(text.value === 'gce' ? 'gcp' : text.value, text.at, 'cloudProvider')
}

/** kops puts nothing but the apiserver behind it. Without `class` its default counts, which changed (facts/platforms). */
function loadBalancer(
  cluster: Tree,
  doc: Document,
  place: Belongs,
  provider: Field | undefined,
): ResourceFragment | undefined {
  const found = lookup(cluster, 'spec', 'api', 'loadBalancer')
  if (found.state !== 'found' || found.value.kind !== 'map') return undefined
  const { value, key } = found
  const at = key?.at ?? value.at
  const fields = fieldsOf(value, { idleTimeout: ['idleTimeoutSeconds'], crossZone: ['crossZoneLoadBalancing'] })
  const type = fieldAt(value, ['type'])
  if (type?.state === 'unknown') fields.set('internal', type)
  else if (type !== undefined)
    fields.set('internal', implied(`${stringAt(value, 'type') === 'Internal'}`, type.at, 'type'))
  const product = fieldAt(value, ['class'])
  if (product !== undefined) fields.set('product', lowerCase(product))
  if (provider !== undefined) fields.set('provider', provider)
  fields.set('serves', implied('kube-apiserver', at, 'api.loadBalancer'))
  // The apiserver listens on 443 (kubernetes/kops pkg/wellknownports/wellknownports.go).
  const port = listOf(at, [scalar(Text.whole(at.doc, at.start, at.end, '443'))])
  fields.set('ports', setTo(port, 'api.loadBalancer', at))
  fields.set('listenerPorts', setTo(port, 'api.loadBalancer', at))
  return { kind: 'resource', ...belonging(doc, at, place), type: 'load-balancer', fields, open: value.open }
}

/** Everything of an etcd member's disk that is written; what is not is kops' to choose. */
function volumes(
  cluster: Tree,
  doc: Document,
  place: Belongs,
  provider: Field | undefined,
): readonly ResourceFragment[] {
  return itemsAt(cluster, 'spec', 'etcdClusters').flatMap(etcd =>
    itemsAt(etcd, 'etcdMembers').map((member): ResourceFragment => {
      const name = `${stringAt(etcd, 'name') ?? 'etcd'}-${stringAt(member, 'name') ?? 'member'}`
      const fields = fieldsOf(member, {
        type: ['volumeType'],
        size: ['volumeSize'],
        iops: ['volumeIops'],
        throughput: ['volumeThroughput'],
        encrypted: ['encryptedVolume'],
      })
      const at = textAt(member, 'name')?.at ?? member.at
      fields.set('serves', implied('etcd', at, 'etcdMembers'))
      if (provider !== undefined) fields.set('provider', provider)
      return {
        kind: 'resource',
        ...belonging(doc, at, { ...place, role: 'control-plane' }),
        type: 'volume',
        name,
        fields,
        open: member.kind === 'map' && member.open,
      }
    }),
  )
}

function scalingGroup(group: Tree, doc: Document, place: Belongs): ResourceFragment {
  const fields = fieldsOf(group, {
    name: ['metadata', 'name'],
    min: ['spec', 'minSize'],
    max: ['spec', 'maxSize'],
    autoscaled: ['spec', 'autoscale'],
    machineType: ['spec', 'machineType'],
    zones: ['spec', 'subnets'],
  })
  const role = fieldAt(group, ['spec', 'role'])
  if (role?.state === 'unknown') fields.set('role', role)
  else if (role !== undefined && place.role !== undefined) fields.set('role', implied(place.role, role.at, 'role'))
  return {
    kind: 'resource',
    ...belonging(doc, textAt(group, 'metadata', 'name')?.at ?? group.at, place),
    type: 'scaling-group',
    ...(place.pool === undefined ? {} : { name: place.pool }),
    fields,
    open: group.kind === 'map' && group.open,
  }
}
