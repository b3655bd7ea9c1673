import { outermost } from '../model/document.js'
import { type Finding, NOT_SET_HERE, WRITTEN_HERE } from '../model/finding.js'

/**
 * What differs between a running cluster and files, at its place in the file: formats that a forge reads know no other. Every other
 * finding stays where it is.
 */
export function inFile(finding: Finding): Finding {
  if (outermost(finding.at.doc).live === undefined) return finding
  const written = finding.related.find(({ at, label }) => {
    const { live, made } = outermost(at.doc)
    return (label === WRITTEN_HERE || label === NOT_SET_HERE) && live === undefined && made === undefined
  })
  if (written === undefined) return finding
  const { alike: _, label: __, ...rest } = finding
  return { ...rest, at: written.at, related: finding.related.filter(one => one !== written) }
}
