import type { Component } from '../../model/component.js'
import { known, type Read } from '../../model/rule.js'
import type { Assignment } from '../../model/setting.js'
import { integer, isRange } from './autoscaler-values.js'
import { rows } from './checks.js'
import type { Checking } from './validation.js'

type Autoscaler = Component<'cluster-autoscaler'>

/** What is wrong with a text; undefined if nothing is. */
type Reader = (text: string) => string | undefined

/** cluster-autoscaler/config/dynamic/node_group_spec.go, the same from 0.6.0 to 1.36.1. Whether 0 is a size is up to the provider. */
const readGroup: Reader = text => {
  const [least = '', most = '', ...name] = text.split(':')
  if (name.length === 0 || name.join(':') === '') return 'it is not least:most:name'
  return isRange(least, most) ? undefined : `${least} and ${most} are not the least and the most, in that order`
}

/** Providers that read `--nodes` that way at every version; others ignore it or read something else. */
const GROUPS: readonly string[] = ['aws', 'azure', 'gce']

/** parseASGAutoDiscoverySpec of cloudprovider/aws, parseMIGAutoDiscoverySpec of gce, parseLabelAutoDiscoverySpec of azure. */
const DISCOVERERS: Readonly<Record<string, Reader>> = {
  aws(text) {
    const [discoverer, tags, ...more] = text.split(':')
    // a tag may have a colon in it in newer versions
    if (discoverer !== 'asg' || tags === undefined) return 'AWS wants asg:tag=…'
    if (!tags.startsWith('tag=')) return 'AWS discovers groups by `tag` alone'
    return tags === 'tag=' && more.length === 0 ? 'no tag is named' : undefined
  },
  gce(text) {
    const [discoverer, pairs, ...more] = text.split(':')
    if (discoverer !== 'mig' || pairs === undefined || more.length > 0) return 'GCE wants mig:namePrefix=…,min=…,max=…'
    const found = new Map<string, string>()
    for (const pair of pairs.split(',')) {
      const [key = '', value, ...rest] = pair.split('=')
      if (value === undefined || rest.length > 0) return `${pair} is not a key with its value`
      if (!['namePrefix', 'min', 'max'].includes(key)) return `GCE has no key ${key}`
      if (key !== 'namePrefix' && integer(value) === undefined) return `${value} is not a size`
      found.set(key, value)
    }
    if ((found.get('namePrefix') ?? '') === '') return 'there is no `namePrefix`'
    const [least, most] = [integer(found.get('min') ?? '0') ?? 0, integer(found.get('max') ?? '0') ?? 0]
    return least > most || most < 1 ? `${least} and ${most} are not the least and the most` : undefined
  },
}

/** Flags that may be repeated, whose value is no list: a comma belongs to it. */
function* badly(autoscaler: Autoscaler, flag: string, read: Reader): Checking {
  for (const { key, value, at, spelling } of autoscaler.assignments) {
    if (key !== flag || value?.known !== true) continue
    const detail = read(value.value)
    if (detail !== undefined) yield { at, values: { spelling, detail } }
  }
}

/** The provider somebody names: builds for one cloud have another default than gce (cloudprovider/builder, build tags). */
function* providerOf(autoscaler: Autoscaler): Generator<Read, string, unknown> {
  const provider = yield* known(autoscaler.get('cloud-provider'))
  return provider.state === 'set' ? (provider.value ?? '') : ''
}

export const DISCOVERY = rows('cluster-autoscaler', [
  {
    id: 'nodes-format',
    settings: ['--nodes'],
    versions: '>=0.6',
    reason: '{detail}',
    remedy: 'write for example 1:10:my-group',
    source: 'cluster-autoscaler/config/dynamic/node_group_spec.go',
    *check(autoscaler) {
      if (GROUPS.includes(yield* providerOf(autoscaler))) yield* badly(autoscaler, 'nodes', readGroup)
    },
  },
  {
    id: 'discovery-format',
    settings: ['--node-group-auto-discovery'],
    versions: '>=1.12',
    reason: '{detail}',
    remedy:
      'write for example asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/my-cluster, or mig:namePrefix=pool-,min=0,max=10',
    source: 'cluster-autoscaler/cloudprovider/node_group_discovery_options.go',
    *check(autoscaler) {
      const provider = yield* providerOf(autoscaler)
      const read = Object.hasOwn(DISCOVERERS, provider) ? DISCOVERERS[provider] : undefined
      if (read !== undefined) yield* badly(autoscaler, 'node-group-auto-discovery', read)
    },
  },
  {
    id: 'discovery-and-nodes',
    settings: ['--node-group-auto-discovery', '--nodes'],
    versions: '>=1.20',
    reason: 'Magnum takes either names or discovery',
    remedy: 'keep one of the two',
    source: 'cluster-autoscaler/cloudprovider/magnum/magnum_cloud_provider.go',
    *check(autoscaler) {
      if ((yield* providerOf(autoscaler)) !== 'magnum') return
      const first = (flag: string): Assignment | undefined => autoscaler.assignments.find(({ key }) => key === flag)
      const [discovery, nodes] = [first('node-group-auto-discovery'), first('nodes')]
      if (discovery !== undefined && nodes !== undefined)
        yield { at: discovery, related: [{ at: nodes, label: 'names a group' }] }
    },
  },
])
