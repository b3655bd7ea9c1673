import { run } from '../../src/engine/run.js'
import type { Outcome } from '../../src/model/finding.js'
import type { Rule } from '../../src/model/rule.js'
import { pretty } from '../../src/reporters/pretty.js'
import type { Example } from './examples.js'

/** Runs one rule alone over an example. */
export async function runExample(rule: Rule, example: Example): Promise<Outcome> {
  const { files, preset = 'all', kubernetesVersion } = example
  const { outcome } = await run({
    files: [...files].map(([uri, source]) => ({ uri, source })),
    rules: [rule],
    only: [rule.id],
    preset,
    config: {},
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
  })
  return outcome
}

/** What `pretty` says about the findings of an example, without the summary. */
export async function renderExample(rule: Rule, example: Example): Promise<string> {
  const outcome = await runExample(rule, example)
  const { id, summary, severity, category } = rule
  const report = pretty(outcome, {
    color: false,
    hyperlinks: false,
    width: 120,
    cwd: '/',
    version: '0.0.0',
    ruleInfo: asked => (asked === id ? { id, summary, severity, category, page: `rules-docs/${id}.md` } : undefined),
  })
  if (outcome.findings.length === 0) throw new Error(`${rule.id}: a bad example of its page gives no finding`)
  return report.slice(0, report.trimEnd().lastIndexOf('\n\n'))
}
