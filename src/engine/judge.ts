import { versions } from '../facts/flags.js'
import { kubernetesWith } from '../facts/own-releases.js'
import type { Cluster, Component } from '../model/component.js'
import { type Document, outermost } from '../model/document.js'
import type { Finding, NotChecked } from '../model/finding.js'
import { OWN_RELEASES } from '../model/fragment.js'
import { append } from '../model/lists.js'
import type { Location } from '../model/location.js'
import type { Report, Rule, SubjectKind } from '../model/rule.js'
import type { Why } from '../model/setting.js'
import { isAlike, minorOf, type Version, type VersionRange } from '../model/version.js'
import type { ClusterModel, Subject } from '../resolve/index.js'
import { RULES } from '../rules/index.js'
import { type Agreed, overVersions, type Reported, runCheck, type Said, softer } from './check.js'
import { finding } from './message.js'
import { notCheckedOf } from './not-checked.js'
import { filesOf, onDisk } from './on-disk.js'
import { presentOf } from './present.js'
import type { Selection } from './selection.js'
import { type Ahead, type Look, onTheWay, releasesOf, type Step } from './upgrade.js'

/** One pass of one rule over one subject, before messages. */
interface Pass {
  readonly rule: Rule
  readonly agreed: readonly Agreed[]
  readonly component?: Component
  readonly range?: VersionRange
  /** Kubernetes that may run now in the cluster. */
  readonly present: VersionRange
  /** Reported only from this step on: what `--target-version` asks. */
  readonly upgrade?: Step
}

interface Judgement {
  readonly pass: Pass
  readonly cannotTell: readonly Why[] | undefined
  /** Where what was asked about is written. */
  readonly places: () => readonly { readonly at: Location }[]
}

export interface Judging {
  /** Rules to run instead of klint's own. */
  readonly rules?: readonly Rule[]
  readonly target?: Version
  /** Gets what a rule threw, with its id in `rule`; the other rules still run. Without it the first crash ends the run. */
  readonly onCrash?: (crash: Error) => void
  /** Told before each cluster how many are done, and of how many. */
  readonly onCluster?: (done: number, of: number) => void
  readonly timing?: Timing
  /** Rules of which `undecided` is asked later. */
  readonly watched?: ReadonlySet<string>
}

/**
 * Where somebody asks what rules cost. A view of a component is made for the first rule that looks at it, so the first pays for all.
 */
export interface Timing {
  /** milliseconds */
  readonly clock: () => number
  readonly onAsked: (rule: string, ms: number) => void
}

export interface Judged {
  readonly findings: readonly Finding[]
  readonly notChecked: readonly NotChecked[]
  /** A watched rule could not tell about something that stands, partly at least, in this file; or it did not run to its end. */
  readonly undecided: (rule: string, file: Document) => boolean
  /** Rules that asked about more than one thing: in a part of the files they may be silent where they are not in all of them. */
  readonly wide: ReadonlySet<string>
}

/** Runs every selected rule over every subject of every cluster. */
export async function judge(
  clusters: readonly ClusterModel[],
  selection: Selection,
  { rules: given, target, onCrash, onCluster, timing, watched = new Set() }: Judging = {},
): Promise<Judged> {
  const present = subjectsIn(clusters)
  const rules = given ?? (await load(present))
  const selected = rules.filter(rule => selection.enabled(rule))
  const doubts: { rule: string; why: readonly Why[] }[] = []
  const findings: Finding[] = []
  const options = new Map(selected.map(rule => [rule, selection.options(rule)]))
  const chosen: Selection = { ...selection, options: rule => options.get(rule) ?? selection.options(rule) }
  const about = rulesAbout(selected)
  const crashed = new Set<string>()
  const guard = guarding(onCrash, crashed)
  const asking = timing === undefined ? guard : timed(guard, timing)
  const undecided = new Map<string, Set<Document>>()
  const wide = new Set(selected.filter(({ checks }) => checks === 'cluster').map(({ id }) => id))
  for (const [clusterIndex, cluster] of clusters.entries()) {
    onCluster?.(clusterIndex, clusters.length)
    const judgements = ask(about, cluster, chosen, target, asking, wide)
    const { name } = cluster
    for (const rule of selected)
      for (const { pass, cannotTell, places } of judgements.get(rule) ?? []) {
        const why = cannotTell?.filter(({ at }) => at === undefined || selection.override(rule, at) !== 'off')
        if (why !== undefined && why.length > 0) doubts.push({ rule: rule.id, why })
        if (cannotTell !== undefined && watched.has(rule.id))
          noteFiles(undecided, rule.id, [...places(), ...cannotTell])
        for (const made of guard(pass.rule, () => render(pass, selection), []))
          findings.push({ ...made, clusterIndex, ...(name === undefined ? {} : { cluster: name }) })
      }
    cluster.forget()
  }
  return {
    findings,
    notChecked: notCheckedOf(doubts),
    undecided: (rule, file) => crashed.has(rule) || undecided.get(rule)?.has(file) === true,
    wide,
  }
}

function noteFiles(
  known: Map<string, Set<Document>>,
  rule: string,
  places: readonly { readonly at?: Location | undefined }[],
): void {
  const files = known.get(rule) ?? new Set()
  known.set(rule, files)
  for (const { at } of places) if (at !== undefined) files.add(outermost(at.doc))
}

const placesOf = ({ anchor, assignments }: Component): { readonly at: Location }[] => [{ at: anchor }, ...assignments]

function subjectsIn(clusters: readonly ClusterModel[]): Set<SubjectKind> {
  const kinds = new Set<SubjectKind>()
  for (const { components, resources } of clusters) {
    for (const { kind } of components) kinds.add(kind)
    for (const { kind } of resources) kinds.add(kind)
    if (components.length > 0) kinds.add('assignment')
    kinds.add('cluster')
  }
  return kinds
}

async function load(kinds: ReadonlySet<SubjectKind>): Promise<readonly Rule[]> {
  const loaders = [...kinds].flatMap(kind => RULES[kind] ?? [])
  // subjects may share a list
  return [...new Set(await Promise.all(loaders.map(loader => loader())))].flat()
}

type About = (...kinds: readonly SubjectKind[]) => readonly Rule[]

/** Rules by what they check, in the order of all rules. */
function rulesAbout(rules: readonly Rule[]): About {
  const known = new Map<string, readonly Rule[]>()
  return (...kinds) => {
    const key = kinds.join(' ')
    const found = known.get(key) ?? rules.filter(({ checks }) => kinds.includes(checks))
    known.set(key, found)
    return found
  }
}

/** Asks all rules about all subjects of one cluster. */
function ask(
  about: About,
  cluster: ClusterModel,
  selection: Selection,
  target: Version | undefined,
  guard: Guard,
  wide: Set<string>,
): ReadonlyMap<Rule, readonly Judgement[]> {
  const found = new Map<Rule, Judgement[]>()
  const add = (rule: Rule, judgement: Judgement) => {
    const known = found.get(rule)
    if (known === undefined) found.set(rule, [judgement])
    else known.push(judgement)
  }
  // Most rules never look at the cluster around a component, and to see it takes a view of everything in it.
  const asking = (rule: Rule) => {
    const options = selection.options(rule)
    const local = selection.optionsIn(rule)
    return (subject: unknown, view: () => Cluster): Said => {
      const context = {
        get cluster() {
          wide.add(rule.id)
          return view()
        },
        options: local === undefined ? options : local(filesOf(subject)),
        strict: selection.strict,
      }
      return guard(rule, () => onDisk(runCheck(rule, subject, context), subject, view), { reports: [] })
    }
  }
  const severityOf = (rule: Rule) => (report: Report) => selection.severity(rule, report)
  const { kubernetes } = cluster
  const present = presentOf(cluster)
  const steps = Array.from({ length: cluster.steps }, (_, step) => step)
  const over = (of: readonly Rule[], subject: (view: Cluster) => unknown, places: Judgement['places']) => {
    const questions = of.map(rule => {
      const check = asking(rule)
      return {
        severityOf: severityOf(rule),
        at: (step: number) => check(subject(cluster.at(step)), () => cluster.at(step)),
      }
    })
    for (const [i, { agreed, cannotTell }] of overVersions(steps, questions, cluster.isAlike).entries()) {
      const rule = of[i]!
      add(rule, { pass: { rule, agreed, range: kubernetes, present }, cannotTell, places })
      if (target === undefined) continue
      const way = { range: present, kubernetes: present, target, minors: versions('kubelet') }
      const check = asking(rule)
      const look = (version: Version) => check(subject(cluster.ahead(version)), () => cluster.ahead(version))
      for (const { step, agreed: begins } of onTheWay(way, agreed, look, severityOf(rule)))
        add(rule, {
          pass: { rule, agreed: begins, range: kubernetes, present, upgrade: step },
          cannotTell: undefined,
          places,
        })
    }
  }

  for (const subject of cluster.components) {
    const of = about(subject.kind, 'assignment')
    // A rule that looks around sees the other components, each at a version of its own.
    let around = false
    const others = (step: number): Cluster => {
      around = true
      return cluster.at(step)
    }
    const alike = (i: number) => {
      const [here, next] = [subject.points[i]!, subject.points[i + 1]!]
      const same = around
        ? isAlike(here, next) && cluster.isAlike(i)
        : isAlike(here, next) || subject.isAlike(here, next)
      // The next version is asked anew, by the rules that still report: what the others looked at does not count.
      if (!same) around = false
      return same
    }
    const questions = of.map(rule => ({
      severityOf: severityOf(rule),
      at: looking(rule, subject, others, asking(rule)),
    }))
    const later = target === undefined ? undefined : keptViews(subject)
    const places = () => {
      const { component } = newestView(subject)
      return component === undefined ? [] : placesOf(component)
    }
    for (const [i, { agreed, cannotTell }] of overVersions(subject.points, questions, alike).entries()) {
      const rule = of[i]!
      add(rule, { pass: passOf(rule, agreed, subject, present), cannotTell, places })
      if (target === undefined || later === undefined) continue
      const view = lookingAhead(rule, later, cluster, asking(rule))
      const way = {
        kind: subject.kind,
        range: subject.range,
        kubernetes: present,
        target,
        minors: versions(subject.kind),
      }
      for (const { step, agreed: begins } of firstOfEach(rule, onTheWay(way, agreed, view, severityOf(rule))))
        add(rule, {
          pass: { ...passOf(rule, begins, subject, present), upgrade: step },
          cannotTell: undefined,
          places,
        })
    }
  }
  for (const resource of cluster.resources)
    over(
      about(resource.kind),
      () => resource,
      () => [{ at: resource.anchor }],
    )
  over(
    about('cluster'),
    view => view,
    () => {
      const { components, resources } = cluster.at(0)
      return [...components.flatMap(placesOf), ...resources.map(({ anchor }) => ({ at: anchor }))]
    },
  )
  return found
}

type Ask = (subject: unknown, view: () => Cluster) => Said

/** What a rule says of a component at one version. */
function looking(
  rule: Rule,
  subject: Subject,
  others: (step: number) => Cluster,
  check: Ask,
): (version: Version) => Said | undefined {
  return version => {
    const component = subject.at(version)
    if (component === undefined) return undefined
    // The cluster as it is when this component is at that version: the others move along.
    const view = () => others(subject.points.indexOf(version))
    return rule.checks === 'assignment' ? overAssignments(rule, component, view, check) : check(component, view)
  }
}

/** The same at a version nobody runs yet, in the cluster as it is once Kubernetes is there. */
function lookingAhead(rule: Rule, at: Subject['at'], cluster: ClusterModel, check: Ask): Look {
  return (version, { kubernetes }) => {
    const component = at(version)
    if (component === undefined) return undefined
    const isOwn = OWN_RELEASES.includes(component.kind)
    const view = () => cluster.ahead((isOwn ? releasesOf(kubernetes, versions('kubelet'))[0] : undefined) ?? version)
    return rule.checks === 'assignment' ? overAssignments(rule, component, view, check) : check(component, view)
  }
}

/** Keeps the views of versions that nobody runs yet, since every rule asks for them. */
function keptViews(subject: Subject): Subject['at'] {
  const views = new Map<Version, Component | undefined>()
  return version => {
    if (!views.has(version)) views.set(version, subject.at(version))
    return views.get(version)
  }
}

/** Of what one rule says of one token on the way, what comes first: whoever mends that mends the rest. */
function firstOfEach({ checks, category }: Rule, ahead: readonly Ahead[]): readonly Ahead[] {
  // other rules say different things of one place
  if (checks !== 'assignment' && category !== 'upgrade') return ahead
  const seen = new Set<string>()
  return ahead.map(({ step, agreed }) => ({
    step,
    agreed: agreed.filter(({ newest: { at } }) => {
      const token = `${at.doc.uri}\0${at.start}\0${at.end}`
      const isFirst = !seen.has(token)
      seen.add(token)
      return isFirst
    }),
  }))
}

function passOf(rule: Rule, agreed: readonly Agreed[], subject: Subject, present: VersionRange): Pass {
  return { rule, agreed, range: subject.range, present, ...(agreed.length === 0 ? {} : newestView(subject)) }
}

/** What runs at the newest version at which anything runs; a view of every version would cost more than all rules. */
function newestView(subject: Subject): { component?: Component } {
  for (const version of subject.points) {
    const component = subject.at(version)
    if (component !== undefined) return { component }
  }
  return {}
}

function overAssignments({ overruled }: Rule, of: Component, view: () => Cluster, check: Ask): Said {
  const reports: Reported[] = []
  const cannotTell: Why[] = []
  for (const assignment of overruled ? [...of.assignments, ...of.overruled] : of.assignments) {
    const said = check({ ...assignment, of }, view)
    append(reports, said.reports)
    if (said.cannotTell !== undefined) append(cannotTell, said.cannotTell)
  }
  return cannotTell.length > 0 ? { reports, cannotTell } : { reports }
}

type Guard = <T>(rule: Rule, work: () => T, otherwise: T) => T

/** A rule that throws is a bug of klint: it is named once, and not asked again. */
function guarding(onCrash: Judging['onCrash'], crashed: Set<string>): Guard {
  return (rule, work, otherwise) => {
    if (crashed.has(rule.id)) return otherwise
    try {
      return work()
    } catch (error) {
      const crash = Object.assign(error instanceof Error ? error : new Error(String(error)), { rule: rule.id })
      if (onCrash === undefined) throw crash
      crashed.add(rule.id)
      onCrash(crash)
      return otherwise
    }
  }
}

const timed =
  (guard: Guard, { clock, onAsked }: Timing): Guard =>
  (rule, work, otherwise) => {
    const started = clock()
    const said = guard(rule, work, otherwise)
    onAsked(rule.id, clock() - started)
    return said
  }

function render(pass: Pass, selection: Selection): Finding[] {
  const { rule, upgrade, component, range, present } = pass
  return pass.agreed.flatMap(({ newest, severity = rule.severity, assuming, bites }) => {
    const from = upgrade?.kubernetes ?? (bites === undefined ? undefined : bitesAt(bites, component, present))
    const soft = assuming.length > 0 || from !== undefined
    const said = selection.override(rule, newest.at)
    if (said === 'off') return []
    return finding(rule, newest.report, {
      at: newest.at,
      severity: said ?? (soft ? softer(severity, 'warning') : severity),
      assuming,
      ...(upgrade === undefined ? {} : { upgrade: upgrade.minor }),
      ...(from === undefined ? {} : { bites: from }),
      ...(component === undefined ? {} : { component }),
      ...(range === undefined ? {} : { range }),
    })
  })
}

/** The minor of Kubernetes that brings a component's own one. */
function bitesAt(own: number, component: Component | undefined, { min }: VersionRange): number | undefined {
  const { kind } = component ?? {}
  return kind === undefined || !OWN_RELEASES.includes(kind) ? own : kubernetesWith(kind, own, minorOf(min))
}
