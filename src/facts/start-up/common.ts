import { hasOneDash, isAuthored } from '../../model/authored.js'
import type { Component } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { parseBool } from '../../model/scalar.js'
import type { Assignment } from '../../model/setting.js'
import type { Text } from '../../model/text.js'
import { minorOf, type Version } from '../../model/version.js'
import { isSkipped } from '../etcd-variables.js'
import { misread, pairSyntax } from '../flag-values.js'
import { type FlagFact, flag, knownAt } from '../flags.js'
import { gateDependencies } from '../gate-dependencies.js'
import { gate, gateAt } from '../gates.js'
import { keyOf } from '../settings.js'
import { gateOf, gatesKey } from './checks.js'
import type { Checking, Validation } from './validation.js'

/*
 * What every component checks, whatever it is: its flag library reads each value that is written, of an earlier occurrence of a flag
 * and of a deprecated one too, and its registry of feature gates compares what is on.
 */

const FLAGS = 'github.com/spf13/pflag flag.go; flag of the Go standard library at etcd'
const FEATURE_GATE = 'k8s.io/component-base/featuregate/feature_gate.go'

/** No map has more entries; the rest is left to the reader of maps. */
const MOST_ENTRIES = 1_000

/** Rows of a kind of component: all have flags and gates, the shared registry with its dependencies only those five. */
export const commonRows = <K extends ComponentKind>(kind: K): readonly Validation<K>[] =>
  kind === 'etcd' || kind === 'cluster-autoscaler' ? VALUES : [...VALUES, DEPENDENCY, SHORTHAND]

const VALUES: readonly Validation[] = [
  {
    id: 'flag-value',
    settings: ['--flag'],
    versions: 'any',
    reason: '`{value}` does not parse as {type}',
    remedy: 'write {example}',
    source: FLAGS,
    *check(component) {
      for (const { fact, written, value } of writtenFlags(component)) {
        if (value === undefined || !value.known) continue
        const found = misread(fact, value.value, minorOf(component.version))
        if (found === undefined) yield* unpaired(component, fact, written, value)
        else yield { at: written, values: { value: value.value, type: found.type, example: found.example } }
      }
    },
  },
  {
    id: 'flag-without-value',
    settings: ['--flag'],
    versions: 'any',
    reason: '`--{flag}` needs a value, and nothing follows',
    remedy: 'write `--{flag}=VALUE` or remove it',
    source: FLAGS,
    *check(component) {
      for (const { fact, written, value } of writtenFlags(component)) {
        if (value !== undefined || fact.type === 'bool' || written.layer !== 'flag' || !isWord(written)) continue
        yield { at: written, values: { flag: fact.name } }
      }
    },
  },
  {
    id: 'gate-name',
    settings: ['--feature-gates'],
    versions: 'any',
    reason: 'an entry names no feature gate',
    remedy: 'write `NAME=true` or remove the entry',
    source: FEATURE_GATE,
    *check(component) {
      for (const { fact, value } of writtenFlags(component)) {
        if (fact.name !== 'feature-gates' || value === undefined) continue
        for (const entry of entriesOf(value))
          if (entry.known && cutAt(entry, '=')[0].trim().length === 0) yield { at: placeOf(entry) }
      }
    },
  },
  {
    id: 'gate-value',
    settings: ['--feature-gates'],
    versions: 'any',
    reason: 'a feature gate is true or false',
    remedy: 'write `{gate}=true` or `{gate}=false`',
    source: FEATURE_GATE,
    *check(component) {
      for (const { fact, value } of writtenFlags(component)) {
        if (fact.name !== 'feature-gates' || value === undefined) continue
        for (const entry of entriesOf(value)) {
          const [name, of] = cutAt(entry, '=')
          const told = of?.trim()
          // what the release does not know is refused for that
          if (!entry.known || !isGateOf(component, name.trim().value)) continue
          if (told !== undefined && parseBool(told.value) !== undefined) continue
          yield { at: placeOf(entry), values: { gate: name.trim().value } }
        }
      }
    },
  },
]

const SHORTHAND: Validation = {
  id: 'shorthand',
  settings: ['-flag'],
  versions: 'any',
  reason: 'behind one dash stand single letters, and {detail}',
  remedy: '{cure}',
  source: 'github.com/spf13/pflag flag.go, parseSingleShortArg',
  *check({ assignments, kind }) {
    for (const written of assignments) {
      if (written.layer !== 'flag' || written.entry !== undefined || !hasOneDash(written)) continue
      if (!isAuthored(written)) continue
      const text = written.nameText.value
      const [letter = '', next] = text
      // `-h` shows the help, and `-v` sets the verbosity: what follows it is its value
      if (letter === 'h' || (letter === 'v' && (next === undefined || /^v\d{1,10}$/.test(text)))) continue
      const rest = text.slice(1)
      const detail = letter === 'v' ? `\`${rest}\` behind \`-v\` is no number` : `\`-${letter}\` is none of them`
      const cure = flag(kind, written.name) === undefined ? 'remove it' : `write \`--${text}\``
      yield { at: written, values: { spelling: `-${text}`, detail, cure } }
    }
  },
}

const DEPENDENCY: Validation = {
  id: 'gate-dependency',
  settings: ['--feature-gates'],
  versions: '>=1.35',
  reason: '`{gate}` is on, and `{needs}`, which it needs, is off',
  remedy: 'enable `{needs}` too, or disable `{gate}`',
  source: FEATURE_GATE,
  *check(component) {
    const { assignments } = component
    // a release never ships with a gate that lacks what it needs
    const key = gatesKey(component)
    if (!assignments.some(written => written.key === key)) return
    // then some gates have another default
    if (assignments.some(({ name }) => EMULATION.includes(name))) return
    for (const { gate, needs } of gateDependencies(component.version))
      yield { apart: dependency(component, gate, needs) }
  },
}

const EMULATION: readonly string[] = ['min-compatibility-version']

function* dependency(component: Component, gate: string, needs: string): Checking {
  const on = yield* gateOf(component, gate)
  if (on?.value !== true) return
  const off = yield* gateOf(component, needs)
  if (off?.value !== false) return
  const [at, other] = on.state === 'set' ? [on, off] : [off, on]
  if (at.state !== 'set') return
  yield {
    at,
    values: { gate, needs },
    ...(other.state === 'set' ? { related: [{ at: other, label: 'the other gate' }] } : {}),
  }
}

interface WrittenFlag {
  readonly fact: FlagFact
  readonly written: Assignment
  readonly value: Text | undefined
}

/** Flags that the user wrote and the version knows, one for each occurrence; at etcd also those beside its file, and the variables that stand for them. */
function* writtenFlags(component: Component): Generator<WrittenFlag> {
  const { kind, version, assignments, overruled, configFile } = component
  for (const written of kind === 'etcd' ? [...assignments, ...overruled] : assignments) {
    if (written.entry !== undefined) continue
    const isVariable = written.layer === 'environment' && kind === 'etcd'
    if (written.layer !== 'flag' && !isVariable) continue
    if (isVariable && (configFile !== 'no' || isOverridden(component, written) || isSkipped(component, written)))
      continue
    // behind one dash pflag knows `v` alone
    const isLetter = kind !== 'etcd' && hasOneDash(written) && written.name !== 'v'
    if (!isVariable && (!isAuthored(written) || isLetter)) continue
    const fact = flag(kind, isVariable ? (keyOf(kind, written.key)?.flag ?? '') : written.name)
    if (fact === undefined || !mayHave(fact, version)) continue
    yield { fact, written, value: isVariable && written.value?.value === '' ? undefined : written.value }
  }
}

/** Where only a patch, or a release nobody has looked at, may lack the flag, it is refused one way or the other. */
function mayHave(fact: FlagFact, version: Version): boolean {
  const known = knownAt(fact, version)
  return known === 'yes' || (known === 'maybe' && minorOf(version) >= fact.introduced)
}

/** A flag that is set keeps its variable from being read, or stops etcd for a reason of its own (pkg/flags SetFlagsFromEnv). */
const isOverridden = ({ assignments }: Component, { at, key }: Assignment): boolean =>
  at.doc.made !== undefined || assignments.some(other => other.layer === 'flag' && other.key === key)

/** Whether a flag stands as a word of a command line; platforms make words of what they are given as a map. */
function isWord({ nameText }: Assignment): boolean {
  const { doc, start } = nameText.at
  return doc.source[start - 1] === '-'
}

function* unpaired(component: Component, fact: FlagFact, written: Assignment, value: Text): Checking {
  const syntax = pairSyntax(fact, minorOf(component.version))
  if (syntax === undefined) return
  const { sign, isOne } = syntax
  for (const entry of isOne ? [value] : entriesOf(value)) {
    if (!entry.known || entry.value.includes(sign)) continue
    const at = isOne ? written : placeOf(entry)
    yield { at, values: { value: entry.value, type: `\`name${sign}value\``, example: `\`name${sign}value\`` } }
  }
}

/** What stands between commas and is not empty. */
export function* entriesOf(value: Text): Generator<Text> {
  let from = 0
  for (let count = 0; count < MOST_ENTRIES && from <= value.length; count++) {
    const comma = value.value.indexOf(',', from)
    const end = comma === -1 ? value.length : comma
    if (end > from) yield value.slice(from, end)
    from = end + 1
  }
}

function cutAt(text: Text, sign: string): readonly [Text, Text | undefined] {
  const at = text.value.indexOf(sign)
  // a component in front of the gate: `kube:Name=true` (k8s.io/component-base/compatibility/registry.go, 1.31 on)
  const from = text.value.slice(0, at === -1 ? undefined : at).indexOf(':') + 1
  return at === -1 ? [text.slice(from), undefined] : [text.slice(from, at), text.slice(at + sign.length)]
}

const placeOf = (text: Text) => ({ at: text.at, spelling: text.value })

function isGateOf({ kind, version }: Component, name: string): boolean {
  const fact = gate(name)
  return fact !== undefined && ['yes', 'maybe'].includes(gateAt(fact, kind, version).known)
}
