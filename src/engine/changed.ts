import type { Finding } from '../model/finding.js'
import { place } from '../model/location.js'
import { mayHold } from '../parsers/sniff.js'
import type { ClusterModel } from '../resolve/index.js'

/** Paths as uris have them: files, or directories that stand for all that is in them. */
export interface ChangedPaths {
  readonly changed: readonly string[]
  readonly deleted: readonly string[]
}

type Files = Pick<ClusterModel, 'files'>

/**
 * Which clusters changed: those that a changed file says something of. A file that is gone can be joined to nothing any more: for it
 * stand the clusters that have a file in its directory, or in the nearest one above where any has.
 */
export function changedClusters(clusters: readonly Files[], { changed, deleted }: ChangedPaths): ReadonlySet<number> {
  const isChanged = within(changed)
  const found = new Set<number>()
  const byDirectory = new Map<string, Set<number>>()
  for (const [index, { files }] of clusters.entries())
    for (const file of files) {
      if (isChanged(file)) found.add(index)
      const directory = above(file)
      const known = byDirectory.get(directory)
      if (known === undefined) byDirectory.set(directory, new Set([index]))
      else known.add(index)
    }
  for (const file of deleted) {
    if (!mayHold(file)) continue
    let directory = above(file)
    while (directory !== '' && !byDirectory.has(directory)) directory = above(directory)
    for (const index of byDirectory.get(directory) ?? []) found.add(index)
  }
  return found
}

/** Whether a path is one of some, or lies below one. The empty path is the working directory. */
export function within(paths: readonly string[]): (path: string) => boolean {
  const all = new Set(paths)
  if (all.has('')) return () => true
  return path => {
    for (let at = path; at !== ''; at = above(at)) if (all.has(at)) return true
    return false
  }
}

const above = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** Findings of changed clusters; a finding about a file alone counts if the file changed. */
export function inChanged(clusters: readonly Files[], paths: ChangedPaths): (finding: Finding) => boolean {
  const touched = changedClusters(clusters, paths)
  const isChanged = within(paths.changed)
  return finding =>
    finding.clusterIndex === undefined ? isChanged(pathOf(finding)) : touched.has(finding.clusterIndex)
}

/** The file on disk that a finding points at. */
export const pathOf = ({ at }: Pick<Finding, 'at'>): string => place(at).doc.uri
