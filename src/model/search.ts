/** Index of the first element for which `test` holds; it holds for none before and all after it. The length if it never does. */
export function firstIndex<T>(sorted: readonly T[], test: (element: T) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (test(sorted[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
