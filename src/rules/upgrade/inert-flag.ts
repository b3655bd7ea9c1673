import { inertFlags } from '../../facts/inert-flags.js'
import { isTakenOutByKubeadm } from '../../facts/kubeadm-flags.js'
import { isSeenRunning } from '../../facts/running.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { isAuthored } from '../../model/authored.js'
import { defineRule, known } from '../../model/rule.js'
import { minorOf } from '../../model/version.js'

export default defineRule({
  id: 'upgrade/inert-flag',
  summary: 'a setting is accepted and does nothing',
  checks: 'assignment',
  severity: 'info',
  preset: ['strict'],
  category: 'correctness',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kubernetes/kubernetes/issues/108062',
    'https://github.com/kubernetes/kubernetes/pull/131992',
    'https://github.com/kubernetes/kubernetes/blob/v1.26.15/cmd/kube-controller-manager/app/options/nodelifecyclecontroller.go',
  ],
  messages: {
    inert: {
      what: '`{spelling}` does nothing in {component} {version}',
      why: 'people believe {belief}',
      help: '{remedy}',
      effect: 'ignored',
    },
  },

  *check(written) {
    const { of, key } = written
    const rows = inertFlags(of.kind, key)
    if (rows.length === 0 || written.entry !== undefined || isVendorBuild(of) || !isAuthored(written)) return
    if (written.layer === 'observed' || isSeenRunning(of) || isTakenOutByKubeadm(written)) return
    const minor = minorOf(of.version)
    for (const { since, until, value, notValue, withLeases, belief, instead } of rows) {
      if (minor < since || (until !== undefined && minor > until)) continue
      const text = written.value?.known ? written.value.value : undefined
      if ((value !== undefined && text !== value) || (notValue !== undefined && text === notValue)) continue
      if (withLeases) {
        const reconciler = of.answer({ key: 'endpoint-reconciler-type' })
        if (reconciler === undefined || (yield* known(reconciler)).value !== 'lease') continue
      }
      const name = written.layer === 'flag' ? `--${written.name}` : written.name
      const remedy = instead === undefined ? `remove \`${name}\`` : `remove \`${name}\`; ${instead}`
      yield { message: 'inert', at: written, values: { belief, remedy } }
      return
    }
  },
})
