import { run } from '../../src/engine/run.js'
import type { Finding } from '../../src/model/finding.js'
import type { Rule } from '../../src/model/rule.js'

/** What one rule makes of some files. */
export interface Judged {
  readonly findings: readonly Finding[]
  /** The rule could not tell somewhere, and the summary counts it. */
  readonly counted: boolean
  /** Documents that could not be read. */
  readonly broken: readonly string[]
}

export interface Setting {
  readonly preset?: string
  readonly options?: Readonly<Record<string, unknown>>
  readonly kubernetesVersion?: string
}

/** Runs this rule and no other over files that exist only here. */
export async function judge(rule: Rule, files: ReadonlyMap<string, string>, setting: Setting): Promise<Judged> {
  const { options, kubernetesVersion, preset = 'all' } = setting
  const { outcome } = await run({
    files: [...files].map(([uri, source]) => ({ uri, source })),
    rules: [rule],
    only: [rule.id],
    preset,
    config: options === undefined ? {} : { rules: { [rule.id]: { options } } },
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
  })
  const { findings, notChecked } = outcome
  return {
    findings: findings.filter(finding => finding.rule === rule.id),
    counted: notChecked.some(({ rules }) => rules.includes(rule.id)),
    broken: findings.filter(finding => finding.rule === 'klint/unreadable-document').map(({ what }) => what),
  }
}
