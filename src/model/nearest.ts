/** Words longer than this are not compared: they come from hostile input, and nobody mistypes so much. */
const LONGEST = 80

/**
 * Edit distance (insert, delete, replace, swap of neighbours), given up at `limit`: a result above it only means "more".
 * Three rows of the optimal string alignment table are kept.
 */
export function distance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least > limit) return limit + 1
    before = last
    last = row
  }
  return last[b.length]!
}

/** The name a person most likely meant; undefined if none is near. Case and `_` against `-` cost nothing; of equals, the first. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  if (word === '' || word.length > LONGEST) return undefined
  const wanted = fold(word)
  let best: string | undefined
  let limit = Math.max(1, Math.floor(wanted.length / 3))
  for (const name of names) {
    const found = distance(wanted, fold(name), limit)
    if (found > limit || (found === limit && best !== undefined)) continue
    best = name
    limit = found
    if (found === 0) break
  }
  return best ?? partOf(wanted, names)
}

/** `eviction-hard-missing` for `kubelet/eviction-hard-missing`: people leave the group out. `warn` for `warning`, if only one name begins so. */
function partOf(word: string, names: Iterable<string>): string | undefined {
  let begins: string | undefined
  let times = 0
  for (const name of names) {
    if (name.endsWith(`/${word}`)) return name
    if (word.length < 3 || !fold(name).startsWith(word)) continue
    begins = name
    times++
  }
  return times === 1 ? begins : undefined
}

const fold = (text: string): string => text.toLowerCase().replaceAll('_', '-')

/** ", did you mean `x`?" or nothing: the tail of every message about an unknown name. */
export function didYouMean(word: string, names: Iterable<string>): string {
  const found = nearest(word, names)
  return found === undefined ? '' : `, did you mean \`${found}\`?`
}
