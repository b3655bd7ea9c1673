import { isSeenRunning } from '../../facts/running.js'
import { filled } from '../../facts/start-up/absence.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { isLinkLocal, isLoopback, parseAddress } from '../../model/address.js'
import { defineRule, known } from '../../model/rule.js'
import { before } from '../../model/version.js'

export default defineRule({
  id: 'apiserver/advertise-address-unreachable',
  summary: 'the advertised address cannot be reached by pods and nodes',
  checks: 'kube-apiserver',
  severity: 'error',
  preset: ['recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kubernetes/kubernetes/issues/28723',
    'https://github.com/kubernetes/kubernetes/issues/121942',
    'https://github.com/rancher/rke/issues/1981',
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/controlplane/reconcilers/lease.go',
  ],
  messages: {
    unreachable: {
      what: '`{spelling}` cannot be an endpoint of the Service `kubernetes`',
      why: 'the write is rejected, pods find no apiserver, and one such apiserver blocks the endpoints of all',
      help: 'set `--advertise-address` to the address other nodes use, or remove it',
    },
    stops: {
      what: '`{spelling}` stops kube-apiserver {version}: it cannot be an endpoint of the Service `kubernetes`',
      why: 'the apiserver exits at start instead of writing endpoints that nobody reaches',
      help: 'set `--advertise-address` to the address other nodes use, or remove it',
      effect: 'stops',
    },
  },

  *check(apiserver) {
    const advertised = yield* filled(apiserver, 'advertise-address')
    const address = parseAddress(String(advertised?.value ?? ''))
    if (advertised === undefined || address === undefined || !(isLoopback(address) || isLinkLocal(address))) return
    const reconciler = apiserver.get('endpoint-reconciler-type')
    if (reconciler !== undefined && (yield* known(reconciler)).value === 'none') return
    if (!before(apiserver.version, '1.37')) {
      if (!isSeenRunning(apiserver) && !isVendorBuild(apiserver)) yield { message: 'stops', at: advertised }
    } else if (!apiserver.development) yield { message: 'unreachable', at: advertised }
  },
})
