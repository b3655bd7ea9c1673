import { hostOfServer, loadBalancerHost } from '../../facts/load-balancer-hosts.js'
import { calledNames } from '../../facts/names.js'
import type { Cluster, Resource } from '../../model/component.js'
import type { Pattern } from '../../model/pattern.js'
import { defineRule, known } from '../../model/rule.js'
import { type KnownSetting, type Setting, type UnknownSetting, writtenValue } from '../../model/setting.js'
import { before } from '../../model/version.js'

export default defineRule({
  id: 'loadbalancer/classic-elb',
  summary: 'a classic ELB fronts the apiserver',
  checks: 'cluster',
  severity: 'error',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/kubernetes/issues/48638',
    'https://github.com/kubernetes/kubernetes/pull/52176',
    'https://itnext.io/kubernetes-and-the-menace-elb-the-tale-of-an-outage-c00bef678fc0',
    'https://status.salemove.com/incidents/xf6cr710yrzn',
    'https://github.com/kubernetes/kops/blob/master/docs/cluster_spec.md',
    'https://github.com/kubernetes-retired/kube-aws/issues/598',
    'https://github.com/coreos/tectonic-installer/pull/1224',
    'https://github.com/kubernetes-sigs/cluster-api-provider-aws/issues/3088',
  ],
  messages: {
    declared: {
      what: '{where} puts a classic ELB in front of the apiserver',
      why: 'its addresses change and it drops idle connections without a reset, so kubelets write into a dead connection and nodes turn NotReady for 15 minutes',
      help: 'use a TCP Network Load Balancer with an HTTPS /readyz health check',
    },
    host: {
      what: 'the apiserver is reached through `{host}`, the form of a classic ELB or an ALB',
      why: 'its addresses change and it drops idle connections without a reset, so kubelets write into a dead connection and nodes turn NotReady for 15 minutes',
      help: 'use a TCP Network Load Balancer with an HTTPS /readyz health check, under a DNS name of your own',
      severity: 'warning',
    },
  },
  options: {
    namePattern: {
      type: 'pattern',
      default: '(api-?server|kube-?api|(?:(?<![a-z])|kube|k8s)masters?(?![a-z])|control-?plane)',
      why: 'a regular expression, in either case: names that mean the apiserver',
    },
    ports: { type: 'numbers', default: [443, 6443, 8443], why: 'ports of apiservers' },
  },

  *check(cluster, { options }) {
    const severity = patientKubelets(cluster) ? 'warning' : 'error'
    let doubt: UnknownSetting | undefined
    for (const balancer of cluster.resourcesOf('load-balancer')) {
      const product = balancer.get('product')
      if (product.state !== 'unknown' && product.value !== 'classic') continue
      const serves = servesApiserver(balancer, options.namePattern, options.ports)
      if (serves === false) continue
      if (product.state === 'unknown') doubt ??= product
      else if (serves !== true) doubt ??= serves
      else yield { message: 'declared', at: product, values: { where: whereOf(balancer, product) }, severity }
    }
    for (const server of servers(cluster)) {
      if (server.state === 'unknown' || server.value === undefined) continue
      const host = hostOfServer(server.value)
      if (loadBalancerHost(host) === 'classic-elb-or-alb') yield { message: 'host', at: server, values: { host } }
    }
    if (doubt !== undefined) yield* known(doubt)
  },
})

/** From 1.20 on a kubelet closes a connection on which nothing comes back (kubernetes#95981). */
function patientKubelets(cluster: Cluster): boolean {
  const kubelets = cluster.of('kubelet')
  if (kubelets.length > 0) return !kubelets.some(({ version }) => before(version, '1.20'))
  return !before(cluster.kubernetes.max, '1.20')
}

/** Where components find the apiserver. */
function servers(cluster: Cluster): readonly Setting<string | undefined>[] {
  return [
    ...cluster.resourcesOf('kubeconfig').map(config => config.get('server')),
    ...cluster.of('kube-proxy').map(proxy => proxy.get('master')),
    ...cluster.of('kube-scheduler').map(scheduler => scheduler.get('master')),
    ...cluster.of('kube-controller-manager').map(manager => manager.get('master')),
  ].filter(setting => setting !== undefined)
}

/** A classic ELB alone is no evidence: port and name have to mean the apiserver. */
function servesApiserver(balancer: Resource, pattern: Pattern, ports: readonly number[]): boolean | UnknownSetting {
  const serves = balancer.get('serves')
  if (serves.state === 'set') return serves.value === 'kube-apiserver'
  const names = calledNames(balancer)
  const owned = writtenValue(balancer.get('kubernetes')) === 'true'
  if (!isNamed(names, pattern, owned)) return false
  const behind = balancer.items('ports')
  const used = behind.state !== 'unknown' && behind.value === undefined ? balancer.items('listenerPorts') : behind
  if (used.state === 'unknown') return used
  const numbers = (used.value ?? []).map(port => port.number(''))
  const fits = numbers.some(port => port.state !== 'unknown' && ports.includes(port.value ?? 0))
  if (fits && (owned || names.some(name => KUBERNETES.test(name)))) return true
  // A master of nobody knows what: no port may belong to another product.
  const told = [balancer.number('healthCheck.port'), ...numbers]
  if (told.some(isForeign)) return false
  return told.find(port => port.state === 'unknown') ?? fits
}

const KUBERNETES = /kube|k8s|kz8s|api-?server|control-?plane|openshift/i

/** Masters of other things, and what stands beside an apiserver. */
const OTHERS =
  /jenkins|mesos|dcos|marathon|spark|hadoop|hdfs|salt|puppet|redis|elastic|kibana|postgres|mysql|gitlab|vault|consul/i

const API = /(?:^|[^a-z])api(?:[^a-z]|$)/i

/** Ports of Mesos and Elasticsearch, whose masters stand behind 443 as well. */
const isForeign = (port: Setting<number | undefined>): boolean =>
  port.state !== 'unknown' && (port.value === 5050 || port.value === 9200)

function isNamed(names: readonly string[], pattern: Pattern, owned: boolean): boolean {
  if (names.some(name => OTHERS.test(name))) return false
  if (names.some(name => pattern.test(name))) return true
  // kops and Tectonic call it `api`, which says enough only of what a cluster owns.
  return owned && names.some(name => API.test(name))
}

/** `aws_elb api`, `class: classic` of kops, or what an AWSCluster lacks. */
function whereOf(balancer: Resource, product: KnownSetting<string | undefined>): string {
  const spelling = product.by?.spelling ?? 'load balancer'
  if (spelling.startsWith('no ')) return `a cluster without \`${spelling.slice('no '.length)}\``
  const label = writtenValue(balancer.get('label'))
  if (label !== undefined) return `\`${spelling} ${label}\``
  return `\`${spelling.slice(spelling.lastIndexOf('.') + 1)}: ${product.value}\``
}
