import type { Tree } from '../../model/tree.js'

/** A question about all trees of a file, answered once: asked again for each of them it would be quadratic. */
export function perFile<T>(answer: (siblings: readonly Tree[]) => T): (siblings: readonly Tree[]) => T {
  const known = new WeakMap<readonly Tree[], { readonly value: T }>()
  return siblings => {
    const found = known.get(siblings) ?? { value: answer(siblings) }
    known.set(siblings, found)
    return found.value
  }
}
