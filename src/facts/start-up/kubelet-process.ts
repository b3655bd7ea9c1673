import type { Component } from '../../model/component.js'
import { known } from '../../model/rule.js'
import { before } from '../../model/version.js'
import { items, otherThan, rows, written } from './checks.js'
import { isLabelValue, isQualifiedName } from './label-syntax.js'
import { loggingRow } from './logging.js'
import { nodeAddresses } from './node-addresses.js'
import { isSysctlPattern } from './sysctls.js'
import type { Checking } from './validation.js'

const SERVER = 'cmd/kubelet/app/server.go'
const KUBELET = 'pkg/kubelet/kubelet.go'

/** Checks of the kubelet over its flags, its unit and what it sets up last. */
export const PROCESS = rows('kubelet', [
  {
    id: 'node-label-syntax',
    settings: ['--node-labels'],
    versions: '>=1.25',
    reason: '`{label}` is not a valid label',
    remedy: 'use letters, digits, `-`, `_` and `.`, at most 63 of them, a letter or digit first and last',
    source: 'cmd/kubelet/app/options/options.go',
    *check(kubelet) {
      for (const { key, entry, nameText, value, ...by } of kubelet.assignments) {
        if (key !== 'node-labels' && key !== 'nodeLabels') continue
        if (entry === undefined || by.layer !== 'flag' || !nameText.known) continue
        if (!isQualifiedName(entry)) yield { at: by, values: { label: entry } }
        else if (value?.known === true && !isLabelValue(value.value)) yield { at: by, values: { label: value.value } }
      }
    },
  },
  {
    id: 'drop-in-alpha-gate',
    settings: ['--config-dir'],
    versions: '1.28 - 1.29',
    reason: 'in this version the directory needs KUBELET_CONFIG_DROPIN_DIR_ALPHA in the environment',
    remedy: 'set `Environment=KUBELET_CONFIG_DROPIN_DIR_ALPHA=1` in the unit',
    source: SERVER,
    *check(kubelet) {
      const directory = yield* written(kubelet, 'config-dir')
      if (directory === undefined || directory.value === '') return
      const variable = yield* known(kubelet.environment('KUBELET_CONFIG_DROPIN_DIR_ALPHA'))
      if (variable.state === 'default') yield { at: directory }
    },
  },
  loggingRow<'kubelet'>(['logging.format', '--logging-format', 'logging', '--v', '--vmodule', '--log-*']),
  {
    id: 'lock-contention',
    settings: ['--exit-on-lock-contention', '--lock-file'],
    versions: '>=1.10',
    reason: 'it needs `--lock-file`',
    remedy: 'set `--lock-file` too',
    source: SERVER,
    *check(kubelet) {
      const exits = yield* written(kubelet, 'exitOnLockContention')
      if (exits?.value !== true) return
      const file = yield* known(kubelet.get('lockFilePath'))
      if (file.value === undefined || file.value === '') yield { at: exits }
    },
  },
  {
    id: 'node-ip',
    settings: ['--node-ip'],
    versions: '>=1.22',
    reason: '{detail}',
    remedy: 'write one address, or one IPv4 and one IPv6 address',
    source: 'staging/src/k8s.io/component-helpers/node/util/ips.go',
    *check(kubelet) {
      const ip = yield* written(kubelet, 'nodeIP')
      if (typeof ip?.value !== 'string') return
      const { count, isPair, hasUnspecified } = nodeAddresses(ip.value)
      if (count > 2 || (count === 2 && !isPair))
        yield { at: ip, values: { detail: 'it takes one address, or one of each family' } }
      else if (hasUnspecified && count === 2)
        yield { at: ip, values: { detail: 'of two addresses neither may be 0.0.0.0 or ::' } }
      else if (count === 2) yield { apart: withProvider(kubelet, ip) }
    },
  },
  {
    id: 'webhook-without-client',
    settings: ['authentication.webhook.enabled', 'authorization.mode', '--kubeconfig'],
    versions: '>=1.10',
    reason: 'it asks the API server, and there is no `--kubeconfig`',
    remedy: 'set `--kubeconfig`, or for a standalone kubelet `authorization.mode: AlwaysAllow` and no webhook',
    source: 'cmd/kubelet/app/auth.go',
    *check(kubelet) {
      // without its command line nobody knows
      if (kubelet.runsIn === undefined) return
      const kubeconfig = yield* known(kubelet.get('kubeconfig'))
      if (kubeconfig.value !== undefined && kubeconfig.value !== '') return
      const webhook = yield* written(kubelet, 'authentication.webhook.enabled')
      if (webhook?.value === true) yield { at: webhook }
      const mode = yield* written(kubelet, 'authorization.mode')
      if (mode?.value === 'Webhook') yield { at: mode }
    },
  },
  {
    id: 'authorization-mode',
    settings: ['authorization.mode'],
    versions: '>=1.10',
    reason: '`{value}` is not an authorization mode of the kubelet',
    remedy: 'use Webhook or AlwaysAllow',
    source: 'cmd/kubelet/app/auth.go',
    check: otherThan('authorization.mode', ['Webhook', 'AlwaysAllow', '']),
  },
  {
    id: 'system-cgroups-slash',
    settings: ['systemCgroups'],
    versions: 'any',
    reason: 'it must not be the root',
    remedy: 'name a cgroup below /',
    source: 'pkg/kubelet/cm/container_manager_linux.go',
    *check(kubelet) {
      const cgroups = yield* written(kubelet, 'systemCgroups')
      if (cgroups?.value === '/') yield { at: cgroups }
    },
  },
  {
    id: 'unsafe-sysctl-pattern',
    settings: ['allowedUnsafeSysctls'],
    versions: '>=1.11',
    reason: '`{pattern}` is not a sysctl that has a namespace',
    remedy: 'use kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.* or net.*',
    source: 'pkg/kubelet/sysctl/allowlist.go',
    *check(kubelet) {
      for (const { value, at } of yield* items(kubelet, 'allowedUnsafeSysctls'))
        if (value !== '' && !isSysctlPattern(value, kubelet.version))
          yield { at, values: { spelling: value, pattern: value } }
    },
  },
  {
    id: 'change-detection',
    settings: ['configMapAndSecretChangeDetectionStrategy', '--kubeconfig'],
    versions: '>=1.12',
    reason: '`{value}` is not a strategy',
    remedy: 'use Watch, Cache or Get',
    source: KUBELET,
    *check(kubelet) {
      // one without API server has nothing to watch
      const kubeconfig = yield* known(kubelet.get('kubeconfig'))
      if (kubeconfig.value === undefined || kubeconfig.value === '') return
      yield* otherThan<'kubelet'>('configMapAndSecretChangeDetectionStrategy', ['Get', 'Cache', 'Watch', ''])(kubelet)
    },
  },
  {
    id: 'sync-frequency',
    settings: ['syncFrequency'],
    versions: 'any',
    reason: 'it must be greater than 0',
    remedy: 'set 1m',
    source: KUBELET,
    *check(kubelet) {
      const frequency = yield* written(kubelet, 'syncFrequency')
      if (typeof frequency?.value === 'number' && frequency.value <= 0) yield { at: frequency }
    },
  },
  {
    // up to 1.36 the time is up before the runtime can answer; in a file 0 is the default
    id: 'runtime-timeout',
    settings: ['runtimeRequestTimeout'],
    versions: '>=1.26',
    reason: 'it must be greater than 0',
    remedy: 'set 2m, the default',
    source: 'staging/src/k8s.io/cri-client/pkg/remote_runtime.go',
    *check(kubelet) {
      const timeout = yield* written(kubelet, 'runtimeRequestTimeout')
      if (typeof timeout?.value === 'number' && timeout.value <= 0) yield { at: timeout }
    },
  },
  {
    id: 'root-dir',
    settings: ['--root-dir'],
    versions: 'any',
    reason: 'it must be an absolute path',
    remedy: 'set /var/lib/kubelet',
    source: KUBELET,
    *check(kubelet) {
      const directory = yield* written(kubelet, 'rootDirectory')
      const { value } = directory ?? {}
      if (directory === undefined || typeof value !== 'string') return
      // a path of Windows begins with a drive, or with a backslash
      if (!/^(?:\/|\\|[A-Za-z]:)/.test(value)) yield { at: directory }
    },
  },
  {
    id: 'watchdog',
    settings: ['WatchdogSec'],
    versions: '>=1.32',
    reason: 'the kubelet takes no watchdog of one second or less',
    remedy: 'set `WatchdogSec=30s` or more',
    source: 'pkg/kubelet/watchdog/watchdog_linux.go',
    *check(kubelet) {
      // a unit that is not in view whole may well set one, but then most units would go unchecked
      if (kubelet.runsIn?.kind !== 'unit' || !kubelet.runsIn.written.includes('Service.WatchdogSec')) return
      const watchdog = yield* known(kubelet.runsIn.get('Service.WatchdogSec'))
      const seconds = secondsOf(watchdog.value ?? '')
      // 0 switches it off
      if (seconds !== undefined && seconds > 0 && seconds <= 1)
        yield { at: watchdog, values: { spelling: `WatchdogSec=${watchdog.value}` } }
    },
  },
])

/** Two addresses and a cloud provider: up to 1.26 none may be set, from 1.29 `external` may; in between a gate decides. */
function* withProvider(
  kubelet: Component<'kubelet'>,
  ip: Parameters<typeof known>[0] & { readonly at: Component['anchor'] },
): Checking {
  const provider = kubelet.get('cloudProvider')
  if (provider === undefined) return
  const { value, ...rest } = yield* known(provider)
  if (value === undefined || value === '' || (value === 'external' && !before(kubelet.version, '1.27'))) return
  yield {
    at: ip,
    values: { detail: `two addresses are too many beside the cloud provider \`${value}\`` },
    related: [{ at: rest, label: 'the other setting' }],
  }
}

/** A time span of one unit (systemd.time(7)): seconds where none is written; undefined for anything longer. */
function secondsOf(text: string): number | undefined {
  const found = /^(\d{1,9}(?:\.\d{1,9})?)\s*(us|usec|ms|msec|s|sec|second|seconds)?$/.exec(text.trim())
  if (found === null) return undefined
  const unit = found[2] ?? 's'
  return Number(found[1]) * (unit.startsWith('us') ? 1e-6 : unit.startsWith('m') ? 1e-3 : 1)
}
