/**
 * Things by a key and the folder they lie in, found by nearness. Each registers with its next `most` folders above, so
 * building and asking cost the same for ten things of a name and for ten thousand.
 */
export interface Places<T> {
  readonly add: (key: string, folder: string, thing: T) => void
  /** The nearest things of all keys within `reach` steps: one if it is alone, two or more if several are equally near. */
  readonly nearest: (keys: readonly string[], from: string, reach: number) => { things: T[]; steps: number } | undefined
  /** The same among the folders above and below `from`, and itself: what lies beside it is not looked at. */
  readonly nearestInLine: (key: string, from: string, reach: number) => { things: T[]; steps: number } | undefined
  /** Things within `reach` steps; of many that lie alike only two, since nobody asks for more than another one. */
  readonly within: (keys: readonly string[], from: string, reach: number) => T[]
}

/** `same` tells things that count as one: of those only the first is kept. */
export function places<T>(most: number, same: (a: T, b: T) => boolean): Places<T> {
  // By key and folder: for each number of levels below that folder at most two different things.
  const below = new Map<string, T[][]>()

  interface Level {
    readonly steps: number
    readonly things: T[]
    readonly inLine: boolean
  }
  function* levels(keys: readonly string[], from: string, reach: number): Generator<Level> {
    for (const key of keys) {
      let at = from
      for (let up = 0; up <= reach; up++) {
        for (const [down, things] of (below.get(`${key}\0${at}`) ?? []).entries())
          if (up + down <= reach && things.length > 0)
            yield { steps: up + down, things, inLine: up === 0 || down === 0 }
        if (at === '') break
        at = parentOf(at)
      }
    }
  }

  const least = (all: Iterable<Level>): { things: T[]; steps: number } | undefined => {
    let found: { things: T[]; steps: number } | undefined
    for (const { steps, things } of all) {
      if (found === undefined || steps < found.steps) found = { steps, things: [...things] }
      else if (steps === found.steps)
        for (const thing of things) if (!found.things.some(other => same(other, thing))) found.things.push(thing)
    }
    return found
  }

  return {
    add(key, folder, thing) {
      let at = folder
      for (let down = 0; down <= most; down++) {
        const id = `${key}\0${at}`
        let kept = below.get(id)
        if (kept === undefined) {
          kept = []
          below.set(id, kept)
        }
        while (kept.length <= down) kept.push([])
        const things = kept[down]!
        if (things.length < 2 && !things.some(other => same(other, thing))) things.push(thing)
        if (at === '') break
        at = parentOf(at)
      }
    },
    nearest: (keys, from, reach) => least(levels(keys, from, reach)),
    nearestInLine: (key, from, reach) => least([...levels([key], from, reach)].filter(({ inLine }) => inLine)),
    within: (keys, from, reach) => [...levels(keys, from, reach)].flatMap(({ things }) => things),
  }
}

const parentOf = (folder: string): string => folder.slice(0, Math.max(0, folder.lastIndexOf('/')))

/** Directory steps between two folders. */
export function distance(a: string, b: string): number {
  const left = a === '' ? [] : a.split('/')
  const right = b === '' ? [] : b.split('/')
  let common = 0
  while (common < left.length && common < right.length && left[common] === right[common]) common++
  return left.length + right.length - 2 * common
}
