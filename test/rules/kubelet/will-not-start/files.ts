import type { RowCase } from '../../../support/start-up-test.js'

/** Rows of `facts/start-up/kubelet-files.ts`. */
export const CASES = {} satisfies Readonly<Record<string, RowCase | readonly RowCase[]>>
