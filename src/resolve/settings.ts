import type { KeyFact } from '../facts/settings.js'
import type { Location } from '../model/location.js'
import type { Assignment, Assumption, ListItem, Setting, Why } from '../model/setting.js'
import type { Text } from '../model/text.js'
import type { Tree } from '../model/tree.js'
import { askMap, askScalar, type MapEntry, type ScalarAnswer, type Source } from './layers.js'
import { type AnyValue, readList, readNode, readScalar } from './read-value.js'
import { push } from './reference.js'

/** How a component combines its layers; every quirk is an argument, so that each component file states its own. */
export interface Precedence {
  /** Strongest first. */
  readonly sources: readonly Source[]
  readonly anchor: Location
  /** The default of a scalar or list once no layer sets it; `unknown` where it depends on something not in view. */
  readonly fallback: (fact: KeyFact) => { value: AnyValue | undefined } | { unknown: Why }
  /** What a document counts for that writes a value which is as good as none: defaults are filled in once more. */
  readonly unset: (fact: KeyFact) => AnyValue | undefined
  /** Defaults of a map's entries, or why they are not known. */
  readonly mapFallback: (fact: KeyFact) => ReadonlyMap<string, string> | { unknown: Why }
  /** True if a map set in this layer replaces weaker layers and the defaults; false if it is merged over them. */
  readonly replaces: (source: Source, fact: KeyFact) => boolean
  /** True if a value of a tree counts as not written (zero of a field without a pointer). */
  readonly isUnset: (source: Source, fact: KeyFact, value: Text | undefined, node: Tree | undefined) => boolean
}

const unknown = (why: Why, at: Location): Setting<never> => ({ state: 'unknown', why: [why], at: why.at ?? at })

/** The answer for a scalar or list key. */
export const scalarSetting = (precedence: Precedence, fact: KeyFact): Setting<AnyValue | undefined> =>
  decided<AnyValue | undefined>(precedence, fact, {
    written: (answer, last) => read(answer, last, fact),
    unset: () => precedence.unset(fact),
    shownUnset: unsetValue(fact),
    fallback: () => precedence.fallback(fact),
  })

/** The same for a key that a document writes as a structure: its node, and nothing where a flag sets it or nobody does. */
export const nodeSetting = (precedence: Precedence, fact: KeyFact): Setting<Tree | undefined> =>
  decided<Tree | undefined>(precedence, fact, {
    written: ({ node }, by) => ({ state: 'set', value: node, by, beaten: [], at: by.at, assuming: [] }),
    unset: () => undefined,
    shownUnset: undefined,
    fallback: () => ({ value: undefined }),
  })

/** What the layer that decides makes of a key. */
interface Outcome<T> {
  readonly written: (answer: ScalarAnswer, last: Assignment) => Setting<T>
  /** It writes what is as good as nothing. */
  readonly unset: () => T
  /** It is what the component shows, and does not have it. */
  readonly shownUnset: T
  /** No layer says anything. */
  readonly fallback: () => { readonly value: T } | { readonly unknown: Why }
}

function decided<T>(precedence: Precedence, fact: KeyFact, outcome: Outcome<T>): Setting<T> {
  const assuming: Assumption[] = []
  const beaten: Assignment[] = []
  let winner: Setting<T> | undefined
  for (const source of precedence.sources) {
    const answer = askScalar(source, fact)
    if (winner !== undefined) {
      for (const assignment of answer.assignments) beaten.push(assignment)
      continue
    }
    if (answer.unknown !== undefined) return unknown(answer.unknown, precedence.anchor)
    for (const assumption of answer.assuming) assuming.push(assumption)
    if (answer.unset) {
      winner = { state: 'default', value: outcome.shownUnset, beaten: [], at: precedence.anchor, assuming: [] }
      continue
    }
    const last = answer.assignments[answer.assignments.length - 1]
    if (last === undefined) continue
    if (answer.deletes || precedence.isUnset(source, fact, last.value, answer.node)) {
      winner = { state: 'default', value: outcome.unset(), by: last, beaten: [], at: last.at, assuming }
      continue
    }
    if (fact.type !== 'list') for (const assignment of answer.assignments.slice(0, -1)) beaten.push(assignment)
    winner = outcome.written(answer, last)
  }
  if (winner !== undefined) return winner.state === 'unknown' ? winner : { ...winner, beaten }
  const fallback = outcome.fallback()
  if ('unknown' in fallback) return unknown(fallback.unknown, precedence.anchor)
  return { state: 'default', value: fallback.value, beaten, at: precedence.anchor, assuming }
}

/** What a field holds that is left out where a component prints its configuration: Go's zero, nothing for a pointer. */
function unsetValue({ type, pointer }: KeyFact): AnyValue | undefined {
  if (pointer) return undefined
  if (type === 'bool') return false
  return type === 'int' || type === 'float' || type === 'duration' || type === 'quantity' ? 0 : undefined
}

function read(answer: ScalarAnswer, last: Assignment, fact: KeyFact): Setting<AnyValue | undefined> {
  const set = (value: AnyValue): Setting<AnyValue> => ({
    state: 'set',
    value,
    by: last,
    beaten: [],
    at: last.at,
    assuming: [],
  })
  if (fact.type === 'list') return readItems(answer, last, set)
  // A bare flag: true for booleans, and nothing a component could read for the rest.
  if (last.value === undefined)
    return fact.type === 'bool' ? set(true) : unknown({ what: 'has no value', at: last.at }, last.at)
  if (!last.value.known) return unknown({ what: 'comes from a template', at: last.at }, last.at)
  const readText = answer.node === undefined ? readScalar : readNode
  const value = readText(fact.type === 'map' ? 'string' : fact.type, last.value.value)
  return value === undefined ? unknown({ what: `is no ${fact.type}`, at: last.at }, last.at) : set(value)
}

function readItems(
  answer: ScalarAnswer,
  last: Assignment,
  set: (value: AnyValue) => Setting<AnyValue>,
): Setting<AnyValue | undefined> {
  if (answer.node?.kind === 'list') {
    const { items, open } = answer.node
    const hole =
      open || items.some(({ value, conditional }) => conditional || value.kind !== 'scalar' || !value.text.known)
    if (hole) return unknown({ what: 'comes from a template', at: last.at }, last.at)
    return set(
      items.flatMap(({ value }): ListItem[] =>
        value.kind === 'scalar' ? [{ value: value.text.value, at: value.at }] : [],
      ),
    )
  }
  const texts = answer.assignments.flatMap(({ value }) => (value === undefined ? [] : [value]))
  if (texts.some(text => !text.known)) return unknown({ what: 'comes from a template', at: last.at }, last.at)
  return set(texts.flatMap(readList))
}

/** A map as a component sees it: entries that are written, and what holds for every other name. */
export interface MapSetting {
  readonly entries: ReadonlyMap<string, Setting<AnyValue | undefined>>
  readonly rest: (name: string) => Setting<AnyValue | undefined>
  /** Names with a default that no layer sets; undefined where the rest is not known. */
  readonly defaults: ReadonlyMap<string, string>
  readonly unknown?: Why
  /** The strongest assignment of the map as a whole. */
  readonly by?: Assignment
  readonly assuming: readonly Assumption[]
}

export function mapSetting(precedence: Precedence, fact: KeyFact): MapSetting {
  const { sources, anchor } = precedence
  const answers = sources.map(source => askMap(source, fact))
  // Every assignment of a name, strongest first.
  const written = new Map<string, { item: MapEntry; from: number }[]>()
  for (const [from, { entries }] of answers.entries())
    for (const [name, item] of entries) push(written, name, { item, from })
  const entries = new Map<string, Setting<AnyValue | undefined>>()
  const take = (last: number) => {
    for (const [name, [first, ...rest]] of written)
      if (first !== undefined && first.from <= last)
        entries.set(
          name,
          entrySetting(first.item, fact, [
            ...(first.item.beaten ?? []),
            ...rest.flatMap(({ item }) => [item.assignment, ...(item.beaten ?? [])]),
          ]),
        )
  }
  const assuming: Assumption[] = []
  let by: Assignment | undefined
  for (const [index, source] of sources.entries()) {
    const answer = answers[index]!
    by ??= answer.by
    if (answer.open !== undefined) {
      take(index)
      return open(entries, answer.open, by, anchor)
    }
    for (const assumption of answer.assuming) assuming.push(assumption)
    if (answer.unset) {
      take(index)
      return closed(entries, by, anchor)
    }
    if (answer.by === undefined) continue
    if (
      answer.deletes ||
      (precedence.replaces(source, fact) && !precedence.isUnset(source, fact, answer.by.value, undefined))
    ) {
      take(index)
      const beaten = answers.slice(index + 1).flatMap(below => (below.by === undefined ? [] : [below.by]))
      return dropped(entries, answer.by, beaten, assuming)
    }
  }
  take(sources.length)
  const defaults = precedence.mapFallback(fact)
  if ('unknown' in defaults) return open(entries, defaults.unknown, by, anchor)
  const at = by?.at ?? anchor
  return {
    entries,
    defaults,
    ...(by === undefined ? {} : { by }),
    assuming,
    rest: name => {
      const text = defaults.get(name)
      const value = text === undefined ? undefined : readScalar(fact.entryType ?? 'string', text)
      return { state: 'default', value, ...(by === undefined ? {} : { by }), beaten: [], at, assuming }
    },
  }
}

function entrySetting(item: MapEntry, fact: KeyFact, beaten: readonly Assignment[]): Setting<AnyValue | undefined> {
  const { assignment, value } = item
  if (item.unknown !== undefined) return unknown(item.unknown, assignment.at)
  if (item.deletes) return { state: 'set', value: undefined, by: assignment, beaten, at: assignment.at, assuming: [] }
  if (value === undefined || !value.known)
    return unknown(
      { what: value === undefined ? 'has no value' : 'comes from a template', at: assignment.at },
      assignment.at,
    )
  const readText = assignment.layer === 'flag' || assignment.layer === 'environment' ? readScalar : readNode
  // Go reads nothing into the zero of its type
  const typed = readText(fact.entryType ?? 'string', item.isNull && fact.entryType === 'bool' ? 'false' : value.value)
  if (typed === undefined) return unknown({ what: `is no ${fact.entryType}`, at: assignment.at }, assignment.at)
  return { state: 'set', value: typed, by: assignment, beaten, at: assignment.at, assuming: [] }
}

function open(
  entries: ReadonlyMap<string, Setting<AnyValue | undefined>>,
  why: Why,
  by: Assignment | undefined,
  anchor: Location,
): MapSetting {
  const answer = unknown(why, by?.at ?? anchor)
  return {
    entries,
    rest: () => answer,
    defaults: new Map(),
    unknown: why,
    ...(by === undefined ? {} : { by }),
    assuming: [],
  }
}

/** A map that the component itself shows: there is no more than that, and nobody is named who took it away. */
function closed(
  entries: ReadonlyMap<string, Setting<AnyValue | undefined>>,
  by: Assignment | undefined,
  anchor: Location,
): MapSetting {
  const at = by?.at ?? anchor
  return {
    entries,
    defaults: new Map(),
    ...(by === undefined ? {} : { by }),
    assuming: [],
    rest: () => ({
      state: 'default',
      value: undefined,
      ...(by === undefined ? {} : { by }),
      beaten: [],
      at,
      assuming: [],
    }),
  }
}

/** A map set in a layer that replaces: names it does not mention are gone, and that assignment is why. */
function dropped(
  entries: ReadonlyMap<string, Setting<AnyValue | undefined>>,
  by: Assignment,
  beaten: readonly Assignment[],
  assuming: readonly Assumption[],
): MapSetting {
  return {
    entries,
    defaults: new Map(),
    by,
    assuming,
    rest: () => ({ state: 'set', value: undefined, by, beaten, at: by.at, assuming: [] }),
  }
}
