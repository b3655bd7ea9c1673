import { ALSO_HERE, type Finding } from '../../model/finding.js'
import type { ComponentKind } from '../../model/fragment.js'
import { sameLocation } from '../../model/location.js'
import { formatRange, intersect, minorOf, type VersionRange } from '../../model/version.js'
import type { Subject } from '../../resolve/index.js'
import { ownFinding } from '../own.js'

interface Apart {
  readonly kind: ComponentKind
  readonly live: VersionRange
  readonly written: VersionRange
}

/** Where another version runs than files state: one finding for all that one statement is about. */
export function versionDrift(running: readonly Subject[], files: readonly Subject[]): Finding[] {
  const groups = new Map<string, [Apart, ...Apart[]]>()
  for (const subject of running) {
    const one = apart(subject, files)
    if (one === undefined) continue
    const { at } = one.written
    const key = `${at?.doc.uri} ${at?.start} ${formatRange(one.live)}`
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [one])
    else known.push(one)
  }
  return [...groups.values()].flatMap(findingOf)
}

/** A version that is certain on both sides, and another one. */
function apart({ kind, range: live }: Subject, files: readonly Subject[]): Apart | undefined {
  const same = files.filter(file => file.kind === kind)
  const stated = same.flatMap(file => (isStated(file.range) && isItsOwn(file) ? [file.range] : []))
  const [written] = stated
  if (written === undefined || stated.length < same.length || !isStated(live)) return undefined
  return stated.some(range => intersect(live, range) !== undefined) ? undefined : { kind, live, written }
}

const isStated = ({ min, max, at }: VersionRange): boolean =>
  at !== undefined && at.doc.made === undefined && minorOf(min) === minorOf(max)

/** Kubelets follow the control plane when their machines do: what is said of the cluster says nothing of them. */
const isItsOwn = ({ kind, fragments }: Subject): boolean =>
  kind !== 'kubelet' || fragments.some(({ versions = [] }) => versions.some(({ of }) => of === 'kubelet'))

function findingOf([first, ...others]: readonly [Apart, ...Apart[]]): Finding[] {
  const { kind, live, written } = first
  if (live.at === undefined || written.at === undefined) return []
  const { at } = live
  const kinds = [...new Set([first, ...others].map(one => one.kind))]
  const who = kinds.length === 1 ? kind : `${kinds.slice(0, -1).join(', ')} and ${kinds.at(-1)}`
  const what = `${who} ${kinds.length === 1 ? 'is' : 'are'} \`${formatRange(live)}\` in the cluster and \`${formatRange(written)}\` in the files`
  const also = others.flatMap(({ live }) => (live.at === undefined ? [] : [{ at: live.at, label: ALSO_HERE }]))
  const related = [{ at: written.at, label: 'written here' }, ...also]
  return [
    {
      ...ownFinding('klint/drift', what, at),
      message: 'version',
      related: related.filter(
        (one, i) => !sameLocation(one.at, at) && related.findIndex(other => sameLocation(one.at, other.at)) === i,
      ),
      ...(kinds.length === 1 ? { component: kind } : {}),
    },
  ]
}
