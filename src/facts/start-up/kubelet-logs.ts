import type { Component, ScalarKey } from '../../model/component.js'
import { parseQuantity } from '../../model/quantity.js'
import { known, type Read } from '../../model/rule.js'
import type { Assignment } from '../../model/setting.js'
import { atLeast } from '../../model/version.js'
import { outside, rows, written } from './checks.js'

const VALIDATION = 'pkg/kubelet/apis/config/validation/validation.go'
const ROTATION = 'pkg/kubelet/logs/container_log_manager.go'
const SECOND = 1_000

/** Rotation of the containers' logs, and where they lie. */
export const LOGS = rows('kubelet', [
  {
    id: 'log-workers',
    settings: ['containerLogMaxWorkers'],
    versions: '>=1.30',
    reason: 'it is below 1',
    remedy: 'set 1, the default, or more',
    source: VALIDATION,
    check: outside(['containerLogMaxWorkers'], { min: 1 }),
  },
  {
    id: 'log-interval',
    settings: ['containerLogMonitorInterval'],
    versions: '>=1.30',
    reason: 'it is shorter than 3s',
    remedy: 'set 10s, the default',
    source: VALIDATION,
    check: outside(['containerLogMonitorInterval'], { min: 3 * SECOND }),
  },
  {
    // from 1.33 on validation.go
    id: 'log-files',
    settings: ['containerLogMaxFiles'],
    versions: '>=1.21',
    reason: 'it is not above 1',
    remedy: 'set 5, the default',
    source: ROTATION,
    *check(kubelet) {
      if (yield* rotatesLogs(kubelet)) yield* outside<'kubelet'>(['containerLogMaxFiles'], { min: 2 })(kubelet)
    },
  },
  {
    id: 'log-size',
    settings: ['containerLogMaxSize'],
    versions: '>=1.21',
    reason: '`{value}` is not a whole number of bytes',
    remedy: 'set 10Mi, the default',
    source: ROTATION,
    *check(kubelet) {
      const size = deciding(kubelet, 'containerLogMaxSize')
      if (size?.value === undefined || !isNoSize(size.value.value)) return
      if (yield* rotatesLogs(kubelet)) yield { at: size, values: { value: size.value.value, spelling: size.spelling } }
    },
  },
  {
    id: 'pod-logs-dir',
    settings: ['podLogsDir'],
    versions: '>=1.30',
    reason: 'it is not a clean absolute path in ASCII: {detail}',
    remedy: 'set /var/log/pods, the default',
    source: VALIDATION,
    *check(kubelet) {
      const folder = yield* written(kubelet, 'podLogsDir')
      if (typeof folder?.value !== 'string' || folder.value.includes('\\')) return
      const detail = wrongWithFolder(folder.value, folder.by?.layer === 'drop-in')
      if (detail !== undefined) yield { at: folder, values: { detail } }
    },
  },
])

/** What decides a setting, be it readable or not. */
function deciding(kubelet: Component<'kubelet'>, key: ScalarKey<'kubelet'>): Assignment | undefined {
  const setting = kubelet.get(key)
  if (setting === undefined || setting.state === 'default') return undefined
  if (setting.state === 'set') return setting.by
  const last = kubelet.assignments.findLast(one => one.key === key && one.entry === undefined)
  const { doc, start, end } = setting.at
  const isIt = last?.value?.known === true && last.at.doc === doc && last.at.start === start && last.at.end === end
  return isIt ? last : undefined
}

/** Up to 1.23 only the kubelet of a runtime of its own does, and docker is told to rotate. */
function* rotatesLogs(kubelet: Component<'kubelet'>): Generator<Read, boolean, unknown> {
  if (atLeast(kubelet.version, '1.24')) return true
  const runtime = yield* known(kubelet.get('container-runtime'))
  return runtime.value === 'remote'
}

/**
 * What resource.Quantity does not read, or not as an integer: it keeps a fraction with a binary suffix as a decimal, whatever it comes to
 * (apimachinery pkg/api/resource/quantity.go, AsInt64).
 */
function isNoSize(text: string): boolean {
  const bytes = parseQuantity(text)
  if (bytes === undefined) return true
  return !Number.isInteger(bytes) || (text.includes('.') && text.endsWith('i'))
}

/** A relative path of the file is resolved against its folder, and cleaned by that. */
function wrongWithFolder(path: string, isDropIn: boolean): string | undefined {
  if (/[^\0-\x7f]/.test(path)) return 'not all its characters are ASCII'
  if (!path.startsWith('/')) return isDropIn ? 'it is relative' : undefined
  const isClean = path === '/' || !/\/\/|\/\.{0,2}$|\/\.{1,2}\//.test(path)
  return isClean ? undefined : 'a slash stands at its end or twice, or a dot for a folder'
}
