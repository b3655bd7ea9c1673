import { inputsOf } from '../../scripts/docs/recorded.js'
import { type RunSettings, runRule } from '../../scripts/docs/run-rule.js'
import { run } from '../../src/engine/run.js'
import type { Finding } from '../../src/model/finding.js'
import type { Rule, SubjectKind } from '../../src/model/rule.js'

/** What one rule makes of some files. */
export interface Judged {
  readonly findings: readonly Finding[]
  /** The rule could not tell somewhere, and the summary counts it. */
  readonly counted: boolean
  /** Documents that could not be read. */
  readonly broken: readonly string[]
}

/** Runs this rule and no other over files that exist only here. */
export async function judge(rule: Rule, files: ReadonlyMap<string, string>, settings: RunSettings): Promise<Judged> {
  const { findings, notChecked } = await runRule(rule, files, settings)
  return {
    findings: findings.filter(finding => finding.rule === rule.id),
    counted: notChecked.some(({ rules }) => rules.includes(rule.id)),
    broken: findings.filter(finding => finding.rule === 'klint/unreadable-document').map(({ what }) => what),
  }
}

/** Whether the files hold something that rules about `subject` are asked about. */
export async function recognises(files: ReadonlyMap<string, string>, subject: SubjectKind): Promise<boolean> {
  const { clusters } = await run({ files: inputsOf(files), preset: 'all', config: {}, resolveOnly: true })
  const kinds: string[] = clusters.flatMap(({ components, resources }) =>
    [...components, ...resources].map(one => one.kind),
  )
  if (subject === 'cluster') return kinds.length > 0
  if (subject === 'assignment') return clusters.some(({ components }) => components.length > 0)
  return kinds.includes(subject)
}
