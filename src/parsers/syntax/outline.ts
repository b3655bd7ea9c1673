import { firstIndex } from '../../model/search.js'

/** A stretch of a document that has a name of its own: an entry, an item, a block, an assignment, an object of a stream. */
export interface Step {
  readonly start: number
  readonly end: number
  /** In the document's own terms, never a number that moves with its neighbours: `.spec`, `[kube-apiserver]`, `[Service] ExecStart`. */
  readonly name: string
  /** Where what it is the name of begins, behind its key. */
  readonly value: number
  /** Several of its kind in a range mean that the range is a collection. An item of a list of single values is none. */
  readonly isEntry: boolean
  /** The step it stands in. */
  readonly outer?: Step
}

/** All steps of a document, by their start; a step stands behind the one it is in. */
export type Outline = readonly Step[]

/** Orders steps that were found in whatever order: outer before inner, since those that begin together end apart. */
export const ordered = (steps: readonly Step[]): Outline =>
  steps
    .map((step, i) => ({ step, i }))
    .sort((a, b) => a.step.start - b.step.start || b.step.end - a.step.end || a.i - b.i)
    .map(({ step }) => step)

/** The innermost step that holds all of a range. */
export function stepAt(outline: Outline, start: number, end: number): Step | undefined {
  // The last that begins before the range is in the one that is looked for, if it is not that one itself: steps nest.
  let step = outline[firstIndex(outline, candidate => candidate.start > start) - 1]
  while (step !== undefined && !(step.end >= end && (step.end > start || step.end === step.start))) step = step.outer
  return step
}

/** Whether a range holds whole entries of the step it stands in: a map, or a part of one. */
export function isCollection(outline: Outline, within: Step | undefined, start: number, end: number): boolean {
  for (let i = firstIndex(outline, step => step.start >= start); i < outline.length; i++) {
    const step = outline[i]!
    if (step.start >= end) return false
    if (step !== within && step.isEntry) return true
  }
  return false
}

/** Names from the outside in, joined. */
export function routeOf(step: Step | undefined): string {
  const names: string[] = []
  for (let at = step; at !== undefined; at = at.outer) names.unshift(at.name)
  return names.join('').replace(/(^|: )\./, '$1')
}
