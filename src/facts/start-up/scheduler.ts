import { known } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import { STRICT_SINCE } from '../strict-files.js'
import { contradiction } from './beside.js'
import { outside, rows, written } from './checks.js'
import { clientRate } from './client-rate.js'
import { undecodable } from './decode.js'
import { EMULATION, emulationRows } from './emulation.js'
import { ELECTION, leaderRows, lockRow } from './leader.js'
import { loggingRow } from './logging.js'
import { METRICS, metricRows } from './metrics.js'
import { HEADERS, headerRows } from './request-headers.js'
import { EXTENDERS } from './scheduler-extenders.js'
import { PLUGINS } from './scheduler-plugins.js'
import { PROFILES } from './scheduler-profiles.js'
import { SERVING, servingRows } from './serving.js'

const VALIDATION = 'pkg/scheduler/apis/config/validation/validation.go'
const COMPONENT_BASE = 'staging/src/k8s.io/component-base/config/validation/validation.go'

const isFromFile = ({ by }: KnownSetting<unknown>): boolean => by?.layer === 'file'

export const VALIDATIONS = rows('kube-scheduler', [
  {
    id: 'config-field',
    settings: ['--config'],
    versions: '>=1.9',
    reason: 'the file does not decode: {detail}',
    remedy: '{cure}',
    source: 'cmd/kube-scheduler/app/options/configfile.go',
    check: undecodable<'kube-scheduler'>({ strict: `>=${STRICT_SINCE['kube-scheduler']}` }),
  },
  loggingRow<'kube-scheduler'>(),
  ...leaderRows<'kube-scheduler'>(ELECTION),
  lockRow<'kube-scheduler'>('leader-elect-resource-lock', 'leader-elect'),
  {
    id: 'leader-name',
    settings: ['--leader-elect-resource-name', '--leader-elect-resource-namespace'],
    versions: '>=1.22.4',
    reason: 'with a configuration file it must not be empty',
    remedy: 'remove it',
    source: COMPONENT_BASE,
    *check(scheduler) {
      const { value: elects } = yield* known(scheduler.get('leader-elect'))
      if (elects !== true || scheduler.configFile !== 'yes') return
      for (const key of ['leader-elect-resource-name', 'leader-elect-resource-namespace'] as const) {
        const name = yield* written(scheduler, key)
        if (name?.value === '') yield { at: name }
      }
    },
  },
  {
    id: 'client-burst',
    settings: ['clientConnection.burst'],
    versions: '>=1.12',
    reason: 'it must not be negative',
    remedy: 'remove it, for the default is 100',
    source: COMPONENT_BASE,
    *check(scheduler) {
      const burst = yield* written(scheduler, 'clientConnection.burst')
      if (typeof burst?.value !== 'number' || burst.value >= 0) return
      // of a flag only the client asks, and only where there is a limit
      if (isFromFile(burst)) yield { at: burst }
    },
  },
  clientRate<'kube-scheduler'>(
    'clientConnection.burst',
    'clientConnection.qps',
    burst => isFromFile(burst) && burst.value !== 0,
  ),
  {
    id: 'percentage',
    settings: ['percentageOfNodesToScore'],
    versions: '>=1.12',
    reason: 'it is not a percentage',
    remedy: 'set a value between 0 and 100',
    source: VALIDATION,
    check: outside(['percentageOfNodesToScore'], { min: 0, max: 100 }),
  },
  {
    id: 'parallelism',
    settings: ['parallelism'],
    versions: '>=1.20',
    reason: 'it must be greater than 0',
    remedy: 'remove it, for the default is 16',
    source: VALIDATION,
    check: outside(['parallelism'], { min: 1 }),
  },
  {
    id: 'backoff-initial',
    settings: ['podInitialBackoffSeconds'],
    versions: '>=1.17',
    reason: 'it must be greater than 0',
    remedy: 'remove it, for the default is 1',
    source: VALIDATION,
    check: outside(['podInitialBackoffSeconds'], { min: 1 }),
  },
  {
    id: 'backoff',
    settings: ['podMaxBackoffSeconds', 'podInitialBackoffSeconds'],
    versions: '>=1.17',
    reason: 'the longest back-off ({most}s) must not be below the first one ({first}s)',
    remedy: 'use 1 and 10, or other values in that order',
    source: VALIDATION,
    *check(scheduler) {
      const first = yield* known(scheduler.get('podInitialBackoffSeconds'))
      const most = yield* known(scheduler.get('podMaxBackoffSeconds'))
      if (first.value === undefined || most.value === undefined || most.value >= first.value) return
      const values = { most: most.value, first: first.value }
      yield* contradiction([most, 'the longest'], [first, 'the first back-off'], values)
    },
  },
  {
    id: 'bind-addresses',
    settings: ['healthzBindAddress', 'metricsBindAddress'],
    versions: '1.23 - 1.28',
    reason: 'there is no insecure port any more, so it must be empty or name the port 0',
    remedy: 'remove it; health and metrics are served at `--secure-port`',
    source: VALIDATION,
    *check(scheduler) {
      for (const key of ['healthzBindAddress', 'metricsBindAddress'] as const) {
        const address = yield* written(scheduler, key)
        const port = typeof address?.value === 'string' ? /:(\d{1,5})$/.exec(address.value)?.[1] : undefined
        if (address !== undefined && port !== undefined && Number(port) !== 0) yield { at: address }
      }
    },
  },
  ...PROFILES,
  ...PLUGINS,
  ...EXTENDERS,
  ...servingRows<'kube-scheduler'>(SERVING, '1.13'),
  ...headerRows<'kube-scheduler'>(HEADERS),
  ...metricRows<'kube-scheduler'>(METRICS),
  ...emulationRows<'kube-scheduler'>(EMULATION),
])
