import type { Cluster, Component, Resource } from '../model/component.js'
import type { Finding, NotChecked, Severity } from '../model/finding.js'
import { COMPONENTS, type ComponentKind } from '../model/fragment.js'
import type { Report, Rule, SubjectKind } from '../model/rule.js'
import type { Why } from '../model/setting.js'
import type { Version, VersionRange } from '../model/version.js'
import type { ClusterModel, Subject } from '../resolve/index.js'
import { RULES } from '../rules/index.js'
import { type Agreed, overVersions, runCheck, type Said, softer } from './check.js'
import { finding } from './message.js'
import { notCheckedOf } from './not-checked.js'
import { onDisk } from './on-disk.js'
import type { Selection } from './selection.js'
import { onTheWay } from './upgrade.js'

/** One pass of one rule over one subject, before messages. */
interface Pass {
  readonly rule: Rule
  readonly agreed: readonly Agreed[]
  readonly component?: Component
  readonly range?: VersionRange
  /** Reported only from this version on: what `--target-version` asks. */
  readonly upgrade?: Version
}

export interface Judging {
  /** Rules to run instead of klint's own. */
  readonly rules?: readonly Rule[]
  readonly target?: Version
}

export interface Judged {
  readonly findings: readonly Finding[]
  readonly notChecked: readonly NotChecked[]
}

const isComponentKind = (kind: string): kind is ComponentKind => COMPONENTS.some(known => known === kind)

/** Runs every selected rule over every subject of every cluster. A rule that throws is a bug, and names itself. */
export async function judge(
  clusters: readonly ClusterModel[],
  selection: Selection,
  { rules: given, target }: Judging = {},
): Promise<Judged> {
  const present = subjectsIn(clusters)
  const rules = given ?? (await load(present))
  const selected = rules.filter(rule => selection.enabled(rule))
  const doubts: { rule: string; why: readonly Why[] }[] = []
  const findings: Finding[] = []
  for (const cluster of clusters)
    for (const rule of selected)
      for (const pass of passes(rule, cluster, selection, doubts, target)) findings.push(...render(pass, selection))
  return { findings, notChecked: notCheckedOf(doubts) }
}

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
  return (await Promise.all(loaders.map(loader => loader()))).flat()
}

function passes(
  rule: Rule,
  cluster: ClusterModel,
  selection: Selection,
  doubts: { rule: string; why: readonly Why[] }[],
  target: Version | undefined,
): Pass[] {
  const options = selection.options(rule)
  const note = (why: readonly Why[] | undefined) => {
    if (why !== undefined) doubts.push({ rule: rule.id, why })
  }
  const severityOf = (report: Report): Severity => selection.severity(rule, report)
  const check = (subject: unknown, view: Cluster): Said =>
    guarded(rule, () =>
      onDisk(runCheck(rule, subject, { cluster: view, options, strict: selection.strict }), subject, view),
    )
  if (rule.checks === 'cluster') {
    const steps = Array.from({ length: cluster.steps }, (_, step) => step)
    const { agreed, cannotTell } = overVersions(steps, step => check(cluster.at(step), cluster.at(step)), severityOf)
    note(cannotTell)
    return [{ rule, agreed, range: cluster.kubernetes }]
  }
  if (rule.checks === 'assignment' || isComponentKind(rule.checks)) {
    const look = (subject: Subject, version: Version): Said | undefined => {
      const component = subject.at(version)
      if (component === undefined) return undefined
      const view = clusterFor(cluster, subject, version)
      return rule.checks === 'assignment' ? overAssignments(component, view, check) : check(component, view)
    }
    return cluster.components
      .filter(({ kind }) => rule.checks === 'assignment' || kind === rule.checks)
      .flatMap(subject => {
        const { agreed, cannotTell } = overVersions(subject.points, version => look(subject, version), severityOf)
        note(cannotTell)
        const ahead =
          target === undefined ? [] : onTheWay(subject, target, agreed, version => look(subject, version), severityOf)
        return [
          passOf(rule, agreed, subject),
          ...ahead.map(later => ({ ...passOf(rule, later.agreed, subject), upgrade: later.version })),
        ]
      })
  }
  return cluster.resources
    .filter(({ kind }: Resource) => kind === rule.checks)
    .map(resource => {
      const steps = Array.from({ length: cluster.steps }, (_, step) => step)
      const { agreed, cannotTell } = overVersions(steps, step => check(resource, cluster.at(step)), severityOf)
      note(cannotTell)
      return { rule, agreed, range: cluster.kubernetes }
    })
}

function passOf(rule: Rule, agreed: readonly Agreed[], subject: Subject): Pass {
  return { rule, agreed, range: subject.range, ...(agreed.length === 0 ? {} : newestView(subject)) }
}

/** What runs at the newest version at which anything runs; a view of every version would cost more than all rules. */
function newestView(subject: Subject): { component?: Component } {
  for (const version of subject.points) {
    const component = subject.at(version)
    if (component !== undefined) return { component }
  }
  return {}
}

/** The cluster as it is when this component is at that version: the others move along. */
function clusterFor(cluster: ClusterModel, subject: Subject, version: Version): Cluster {
  // A version still ahead is no step of its own.
  return cluster.at(Math.max(0, subject.points.indexOf(version)))
}

function overAssignments(of: Component, view: Cluster, check: (subject: unknown, view: Cluster) => Said): Said {
  const all = of.assignments.map(assignment => check({ ...assignment, of }, view))
  const cannotTell = all.flatMap(said => said.cannotTell ?? [])
  return { reports: all.flatMap(said => said.reports), ...(cannotTell.length > 0 ? { cannotTell } : {}) }
}

function guarded(rule: Rule, work: () => Said): Said {
  try {
    return work()
  } catch (error) {
    // Whoever prints the crash names the rule.
    const crash = error instanceof Error ? error : new Error(String(error))
    throw Object.assign(crash, { rule: rule.id })
  }
}

function render(pass: Pass, selection: Selection): Finding[] {
  return pass.agreed.map(({ newest, severity = pass.rule.severity, assuming }) => {
    const soft = assuming.length > 0 || pass.upgrade !== undefined
    return finding(pass.rule, newest.report, {
      at: newest.at,
      severity: selection.override(pass.rule) ?? (soft ? softer(severity, 'warning') : severity),
      assuming,
      ...(pass.upgrade === undefined ? {} : { upgrade: pass.upgrade }),
      ...(pass.component === undefined ? {} : { component: pass.component }),
      ...(pass.range === undefined ? {} : { range: pass.range }),
    })
  })
}
