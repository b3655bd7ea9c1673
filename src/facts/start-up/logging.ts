import type { Component, ScalarKey } from '../../model/component.js'
import { parseDuration } from '../../model/duration.js'
import type { ComponentKind } from '../../model/fragment.js'
import { span } from '../../model/location.js'
import { known } from '../../model/rule.js'
import type { ListItem } from '../../model/setting.js'
import { itemsAt, lookup } from '../../model/tree.js'
import { atLeast } from '../../model/version.js'
import { keyOf } from '../settings.js'
import { beside } from './beside.js'
import { gateOf, written } from './checks.js'
import type { Checking, Validation } from './validation.js'
import { writtenText } from './written-text.js'

/*
 * What every component checks of its logging, by flags as by the section of its file (k8s.io/component-base/logs/api/v1/options.go, Validate;
 * read at v0.22.17, v0.25.16, v0.28.15, v0.31.14, v0.34.4 and v0.37.2). Rows fill `{detail}` and `{cure}`.
 */

const FORMATS = ['text', 'json']
/** klog keeps its levels in an int32. */
const LARGEST = 2 ** 31 - 1

/** As they are called by those that take logging by flags alone. */
const FLAGS: Validation['settings'] = ['--logging-format', '--v', '--vmodule', '--log-*']

/** The row of a component, most of which check it from 1.19 on (cmd/…/app of v1.19.16, v1.22.17 and v1.23.17). */
export const loggingRow = <K extends ComponentKind>(settings = FLAGS, versions = '>=1.19'): Validation<K> => ({
  id: 'logging',
  settings,
  versions,
  reason: '{detail}',
  remedy: '{cure}',
  source: 'staging/src/k8s.io/component-base/logs/api/v1/options.go',
  check: logging,
})

function* logging<K extends ComponentKind>(component: Component<K>): Checking {
  for (const part of [format, jsonGate, flushFrequency, verbosity, patterns, patternsWithFormat, alphaOptions])
    yield { apart: part(component) }
}

/** The setting a flag of the logging section belongs to: a field where the component has a file. */
const keyFor = <K extends ComponentKind>(component: Component<K>, flag: string): ScalarKey<K> | undefined =>
  keyOf(component.kind, flag)?.key as ScalarKey<K> | undefined

function* ofFlag<K extends ComponentKind>(component: Component<K>, flag: string) {
  const key = keyFor(component, flag)
  return key === undefined ? undefined : yield* written(component, key)
}

function* format<K extends ComponentKind>(component: Component<K>): Checking {
  const setting = yield* ofFlag(component, 'logging-format')
  if (typeof setting?.value !== 'string' || FORMATS.includes(setting.value)) return
  // in a file that is the default
  if (setting.value === '' && setting.by?.layer !== 'flag') return
  const detail = setting.value === '' ? 'nothing is no log format' : `\`${setting.value}\` is not a log format`
  yield { at: setting, values: { detail, cure: 'use text or json' } }
}

function* jsonGate<K extends ComponentKind>(component: Component<K>): Checking {
  const setting = yield* ofFlag(component, 'logging-format')
  if (setting?.value !== 'json') return
  const on = yield* gateOf(component, 'LoggingBetaOptions')
  if (on?.value === false)
    yield {
      at: setting,
      values: { detail: 'json needs the gate LoggingBetaOptions', cure: 'enable the gate or use text' },
      related: [{ at: on, label: 'the gate' }],
    }
}

/** Since there is a ticker behind it (k8s.io/klog v2.60): a panic up to 1.34, an error from 1.35 on. */
function* flushFrequency<K extends ComponentKind>(component: Component<K>): Checking {
  if (!atLeast(component.version, '1.25')) return
  const key = keyFor(component, 'log-flush-frequency')
  // a file may hold nanoseconds, which are no duration
  const found = key === undefined ? undefined : yield* writtenText(component, key)
  if (found === undefined) return
  const amount = parseDuration(found.text) ?? (/^-?\d{1,20}$/.test(found.text) ? Number(found.text) : undefined)
  if (amount === undefined || amount > 0) return
  yield { at: found.by, values: { detail: 'it must be greater than 0', cure: 'write 5s' } }
}

/** What a flag says does not parse. */
function* verbosity<K extends ComponentKind>(component: Component<K>): Checking {
  if (!atLeast(component.version, '1.25')) return
  const setting = yield* ofFlag(component, 'v')
  const value = setting?.value
  if (setting === undefined || typeof value !== 'number' || setting.by?.layer === 'flag') return
  // more than an uint32 does not decode
  if (value > LARGEST && value < 2 ** 32)
    yield { at: setting, values: { detail: 'a level is a number from 0 to 2147483647', cure: 'write a small number' } }
}

function* patterns<K extends ComponentKind>(component: Component<K>): Checking {
  if (!atLeast(component.version, '1.25')) return
  yield { apart: patternsInFiles(component) }
  for (const { value, at } of (yield* patternsOfFlag(component))?.items ?? [])
    if (value !== '' && !isPattern(value))
      yield {
        at,
        values: { spelling: value, detail: 'it has not the form pattern=N', cure: 'write for example reflector=4' },
      }
}

/** A file has maps in its list, which no setting holds: of these the tree is looked at. */
function* patternsOfFlag<K extends ComponentKind>(component: Component<K>) {
  const key = keyFor(component, 'vmodule')
  if (!component.assignments.some(written => written.key === key && written.layer === 'flag')) return undefined
  const setting = yield* ofFlag(component, 'vmodule')
  if (setting?.by?.layer !== 'flag' || !Array.isArray(setting.value)) return undefined
  const items: readonly ListItem[] = setting.value
  return { setting, items }
}

function isPattern(text: string): boolean {
  const [name, level, more] = text.split('=')
  return (
    name !== '' && more === undefined && level !== undefined && /^\d{1,10}$/.test(level) && Number(level) <= LARGEST
  )
}

/** The list of a file, whose items are maps. */
function* patternsOfFile<K extends ComponentKind>(component: Component<K>) {
  const key = keyFor(component, 'vmodule')
  const setting = key === undefined ? undefined : component.node(key)
  if (setting === undefined) return undefined
  const list = yield* known(setting)
  return { list, items: itemsAt(list.value) }
}

function* patternsInFiles<K extends ComponentKind>(component: Component<K>): Checking {
  for (const item of (yield* patternsOfFile(component))?.items ?? []) {
    const found = lookup(item, 'filePattern')
    if (found.state !== 'found' || found.value.kind !== 'scalar' || !found.value.text.known) continue
    const pattern = found.value.text.value
    if (pattern !== '' && !/[=,]/.test(pattern)) continue
    const at = found.key === undefined ? found.value.at : span(found.key.at, found.value.at)
    const detail = pattern === '' ? 'a pattern must not be empty' : 'a pattern holds no `=` and no comma'
    yield { at, values: { spelling: `filePattern: ${pattern || '""'}`, detail, cure: 'name one file, without .go' } }
  }
}

function* patternsWithFormat<K extends ComponentKind>(component: Component<K>): Checking {
  if (!atLeast(component.version, '1.25')) return
  const format = yield* ofFlag(component, 'logging-format')
  if (format?.value !== 'json') return
  const values = { detail: 'only the format text takes patterns', cure: 'remove it or use the format text' }
  const related = [{ at: format, label: 'the format' }] as const
  const file = yield* patternsOfFile(component)
  if (file !== undefined && file.items.length > 0) {
    yield { at: file.list, values: { spelling: 'vmodule', ...values }, related }
    return
  }
  const flag = yield* patternsOfFlag(component)
  if (flag?.items.some(({ value }) => value !== '') === true) yield { at: flag.setting, values, related }
}

/** A buffer wherever it is written; the split of streams by its flag alone, since flags take back what a file says of it. */
function* alphaOptions<K extends ComponentKind>(component: Component<K>): Checking {
  for (const form of ['json', 'text']) {
    yield { apart: alphaOption(component, [`log-${form}-split-stream`], value => value === true, true) }
    const size = [`log-${form}-info-buffer-size`, `logging.options.${form}.infoBufferSize`]
    yield { apart: alphaOption(component, size, value => typeof value === 'number' && value !== 0, false) }
  }
}

function* alphaOption<K extends ComponentKind>(
  component: Component<K>,
  names: readonly string[],
  isUsed: (value: unknown) => boolean,
  onlyFlags: boolean,
): Checking {
  const keys = new Set(names.flatMap(name => keyFor(component, name) ?? []))
  for (const key of keys) {
    const setting = yield* written(component, key)
    if (setting === undefined || !isUsed(setting.value) || (onlyFlags && setting.by?.layer !== 'flag')) continue
    const on = yield* gateOf(component, 'LoggingAlphaOptions')
    if (on?.value === false)
      yield {
        at: setting,
        values: { detail: 'it needs the gate LoggingAlphaOptions', cure: 'remove it or enable the gate' },
        ...beside([on, 'the gate']),
      }
  }
}
