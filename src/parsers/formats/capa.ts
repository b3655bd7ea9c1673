import type { Field } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { itemsAt, lookup, scalarText, stringAt, type Tree, textAt, treeAt } from '../../model/tree.js'
import { NOTHING, parsed, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { fieldAt, fieldsOf, implied } from './fields.js'
import { kindOf, nameOf, ofGroup } from './object.js'
import { mapOf, put, setTo } from './trees.js'

export const marks: readonly string[] = ['AWSCluster']

const SPECS: Readonly<Record<string, readonly string[]>> = {
  AWSCluster: ['spec'],
  AWSClusterTemplate: ['spec', 'template', 'spec'],
}

/** kubernetes-sigs/cluster-api-provider-aws v2.8.1 api/v1beta2/awscluster_types.go: `elb` is another name of `classic`. */
const PRODUCTS: Readonly<Record<string, string>> = {
  classic: 'classic',
  elb: 'classic',
  alb: 'application',
  nlb: 'network',
  disabled: 'disabled',
}

/** Cluster API on AWS: the load balancer in front of the apiserver. */
export const capa: TreeFormat = {
  name: 'capa',
  wants: tree => Object.hasOwn(SPECS, kindOf(tree) ?? '') && ofGroup(tree, 'infrastructure.cluster.x-k8s.io'),
  read(tree, { doc, siblings }) {
    const route = SPECS[kindOf(tree) ?? ''] ?? []
    const found = lookup(tree, ...route)
    if (found.state !== 'found' || found.value.kind !== 'map') return NOTHING
    const spec = found.value
    const at = textAt(tree, 'metadata', 'name')?.at ?? found.key?.at ?? spec.at
    const balancer = treeAt(spec, 'controlPlaneLoadBalancer')
    const fields =
      balancer === undefined
        ? new Map<string, Field>()
        : fieldsOf(balancer, { name: ['name'], crossZone: ['crossZoneLoadBalancing'] })
    fields.set('provider', implied('aws', at, kindOf(tree) ?? ''))
    fields.set('serves', implied('kube-apiserver', at, 'controlPlaneLoadBalancer'))
    fields.set('product', productOf(tree, spec, found.key?.at ?? at, siblings))
    put(fields, 'internal', internal(spec))
    const check = treeAt(spec, 'controlPlaneLoadBalancer', 'healthCheckProtocol')
    if (check !== undefined)
      fields.set('healthCheck', setTo(mapOf(check.at, { protocol: check }), 'healthCheckProtocol'))
    const name = stringAt(spec, 'controlPlaneLoadBalancer', 'name') ?? nameOf(tree)
    const cluster = stringAt(tree, 'metadata', 'labels', 'cluster.x-k8s.io/cluster-name')
    return parsed([
      {
        kind: 'resource',
        ...belonging(doc, at, { set: doc.hint?.set ?? `capi:${doc.uri}`, cluster }),
        type: 'load-balancer',
        ...(name === undefined ? {} : { name }),
        fields,
        open: spec.open,
      },
    ])
  },
}

/**
 * What is written, else `classic`: the API's default (defaults.go, same release). Its place is the key of the map that lacks
 * `loadBalancerType`. A template takes its values from the patches of a ClusterClass: without one in view nothing is certain.
 */
function productOf(object: Tree, spec: Tree, specKey: Location, siblings: readonly Tree[]): Field {
  const balancer = lookup(spec, 'controlPlaneLoadBalancer')
  const place = (balancer.state === 'found' ? balancer.key?.at : undefined) ?? specKey
  const written = fieldAt(spec, ['controlPlaneLoadBalancer', 'loadBalancerType'])
  if (written?.state === 'unknown') return written
  const text = written === undefined ? undefined : scalarText(written.tree)
  if (written !== undefined && text !== undefined) {
    const name = text.value.toLowerCase()
    const product = Object.hasOwn(PRODUCTS, name) ? PRODUCTS[name] : undefined
    return product === undefined || product === text.value ? written : implied(product, text.at, written.spelling)
  }
  if (kindOf(object) === 'AWSClusterTemplate' && patched(siblings))
    return { state: 'unknown', why: 'patches of a ClusterClass may set loadBalancerType', at: place }
  if (isPatch(object, spec, siblings))
    return { state: 'unknown', why: 'the AWSCluster names no region, as a patch over another one', at: place }
  return implied('classic', place, 'no loadBalancerType')
}

/** An AWSCluster that names no region and stands alone is a kustomize patch: what it lacks stands elsewhere. */
const isPatch = (object: Tree, spec: Tree, siblings: readonly Tree[]): boolean =>
  kindOf(object) === 'AWSCluster' && lookup(spec, 'region').state === 'absent' && siblings.length < 2

function patched(siblings: readonly Tree[]): boolean {
  const classes = siblings.filter(sibling => kindOf(sibling) === 'ClusterClass')
  const paths = classes.flatMap(one =>
    itemsAt(one, 'spec', 'patches').flatMap(patch =>
      itemsAt(patch, 'definitions').flatMap(definition =>
        itemsAt(definition, 'jsonPatches').map(json => stringAt(json, 'path')),
      ),
    ),
  )
  return classes.length === 0 || paths.some(path => path === undefined || path.includes('/controlPlaneLoadBalancer'))
}

/** `scheme: internal`; `internet-facing` (or `Internet-facing`, as v1alpha3 wrote it) is the default. */
function internal(spec: Tree): Field | undefined {
  const scheme = fieldAt(spec, ['controlPlaneLoadBalancer', 'scheme'])
  if (scheme?.state !== 'set') return scheme
  const text = scalarText(scheme.tree)
  return text === undefined ? undefined : implied(`${text.value === 'internal'}`, text.at, 'scheme')
}
