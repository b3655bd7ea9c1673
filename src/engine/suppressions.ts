import type { Document } from '../model/document.js'
import { type Location, place, position } from '../model/location.js'
import { currentId } from '../model/renamed.js'
import { firstIndex } from '../model/search.js'
import type { Remarks } from '../parsers/format.js'
import { remarksOf } from '../parsers/index.js'
import { commentDirectives, type Scanned, type Scoped, WHOLE } from './directive-comments.js'
import { ANNOTATION, keyDirectives } from './directive-keys.js'

/** The text every directive holds: a document without it costs nothing. */
const MARK = /klint:|klint\.dev\/ignore/

export interface Suppressing {
  /** The rule may be silenced, and the directive still counts. */
  readonly acts: (id: string, directive: Scoped['directive']) => boolean
  /** Old ids of rules; klint's own table where absent. */
  readonly renamed?: Readonly<Record<string, string>>
}

/** All directives of a run. */
export interface Suppressions {
  /** The directive that silences a rule at a place, which is used from now on. */
  readonly find: (finding: { readonly rule: string; readonly at: Location }) => Scoped | undefined
  /** Directives of all documents that were looked into, innermost documents first. */
  readonly scanned: () => Iterable<readonly [Document, Scanned]>
  readonly isUsed: (named: Pick<Scoped, 'name'>) => boolean
  readonly idOf: (written: string) => string
}

interface Interval {
  readonly start: number
  readonly end: number
  readonly scoped: Scoped
  /** Index of the interval around this one. */
  readonly around: number
}

interface Index {
  /** By line and rule. */
  readonly lines: ReadonlyMap<string, Scoped>
  /** By rule: stretches between `disable` and `enable`, maps and objects, the whole document. */
  readonly disabled: ReadonlyMap<string, readonly Interval[]>
  readonly maps: ReadonlyMap<string, readonly Interval[]>
  readonly whole: ReadonlyMap<string, Scoped>
  readonly solid: Remarks['solid']
}

/** Looks into documents that may hold directives; into those inside of them first, for a template's comment belongs to the innermost. */
export function readSuppressions(documents: readonly Document[], { acts, renamed }: Suppressing): Suppressions {
  const idOf = (written: string) => currentId(written, renamed)
  const scans = new Map<Document, { readonly scanned: Scanned; readonly index: Index }>()
  /** Of a document: where comments stand that belong to documents inside it. */
  const inner = new Map<Document, Set<number>>()
  const used = new Set<string>()

  function look(doc: Document) {
    const known = scans.get(doc)
    if (known !== undefined) return known
    const remarks = doc.made || !MARK.test(doc.source) ? undefined : remarksOf(doc)
    const scanned = scan(doc, remarks, inner.get(doc), idOf)
    const directives = new Set([
      ...scanned.scoped.map(({ directive }) => directive.at),
      ...scanned.malformed.map(({ at }) => at),
    ])
    for (const at of directives)
      for (const outer of placesAround(at)) inner.set(outer.doc, (inner.get(outer.doc) ?? new Set()).add(outer.start))
    const acting = scanned.scoped.filter(({ directive, name }) => acts(idOf(name.written), directive))
    const found = { scanned, index: indexed(acting, remarks?.solid ?? [], idOf) }
    scans.set(doc, found)
    return found
  }

  function find(rule: string, { doc, start }: Location): Scoped | undefined {
    const { lines, disabled, maps, whole, solid } = look(doc).index
    const line = (offset: number) => lines.get(`${position(doc, offset).line} ${rule}`)
    return (
      line(start) ??
      line(holding(solid, start) ?? start) ??
      innermost(disabled.get(rule) ?? [], start) ??
      innermost(maps.get(rule) ?? [], start) ??
      whole.get(rule)
    )
  }

  for (const doc of documents.toReversed()) look(doc)
  return {
    find: ({ rule, at }) => {
      const found = find(rule, at) ?? firstOf(placesAround(at), outer => find(rule, outer))
      if (found !== undefined) used.add(keyOf(found.name.at))
      return found
    },
    scanned: () => [...scans].map(([doc, { scanned }]) => [doc, scanned] as const),
    isUsed: ({ name }) => used.has(keyOf(name.at)),
    idOf,
  }
}

function scan(
  doc: Document,
  remarks: Remarks | undefined,
  inner: ReadonlySet<number> | undefined,
  idOf: (written: string) => string,
): Scanned {
  const { source } = doc
  const comments = source.includes('klint:')
    ? commentDirectives(doc, remarks, { isElsewhere: start => inner?.has(start) === true, currentId: idOf })
    : { scoped: [], malformed: [] }
  if (remarks?.trees === undefined || !(source.includes(ANNOTATION) || source.includes('//'))) return comments
  const keys = keyDirectives(remarks.trees())
  return {
    scoped: [...comments.scoped, ...keys.scoped],
    malformed: [...comments.malformed, ...keys.malformed],
  }
}

function indexed(scoped: readonly Scoped[], solid: Remarks['solid'], idOf: (written: string) => string): Index {
  const lines = new Map<string, Scoped>()
  const whole = new Map<string, Scoped>()
  const disabled = new Map<string, Omit<Interval, 'around'>[]>()
  const maps = new Map<string, Omit<Interval, 'around'>[]>()
  for (const one of scoped) {
    const id = idOf(one.name.written)
    for (const scope of one.scopes) {
      if (scope.kind === 'line') {
        const key = `${scope.line} ${id}`
        if (!lines.has(key)) lines.set(key, one)
      } else if (scope === WHOLE) {
        if (!whole.has(id)) whole.set(id, one)
      } else {
        const ranges = one.directive.verb === 'disable' ? disabled : maps
        const interval = { start: scope.start, end: scope.end, scoped: one }
        const known = ranges.get(id)
        if (known === undefined) ranges.set(id, [interval])
        else known.push(interval)
      }
    }
  }
  return { lines, disabled: nested(disabled), maps: nested(maps), whole, solid }
}

/** Intervals that lie in or beside one another, by their starts, each with the one around it. */
function nested(byRule: ReadonlyMap<string, readonly Omit<Interval, 'around'>[]>): Index['maps'] {
  return new Map(
    [...byRule].map(([rule, intervals]) => {
      const open: number[] = []
      const sorted = intervals.toSorted((a, b) => a.start - b.start || b.end - a.end)
      const found = sorted.map((interval, i): Interval => {
        while (open.length > 0 && sorted[open[open.length - 1]!]!.end <= interval.start) open.pop()
        const around = open[open.length - 1] ?? -1
        open.push(i)
        return { ...interval, around }
      })
      return [rule, found] as const
    }),
  )
}

function innermost(intervals: readonly Interval[], offset: number): Scoped | undefined {
  let i = firstIndex(intervals, ({ start }) => start > offset) - 1
  while (i >= 0 && intervals[i]!.end <= offset) i = intervals[i]!.around
  return intervals[i]?.scoped
}

/** Where the value or command of several lines begins that holds an offset. */
function holding(solid: Remarks['solid'], offset: number): number | undefined {
  const found = solid[firstIndex(solid, ({ end }) => end > offset)]
  return found !== undefined && found.start <= offset ? found.start : undefined
}

/** The places a location has in the documents around its own, from the inside to the outside; what is decoded has the scalar's. */
function placesAround(at: Location): Location[] {
  const places: Location[] = []
  for (let { doc, start, end } = at; doc.parent !== undefined; ) {
    const { text, decoded } = doc.parent
    const [outer] = decoded ? text.locate() : text.locate(start, end)
    if (outer === undefined) break
    places.push(outer)
    ;({ doc, start, end } = outer)
  }
  return places
}

function firstOf<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one)
    if (found !== undefined) return found
  }
  return undefined
}

/** One comment may stand in several documents: two readers cut the same text out of their parent. */
export function keyOf(at: Location): string {
  const { doc, start, decoded } = place(at)
  return `${doc.uri} ${start}${decoded === undefined ? '' : ` ${decoded.doc.uri} ${decoded.start}`}`
}
