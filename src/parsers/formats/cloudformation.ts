import type { Document } from '../../model/document.js'
import type { Field, ResourceFragment } from '../../model/fragment.js'
import { MASK, type Text } from '../../model/text.js'
import { entry, scalarText, stringAt, type Tree, treeAt } from '../../model/tree.js'
import { decode } from '../decode.js'
import { embed, embedDecoded, type Part } from '../embed.js'
import { parsed, type TreeFormat } from '../format.js'
import { balancers } from './cloudformation-balancers.js'
import { intrinsicOf } from './cloudformation-intrinsics.js'
import {
  type Declared,
  fragmentOf,
  mapsAt,
  ofType,
  type Template,
  tagsAt,
  target,
  templateOf,
} from './cloudformation-template.js'
import { fieldsOf, implied, scalar } from './fields.js'
import { autoscaledField } from './tags.js'
import { put, setTo } from './trees.js'

export const marks: readonly string[] = ['AWS::']

/** CloudFormation templates, YAML or JSON: resources klint knows, and the documents their strings hold. */
export const cloudformation: TreeFormat = {
  name: 'cloudformation',
  wants: tree => tree.kind === 'map' && entry(tree, 'kind') === undefined && treeAt(tree, 'Resources')?.kind === 'map',
  read(tree, { doc }) {
    const template = templateOf(tree, doc)
    const fragments = [...balancers(template), ...volumes(template), ...scalingGroups(template)]
    return parsed(
      fragments,
      template.declared.flatMap(one => documents(template, one)),
    )
  },
}

function volumes(template: Template): ResourceFragment[] {
  const attached = new Map<Declared, Field>()
  for (const { raw } of ofType(template, 'AWS::EC2::VolumeAttachment')) {
    const [volume, instance] = [target(template, treeAt(raw, 'VolumeId')), treeAt(raw, 'InstanceId')]
    const owner = target(template, instance)
    if (volume !== undefined && instance !== undefined)
      attached.set(
        volume,
        owner === undefined
          ? { state: 'unknown', why: 'the instance is not in this template', at: instance.at }
          : implied(owner.id.value, instance.at, 'InstanceId'),
      )
  }
  const own = ofType(template, 'AWS::EC2::Volume').map(one => {
    const fields = fieldsOf(one.properties, { type: ['VolumeType'], size: ['Size'], iops: ['Iops'] })
    fields.set('provider', implied('aws', one.type.at, one.type.value))
    put(fields, 'attachedTo', attached.get(one))
    return fragmentOf(template, one, 'volume', fields)
  })
  return [...own, ...launchers(template).flatMap(([one, data]) => devices(template, one, data))]
}

/** What starts machines, with the map that says how. */
const launchers = (template: Template): readonly (readonly [Declared, Tree])[] => [
  ...ofType(template, 'AWS::EC2::Instance', 'AWS::AutoScaling::LaunchConfiguration').map(
    one => [one, one.properties] as const,
  ),
  ...ofType(template, 'AWS::EC2::LaunchTemplate').flatMap(one => {
    const data = treeAt(one.properties, 'LaunchTemplateData')
    return data === undefined ? [] : [[one, data] as const]
  }),
]

function devices(template: Template, owner: Declared, data: Tree): ResourceFragment[] {
  return mapsAt(data, 'BlockDeviceMappings').items.flatMap(mapping => {
    const device = treeAt(mapping, 'Ebs')
    if (device?.kind !== 'map') return []
    const fields = fieldsOf(device, { type: ['VolumeType'], size: ['VolumeSize'], iops: ['Iops'] })
    fields.set('provider', implied('aws', owner.type.at, owner.type.value))
    fields.set('attachedTo', setTo(scalar(owner.id), 'BlockDeviceMappings'))
    return [{ ...fragmentOf(template, owner, 'volume', fields), at: device.at, open: device.open }]
  })
}

function scalingGroups(template: Template): ResourceFragment[] {
  const groups = ofType(template, 'AWS::AutoScaling::AutoScalingGroup').map(one => {
    const fields = fieldsOf(one.properties, {
      name: ['AutoScalingGroupName'],
      min: ['MinSize'],
      max: ['MaxSize'],
      desired: ['DesiredCapacity'],
    })
    fields.set('provider', implied('aws', one.type.at, one.type.value))
    put(fields, 'autoscaled', autoscaledField(tagsAt(one.properties, 'Tags')))
    return fragmentOf(template, one, 'scaling-group', fields)
  })
  const managed = ofType(template, 'AWS::EKS::Nodegroup').map(one => {
    const fields = fieldsOf(one.properties, {
      name: ['NodegroupName'],
      min: ['ScalingConfig', 'MinSize'],
      max: ['ScalingConfig', 'MaxSize'],
      desired: ['ScalingConfig', 'DesiredSize'],
    })
    fields.set('provider', implied('aws', one.type.at, one.type.value))
    // EKS tags managed node groups for cluster-autoscaler itself (Amazon EKS user guide, "Managed node groups")
    fields.set('autoscaled', implied('true', one.type.at, one.type.value))
    return fragmentOf(template, one, 'scaling-group', fields, undefined)
  })
  return [...groups, ...managed]
}

/** User data, and the files `AWS::CloudFormation::Init` writes. */
function documents(template: Template, one: Declared): Document[] {
  const { doc, set } = template
  const part = { host: { id: `${doc.uri}#${one.id.value}` }, hint: { set } }
  const inTemplate = one.type.value === 'AWS::EC2::LaunchTemplate'
  const route = inTemplate ? ['LaunchTemplateData', 'UserData'] : ['UserData']
  const found = userData(one, route, { ...part, name: `${one.id.value}.UserData` })
  return [...(found === undefined ? [] : [found]), ...initFiles(one, part)]
}

function userData({ properties, raw }: Declared, route: readonly string[], part: Part): Document | undefined {
  const evaluated = treeAt(properties, ...route)
  const written = treeAt(raw, ...route)
  const text = evaluated === undefined ? undefined : scalarText(evaluated)
  if (text === undefined || written === undefined || !hasLetters(text)) return undefined
  if (intrinsicOf(written)?.name === 'Base64') return embed(text, part)
  const source = text.known ? decode(text.value, 'base64') : undefined
  return source === undefined ? undefined : embedDecoded(text, source, part)
}

const hasLetters = (text: Text): boolean => text.value.replaceAll(MASK, '').trim() !== ''

function initFiles({ metadata, id }: Declared, part: Omit<Part, 'name'>): Document[] {
  const init = metadata === undefined ? undefined : treeAt(metadata, 'AWS::CloudFormation::Init')
  if (init?.kind !== 'map') return []
  return init.entries.flatMap(({ value }) => {
    const files = treeAt(value, 'files')
    return (files?.kind === 'map' ? files.entries : []).flatMap(({ key, value: file, conditional }) => {
      const content = treeAt(file, 'content')
      const text = content === undefined ? undefined : scalarText(content)
      if (text === undefined || conditional || !key.known || !hasLetters(text)) return []
      return [fileOf(text, file, { ...part, name: `${id.value}.files[${key.value}]`, path: key.value })]
    })
  })
}

/** `encoding: base64` files are decoded. */
function fileOf(text: Text, file: Tree, part: Part): Document {
  const encoded = stringAt(file, 'encoding') === 'base64' && text.known
  const source = encoded ? decode(text.value, 'base64') : undefined
  return source === undefined ? embed(text, part) : embedDecoded(text, source, part)
}
