import { isSeenRunning } from '../../facts/running.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { sameLocation } from '../../model/location.js'
import { defineRule, known } from '../../model/rule.js'
import { minorOf } from '../../model/version.js'

/** The kubelet's own adapter to Docker went with 1.24 (KEP 2221). */
const GONE = 124

/** What the kubelet itself served; cri-dockerd has a socket of another name. */
const SOCKET = /(?:^|\/)dockershim(?:\.sock)?$/

export default defineRule({
  id: 'upgrade/removed-dockershim',
  summary: 'the kubelet is to run containers through dockershim, which is gone',
  checks: 'assignment',
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: '>=1.23',
  evidence: [
    'https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/2221-remove-dockershim',
    'https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.24.md',
  ],
  messages: {
    gone: {
      what: '`{spelling}` needs dockershim, which was removed in kubelet 1.24',
      why: 'the kubelet finds no container runtime, and the node does not come back from the upgrade',
      help: 'use the socket of containerd, CRI-O or cri-dockerd',
      effect: 'stops',
    },
    runtime: {
      what: '`{spelling}` needs dockershim, which was removed in kubelet 1.24',
      why: 'the kubelet finds no container runtime, and the node does not come back from the upgrade',
      help: 'set `--container-runtime-endpoint` to the socket of containerd, CRI-O or cri-dockerd, and delete this from 1.24 on (`remote` before)',
      effect: 'stops',
    },
  },

  *check(written) {
    const { of, key } = written
    const isEndpoint = key === 'containerRuntimeEndpoint' || key === 'container-runtime-endpoint'
    if (of.kind !== 'kubelet' || !(isEndpoint || key === 'container-runtime')) return
    if (isVendorBuild(of) || isSeenRunning(of)) return
    const here = minorOf(of.version)
    if (here < GONE - 1) return
    // a flag this kubelet does not know any more stops it all the same
    const setting = of.answer({ key })
    const answer = setting === undefined ? undefined : yield* known(setting)
    if (answer?.by !== undefined && !sameLocation(answer.by.at, written.at)) return
    const value = written.value?.known ? written.value.value : undefined
    if (value === undefined || !(isEndpoint ? SOCKET.test(value) : value === 'docker')) return
    yield {
      message: isEndpoint ? 'gone' : 'runtime',
      at: written,
      ...(here < GONE ? { severity: 'warning', bites: GONE } : {}),
    }
  },
})
