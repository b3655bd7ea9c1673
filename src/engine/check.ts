import type { Cluster } from '../model/component.js'
import type { Severity } from '../model/finding.js'
import { append } from '../model/lists.js'
import type { Location } from '../model/location.js'
import { type Apart, locationOf, type Read, type Report, type Rule, type SubjectKind } from '../model/rule.js'
import type { Assumption, Why } from '../model/setting.js'

/** What a rule said of one subject at one version. */
export interface Said {
  readonly reports: readonly Reported[]
  /** Set if the check ended at something unknown. */
  readonly cannotTell?: readonly Why[]
}

export interface Reported {
  readonly report: Report
  readonly at: Location
  readonly assuming: readonly Assumption[]
}

export interface Context {
  readonly cluster: Cluster
  readonly options: Readonly<Record<string, unknown>>
  readonly strict: boolean
}

type Saying = Generator<Read | Report | Apart, void, unknown>
type AnyCheck = (subject: unknown, context: Context) => Saying

/** Drives one check: ends it at the first unknown setting it reads, and notes which open layers its defaults rest on. */
export function runCheck(rule: Rule<SubjectKind>, subject: unknown, context: Context): Said {
  const check: AnyCheck = rule.check as unknown as AnyCheck
  return drive(check(subject, context))
}

function drive(saying: Saying): Said {
  const reports: Reported[] = []
  const assuming: Assumption[] = []
  const unknown: Why[] = []
  const ended = (why: readonly Why[] = []): Said => {
    const cannotTell = [...unknown, ...why]
    return cannotTell.length === 0 ? { reports } : { reports, cannotTell }
  }
  for (const said of saying) {
    if ('apart' in said) {
      const part = drive(said.apart)
      for (const { report, at, assuming: own } of part.reports)
        reports.push({ report, at, assuming: [...assuming, ...own] })
      for (const why of part.cannotTell ?? []) if (!unknown.some(known => isSame(known, why))) unknown.push(why)
      continue
    }
    if (!('read' in said)) {
      reports.push({ report: said, at: locationOf(said.at), assuming: [...assuming] })
      continue
    }
    const { read } = said
    if (read === undefined) return ended()
    if (read.state === 'unknown') return ended(read.why)
    if (read.state === 'default') append(assuming, read.assuming)
  }
  return ended()
}

const isSame = (a: Why, b: Why): boolean =>
  a === b || (a.what === b.what && a.at?.doc === b.at?.doc && a.at?.start === b.at?.start)

/** One problem over a range of versions: reported at every point of it. */
export interface Agreed {
  readonly newest: Reported
  readonly severity?: Severity
  readonly assuming: readonly Assumption[]
  /** Where it is not true yet, at some version at least: the component's minor from which on it is. */
  readonly bites?: number
}

/** One problem at one place, whatever the version. */
export const keyOf = ({ report, at }: Reported): string => `${report.message}\0${at.doc.uri}\0${at.start}\0${at.end}`

const RANK: Record<Severity, number> = { error: 2, warning: 1, info: 0 }
export const softer = (a: Severity, b: Severity): Severity => (RANK[a] <= RANK[b] ? a : b)

/** One rule and one subject, asked at every point of a range of versions. */
export interface Question<P> {
  /** `undefined`: nothing runs at that version, which leaves the point out. */
  readonly at: (point: P) => Said | undefined
  readonly severityOf: (report: Report) => Severity
}

export interface Answer {
  readonly agreed: readonly Agreed[]
  readonly cannotTell?: readonly Why[]
}

interface Tally {
  kept?: Map<string, Agreed>
  cannotTell?: readonly Why[]
}

const untold = (): Tally => ({})

/**
 * Keeps what is reported at all points and stops asking at the first silence. A severity that depends on the
 * version counts at its lowest. All questions are asked at one point before the next, so that what a component is at that
 * version need not be kept. `alike` says that the point behind the one of this index would get the same answers.
 */
export function overVersions<P>(
  points: readonly P[],
  questions: readonly Question<P>[],
  alike: (index: number) => boolean = () => false,
): Answer[] {
  const asked = questions.map(question => ({ question, tally: untold() }))
  let open = asked
  for (const [i, point] of points.entries()) {
    if (open.length === 0) break
    if (i > 0 && alike(i - 1)) continue
    open = open.filter(({ question, tally }) => {
      const said = question.at(point)
      if (said !== undefined) count(tally, said, question.severityOf)
      return tally.kept?.size !== 0
    })
  }
  return asked.map(({ tally: { kept, cannotTell } }) => {
    const agreed = [...(kept?.values() ?? [])]
    return cannotTell === undefined ? { agreed } : { agreed, cannotTell }
  })
}

function count(tally: Tally, said: Said, severityOf: (report: Report) => Severity): void {
  const { kept } = tally
  if (said.cannotTell !== undefined) tally.cannotTell ??= said.cannotTell
  if (kept === undefined) {
    tally.kept = new Map(
      said.reports.map(newest => [
        keyOf(newest),
        { newest, severity: severityOf(newest.report), assuming: newest.assuming, ...bitesOf(newest, undefined) },
      ]),
    )
    return
  }
  const here = new Map(said.reports.map(reported => [keyOf(reported), reported]))
  for (const [key, agreed] of kept) {
    const again = here.get(key)
    if (again === undefined) {
      // True at some versions only: klint cannot tell.
      tally.cannotTell ??= [{ what: 'the version is not known' }]
      kept.delete(key)
      continue
    }
    const severity = softer(agreed.severity ?? 'error', severityOf(again.report))
    const assuming = again.assuming.length === 0 ? agreed.assuming : [...agreed.assuming, ...again.assuming]
    kept.set(key, { ...agreed, severity, assuming, ...bitesOf(again, agreed.bites) })
  }
}

function bitesOf({ report }: Reported, known: number | undefined): Pick<Agreed, 'bites'> {
  const bites = known ?? report.bites
  return bites === undefined ? {} : { bites }
}
