import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { Baseline } from '../../engine/known-findings.js'
import type { Result } from '../../engine/run.js'
import { UserError } from '../../model/user-error.js'
import { repositoryOf } from '../../sources/files.js'
import type { Options } from '../options.js'
import type { Gathered } from './input.js'

export const BASELINE_NAME = 'klint-baseline.json'

/** What was known before a run. */
export interface Before {
  readonly baseline?: Baseline
  /** Lines for the summary: what of it the run did not find any more. */
  stale(result: Result, looked: Pick<Gathered, 'inView' | 'roots'>): readonly string[]
}

const NOTHING: Before = { stale: () => [] }

/**
 * The baseline that is named, or lies in the working directory. What reads it is loaded only then.
 * @throws UserError if it does not exist, cannot be read, or is none
 */
export async function knownBefore(options: Pick<Options, 'baseline'>, cwd: string): Promise<Before> {
  const { baseline: wanted } = options
  if (wanted === false) return NOTHING
  if (wanted === undefined && !existsSync(join(cwd, BASELINE_NAME))) return elsewhere(cwd)
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
    stale: (result, looked) => staleNote(comparison(baseline, place, result, looked, cwd).gone, place),
  }
}

/**
 * A run in a subdirectory uses no baseline of the repository unless told so: whoever sees old findings there should know why. Looked
 * for only then.
 */
const elsewhere = (cwd: string): Before => ({
  stale: ({ all }) => (all.length === 0 ? [] : notUsed(cwd)),
})

function notUsed(cwd: string): string[] {
  const top = repositoryOf(cwd)
  if (top === undefined) return []
  for (let at = cwd; at !== top && at !== dirname(at); ) {
    at = dirname(at)
    if (!existsSync(join(at, BASELINE_NAME))) continue
    const path = relative(cwd, join(at, BASELINE_NAME)).split(sep).join('/')
    return [`${path} is not used here, \`--baseline ${path}\` uses it`]
  }
  return []
}
