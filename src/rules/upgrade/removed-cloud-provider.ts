import { type ProviderAnswer, providerAt } from '../../facts/cloud-providers.js'
import { isSeenRunning } from '../../facts/running.js'
import { gateOf } from '../../facts/start-up/checks.js'
import { isVendorBuild } from '../../facts/vendors.js'
import type { Component } from '../../model/component.js'
import { sameLocation } from '../../model/location.js'
import { defineRule, known, type Read } from '../../model/rule.js'
import { formatMinor, minorOf, type Version } from '../../model/version.js'

/** Minors ahead that warn already: to move a cluster to another controller takes longer than an upgrade. */
const AHEAD = [1, 2]

export default defineRule({
  id: 'upgrade/removed-cloud-provider',
  summary: 'a cloud provider that was built in is not there any more',
  checks: 'assignment',
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: '>=1.14',
  evidence: [
    'https://github.com/kubernetes/enhancements/tree/master/keps/sig-cloud-provider/2395-removing-in-tree-cloud-providers',
    'https://github.com/rancher/rke2/issues/4183',
    'https://github.com/rancher/rancher/issues/45930',
    'https://github.com/kubernetes/kubernetes/issues/128197',
    'https://github.com/kubernetes/kubernetes/blob/v1.31.14/pkg/kubeapiserver/options/cloudprovider.go',
  ],
  messages: {
    stops: {
      what: '`{spelling}` stops {component} {version}: it has no cloud provider `{provider}`',
      why: 'nodes do not come back from the upgrade, or the control plane does not',
      help: 'deploy the cloud-controller-manager of the provider and set `--cloud-provider=external`',
      effect: 'stops',
    },
  },

  *check(written) {
    const { of, key } = written
    if (key !== 'cloud-provider' || isVendorBuild(of) || isSeenRunning(of)) return
    const setting = of.answer({ key })
    if (setting === undefined) return
    const provider = yield* known(setting)
    if (typeof provider.value !== 'string' || provider.by === undefined) return
    if (!sameLocation(provider.by.at, written.at)) return
    const values = { provider: provider.value }
    const answer = yield* answerAt(of, provider.value, of.version)
    if (answer === 'refused') yield { message: 'stops', at: written, values }
    else {
      const { major, minor } = of.version
      for (const more of AHEAD) {
        const version = { major, minor: minor + more, patch: 0 }
        if ((yield* answerAt(of, provider.value, version)) !== 'refused') continue
        const bites = minorOf(version)
        yield {
          message: 'stops',
          at: written,
          severity: 'warning',
          bites,
          values: { ...values, version: formatMinor(bites) },
        }
        return
      }
    }
  },
})

/** With what the gates say now: nobody sets them to false by accident. */
function* answerAt(of: Component, name: string, version: Version): Generator<Read, ProviderAnswer, unknown> {
  const answer = providerAt(of.kind, name, version)
  if (answer !== 'refused-unless-gated') return answer
  const gate = yield* gateOf(of, 'DisableCloudProviders')
  // a version that does not know the gate, or does not mind yet, has its default
  return gate?.state === 'set' && gate.value === false ? 'fine' : 'refused'
}
