import type { Field, ResourceFragment } from '../../model/fragment.js'
import { Text } from '../../model/text.js'
import { stringAt, type TreeMap, treeAt } from '../../model/tree.js'
import { fieldsOf, implied, scalar } from './fields.js'
import { autoscaledField } from './tags.js'
import { fragmentOf } from './terraform-fragment.js'
import { type Block, type Module, nested, referenced, resources } from './terraform-module.js'
import { tagsOf } from './terraform-tags.js'
import { put, setTo } from './trees.js'

const DISKS: Readonly<Record<string, { provider: string; routes: Readonly<Record<string, readonly string[]>> }>> = {
  aws_ebs_volume: { provider: 'aws', routes: { type: ['type'], size: ['size'], iops: ['iops'] } },
  google_compute_disk: {
    provider: 'gcp',
    routes: { name: ['name'], type: ['type'], size: ['size'], iops: ['provisioned_iops'] },
  },
  azurerm_managed_disk: {
    provider: 'azure',
    routes: { name: ['name'], type: ['storage_account_type'], size: ['disk_size_gb'], iops: ['disk_iops_read_write'] },
  },
}

/** Volumes of their own, and the block devices of machines and of what launches machines. */
export function volumes(module: Module): ResourceFragment[] {
  const found: ResourceFragment[] = []
  const attached = attachments(module)
  for (const [type, { provider, routes }] of Object.entries(DISKS)) {
    for (const block of resources(module, type)) {
      const fields = fieldsOf(block.body, routes)
      fields.set('provider', implied(provider, block.type.at, type))
      put(fields, 'attachedTo', attached.get(block))
      found.push(fragmentOf(module, block, 'volume', fields))
    }
  }
  for (const block of resources(module, 'aws_instance', 'aws_launch_configuration', 'aws_launch_template'))
    for (const device of devices(block)) found.push(blockDevice(module, block, device))
  return found
}

/** By volume, the instance that an `aws_volume_attachment` of the same file names: its address. */
function attachments(module: Module): ReadonlyMap<Block, Field> {
  const found = new Map<Block, Field>()
  for (const { body } of resources(module, 'aws_volume_attachment')) {
    const id = treeAt(body, 'instance_id')
    if (id === undefined) continue
    const [instance] = referenced(module, id, 'aws_instance')
    const field: Field =
      instance === undefined
        ? { state: 'unknown', why: 'the instance is not in this file', at: id.at }
        : implied(instance.address, id.at, 'instance_id')
    for (const volume of referenced(module, treeAt(body, 'volume_id'), 'aws_ebs_volume')) found.set(volume, field)
  }
  return found
}

interface Device {
  readonly body: TreeMap
  readonly spelling: string
}

function devices({ body }: Block): readonly Device[] {
  const direct = ['root_block_device', 'ebs_block_device'].flatMap(spelling =>
    nested(body, spelling).items.map(device => ({ body: device, spelling })),
  )
  const mapped = nested(body, 'block_device_mappings').items.flatMap(mapping =>
    nested(mapping, 'ebs').items.map(device => ({ body: device, spelling: 'block_device_mappings' })),
  )
  return [...direct, ...mapped]
}

function blockDevice(module: Module, owner: Block, { body, spelling }: Device): ResourceFragment {
  const fields = fieldsOf(body, { type: ['volume_type'], size: ['volume_size'], iops: ['iops'] })
  fields.set('provider', implied('aws', owner.type.at, owner.type.value))
  const { doc, start, end } = owner.label.at
  fields.set('attachedTo', setTo(scalar(Text.whole(doc, start, end, owner.address)), spelling))
  const fragment = fragmentOf(module, owner, 'volume', fields)
  return { ...fragment, at: body.at, open: body.open }
}

/** Groups of machines that may grow and shrink. */
export function scalingGroups(module: Module): ResourceFragment[] {
  const groups = resources(module, 'aws_autoscaling_group').map(block => {
    const fields = fieldsOf(block.body, {
      name: ['name'],
      min: ['min_size'],
      max: ['max_size'],
      desired: ['desired_capacity'],
    })
    fields.set('provider', implied('aws', block.type.at, block.type.value))
    put(fields, 'autoscaled', autoscaledField(tagsOf(module, block)))
    return fragmentOf(module, block, 'scaling-group', fields)
  })
  const managed = resources(module, 'aws_eks_node_group').map(block => {
    const fields = fieldsOf(block.body, { name: ['node_group_name'] })
    const [sizes] = nested(block.body, 'scaling_config').items
    const scaling =
      sizes === undefined ? [] : fieldsOf(sizes, { min: ['min_size'], max: ['max_size'], desired: ['desired_size'] })
    for (const [name, field] of scaling) fields.set(name, field)
    fields.set('provider', implied('aws', block.type.at, block.type.value))
    // EKS puts the tags that cluster-autoscaler looks for on every managed node group (Amazon EKS user guide, "Managed node groups")
    fields.set('autoscaled', implied('true', block.type.at, block.type.value))
    return fragmentOf(module, block, 'scaling-group', fields, stringAt(block.body, 'cluster_name'))
  })
  return [...groups, ...managed]
}
