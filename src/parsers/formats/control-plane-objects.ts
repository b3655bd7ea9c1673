import type { Field, ResourceFragment, ResourceKind } from '../../model/fragment.js'
import type { Text } from '../../model/text.js'
import { itemsAt, scalarText, stringAt, type Tree, treeAt } from '../../model/tree.js'
import { parsed, type TreeContext, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { fieldsOf, scalar } from './fields.js'
import { anchorOf, kindOf, nameOf, ofGroup } from './object.js'
import { listOf, setTo } from './trees.js'

/** Objects in which the control plane says of itself how it stands; from the API, or as `kubectl get -o yaml` wrote them. */
export const controlPlaneObjects: TreeFormat = {
  name: 'control-plane-object',
  wants: tree => readerOf(tree) !== undefined,
  read(tree, context) {
    const read = readerOf(tree)
    return parsed(read === undefined ? [] : [read(tree, context)])
  },
}

type Reader = (tree: Tree, context: TreeContext) => ResourceFragment

function readerOf(tree: Tree): Reader | undefined {
  const kind = kindOf(tree)
  switch (kind) {
    case 'Service':
      return isKubernetes(tree, nameOf(tree)) ? service : undefined
    case 'Endpoints':
      return isKubernetes(tree, nameOf(tree)) ? endpoints : undefined
    case 'EndpointSlice':
      return isKubernetes(tree, stringAt(tree, 'metadata', 'labels', 'kubernetes.io/service-name'))
        ? endpointSlice
        : undefined
    case 'Lease':
      return ofGroup(tree, 'coordination.k8s.io') && stringAt(tree, 'metadata', 'namespace') === 'kube-system'
        ? lease
        : undefined
    case 'ConfigMap':
      return nameOf(tree) === 'cluster-autoscaler-status' ? autoscalerStatus : undefined
    default:
      return undefined
  }
}

/** The Service through which pods reach the apiservers. */
const isKubernetes = (tree: Tree, name: string | undefined): boolean =>
  name === 'kubernetes' && (stringAt(tree, 'metadata', 'namespace') ?? 'default') === 'default'

function resource(
  type: ResourceKind,
  tree: Tree,
  { doc }: TreeContext,
  fields: ReadonlyMap<string, Field>,
  open = tree.kind === 'map' && tree.open,
): ResourceFragment {
  const name = nameOf(tree)
  return {
    kind: 'resource',
    ...belonging(doc, anchorOf(tree)),
    type,
    ...(name === undefined ? {} : { name }),
    fields,
    open,
  }
}

const service: Reader = (tree, context) =>
  resource('service', tree, context, fieldsOf(tree, { sessionAffinity: ['spec', 'sessionAffinity'] }))

const endpoints: Reader = (tree, context) => {
  const addresses = itemsAt(tree, 'subsets').flatMap(subset =>
    itemsAt(subset, 'addresses').flatMap(one => treeAt(one, 'ip') ?? []),
  )
  return resource('endpoints', tree, context, addressesOf(tree, treeAt(tree, 'subsets'), addresses))
}

const endpointSlice: Reader = (tree, context) => {
  const addresses = itemsAt(tree, 'endpoints').flatMap(one => itemsAt(one, 'addresses'))
  return resource('endpoints', tree, context, addressesOf(tree, treeAt(tree, 'endpoints'), addresses))
}

const addressesOf = (tree: Tree, list: Tree | undefined, addresses: readonly Tree[]): Map<string, Field> =>
  new Map([['addresses', setTo(listOf(list?.at ?? tree.at, addresses), 'addresses', list?.at ?? anchorOf(tree))]])

const lease: Reader = (tree, context) =>
  resource(
    'lease',
    tree,
    context,
    fieldsOf(tree, {
      holder: ['spec', 'holderIdentity'],
      renewTime: ['spec', 'renewTime'],
      leaseDurationSeconds: ['spec', 'leaseDurationSeconds'],
      identityOf: ['metadata', 'labels', 'apiserver.kubernetes.io/identity'],
      hostname: ['metadata', 'labels', 'kubernetes.io/hostname'],
    }),
  )

/**
 * Lines of a text for people up to 1.29, YAML from 1.30 on (kubernetes/autoscaler cluster-autoscaler/clusterstate/api/types.go,
 * clusterstate/utils/status.go). What stands before the node groups is about the cluster as a whole.
 */
const autoscalerStatus: Reader = (tree, context) => {
  const status = treeAt(tree, 'data', 'status')
  const text = status === undefined ? undefined : scalarText(status)
  const fields = new Map<string, Field>()
  const put = (name: string, found: Text | undefined): void => {
    if (found !== undefined) fields.set(name, setTo(scalar(found), name))
  }
  if (text?.known) {
    const groups = /^(?:NodeGroups:|nodeGroups:)/m.exec(text.value)
    const whole = text.slice(0, groups?.index ?? text.length)
    put('health', found(whole, /^\s*Health:\s+(\w+)|^\s*health:\s*\n\s*status:\s*(\w+)/m))
    put('scaleDown', found(whole, /^\s*ScaleDown:\s+(\w+)|^\s*scaleDown:\s*\n\s*status:\s*(\w+)/m))
    put('candidates', found(whole, /\bcandidates[=:]\s*(\d+)/))
    put('registered', found(whole, /\bregistered=(\d+)|\bregistered:\s*\n(?:\s*\w+:\s*\d+\n)*?\s*total:\s*(\d+)/))
    put('ready', found(whole, /\bready=(\d+)|\bregistered:\s*\n(?:\s*\w+:\s*\d+\n)*?\s*ready:\s*(\d+)/))
    put('time', found(whole, /^time:\s*"?([\d-]+[ T][\d:.]+)|status at ([\d-]+ [\d:.]+)/m))
  }
  return resource('autoscaler-status', tree, context, fields, text?.known === false)
}

/** The part of a text that the first group of a pattern matched which matched anything. */
function found(text: Text, pattern: RegExp): Text | undefined {
  const match = new RegExp(pattern.source, `${pattern.flags}d`).exec(text.value)
  const range = match?.indices?.slice(1).find(one => one !== undefined)
  return range === undefined ? undefined : text.slice(range[0], range[1])
}
