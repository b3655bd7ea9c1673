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
import type { Selection } from './selection.js'

/** One pass of one rule over one subject, before messages. */
interface Pass {
  readonly rule: Rule
  readonly agreed: readonly Agreed[]
  readonly component?: Component
  readonly range?: VersionRange
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
  given?: readonly Rule[],
): Promise<Judged> {
  const present = subjectsIn(clusters)
  const rules = given ?? (await load(present))
  const selected = rules.filter(rule => selection.enabled(rule))
  const doubts: { rule: string; why: readonly Why[] }[] = []
  const findings: Finding[] = []
  for (const cluster of clusters)
    for (const rule of selected)
      for (const pass of passes(rule, cluster, selection, doubts)) findings.push(...render(pass, selection))
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
): Pass[] {
  const options = selection.options(rule)
  const note = (why: readonly Why[] | undefined) => {
    if (why !== undefined) doubts.push({ rule: rule.id, why })
  }
  const severityOf = (report: Report): Severity => selection.severity(rule, report)
  const check = (subject: unknown, view: Cluster): Said =>
    guarded(rule, () => runCheck(rule, subject, { cluster: view, options, strict: selection.strict }))
  if (rule.checks === 'cluster') {
    const steps = Array.from({ length: cluster.steps }, (_, step) => step)
    const { agreed, cannotTell } = overVersions(steps, step => check(cluster.at(step), cluster.at(step)), severityOf)
    note(cannotTell)
    return [{ rule, agreed, range: cluster.kubernetes }]
  }
  if (rule.checks === 'assignment')
    return cluster.components.map(subject => {
      const { agreed, cannotTell } = overVersions(
        subject.points,
        version => assignments(subject, version, cluster, check),
        severityOf,
      )
      note(cannotTell)
      return passOf(rule, agreed, subject)
    })
  if (isComponentKind(rule.checks))
    return cluster.components
      .filter(({ kind }) => kind === rule.checks)
      .map(subject => {
        const at = (version: Version) => {
          const component = subject.at(version)
          return component === undefined ? undefined : check(component, clusterFor(cluster, subject, version))
        }
        const { agreed, cannotTell } = overVersions(subject.points, at, severityOf)
        note(cannotTell)
        return passOf(rule, agreed, subject)
      })
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
  const [newest] = subject.points
  const component = newest === undefined ? undefined : subject.points.map(subject.at).find(view => view !== undefined)
  return { rule, agreed, range: subject.range, ...(component === undefined ? {} : { component }) }
}

/** The cluster as it is when this component is at that version: the others move along. */
function clusterFor(cluster: ClusterModel, subject: Subject, version: Version): Cluster {
  return cluster.at(subject.points.indexOf(version))
}

function assignments(
  subject: Subject,
  version: Version,
  cluster: ClusterModel,
  check: (subject: unknown, view: Cluster) => Said,
): Said | undefined {
  const of = subject.at(version)
  if (of === undefined) return undefined
  const view = clusterFor(cluster, subject, version)
  const all = of.assignments.map(assignment => check({ ...assignment, of }, view))
  const cannotTell = all.flatMap(said => said.cannotTell ?? [])
  return { reports: all.flatMap(said => said.reports), ...(cannotTell.length > 0 ? { cannotTell } : {}) }
}

function guarded(rule: Rule, work: () => Said): Said {
  try {
    return work()
  } catch (error) {
    throw new Error(`the rule ${rule.id} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

function render(pass: Pass, selection: Selection): Finding[] {
  return pass.agreed.map(({ newest, severity = pass.rule.severity, assuming }) => {
    const capped = assuming.length > 0 ? softer(severity, 'warning') : severity
    return finding(pass.rule, newest.report, {
      severity: selection.override(pass.rule) ?? capped,
      assuming,
      ...(pass.component === undefined ? {} : { component: pass.component }),
      ...(pass.range === undefined ? {} : { range: pass.range }),
    })
  })
}
