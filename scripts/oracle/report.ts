import { describeCase } from './case.js'
import type { ComparedValues } from './effective.js'
import { together } from './pool.js'
import { type Agreement, agreementOf, type Bench, type Judged, kindOf, narrowed } from './starts.js'

/** How many wrong ones are narrowed down and told: each takes a few more runs. */
const MOST = 25
/** Share of agreement that is asked for, of what klint means to cover. */
export const ENOUGH = 0.99

export interface Outcome {
  readonly failed: boolean
  readonly lines: readonly string[]
}

const percent = (part: number, of: number): string => (of === 0 ? 'nothing' : `${((100 * part) / of).toFixed(1)} %`)

const indented = (text: string): string => text.replace(/^/gm, '      ')

/** Starts or not: how often klint and the component agree, and each kind of disagreement with its least example. */
export async function startsReport(
  bench: Bench,
  all: readonly Judged[],
  { width, isWide }: { width: number; isWide: boolean },
): Promise<Outcome> {
  const { component } = bench.subject
  const by = new Map<Agreement, Judged[]>()
  for (const judged of all) {
    const agreement = agreementOf(component, judged)
    by.set(agreement, [...(by.get(agreement) ?? []), judged])
  }
  const of = (agreement: Agreement): readonly Judged[] => by.get(agreement) ?? []
  const [agreed, wrong, missed] = [of('starts').length + of('stops').length, of('wrong').length, of('missed').length]
  const covered = agreed + wrong + missed
  const lines = [
    `  starts  ${all.length} configurations: agreed on ${of('starts').length} that start and ${of('stops').length} that do not, ${percent(agreed, covered)} of what is covered; ` +
      `wrong ${wrong}, missed ${missed}, explained ${of('explained').length}, no verdict ${of('none').length}`,
  ]
  for (const least of await together(of('wrong').slice(0, MOST), width, judged => narrowed(bench, judged)))
    lines.push(`    WRONG: it starts, and klint says: ${rulesOf(least)}`, indented(describeCase(least.given)))
  lines.push(
    ...(
      await together(groups(of('missed')), width, async ([message, least, count]) => [
        `    missed, ${count} times: ${message}`,
        indented(describeCase((await narrowed(bench, least)).given)),
      ])
    ).flat(),
  )
  if (isWide)
    for (const [message, , count] of groups(of('explained'))) lines.push(`    explained, ${count} times: ${message}`)
  for (const [message, , count] of groups(of('none'))) lines.push(`    no verdict, ${count} times: ${message}`)
  return { failed: wrong > 0 || (covered > 0 && agreed / covered < ENOUGH), lines }
}

const rulesOf = ({ said }: Judged): string => said.stops.map(({ rule, what }) => `${what} (${rule})`).join('; ')

/** What was said, the smallest that it was said of, and how often; the most frequent first. */
function groups(all: readonly Judged[]): [string, Judged, number][] {
  const found = new Map<string, [string, Judged, number]>()
  for (const judged of all) {
    const kind = judged.verdict.kind === 'starts' ? '' : kindOf(judged.verdict.message)
    const [, least = judged, count = 0] = found.get(kind) ?? []
    found.set(kind, [kind, sizeOf(judged) < sizeOf(least) ? judged : least, count + 1])
  }
  return [...found.values()].sort(([, , a], [, , b]) => b - a)
}

const sizeOf = ({ given }: Judged): number => given.pieces.length

/** Effective values, added up over all runs; a key that differs is told once. */
export function valuesReport(
  all: readonly (ComparedValues & { readonly judged: Judged })[],
  explains: (key: string) => boolean,
): Outcome {
  const sum = (count: (one: ComparedValues) => number): number => all.reduce((total, one) => total + count(one), 0)
  const found = new Map<string, { count: number; example: string }>()
  let known = 0
  for (const { differences, judged } of all)
    for (const { key, theirs, ours } of differences) {
      if (explains(`${key}: ${theirs}, klint ${ours}`)) known++
      else {
        const kept = found.get(key)
        found.set(key, {
          count: (kept?.count ?? 0) + 1,
          example: kept?.example ?? `${theirs}, klint says ${ours}\n${indented(describeCase(judged.given))}`,
        })
      }
    }
  const differing = [...found.values()].reduce((total, { count }) => total + count, 0)
  const same = sum(one => one.same)
  return {
    failed: differing > 0,
    lines: [
      `  values  ${same + differing + known} compared in ${all.length} runs: ${same} agreed, ${differing} differ, ${known} explained, ${sum(one => one.unknown)} klint does not know`,
      ...[...found].map(([key, { count, example }]) => `    differs, ${count} times: ${key}: ${example}`),
    ],
  }
}
