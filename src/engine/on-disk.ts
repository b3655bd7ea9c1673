import type { Cluster, Component } from '../model/component.js'
import type { Document } from '../model/document.js'
import { type Location, place } from '../model/location.js'
import type { Reported, Said } from './check.js'

/**
 * What a platform writes lies on no disk: the component it is written for stands for it, before the reports of several
 * versions are compared, since a platform writes something else at each. Nobody's is dropped.
 */
export function onDisk(said: Said, subject: unknown, cluster: () => Cluster): Said {
  if (!said.reports.some(({ at }) => at.doc.made)) return said
  const reports = said.reports.flatMap((reported): Reported[] => {
    if (!reported.at.doc.made) return [reported]
    const at = anchorOf(subject) ?? ownerOf(reported.at.doc, cluster())?.anchor
    return at === undefined || at.doc.made ? [] : [{ ...reported, at }]
  })
  return { ...said, reports }
}

/** Of a component, a resource, or the component of an assignment. */
function anchorOf(subject: unknown): Location | undefined {
  if (typeof subject !== 'object' || subject === null) return undefined
  if ('of' in subject && typeof subject.of !== 'function') return anchorOf(subject.of)
  return 'anchor' in subject && isLocation(subject.anchor) ? subject.anchor : undefined
}

/**
 * The files a subject is anchored in: one, and for a cluster those of all its components (of its resources, if it has none). An assignment
 * stands where it is written.
 */
export function filesOf(subject: unknown): Document[] {
  if (typeof subject !== 'object' || subject === null) return []
  if ('components' in subject && 'resources' in subject) {
    const components = membersOf(subject.components)
    return (components.length > 0 ? components : membersOf(subject.resources)).flatMap(filesOf)
  }
  const written = 'at' in subject && isLocation(subject.at) && !subject.at.doc.made ? subject.at : undefined
  const at = written ?? anchorOf(subject)
  return at === undefined ? [] : [place(at).doc]
}

const membersOf = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list : [])

const isLocation = (value: unknown): value is Location => typeof value === 'object' && value !== null && 'doc' in value

const ownerOf = (doc: Document, cluster: Cluster): Component | undefined =>
  cluster.components.find(
    ({ anchor, assignments }) => anchor.doc === doc || assignments.some(({ at }) => at.doc === doc),
  )
