import { ALSO_HERE, type Finding, WRITTEN_HERE } from '../../model/finding.js'
import type { ComponentKind } from '../../model/fragment.js'
import { formatRange, intersect, minorOf, type VersionRange } from '../../model/version.js'
import type { ClusterModel, Subject } from '../../resolve/index.js'
import { ownFinding } from '../own.js'
import { grouped, places } from './grouped.js'

interface Apart {
  /** The cluster itself, where no file says how its apiservers are started. */
  readonly kind: ComponentKind | 'Kubernetes'
  readonly live: VersionRange
  readonly written: VersionRange
}

/** Where another version runs than files state: one finding for all that one statement is about. */
export function versionDrift(running: ClusterModel, clusters: readonly ClusterModel[]): Finding[] {
  const files = clusters.flatMap(({ components }) => components)
  const all: Apart[] = running.components.flatMap(subject => apart(subject, files) ?? [])
  if (!files.some(({ kind }) => kind === 'kube-apiserver')) {
    const stated = clusters.flatMap(({ kubernetes }) => (isStated(kubernetes) ? [kubernetes] : []))
    const whole = betweenRanges('Kubernetes', running.kubernetes, stated)
    if (whole !== undefined && all.every(({ written }) => written.at !== whole.written.at)) all.push(whole)
  }
  const statement = ({ live, written: { at } }: Apart) => `${at?.doc.uri} ${at?.start} ${formatRange(live)}`
  return grouped(all, statement).flatMap(findingOf)
}

function apart({ kind, range }: Subject, files: readonly Subject[]): Apart | undefined {
  const same = files.filter(file => file.kind === kind)
  const stated = same.flatMap(file => (isStated(file.range) && isItsOwn(file) ? [file.range] : []))
  return stated.length < same.length ? undefined : betweenRanges(kind, range, stated)
}

/** Versions that are certain on both sides, and others. */
function betweenRanges(kind: Apart['kind'], live: VersionRange, stated: readonly VersionRange[]): Apart | undefined {
  const [written] = stated
  if (written === undefined || !isStated(live)) return undefined
  return stated.some(range => intersect(live, range) !== undefined) ? undefined : { kind, live, written }
}

const isStated = ({ min, max, at }: VersionRange): boolean =>
  at !== undefined && at.doc.made === undefined && minorOf(min) === minorOf(max)

/** Kubelets follow the control plane when their machines do: what is said of the cluster says nothing of them. */
const isItsOwn = ({ kind, fragments }: Subject): boolean =>
  kind !== 'kubelet' ||
  fragments.some(({ versions = [] }) => versions.some(({ of, bound }) => of === 'kubelet' && bound !== true))

function findingOf([first, ...others]: readonly [Apart, ...Apart[]]): Finding[] {
  const { kind, live, written } = first
  if (live.at === undefined || written.at === undefined) return []
  const { at } = live
  const kinds = [...new Set([first, ...others].map(one => one.kind))]
  const who = kinds.length === 1 ? kind : `${kinds.slice(0, -1).join(', ')} and ${kinds.at(-1)}`
  const what = `${who} ${kinds.length === 1 ? 'is' : 'are'} \`${formatRange(live)}\` in the cluster and \`${formatRange(written)}\` in the files`
  const also = others.flatMap(({ live }) => (live.at === undefined ? [] : [{ at: live.at, label: ALSO_HERE }]))
  return [
    {
      ...ownFinding('klint/drift', what, at),
      message: 'version',
      related: places([{ at: written.at, label: WRITTEN_HERE }, ...also], at),
      ...(kinds.length === 1 && kind !== 'Kubernetes' ? { component: kind } : {}),
    },
  ]
}
