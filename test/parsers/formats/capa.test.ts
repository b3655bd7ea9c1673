import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Field, ResourceFragment } from '../../../src/model/fragment.js'
import { describe } from '../../../src/model/location.js'
import { open } from '../../../src/parsers/embed.js'
import { capa } from '../../../src/parsers/formats/capa.js'
import { readYaml } from '../../../src/parsers/syntax/yaml.js'

const test = suite('formats/capa')

const balancer = (source: string): ResourceFragment => {
  const doc = open('cluster.yaml', source)
  const { trees: siblings } = readYaml(doc)
  const tree = siblings.find(one => capa.wants(one, doc))
  assert.ok(tree !== undefined)
  const [fragment, ...rest] = capa.read(tree, { doc, siblings }).fragments
  assert.is(rest.length, 0)
  if (fragment?.kind !== 'resource') throw new Error('no resource')
  return fragment
}
const value = (field: Field | undefined): string | undefined =>
  field?.state === 'set' && field.tree.kind === 'scalar' ? field.tree.text.value : field?.state

const cluster = (spec: string, kind = 'AWSCluster') => `apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: ${kind}
metadata:
  name: prod
  labels: { cluster.x-k8s.io/cluster-name: prod }
spec:
${spec}`

test('without a type it is a classic ELB, and the place is the key of what lacks it', () => {
  const bare = balancer(cluster('  region: eu-west-1\n')).fields.get('product')
  assert.is(value(bare), 'classic')
  assert.is(describe(bare!.at), 'cluster.yaml:6:1')
  assert.is(bare?.state === 'set' && bare.spelling, 'no loadBalancerType')
  const partial = balancer(cluster('  controlPlaneLoadBalancer:\n    scheme: internal\n  region: eu-west-1\n')).fields
  assert.is(value(partial.get('product')), 'classic')
  assert.is(describe(partial.get('product')!.at), 'cluster.yaml:7:3')
  assert.is(value(partial.get('internal')), 'true')
})

test('a kustomize patch does not say what it lacks', () => {
  const patch = cluster('  network:\n    vpc: { availabilityZoneUsageLimit: 1 }\n')
  assert.is(value(balancer(patch).fields.get('product')), 'unknown')
  const whole = `apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\n---\n${patch}`
  assert.is(value(balancer(whole).fields.get('product')), 'classic')
})

test('written types in klint words', () => {
  const product = (type: string) => {
    const { fields } = balancer(cluster(`  controlPlaneLoadBalancer:\n    loadBalancerType: ${type}\n    name: api\n`))
    return value(fields.get('product'))
  }
  assert.equal(['classic', 'elb', 'nlb', 'alb', 'disabled'].map(product), [
    'classic',
    'classic',
    'network',
    'application',
    'disabled',
  ])
  assert.is(product('"{{ .type }}"'), 'unknown')
})

test('name, cluster and what it serves', () => {
  const found = balancer(cluster('  controlPlaneLoadBalancer:\n    name: api\n    healthCheckProtocol: TCP\n'))
  assert.equal([found.name, found.cluster, found.set], ['api', 'prod', 'capi:cluster.yaml'])
  assert.is(value(found.fields.get('serves')), 'kube-apiserver')
  assert.is(found.fields.get('healthCheck')?.state, 'set')
})

test('a template is classic only if its ClusterClass is in view and leaves the type alone', () => {
  const template = cluster('  template:\n    spec: {}\n', 'AWSClusterTemplate')
  const patching = (path: string) => `${template}---
apiVersion: cluster.x-k8s.io/v1beta1
kind: ClusterClass
metadata: { name: aws }
spec:
  patches:
    - definitions:
        - jsonPatches: [{ op: add, path: ${path}, valueFrom: { variable: x } }]
`
  assert.is(value(balancer(template).fields.get('product')), 'unknown')
  assert.is(value(balancer(patching('/spec/template/spec/region')).fields.get('product')), 'classic')
  assert.is(
    value(balancer(patching('/spec/template/spec/controlPlaneLoadBalancer/loadBalancerType')).fields.get('product')),
    'unknown',
  )
})

test('other objects of the same name are not wanted', () => {
  const doc = open('x.yaml', 'apiVersion: example.com/v1\nkind: AWSCluster\nspec: {}\n')
  assert.is(capa.wants(readYaml(doc).trees[0]!, doc), false)
})

test.run()
