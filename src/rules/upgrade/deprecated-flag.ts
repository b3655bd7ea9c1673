import { flag, knownAt } from '../../facts/flags.js'
import { isTakenOutByKubeadm } from '../../facts/kubeadm-flags.js'
import { isSeenRunning } from '../../facts/running.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { hasOneDash, isAuthored } from '../../model/authored.js'
import { defineRule } from '../../model/rule.js'
import { formatMinor, minorOf } from '../../model/version.js'

export default defineRule({
  id: 'upgrade/deprecated-flag',
  summary: 'a flag is announced to go with one of the next versions',
  checks: 'assignment',
  severity: 'info',
  preset: ['strict'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://kubernetes.io/docs/reference/using-api/deprecation-policy/#deprecating-a-flag-or-cli',
    'https://github.com/etcd-io/etcd/blob/main/CHANGELOG/CHANGELOG-3.6.md',
    'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/config/flags/flags.go',
  ],
  messages: {
    going: {
      what: '`--{flag}` is deprecated in {component} since {since}, and gone in {removed}',
      why: 'the upgrade that removes it stops the process',
      help: '{remedy}',
    },
    announced: {
      what: '`--{flag}` is deprecated in {component} since {since}',
      why: 'the upgrade that removes it stops the process',
      help: '{remedy}',
    },
  },

  *check(written) {
    const { of } = written
    if (written.layer !== 'flag' || written.entry !== undefined || isVendorBuild(of) || !isAuthored(written)) return
    if ((of.kind !== 'etcd' && hasOneDash(written)) || isSeenRunning(of) || isTakenOutByKubeadm(written)) return
    const fact = flag(of.kind, written.name)
    if (fact === undefined || knownAt(fact, of.version) !== 'yes') return
    // that the same can stand in a file is no announcement
    const since = fact.deprecation === 'removal' ? fact.deprecated : fact.deprecatedForRemoval
    const here = minorOf(of.version)
    if (since === undefined || here < since) return
    const remedy = fact.remedy?.text ?? `delete \`--${fact.name}\``
    const values = { flag: fact.name, since: formatMinor(since), remedy }
    if (fact.removed === undefined) yield { message: 'announced', at: written, values }
    else yield { message: 'going', at: written, values: { ...values, removed: formatMinor(fact.removed) } }
  },
})
