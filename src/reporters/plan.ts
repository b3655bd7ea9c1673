import type { Finding } from '../model/finding.js'
import type { Location } from '../model/location.js'
import { type ClusterPlan, isEmptyStep, type Plan, type PlanStep } from '../model/plan.js'
import { type Paint, paint } from './paint.js'
import { changeWords, MOST_PLACES, moveWords, NOTHING, nameOf, turnWords, verdictOf, wayOf } from './plan-words.js'
import type { ReportContext } from './reporter.js'
import { message, visible } from './safe-text.js'
import { printed, printedPlace, where } from './where.js'

/** The plan for people: minor by minor what stops, what changes, what to move, and in which order. */
export function planText(plan: Plan, context: ReportContext): string {
  const colors = paint(context)
  return plan.clusters.map(cluster => clusterText(cluster, plan, context, colors)).join('\n')
}

function clusterText(cluster: ClusterPlan, plan: Plan, context: ReportContext, colors: Paint): string {
  const { now, steps } = cluster
  const name = nameOf(cluster, plan)
  const title = `${name === undefined ? '' : `${visible(name)}, `}${wayOf(cluster, plan)}`
  const already =
    now.length === 0 ? [] : ['', colors.bold('now'), ...section('does not start', stopped(now, context, colors))]
  return `${[
    colors.bold(title),
    verdictOf(cluster),
    ...already,
    ...steps.flatMap(step => stepText(step, context, colors)),
  ].join('\n')}\n`
}

function stepText(step: PlanStep, context: ReportContext, colors: Paint): string[] {
  const { kubernetes, stops, defaults, ignored, begins, moves, order } = step
  const place = (at: Location): string => colors.quiet(visible(printed(where(at, context))))
  return [
    '',
    colors.bold(isEmptyStep(step) ? `${kubernetes}: ${NOTHING}` : kubernetes),
    ...section('stops starting', stopped(stops, context, colors)),
    ...section(
      'changes its default',
      defaults.flatMap(change => [
        message(changeWords(change)),
        `  ${change.effect}`,
        ...placesOf(change.at).map(at => `  --> ${place(at)}`),
      ]),
    ),
    ...section('is ignored from here on', findings(ignored, context, colors)),
    ...section('begins to matter', findings(begins, context, colors)),
    ...section(
      'moves to the configuration file',
      moves.flatMap(move => [message(moveWords(move)), `  --> ${place(move.at)}`]),
    ),
    ...section('order', order.length === 0 ? [] : [order.map(turnWords).join(' -> ')]),
  ]
}

const placesOf = (all: readonly Location[]): readonly Location[] => all.slice(0, MOST_PLACES)

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`  ${title}`, ...lines.map(line => `    ${line}`)]

const stopped = (all: readonly Finding[], context: ReportContext, colors: Paint): string[] =>
  all.flatMap(finding => lines(finding, context, colors, text => colors.severity('error', text)))

const findings = (all: readonly Finding[], context: ReportContext, colors: Paint): string[] =>
  all.flatMap(finding => lines(finding, context, colors, text => colors.severity(finding.severity, text)))

function lines(finding: Finding, context: ReportContext, colors: Paint, mark: (text: string) => string): string[] {
  const { component, what, help, rule } = finding
  const who = component === undefined || what.includes(component) ? '' : `${component}: `
  return [
    `${who}${message(what)} ${mark(`[${visible(rule)}]`)}`,
    `  --> ${colors.quiet(visible(printedPlace(finding, context)))}`,
    `  = ${message(help)}`,
  ]
}
