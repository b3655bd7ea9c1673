import type { NotChecked, Outcome } from '../model/finding.js'
import { plural } from '../reporters/reporter.js'
import { message, visible } from '../reporters/safe-text.js'
import { placeAfter } from '../reporters/where.js'
import type { Io } from './io.js'

/** How many are named. */
const NAMED = 50

/**
 * `--strict`: whether something could not be analysed, and says what. Files, documents and globs count, also documents that are broken and
 * so have a finding, and what a cluster did not tell; single values that nobody can know do not: templates are what many repositories are made of.
 */
export function failsStrict(outcome: Outcome, io: Io): boolean {
  const broken = outcome.findings
    .filter(({ rule }) => rule === 'klint/unreadable-document')
    .map(({ what, at }): NotChecked => ({ what, at, rules: [] }))
  const all = [...broken, ...outcome.notChecked.filter(({ rules, unread }) => rules.length === 0 || unread)]
  if (all.length === 0) return false
  io.err(`klint: --strict: ${plural(all.length, 'thing')} could not be analysed\n`)
  for (const { what, at } of all.slice(0, NAMED)) io.err(`       ${message(what)}${visible(placeAfter(what, at))}\n`)
  if (all.length > NAMED) io.err(`       and ${all.length - NAMED} more\n`)
  return true
}
