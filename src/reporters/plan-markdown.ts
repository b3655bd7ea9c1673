import type { Finding } from '../model/finding.js'
import { type ClusterPlan, isEmptyStep, type Plan, type PlanStep } from '../model/plan.js'
import { code, prose } from './markdown-text.js'
import { changeWords, MOST_PLACES, moveWords, NOTHING, nameOf, turnWords, verdictOf, wayOf } from './plan-words.js'
import type { ReportContext } from './reporter.js'
import { printed, printedPlace, where } from './where.js'

/** The plan as a ticket: a heading for each minor, a box for each thing to do. */
export function planMarkdown(plan: Plan, context: ReportContext): string {
  return plan.clusters.map(cluster => clusterMarkdown(cluster, plan, context)).join('\n')
}

function clusterMarkdown(cluster: ClusterPlan, plan: Plan, context: ReportContext): string {
  const { now, steps } = cluster
  const name = nameOf(cluster, plan)
  const title = `${name === undefined ? '' : `${prose(name)}, `}${prose(wayOf(cluster, plan))}`
  return [
    `## ${title}\n\n${prose(verdictOf(cluster))}\n`,
    ...(now.length === 0 ? [] : ['### now\n', section('Does not start', todo(now, context))]),
    ...steps.flatMap(step => stepMarkdown(step, context)),
  ].join('\n')
}

function stepMarkdown(step: PlanStep, context: ReportContext): string[] {
  const { kubernetes, stops, defaults, ignored, begins, moves, order } = step
  return [
    `### ${kubernetes}\n`,
    ...(isEmptyStep(step) ? [`${NOTHING}\n`] : []),
    section('Stops starting', todo(stops, context)),
    section(
      'Changes its default',
      defaults.map(change => {
        const places = change.at.slice(0, MOST_PLACES).map(at => code(printed(where(at, context))))
        return `- [ ] ${prose(changeWords(change))}: ${prose(change.effect)} (${places.join(', ')})`
      }),
    ),
    section('Is ignored from here on', todo(ignored, context)),
    section('Begins to matter', todo(begins, context)),
    section(
      'Moves to the configuration file',
      moves.map(move => `- [ ] ${prose(moveWords(move))} (${code(printed(where(move.at, context)))})`),
    ),
    section(
      'Order',
      order.map((turn, i) => `${i + 1}. ${prose(turnWords(turn))}`),
    ),
  ].filter(text => text !== '')
}

const section = (title: string, items: readonly string[]): string =>
  items.length === 0 ? '' : `**${title}**\n\n${items.join('\n')}\n`

const todo = (findings: readonly Finding[], context: ReportContext): string[] =>
  findings.map(finding => {
    const { component, what, help } = finding
    const who = component === undefined || what.includes(component) ? '' : `${component}: `
    return `- [ ] ${prose(who + what)} (${code(printedPlace(finding, context))}): ${prose(help)}`
  })
