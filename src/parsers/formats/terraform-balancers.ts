import type { Field, ResourceFragment } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { type Tree, type TreeMap, treeAt } from '../../model/tree.js'
import { fieldAt, fieldsOf, implied } from './fields.js'
import { targetParts } from './health-check.js'
import { fragmentOf } from './terraform-fragment.js'
import { type Block, type Module, nested, referenced, resources } from './terraform-module.js'
import { add, listOf, mapOf, put, setTo, unknownField } from './trees.js'

/** Load balancers with what other blocks of the same file say of them. */
export function balancers(module: Module): ResourceFragment[] {
  const listeners = new Map<Block, Block[]>()
  for (const listener of resources(module, 'aws_lb_listener', 'aws_alb_listener')) {
    for (const balancer of referenced(module, treeAt(listener.body, 'load_balancer_arn'), 'aws_lb', 'aws_alb'))
      add(listeners, balancer, listener)
  }
  return [
    ...resources(module, 'aws_elb').map(block => classic(module, block)),
    ...resources(module, 'aws_lb', 'aws_alb').map(block => modern(module, block, listeners.get(block) ?? [])),
  ]
}

function classic(module: Module, block: Block): ResourceFragment {
  const { body } = block
  const fields = common(block, implied('classic', block.type.at, block.type.value))
  const { items, open } = nested(body, 'listener')
  const [first] = items
  const at = first?.at ?? body.at
  if (items.length > 0 || open) {
    put(fields, 'ports', values(items, 'instance_port', open, at))
    put(fields, 'listenerPorts', values(items, 'lb_port', open, at))
    put(
      fields,
      'protocol',
      first === undefined ? unknownField(at, 'listeners come from a template') : fieldAt(first, ['lb_protocol']),
    )
  }
  const [check] = nested(body, 'health_check').items
  if (check !== undefined) fields.set('healthCheck', setTo(classicCheck(check), 'health_check'))
  return fragmentOf(module, block, 'load-balancer', fields)
}

const classicCheck = (check: TreeMap): TreeMap =>
  mapOf(check.at, { ...targetParts(treeAt(check, 'target')), ...timing(check) })

const timing = (check: TreeMap): Record<string, Tree | undefined> => ({
  interval: treeAt(check, 'interval'),
  timeout: treeAt(check, 'timeout'),
  healthyThreshold: treeAt(check, 'healthy_threshold'),
  unhealthyThreshold: treeAt(check, 'unhealthy_threshold'),
})

function modern(module: Module, block: Block, listeners: readonly Block[]): ResourceFragment {
  const type = fieldAt(block.body, ['load_balancer_type'])
  // hashicorp/aws aws_lb: `load_balancer_type` defaults to application
  const fields = common(
    block,
    type ?? implied('application', block.body.at, `${block.type.value} without load_balancer_type`),
  )
  if (listeners.length === 0) {
    const why = `no listener in ${module.doc.uri} refers to ${block.address}`
    for (const name of ['ports', 'listenerPorts', 'protocol', 'healthCheck'])
      fields.set(name, unknownField(block.body.at, why))
    return fragmentOf(module, block, 'load-balancer', fields)
  }
  const bodies = listeners.map(({ body }) => body)
  const at = bodies[0]!.at
  put(fields, 'listenerPorts', values(bodies, 'port', false, at))
  put(fields, 'protocol', fieldAt(bodies[0]!, ['protocol']))
  put(fields, 'idleTimeout', fields.get('idleTimeout') ?? fieldAt(bodies[0]!, ['tcp_idle_timeout_seconds']))
  const groups = bodies.flatMap(body => targets(module, body))
  if (groups.length === 0) {
    const why = 'no target group of the listener is in this file'
    for (const name of ['ports', 'healthCheck']) fields.set(name, unknownField(at, why))
    return fragmentOf(module, block, 'load-balancer', fields)
  }
  const targetBodies = groups.map(({ body }) => body)
  put(fields, 'ports', values(targetBodies, 'port', groups.length < bodies.length, targetBodies[0]!.at))
  const checked = targetBodies.map(body => nested(body, 'health_check').items[0]).find(check => check !== undefined)
  if (checked !== undefined) fields.set('healthCheck', setTo(targetCheck(checked), 'health_check'))
  return fragmentOf(module, block, 'load-balancer', fields)
}

function targets(module: Module, listener: TreeMap): readonly Block[] {
  const actions = nested(listener, 'default_action').items
  return actions.flatMap(action =>
    referenced(module, treeAt(action, 'target_group_arn'), 'aws_lb_target_group', 'aws_alb_target_group'),
  )
}

const targetCheck = (check: TreeMap): TreeMap =>
  mapOf(check.at, {
    protocol: treeAt(check, 'protocol'),
    port: treeAt(check, 'port'),
    path: treeAt(check, 'path'),
    ...timing(check),
  })

function common({ body, type }: Block, product: Field): Map<string, Field> {
  const fields = fieldsOf(body, { name: ['name'], idleTimeout: ['idle_timeout'], internal: ['internal'] })
  fields.set('provider', implied('aws', type.at, type.value))
  fields.set('product', product)
  return fields
}

/** The scalars one key has in several blocks, as a list; undefined if none has it. */
function values(bodies: readonly TreeMap[], name: string, open: boolean, at: Location): Field | undefined {
  const found = bodies.map(body => treeAt(body, name)).filter(tree => tree?.kind === 'scalar')
  return found.length === 0 && !open ? undefined : setTo(listOf(at, found, open), name, found[0]?.at ?? at)
}
