import { comparedWithFiles, isOrderedList, settingOf, unwrittenEntry } from '../../facts/host-settings.js'
import { isOverwritten } from '../../facts/kubelet-shown.js'
import { GROUP_GATES, isThereAnyway } from '../../facts/replica-settings.js'
import type { KeyFact } from '../../facts/settings.js'
import type { Component } from '../../model/component.js'
import { append } from '../../model/lists.js'
import { type Assignment, isList, type KnownSetting, type SettingValue, type Why } from '../../model/setting.js'
import { textOf } from './text-of.js'

/** What is told of a component. A view of it holds all its settings, and there may be thousands. */
export type Owner = Pick<Component, 'kind' | 'id' | 'pool' | 'anchor' | 'isObserved'>

/** What one component has for one key. */
export interface Reading {
  readonly of: Owner
  readonly setting: KnownSetting<SettingValue | undefined>
  /** The assignment of this very key or entry; undefined for a default, and for an entry that a map leaves out. */
  readonly by: Assignment | undefined
  /** Equal where it makes no difference. */
  readonly value: string
  /** For people; undefined where it is not set and has no default. */
  readonly text: string | undefined
}

/** A setting that what runs has otherwise than every file that may be meant. */
export interface Difference {
  readonly fact: KeyFact
  readonly entry?: string
  readonly live: Reading
  readonly written: readonly [Reading, ...Reading[]]
}

export interface Differences {
  readonly found: readonly Difference[]
  /** Why settings that a file writes could not be compared. */
  readonly doubts: readonly Why[]
}

type Asked = Pick<Assignment, 'key' | 'entry'>

/**
 * All that is written for a running component or shown by it, and all that is written for it in files, at the version that runs. What is
 * not known on one side is silent, and so is a default that rests on something not in view.
 */
export function differences(live: Component, files: readonly [Component, ...Component[]]): Differences {
  const found: Difference[] = []
  const doubts: Why[] = []
  const all = [live, ...files]
  for (const asked of writtenBy(all)) {
    const fact = settingOf(live.kind, asked.key)
    // of a map its entries are compared
    if (fact === undefined || (fact.type === 'map') !== (asked.entry !== undefined)) continue
    if (comparedWithFiles(fact) === 'not' || isOverwritten(live, asked)) continue
    const here = read(live, fact, asked)
    if (here === undefined || 'why' in here) continue
    const written = readAll(here, files, fact, asked, doubts)
    if (written === undefined) continue
    if (restsOnGroupGates(fact, [here, ...written], all)) continue
    found.push({ fact, ...(asked.entry === undefined ? {} : { entry: asked.entry }), live: here, written })
  }
  return { found, doubts }
}

/** What all files say; undefined where one of them says what runs, or may. */
function readAll(
  live: Reading,
  files: readonly Component[],
  fact: KeyFact,
  asked: Asked,
  doubts: Why[],
): readonly [Reading, ...Reading[]] | undefined {
  const readings: Reading[] = []
  for (const file of files) {
    const one = readOnce(file, fact, asked)
    if (one !== undefined && 'why' in one && one.isWritten) append(doubts, one.why)
    if (one === undefined || 'why' in one || alike(fact, live, one) || mayBecome(fact, one, live)) return undefined
    readings.push(one)
  }
  const [first, ...others] = readings
  return first === undefined ? undefined : [first, ...others]
}

const known = new WeakMap<Component, Map<string, ReturnType<typeof read>>>()

/** One file is compared with many that run. */
function readOnce(component: Component, fact: KeyFact, asked: Asked): ReturnType<typeof read> {
  const readings = known.get(component) ?? new Map<string, ReturnType<typeof read>>()
  known.set(component, readings)
  const name = `${asked.key}\0${asked.entry ?? ''}`
  if (!readings.has(name)) readings.set(name, read(component, fact, asked))
  return readings.get(name)
}

function writtenBy(components: readonly Component[]): readonly Asked[] {
  const all = new Map<string, Asked>()
  for (const { assignments } of components)
    for (const { key, entry } of assignments) {
      const name = `${key}\0${entry ?? ''}`
      if (!all.has(name)) all.set(name, { key, ...(entry === undefined ? {} : { entry }) })
    }
  return [...all.values()]
}

interface Unread {
  readonly why: readonly Why[]
  /** A file sets it, so that somebody expects it to be compared. */
  readonly isWritten: boolean
}

/** Undefined where nothing may be said of it: its version has no such key, or a default is not certain. */
function read(component: Component, fact: KeyFact, asked: Asked): Reading | Unread | undefined {
  const setting = component.answer(asked)
  if (setting === undefined) return undefined
  if (setting.state === 'unknown') return { why: setting.why, isWritten: isWritten(component, asked) }
  const by = writtenAt(setting, asked)
  if (isUncertain(component, setting, by)) return undefined
  if (comparedWithFiles(fact) === 'written' && !component.isObserved && !isChosen(by)) return undefined
  const value = comparable(component, fact, setting, asked.entry)
  if (value === undefined) return undefined
  const { kind, id, pool, anchor, isObserved } = component
  const of = { kind, id, anchor, isObserved, ...(pool === undefined ? {} : { pool }) }
  return { of, setting, by, value, text: textOf(fact, asked.entry, setting, value) }
}

const isWritten = ({ assignments }: Component, { key, entry }: Asked): boolean =>
  assignments.some(one => one.key === key && one.entry === entry)

/** A default is what runs if nothing that is not in view says otherwise; an explicit zero is written, though it is a default. */
const isUncertain = (component: Component, { state, assuming }: KnownSetting<unknown>, by: Assignment | undefined) =>
  state === 'default' && by === undefined && (assuming.length > 0 || !isComplete(component))

/** What these platforms write is known in full; of others what matters to a rule: what is not there may be there all the same. */
const COMPLETE: readonly (string | undefined)[] = [undefined, 'kubeadm', 'kind', 'capi']
const isComplete = ({ platform, isObserved }: Component): boolean => isObserved || COMPLETE.includes(platform)

/** Somebody wrote it, not a platform for everybody. */
const isChosen = (by: Assignment | undefined): boolean => by !== undefined && by.at.doc.made === undefined

/** An assignment of a whole map says nothing of an entry it does not name. */
function writtenAt({ by }: KnownSetting<unknown>, { entry }: Asked): Assignment | undefined {
  return by?.entry === entry ? by : undefined
}

/** Undefined where it is not known. */
function comparable(
  { version }: Component,
  fact: KeyFact,
  { value }: KnownSetting<SettingValue | undefined>,
  entry: string | undefined,
): string | undefined {
  if (entry !== undefined && value === undefined) return unwrittenEntry(fact, entry, version)
  if (isList(value)) {
    const items = value.map(item => item.value).filter(item => !isThereAnyway(fact, item, version))
    const as = comparedWithFiles(fact)
    if (as === 'own-member' && items.length === 1) return 'its own'
    return (isOrderedList(fact) ? items : [...new Set(items)].sort()).join(',')
  }
  if (value === undefined) return ''
  if (comparedWithFiles(fact) === 'presence') return value === '' ? '' : 'present'
  if (typeof value === 'object') return 'percent' in value ? `${value.percent}%` : String(value.amount)
  return fact.type === 'string' ? samePath(String(value)) : String(value)
}

/** `/var/run` is a link to `/run` on every Linux of today, and a slash at the end of a path says nothing. */
const samePath = (text: string): string => text.replace(/^(\w+:\/\/)?\/var\/run\//, '$1/run/').replace(/(?<=.)\/$/, '')

/** Nothing, and what Go makes of nothing, are one, where nothing is not known to be something else. */
function alike(fact: KeyFact, a: Reading, b: Reading): boolean {
  if (a.value === b.value) return true
  return isNothing(fact, a) && isNothing(fact, b)
}

const isNothing = ({ type, entryType }: KeyFact, { value }: Reading): boolean => {
  if (value === '') return true
  const of = type === 'map' ? entryType : type
  if (of === 'bool') return value === 'false' && type !== 'map'
  return of !== 'string' && of !== 'list' && /^0%?$/.test(value)
}

/** A running component shows what it made of what nobody set, and how is not recorded for each. */
const mayBecome = ({ type }: KeyFact, file: Reading, { of }: Reading): boolean =>
  of.isObserved && type !== 'map' && file.setting.state === 'default' && file.text === undefined

/** `AllAlpha` and `AllBeta` set gates that nobody names. */
const restsOnGroupGates = (
  { flag, key }: KeyFact,
  readings: readonly Reading[],
  components: readonly Component[],
): boolean =>
  (flag === 'feature-gates' || key === 'featureGates') &&
  readings.some(({ by }) => by === undefined) &&
  components.some(({ assignments }) =>
    assignments.some(({ entry }) => entry !== undefined && GROUP_GATES.includes(entry)),
  )
