import type { Finding, NotChecked, Outcome } from '../model/finding.js'
import { count, plural, scopeWords } from './reporter.js'
import { message, visible } from './safe-text.js'
import { type Naming, placeAfter } from './where.js'

/** How many reasons one line names. */
const NAMED = 5

/** The last lines of every report for people: counts, what was not checked and why, the versions findings rest on. */
export function summary(outcome: Outcome, naming: Naming): string[] {
  return [
    ...fixed(outcome),
    counts(outcome),
    ...known(outcome),
    ...notChecked(outcome, naming),
    ...versions(outcome.versions),
  ]
}

/** What `--fix` mended before; nothing where nothing was. */
export const fixed = ({ fixed }: Outcome): string[] =>
  fixed === undefined ? [] : [`fixed ${plural(fixed.findings, 'finding')} in ${plural(fixed.files, 'file')}`]

/** `2 errors, 1 warning in 3 files (1 fixable with --fix)` */
export function counts(outcome: Outcome): string {
  const { errors, warnings, infos } = count(outcome)
  const all = [plural(errors, 'error'), plural(warnings, 'warning'), ...(infos > 0 ? [plural(infos, 'info')] : [])]
  const mendable = fixable(outcome.findings)
  return `${all.join(', ')} in ${scopeWords(outcome)}${mendable.length === 0 ? '' : ` (${mendable.join(', ')})`}`
}

/** What is not reported because it is nothing new; then the run's own notes. */
function known({ silenced, notes = [] }: Outcome): string[] {
  const old = silenced.filter(({ silencing }) => silencing.by === 'baseline')
  const [first] = old
  return [
    ...(first === undefined
      ? []
      : [`${old.length} known from ${visible(first.silencing.at?.doc.uri ?? 'a baseline')}`]),
    ...notes.map(visible),
  ]
}

/** How many findings `--fix` would mend. */
export function fixable(findings: readonly Finding[]): readonly string[] {
  const levels = findings.flatMap(({ fix }) => (fix?.onDisk === undefined ? [] : [fix.level]))
  const safe = levels.filter(level => level === 'safe').length
  const unsafe = levels.length - safe
  return [
    ...(safe === 0 ? [] : [`${safe} fixable with --fix`]),
    ...(unsafe === 0 ? [] : [`${unsafe}${safe === 0 ? ' fixable' : ' more'} with --fix --unsafe-fixes`]),
  ]
}

function versions(all: readonly string[]): string[] {
  const lines = all.slice(0, NAMED).map(version => `assuming ${message(version)}`)
  return all.length > NAMED ? [...lines, `and ${all.length - NAMED} more versions, see \`klint show\``] : lines
}

/** What was not checked and could have been. */
export const avoidable = ({ notChecked }: Pick<Outcome, 'notChecked'>): readonly NotChecked[] =>
  notChecked.filter(({ always }) => always === undefined)

/** What was looked at is running, all of it. */
export const isCluster = ({ files, objects }: Outcome): boolean => files === 0 && objects !== undefined

/** Of a cluster, whoever reads that a right is missing has to ask for it: each is named, and what would be asked if it were there. */
const notSeen = ({ what, at, rules }: NotChecked, naming: Naming): string =>
  `not checked: ${message(what)}${visible(placeAfter(what, at, naming))}${rules.length === 0 ? '' : ` (silent: ${rules.join(', ')})`}`

function notChecked(outcome: Outcome, naming: Naming): string[] {
  const all = avoidable(outcome)
  if (all.length === 0) return []
  if (isCluster(outcome)) return all.map(one => notSeen(one, naming))
  const what = all.slice(0, NAMED).map(({ what, at }) => message(what) + visible(placeAfter(what, at, naming)))
  const more = all.length > NAMED ? [`${all.length - NAMED} more, see \`klint show\``] : []
  const silent = new Set(all.flatMap(({ rules }) => rules)).size
  return [`not checked: ${[...what, ...more].join('; ')}${silent > 0 ? ` (${plural(silent, 'rule')} silent)` : ''}`]
}
