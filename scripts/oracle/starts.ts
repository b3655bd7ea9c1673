import type { Case } from './case.js'
import { explained } from './explained.js'
import { filesFor, type Machine, machineOf } from './host.js'
import { klintOf, type Said } from './klint.js'
import { type Trial, trial } from './namespace.js'
import { together } from './pool.js'
import type { Subject } from './subjects.js'
import { type Verdict, verdictOf } from './verdict.js'

/** A component at a version, and the programs it takes. */
export interface Bench {
  readonly subject: Subject
  readonly version: string
  readonly program: string
  readonly beside: Readonly<Record<string, string>>
  /** Files that every machine has, as keys. */
  readonly files: ReadonlyMap<string, string>
  /** An API server and its etcd: some checks are made only when the first answer of one is there. */
  readonly live?: Readonly<Record<string, string>>
}

/** What klint says of a configuration, and what the component makes of it. */
export interface Judged {
  readonly given: Case
  readonly machine: Machine
  readonly said: Said
  readonly verdict: Verdict
  readonly trial: Trial
}

/**
 * `wrong`: klint says it stops, and it runs. `missed`: klint says nothing, and it stops; `covered`: klint means to say something about
 * this, `explained`: why it does not is written in explained.ts.
 */
export type Agreement = 'starts' | 'stops' | 'wrong' | 'missed' | 'explained' | 'none'

export function agreementOf(
  component: Subject['component'],
  { said, verdict }: Pick<Judged, 'said' | 'verdict'>,
): Agreement {
  if (verdict.kind === 'none') return 'none'
  const stops = said.stops.length > 0
  if (verdict.kind === 'starts') return stops ? 'wrong' : 'starts'
  if (stops) return 'stops'
  return explained('starts', component, verdict.message) === undefined ? 'missed' : 'explained'
}

/** Milliseconds: what is checked behind the first answer of an API server is checked by then. */
const LATER = 8000

export async function judge(
  bench: Bench,
  given: Case,
  extra: Pick<Parameters<typeof trial>[0], 'awaits' | 'watch'> = {},
): Promise<Judged> {
  const { subject, version, program, beside, files, live } = bench
  const own = machineOf(subject, given)
  const machine = { ...own, files: new Map([...files, ...own.files]) }
  const said = await klintOf(subject, version, filesFor(subject, version, machine))
  const { runs, limit } = subject
  const start = { machine, program, beside, limit, ...(runs === undefined ? {} : { runs }), ...extra }
  const tried = await trial(start)
  const verdict = verdictOf(subject, tried)
  if (live === undefined || verdict.kind !== 'starts' || said.stops.length === 0)
    return { given, machine, said, trial: tried, verdict }
  const later = await trial({ ...start, beside: live, linger: LATER, limit: limit + 30 })
  return { given, machine, said, trial: tried, verdict: verdictOf(subject, later) }
}

export const judgeAll = (bench: Bench, cases: readonly Case[], width: number, done: () => void): Promise<Judged[]> =>
  together(cases, width, async given => {
    const judged = await judge(bench, given)
    done()
    return judged
  })

/** Names and numbers out of a message: what says the same of two values is the same. */
export const kindOf = (message: string): string =>
  message
    .replace(/"(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`/g, '"…"')
    .replace(/ -{1,3}[a-z][\w.-]*/g, ' --…')
    .replace(/(Go struct field) \S+/g, '$1 …')
    .replace(/(invalid value of) [^,]+/g, '$1 …')
    .replace(/(feature gate(?: gate)?:?) [A-Z]\w+/g, '$1 …')
    .replace(/[A-Z]\w+ (is enabled, but depends on features that are disabled:) .*/, '… $1 …')
    .replace(/https?:\S+/g, '…')
    .replace(/\d+(?:\.\d+)*/g, 'N')
    .slice(0, 240)

/** The least part of a case on which klint and the component still disagree in the same way. */
export async function narrowed(bench: Bench, judged: Judged): Promise<Judged> {
  const { component } = bench.subject
  const agreement = agreementOf(component, judged)
  let least = judged
  for (let i = 0; i < least.given.pieces.length && least.given.pieces.length > 1; ) {
    const given = { ...least.given, pieces: least.given.pieces.filter((_, at) => at !== i) }
    const again = await judge(bench, given)
    const isSame =
      agreementOf(component, again) === agreement && (agreement === 'wrong' || messageOf(again) === messageOf(least))
    if (isSame) least = again
    else i++
  }
  return least
}

const messageOf = ({ verdict }: Judged): string => (verdict.kind === 'starts' ? '' : kindOf(verdict.message))
