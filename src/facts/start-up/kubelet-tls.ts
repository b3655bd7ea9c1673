import type { Component } from '../../model/component.js'
import { known } from '../../model/rule.js'
import { before } from '../../model/version.js'
import { isCipherSuite, TLS_CURVES, TLS_VERSIONS } from '../tls.js'
import { items, rows, written } from './checks.js'
import { HTTP2_WORDS, suitesWithoutHttp2 } from './serving.js'
import type { Checking } from './validation.js'

/** Names the kubelet hands to Go's TLS. */
export const TLS = rows('kubelet', [
  {
    id: 'tls',
    settings: ['tlsCipherSuites', 'tlsMinVersion', 'tlsCurvePreferences'],
    versions: '>=1.10',
    reason: '{detail}',
    remedy: 'use what this version knows, once, or remove it',
    source: 'cmd/kubelet/app/server.go',
    *check(kubelet) {
      yield { apart: suites(kubelet) }
      yield { apart: minVersion(kubelet) }
      yield { apart: curves(kubelet) }
    },
  },
  {
    id: 'tls-http2',
    settings: ['tlsCipherSuites', 'tlsMinVersion'],
    versions: '>=1.22',
    ...HTTP2_WORDS,
    source: 'pkg/kubelet/server/server.go',
    *check(kubelet) {
      const list = yield* suitesWithoutHttp2(kubelet, { suites: 'tlsCipherSuites', version: 'tlsMinVersion' })
      if (list === undefined) return
      const server = yield* known(kubelet.get('enableServer'))
      if (server.value !== false) yield { at: list }
    },
  },
])

function* suites(kubelet: Component<'kubelet'>): Checking {
  for (const { value, at } of yield* items(kubelet, 'tlsCipherSuites'))
    if (value !== '' && !isCipherSuite(value, kubelet.version))
      yield { at, values: { spelling: value, detail: 'this version knows no such cipher suite' } }
}

function* minVersion(kubelet: Component<'kubelet'>): Checking {
  const version = yield* written(kubelet, 'tlsMinVersion')
  if (typeof version?.value !== 'string' || version.value === '' || TLS_VERSIONS.includes(version.value)) return
  yield { at: version, values: { detail: 'this version knows no such version of TLS' } }
}

function* curves(kubelet: Component<'kubelet'>): Checking {
  if (before(kubelet.version, '1.36')) return
  const seen = new Set<number>()
  for (const { value, at } of yield* items(kubelet, 'tlsCurvePreferences')) {
    // a name, which does not decode, is another row's
    if (!/^\d{1,5}$/.test(value)) continue
    const number = Number(value)
    const isTwice = seen.has(number)
    if (!TLS_CURVES.has(number) || isTwice)
      yield {
        at,
        values: { spelling: value, detail: isTwice ? 'it stands twice' : 'this version knows no such curve' },
      }
    seen.add(number)
  }
}
