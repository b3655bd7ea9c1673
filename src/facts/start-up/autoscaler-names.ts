import type { Component } from '../../model/component.js'
import { nearest } from '../../model/nearest.js'
import { known, type Read } from '../../model/rule.js'
import { atLeast } from '../../model/version.js'
import { isUpstreamBuild } from '../vendors.js'
import { rows, written } from './checks.js'

type Autoscaler = Component<'cluster-autoscaler'>

/**
 * First minor with an expander, and with an estimator first and the first without (expander/expander.go, estimator/estimator.go, all
 * tags from 0.5.2 to 1.36.1). `priority` came with 1.14.7, `least-nodes` with 1.28.7: earlier patches of those minors are not judged.
 */
const EXPANDERS: Readonly<Record<string, string>> = {
  'least-waste': '0.5',
  'most-pods': '0.5',
  random: '0.5',
  price: '0.6',
  priority: '1.14',
  grpc: '1.24',
  'least-nodes': '1.28',
}
const ESTIMATORS: Readonly<Record<string, readonly [since: string, until?: string]>> = {
  binpacking: ['0.5'],
  basic: ['0.5', '1.16'],
  oldbinpacking: ['1.16', '1.18'],
}

/** Every provider there ever was (cloudprovider/cloud_provider.go and its folders); patches of older minors got some of them as well. */
const PROVIDERS: readonly string[] = (
  'alicloud aws azure baiducloud bizflycloud brightbox cherryservers civo cloudstack clusterapi coreweave digitalocean equinixmetal ' +
  'exoscale externalgrpc gce gke hetzner huaweicloud ionoscloud kamatera kubemark kwok linode magnum oci openstack ovhcloud packet rancher ' +
  'scaleway spotinst tencentcloud utho volcengine vultr'
).split(' ')

/** Expanders in their order; up to 1.22 it is one name. */
function* expandersOf(autoscaler: Autoscaler) {
  const setting = yield* written(autoscaler, 'expander')
  if (typeof setting?.value !== 'string') return undefined
  return { setting, names: atLeast(autoscaler.version, '1.23') ? setting.value.split(',') : [setting.value] }
}

/** Whether it is known which names are built in: upstream's own image. */
const knowsNames = (autoscaler: Autoscaler): Generator<Read, boolean, unknown> => isUpstreamBuild(autoscaler)

export const NAMES = rows('cluster-autoscaler', [
  {
    id: 'cloud-provider',
    settings: ['--cloud-provider'],
    versions: 'any',
    reason: 'there is no cloud provider `{value}`',
    remedy: '{cure}',
    source: 'cluster-autoscaler/cloudprovider/cloud_provider.go',
    *check(autoscaler) {
      const provider = yield* written(autoscaler, 'cloud-provider')
      const value = provider?.value
      if (provider === undefined || typeof value !== 'string' || value === '' || PROVIDERS.includes(value)) return
      if (!(yield* knowsNames(autoscaler))) return
      const meant = nearest(value, PROVIDERS)
      const cure = meant === undefined ? 'use the name of your provider' : `write \`${meant}\``
      yield { at: provider, values: { value, cure } }
    },
  },
  {
    id: 'expander',
    settings: ['--expander'],
    versions: 'any',
    reason: 'this version has no expander `{value}`',
    remedy: '{cure}',
    source: 'cluster-autoscaler/expander/factory/expander_factory.go',
    *check(autoscaler) {
      const given = yield* expandersOf(autoscaler)
      const stranger = given?.names.find(name => {
        const since = Object.hasOwn(EXPANDERS, name) ? EXPANDERS[name] : undefined
        return since === undefined || !atLeast(autoscaler.version, since)
      })
      if (given === undefined || stranger === undefined || !(yield* knowsNames(autoscaler))) return
      const meant = nearest(
        stranger,
        Object.keys(EXPANDERS).filter(name => atLeast(autoscaler.version, EXPANDERS[name] ?? '')),
      )
      yield { at: given.setting, values: { value: stranger, cure: `use ${meant ?? 'least-waste'}` } }
    },
  },
  {
    id: 'expander-twice',
    settings: ['--expander'],
    versions: '>=1.23',
    reason: '`{value}` stands twice',
    remedy: 'name each expander once',
    source: 'cluster-autoscaler/expander/factory/expander_factory.go',
    *check(autoscaler) {
      const given = yield* expandersOf(autoscaler)
      const twice = given?.names.find((name, i) => given.names.indexOf(name) < i)
      if (given !== undefined && twice !== undefined) yield { at: given.setting, values: { value: twice } }
    },
  },
  {
    id: 'expander-grpc',
    settings: ['--expander', '--grpc-expander-cert'],
    versions: '>=1.24',
    reason: 'grpc needs the certificate of its server, in `--grpc-expander-cert`',
    remedy: 'set `--grpc-expander-cert` and `--grpc-expander-url`',
    source: 'cluster-autoscaler/expander/grpcplugin/grpc_client.go',
    *check(autoscaler) {
      const given = yield* expandersOf(autoscaler)
      if (given?.names.includes('grpc') !== true) return
      const certificate = yield* known(autoscaler.get('grpc-expander-cert'))
      if ((certificate.value ?? '') === '' && certificate.assuming.length === 0) yield { at: given.setting }
    },
  },
  {
    id: 'estimator',
    settings: ['--estimator'],
    versions: 'any',
    reason: 'this version has no estimator `{value}`',
    remedy: 'remove it, for the default is binpacking',
    source: 'cluster-autoscaler/estimator/estimator.go',
    *check(autoscaler) {
      const estimator = yield* written(autoscaler, 'estimator')
      const value = estimator?.value
      if (estimator === undefined || typeof value !== 'string') return
      const [since, until] = (Object.hasOwn(ESTIMATORS, value) ? ESTIMATORS[value] : undefined) ?? []
      const { version } = autoscaler
      const isThere =
        since !== undefined && atLeast(version, since) && (until === undefined || !atLeast(version, until))
      if (!isThere && (yield* knowsNames(autoscaler))) yield { at: estimator, values: { value } }
    },
  },
])
