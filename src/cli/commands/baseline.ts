import { type Baseline, entriesOf, type Known, united } from '../../engine/known-findings.js'
import { isLiveIdentity } from '../../engine/live-identity.js'
import { run } from '../../engine/run.js'
import { UserError } from '../../model/user-error.js'
import { isEmpty, plural } from '../../reporters/reporter.js'
import { visible } from '../../reporters/safe-text.js'
import {
  type BaselinePlace,
  baselinePlace,
  comparison,
  counted,
  placesOf,
  readBaseline,
  writeBaseline,
} from '../baseline-file.js'
import { crashed } from '../crash.js'
import type { Env, Io } from '../io.js'
import type { Options } from '../options.js'
import { someRule } from '../rule-names.js'
import { gather } from './input.js'
import { requestOf } from './lint.js'
import { nothingFound } from './nothing.js'

/**
 * `klint baseline [paths]`: writes down what the normal run finds, whatever an older baseline says of it; entries of files and rules
 * that are not looked at stay. With `--prune` what is no longer found is dropped, and nothing is added.
 */
export async function baseline(options: Options, env: Env, io: Io): Promise<number> {
  if (options.baseline === false)
    throw new UserError('`--no-baseline` leaves nothing to write', 'name another file with `--baseline FILE`')
  if (options.inContext || options.changed !== undefined)
    throw new UserError('a baseline holds what is found, not only what changed', 'name paths to look at less')
  const place = baselinePlace(options, io.cwd)
  const old = readBaseline(place)
  if (old === undefined && options.prune)
    throw new UserError(`there is no \`${place.uri}\` to drop anything from`, 'make one with `klint baseline`')
  const gathered = await gather(options, io)
  const { notChecked, found } = gathered
  const crashes: Error[] = []
  const request = {
    ...requestOf(options, gathered, env),
    identify: true,
    onCrash: (crash: Error) => crashes.push(crash),
  }
  await someRule(request)
  const result = await run(request)
  for (const crash of crashes) io.err(crashed(crash, env))
  // what a rule that crashed would have found is not known
  if (crashes.length > 0) return 2
  const { outcome, all } = result
  if (isEmpty(outcome) && all.length === 0 && !options.prune)
    return nothingFound(options, found, [...outcome.notChecked, ...notChecked], io)
  const say = (text: string): void => {
    if (!options.silent) io.out(`${visible(`${place.uri}: ${text}`)}\n`)
  }
  const before = old === undefined ? undefined : comparison(old, place, result, gathered, io.cwd)
  if (options.prune) prune(place, old, before, say)
  else write(place, entriesOf(all, place.seenFrom), before?.notSeen ?? [], outcome.findings.length, say)
  return 0
}

type Comparison = ReturnType<typeof comparison>

function prune(
  place: BaselinePlace,
  old: Baseline | undefined,
  before: Comparison | undefined,
  say: (text: string) => void,
): void {
  const { left = [], gone = [], notSeen = [] } = before ?? {}
  const kept = [...left, ...notSeen]
  if (gone.length > 0) writeBaseline(place, kept)
  say(
    gone.length === 0
      ? `nothing to drop from ${counted(old?.entries.length ?? 0)}`
      : `${counted(gone.length)} dropped or lowered, ${kept.length} left`,
  )
}

function write(
  place: BaselinePlace,
  entries: readonly Known[],
  notSeen: readonly Known[],
  findings: number,
  say: (text: string) => void,
): void {
  const kept = united(entries, notSeen)
  writeBaseline(place, kept)
  const isLive = entries.every(({ path }) => isLiveIdentity(path))
  const files = plural(new Set(entries.map(({ path }) => path)).size, isLive && entries.length > 0 ? 'object' : 'file')
  const others =
    kept.length === entries.length ? '' : `, ${counted(kept.length - entries.length)} for what was not looked at kept`
  // equal things of one file are one finding, and each a place of its own here
  const places = placesOf(entries)
  const at = places === findings ? '' : ` at ${places} places`
  say(`${plural(findings, 'finding')}${at} in ${files} known from now on${others}`)
}
