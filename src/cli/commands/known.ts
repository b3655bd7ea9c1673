import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Baseline } from '../../engine/known-findings.js'
import type { Result } from '../../engine/run.js'
import { UserError } from '../../model/user-error.js'
import type { Options } from '../options.js'

export const BASELINE_NAME = 'klint-baseline.json'

/** What was known before a run. */
export interface Before {
  readonly baseline?: Baseline
  /** Lines for the summary: what of it the run did not find any more. */
  stale(result: Pick<Result, 'all' | 'ran'>, inView: (path: string) => boolean): readonly string[]
}

const NOTHING: Before = { stale: () => [] }

/**
 * The baseline that is named, or lies in the working directory. What reads it is loaded only then.
 * @throws UserError if it does not exist, cannot be read, or is none
 */
export async function knownBefore(options: Pick<Options, 'baseline'>, cwd: string): Promise<Before> {
  const { baseline: wanted } = options
  if (wanted === false || (wanted === undefined && !existsSync(join(cwd, BASELINE_NAME)))) return NOTHING
  const { baselinePlace, comparison, readBaseline, staleNote } = await import('../baseline-file.js')
  const place = baselinePlace(options, cwd)
  const baseline = readBaseline(place)
  if (baseline === undefined) {
    if (wanted === undefined) return NOTHING
    throw new UserError(
      `the baseline \`${wanted}\` does not exist`,
      'make one with `klint baseline`, or give `--no-baseline` to go without',
    )
  }
  return {
    baseline,
    stale: (result, inView) => staleNote(comparison(baseline, place, result, inView).gone, place),
  }
}
