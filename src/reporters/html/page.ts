import type { Finding, Outcome } from '../../model/finding.js'
import type { Picture } from '../picture.js'
import { pageUrl, type ReportContext, type RuleInfo } from '../reporter.js'
import { message } from '../safe-text.js'
import type { Shown } from '../show.js'
import { MOST } from './limits.js'

/** What the sections of a page are made of. */
export interface Page {
  readonly outcome: Outcome
  readonly picture: Picture
  readonly shown: Shown
  /** Indices of the findings that are shown with their lines. */
  readonly detailed: ReadonlySet<number>
  /** Rules with a page of their own below, in the order of their names. */
  readonly rules: ReadonlyMap<string, RuleInfo & { readonly markdown: string }>
  ruleInfo(id: string): RuleInfo | undefined
  message(text: string): string
  urlOf(page: string): string
}

export function pageOf(outcome: Outcome, context: ReportContext): Page {
  const { findings, silenced } = outcome
  const all = findings.map(({ severity }, index) => ({ index, severity }))
  return {
    outcome,
    picture: context.picture?.() ?? { clusters: [], rest: all },
    shown: context.shown?.() ?? { clusters: [], notChecked: [] },
    detailed: mostSevere(findings),
    rules: rulesWithPages([...findings, ...silenced.map(({ finding }) => finding)], context),
    ruleInfo: id => context.ruleInfo(id),
    message,
    urlOf: page => pageUrl(page, context),
  }
}

/** As many as the page has room for: errors before warnings before the rest, whatever the order they are shown in. */
function mostSevere(findings: readonly Finding[]): ReadonlySet<number> {
  const chosen = new Set<number>()
  for (const wanted of ['error', 'warning', 'info'])
    for (const [index, { severity }] of findings.entries())
      if (severity === wanted && chosen.size < MOST.findings) chosen.add(index)
  return chosen
}

function rulesWithPages(findings: readonly Finding[], context: ReportContext): Page['rules'] {
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort()
  const found = ids.flatMap((id): [string, RuleInfo & { readonly markdown: string }][] => {
    const info = context.ruleInfo(id)
    return info?.markdown === undefined ? [] : [[id, { ...info, markdown: info.markdown }]]
  })
  return new Map(found)
}
