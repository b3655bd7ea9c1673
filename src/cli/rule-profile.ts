import { largest } from '../model/lists.js'

/** What one rule took. */
export interface Spent {
  readonly calls: number
  /** milliseconds */
  readonly time: number
}

/**
 * The table of `--profile-rules`, slowest first. `all` is how long the run took, in milliseconds: shares are of it.
 */
export function profileOf(spent: ReadonlyMap<string, Spent>, all: number): string {
  const total = [...spent.values()].reduce(
    (sum, { calls, time }) => ({ calls: sum.calls + calls, time: sum.time + time }),
    {
      calls: 0,
      time: 0,
    },
  )
  const rows = [...spent].sort(([a, one], [b, other]) => other.time - one.time || (a < b ? -1 : 1))
  const width = largest(
    rows.map(([rule]) => rule.length),
    9,
  )
  const row = (rule: string, calls: string, time: string, share: string): string =>
    `${rule.padEnd(width)}  ${calls.padStart(7)}  ${time.padStart(10)}  ${share.padStart(6)}\n`
  const measured = (rule: string, { calls, time }: Spent): string =>
    row(rule, String(calls), `${time.toFixed(2)} ms`, `${((100 * time) / all).toFixed(1)}%`)
  return [
    row('rule', 'calls', 'time', 'share'),
    ...rows.map(([rule, one]) => measured(rule, one)),
    measured('all rules', total),
    row('the run', '', `${all.toFixed(2)} ms`, ''),
  ].join('')
}
