import { bugsOf, type KubeletBugFact } from '../../facts/kubelet-bugs.js'
import type { Component } from '../../model/component.js'
import { defineRule, known } from '../../model/rule.js'

export default defineRule({
  id: 'kubelet/apiserver-connection-stale',
  summary: 'this kubelet version keeps using a dead connection to the apiserver',
  checks: 'kubelet',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kubernetes/kubernetes/issues/87615',
    'https://github.com/kubernetes/kubernetes/pull/95981',
    'https://github.com/kubernetes/kubernetes/pull/63492',
    'https://github.com/kubernetes/kubernetes/pull/63832',
    'https://github.com/kubernetes/kubernetes/pull/78016',
    'https://github.com/kubernetes/kubernetes/pull/78281',
    'https://github.com/kubernetes/kubernetes/pull/96778',
    'https://github.com/kubernetes/kubernetes/pull/100376',
    'https://github.com/kubernetes/kubernetes/pull/108107',
  ],
  messages: {
    stale: {
      what: 'kubelet {version} can stay on a dead connection to the apiserver',
      why: '{effects}; until then the node is NotReady and its pods are evicted',
      help: 'upgrade the kubelet to 1.20 or later (or 1.19.5, 1.18.18)',
    },
    disabled: {
      what: 'the HTTP/2 health check is switched off by `{spelling}`',
      why: 'a connection to the apiserver that died without a reset is then only noticed after about 15 minutes, and the node is NotReady until then',
      help: 'remove `{spelling}`',
    },
  },

  *check(kubelet) {
    // No load balancer and no network lies between a laptop's kubelet and its apiserver.
    if (kubelet.development) return
    // Over HTTP/1.1 a request that times out closes its connection; any value but the empty one switches HTTP/2 off
    // (apimachinery pkg/util/net/http.go, SetTransportDefaults).
    const http1 = yield* known(kubelet.environment('DISABLE_HTTP2'))
    if (http1.value !== undefined && http1.value !== '') return
    const bugs = kubelet.vendor ? [] : bugsOf(kubelet.version)
    if (lacksCheck(bugs))
      yield { message: 'stale', at: kubelet.range.at ?? kubelet, values: { effects: effects(kubelet, bugs) } }
    // Where the release is certainly an old one there is no check to switch off.
    if (lacksCheck(bugsOf(kubelet.range.max))) return
    const idle = yield* known(kubelet.environment('HTTP2_READ_IDLE_TIMEOUT_SECONDS'))
    if (idle.value !== undefined && /^[+-]?0+$/.test(idle.value)) yield { message: 'disabled', at: idle }
  },
})

const lacksCheck = (bugs: readonly KubeletBugFact[]): boolean => bugs.some(({ id }) => id === 'http2-health-check')

function effects(kubelet: Component<'kubelet'>, bugs: readonly KubeletBugFact[]): string {
  return bugs
    .filter(({ id }) => id !== 'heartbeat-timeout' && (id !== 'close-without-rotation' || !rotates(kubelet)))
    .map(({ effect }) => effect)
    .join(', and ')
}

/** False only if it is certain: a kubelet that renews its certificate over a bootstrap kubeconfig closes its connections. */
function rotates(kubelet: Component<'kubelet'>): boolean {
  const [renews, bootstrap] = [kubelet.get('rotateCertificates'), kubelet.get('bootstrap-kubeconfig')]
  const off = renews !== undefined && renews.state !== 'unknown' && renews.value !== true
  const alone = bootstrap !== undefined && bootstrap.state !== 'unknown' && (bootstrap.value ?? '') === ''
  return !off && !alone
}
