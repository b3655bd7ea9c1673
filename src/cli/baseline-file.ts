import { lstatSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { documentOf } from '../engine/configuration-data.js'
import {
  type Baseline,
  compared,
  formatBaseline,
  type Known,
  parseBaseline,
  type Seen,
} from '../engine/known-findings.js'
import { isLiveIdentity } from '../engine/live-identity.js'
import type { Result } from '../engine/run.js'
import { UserError } from '../model/user-error.js'
import { readTextFile } from '../sources/text-file.js'
import type { Gathered } from './commands/input.js'
import { BASELINE_NAME } from './commands/known.js'
import type { Options } from './options.js'
import { insideOf, writeFile } from './write-file.js'

/** Bytes; ten times what 10,000 findings take. */
const LARGEST = 32 * 1024 * 1024

/** Where the baseline of a run is, or would be. */
export interface BaselinePlace {
  /** Absolute. */
  readonly path: string
  /** As seen from the working directory. */
  readonly uri: string
  readonly cwd: string
  readonly seenFrom: Seen
}

export function baselinePlace({ baseline }: Pick<Options, 'baseline'>, cwd: string): BaselinePlace {
  const path = resolve(cwd, typeof baseline === 'string' ? baseline : BASELINE_NAME)
  const directory = dirname(path)
  return {
    path,
    uri: slashed(relative(cwd, path)),
    cwd,
    seenFrom: directory === cwd ? uri => uri : uri => slashed(relative(directory, resolve(cwd, uri))),
  }
}

const slashed = (path: string): string => path.split(sep).join('/')

/**
 * Undefined if there is none.
 * @throws UserError if it cannot be read, or is none
 */
export function readBaseline({ path, uri, seenFrom }: BaselinePlace): Baseline | undefined {
  const source = readTextFile(path, uri, LARGEST)
  return source === undefined ? undefined : parseBaseline(documentOf(uri, source), seenFrom)
}

/** @throws UserError if it cannot be written; a link is not written through */
export function writeBaseline({ path, uri, cwd }: BaselinePlace, entries: readonly Known[]): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new UserError(`\`${uri}\` is a symbolic link`, 'give the file itself with `--baseline`')
  insideOf(path, cwd)
  writeFile(path, formatBaseline(entries))
}

/** What a run looked at. */
export type Looked = Pick<Gathered, 'inView' | 'roots'>

/**
 * What a baseline knows, as a run sees it. A file that is gone counts as looked at where its directory was, one that could not be read
 * does not; nor does a rule that asks about several things, in a run over some of the files.
 */
export function comparison(
  baseline: Baseline,
  place: BaselinePlace,
  { all, ran, wide, unread }: Pick<Result, 'all' | 'ran' | 'wide' | 'unread'>,
  { inView, roots }: Looked,
  cwd: string,
): ReturnType<typeof compared> {
  const directory = dirname(place.path)
  const isWhole = roots.some(root => `${directory}${sep}`.startsWith(`${resolve(cwd, root)}${sep}`))
  const notRead = new Set([...unread].map(uri => resolve(cwd, uri)))
  const seen = new Map<string, boolean>()
  const isInView = (path: string): boolean => {
    // a cluster is read through one context today and another one tomorrow
    if (isLiveIdentity(path)) return false
    const absolute = resolve(directory, path)
    const known = seen.get(path) ?? (inView(absolute) && !notRead.has(absolute))
    seen.set(path, known)
    return known
  }
  return compared(baseline, all, ({ path, rule }) => ran(rule) && (isWhole || !wide.has(rule)) && isInView(path))
}

/** "3 entries of klint-baseline.json are no longer found"; nothing if all are. */
export function staleNote(gone: readonly Known[], { uri }: BaselinePlace): string[] {
  if (gone.length === 0) return []
  const are = gone.length === 1 ? 'entry is' : 'entries are'
  return [
    `${gone.length} baseline ${are} no longer found, \`${pruning(uri)}\` drops ${gone.length === 1 ? 'it' : 'them'}`,
  ]
}

const pruning = (uri: string): string =>
  uri === BASELINE_NAME ? 'klint baseline --prune' : `klint baseline --prune --baseline ${uri}`

/** How many places some entries stand for. */
export const placesOf = (entries: readonly Known[]): number => entries.reduce((sum, { count }) => sum + count, 0)

export const counted = (n: number): string => `${n} ${n === 1 ? 'entry' : 'entries'}`
