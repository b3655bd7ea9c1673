import { isSeenRunning } from '../../facts/running.js'
import { lacks } from '../../facts/start-up/absence.js'
import { APISERVER_SIGNS, isMeantWhole } from '../../facts/start-up/whole-command.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { defineRule, known } from '../../model/rule.js'
import { before } from '../../model/version.js'

export default defineRule({
  id: 'apiserver/service-account-issuer-missing',
  summary: 'issuer or signing key for service-account tokens is missing',
  checks: 'kube-apiserver',
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: '>=1.20',
  evidence: [
    'https://github.com/kubernetes/kubernetes/issues/95896',
    'https://github.com/kubernetes/kops/issues/10279',
    'https://github.com/kubernetes/kops/issues/10284',
    'https://github.com/kelseyhightower/kubernetes-the-hard-way/issues/626',
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/controlplane/apiserver/options/validation.go',
  ],
  messages: {
    issuer: {
      what: '`--service-account-issuer` is missing, without which kube-apiserver {version} does not start',
      why: 'the upgrade to 1.20 stops at the first control-plane node, whose apiserver exits',
      help: 'set `--service-account-issuer=https://kubernetes.default.svc.cluster.local`',
      effect: 'stops',
    },
    key: {
      what: '`--service-account-signing-key-file` is missing, without which kube-apiserver {version} does not start',
      why: 'the upgrade to 1.20 stops at the first control-plane node, whose apiserver exits',
      help: 'set `--service-account-signing-key-file=/etc/kubernetes/pki/sa.key`',
      effect: 'stops',
    },
  },

  *check(apiserver) {
    if (before(apiserver.version, '1.20') || isSeenRunning(apiserver) || isVendorBuild(apiserver)) return
    if (!(yield* isMeantWhole(apiserver, APISERVER_SIGNS))) return
    const issuer = yield* known(apiserver.get('service-account-issuer'))
    if (yield* lacks(apiserver, 'service-account-issuer')) yield { message: 'issuer', at: issuer }
    if (!(yield* lacks(apiserver, 'service-account-signing-endpoint'))) return
    const key = yield* known(apiserver.get('service-account-signing-key-file'))
    if (yield* lacks(apiserver, 'service-account-signing-key-file')) yield { message: 'key', at: key }
  },
})
