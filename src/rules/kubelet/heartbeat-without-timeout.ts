import { bugsOf } from '../../facts/kubelet-bugs.js'
import { hostOfServer, loadBalancerHost } from '../../facts/load-balancer-hosts.js'
import type { Cluster } from '../../model/component.js'
import { defineRule } from '../../model/rule.js'
import { knownValue } from '../../model/setting.js'

export default defineRule({
  id: 'kubelet/heartbeat-without-timeout',
  summary: 'this kubelet version has no timeout on its node heartbeat',
  checks: 'kubelet',
  severity: 'error',
  preset: ['talk', 'recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: '<1.7.8',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/kubernetes/pull/52176',
    'https://github.com/kubernetes/kubernetes/issues/48638',
    'https://github.com/kubernetes/kubernetes/pull/52604',
    'https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.7.md',
    'https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.8.md',
    'https://github.com/zalando-incubator/kubernetes-on-aws/pull/665',
    'https://github.com/kubernetes-retired/kube-aws/issues/598',
    'https://github.com/kubernetes/kubernetes/issues/44557',
    'https://itnext.io/kubernetes-and-the-menace-elb-the-tale-of-an-outage-c00bef678fc0',
  ],
  messages: {
    noTimeout: {
      what: 'kubelet {version} has no timeout on its node status updates',
      why: 'one stalled connection to the apiserver (an ELB changing its address) hangs the heartbeat for about 15 minutes, so every node turns NotReady together and its pods are evicted',
      help: 'upgrade the kubelet to 1.7.8 or 1.8.14, better to 1.20 or later (see kubelet/apiserver-connection-stale)',
    },
  },

  *check(kubelet, { cluster }) {
    if (kubelet.vendor || kubelet.development) return
    if (!bugsOf(kubelet.version).some(({ id }) => id === 'heartbeat-timeout')) return
    yield { message: 'noTimeout', at: kubelet.range.at ?? kubelet, related: balancersOf(cluster) }
  },
})

/** What makes the stall likely: a load balancer that changes its addresses, or a kubeconfig that names one. */
function balancersOf(cluster: Cluster) {
  const classic = cluster
    .resourcesOf('load-balancer')
    .filter(balancer => knownValue(balancer.get('product')) === 'classic')
  const named = cluster.resourcesOf('kubeconfig').flatMap(kubeconfig => {
    const server = kubeconfig.get('server')
    return server.state === 'set' && namesBalancer(server.value) ? [server] : []
  })
  return [
    ...classic.map(at => ({ at, label: 'this ELB changes its addresses' })),
    ...named.map(at => ({ at, label: 'the apiserver behind an ELB' })),
  ]
}

/** `https://name-123.eu-west-1.elb.amazonaws.com:443/` */
const namesBalancer = (server: string | undefined): boolean =>
  server !== undefined && loadBalancerHost(hostOfServer(server)) === 'classic-elb-or-alb'
