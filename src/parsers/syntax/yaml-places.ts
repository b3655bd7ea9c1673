import type { Hole, Region } from '../../model/document.js'
import { firstIndex } from '../../model/search.js'

/** Openings of a document, ascending; those that turn out to stand in a scalar are taken out. */
export interface Openings {
  /** True if any stands in a..b. */
  some(a: number, b: number): boolean
  /** True if one that nobody took stands in a..b. */
  within(a: number, b: number): boolean
  /** Those in a..b. */
  list(a: number, b: number): readonly Hole[]
  take(a: number, b: number): void
}

export function openingsOf(holes: readonly Hole[]): Openings {
  const taken = new Set<number>()
  const from = (offset: number) => firstAt(holes, offset)
  return {
    some: (a, b) => holes.length > 0 && (holes[from(a)]?.start ?? b) < b,
    within(a, b) {
      if (holes.length === 0) return false
      for (let i = from(a); i < holes.length && holes[i]!.start < b; i++) if (!taken.has(i)) return true
      return false
    },
    list: (a, b) => (holes.length === 0 ? [] : holes.slice(from(a), from(b))),
    take(a, b) {
      if (holes.length === 0) return
      for (let i = from(a); i < holes.length && holes[i]!.start < b; i++) taken.add(i)
    },
  }
}

/** Index of the first of ascending ranges that begins at or behind an offset. */
export const firstAt = (ranges: readonly { readonly start: number }[], offset: number): number =>
  firstIndex(ranges, ({ start }) => start >= offset)

export interface Regions {
  /** The innermost region around an offset. */
  at(offset: number): Region | undefined
  parent(region: Region): Region | undefined
  /** Those that begin in a..b. */
  list(a: number, b: number): readonly Region[]
  readonly none: boolean
}

/** Regions sorted by start; look-ups are bisections. */
export function regionsOf(regions: readonly Region[]): Regions {
  const points: { at: number; region: Region | undefined }[] = []
  const parents = new Map<Region, Region | undefined>()
  const stack: Region[] = []
  const close = (upTo: number) => {
    for (let top = stack[stack.length - 1]; top !== undefined && top.end <= upTo; top = stack[stack.length - 1]) {
      stack.pop()
      points.push({ at: Math.max(top.end, points[points.length - 1]?.at ?? 0), region: stack[stack.length - 1] })
    }
  }
  for (const region of regions) {
    close(region.start)
    parents.set(region, stack[stack.length - 1])
    stack.push(region)
    points.push({ at: region.start, region })
  }
  close(Number.POSITIVE_INFINITY)
  return {
    none: regions.length === 0,
    parent: region => parents.get(region),
    list: (a, b) => (regions.length === 0 ? [] : regions.slice(firstAt(regions, a), firstAt(regions, b))),
    at: offset => points[firstIndex(points, ({ at }) => at > offset) - 1]?.region,
  }
}
