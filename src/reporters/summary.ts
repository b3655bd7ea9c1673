import type { NotChecked, Outcome } from '../model/finding.js'
import { count, plural } from './reporter.js'
import { message, visible } from './safe-text.js'
import { placeAfter } from './where.js'

/** How many reasons one line names. */
const NAMED = 5

/** The last lines of every report for people: counts, what was not checked and why, the versions findings rest on. */
export function summary(outcome: Outcome): string[] {
  const { errors, warnings, infos, files } = count(outcome)
  const counts = [plural(errors, 'error'), plural(warnings, 'warning'), ...(infos > 0 ? [plural(infos, 'info')] : [])]
  return [
    `${counts.join(', ')} in ${plural(files, 'file')}`,
    ...known(outcome),
    ...(outcome.notChecked.length > 0 ? [notChecked(outcome.notChecked)] : []),
    ...versions(outcome.versions),
  ]
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

function versions(all: readonly string[]): string[] {
  const lines = all.slice(0, NAMED).map(version => `assuming ${message(version)}`)
  return all.length > NAMED ? [...lines, `and ${all.length - NAMED} more versions, see \`klint show\``] : lines
}

function notChecked(all: readonly NotChecked[]): string {
  const what = all.slice(0, NAMED).map(({ what, at }) => message(what) + visible(placeAfter(what, at)))
  const more = all.length > NAMED ? [`${all.length - NAMED} more, see \`klint show\``] : []
  const silent = new Set(all.flatMap(({ rules }) => rules)).size
  return `not checked: ${[...what, ...more].join('; ')}${silent > 0 ? ` (${plural(silent, 'rule')} silent)` : ''}`
}
