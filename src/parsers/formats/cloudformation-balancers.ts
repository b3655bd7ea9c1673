import type { Field, ResourceFragment } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { stringAt, type Tree, type TreeMap, treeAt } from '../../model/tree.js'
import { type Declared, fragmentOf, mapsAt, ofType, type Template, target } from './cloudformation-template.js'
import { fieldAt, fieldsOf, implied } from './fields.js'
import { targetParts } from './health-check.js'
import { add, listOf, mapOf, put, setTo, unknownField } from './trees.js'

const V2 = 'AWS::ElasticLoadBalancingV2::'

/** Load balancers with their listeners and target groups. */
export function balancers(template: Template): ResourceFragment[] {
  const listeners = new Map<Declared, Declared[]>()
  for (const listener of ofType(template, `${V2}Listener`)) {
    const balancer = target(template, treeAt(listener.raw, 'LoadBalancerArn'))
    if (balancer !== undefined) add(listeners, balancer, listener)
  }
  return [
    ...ofType(template, 'AWS::ElasticLoadBalancing::LoadBalancer').map(one => classic(template, one)),
    ...ofType(template, `${V2}LoadBalancer`).map(one => modern(template, one, listeners.get(one) ?? [])),
  ]
}

function classic(template: Template, declared: Declared): ResourceFragment {
  const { properties, type } = declared
  const fields = fieldsOf(properties, {
    name: ['LoadBalancerName'],
    idleTimeout: ['ConnectionSettings', 'IdleTimeout'],
  })
  common(fields, declared, implied('classic', type.at, type.value))
  const { items, open } = mapsAt(properties, 'Listeners')
  const [first] = items
  if (first !== undefined || open) {
    const at = first?.at ?? properties.at
    put(fields, 'ports', values(items, 'InstancePort', open, at))
    put(fields, 'listenerPorts', values(items, 'LoadBalancerPort', open, at))
    put(
      fields,
      'protocol',
      first === undefined ? unknownField(at, 'listeners are not known') : fieldAt(first, ['Protocol']),
    )
  }
  const check = treeAt(properties, 'HealthCheck')
  if (check?.kind === 'map') {
    const parts = {
      ...targetParts(treeAt(check, 'Target')),
      ...timing(check, 'Interval', 'Timeout', 'HealthyThreshold', 'UnhealthyThreshold'),
    }
    fields.set('healthCheck', setTo(mapOf(check.at, parts), 'HealthCheck'))
  }
  return fragmentOf(template, declared, 'load-balancer', fields)
}

function timing(check: Tree, interval: string, timeout: string, healthy: string, unhealthy: string) {
  return {
    interval: treeAt(check, interval),
    timeout: treeAt(check, timeout),
    healthyThreshold: treeAt(check, healthy),
    unhealthyThreshold: treeAt(check, unhealthy),
  }
}

function modern(template: Template, declared: Declared, listeners: readonly Declared[]): ResourceFragment {
  const { properties, type, id } = declared
  const fields = fieldsOf(properties, { name: ['Name'] })
  // AWS::ElasticLoadBalancingV2::LoadBalancer: "Type ... The default is application"
  common(
    fields,
    declared,
    fieldAt(properties, ['Type']) ?? implied('application', properties.at, `${type.value} without Type`),
  )
  const attributes = mapsAt(properties, 'LoadBalancerAttributes').items
  const idle = attributes.find(item => stringAt(item, 'Key') === 'idle_timeout.timeout_seconds')
  if (idle !== undefined) put(fields, 'idleTimeout', fieldAt(idle, ['Value']))
  const bodies = listeners.map(one => one.properties)
  const [first] = bodies
  if (first === undefined) {
    const why = `no listener in ${template.doc.uri} refers to ${id.value}`
    for (const name of ['ports', 'listenerPorts', 'protocol', 'healthCheck']) fields.set(name, unknownField(id.at, why))
    return fragmentOf(template, declared, 'load-balancer', fields)
  }
  put(fields, 'listenerPorts', values(bodies, 'Port', false, first.at))
  put(fields, 'protocol', fieldAt(first, ['Protocol']))
  const groups = listeners.flatMap(listener => targets(template, listener))
  const [group] = groups
  if (group === undefined) {
    const why = 'no target group of the listener is in this template'
    for (const name of ['ports', 'healthCheck']) fields.set(name, unknownField(first.at, why))
    return fragmentOf(template, declared, 'load-balancer', fields)
  }
  const open = groups.length < listeners.length
  put(
    fields,
    'ports',
    values(
      groups.map(one => one.properties),
      'Port',
      open,
      group.properties.at,
    ),
  )
  const check = targetCheck(group.properties)
  if (check.entries.length > 0) fields.set('healthCheck', setTo(check, 'HealthCheck…', check.entries[0]?.value.at))
  return fragmentOf(template, declared, 'load-balancer', fields)
}

const targets = (template: Template, { raw }: Declared): readonly Declared[] =>
  mapsAt(raw, 'DefaultActions').items.flatMap(action => target(template, treeAt(action, 'TargetGroupArn')) ?? [])

const targetCheck = (group: TreeMap): TreeMap =>
  mapOf(group.at, {
    protocol: treeAt(group, 'HealthCheckProtocol'),
    port: treeAt(group, 'HealthCheckPort'),
    path: treeAt(group, 'HealthCheckPath'),
    ...timing(
      group,
      'HealthCheckIntervalSeconds',
      'HealthCheckTimeoutSeconds',
      'HealthyThresholdCount',
      'UnhealthyThresholdCount',
    ),
  })

function common(fields: Map<string, Field>, { properties, type }: Declared, product: Field): void {
  fields.set('provider', implied('aws', type.at, type.value))
  fields.set('product', product)
  const scheme = fieldAt(properties, ['Scheme'])
  if (scheme?.state === 'unknown') fields.set('internal', scheme)
  else if (scheme !== undefined)
    fields.set('internal', implied(`${stringAt(properties, 'Scheme') === 'internal'}`, scheme.at, 'Scheme'))
}

/** The scalars one key has in several maps, as a list; undefined if none has it. */
function values(bodies: readonly TreeMap[], name: string, open: boolean, at: Location): Field | undefined {
  const found = bodies.map(body => treeAt(body, name)).filter(tree => tree?.kind === 'scalar')
  return found.length === 0 && !open ? undefined : setTo(listOf(at, found, open), name, found[0]?.at ?? at)
}
