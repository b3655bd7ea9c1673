import { planOf } from '../../engine/plan.js'
import { run } from '../../engine/run.js'
import { isStopped } from '../../model/plan.js'
import { UserError } from '../../model/user-error.js'
import { planText } from '../../reporters/plan.js'
import { planJson } from '../../reporters/plan-json.js'
import { planMarkdown } from '../../reporters/plan-markdown.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf } from '../options.js'
import { someRule } from '../rule-names.js'
import { liveRoutes, reportContext } from './context.js'
import { gather } from './input.js'
import { requestOf } from './lint.js'
import { nothingFound } from './nothing.js'

/** Rules of which a plan wants to know, and a report does not unless it is asked. */
const MORE = ['upgrade/inert-flag']

/** `klint upgrade --to 1.36 [paths]`: what lies on the way; 1 if something keeps a component from starting, 0 otherwise. */
export async function upgrade(options: Options, env: Env, io: Io): Promise<number> {
  const format = oneOf(['pretty', 'markdown', 'json'], options.format ?? 'pretty', 'format')
  const { targetVersion } = options
  if (targetVersion === undefined)
    throw new UserError('`klint upgrade` wants to know to which version', 'add `--to 1.36`')
  const gathered = await gather(options, io)
  const request = requestOf({ ...options, select: [...options.select, ...MORE] }, gathered, env)
  await someRule(request)
  const { outcome, clusters, notes } = await run(request)
  const plan = planOf(outcome.findings, clusters, targetVersion)
  const notChecked = [...gathered.notChecked, ...outcome.notChecked]
  if (plan.clusters.length === 0 && format !== 'json') return nothingFound(options, gathered.found, notChecked, io)
  const context = reportContext(options, env, io, 'pretty', {}, await liveRoutes(outcome))
  if (format === 'json') io.out(planJson(plan, notChecked, context))
  else io.out(format === 'markdown' ? planMarkdown(plan, context) : planText(plan, context))
  for (const note of notes) io.err(`klint: ${note}\n`)
  if (plan.clusters.length === 0) return nothingFound(options, gathered.found, notChecked, io)
  return isStopped(plan) ? 1 : 0
}
