import type { Component } from '../model/component.js'
import { type Assignment, isList, type KnownSetting, type Setting, type SettingValue } from '../model/setting.js'
import { minorOf } from '../model/version.js'
import {
  comparedAs,
  decidesAnswers,
  entryDefault,
  GROUP_GATES,
  isOrdered,
  isThereAnyway,
  namesFile,
  type ReplicatedKind,
} from './replica-settings.js'
import { ownWords, type Replica } from './replicas.js'
import { flagDefault, type KeyFact, keyOf } from './settings.js'

/** What one replica has for one key. */
export interface Reading {
  readonly replica: Replica
  /** Absent where its version may have no such key. */
  readonly setting?: KnownSetting<SettingValue | undefined>
  /** Equal where it makes no difference. */
  readonly value: string
  /** The same without words of the replica's own: who names itself in one way may be equal so. */
  readonly withoutOwn: string
  /** As its author wrote it; undefined where nothing sets it and it has no default. */
  readonly text: string | undefined
  /** The assignment of this very key or entry; undefined for a default. */
  readonly by: Assignment | undefined
}

/** A key that some replica sets, and what all have for it, as far as that is known. */
export interface Compared {
  readonly fact: KeyFact
  readonly entry?: string
  /** False in the middle of an upgrade. */
  readonly oneVersion: boolean
  readonly readings: readonly Reading[]
  readonly unknown: readonly Setting<unknown>[]
}

type Asked = Pick<Assignment, 'key' | 'entry'>

/**
 * Every key that at least one replica sets and that is no matter of its host. Defaults of different versions are not compared: in the
 * middle of an upgrade the one with nothing written has what its version thinks best.
 */
export function* compared(kind: ReplicatedKind, replicas: readonly Replica[]): Generator<Compared> {
  const oneVersion = sameVersion(replicas.map(({ component }) => component))
  const wordsOf = ownWords(replicas)
  const own = new Map(replicas.map(replica => [replica, ownPattern(wordsOf(replica))]))
  for (const asked of writtenBy(replicas)) {
    const fact = keyOf(kind, asked.key)
    if (fact === undefined || (fact.type === 'map') !== (asked.entry !== undefined)) continue
    if (comparedAs(kind, fact) === 'not') continue
    const readings: Reading[] = []
    const unknown: Setting<unknown>[] = []
    const groupGates = fact.flag === 'feature-gates' && setsGroupGates(replicas)
    for (const replica of replicas) {
      const setting = replica.component.answer(asked)
      if (setting === undefined) {
        if (oneVersion) readings.push({ replica, value: '', withoutOwn: '', text: undefined, by: undefined })
        continue
      }
      if (setting.state === 'unknown') {
        unknown.push(setting)
        continue
      }
      const by = writtenAt(setting, asked)
      if (by === undefined && (!oneVersion || groupGates)) continue
      const reading = read(kind, replica, setting, by, fact, asked.entry, own.get(replica))
      if (reading !== undefined) readings.push(reading)
    }
    yield { fact, ...(asked.entry === undefined ? {} : { entry: asked.entry }), oneVersion, readings, unknown }
  }
}

/** Replicas that say nothing of their version have one: that one knows more flags proves no upgrade. */
function sameVersion([first, ...others]: readonly Component[]): boolean {
  if (first === undefined) return true
  const [min, max] = minorsOf(first)
  return others.map(minorsOf).every(([from, to]) => (min === max || from === to ? min === from && max === to : true))
}

const minorsOf = ({ range: { min, max } }: Component): readonly [number, number] => [minorOf(min), minorOf(max)]

function writtenBy(replicas: readonly Replica[]): readonly Asked[] {
  const all = new Map<string, Asked>()
  for (const { component } of replicas)
    for (const { key, entry } of component.assignments) {
      const name = `${key}\0${entry ?? ''}`
      if (!all.has(name)) all.set(name, { key, ...(entry === undefined ? {} : { entry }) })
    }
  return [...all.values()]
}

const setsGroupGates = (replicas: readonly Replica[]): boolean =>
  replicas.some(({ component }) =>
    component.assignments.some(({ entry }) => entry !== undefined && GROUP_GATES.includes(entry)),
  )

/** An assignment of a whole map says nothing of an entry it does not name. */
function writtenAt(setting: KnownSetting<SettingValue | undefined>, { entry }: Asked): Assignment | undefined {
  const { state, value, by } = setting
  return state === 'set' && value !== undefined && by?.entry === entry ? by : undefined
}

function read(
  kind: ReplicatedKind,
  replica: Replica,
  setting: KnownSetting<SettingValue | undefined>,
  by: Assignment | undefined,
  fact: KeyFact,
  entry: string | undefined,
  own: RegExp | undefined,
): Reading | undefined {
  const { version } = replica.component
  const told = (compared: string, text: string | undefined, bare = compared): Reading => ({
    replica,
    setting,
    by,
    value: compared,
    withoutOwn: bare,
    text,
  })
  if (entry !== undefined) {
    const text = by === undefined ? entryDefault(kind, fact, entry, version) : String(setting.value)
    return text === undefined ? undefined : told(text, text === '' ? undefined : text)
  }
  const text = by === undefined ? flagDefault(fact, version) : textOf(setting, by)
  const { value } = setting
  const as = comparedAs(kind, fact)
  if (as === 'presence') return told(value === undefined || value === '' ? '' : 'present', text)
  if (!isList(value)) return told(String(value ?? ''), text, withoutOwn(String(value ?? ''), own, kind, fact))
  const items = value.map(item => item.value).filter(item => !isThereAnyway(fact, item, version))
  if (as === 'own-member' && items.length === 1) return told('its own', text)
  const listed = (isOrdered(fact) ? items : [...new Set(items)].sort()).join(',')
  return told(listed, text, withoutOwn(listed, own, kind, fact))
}

/** Whether it makes no difference which of two replicas one meets. */
export const alike = (a: Reading, b: Reading): boolean => a.value === b.value || a.withoutOwn === b.withoutOwn

const textOf = ({ value }: KnownSetting<SettingValue | undefined>, { value: written }: Assignment): string =>
  isList(value) ? value.map(item => item.value).join(',') : (written?.value ?? String(value))

/** Words of the replica's own become one word for all. What decides answers has to be the same, but a file may lie where it likes. */
const withoutOwn = (value: string, own: RegExp | undefined, kind: ReplicatedKind, fact: KeyFact): string =>
  own === undefined || (decidesAnswers(kind, fact) && !namesFile(fact)) ? value : value.replace(own, '\0')

/** The longer of two words that begin alike comes first. */
function ownPattern(own: readonly string[]): RegExp | undefined {
  const words = [...own].sort((a, b) => b.length - a.length).map(literally)
  return words.length === 0 ? undefined : new RegExp(`(?<![A-Za-z0-9])(?:${words.join('|')})(?![A-Za-z0-9])`, 'g')
}

const literally = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
