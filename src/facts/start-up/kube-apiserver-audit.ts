import type { Component } from '../../model/component.js'
import { known, type Read } from '../../model/rule.js'
import { filled } from './absence.js'
import { rows, written } from './checks.js'
import type { Checking, Validation } from './validation.js'

const SOURCE = 'staging/src/k8s.io/apiserver/pkg/server/options/audit.go'

type Apiserver = Component<'kube-apiserver'>

/** The two that take audit events, and what switches each on: options of one that is off nobody looks at. */
const BACKENDS = [
  ['audit-log', 'audit-log-path'],
  ['audit-webhook', 'audit-webhook-config-file'],
] as const
type Backend = (typeof BACKENDS)[number][0]

const MODES = ['batch', 'blocking', 'blocking-strict']

/** Makes a check of each backend that is on. */
const ofEach = (check: (apiserver: Apiserver, backend: Backend) => Checking): Validation<'kube-apiserver'>['check'] =>
  function* (apiserver) {
    for (const [backend, file] of BACKENDS) yield { apart: look(apiserver, backend, file) }
    function* look(of: Apiserver, backend: Backend, file: (typeof BACKENDS)[number][1]): Checking {
      if ((yield* filled(of, file)) !== undefined) yield* check(of, backend)
    }
  }

function* belowOne(
  apiserver: Apiserver,
  key: `${Backend}-${'batch-buffer-size' | 'batch-max-size' | 'batch-throttle-burst' | 'batch-throttle-qps' | 'truncate-max-event-size'}`,
): Checking {
  const setting = yield* written(apiserver, key)
  if (setting !== undefined && typeof setting.value === 'number' && setting.value <= 0) yield { at: setting }
}

function* isOn(apiserver: Apiserver, key: `${Backend}-batch-throttle-enable`): Generator<Read, boolean, unknown> {
  return (yield* known(apiserver.get(key))).value === true
}

/** Where audit events go; the policy that says which is a row of its own. */
export const AUDIT = rows('kube-apiserver', [
  {
    id: 'audit-mode',
    settings: ['--audit-log-mode', '--audit-webhook-mode'],
    versions: '>=1.14',
    reason: '`{value}` is not a mode of auditing',
    remedy: 'use batch, blocking or blocking-strict',
    source: SOURCE,
    check: ofEach(function* (apiserver, backend) {
      const mode = yield* written(apiserver, `${backend}-mode`)
      if (mode !== undefined && !MODES.includes(String(mode.value)))
        yield { at: mode, values: { value: String(mode.value) } }
    }),
  },
  {
    id: 'audit-batch',
    settings: [
      '--audit-log-batch-buffer-size',
      '--audit-log-batch-max-size',
      '--audit-log-batch-throttle-qps',
      '--audit-log-batch-throttle-burst',
      '--audit-webhook-batch-buffer-size',
      '--audit-webhook-batch-max-size',
      '--audit-webhook-batch-throttle-qps',
      '--audit-webhook-batch-throttle-burst',
    ],
    versions: '>=1.14',
    reason: 'it must be greater than 0 in the mode batch',
    remedy: 'remove it',
    source: SOURCE,
    check: ofEach(function* (apiserver, backend) {
      const mode = yield* known(apiserver.get(`${backend}-mode`))
      if (mode.value !== 'batch') return
      yield* belowOne(apiserver, `${backend}-batch-buffer-size`)
      yield* belowOne(apiserver, `${backend}-batch-max-size`)
      if (!(yield* isOn(apiserver, `${backend}-batch-throttle-enable`))) return
      yield* belowOne(apiserver, `${backend}-batch-throttle-qps`)
      yield* belowOne(apiserver, `${backend}-batch-throttle-burst`)
    }),
  },
  {
    id: 'audit-truncate',
    settings: [
      '--audit-log-truncate-max-event-size',
      '--audit-log-truncate-max-batch-size',
      '--audit-webhook-truncate-max-event-size',
      '--audit-webhook-truncate-max-batch-size',
    ],
    versions: '>=1.14',
    reason: 'the largest event must fit into a batch, {problem}',
    remedy: 'remove it',
    source: SOURCE,
    check: ofEach(function* (apiserver, backend) {
      const event = yield* known(apiserver.get(`${backend}-truncate-max-event-size`))
      const batch = yield* known(apiserver.get(`${backend}-truncate-max-batch-size`))
      if (event.value === undefined || batch.value === undefined) return
      if (event.value <= 0) {
        if (event.by !== undefined) yield { at: event, values: { problem: 'and be greater than 0' } }
        return
      }
      const at = batch.by === undefined ? event : batch
      if (at.by !== undefined && batch.value < event.value) yield { at, values: { problem: 'and does not' } }
    }),
  },
  {
    id: 'audit-rotation',
    settings: ['--audit-log-maxage', '--audit-log-maxbackup', '--audit-log-maxsize'],
    versions: '>=1.14',
    reason: 'it must not be negative',
    remedy: 'remove it',
    source: SOURCE,
    *check(apiserver) {
      if ((yield* filled(apiserver, 'audit-log-path')) === undefined) return
      for (const key of ['audit-log-maxage', 'audit-log-maxbackup', 'audit-log-maxsize'] as const) {
        const setting = yield* written(apiserver, key)
        if (setting !== undefined && Number(setting.value) < 0) yield { at: setting }
      }
    },
  },
])
