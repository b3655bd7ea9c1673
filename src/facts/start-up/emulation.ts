import type { Component, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { atLeast, formatMinor, minorOf } from '../../model/version.js'
import { oldestEmulated, statedVersion, versionOfGates } from '../emulated-version.js'
import { gate, gateAt } from '../gates.js'
import { gateEntry, gatesKey, items } from './checks.js'
import type { Checking, Validation } from './validation.js'

interface EmulationKeys<K extends ComponentKind> {
  readonly emulated: ScalarKey<K>
  readonly compatible: ScalarKey<K>
}

/** The same at whoever takes part in the emulation of older minors. */
export const EMULATION = { emulated: 'emulated-version', compatible: 'min-compatibility-version' } as const

const VERSION = 'staging/src/k8s.io/component-base/compatibility/version.go'
const REGISTRY = 'staging/src/k8s.io/component-base/compatibility/registry.go'

/** What the registry of versions and gates refuses once the flags are read. */
export const emulationRows = <K extends ComponentKind>({
  emulated,
  compatible,
}: EmulationKeys<K>): readonly Validation<K>[] => [
  {
    id: 'emulated-version',
    settings: [`--${String(emulated)}`],
    versions: '>=1.32',
    reason: '{problem}',
    remedy: 'remove it, or name a minor from {oldest} to {newest}',
    source: VERSION,
    *check(component) {
      const here = minorOf(component.version)
      // before, one minor back was all
      const oldest = atLeast(component.version, '1.33') ? oldestEmulated(component.version) : here - 1
      yield* outsideWindow(component, emulated, oldest, here)
    },
  },
  {
    id: 'min-compatibility-version',
    settings: [`--${String(compatible)}`],
    versions: '>=1.35',
    reason: '{problem}',
    remedy: 'remove it, or name a minor from {oldest} to {newest}',
    source: VERSION,
    *check(component) {
      const own = yield* versionOfGates(component)
      if (own !== undefined)
        yield* outsideWindow(component, compatible, oldestEmulated(component.version), minorOf(own))
    },
  },
  {
    id: 'emulated-gate',
    settings: ['--feature-gates', `--${String(emulated)}`],
    versions: '>=1.32',
    reason: '`{gate}` exists only from {since}, and {own} is emulated',
    remedy: 'remove `{gate}`, or emulate {since}',
    source: REGISTRY,
    *check(component) {
      const own = yield* versionOfGates(component)
      if (own === undefined || minorOf(own) >= minorOf(component.version)) return
      const key = gatesKey(component)
      const names = new Set(component.assignments.flatMap(({ key: of, entry = '' }) => (of === key ? [entry] : [])))
      for (const name of names) yield { apart: look(component, name) }
      function* look(of: Component<K>, name: string): Checking {
        const fact = gate(name)
        if (fact === undefined || own === undefined) return
        const isNew =
          gateAt(fact, of.kind, of.version).known === 'yes' && gateAt(fact, of.kind, own).known === 'too-new'
        const at = isNew ? yield* gateEntry(of, name) : undefined
        if (at?.value === undefined || at.by === undefined) return
        const values = { gate: name, since: formatMinor(fact.introduced), own: formatMinor(minorOf(own)) }
        yield { at, values }
      }
    },
  },
]

function* outsideWindow<K extends ComponentKind>(
  component: Component<K>,
  key: ScalarKey<K>,
  oldest: number,
  newest: number,
): Checking {
  const range = { oldest: formatMinor(oldest), newest: formatMinor(newest) }
  const entries = yield* items(component, key)
  // an empty text is an empty list
  if (entries.every(({ value }) => value === '')) return
  for (const [i, { value, at }] of entries.entries()) {
    const stated = statedVersion(value)
    const values = { ...range, spelling: `--${String(key)}` }
    if ('problem' in stated) yield { at, values: { ...values, problem: stated.problem } }
    else if (i > 0) yield { at, values: { ...values, problem: 'one version can be named, and there are more' } }
    else if (stated.minor < oldest || stated.minor > newest)
      yield {
        at,
        values: { ...values, problem: `${formatMinor(stated.minor)} is not from ${range.oldest} to ${range.newest}` },
      }
  }
}
