import type { Finding, Fix } from '../../model/finding.js'
import { type Request, type Result, run } from '../run.js'
import { apart, edited, type Planned } from './edits.js'

export interface Mending {
  /** `unsafe` includes what is safe. */
  readonly level: Fix['level']
  /** Which findings of a run are reported, and so mended. */
  readonly reported: (result: Result) => readonly Finding[]
  /** Why a file is not to be written: "is a symbolic link"; undefined if it may be. */
  readonly untouchable: (uri: string) => string | undefined
}

export interface Change {
  readonly uri: string
  readonly before: string
  readonly after: string
}

export interface Mended {
  /** Of the run over the mended files. */
  readonly result: Result
  readonly changes: readonly Change[]
  /** How many findings were mended. */
  readonly fixed: number
  /** Fixes that were offered and not done, each with its reason: "would bring up `etcd/timers-differ`". */
  readonly refused: readonly { readonly finding: Finding; readonly why: string }[]
}

/** A fix may make room for another; more rounds than this are a circle. */
const MOST_ROUNDS = 10
/** Rounds of a run that look for the one fix in many that does harm. */
const MOST_TRIALS = 200

/**
 * Runs, mends what can be mended, and runs again, until nothing is left to mend. A fix counts only if its finding is gone after it,
 * nothing else is reported that was not before, and every file that could be read still can. Nothing is written.
 */
export async function mend(request: Request, { level, reported, untouchable }: Mending): Promise<Mended> {
  const given = new Map([...request.files].map(input => [input.uri, input]))
  const before: ReadonlyMap<string, string> = new Map([...given].map(([uri, { source }]) => [uri, source]))
  let sources = before
  const runOver = (over: ReadonlyMap<string, string>): Promise<Result> =>
    run({ ...request, files: [...given].map(([uri, input]) => ({ ...input, source: over.get(uri) ?? input.source })) })
  let result = await runOver(sources)
  const refused = new Map<string, { finding: Finding; why: string }>()
  let fixed = 0
  let trials = 0

  const wanted = (): Planned[] => {
    const found: Planned[] = []
    for (const finding of reported(result)) {
      const { fix } = finding
      if (fix?.onDisk === undefined || (fix.level === 'unsafe' && level === 'safe')) continue
      if (refused.has(keyOf(finding))) continue
      const [file] = fix.onDisk.map(({ at }) => at.doc.uri).filter(uri => untouchable(uri) !== undefined)
      if (file === undefined) found.push({ finding, edits: fix.onDisk })
      else refused.set(keyOf(finding), { finding, why: `of ${file} is not written: it ${untouchable(file)}` })
    }
    return found
  }

  /** Does all of them if they do no harm together; else looks for those that do. */
  const attempt = async (plan: readonly Planned[]): Promise<void> => {
    const next = edited(
      sources,
      plan.flatMap(({ edits }) => edits),
    )
    trials++
    const after = await runOver(next)
    const harm = harmOf(result, after, plan)
    if (harm === undefined) {
      sources = next
      result = after
      fixed += plan.length
      return
    }
    const [only] = plan
    if (only !== undefined && (plan.length === 1 || trials >= MOST_TRIALS)) {
      for (const { finding } of plan) refused.set(keyOf(finding), { finding, why: harm })
      return
    }
    const half = Math.ceil(plan.length / 2)
    const count = fixed
    await attempt(plan.slice(0, half))
    // what the first half changed has moved the places of the second, which has its turn in the next round
    if (fixed === count) await attempt(plan.slice(half))
  }

  for (let round = 0; round < MOST_ROUNDS && trials < MOST_TRIALS; round++) {
    const plan = apart(wanted())
    if (plan.length === 0) break
    await attempt(plan)
  }
  const changes = [...sources].flatMap(([uri, after]): Change[] => {
    const source = before.get(uri)
    return source === undefined || source === after ? [] : [{ uri, before: source, after }]
  })
  return { result, changes, fixed, refused: [...refused.values()] }
}

/** The same finding before and after a change elsewhere in its file. */
function keyOf({ rule, message, what, at }: Finding): string {
  const { doc } = at
  return [rule, message, doc.uri, what, doc.source.slice(at.start, at.end)].join('\0')
}

/** What fixes did besides what they were for. Findings are counted by rule, since a fix may move the place of another finding. */
function harmOf(before: Result, after: Result, plan: readonly Planned[]): string | undefined {
  const [was, is] = [countsOf(before), countsOf(after)]
  for (const [rule, count] of is) if (count > (was.get(rule) ?? 0)) return `would bring up \`${rule}\``
  const mended = new Map<string, number>()
  for (const { finding } of plan) mended.set(finding.rule, (mended.get(finding.rule) ?? 0) + 1)
  for (const [rule, count] of mended)
    if ((is.get(rule) ?? 0) > (was.get(rule) ?? 0) - count) return 'does not mend the finding'
  if (after.outcome.notChecked.length <= before.outcome.notChecked.length) return undefined
  const known = new Set(before.outcome.notChecked.map(({ what }) => what))
  const more = after.outcome.notChecked.find(({ what }) => !known.has(what))
  return more && `would leave something that klint cannot read any more: ${more.what}`
}

/** All of them, known or asked for or not, each at its own place. */
function countsOf({ all, outcome }: Result): Map<string, number> {
  const counts = new Map<string, number>()
  const silenced = outcome.silenced.filter(({ silencing }) => silencing.by !== 'baseline')
  for (const { rule } of [...all, ...silenced.map(({ finding }) => finding)])
    counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return counts
}
