import type { NotChecked } from '../model/finding.js'
import type { Location } from '../model/location.js'
import { type ClusterPlan, isStopped, type Plan, type PlanStep } from '../model/plan.js'
import { findingJson } from './json.js'
import { turnWords } from './plan-words.js'
import type { ReportContext } from './reporter.js'
import { safeJson } from './safe-text.js'
import { maskMessage } from './secrets.js'
import { where } from './where.js'

/** The plan as data (docs/upgrade.md): findings as in the report, keys are only ever added. */
export function planJson(plan: Plan, notChecked: readonly NotChecked[], context: ReportContext): string {
  return `${safeJson({
    version: 1,
    klint: context.version,
    target: plan.target,
    stops: isStopped(plan),
    clusters: plan.clusters.map(cluster => clusterJson(cluster, context)),
    notChecked: notChecked.map(({ what, rules, at }) => ({
      what: maskMessage(what),
      rules,
      ...(at === undefined ? {} : { location: place(at, context) }),
    })),
  })}\n`
}

function clusterJson(
  { name, components, from, isKnown, isThere, now, steps }: ClusterPlan,
  context: ReportContext,
): object {
  return {
    ...(name === undefined ? {} : { name }),
    components,
    from,
    known: isKnown,
    ahead: !isThere,
    now: now.map(finding => findingJson(finding, context)),
    steps: steps.map(step => stepJson(step, context)),
  }
}

function stepJson(step: PlanStep, context: ReportContext): object {
  const { kubernetes, stops, defaults, ignored, begins, moves, order } = step
  return {
    kubernetes,
    stops: stops.map(finding => findingJson(finding, context)),
    defaults: defaults.map(({ at, ...change }) => ({ ...change, locations: at.map(one => place(one, context)) })),
    ignored: ignored.map(finding => findingJson(finding, context)),
    begins: begins.map(finding => findingJson(finding, context)),
    moves: moves.map(({ at, ...move }) => ({ ...move, location: place(at, context) })),
    order: order.map(turn => ({ ...turn, words: turnWords(turn) })),
  }
}

/** As places are in the report. */
function place(at: Location, context: ReportContext): object {
  const { path, start, end } = where(at, context)
  return { path, start, end }
}
