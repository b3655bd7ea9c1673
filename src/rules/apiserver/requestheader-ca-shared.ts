import { isSeenRunning } from '../../facts/running.js'
import { filled, lacks } from '../../facts/start-up/absence.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { defineRule } from '../../model/rule.js'
import { before } from '../../model/version.js'

export default defineRule({
  id: 'apiserver/requestheader-ca-shared',
  summary: 'the request-header CA is the client CA, so any client certificate can impersonate anybody',
  checks: 'kube-apiserver',
  severity: 'error',
  preset: ['recommended'],
  category: 'security',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kubernetes/kubernetes/pull/131411',
    'https://github.com/kubernetes/kubernetes/issues/119267',
    'https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.35.md',
  ],
  messages: {
    shared: {
      what: '`{spelling}` is the client CA as well, and `--requestheader-allowed-names` is empty',
      why: 'whoever has a certificate of the cluster may set the headers that name a user; from 1.35 on the apiserver exits',
      help: 'use a CA of its own, or set `--requestheader-allowed-names=front-proxy-client`',
      severity: 'warning',
    },
    stops: {
      what: '`{spelling}` stops kube-apiserver {version}: it is the client CA as well, and no names are allowed',
      why: 'the apiserver exits at start, since whoever has a certificate of the cluster could be anybody',
      help: 'use a CA of its own, or set `--requestheader-allowed-names=front-proxy-client`',
      effect: 'stops',
    },
  },

  *check(apiserver) {
    const header = yield* filled(apiserver, 'requestheader-client-ca-file')
    const client = yield* filled(apiserver, 'client-ca-file')
    if (header === undefined || client === undefined || header.value !== client.value) return
    if (!(yield* lacks(apiserver, 'requestheader-allowed-names'))) return
    const related = [{ at: client, label: 'the client CA' }]
    if (before(apiserver.version, '1.35')) yield { message: 'shared', at: header, related }
    else if (!isSeenRunning(apiserver) && !isVendorBuild(apiserver)) yield { message: 'stops', at: header, related }
  },
})
