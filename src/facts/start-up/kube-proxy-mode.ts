import type { Component } from '../../model/component.js'
import { before } from '../../model/version.js'
import { beside } from './beside.js'
import { gateOf, rows, written } from './checks.js'
import type { Checking } from './validation.js'

const VALIDATION = 'pkg/proxy/apis/config/validation/validation.go'

type Proxy = Component<'kube-proxy'>

/** Why a proxy mode cannot run. Up to 1.25 another one stepped in where the machine lacked something, but no word ever did. */
export const MODES = rows('kube-proxy', [
  {
    id: 'userspace',
    settings: ['mode'],
    versions: '>=1.26',
    reason: 'the mode userspace went with 1.26',
    remedy: 'use mode iptables',
    source: VALIDATION,
    check: proxy => modeCheck(proxy, mode => mode === 'userspace'),
  },
  {
    id: 'too-new',
    settings: ['mode'],
    versions: '1.9 - 1.28',
    reason: 'the mode nftables exists from 1.29 on',
    remedy: 'use mode iptables',
    source: VALIDATION,
    check: proxy => modeCheck(proxy, mode => mode === 'nftables'),
  },
  {
    id: 'gate',
    settings: ['mode', 'featureGates'],
    versions: '1.29 - 1.32 or >=1.37',
    reason: 'the mode needs the gate {gate}, which is off',
    remedy: 'enable {gate}, or use mode iptables',
    source: VALIDATION,
    *check(proxy) {
      const setting = yield* written(proxy, 'mode')
      const gate = before(proxy.version, '1.33') ? 'NFTablesProxyMode' : 'KubeProxyIPVS'
      if (setting === undefined || setting.value !== GATED[gate]) return
      const on = yield* gateOf(proxy, gate)
      if (on?.value !== false) return
      yield {
        at: setting,
        values: { gate },
        ...beside([on, 'the gate']),
      }
    },
  },
  {
    id: 'windows',
    settings: ['mode'],
    versions: '>=1.9',
    reason: 'the mode kernelspace is one of Windows, and systemd runs on Linux',
    remedy: 'use mode iptables',
    source: VALIDATION,
    *check(proxy) {
      if (proxy.runsIn?.kind === 'unit') yield* modeCheck(proxy, mode => mode === 'kernelspace')
    },
  },
  {
    id: 'unknown',
    settings: ['mode'],
    versions: '>=1.9',
    reason: '`{mode}` is no proxy mode',
    remedy: 'use mode iptables',
    source: VALIDATION,
    check: proxy => modeCheck(proxy, mode => !WORDS.includes(mode)),
  },
])

const GATED = { NFTablesProxyMode: 'nftables', KubeProxyIPVS: 'ipvs' } as const

const WORDS: readonly string[] = ['', 'iptables', 'ipvs', 'kernelspace', 'nftables', 'userspace']

function* modeCheck(proxy: Proxy, isBad: (mode: string) => boolean): Checking {
  const setting = yield* written(proxy, 'mode')
  const mode = setting?.value
  if (setting !== undefined && typeof mode === 'string' && isBad(mode)) yield { at: setting, values: { mode } }
}
