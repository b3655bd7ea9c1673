import { releaseWith } from '../facts/own-releases.js'
import { OWN_RELEASES } from '../model/fragment.js'
import { hull, minorOf, type VersionRange } from '../model/version.js'
import type { ClusterModel, Subject } from '../resolve/index.js'

/** Which Kubernetes may run now: that of all that is upgraded with Kubernetes, else of an autoscaler, which has its numbers; an etcd by itself says nothing of it. */
export function presentOf({ components, kubernetes }: ClusterModel): VersionRange {
  const rangesOf = (isMeant: (subject: Subject) => boolean) => components.filter(isMeant).map(({ range }) => range)
  const members = rangesOf(({ kind }) => !OWN_RELEASES.includes(kind))
  const [first, ...others] = members.length > 0 ? members : rangesOf(hasNumbersOfKubernetes)
  return first === undefined ? kubernetes : others.reduce(hull, first)
}

const hasNumbersOfKubernetes = ({ kind, range: { min } }: Subject): boolean =>
  kind === 'cluster-autoscaler' && releaseWith(kind, minorOf(min)) === minorOf(min)
