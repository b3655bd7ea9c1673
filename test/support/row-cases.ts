import type { ComponentKind } from '../../src/model/fragment.js'
import type { Given } from './start-up-test.js'

/** A configuration of a test of start-up rows, and the row it was written for. */
export interface Collected {
  readonly kind: ComponentKind
  readonly row: string
  readonly given: Given
}

let collected: Collected[] | undefined

/** Gets the cases in place of the tests; false where the tests are to be run. */
export function takes(kind: ComponentKind, cases: readonly { readonly row: string; readonly given: Given }[]): boolean {
  collected?.push(...cases.map(one => ({ kind, ...one })))
  return collected !== undefined
}

/** Imports test files for their cases; no test of them runs. */
export async function collect(files: readonly (() => Promise<unknown>)[]): Promise<readonly Collected[]> {
  const found: Collected[] = []
  collected = found
  // uvu then leaves it to somebody else to run what is in the queue
  Object.assign(globalThis, { UVU_DEFER: 1, UVU_QUEUE: [[]], UVU_INDEX: 0 })
  for (const file of files) await file()
  collected = undefined
  return found
}
