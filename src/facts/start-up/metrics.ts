import type { Component, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { formatMinor, minorOf } from '../../model/version.js'
import { written } from './checks.js'
import type { Checking, Validation } from './validation.js'

interface MetricKeys<K extends ComponentKind> {
  readonly hidden: ScalarKey<K>
  readonly disabled: ScalarKey<K>
}

/** The same at whoever takes all flags of k8s.io/component-base/metrics. */
export const METRICS = { hidden: 'show-hidden-metrics-for-version', disabled: 'disabled-metrics' } as const

const LABELS = 'allow-metric-labels'
const OPTIONS = 'staging/src/k8s.io/component-base/metrics/options.go'
const CONFIG = 'staging/src/k8s.io/component-base/metrics/api/v1/config.go'

const isMetric = (text: string): boolean => /^[a-zA-Z_:][\w:]*$/.test(text)
const isLabelOfMetric = (text: string): boolean => /^[a-zA-Z_:][\w:]*,[a-zA-Z_]\w*$/.test(text)

export const metricRows = <K extends ComponentKind>({ hidden, disabled }: MetricKeys<K>): readonly Validation<K>[] => [
  {
    id: 'hidden-metrics',
    settings: [`--${String(hidden)}`],
    versions: '>=1.20',
    reason: 'only metrics that the minor before it hid can be shown, and that is {previous}',
    remedy: 'remove it, or write {previous}',
    source: OPTIONS,
    *check(component) {
      const version = yield* written(component, hidden)
      const previous = formatMinor(minorOf(component.version) - 1)
      if (typeof version?.value === 'string' && version.value !== '' && version.value !== previous)
        yield { at: version, values: { previous } }
    },
  },
  {
    id: 'metric-labels',
    settings: [`--${LABELS}`],
    versions: '>=1.21',
    reason: '{problem}',
    remedy: "write for example `--allow-metric-labels=metric,label='v1,v2'`",
    source: OPTIONS,
    check: labels,
  },
  {
    id: 'disabled-metrics',
    settings: [`--${String(disabled)}`],
    versions: '>=1.36',
    reason: '`{name}` is not the name of a metric',
    remedy: 'remove it, or write the full name as `/metrics` shows it',
    source: CONFIG,
    *check({ assignments }) {
      for (const flag of assignments) {
        const text = flag.key === disabled ? flag.value : undefined
        // a quote begins a cell of CSV, which may hold anything
        if (text === undefined || !text.known || text.value === '' || text.value.includes('"')) continue
        const name = text.value.split(',').find(cell => !isMetric(cell))
        if (name !== undefined) yield { at: flag, values: { name } }
      }
    },
  },
]

/** Each occurrence is read by itself: one pair as it stands, several as cells of CSV, which keep a comma only in quotes (pflag string_to_string.go). */
function* labels<K extends ComponentKind>({ assignments }: Component<K>): Checking {
  for (const flag of assignments) {
    const text = flag.key === LABELS && flag.entry === undefined ? flag.value : undefined
    if (text === undefined || !text.known) continue
    const pairs = text.value.split('=')
    const isPlain = !/["\r\n]/.test(text.value)
    // a cell has no comma, without which no key has its label
    const key = pairs.length > 2 ? (text.value.split(',', 1)[0] ?? '') : (pairs[0] ?? '')
    const isFine = pairs.length === 2 && isLabelOfMetric(key.replace(/^"/, ''))
    if (pairs.length < 2) yield { at: flag, values: { problem: 'without a `=` it is no map' } }
    else if (isPlain && !isFine)
      yield { at: flag, values: { problem: `\`${key}\` is not the name of a metric, a comma and the name of a label` } }
  }
}
