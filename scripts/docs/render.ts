import type { Rule } from '../../src/model/rule.js'
import { pretty } from '../../src/reporters/pretty.js'
import type { Example } from './examples.js'
import { runRule } from './run-rule.js'

/** What `pretty` says about the findings of an example, without the summary. */
export async function renderExample(rule: Rule, example: Example): Promise<string> {
  const outcome = await runRule(rule, example.files, example)
  if (outcome.findings.length === 0) throw new Error(`${rule.id}: a bad example of its page gives no finding`)
  const { id, summary, severity, category } = rule
  const report = pretty(outcome, {
    color: false,
    hyperlinks: false,
    width: 120,
    cwd: '/',
    version: '0.0.0',
    ruleInfo: asked => (asked === id ? { id, summary, severity, category, page: `rules-docs/${id}.md` } : undefined),
  })
  return report.slice(0, report.trimEnd().lastIndexOf('\n\n'))
}
