import { known } from '../../model/rule.js'
import type { ListItem } from '../../model/setting.js'
import { atLeast } from '../../model/version.js'
import { rows, written } from './checks.js'

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
        // with --debug capnslog does without
      } else if (LEVELS.includes(value) || (yield* known(etcd.get('debug'))).value === true) return
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
    *check(etcd) {
      const setting = yield* written(etcd, 'log-format')
      const value = setting?.value
      if (setting !== undefined && typeof value === 'string' && !['', 'json', 'console'].includes(value))
        yield { at: setting, values: { value } }
    },
  },
  {
    id: 'log-outputs',
    settings: ['log-outputs'],
    versions: '>=3.4',
    reason: '{problem}',
    remedy: '{cure}',
    source: LOGGING,
    *check(etcd) {
      const setting = yield* known(etcd.get('log-outputs'))
      const outputs = outputsOf(setting.value)
      if (setting.state !== 'set') return
      if (!atLeast(etcd.version, '3.5')) {
        // 3.4 has a flag of the older name too, and merges both
        if ((yield* written(etcd, 'log-output')) !== undefined) return
        const logger = yield* known(etcd.get('logger'))
        if (logger.value === 'capnslog' && (outputs.length !== 1 || !STREAMS.includes(outputs[0] ?? ''))) {
          const problem = 'the logger capnslog writes to one of default, stderr and stdout only'
          yield { at: setting, values: { problem, cure: 'set `logger` to zap, or name one of them' } }
          return
        }
      }
      if (outputs.length > 1 && outputs.includes('default'))
        yield {
          at: setting,
          values: {
            problem: '`default` stands alone or not at all',
            cure: 'write stderr for `default`, or remove the others',
          },
        }
    },
  },
  {
    id: 'log-rotation',
    settings: ['enable-log-rotation', 'log-outputs', 'log-rotation-config-json'],
    versions: '>=3.5',
    reason: '{problem}',
    remedy: '{cure}',
    source: LOGGING,
    *check(etcd) {
      const rotation = yield* written(etcd, 'enable-log-rotation')
      if (rotation?.value !== true) return
      const setting = yield* known(etcd.get('log-outputs'))
      const outputs = outputsOf(setting.value)
      const files = outputs.filter(output => !STREAMS.includes(output))
      if (files.length > 1 || (outputs.length <= 1 && files.length === 0)) {
        yield {
          at: rotation,
          values: { problem: 'it needs one file in `log-outputs`', cure: 'name one file in `log-outputs`' },
          ...(setting.by === undefined ? {} : { related: [{ at: setting, label: 'the outputs' }] }),
        }
        return
      }
      const config = yield* written(etcd, 'log-rotation-config-json')
      const problem = typeof config?.value === 'string' ? rotationProblem(config.value) : undefined
      if (config !== undefined && problem !== undefined)
        yield { at: config, values: { problem, cure: 'write it as in {"maxsize": 100, "maxbackups": 3}' } }
    },
  },
])

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
  if (value === undefined) return 'it is not JSON'
  if (value === null) return undefined
  if (typeof value !== 'object' || Array.isArray(value)) return 'it is not a JSON object'
  for (const [name, own] of Object.entries(value)) {
    const wanted = FIELDS[name.toLowerCase()]
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
