import { mostAddresses } from '../../facts/apiserver-leases.js'
import { cannotTell, defineRule, known } from '../../model/rule.js'
import { atLeast, before, formatRange } from '../../model/version.js'

export default defineRule({
  id: 'cluster/kubernetes-service-affinity',
  summary: 'the kubernetes Service pins clients to one apiserver',
  checks: 'cluster',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: '1.3.0 - 1.10.5, in a running cluster any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/kubernetes/blob/v1.3.0/pkg/master/controller.go',
    'https://github.com/kubernetes/kubernetes/pull/65177',
    'https://github.com/kubernetes/kubernetes/issues/23129',
    'https://github.com/kubernetes/kubernetes/issues/66128',
    'https://github.com/zalando-incubator/kubernetes-on-aws/issues/554',
  ],
  messages: {
    affinity: {
      what: 'kube-apiserver {version} gives the `kubernetes` Service client-IP affinity',
      why: 'a dead apiserver among its endpoints does not fail every n-th call but cuts the clients pinned to it off for good',
      help: 'upgrade to 1.11 or 1.10.6, and keep endpoints clean with `--endpoint-reconciler-type=lease`',
    },
    live: {
      what: 'the `kubernetes` Service has `sessionAffinity: {affinity}`',
      why: 'a dead apiserver among its endpoints does not fail every n-th call but cuts the clients pinned to it off for good',
      help: 'set `sessionAffinity: None` on the Service default/kubernetes',
    },
  },

  *check(cluster) {
    const services = cluster.resourcesOf('service').map(service => service.get('sessionAffinity'))
    const pinned = services.find(({ state }) => state !== 'default')
    const affinity = pinned === undefined ? undefined : (yield* known(pinned)).value
    // A Service in view beats what its version would make of it.
    if (services.length > 0 && affinity !== 'ClientIP') return
    const pinning = cluster
      .of('kube-apiserver')
      .find(({ version, development }) => !development && atLeast(version, '1.3.0') && before(version, '1.10.6'))
    const at = pinning ?? pinned
    if (at === undefined) return
    if (cluster.of('kube-apiserver').some(({ development }) => development)) return
    const running = cluster.count('kube-apiserver')
    const written = pinning?.get('apiserver-count')
    const configured = written?.state === 'set' ? (written.value ?? 1) : 1
    if (Math.max(running.min, configured, mostAddresses(cluster)) < 2) {
      if (running.max === 1) return
      yield* cannotTell('the number of apiservers is not known', at)
    }
    if (pinning === undefined) {
      yield { message: 'live', at, values: { affinity: affinity ?? '' } }
      return
    }
    // The Service of this apiserver, or of the next cluster it makes: the upgrade is what helps.
    const related = pinned === undefined ? [] : [{ at: pinned, label: 'as it is now' }]
    yield { message: 'affinity', at: pinning, values: { version: formatRange(pinning.range) }, related }
  },
})
