import type { Component } from '../../model/component.js'
import { known, type Read } from '../../model/rule.js'
import type { ListItem } from '../../model/setting.js'
import { atLeast } from '../../model/version.js'
import { beside } from './beside.js'
import { otherThan, rows, written } from './checks.js'

type Etcd = Component<'etcd'>

const LOGGING = 'server/embed/config_logging.go'

/** What etcd's set-up of its logs refuses. */
export const ETCD_LOGS = rows('etcd', [
  {
    id: 'logger',
    settings: ['logger'],
    versions: '>=3.4',
    reason: '`{value}` is no logger of this version',
    remedy: 'write zap',
    source: LOGGING,
    *check(etcd) {
      const setting = yield* written(etcd, 'logger')
      const value = setting?.value
      const words = atLeast(etcd.version, '3.5') ? ['zap'] : ['zap', 'capnslog']
      if (setting !== undefined && typeof value === 'string' && !words.includes(value))
        yield { at: setting, values: { value } }
    },
  },
  {
    id: 'log-level',
    settings: ['log-level'],
    versions: '>=3.4',
    reason: '`{value}` is no level of the log',
    remedy: 'write debug, info, warn, error, panic or fatal',
    source: 'client/pkg/logutil/log_level.go',
    *check(etcd) {
      const setting = yield* written(etcd, 'log-level')
      const value = setting?.value
      if (setting === undefined || typeof value !== 'string') return
      if (atLeast(etcd.version, '3.5')) {
        if (value === '' || LEVELS.includes(value.toLowerCase())) return
      } else if (LEVELS.includes(value)) return
      // with --debug capnslog does without
      else if ((yield* known(etcd.get('debug'))).value === true && (yield* isCapnslog(etcd))) return
      yield { at: setting, values: { value } }
    },
  },
  {
    id: 'log-format',
    settings: ['log-format'],
    versions: '>=3.6',
    reason: '`{value}` is neither json nor console',
    remedy: 'write json or console',
    source: 'client/pkg/logutil/log_format.go',
    check: otherThan('log-format', ['', 'json', 'console']),
  },
  {
    id: 'log-outputs',
    settings: ['log-outputs'],
    versions: '>=3.4',
    reason: '`default` stands alone or not at all',
    remedy: 'write stderr for `default`, or remove the others',
    source: LOGGING,
    *check(etcd) {
      const setting = yield* known(etcd.get('log-outputs'))
      const outputs = outputsOf(setting.value)
      if (setting.state !== 'set' || outputs.length < 2 || !outputs.includes('default')) return
      if (!(yield* isCapnslog(etcd)) && !(yield* hasOlderName(etcd))) yield { at: setting }
    },
  },
  {
    id: 'capnslog-outputs',
    settings: ['log-outputs', 'logger'],
    versions: '3.4',
    reason: 'the logger capnslog writes to one of default, stderr and stdout and nowhere else',
    remedy: 'set `logger` to zap, or name one of them',
    source: LOGGING,
    *check(etcd) {
      const setting = yield* known(etcd.get('log-outputs'))
      const outputs = outputsOf(setting.value)
      if (setting.state !== 'set' || (outputs.length === 1 && STREAMS.includes(outputs[0] ?? ''))) return
      if ((yield* isCapnslog(etcd)) && !(yield* hasOlderName(etcd))) yield { at: setting }
    },
  },
  {
    id: 'log-rotation',
    settings: ['enable-log-rotation', 'log-outputs'],
    versions: '>=3.5',
    reason: 'it needs one file in `log-outputs`',
    remedy: 'name one file in `log-outputs`',
    source: LOGGING,
    *check(etcd) {
      const rotation = yield* written(etcd, 'enable-log-rotation')
      if (rotation?.value !== true) return
      const setting = yield* known(etcd.get('log-outputs'))
      if (isRotated(outputsOf(setting.value))) return
      yield { at: rotation, ...beside([setting, 'the outputs']) }
    },
  },
  {
    id: 'log-rotation-config',
    settings: ['log-rotation-config-json', 'enable-log-rotation'],
    versions: '>=3.5',
    reason: 'it does not decode: {detail}',
    remedy: 'write it as in {"maxsize": 100, "maxbackups": 3}',
    source: LOGGING,
    *check(etcd) {
      const config = yield* written(etcd, 'log-rotation-config-json')
      const detail = typeof config?.value === 'string' ? rotationProblem(config.value) : undefined
      if (config === undefined || detail === undefined) return
      const rotation = yield* known(etcd.get('enable-log-rotation'))
      if (rotation.value !== true) return
      const outputs = yield* known(etcd.get('log-outputs'))
      if (isRotated(outputsOf(outputs.value))) yield { at: config, values: { detail } }
    },
  },
])

/** 3.4 has two loggers, and the older one by default. */
function* isCapnslog(etcd: Etcd): Generator<Read, boolean, unknown> {
  if (atLeast(etcd.version, '3.5')) return false
  return (yield* known(etcd.get('logger'))).value === 'capnslog'
}

/** 3.4 merges the outputs of --log-output with those of --log-outputs. */
function* hasOlderName(etcd: Etcd): Generator<Read, boolean, unknown> {
  return !atLeast(etcd.version, '3.5') && (yield* written(etcd, 'log-output')) !== undefined
}

/** Exactly one file, or streams of more than one kind, which setupLogRotation lets through. */
function isRotated(outputs: readonly string[]): boolean {
  const files = outputs.filter(output => !STREAMS.includes(output))
  return files.length === 1 || (files.length === 0 && outputs.length > 1)
}

/** From 3.5 on in any case of letters. */
const LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error', 'dpanic', 'panic', 'fatal']

const STREAMS: readonly string[] = ['default', 'stderr', 'stdout']

const outputsOf = (items: readonly ListItem[] = []): readonly string[] => [...new Set(items.map(({ value }) => value))]

const FIELDS: Readonly<Record<string, 'number' | 'boolean'>> = {
  maxsize: 'number',
  maxage: 'number',
  maxbackups: 'number',
  localtime: 'boolean',
  compress: 'boolean',
}

/** lumberjack.Logger, read by encoding/json: names in any case of letters, others skipped. */
function rotationProblem(text: string): string | undefined {
  const value = parsed(text)
  if (value === undefined) return 'it is no JSON'
  if (value === null) return undefined
  if (typeof value !== 'object' || Array.isArray(value)) return 'it is no JSON object'
  for (const [name, own] of Object.entries(value)) {
    const lower = name.toLowerCase()
    const wanted = Object.hasOwn(FIELDS, lower) ? FIELDS[lower] : undefined
    if (wanted === undefined || own === null) continue
    if (typeof own !== wanted || (wanted === 'number' && !Number.isInteger(own)))
      return `\`${name}\` must be a ${wanted === 'number' ? 'whole number' : 'boolean'}`
  }
  return undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
