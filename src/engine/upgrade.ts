import { versions } from '../facts/flags.js'
import type { Severity } from '../model/finding.js'
import { OWN_RELEASES } from '../model/fragment.js'
import type { Report } from '../model/rule.js'
import { minorOf, type Version } from '../model/version.js'
import type { Subject } from '../resolve/index.js'
import { type Agreed, keyOf, type Said } from './check.js'

/**
 * The upgrade question: what begins to be reported at a minor after the one that runs, up to `target`. Each problem is
 * named at the first minor that has it. Silent where the version is not known: nobody can say what is ahead of it.
 */
export function onTheWay(
  subject: Subject,
  target: Version,
  now: readonly Agreed[],
  look: (version: Version) => Said | undefined,
  severityOf: (report: Report) => Severity,
): { readonly version: Version; readonly agreed: readonly Agreed[] }[] {
  const from = minorOf(subject.range.max)
  if (OWN_RELEASES.includes(subject.kind) || minorOf(subject.range.min) !== from) return []
  const seen = new Set(now.map(({ newest }) => keyOf(newest)))
  const found: { version: Version; agreed: Agreed[] }[] = []
  for (const minor of versions(subject.kind)) {
    if (minor <= from || minor > minorOf(target)) continue
    const version = { major: Math.floor(minor / 100), minor: minor % 100, patch: 0 }
    const fresh = (look(version)?.reports ?? []).filter(reported => !seen.has(keyOf(reported)))
    for (const reported of fresh) seen.add(keyOf(reported))
    const agreed = fresh.map(newest => ({ newest, severity: severityOf(newest.report), assuming: newest.assuming }))
    if (agreed.length > 0) found.push({ version, agreed })
  }
  return found
}
